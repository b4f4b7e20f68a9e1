import Content
import Inventory
import JSONText

/// Our own format, which carries everything; its schema is `docs/schemas/inventory-1.json`.
enum InventoryDocument {
    static let schemaVersion = "1"

    /// - Parameter isCanonical: leaves out what may differ between transports of one image: its name.
    static func write(_ bill: BillOfMaterials, isCanonical: Bool = false) -> [UInt8] {
        var json = JSONWriter(pretty: !isCanonical, reserving: 4096 + bill.parts.count * 1024 + bill.files.count * 400)
        json.object { json in
            json.member("schemaVersion", schemaVersion)
            json.member("created", bill.created)
            json.key("tool")
            json.object {
                $0.member("name", bill.tool.name)
                $0.member("version", bill.tool.version)
            }
            list(&json, "authors", bill.authors) { agent(&$0, $1) }
            json.key("subject")
            json.object { subject(&$0, bill.artifact, isCanonical: isCanonical) }
            if let completeness = bill.completeness {
                json.key("completeness")
                json.raw("\(completeness)")
            }
            list(&json, "layers", bill.layers) { json, layer in
                json.object {
                    $0.member("diffID", "\(layer.diffID)")
                    $0.member("createdBy", layer.createdBy)
                }
            }
            list(&json, "components", bill.parts) { component(&$0, $1) }
            list(&json, "relationships", bill.edges) { json, edge in
                json.object {
                    $0.member("from", edge.from)
                    $0.member("relation", edge.relation.rawValue)
                    $0.member("to", edge.to)
                }
            }
            list(&json, "files", bill.files) { file(&$0, $1) }
            list(&json, "gaps", bill.gaps) { json, gap in
                json.object {
                    $0.member("path", gap.path)
                    $0.member("reason", gap.reason)
                }
            }
        }
        if !isCanonical { json.newline() }
        return json.bytes
    }

    private static func list<Element>(
        _ json: inout JSONWriter, _ name: String, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        json.key(name)
        json.array { for element in elements { body(&$0, element) } }
    }

    private static func agent(_ json: inout JSONWriter, _ agent: Agent) {
        json.object {
            $0.member("name", agent.name)
            $0.member("email", agent.email)
            if agent.isPerson { $0.member("person", true) }
        }
    }

    private static func map(_ json: inout JSONWriter, _ name: String, _ map: [String: String]) {
        guard !map.isEmpty else { return }
        json.key(name)
        json.object { for (key, value) in map.sorted(by: { $0.key < $1.key }) { $0.member(key, value) } }
    }

    private static func subject(_ json: inout JSONWriter, _ artifact: BillOfMaterials.Artifact, isCanonical: Bool) {
        json.member("kind", artifact.kind.rawValue)
        if !isCanonical { json.member("name", artifact.name) }
        json.member("version", artifact.version)
        json.member("configuration", artifact.configuration?.description)
        json.member("platform", artifact.platform)
        if let supplier = artifact.supplier {
            json.key("supplier")
            agent(&json, supplier)
        }
        map(&json, "labels", artifact.labels)
    }

    private static func component(_ json: inout JSONWriter, _ part: BillOfMaterials.Part) {
        json.object { json in
            json.member("id", part.ref)
            json.member("name", part.name)
            if !part.version.isEmpty { json.member("version", part.version) }
            if !part.ecosystem.isEmpty { json.member("ecosystem", part.ecosystem) }
            json.member("kind", part.kind.rawValue)
            json.member("presence", part.presence.rawValue)
            json.member("purl", part.purl)
            list(&json, "cpes", part.cpes) { $0.value($1) }
            if let supplier = part.supplier {
                json.key("supplier")
                agent(&json, supplier)
                json.member("supplierBasis", part.supplierBasis.rawValue)
            }
            list(&json, "licences", part.licences) { json, licence in
                json.object {
                    $0.member("text", licence.text)
                    $0.member("declared", licence.isDeclared)
                }
            }
            json.member("homepage", part.homepage)
            json.member("summary", part.summary)
            list(&json, "digests", part.digests) { $0.value("\($1)") }
            list(&json, "evidence", part.evidence) { json, evidence in
                json.object {
                    $0.member("path", evidence.path)
                    $0.member("technique", evidence.technique.rawValue)
                    $0.key("confidence")
                    $0.raw("\(evidence.confidence)")
                    if !evidence.cataloguer.isEmpty { $0.member("cataloguer", evidence.cataloguer) }
                    $0.member("detail", evidence.detail)
                }
            }
            if let layer = part.layer { json.member("layer", layer) }
            map(&json, "properties", part.properties)
        }
    }

    private static func file(_ json: inout JSONWriter, _ file: BillOfMaterials.File) {
        json.object { json in
            json.member("path", file.path)
            json.member("kind", file.kind.name)
            json.member("size", file.size)
            json.member("sha256", file.sha256?.hex)
            json.member("buildID", file.buildID)
            json.member("status", file.status.rawValue)
            json.member("reason", file.reason)
            list(&json, "owners", file.owners) { $0.value($1) }
            if let layer = file.layer { json.member("layer", layer) }
        }
    }

    static func read(
        _ root: JSONValue, _ extent: BillOfMaterials.Extent
    ) throws(BillOfMaterialsError) -> BillOfMaterials {
        guard root["schemaVersion"]?.string == schemaVersion else {
            throw BillOfMaterialsError(
                "inventory document: schemaVersion \(root["schemaVersion"]?.string ?? "missing"); expected \(schemaVersion)"
            )
        }
        let subject = root["subject"]
        var artifact = BillOfMaterials.Artifact(
            kind: subject?["kind"]?.string.flatMap(Subject.Kind.init(rawValue:)) ?? .image,
            name: subject?["name"]?.string ?? "")
        artifact.version = subject?["version"]?.string
        artifact.configuration = subject?["configuration"]?.string.flatMap { Digest($0) }
        artifact.platform = subject?["platform"]?.string
        artifact.supplier = subject?["supplier"].flatMap(readAgent)
        artifact.labels = readMap(subject?["labels"])
        var bill = BillOfMaterials(
            artifact: artifact, created: root["created"]?.string ?? "",
            tool: .init(name: root["tool"]?["name"]?.string ?? "", version: root["tool"]?["version"]?.string ?? ""))
        bill.authors = root["authors"].map { $0.elements.compactMap(readAgent) } ?? []
        bill.completeness = root["completeness"]?.double
        for layer in elements(root, "layers") {
            guard let id = layer["diffID"]?.string.flatMap({ Digest($0) }) else { continue }
            bill.layers.append(Layer(diffID: id, createdBy: layer["createdBy"]?.string))
        }
        if extent == .everything { readAll(root, into: &bill) } else { readIdentities(root, into: &bill) }
        for gap in elements(root, "gaps") {
            bill.gaps.append(.init(path: gap["path"]?.string ?? "", reason: gap["reason"]?.string ?? ""))
        }
        bill.sort()
        return bill
    }

    private static func readAll(_ root: JSONValue, into bill: inout BillOfMaterials) {
        for value in elements(root, "components") {
            if let part = readPart(value) { bill.parts.append(part) }
        }
        for edge in elements(root, "relationships") {
            guard let from = edge["from"]?.string, let to = edge["to"]?.string,
                let relation = edge["relation"]?.string.flatMap(Yield.Relation.init(rawValue:))
            else { continue }
            bill.edges.append(.init(from: from, relation: relation, to: to))
        }
        for value in elements(root, "files") {
            if let file = readFile(value) { bill.files.append(file) }
        }
    }

    private static func elements(_ value: JSONValue, _ key: String) -> [JSONValue] {
        value[key].map { Array($0.elements) } ?? []
    }

    private static func readAgent(_ value: JSONValue) -> Agent? {
        guard let name = value["name"]?.string, !name.isEmpty else { return nil }
        return Agent(name: name, email: value["email"]?.string, isPerson: value["person"]?.bool ?? false)
    }

    private static func readMap(_ value: JSONValue?) -> [String: String] {
        var map: [String: String] = [:]
        guard let value else { return map }
        for member in value.members { map[member.key] = member.value.string }
        return map
    }

    /// All members in one pass: a look-up by name walks the object each time.
    private static func readPart(_ value: JSONValue) -> BillOfMaterials.Part? {
        guard let ref = value["id"]?.string, let name = value["name"]?.string else { return nil }
        var part = BillOfMaterials.Part(ref: ref, name: name)
        for (key, value) in value.members {
            switch key {
            case "version": part.version = value.string ?? ""
            case "ecosystem": part.ecosystem = value.string ?? ""
            case "kind": part.kind = value.string.flatMap(Component.Kind.init(rawValue:)) ?? .library
            case "presence": part.presence = value.string.flatMap(Component.Presence.init(rawValue:)) ?? .stated
            case "purl": part.purl = value.string
            case "cpes": part.cpes = value.elements.compactMap(\.string)
            case "supplier": part.supplier = readAgent(value)
            case "supplierBasis": part.supplierBasis = value.string.flatMap { .init(rawValue: $0) } ?? .package
            case "licences":
                part.licences = value.elements.compactMap { licence in
                    licence["text"]?.string.map { Licence($0, isDeclared: licence["declared"]?.bool ?? true) }
                }
            case "homepage": part.homepage = value.string
            case "summary": part.summary = value.string
            case "digests": part.digests = value.elements.compactMap { $0.string.flatMap(DigestText.read) }
            case "evidence":
                part.evidence = value.elements.compactMap { item in
                    guard let path = item["path"]?.string else { return nil }
                    return Evidence(
                        path: path,
                        technique: item["technique"]?.string.flatMap(Evidence.Technique.init(rawValue:)) ?? .other,
                        confidence: item["confidence"]?.double ?? 1, cataloguer: item["cataloguer"]?.string ?? "",
                        detail: item["detail"]?.string)
                }
            case "layer": part.layer = value.int
            case "properties": part.properties = readMap(value)
            default: break
            }
        }
        return part
    }

    private static func readFile(_ value: JSONValue) -> BillOfMaterials.File? {
        guard let path = value["path"]?.string else { return nil }
        var file = BillOfMaterials.File(path: path)
        for (key, value) in value.members {
            switch key {
            case "kind": file.kind = value.string.flatMap(FileKind.init(name:)) ?? .other
            case "size": file.size = max(0, value.int ?? 0)
            case "sha256": file.sha256 = value.string.flatMap { Digest(algorithm: .sha256, hex: $0) }
            case "buildID": file.buildID = value.string
            case "status": file.status = value.string.flatMap(FileAccount.Status.init(rawValue:)) ?? .listed
            case "reason": file.reason = value.string
            case "owners": file.owners = value.elements.compactMap(\.string)
            case "layer": file.layer = value.int
            default: break
            }
        }
        return file
    }
}

/// Names of digest algorithms in the formats.
enum DigestText {
    /// `algorithm:hex` of any algorithm, also the weak ones that ecosystems record.
    static func read(_ text: String) -> Digest? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        return read(algorithm: String(text[..<colon]), hex: String(text[text.index(after: colon)...]))
    }

    /// The algorithm as any of the formats spells it: `SHA-256`, `SHA256`, `sha256`.
    static func read(algorithm: String, hex: String) -> Digest? {
        let name = String(algorithm.lowercased().filter { $0 != "-" && $0 != "_" })
        return Digest.Algorithm(rawValue: name).flatMap { Digest(algorithm: $0, hex: hex) }
    }

    static func cycloneDX(_ algorithm: Digest.Algorithm) -> String {
        switch algorithm {
        case .md5: "MD5"
        case .sha1: "SHA-1"
        case .sha256: "SHA-256"
        case .sha384: "SHA-384"
        case .sha512: "SHA-512"
        }
    }

    static func spdx(_ algorithm: Digest.Algorithm) -> String { algorithm.rawValue.uppercased() }
}
