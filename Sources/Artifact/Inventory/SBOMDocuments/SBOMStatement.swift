import Content

/// What one SBOM states: components by the keys the document uses, and the relations between them.
struct SBOMStatement: Sendable {
    private struct Relation: Sendable {
        var from: String
        var kind: Yield.Relation
        var to: String
    }

    /// Things that a document may list but that are no components.
    static let ignoredTypes: Set<String> = ["file", "cryptographic-asset", "snippet", "source"]

    private(set) var components: [Component] = []
    private(set) var gaps: [Yield.Gap] = []
    private var indices: [String: Int] = [:]
    private var relations: [Relation] = []
    let path: String
    /// `CycloneDX 1.6`, `SPDX-2.3` and the like; goes into the evidence.
    var format = ""
    /// What the document says it describes.
    var subject: String?

    init(path: String) { self.path = path }

    /// Adds a component under the document's key for it; only the first of one key counts.
    mutating func add(_ component: Component, as key: String?) {
        if let key, !key.isEmpty {
            guard indices[key] == nil else { return }
            indices[key] = components.count
        }
        components.append(component)
    }

    mutating func relate(_ from: String, _ kind: Yield.Relation, _ to: String) {
        relations.append(Relation(from: from, kind: kind, to: to))
    }

    mutating func gap(_ reason: String) { gaps.append(.init(path: path, reason: reason)) }

    /// Lets the component of a key own a directory: the document lies in what it describes.
    mutating func claim(_ directory: String, for key: String) {
        if let index = indices[key], !directory.isEmpty { components[index].directories = [directory] }
    }

    /// Yields everything.
    ///
    /// - Parameter container: what holds the document, such as an archive.
    func emit(into yield: inout Yield, container: Yield.Handle? = nil) {
        let handles = components.map { component in
            var component = component
            component.realm = path
            component.properties["sbom"] = path
            if let subject { component.properties["sbomSubject"] = subject }
            component.evidence = [
                Evidence(path: path, technique: .attestation, confidence: 0.6, detail: "stated by \(format)")
            ]
            return yield.component(component)
        }
        if let container { for handle in handles { yield.relate(container, .contains, handle) } }
        var seen: Set<Yield.Edge> = []
        for relation in relations {
            guard let from = indices[relation.from], let to = indices[relation.to], from != to else { continue }
            let edge = Yield.Edge(from: handles[from], relation: relation.kind, to: handles[to])
            if seen.insert(edge).inserted { yield.relate(edge.from, edge.relation, edge.to) }
        }
        for gap in gaps { yield.gap(gap.path, gap.reason) }
    }

    /// A component as a document states it; a purl that is none is kept as a property.
    static func component(
        name: String, group: String?, version: String?, purl text: String?, type: String?
    )
        -> Component
    {
        let purl = text.flatMap { PackageURL($0) }
        let ecosystem = purl?.type ?? "generic"
        var fullName = name
        if let group, !group.isEmpty, ecosystem != "maven" { fullName = "\(group)/\(name)" }
        var component = Component(
            name: fullName, version: version ?? purl?.version ?? "", ecosystem: ecosystem, purl: purl,
            kind: kind(type), presence: .stated)
        if ecosystem == "maven", let group = group ?? purl?.namespace { component.properties["groupId"] = group }
        if purl == nil, let text, !text.isEmpty { component.properties["statedPurl"] = text }
        return component
    }

    /// The kinds of CycloneDX, the purposes of SPDX 2.3 and of SPDX 3, which differ in case and hyphens only.
    static func kind(_ type: String?) -> Component.Kind {
        switch type?.lowercased().filter({ $0 != "-" && $0 != "_" }) {
        case "application": .application
        case "framework": .framework
        case "container": .container
        case "operatingsystem": .operatingSystem
        case "firmware", "devicedriver": .firmware
        case "data", "machinelearningmodel", "model": .data
        default: .library
        }
    }

    /// A digest under the name that CycloneDX (`SHA-256`), SPDX 2 (`SHA256`) or SPDX 3 (`sha256`) gives it.
    static func digest(_ algorithm: String?, _ hex: String?) -> Digest? {
        guard let algorithm, let hex,
            let known = Digest.Algorithm(rawValue: algorithm.lowercased().filter { $0 != "-" && $0 != "_" })
        else { return nil }
        return Digest(algorithm: known, hex: hex)
    }

    /// `nil` for what SPDX writes when it has nothing to say.
    static func known(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text != "NOASSERTION", text != "NONE" else { return nil }
        return text
    }
}
