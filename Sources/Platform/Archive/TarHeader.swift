/// The 512 bytes before each member (POSIX.1-2017, pax, "ustar Interchange Format").
struct TarHeader {
    let path: [UInt8]
    let link: [UInt8]
    let mode: UInt16
    let userID: UInt32
    let groupID: UInt32
    let size: Int
    let modified: Int64
    let typeflag: UInt8
    /// Whether the magic is POSIX's and not GNU's or none.
    let isPosix: Bool

    init(_ block: UnsafeRawBufferPointer, offset: Int) throws(ArchiveError) {
        guard let stated = Self.number(block, 148..<156), Self.matches(stated, block) else {
            throw .malformed(format: "tar", reason: "header checksum does not match", offset: offset)
        }
        guard let size = Self.number(block, 124..<136), size >= 0, size <= Int64.max - 512 else {
            throw .malformed(format: "tar", reason: "impossible size in the header", offset: offset)
        }
        self.size = Int(size)
        typeflag = block[156]
        mode = UInt16(truncatingIfNeeded: Self.number(block, 100..<108) ?? 0) & 0o7777
        userID = UInt32(truncatingIfNeeded: Self.number(block, 108..<116) ?? 0)
        groupID = UInt32(truncatingIfNeeded: Self.number(block, 116..<124) ?? 0)
        modified = Self.number(block, 136..<148) ?? 0
        link = Self.text(block, 157..<257)
        let magic = block[257..<263]
        isPosix = magic.elementsEqual([0x75, 0x73, 0x74, 0x61, 0x72, 0])
        var path = Self.text(block, 0..<100)
        if isPosix {
            // Star and GNU formats use the same bytes for times.
            let prefix = Self.text(block, 345..<500)
            if !prefix.isEmpty { path = prefix + [UInt8(ascii: "/")] + path }
        }
        self.path = path
    }

    /// Bytes that fill the last block of a member of this size.
    static func padding(_ size: Int) -> Int { (512 - size & 511) & 511 }

    static func isZero(_ block: UnsafeRawBufferPointer) -> Bool {
        for index in stride(from: 0, to: 512, by: 8)
        where block.loadUnaligned(fromByteOffset: index, as: UInt64.self) != 0 {
            return false
        }
        return true
    }

    /// Whether the checksum is the sum of the bytes, or the one that old writers made of bytes with a sign.
    private static func matches(_ stated: Int64, _ block: UnsafeRawBufferPointer) -> Bool {
        var sum: Int64 = 8 * 0x20
        var high: Int64 = 0
        for index in 0..<512 where index < 148 || index >= 156 {
            sum += Int64(block[index])
            high += Int64(block[index] >> 7)
        }
        return stated == sum || stated == sum - 256 * high
    }

    /// Octal digits with blanks around them, or GNU's base 256 when the first bit is set.
    static func number(_ block: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int64? {
        if block[range.lowerBound] & 0x80 != 0 {
            // 0x80 marks a positive number, 0xff a negative one in two's complement.
            var value: Int64 = block[range.lowerBound] & 0x40 != 0 ? -1 : 0
            for index in range {
                var byte = block[index]
                if index == range.lowerBound { byte = value < 0 ? byte | 0x80 : byte & 0x7f }
                let (shifted, overflow) = value.multipliedReportingOverflow(by: 256)
                guard !overflow else { return nil }
                value = shifted | Int64(byte)
            }
            return value
        }
        var value: Int64 = 0
        var index = range.lowerBound
        while index < range.upperBound, block[index] == 0x20 || block[index] == 0 { index += 1 }
        while index < range.upperBound, block[index] >= 0x30, block[index] <= 0x37 {
            value = value << 3 | Int64(block[index] - 0x30)
            index += 1
        }
        guard index == range.upperBound || block[index] == 0x20 || block[index] == 0 else { return nil }
        return value
    }

    private static func text(_ block: UnsafeRawBufferPointer, _ range: Range<Int>) -> [UInt8] {
        var end = range.lowerBound
        while end < range.upperBound, block[end] != 0 { end += 1 }
        return Array(block[range.lowerBound..<end])
    }
}
