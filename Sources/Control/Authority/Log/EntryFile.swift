internal import Content
internal import Transparency

/// The entries of a log in one file, each after its length in two bytes, as tiles of entries have them (C2SP tlog-tiles):
/// a tile is a piece of the file.
struct EntryFile {
    let file: AppendedFile
    /// Where each tile of 256 entries begins; derived from the entries, kept in a file so that a large log opens fast.
    private let index: AppendedFile
    private(set) var starts: [UInt64]
    private(set) var count: UInt64
    private(set) var end: UInt64

    /// Opens a file that holds `count` entries in `end` bytes, and drops what stands behind them.
    init(folder: String, count: UInt64, end: UInt64) throws(LogError) {
        do throws(FileError) {
            file = try AppendedFile("\(folder)/entries")
            index = try AppendedFile("\(folder)/entries.index")
            guard try file.size() >= end else {
                throw FileError(operation: "find the entries that were published in", path: file.path, code: 5)
            }
            try file.cut(to: end)
        } catch {
            throw .file(error)
        }
        self.count = count
        self.end = end
        starts = []
        do throws(FileError) { starts = try readIndex() } catch { throw .file(error) }
        if !isIndexSound() { try rebuildIndex() }
    }

    private func readIndex() throws(FileError) -> [UInt64] {
        let tiles = Int(clamping: (count + UInt64(Tile.width) - 1) / UInt64(Tile.width))
        guard try index.size() >= UInt64(tiles) * 8 else { return [] }
        try index.cut(to: UInt64(tiles) * 8)
        let bytes = try index.read(tiles * 8, at: 0)
        return stride(from: 0, to: bytes.count, by: 8).map { at in
            bytes[at..<at + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
    }

    private func isIndexSound() -> Bool {
        let tiles = Int(clamping: (count + UInt64(Tile.width) - 1) / UInt64(Tile.width))
        guard starts.count == tiles else { return false }
        return zip(starts, starts.dropFirst()).allSatisfy(<) && starts.first ?? 0 == 0 && starts.last ?? 0 <= end
    }

    private mutating func rebuildIndex() throws(LogError) {
        starts = []
        var position: UInt64 = 0
        var number: UInt64 = 0
        do throws(FileError) {
            while number < count {
                if number % UInt64(Tile.width) == 0 { starts.append(position) }
                let length = try file.read(2, at: position)
                position += 2 + UInt64(length[0]) << 8 + UInt64(length[1])
                guard position <= end else { break }
                number += 1
            }
            guard number == count, position == end else {
                throw FileError(operation: "find the entries that were published in", path: file.path, code: 5)
            }
            try index.write(starts.flatMap { start in withUnsafeBytes(of: start.bigEndian) { Array($0) } }, at: 0)
        } catch {
            throw .file(error)
        }
    }

    /// Returns when the entries are on the disk. None is empty or longer than 65535 bytes.
    mutating func append(_ entries: [[UInt8]]) throws(FileError) {
        var bytes: [UInt8] = []
        var begun: [UInt64] = []
        for (offset, entry) in entries.enumerated() {
            if (count + UInt64(offset)) % UInt64(Tile.width) == 0 { begun.append(end + UInt64(bytes.count)) }
            bytes.append(UInt8(truncatingIfNeeded: entry.count >> 8))
            bytes.append(UInt8(truncatingIfNeeded: entry.count))
            bytes += entry
        }
        try file.write(bytes, at: end)
        try file.synchronize()
        try index.write(
            begun.flatMap { start in withUnsafeBytes(of: start.bigEndian) { Array($0) } }, at: UInt64(starts.count) * 8)
        starts += begun
        count += UInt64(entries.count)
        end += UInt64(bytes.count)
    }

    /// Where a tile of entries lies, if it is there.
    ///
    /// - Parameter size: entries of the published log, at most `count`.
    func range(ofTile tile: UInt64, width: Int) throws(FileError) -> Range<UInt64>? {
        guard let position = Int(exactly: tile), starts.indices.contains(position) else { return nil }
        let start = starts[position]
        let whole = position + 1 < starts.count ? starts[position + 1] : end
        guard width < Tile.width else { return start..<whole }
        // The first `width` entries of what is there.
        let bytes = try file.read(Int(whole - start), at: start)
        var cursor = 0
        for _ in 0..<width {
            guard bytes.count - cursor >= 2 else { return nil }
            cursor += 2 + Int(bytes[cursor]) << 8 + Int(bytes[cursor + 1])
        }
        return cursor <= bytes.count ? start..<start + UInt64(cursor) : nil
    }

    /// Where the first so many entries end, if that many are there.
    func end(of size: UInt64) throws(FileError) -> UInt64? {
        guard size < count else { return size == count ? end : nil }
        let (tile, width) = size.quotientAndRemainder(dividingBy: UInt64(Tile.width))
        guard width > 0 else { return Int(exactly: tile).flatMap { starts.indices.contains($0) ? starts[$0] : nil } }
        return try range(ofTile: tile, width: Int(width))?.upperBound
    }
}
