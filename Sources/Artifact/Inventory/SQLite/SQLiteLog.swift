/// The committed pages of an SQLite write-ahead log (file format §4): what was written to a database and has not been
/// copied into its main file.
///
/// Copies of the pages are kept, only the newest of each.
struct SQLiteLog: Sendable {
    let pageSize: Int
    /// Pages of the database after the last commit; 0 when nothing was committed.
    private(set) var pageCount = 0
    private(set) var pages: [Int: [UInt8]] = [:]

    var isEmpty: Bool { pages.isEmpty }

    /// Reads the frames whose salts and checksums continue the chain that the header starts, up to the last commit.
    /// Whatever follows is left over from an earlier use of the file and means nothing.
    ///
    /// - Throws: when the header is none of a write-ahead log. An empty file is an empty log.
    init(_ buffer: UnsafeRawBufferPointer) throws(SQLiteError) {
        let bytes = CheckedBytes(buffer)
        guard !buffer.isEmpty else {
            pageSize = 0
            return
        }
        guard let magic = bytes.uint32(0), magic & 0xffff_fffe == 0x377f_0682, bytes.uint32(4) == 3_007_000,
            let size = bytes.uint32(8), size >= 512, size <= 65_536, size & (size - 1) == 0,
            let salts = bytes.uint64(16), let headerSum = bytes.slice(0, 24)
        else { throw SQLiteError("malformed header of the write-ahead log") }
        pageSize = Int(size)
        var checksum = Checksum(order: magic & 1 == 0 ? .little : .big)
        checksum.add(headerSum)
        guard bytes.uint32(24) == checksum.first, bytes.uint32(28) == checksum.second else {
            throw SQLiteError("the header of the write-ahead log does not match its checksum")
        }
        var pending: [Int: Int] = [:]
        var committed: [Int: Int] = [:]
        var offset = 32
        while let head = bytes.slice(offset, 8), let data = bytes.slice(offset + 24, pageSize),
            let page = bytes.uint32(offset), page > 0, let commit = bytes.uint32(offset + 4),
            bytes.uint64(offset + 8) == salts
        {
            checksum.add(head)
            checksum.add(data)
            guard bytes.uint32(offset + 16) == checksum.first, bytes.uint32(offset + 20) == checksum.second else {
                break
            }
            pending[Int(page)] = offset + 24
            if commit > 0 {
                committed.merge(pending) { $1 }
                pending = [:]
                pageCount = Int(commit)
            }
            offset += 24 + pageSize
        }
        for (page, offset) in committed where page <= pageCount {
            pages[page] = bytes.slice(offset, pageSize).map(Array.init) ?? []
        }
    }

    /// The running checksum of §4.2; its word order is the log's, not the file's.
    private struct Checksum {
        let order: CheckedBytes.ByteOrder
        var first: UInt32 = 0
        var second: UInt32 = 0

        mutating func add(_ buffer: UnsafeRawBufferPointer) {
            let bytes = CheckedBytes(buffer, order: order)
            var offset = 0
            while let one = bytes.uint32(offset), let two = bytes.uint32(offset + 4) {
                first = first &+ one &+ second
                second = second &+ two &+ first
                offset += 8
            }
        }
    }
}
