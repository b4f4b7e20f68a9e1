/// Merges what several pieces of evidence say of the same component, and gives every component its id.
struct ComponentMerger {
    /// Sorted by id.
    private(set) var components: [Component] = []
    private(set) var relationships: [Relationship] = []
    /// From the index before `remove` to the one after; `nil` for what was removed.
    private(set) var renumbering: [Int?] = []

    init(_ raw: [Component], _ layers: [Int?], _ edges: [Relationship]) {
        var byIdentity: [String: Int] = [:]
        var merged: [Component] = []
        var target: [Int] = []
        for (index, component) in raw.enumerated() {
            let identity = Self.identity(component)
            if let known = byIdentity[identity] {
                Self.merge(component, layers[index], into: &merged[known])
                target.append(known)
            } else {
                var first = component
                first.id = identity
                first.layer = layers[index]
                byIdentity[identity] = merged.count
                target.append(merged.count)
                merged.append(first)
            }
        }
        let order = merged.indices.sorted { merged[$0].id < merged[$1].id }
        var position = [Int](repeating: 0, count: merged.count)
        for (place, index) in order.enumerated() { position[index] = place }
        components = order.map { Self.tidied(merged[$0]) }
        var unique: Set<Relationship> = []
        for edge in edges {
            let from = position[target[edge.from]]
            let to = position[target[edge.to]]
            if from != to { unique.insert(Relationship(from: from, relation: edge.relation, to: to)) }
        }
        relationships = Array(unique)
        renumbering = components.indices.map { $0 }
    }

    /// Drops components by index, with their edges.
    mutating func remove(_ indices: Set<Int>) {
        var next = 0
        renumbering = components.indices.map { index in
            if indices.contains(index) { return nil }
            defer { next += 1 }
            return next
        }
        components = components.indices.filter { !indices.contains($0) }.map { components[$0] }
        relationships = relationships.compactMap { edge in
            guard let from = renumbering[edge.from], let to = renumbering[edge.to] else { return nil }
            return Relationship(from: from, relation: edge.relation, to: to)
        }
    }

    private static func identity(_ component: Component) -> String {
        component.purl?.description ?? "\(component.ecosystem):\(component.name)@\(component.version)"
    }

    private static func strength(_ presence: Component.Presence) -> Int {
        switch presence {
        case .installed: 3
        case .stated: 2
        case .inferred: 1
        case .declared: 0
        }
    }

    private static func merge(_ other: Component, _ layer: Int?, into component: inout Component) {
        if strength(other.presence) > strength(component.presence) { component.presence = other.presence }
        if let layer { component.layer = component.layer.map { min($0, layer) } ?? layer }
        component.licences += other.licences
        component.supplier = component.supplier ?? other.supplier
        component.homepage = component.homepage ?? other.homepage
        component.summary = component.summary ?? other.summary
        component.cpes += other.cpes
        component.digests += other.digests
        component.evidence += other.evidence
        component.files += other.files
        component.directories += other.directories
        component.properties.merge(other.properties) { first, _ in first }
    }

    private static func tidied(_ component: Component) -> Component {
        var component = component
        component.licences = Set(component.licences).sorted()
        component.cpes = Set(component.cpes).sorted()
        component.digests = Set(component.digests).sorted()
        component.directories = Set(component.directories).sorted()
        component.evidence = Set(component.evidence).sorted {
            ($0.path, $0.cataloguer, $0.technique.rawValue, $0.confidence, $0.detail ?? "")
                < ($1.path, $1.cataloguer, $1.technique.rawValue, $1.confidence, $1.detail ?? "")
        }
        return component
    }
}
