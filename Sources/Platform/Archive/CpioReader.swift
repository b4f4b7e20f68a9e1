/// One member of a cpio archive; its bytes are borrowed from the archive.
package struct CpioMember {
    /// As stored, such as `./usr/bin/x`.
    package let name: [UInt8]
    /// `st_mode`, file type included.
    package let mode: UInt32
    package let userID: UInt32
    package let groupID: UInt32
    /// Number of links; members with the same device and inode are one file, and in the `newc` and `crc` formats only
    /// the last of them carries the content.
    package let links: UInt32
    package let inode: UInt32
    package let device: UInt64
    /// Seconds since 1970.
    package let modified: Int64
    /// For a symbolic link, its target.
    package let content: UnsafeRawBufferPointer
}

/// Reads cpio archives in memory: the `newc` (070701), `crc` (070702) and `odc` (070707) formats (cpio(5)).
package struct CpioReader {
    private static let format = "cpio"

    private let bytes: UnsafeRawBufferPointer
    /// Offset of the first byte that is not read yet; after the end mark, of what follows the archive.
    package private(set) var position = 0
    private var isAtEnd = false

    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The next member, or `nil` at the end mark.
    package mutating func next() throws(ArchiveError) -> CpioMember? {
        guard !isAtEnd else { return nil }
        let start = position
        guard bytes.count - start >= 6 else { throw .truncated(format: Self.format, offset: bytes.count) }
        let magic = String(decoding: bytes[start..<start + 6], as: UTF8.self)
        let member: CpioMember
        switch magic {
        case "070701": member = try readNew(start, hasSum: false)
        case "070702": member = try readNew(start, hasSum: true)
        case "070707": member = try readOld(start)
        default: throw .malformed(format: Self.format, reason: "unknown magic", offset: start)
        }
        if member.name.elementsEqual("TRAILER!!!".utf8) {
            isAtEnd = true
            return nil
        }
        return member
    }

    /// Thirteen fields of eight hexadecimal digits; name and content end on multiples of four.
    private mutating func readNew(_ start: Int, hasSum: Bool) throws(ArchiveError) -> CpioMember {
        func field(_ index: Int) throws(ArchiveError) -> UInt32 {
            UInt32(truncatingIfNeeded: try number(start + 6 + index * 8, 8, radix: 16))
        }
        let size = Int(try field(6))
        let nameSize = Int(try field(11))
        let nameStart = start + 110
        let contentStart = try aligned(nameStart, nameSize, base: start)
        let end = try aligned(contentStart, size, base: start, isLenient: true)
        let content = UnsafeRawBufferPointer(rebasing: bytes[contentStart..<contentStart + size])
        if hasSum {
            let sum = content.reduce(UInt32(0)) { $0 &+ UInt32($1) }
            guard try field(12) == sum else {
                throw .malformed(format: Self.format, reason: "checksum of a member does not match", offset: start)
            }
        }
        position = end
        return CpioMember(
            name: name(nameStart, nameSize), mode: try field(1), userID: try field(2), groupID: try field(3),
            links: try field(4), inode: try field(0), device: UInt64(try field(7)) << 32 | UInt64(try field(8)),
            modified: Int64(try field(5)), content: content)
    }

    /// Octal fields of 6 and 11 digits, nothing aligned.
    private mutating func readOld(_ start: Int) throws(ArchiveError) -> CpioMember {
        func field(_ offset: Int, _ count: Int = 6) throws(ArchiveError) -> Int {
            try number(start + offset, count, radix: 8)
        }
        let nameSize = try field(59)
        let size = try field(65, 11)
        let nameStart = start + 76
        guard nameSize <= bytes.count - nameStart, size <= bytes.count - nameStart - nameSize else {
            throw .truncated(format: Self.format, offset: bytes.count)
        }
        let contentStart = nameStart + nameSize
        position = contentStart + size
        return CpioMember(
            name: name(nameStart, nameSize), mode: UInt32(try field(18)), userID: UInt32(try field(24)),
            groupID: UInt32(try field(30)), links: UInt32(try field(36)), inode: UInt32(try field(12)),
            device: UInt64(try field(6)), modified: Int64(try field(48, 11)),
            content: UnsafeRawBufferPointer(rebasing: bytes[contentStart..<contentStart + size]))
    }

    private func number(_ start: Int, _ count: Int, radix: Int) throws(ArchiveError) -> Int {
        guard start + count <= bytes.count else { throw .truncated(format: Self.format, offset: bytes.count) }
        var value = 0
        for index in start..<start + count {
            let byte = bytes[index]
            let digit =
                switch byte {
                case 0x30...0x39: Int(byte) - 0x30
                case 0x41...0x46: Int(byte) - 0x41 + 10
                case 0x61...0x66: Int(byte) - 0x61 + 10
                default: radix
                }
            guard digit < radix else {
                throw .malformed(format: Self.format, reason: "malformed number", offset: start)
            }
            value = value * radix + digit
        }
        return value
    }

    /// End of `count` bytes and their padding; the padding of the last content may be missing when `isLenient`.
    private func aligned(_ start: Int, _ count: Int, base: Int, isLenient: Bool = false) throws(ArchiveError) -> Int {
        guard start <= bytes.count, count <= bytes.count - start else {
            throw .truncated(format: Self.format, offset: bytes.count)
        }
        let end = start + count
        let padded = end + (4 - (end - base) & 3) & 3
        guard padded <= bytes.count || isLenient else { throw .truncated(format: Self.format, offset: bytes.count) }
        return min(padded, bytes.count)
    }

    /// A name's size counts its NUL.
    private func name(_ start: Int, _ size: Int) -> [UInt8] { Array(bytes[start..<start + size].prefix { $0 != 0 }) }
}
