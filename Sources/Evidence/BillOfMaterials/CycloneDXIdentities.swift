import Inventory
import JSONText

extension CycloneDXReader.Collector {
    /// `BillOfMaterials.Extent.identities` of components in JSON, as `components` gives of them; each is walked once.
    mutating func identities(_ list: JSONView, depth: Int) {
        guard depth < 64 else { return }
        if list.isObject {
            identity(list, depth: depth)
        } else {
            for component in list.elements { identity(component, depth: depth) }
        }
    }

    private mutating func identity(_ value: JSONView, depth: Int) {
        var (ref, type, name, group, version): (String?, String?, String?, String?, String?)
        var part = BillOfMaterials.Part(ref: "", name: "")
        var (properties, evidence, nested): (JSONView?, JSONView?, JSONView?)
        var members = value.members
        while let (key, value) = members.next() {
            if key.isText("bom-ref") {
                ref = value.scalar
            } else if key.isText("type") {
                type = value.scalar
            } else if key.isText("name") {
                name = value.scalar
            } else if key.isText("group") {
                group = value.scalar
            } else if key.isText("version") {
                version = value.scalar
            } else if key.isText("purl") {
                part.purl = value.scalar
            } else if key.isText("cpe") {
                part.cpes = value.scalar.map { [$0] } ?? []
            } else if key.isText("properties") {
                properties = value
            } else if key.isText("evidence") {
                evidence = value
            } else if key.isText("components") {
                nested = value
            }
        }
        if type == "file" { return }
        part.ref = ref.map(CycloneDXReader.plain) ?? "component-\(parts.count)"
        let own = name ?? ""
        part.name = group.map { $0.isEmpty ? own : $0 + "/" + own } ?? own
        part.version = version ?? ""
        part.kind = type.flatMap(Component.Kind.init(rawValue:)) ?? .library
        if let evidence, evidence.isObject, let occurrences = evidence["occurrences"] {
            occurrences.forEachItem { item in
                guard let path = item["location"]?.scalar else { return }
                part.evidence.append(Evidence(path: path, technique: .other))
            }
        }
        properties?.forEachItem { property in
            guard let name = property["name"]?.scalar else { return }
            let value = property["value"]?.string ?? ""
            if let relation = rest(of: name, after: "obryza:relation:").flatMap(Yield.Relation.init(rawValue:)) {
                if Self.isKept(relation) { edges.append(.init(from: part.ref, relation: relation, to: value)) }
            } else {
                part.absorb(Property(name, value))
            }
        }
        part.keepFirstEvidence()
        parts.append(part)
        if let nested { identities(nested, depth: depth + 1) }
    }
}

extension CycloneDXReader.Collector {
    /// Whether a relation that stands with a component is of `BillOfMaterials.Extent.identities`, or says which of the
    /// document's dependencies are none.
    static func isKept(_ relation: Yield.Relation) -> Bool {
        relation == .dynamicLink || BillOfMaterials.Extent.relations.contains(relation)
    }

    /// `CycloneDXReader.dependencies` of a document in JSON.
    mutating func dependencies(_ list: JSONView, of subject: String?) {
        let links = Set(edges.filter { $0.relation == .dynamicLink })
        list.forEachItem { dependency in
            guard let from = dependency["ref"]?.scalar, from != subject, let targets = dependency["dependsOn"]
            else { return }
            let source = CycloneDXReader.plain(from)
            for target in targets.elements {
                guard let target = target.string.map(CycloneDXReader.plain) else { continue }
                if !links.isEmpty, links.contains(.init(from: source, relation: .dynamicLink, to: target)) { continue }
                edges.append(.init(from: source, relation: .dependsOn, to: target))
            }
        }
    }
}

extension JSONView {
    /// A string, or a number as written.
    fileprivate var scalar: String? { string ?? bytes.map { String(decoding: $0, as: UTF8.self) } }

    /// Elements of an array; an object stands for a list of itself.
    fileprivate func forEachItem(_ body: (JSONView) -> Void) {
        if isObject { body(self) } else { for item in elements { body(item) } }
    }
}
