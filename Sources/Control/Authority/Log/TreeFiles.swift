internal import Content
internal import Transparency

/// The hashes of a log's tree in files, one for each level of tiles (C2SP tlog-tiles): the hash at index i of tile level l
/// stands 32·i bytes into `hashes.l`, so that every tile, full or not, is a piece of a file.
///
/// All of it can be computed from the entries again.
struct TreeFiles: Sendable {
    private let files: [AppendedFile]

    /// Bytes of a hash.
    private static let width: UInt64 = 32

    init(folder: String) throws(FileError) {
        var files: [AppendedFile] = []
        for level in Tile.levels { files.append(try AppendedFile("\(folder)/hashes.\(level)")) }
        self.files = files
    }

    /// Whether as many hashes are there as a tree of `size` entries has.
    func hold(size: UInt64) throws(FileError) -> Bool {
        for (level, file) in files.enumerated() where try file.size() < (size >> UInt64(8 * level)) * Self.width {
            return false
        }
        return true
    }

    func cut(to size: UInt64) throws(FileError) {
        for (level, file) in files.enumerated() { try file.cut(to: (size >> UInt64(8 * level)) * Self.width) }
    }

    /// Hashes of one tile level.
    func hashes(level: Int, from index: UInt64, count: Int) throws(FileError) -> [MerkleHash] {
        let bytes = try bytes(level: level, from: index, count: count)
        return stride(from: 0, to: bytes.count, by: 32).compactMap { MerkleHash(bytes[$0..<$0 + 32]) }
    }

    func bytes(level: Int, from index: UInt64, count: Int) throws(FileError) -> [UInt8] {
        guard files.indices.contains(level) else { return [] }
        return try files[level].read(count * Int(Self.width), at: index * Self.width)
    }

    /// Writes the leaves of a tree that had `size` of them, and every hash of higher tile levels that they complete.
    func append(leaves: [MerkleHash], to size: UInt64) throws(FileError) {
        var new = leaves
        var first = size
        for level in files.indices {
            guard !new.isEmpty else { return }
            try files[level].write(new.flatMap(\.bytes), at: first * Self.width)
            // The tiles of this level that end in what is new, each of which is one hash of the next level.
            let start = first / UInt64(Tile.width)
            let end = (first + UInt64(new.count)) / UInt64(Tile.width)
            var next: [MerkleHash] = []
            var tile = start
            while tile < end {
                var nodes = try hashes(level: level, from: tile * UInt64(Tile.width), count: Tile.width)
                while nodes.count > 1 {
                    nodes = stride(from: 0, to: nodes.count - 1, by: 2).map { .node(nodes[$0], nodes[$0 + 1]) }
                }
                next += nodes
                tile += 1
            }
            new = next
            first = start
        }
    }

    /// The hash over the leaves [index·2^level, (index+1)·2^level).
    func node(level: Int, index: UInt64) throws(FileError) -> MerkleHash {
        let span = 1 << (level % 8)
        var nodes = try hashes(level: level / 8, from: index << UInt64(level % 8), count: span)
        while nodes.count > 1 {
            nodes = stride(from: 0, to: nodes.count - 1, by: 2).map { .node(nodes[$0], nodes[$0 + 1]) }
        }
        return nodes.first ?? .empty
    }

    var prover: MerkleProver<FileError> {
        MerkleProver { level, index throws(FileError) in try node(level: level, index: index) }
    }
}
