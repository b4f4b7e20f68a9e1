/// Reads a log that is published as tiles, from wherever its files are.
///
/// What it returns is what the files say: frontiers and proofs are to be checked against a checkpoint, entries by
/// appending them to a frontier.
package struct TileReader: Sendable {
    /// The bytes at a path below the log's address, at most so many; `nil` when there is no such file.
    package typealias Fetch = @Sendable (_ path: String, _ limit: Int) async throws -> [UInt8]?

    private let fetch: Fetch

    /// Bytes that a checkpoint may have.
    package static let checkpointLimit = SignedNote.limit
    private static let hashesLimit = 32 * Tile.width
    private static let entriesLimit = (2 + Int(UInt16.max)) * Tile.width

    package init(fetch: @escaping Fetch) { self.fetch = fetch }

    /// What the log says of itself now, unverified.
    package func checkpoint() async throws -> SignedNote {
        guard let bytes = try await fetch("checkpoint", Self.checkpointLimit) else {
            throw TileReadingError.missing("checkpoint")
        }
        return try SignedNote(bytes)
    }

    /// The frontier of the tree of the first `part` entries of a log of `size` entries.
    package func frontier(of part: UInt64, size: UInt64) async throws -> TreeFrontier {
        let nodes = TreeFrontier.nodes(size: part)
        let hashes = try await hashes(of: nodes, size: size)
        guard let frontier = TreeFrontier(size: part, hashes: nodes.compactMap { hashes[$0] }) else {
            throw TileReadingError.missing("the tree of \(part) entries")
        }
        return frontier
    }

    /// The proof that a log of `size` entries goes on from the tree of its first `part`.
    package func consistency(of part: UInt64, size: UInt64) async throws -> [MerkleHash] {
        // The way is walked twice: once to learn which hashes are needed, once with them.
        var needed: Set<TreeNode> = []
        let noting = MerkleProver { (level, index) -> MerkleHash in
            needed.insert(TreeNode(level: level, index: index))
            return .empty
        }
        _ = noting.consistency(of: 0..<part, size: size)
        let hashes = try await hashes(of: Array(needed), size: size)
        let prover = MerkleProver { (level, index) throws(TileReadingError) -> MerkleHash in
            guard let hash = hashes[TreeNode(level: level, index: index)] else {
                throw .missing("the hash at level \(level), index \(index)")
            }
            return hash
        }
        return try prover.consistency(of: 0..<part, size: size)
    }

    /// The entries from `index` to the end of their tile, in a log of `size` entries.
    package func entries(from index: UInt64, size: UInt64) async throws -> [[UInt8]] {
        guard index < size else { return [] }
        let number = index / UInt64(Tile.width)
        let width = Int(min(size - number * UInt64(Tile.width), UInt64(Tile.width)))
        guard let tile = Tile(level: .entries, index: number, width: width) else { return [] }
        let (bytes, found) = try await bytes(of: tile, limit: Self.entriesLimit)
        let entries = try TileContent.entries(bytes, width: found.width)
        return Array(entries[Int(index % UInt64(Tile.width))..<width])
    }

    private func hashes(of nodes: [TreeNode], size: UInt64) async throws -> [TreeNode: MerkleHash] {
        var places: [Tile: [(node: TreeNode, offset: Int, span: Int)]] = [:]
        for node in nodes {
            guard let place = Tile.holding(level: node.level, index: node.index, size: size) else {
                throw TileReadingError.missing("the hash at level \(node.level), index \(node.index)")
            }
            places[place.tile, default: []].append((node, place.offset, place.span))
        }
        var hashes: [TreeNode: MerkleHash] = [:]
        for (tile, wanted) in places.sorted(by: { $0.key.path < $1.key.path }) {
            let (bytes, found) = try await bytes(of: tile, limit: Self.hashesLimit)
            let content = try TileContent.hashes(bytes, width: found.width)
            for (node, offset, span) in wanted {
                var parts = Array(content[offset..<offset + span])
                while parts.count > 1 {
                    parts = stride(from: 0, to: parts.count, by: 2).map { .node(parts[$0], parts[$0 + 1]) }
                }
                hashes[node] = parts.first
            }
        }
        return hashes
    }

    /// A log may drop a partial tile once it is full; the full one has the same bytes in front.
    private func bytes(of tile: Tile, limit: Int) async throws -> (bytes: [UInt8], tile: Tile) {
        if let bytes = try await fetch(tile.path, limit) { return (bytes, tile) }
        if tile.width < Tile.width, let full = tile.full, let bytes = try await fetch(full.path, limit) {
            return (bytes, full)
        }
        throw TileReadingError.missing(tile.path)
    }
}

/// Why a log's files do not say what they should.
package enum TileReadingError: Error, Equatable, Sendable, CustomStringConvertible {
    case missing(String)

    package var description: String {
        switch self {
        case .missing(let what): "log: expected \(what), found nothing there"
        }
    }
}
