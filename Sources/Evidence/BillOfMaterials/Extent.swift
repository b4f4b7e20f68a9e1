import Inventory
import JSONText

extension BillOfMaterials {
    /// How much of a document is read.
    package enum Extent: Sendable {
        case everything
        /// What tells components apart, where they were found and why they are there: names, versions, package URLs,
        /// CPEs, the first path and the layer of each, `relations`, and what could not be read. Files, licences,
        /// digests, suppliers and the like are passed over; reading takes a fraction of the time.
        case identities

        /// Who owns whom and who needs whom.
        static let relations: [Yield.Relation] = [.ownedBy, .dependsOn]
    }
}

extension InventoryDocument {
    /// `BillOfMaterials.Extent.identities` of a document of our own.
    static func readIdentities(_ root: JSONValue, into bill: inout BillOfMaterials) {
        root.withView { root in
            if let components = root["components"] {
                for value in components.elements {
                    if let part = identity(value) { bill.parts.append(part) }
                }
            }
            guard let edges = root["relationships"] else { return }
            for value in edges.elements {
                if let edge = edge(value) { bill.edges.append(edge) }
            }
        }
    }

    private static func edge(_ value: JSONView) -> BillOfMaterials.Edge? {
        var from: JSONView?
        var to: JSONView?
        var relation: Yield.Relation?
        var members = value.members
        while let (key, value) = members.next() {
            if key.isText("from") {
                from = value
            } else if key.isText("to") {
                to = value
            } else if key.isText("relation") {
                relation = value.isText("depends-on") ? .dependsOn : value.isText("owned-by") ? .ownedBy : nil
            }
        }
        guard let relation, let from = from?.string, let to = to?.string else { return nil }
        return BillOfMaterials.Edge(from: from, relation: relation, to: to)
    }

    private static func identity(_ value: JSONView) -> BillOfMaterials.Part? {
        var part = BillOfMaterials.Part(ref: "", name: "")
        var (ref, name): (String?, String?)
        var members = value.members
        while let (key, value) = members.next() {
            if key.isText("id") {
                ref = value.string
            } else if key.isText("name") {
                name = value.string
            } else if key.isText("version") {
                part.version = value.string ?? ""
            } else if key.isText("kind") {
                part.kind = kind(value)
            } else if key.isText("presence") {
                part.presence = value.string.flatMap(Component.Presence.init(rawValue:)) ?? .stated
            } else if key.isText("purl") {
                part.purl = value.string
            } else if key.isText("cpes") {
                part.cpes = value.elements.compactMap(\.string)
            } else if key.isText("evidence") {
                if let first = firstEvidence(value) { part.evidence = [first] }
            } else if key.isText("layer") {
                part.layer = value.int
            } else if key.isText("properties") {
                part.properties = [:]
                var members = value.members
                while let (key, value) = members.next() {
                    if let key = key.string { part.properties[key] = value.string }
                }
            }
        }
        guard let ref, let name else { return nil }
        part.ref = ref
        part.name = name
        return part
    }

    /// Nearly all are libraries.
    private static func kind(_ value: JSONView) -> Component.Kind {
        value.isText("library") ? .library : value.string.flatMap(Component.Kind.init(rawValue:)) ?? .library
    }

    /// That with the lowest path, which is the first when all are sorted.
    private static func firstEvidence(_ value: JSONView) -> Evidence? {
        var first: String?
        for item in value.elements {
            guard let path = item["path"]?.string else { continue }
            if first.map({ path < $0 }) ?? true { first = path }
        }
        return first.map { Evidence(path: $0, technique: .other) }
    }
}

extension BillOfMaterials.Part {
    /// Keeps of the evidence what `BillOfMaterials.Extent.identities` asks for.
    mutating func keepFirstEvidence() {
        guard evidence.count > 1, let first = evidence.map(\.path).min() else { return }
        evidence = [Evidence(path: first, technique: .other)]
    }
}
