/// A ZIP archive in memory (APPNOTE.TXT 6.3.10; ISO/IEC 21320-1), read through its central directory.
///
/// Borrows its bytes: the caller keeps them alive as long as the archive, its entries and their stored data are used.
/// ZIP64, data descriptors, comments and data before the first entry (a shell script that starts the archive) are
/// understood. Entries that overlap are refused.
package struct ZipArchive {
    package let bytes: UnsafeRawBufferPointer
    /// In the order of the central directory.
    package let entries: [ZipEntry]
    /// Bytes before the archive proper.
    package let prefixSize: Int
    private let inflater: ZipInflater

    /// Reads the central directory.
    ///
    /// - Parameter inflater: shared by archives that spend one budget.
    package init(
        _ bytes: UnsafeRawBufferPointer, limits: ZipLimits = ZipLimits(), inflater: ZipInflater? = nil
    ) throws(ZipError) {
        let directory = try ZipDirectory(bytes)
        self.bytes = bytes
        prefixSize = directory.base
        entries = try directory.entries(limits: limits)
        self.inflater = inflater ?? ZipInflater()
        try Self.refuseOverlap(entries, end: directory.start)
    }

    /// The content of an entry, its size and CRC-32 checked.
    ///
    /// - Parameter limit: bytes it may have.
    package func read(_ entry: ZipEntry, limit: Int) throws(ZipError) -> [UInt8] {
        guard entry.uncompressedSize <= limit else { throw .tooLarge(entry.name, limit: limit) }
        let data = try data(of: entry)
        let content: [UInt8]
        switch entry.method {
        case .stored:
            guard entry.compressedSize == entry.uncompressedSize else { throw .sizeMismatch(entry.name) }
            guard inflater.spend(data.count) else { throw .budgetExhausted }
            content = Array(data)
        case .deflate:
            do throws(ZipInflater.Failure) {
                content = try inflater.inflate(data, size: entry.uncompressedSize)
            } catch {
                switch error {
                case .budget: throw .budgetExhausted
                case .corrupt: throw .corrupt(entry.name)
                case .size: throw .sizeMismatch(entry.name)
                }
            }
        case .other(let method):
            throw .unsupportedMethod(method, entry.name)
        }
        guard content.withUnsafeBytes({ CRC32.of($0) }) == entry.crc32 else { throw .checksumMismatch(entry.name) }
        return content
    }

    /// The content of an entry that is stored without compression, in place and unchecked; `nil` for any other.
    package func stored(_ entry: ZipEntry) -> UnsafeRawBufferPointer? {
        guard entry.method == .stored, !entry.isEncrypted, entry.compressedSize == entry.uncompressedSize,
            let start = entry.dataOffset
        else { return nil }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + entry.compressedSize])
    }

    private func data(of entry: ZipEntry) throws(ZipError) -> UnsafeRawBufferPointer {
        guard !entry.isEncrypted else { throw .encrypted(entry.name) }
        guard let start = entry.dataOffset, start <= bytes.count, entry.compressedSize <= bytes.count - start else {
            throw .malformed("local header of \(entry.name)")
        }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + entry.compressedSize])
    }

    private static func refuseOverlap(_ entries: [ZipEntry], end: Int) throws(ZipError) {
        // Almost always in order already; sorting is for the rest.
        var ranges: [(start: Int, end: Int)] = []
        ranges.reserveCapacity(entries.count)
        var isSorted = true
        for entry in entries {
            guard let data = entry.dataOffset else { continue }
            if let last = ranges.last, last.start > entry.headerOffset { isSorted = false }
            ranges.append((entry.headerOffset, data + entry.compressedSize))
        }
        if !isSorted { ranges.sort { $0.start < $1.start } }
        var previous = 0
        for range in ranges {
            guard range.start >= previous else { throw .overlappingEntries }
            previous = range.end
        }
        guard previous <= end else { throw .overlappingEntries }
    }
}
