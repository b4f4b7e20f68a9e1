import Content
import Inventory
import JSONText

/// SPDX 3.0.1 as JSON-LD, profiles Core, Software, Simple Licensing and Extension.
///
/// Every element is named by a whole IRI wherever it is mentioned, so names are numbers within the document, which
/// are stable because the namespace is derived from the content; and the JSON is compact.
struct SPDX3Writer {
    static let context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
    static let creation = "_:c"

    private let bill: BillOfMaterials
    private let base: String
    /// IRIs by `ref`, of the artifact and of the components.
    private let refIDs: [String: String]
    private let agents: [Agent]
    private let agentIDs: [Agent: String]
    private let licences: [(text: String, entry: LicenceTable.Entry)]
    private let licenceIDs: [String: String]

    static func write(_ bill: BillOfMaterials) -> [UInt8] {
        var json = JSONWriter(reserving: 4096 + bill.parts.count * 2560 + bill.files.count * 512)
        SPDX3Writer(bill).document(&json)
        json.newline()
        return json.bytes
    }

    private init(_ bill: BillOfMaterials) {
        let base = Self.namespace + bill.identity + "#"
        var refIDs: [String: String] = [:]
        refIDs.reserveCapacity(bill.parts.count + 1)
        for (index, part) in bill.parts.enumerated() { refIDs[part.ref] = "\(base)p\(index)" }
        refIDs[BillOfMaterials.artifactRef] = base + "artifact"
        // Agents that are named anywhere, each once.
        var named = Set(bill.authors)
        if let supplier = bill.artifact.supplier { named.insert(supplier) }
        for part in bill.parts { if let supplier = part.supplier { named.insert(supplier) } }
        let agents = named.sorted { ($0.spdx, $0.name) < ($1.spdx, $1.name) }
        let licences = LicenceTable(bill).entries.sorted { $0.key < $1.key }
        self.bill = bill
        self.base = base
        self.refIDs = refIDs
        self.agents = agents
        agentIDs = Dictionary(uniqueKeysWithValues: agents.enumerated().map { ($1, "\(base)a\($0)") })
        self.licences = licences.map { ($0.key, $0.value) }
        licenceIDs = Dictionary(uniqueKeysWithValues: licences.enumerated().map { ($1.key, "\(base)l\($0)") })
    }

    /// What the documents of this program have in common.
    static var namespace: String { SPDX2Writer.namespacePrefix + "obryza-" }

    private func id(_ ref: String) -> String { refIDs[ref] ?? base + ReferenceText.encode(ref, prefix: "x") }

    private func id(file index: Int) -> String { "\(base)f\(index)" }

    private func licenceID(_ text: String) -> String { licenceIDs[text] ?? base + "licence" }

    private func document(_ json: inout JSONWriter) {
        let tool = base + "tool"
        json.object { json in
            json.member("@context", Self.context)
            json.key("@graph")
            json.array { json in
                json.object {
                    $0.member("type", "CreationInfo")
                    $0.member("@id", Self.creation)
                    $0.member("specVersion", "3.0.1")
                    $0.member("created", bill.created)
                    $0.key("createdBy")
                    $0.array { json in
                        let authors = bill.authors.compactMap { agentIDs[$0] }
                        for author in authors.isEmpty ? [base + "creator"] : authors { json.value(author) }
                    }
                    $0.key("createdUsing")
                    $0.array { $0.value(tool) }
                }
                element(&json, "Tool", tool) { $0.member("name", "\(bill.tool.name)-\(bill.tool.version)") }
                if bill.authors.isEmpty {
                    element(&json, "SoftwareAgent", base + "creator") {
                        $0.member("name", "\(bill.tool.name)-\(bill.tool.version)")
                    }
                }
                for (index, agent) in agents.enumerated() {
                    element(&json, agent.isPerson ? "Person" : "Organization", "\(base)a\(index)") { json in
                        json.member("name", agent.name)
                        if let email = agent.email { identifiers(&json, [("email", email)]) }
                    }
                }
                collections(&json)
                artifact(&json)
                for part in bill.parts { package(&json, part) }
                for (index, file) in bill.files.enumerated() { self.file(&json, file, index) }
                for (text, entry) in licences {
                    if let expression = entry.expression {
                        element(&json, "simplelicensing_LicenseExpression", licenceID(text)) {
                            $0.member("simplelicensing_licenseExpression", expression)
                        }
                    } else {
                        element(&json, "simplelicensing_SimpleLicensingText", licenceID(text)) {
                            $0.member("name", LicenceText.reference(text))
                            $0.member("simplelicensing_licenseText", text)
                        }
                    }
                }
                relationships(&json)
                for (index, gap) in bill.gaps.enumerated() {
                    element(&json, "Annotation", "\(base)g\(index)") {
                        $0.member("annotationType", "other")
                        $0.member("subject", id(BillOfMaterials.artifactRef))
                        $0.member("statement", "Not read: \(gap.path): \(gap.reason)")
                    }
                }
            }
        }
    }

    private func element(
        _ json: inout JSONWriter, _ type: String, _ id: String, _ body: (inout JSONWriter) -> Void
    ) {
        json.object {
            $0.member("type", type)
            $0.member("spdxId", id)
            $0.member("creationInfo", Self.creation)
            body(&$0)
        }
    }

    private func collections(_ json: inout JSONWriter) {
        let artifact = id(BillOfMaterials.artifactRef)
        element(&json, "SpdxDocument", base + "document") {
            $0.member("name", bill.artifact.name.isEmpty ? "artifact" : bill.artifact.name)
            strings(
                &$0, "profileConformance",
                ["core", "software", "simpleLicensing"])
            strings(&$0, "element", [base + "sbom"])
            strings(&$0, "rootElement", [base + "sbom"])
        }
        element(&json, "software_Sbom", base + "sbom") {
            extensions(&$0, bill.documentProperties)
            strings(&$0, "software_sbomType", [bill.artifact.kind == .image ? "analyzed" : "source"])
            strings(&$0, "rootElement", [artifact])
            strings(
                &$0, "element",
                [artifact] + bill.parts.map { id($0.ref) } + bill.files.indices.map { id(file: $0) })
        }
    }

    private func strings(_ json: inout JSONWriter, _ name: String, _ values: [String]) {
        json.key(name)
        json.array { for value in values { $0.value(value) } }
    }

    private func extensions(_ json: inout JSONWriter, _ list: [Property]) {
        guard !list.isEmpty else { return }
        json.key("extension")
        json.array {
            $0.object {
                $0.member("type", "extension_CdxPropertiesExtension")
                $0.key("extension_cdxProperty")
                $0.array { json in
                    for property in list {
                        json.object {
                            $0.member("type", "extension_CdxPropertyEntry")
                            $0.member("extension_cdxPropName", property.name)
                            $0.member("extension_cdxPropValue", property.value)
                        }
                    }
                }
            }
        }
    }

    private func identifiers(_ json: inout JSONWriter, _ list: [(String, String)]) {
        guard !list.isEmpty else { return }
        json.key("externalIdentifier")
        json.array { json in
            for (type, value) in list {
                json.object {
                    $0.member("type", "ExternalIdentifier")
                    $0.member("externalIdentifierType", type)
                    $0.member("identifier", value)
                }
            }
        }
    }

    private func hashes(_ json: inout JSONWriter, _ digests: [Digest]) {
        guard !digests.isEmpty else { return }
        json.key("verifiedUsing")
        json.array { json in
            for digest in digests {
                json.object {
                    $0.member("type", "Hash")
                    $0.member("algorithm", digest.algorithm.rawValue)
                    $0.member("hashValue", digest.hex)
                }
            }
        }
    }

    private func artifact(_ json: inout JSONWriter) {
        element(&json, "software_Package", id(BillOfMaterials.artifactRef)) { json in
            json.member("name", bill.artifact.name.isEmpty ? "artifact" : bill.artifact.name)
            if let digest = bill.artifact.configuration { hashes(&json, [digest]) }
            json.member("suppliedBy", bill.artifact.supplier.flatMap { agentIDs[$0] })
            json.member("software_packageVersion", bill.artifact.version ?? "NOASSERTION")
            json.member("software_primaryPurpose", bill.artifact.kind == .image ? "container" : "source")
        }
    }

    private func package(_ json: inout JSONWriter, _ part: BillOfMaterials.Part) {
        element(&json, "software_Package", id(part.ref)) { json in
            let ref = part.ref == part.purl ? [] : [Property("obryza:ref", part.ref)]
            extensions(&json, ref + part.properties(isFull: true))
            identifiers(&json, part.cpes.map { ($0.hasPrefix("cpe:2.3:") ? "cpe23" : "cpe22", $0) })
            json.member("name", part.name)
            json.member("summary", part.summary)
            json.member("suppliedBy", part.supplier.flatMap { agentIDs[$0] })
            hashes(&json, part.digests)
            if let homepage = part.homepage, URIText.isValid(homepage) {
                json.member("software_homePage", homepage)
            }
            json.member("software_packageUrl", part.purl)
            json.member("software_packageVersion", part.version.isEmpty ? "NOASSERTION" : part.version)
            json.member("software_primaryPurpose", Self.purpose(part.kind))
        }
    }

    private static func purpose(_ kind: Component.Kind) -> String {
        switch kind {
        case .operatingSystem, .kernel: "operatingSystem"
        case .application: "application"
        case .library: "library"
        case .framework: "framework"
        case .firmware: "firmware"
        case .container: "container"
        case .data: "data"
        }
    }

    private func file(_ json: inout JSONWriter, _ file: BillOfMaterials.File, _ index: Int) {
        element(&json, "software_File", id(file: index)) { json in
            if let summary = file.summary {
                json.member("comment", summary)
            } else {
                extensions(&json, file.properties(withOwners: false))
            }
            json.member("name", file.path)
            hashes(&json, file.sha256.map { [$0] } ?? [])
            json.member("software_fileKind", "file")
            json.member("software_primaryPurpose", file.kind == .zip ? "archive" : "executable")
        }
    }

    private func relationships(_ json: inout JSONWriter) {
        var number = 0
        func relate(
            _ from: String, _ type: String, _ to: [String], completeness: String? = nil, comment: String? = nil,
            scope: String? = nil
        ) {
            guard !to.isEmpty else { return }
            element(
                &json, scope == nil ? "Relationship" : "LifecycleScopedRelationship", "\(base)r\(number)"
            ) {
                $0.member("comment", comment)
                $0.member("from", from)
                $0.member("relationshipType", type)
                strings(&$0, "to", to)
                $0.member("completeness", completeness)
                $0.member("scope", scope)
            }
            number += 1
        }
        let unowned = bill.files.indices.filter { bill.files[$0].owners.isEmpty }
        relate(
            id(BillOfMaterials.artifactRef), "contains", bill.parts.map { id($0.ref) } + unowned.map { id(file: $0) },
            completeness: bill.isComplete ? "complete" : "incomplete")
        var owned: [String: [String]] = [:]
        for (index, file) in bill.files.enumerated() {
            for owner in file.owners { owned[owner, default: []].append(id(file: index)) }
        }
        for part in bill.parts {
            relate(id(part.ref), "contains", owned[part.ref] ?? [])
            for isDeclared in [true, false] {
                relate(
                    id(part.ref), isDeclared ? "hasDeclaredLicense" : "hasConcludedLicense",
                    part.licences.filter { $0.isDeclared == isDeclared }.map { licenceID($0.text) })
            }
        }
        var index = bill.edges.startIndex
        while index < bill.edges.endIndex {
            let first = bill.edges[index]
            var end = index
            while end < bill.edges.endIndex, bill.edges[end].from == first.from,
                bill.edges[end].relation == first.relation
            {
                end += 1
            }
            let targets = bill.edges[index..<end].map { id($0.to) }
            index = end
            let from = id(first.from)
            switch first.relation {
            case .dependsOn: relate(from, "dependsOn", targets)
            case .dynamicLink: relate(from, "hasDynamicLink", targets)
            case .contains: relate(from, "contains", targets)
            case .describes: relate(from, "describes", targets)
            case .developmentDependency:
                for target in targets { relate(target, "dependsOn", [from], scope: "development") }
            case .generatedFrom:
                for target in targets { relate(target, "generates", [from]) }
            case .ownedBy: relate(from, "other", targets, comment: first.relation.rawValue)
            }
        }
    }
}
