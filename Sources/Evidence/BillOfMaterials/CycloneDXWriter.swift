import Content
import Inventory
import JSONText

/// CycloneDX 1.6 and 1.7, JSON and XML.
///
/// Executables that nobody accounts for are components of type `file`; accounted files are left to other formats.
struct CycloneDXWriter {
    private enum Entry {
        case part(BillOfMaterials.Part)
        case file(BillOfMaterials.File)
    }

    private let bill: BillOfMaterials
    private let version: String
    private let files: [BillOfMaterials.File]
    private let licences: LicenceTable
    private let edgesByOrigin: [String: [BillOfMaterials.Edge]]

    static func json(_ bill: BillOfMaterials, version: String) -> [UInt8] {
        var json = JSONWriter(reserving: 4096 + bill.parts.count * 2048)
        let writer = CycloneDXWriter(bill, version: version)
        json.object { json in
            json.member("$schema", "http://cyclonedx.org/schema/bom-\(version).schema.json")
            json.member("bomFormat", "CycloneDX")
            json.member("specVersion", version)
            json.member("serialNumber", "urn:uuid:" + bill.identity)
            json.member("version", 1)
            writer.document(&json)
        }
        json.newline()
        return json.bytes
    }

    static func xml(_ bill: BillOfMaterials, version: String) -> [UInt8] {
        var xml = XMLSink(reserving: 4096 + bill.parts.count * 2048)
        let writer = CycloneDXWriter(bill, version: version)
        xml.root("bom") { xml in
            xml.attribute("xmlns", "http://cyclonedx.org/schema/bom/" + version)
            xml.attribute("serialNumber", "urn:uuid:" + bill.identity)
            xml.attribute("version", "1")
            writer.document(&xml)
        }
        return xml.bytes
    }

    private init(_ bill: BillOfMaterials, version: String) {
        self.bill = bill
        self.version = version
        files = bill.files.filter { !$0.status.isAccounted }
        licences = LicenceTable(bill)
        edgesByOrigin = Dictionary(grouping: bill.edges, by: \.from)
    }

    static func ref(_ file: BillOfMaterials.File) -> String { "file:" + file.path }
    static func ref(_ ref: String) -> String { ref == BillOfMaterials.artifactRef ? ref : "c:" + ref }

    private func document<Sink: CycloneDXSink>(_ sink: inout Sink) {
        sink.object("metadata") { metadata(&$0) }
        let entries = bill.parts.map(Entry.part) + files.map(Entry.file)
        sink.list("components", "component", entries) { sink, entry in
            switch entry {
            case .part(let part): component(&sink, part)
            case .file(let file): self.file(&sink, file)
            }
        }
        dependencies(&sink)
        let aggregate = bill.isComplete ? "complete" : "incomplete"
        sink.list("compositions", "composition", [true, false]) { sink, isAssembly in
            if isAssembly {
                sink.text("aggregate", aggregate)
                sink.references("assemblies", "assembly", jsonName: "assemblies", [BillOfMaterials.artifactRef])
            } else {
                sink.text("aggregate", "unknown")
                sink.references(
                    "dependencies", "dependency", jsonName: "dependencies",
                    [BillOfMaterials.artifactRef] + bill.parts.map { Self.ref($0.ref) })
            }
        }
    }

    private func metadata<Sink: CycloneDXSink>(_ sink: inout Sink) {
        sink.text("timestamp", bill.created)
        sink.list("lifecycles", "lifecycle", [bill.artifact.kind == .image ? "post-build" : "pre-build"]) {
            $0.text("phase", $1)
        }
        sink.object("tools") {
            $0.list("components", "component", [bill.tool]) {
                $0.attribute("type", "application")
                $0.text("name", $1.name)
                $0.text("version", $1.version)
            }
        }
        if !bill.authors.isEmpty { sink.list("authors", "author", bill.authors) { contact(&$0, $1) } }
        sink.object("component") { sink in
            sink.attribute("type", bill.artifact.kind == .image ? "container" : "application")
            sink.attribute("bom-ref", BillOfMaterials.artifactRef)
            if let supplier = bill.artifact.supplier { organization(&sink, supplier) }
            sink.text("name", bill.artifact.name.isEmpty ? "artifact" : bill.artifact.name)
            if let version = bill.artifact.version { sink.text("version", version) }
            if let digest = bill.artifact.configuration { hashes(&sink, [digest]) }
        }
        let personal = bill.artifact.supplier?.isPerson == true ? [Property("obryza:supplier:person", "true")] : []
        properties(&sink, bill.documentProperties + personal)
    }

    private func contact<Sink: CycloneDXSink>(_ sink: inout Sink, _ agent: Agent) {
        sink.text("name", agent.name)
        if let email = agent.email { sink.text("email", email) }
    }

    private func organization<Sink: CycloneDXSink>(_ sink: inout Sink, _ agent: Agent) {
        sink.object("supplier") { sink in
            sink.text("name", agent.name)
            if let email = agent.email {
                sink.list(nil, "contact", [email]) { $0.text("email", $1) }
            }
        }
    }

    private func hashes<Sink: CycloneDXSink>(_ sink: inout Sink, _ digests: [Digest]) {
        guard !digests.isEmpty else { return }
        sink.pairs(
            "hashes", "hash", key: "alg", value: "content",
            digests.map { (DigestText.cycloneDX($0.algorithm), $0.hex) })
    }

    private func properties<Sink: CycloneDXSink>(_ sink: inout Sink, _ list: [Property]) {
        guard !list.isEmpty else { return }
        sink.pairs("properties", "property", key: "name", value: "value", list.map { ($0.name, $0.value) })
    }

    private func component<Sink: CycloneDXSink>(_ sink: inout Sink, _ part: BillOfMaterials.Part) {
        sink.attribute("type", part.kind == .kernel ? "operating-system" : part.kind.rawValue)
        sink.attribute("bom-ref", Self.ref(part.ref))
        if let supplier = part.supplier { organization(&sink, supplier) }
        sink.text("name", part.name)
        if !part.version.isEmpty { sink.text("version", part.version) }
        if let summary = part.summary { sink.text("description", summary) }
        hashes(&sink, part.digests)
        if !part.licences.isEmpty { sink.licences(choices(part.licences)) }
        if let cpe = part.cpes.first { sink.text("cpe", cpe) }
        if let purl = part.purl { sink.text("purl", purl) }
        if let homepage = part.homepage, URIText.isValid(homepage) {
            sink.list("externalReferences", "reference", [homepage]) {
                $0.attribute("type", "website")
                $0.text("url", $1)
            }
        }
        properties(&sink, part.properties(isFull: false) + relations(part))
        if !part.evidence.isEmpty { sink.object("evidence") { evidence(&$0, part) } }
    }

    /// Version 1.6 allows either one expression or a list of identifiers and names; 1.7 mixes them.
    private func choices(_ found: [Licence]) -> [LicenceChoice] {
        found.map { licence in
            let entry = licences[licence.text]
            guard let text = entry.expression else {
                return LicenceChoice(content: .name(licence.text), isDeclared: licence.isDeclared)
            }
            guard !entry.isIdentifier else { return LicenceChoice(content: .id(text), isDeclared: licence.isDeclared) }
            let isAllowed = found.count == 1 || version != "1.6"
            return LicenceChoice(content: isAllowed ? .expression(text) : .name(text), isDeclared: licence.isDeclared)
        }
    }

    private func evidence<Sink: CycloneDXSink>(_ sink: inout Sink, _ part: BillOfMaterials.Part) {
        sink.list(nil, "identity", [part]) { sink, part in
            sink.text("field", part.purl == nil ? "name" : "purl")
            sink.number("confidence", part.evidence.map(\.confidence).max() ?? 0)
            sink.text("concludedValue", part.purl ?? part.name)
            sink.list("methods", "method", part.evidence) {
                $0.text("technique", $1.technique.rawValue)
                $0.number("confidence", $1.confidence)
                $0.text("value", $1.detail ?? $1.path)
            }
        }
        sink.list("occurrences", "occurrence", part.evidence) {
            $0.text("location", $1.path)
            if !$1.cataloguer.isEmpty { $0.text("additionalContext", $1.cataloguer) }
        }
    }

    private func file<Sink: CycloneDXSink>(_ sink: inout Sink, _ file: BillOfMaterials.File) {
        sink.attribute("type", "file")
        sink.attribute("bom-ref", Self.ref(file))
        sink.text("name", file.path)
        if let digest = file.sha256 {
            sink.text("version", digest.description)
            hashes(&sink, [digest])
        }
        properties(&sink, file.properties(withOwners: true))
    }

    /// Relations of which `dependencies` says nothing, or not all: a dynamic link is a dependency there too, so a
    /// dependency beside it is said again here.
    private func relations(_ part: BillOfMaterials.Part) -> [Property] {
        let edges = edgesByOrigin[part.ref] ?? []
        let linked = Set(edges.filter { $0.relation == .dynamicLink }.map(\.to))
        return edges.compactMap { edge in
            edge.relation == .dependsOn && !linked.contains(edge.to)
                ? nil : Property("obryza:relation:" + edge.relation.rawValue, edge.to)
        }
    }

    private func dependencies<Sink: CycloneDXSink>(_ sink: inout Sink) {
        var entries: [(String, [String])] = [
            (BillOfMaterials.artifactRef, bill.parts.map { Self.ref($0.ref) })
        ]
        for part in bill.parts {
            let targets = (edgesByOrigin[part.ref] ?? [])
                .filter { $0.relation == .dependsOn || $0.relation == .dynamicLink }.map { Self.ref($0.to) }
            entries.append((Self.ref(part.ref), unique(targets.sorted())))
        }
        sink.list("dependencies", "dependency", entries) { sink, entry in
            sink.attribute("ref", entry.0)
            if !entry.1.isEmpty { sink.references(nil, "dependency", jsonName: "dependsOn", entry.1) }
        }
    }
}
