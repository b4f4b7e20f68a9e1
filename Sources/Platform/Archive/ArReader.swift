/// One member of an ar archive; its bytes are borrowed from the archive.
package struct ArMember {
    /// Without the padding, slashes and indirections of the dialects.
    package let name: [UInt8]
    package let mode: UInt32
    package let userID: Int
    package let groupID: Int
    /// Seconds since 1970.
    package let modified: Int64
    package let content: UnsafeRawBufferPointer
}

/// Reads ar archives (ar(5), deb(5)) in memory: plain short names, GNU names that end in a slash or stand in the `//`
/// member, and BSD names that precede the content (`#1/LENGTH`).
///
/// Symbol tables and the GNU table of names are not given as members.
package struct ArReader {
    private static let format = "ar"
    private static let headerSize = 60

    private let bytes: UnsafeRawBufferPointer
    private var position: Int
    private var longNames: Range<Int>?

    /// - Throws: when the magic is missing, or is that of a thin archive, which holds no content.
    package init(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        if bytes.starts(with: Array("!<thin>\n".utf8)) {
            throw .unsupported(format: Self.format, feature: "a thin archive")
        }
        guard bytes.starts(with: Array("!<arch>\n".utf8)) else {
            throw .malformed(format: Self.format, reason: "no !<arch> at the start", offset: 0)
        }
        self.bytes = bytes
        position = 8
    }

    /// The next member, or `nil` at the end.
    package mutating func next() throws(ArchiveError) -> ArMember? {
        while position < bytes.count {
            let header = position
            guard bytes.count - header >= Self.headerSize else {
                // Some writers pad the last member twice.
                if bytes[header...].allSatisfy({ $0 == UInt8(ascii: "\n") }) { return nil }
                throw .truncated(format: Self.format, offset: bytes.count)
            }
            guard bytes[header + 58] == 0x60, bytes[header + 59] == 0x0a else {
                throw .malformed(format: Self.format, reason: "member header without its end mark", offset: header)
            }
            let size = try number(header + 48, 10, radix: 10)
            var start = header + Self.headerSize
            guard size <= bytes.count - start else { throw .truncated(format: Self.format, offset: bytes.count) }
            let end = start + size
            position = min(bytes.count, end + size & 1)
            let field = trimmed(header, 16)
            if field.elementsEqual("//".utf8) {
                longNames = start..<end
                continue
            }
            if field.elementsEqual("/".utf8) || field.elementsEqual("/SYM64/".utf8) { continue }
            var name = Array(field)
            if field.starts(with: "#1/".utf8) {
                let length = try number(header + 3, 13, radix: 10)
                guard length <= size else {
                    throw .malformed(format: Self.format, reason: "name longer than its member", offset: header)
                }
                name = Array(bytes[start..<start + length].prefix { $0 != 0 })
                start += length
            } else if field.first == UInt8(ascii: "/") {
                name = try longName(at: number(header + 1, 15, radix: 10), header: header)
            } else if name.last == UInt8(ascii: "/") {
                name.removeLast()
            }
            if name.starts(with: "__.SYMDEF".utf8) { continue }
            return ArMember(
                name: name, mode: UInt32(truncatingIfNeeded: try number(header + 40, 8, radix: 8)),
                userID: try number(header + 28, 6, radix: 10), groupID: try number(header + 34, 6, radix: 10),
                modified: Int64(try number(header + 16, 12, radix: 10)),
                content: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        }
        return nil
    }

    private func trimmed(_ start: Int, _ count: Int) -> UnsafeRawBufferPointer.SubSequence {
        var end = start + count
        while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        return bytes[start..<end]
    }

    /// A number padded with spaces; an empty field is 0.
    private func number(_ start: Int, _ count: Int, radix: Int) throws(ArchiveError) -> Int {
        var value = 0
        // At most 15 digits: no overflow.
        for byte in trimmed(start, count) {
            guard byte >= UInt8(ascii: "0"), byte < UInt8(ascii: "0") + UInt8(radix) else {
                throw .malformed(format: Self.format, reason: "malformed number", offset: start)
            }
            value = value * radix + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// Names in the `//` member end in a slash and a line feed.
    private func longName(at offset: Int, header: Int) throws(ArchiveError) -> [UInt8] {
        guard let table = longNames, offset < table.count else {
            throw .malformed(format: Self.format, reason: "name outside the table of names", offset: header)
        }
        var name = Array(bytes[(table.lowerBound + offset)..<table.upperBound].prefix { $0 != 0x0a && $0 != 0 })
        if name.last == UInt8(ascii: "/") { name.removeLast() }
        return name
    }
}
