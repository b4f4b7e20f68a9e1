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
    mutating func need(_ keys: [String], of handle: Yield.Handle, relation: Yield.Relation = .dependsOn) {
        edges.append(Edge(from: handle, keys: keys, relation: relation))
    }

    /// Writes the edges whose ends are both known, each once.
    func finish(into yield: inout Yield) {
        var seen: Set<Yield.Edge> = []
        for edge in edges {
            guard let targets = edge.keys.lazy.compactMap({ packages[$0] }).first else { continue }
            for target in targets where target != edge.from {
                if seen.insert(.init(from: edge.from, relation: edge.relation, to: target)).inserted {
                    yield.relate(edge.from, edge.relation, target)
                }
            }
        }
    }
}
