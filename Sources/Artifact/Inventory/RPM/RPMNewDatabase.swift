/// Reads the blobs of an NDB file, rpm's own store, which the SUSE distributions use (rpm `lib/backend/ndb/rpmpkg.c`).
struct RPMNewDatabase {
    /// `RpmP`
    static let magic: UInt32 = 0x506d_7052
    private static let slotMagic: UInt32 = 0x746f_6c53
    private static let headMagic: UInt32 = 0x5362_6c42
    private static let tailMagic: UInt32 = 0x4562_6c42
    private static let pageSize = 4096
    private static let slotSize = 16
    private static let blockSize = 16
    private static let headSize = 16
    private static let tailSize = 12
    /// Half a million packages.
    private static let pageLimit = 2048

    private let bytes: CheckedBytes
    private let slotEnd: Int

    init(_ buffer: UnsafeRawBufferPointer) throws(RPMDatabase.Failure) {
        bytes = CheckedBytes(buffer, order: .little)
        guard bytes.uint32(0) == Self.magic, let version = bytes.uint32(4), let pages = bytes.uint32(12) else {
            throw RPMDatabase.Failure("no NDB database")
        }
        guard version == 0 else { throw RPMDatabase.Failure("NDB version \(version), only 0 is known") }
        guard pages > 0, pages <= Self.pageLimit else { throw RPMDatabase.Failure("\(pages) pages of slots") }
        slotEnd = Int(pages) * Self.pageSize
    }

    /// Calls `value` with each stored value and `problem` with a description of each that cannot be read.
    func forEachValue(_ value: (UnsafeRawBufferPointer) -> Void, problem: (String) -> Void) {
        // Blobs cannot overlap: together they are no larger than the file.
        var left = bytes.count
        // The first two slots hold the file's header.
        for offset in stride(from: 2 * Self.slotSize, to: slotEnd, by: Self.slotSize) {
            guard let magic = bytes.uint32(offset), let index = bytes.uint32(offset + 4),
                let block = bytes.uint32(offset + 8), let blocks = bytes.uint32(offset + 12)
            else {
                problem("rpm database: cut off in the slot area")
                return
            }
            guard magic == Self.slotMagic else {
                problem("rpm database: slot \(offset / Self.slotSize) has no slot magic")
                continue
            }
            guard index != 0, block != 0 else { continue }
            do throws(RPMDatabase.Failure) {
                let blob = try blob(index, at: Int(block) * Self.blockSize, size: Int(blocks) * Self.blockSize)
                left -= blob.count
                guard left >= 0 else {
                    problem("rpm database: the blobs overlap")
                    return
                }
                value(blob)
            } catch {
                problem(error.description)
            }
        }
    }

    private func blob(
        _ index: UInt32, at offset: Int, size: Int
    ) throws(RPMDatabase.Failure) -> UnsafeRawBufferPointer {
        guard bytes.uint32(offset) == Self.headMagic, bytes.uint32(offset + 4) == index,
            let length = bytes.uint32(offset + 12).map(Int.init),
            let blob = bytes.slice(offset + Self.headSize, length)
        else { throw RPMDatabase.Failure("the blob of slot \(index) is malformed or cut off") }
        let tail = offset + size - Self.tailSize
        guard size >= Self.headSize + length + Self.tailSize, bytes.uint32(tail + 8) == Self.tailMagic,
            bytes.uint32(tail + 4) == UInt32(length), let sum = bytes.uint32(tail),
            let covered = bytes.slice(offset, size - Self.tailSize)
        else { throw RPMDatabase.Failure("the blob of slot \(index) has no proper end") }
        guard sum == Self.adler32(covered) else {
            throw RPMDatabase.Failure("the blob of slot \(index) does not match its checksum")
        }
        return blob
    }

    /// RFC 1950 §8.2
    static func adler32(_ buffer: UnsafeRawBufferPointer) -> UInt32 {
        var low: UInt32 = 1
        var high: UInt32 = 0
        var start = 0
        while start < buffer.count {
            // 5,552 bytes are the most that cannot overflow 32 bits.
            let end = min(start + 5552, buffer.count)
            for index in start..<end {
                low &+= UInt32(buffer[index])
                high &+= low
            }
            low %= 65_521
            high %= 65_521
            start = end
        }
        return high << 16 | low
    }
}
