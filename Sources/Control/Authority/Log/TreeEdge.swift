internal import Transparency

/// The right edge of a tree that grows from its first leaf: all that is needed to know its root, and the hashes of its
/// tiles as they become whole, without reading any back.
struct TreeEdge {
    private(set) var frontier = TreeFrontier()
    /// The hashes of the last tile of each level, while it is not whole.
    private var open: [[MerkleHash]] = Tile.levels.map { _ in [] }

    mutating func append(_ leaves: [MerkleHash]) throws(LogError) -> TreeGrowth {
        let open = open
        let growth = try TreeGrowth(leaves: leaves, to: frontier.size) { level, _, _ in open[level].flatMap(\.bytes) }
        for (level, new) in growth.levels.enumerated() {
            let hashes = open[level] + new.hashes
            self.open[level] = Array(hashes.suffix(hashes.count % Tile.width))
        }
        for leaf in leaves { frontier.append(leaf) }
        return growth
    }
}
