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
    func hashes(level: Int, from index: UInt64, count: Int) throws(FileError) -> [UInt8] {
        guard files.indices.contains(level) else { return [] }
        return try files[level].read(count * Int(Self.width), at: index * Self.width)
    }

    func append(_ growth: TreeGrowth) throws(FileError) {
        for (file, new) in zip(files, growth.levels) {
            try file.write(new.hashes.flatMap(\.bytes), at: new.first * Self.width)
        }
    }
}
