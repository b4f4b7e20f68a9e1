import Content
import Inventory
import JSONText
import StructuredText

/// CycloneDX in both notations, versions 1.2 to 1.7.
enum CycloneDXReader {
    /// An object of either notation.
    enum Node {
        case json(JSONValue)
        case xml(XMLElement)

        /// A string, or a number as written: an attribute or child element in XML.
        func text(_ key: String) -> String? {
            switch self {
            case .json(let value): value[key].flatMap { $0.string ?? $0.number }
            case .xml(let element):
                element.attribute(key) ?? element.child(key).flatMap { $0.text.isEmpty ? nil : $0.text }
            }
        }

        func node(_ key: String) -> Node? {
            switch self {
            case .json(let value): value[key].flatMap { $0.kind == .object ? .json($0) : nil }
            case .xml(let element): element.child(key).map(Node.xml)
            }
        }

        /// The items of a container; without container, repeated children in XML.
        func list(_ container: String?, _ item: String) -> [Node] {
            switch self {
            case .json(let value):
                guard let found = value[container ?? item] else { return [] }
                return found.kind == .object ? [.json(found)] : found.elements.map(Node.json)
            case .xml(let element):
                guard let container else { return element.children(item).map(Node.xml) }
                return element.child(container)?.children(item).map(Node.xml) ?? []
            }
        }

        /// The value of a pair: a named member, or the text of the element.
        func value(_ key: String) -> String? {
            switch self {
            case .json(let value): value[key]?.string
            case .xml(let element): element.text
            }
        }

        var isXML: Bool { if case .xml = self { true } else { false } }
    }

    static func read(_ root: Node, _ extent: BillOfMaterials.Extent) -> BillOfMaterials {
        let metadata = root.node("metadata")
        let subject = metadata?.node("component")
        var artifact = BillOfMaterials.Artifact(
            kind: subject?.text("type") == "container" ? .image : .directory, name: subject?.text("name") ?? "")
        artifact.version = subject?.text("version")
        artifact.supplier = (subject?.node("supplier") ?? metadata?.node("supplier")).flatMap(supplier)
        var bill = BillOfMaterials(
            artifact: artifact, created: metadata?.text("timestamp").flatMap(DocumentTime.normalise) ?? "",
            tool: tool(metadata))
        bill.authors = (metadata?.list("authors", "author") ?? []).compactMap { node in
            node.text("name").map { Agent(name: $0, email: node.text("email"), isPerson: true) }
        }
        for property in properties(metadata) {
            if property.name == "obryza:supplier:person" { bill.artifact.supplier?.isPerson = true }
            bill.absorb(property)
        }
        var reader = Collector(extent: extent)
        let subjectRef = subject?.text("bom-ref")
        if extent == .identities, case .json(let root) = root {
            root.withView { root in
                if let list = root["components"] { reader.identities(list, depth: 0) }
                if let list = root["metadata"]?["component"]?["components"] { reader.identities(list, depth: 0) }
                if let list = root["dependencies"] { reader.dependencies(list, of: subjectRef) }
            }
        } else {
            reader.components(root.list("components", "component"), parent: nil, depth: 0)
            if let subject { reader.components(subject.list("components", "component"), parent: nil, depth: 0) }
            reader.dependencies(root, of: subjectRef)
        }
        bill.parts = reader.parts
        bill.files = reader.files
        bill.edges = reader.edges
        if extent == .identities {
            bill.edges.removeAll { !BillOfMaterials.Extent.relations.contains($0.relation) }
        }
        bill.settle()
        return bill
    }

    private static func targets(_ node: Node) -> [String] {
        switch node {
        case .json(let value): value["dependsOn"]?.elements.compactMap(\.string) ?? []
        case .xml(let element): element.children("dependency").compactMap { $0.attribute("ref") }
        }
    }

    static func plain(_ ref: String) -> String { rest(of: ref, after: "c:") ?? ref }

    /// `metadata.tools` is a list until version 1.4, since 1.5 also an object with `components`.
    private static func tool(_ metadata: Node?) -> BillOfMaterials.Tool {
        guard let metadata else { return .init(name: "", version: "") }
        let modern = metadata.node("tools")?.list("components", "component").first
        let first = modern ?? metadata.list("tools", "tool").first
        return .init(name: first?.text("name") ?? "", version: first?.text("version") ?? "")
    }

    private static func supplier(_ node: Node) -> Agent? {
        guard let name = node.text("name"), !name.isEmpty else { return nil }
        return Agent(name: name, email: node.list(nil, "contact").first?.text("email"))
    }

    private static func properties(_ node: Node?) -> [Property] {
        guard let node else { return [] }
        return node.list("properties", "property").compactMap { entry in
            entry.text("name").map { Property($0, entry.value("value") ?? "") }
        }
    }

    struct Collector {
        let extent: BillOfMaterials.Extent
        var parts: [BillOfMaterials.Part] = []
        var files: [BillOfMaterials.File] = []
        var edges: [BillOfMaterials.Edge] = []

        /// Nested components become parts with an edge from the one that holds them.
        mutating func components(_ nodes: [Node], parent: String?, depth: Int) {
            guard depth < 64 else { return }
            for node in nodes {
                let type = node.text("type")
                let name = node.text("name") ?? ""
                if type == "file" {
                    if extent == .everything { files.append(file(node, name)) }
                    continue
                }
                let ref = node.text("bom-ref").map(plain) ?? "component-\(parts.count)"
                parts.append(part(node, ref: ref, type: type, name: name))
                if let parent, extent == .everything { edges.append(.init(from: parent, relation: .contains, to: ref)) }
                components(node.list("components", "component"), parent: ref, depth: depth + 1)
            }
        }

        /// - Parameter subject: the reference of what the document is about.
        mutating func dependencies(_ root: Node, of subject: String?) {
            // A dynamic link stands among the dependencies too; it is no other relation for that.
            let links = Set(edges.filter { $0.relation == .dynamicLink })
            for dependency in root.list("dependencies", "dependency") {
                guard let from = dependency.text("ref"), from != subject else { continue }
                for target in targets(dependency) {
                    let link = BillOfMaterials.Edge(from: plain(from), relation: .dynamicLink, to: plain(target))
                    if links.contains(link) { continue }
                    edges.append(.init(from: link.from, relation: .dependsOn, to: link.to))
                }
            }
        }

        private func digests(_ node: Node) -> [Digest] {
            node.list("hashes", "hash").compactMap { hash in
                guard let algorithm = hash.text("alg"), let hex = hash.value("content") else { return nil }
                return DigestText.read(algorithm: algorithm, hex: hex)
            }
        }

        private func file(_ node: Node, _ name: String) -> BillOfMaterials.File {
            var file = BillOfMaterials.File(path: name)
            file.sha256 = digests(node).first { $0.algorithm == .sha256 }
            for property in CycloneDXReader.properties(node) { file.absorb(property) }
            return file
        }

        private mutating func part(_ node: Node, ref: String, type: String?, name: String) -> BillOfMaterials.Part {
            let group = node.text("group")
            var part = BillOfMaterials.Part(
                ref: ref, name: group.map { $0.isEmpty ? name : $0 + "/" + name } ?? name,
                version: node.text("version") ?? "", kind: type.flatMap(Component.Kind.init(rawValue:)) ?? .library)
            part.purl = node.text("purl")
            part.cpes = node.text("cpe").map { [$0] } ?? []
            part.evidence = node.node("evidence").map(evidence) ?? []
            if extent == .everything {
                part.ecosystem = part.purl.flatMap { PackageURL($0)?.type } ?? ""
                part.supplier =
                    node.node("supplier").flatMap(CycloneDXReader.supplier)
                    ?? (node.text("publisher") ?? node.text("author")).flatMap(Agent.init(line:))
                part.summary = node.text("description")
                part.digests = digests(node)
                part.homepage = node.list("externalReferences", "reference").first { $0.text("type") == "website" }?
                    .text("url")
                part.licences = licences(node)
            }
            for property in CycloneDXReader.properties(node) {
                if let relation = rest(of: property.name, after: "obryza:relation:")
                    .flatMap(Yield.Relation.init(rawValue:))
                {
                    if extent == .everything || Self.isKept(relation) {
                        edges.append(.init(from: ref, relation: relation, to: property.value))
                    }
                } else {
                    part.absorb(property)
                }
            }
            if extent == .identities { part.keepFirstEvidence() }
            return part
        }

        private func licences(_ node: Node) -> [Licence] {
            func licence(_ text: String?, _ holder: Node) -> Licence? {
                text.map { Licence($0, isDeclared: holder.text("acknowledgement") != "concluded") }
            }
            switch node {
            case .json:
                return node.list("licenses", "license").compactMap { choice in
                    if let inner = choice.node("license") {
                        return licence(inner.text("id") ?? inner.text("name"), inner)
                    }
                    return licence(choice.text("expression"), choice)
                }
            case .xml(let element):
                guard let holder = element.child("licenses") else { return [] }
                return holder.children.compactMap { child in
                    let node = Node.xml(child)
                    return child.name == "expression"
                        ? licence(child.text, node) : licence(node.text("id") ?? node.text("name"), node)
                }
            }
        }

        private func evidence(_ node: Node) -> [Evidence] {
            let identity = node.list(nil, "identity").first
            let methods = identity?.list("methods", "method") ?? []
            let occurrences = node.list("occurrences", "occurrence")
            return occurrences.enumerated().compactMap { index, occurrence in
                guard let path = occurrence.text("location") else { return nil }
                let method = methods.count == occurrences.count ? methods[index] : nil
                let value = method?.text("value")
                return Evidence(
                    path: path,
                    technique: method?.text("technique").flatMap(Evidence.Technique.init(rawValue:)) ?? .other,
                    confidence: method?.text("confidence").flatMap { Double($0) } ?? 1,
                    cataloguer: occurrence.text("additionalContext") ?? "", detail: value == path ? nil : value)
            }
        }
    }
}
