/// The packages of one lock file and the edges between them, joined when all packages are known.
struct LockGraph {
    private struct Edge {
        var from: Yield.Handle
        var keys: [String]
        var relation: Yield.Relation
    }

    private var packages: [String: [Yield.Handle]] = [:]
    private var edges: [Edge] = []

    /// Makes a package known under a key.
    mutating func add(_ handle: Yield.Handle, as key: String) { packages[key, default: []].append(handle) }

    /// Notes that a package needs whatever the first known of `keys` stands for.
    ///
    /// - Parameter relation: `.developmentDependency` for a need of those who work on the package only; its edge
    ///   leads from the dependency to the package.
    mutating func need(_ keys: [String], of handle: Yield.Handle, relation: Yield.Relation = .dependsOn) {
        edges.append(Edge(from: handle, keys: keys, relation: relation))
    }

    /// Writes the edges whose ends are both known, each once.
    func finish(into yield: inout Yield) {
        var seen: Set<Yield.Edge> = []
        for edge in edges {
            guard let targets = edge.keys.lazy.compactMap({ packages[$0] }).first else { continue }
            for target in targets where target != edge.from {
                let isReversed = edge.relation == .developmentDependency
                let from = isReversed ? target : edge.from
                let to = isReversed ? edge.from : target
                if seen.insert(.init(from: from, relation: edge.relation, to: to)).inserted {
                    yield.relate(from, edge.relation, to)
                }
            }
        }
    }
}
