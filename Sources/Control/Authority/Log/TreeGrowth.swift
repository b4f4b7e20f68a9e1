package import Transparency

/// What new leaves add to the levels of tiles: the leaves themselves, and each hash of a higher level whose 256 hashes of
/// the level below are whole with them (C2SP tlog-tiles).
package struct TreeGrowth: Sendable {
    /// By level from 0: where the first new hash stands, and the new hashes; as many levels as have new ones.
    package private(set) var levels: [(first: UInt64, hashes: [MerkleHash])] = []

    /// - Parameters:
    ///   - size: leaves of the tree before.
    ///   - read: the hashes that are there, of which only those beside new ones are asked for.
    package init(
        leaves: [MerkleHash], to size: UInt64,
        read: (_ level: Int, _ index: UInt64, _ count: Int) throws(LogError) -> [UInt8]
    ) throws(LogError) {
        var new = leaves
        var first = size
        let width = UInt64(Tile.width)
        for level in Tile.levels {
            guard !new.isEmpty else { return }
            levels.append((first, new))
            let start = first / width
            let end = (first + UInt64(new.count)) / width
            guard start < end else { return }
            // Those of the first tile that were there before.
            let old = first - start * width
            var nodes = old > 0 ? Self.hashes(try read(level, start * width, Int(old))) : []
            nodes += new
            new = stride(from: 0, to: Int(end - start) * Tile.width, by: Tile.width).map {
                Self.joined(Array(nodes[$0..<$0 + Tile.width])) ?? .empty
            }
            first = start
        }
    }

    static func hashes(_ bytes: [UInt8]) -> [MerkleHash] {
        stride(from: 0, to: bytes.count - bytes.count % 32, by: 32).compactMap { MerkleHash(bytes[$0..<$0 + 32]) }
    }

    /// The hash over a power of two of nodes.
    static func joined(_ nodes: [MerkleHash]) -> MerkleHash? {
        var nodes = nodes
        while nodes.count > 1 {
            nodes = stride(from: 0, to: nodes.count - 1, by: 2).map { .node(nodes[$0], nodes[$0 + 1]) }
        }
        return nodes.first
    }
}
