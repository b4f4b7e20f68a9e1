/// Blocks of `Name: value` lines separated by blank lines: Debian control files (Debian policy 5.1), Python core
/// metadata and the like (RFC 822 without its folding rules for addresses).
///
/// Reads in one pass over bytes; nothing is copied until a value is asked for.
package struct HeaderBlocks: Sequence, IteratorProtocol {
    package struct Block {
        package struct Field {
            let bytes: UnsafeRawBufferPointer
            let name: Range<Int>
            /// From the first byte after the colon to the end of the last continuation line.
            let value: Range<Int>
        }

        package private(set) var fields: [Field] = []
        let bytes: UnsafeRawBufferPointer
        /// Offset of the first byte after the block's fields.
        package private(set) var end = 0

        init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        mutating func append(name: Range<Int>, value: Range<Int>) {
            fields.append(Field(bytes: bytes, name: name, value: value))
            end = value.upperBound
        }

        mutating func extend(to end: Int) {
            guard let last = fields.last else { return }
            fields[fields.count - 1] = Field(
                bytes: bytes, name: last.name, value: last.value.lowerBound..<end)
            self.end = end
        }

        /// The trimmed text of the first field of this name, compared without case; continuation lines are joined
        /// with line feeds.
        package subscript(name: StaticString) -> String? {
            for field in fields where field.isNamed(name) { return field.text }
            return nil
        }

        /// The texts of all fields of this name, in order.
        package func all(_ name: StaticString) -> [String] { fields.filter { $0.isNamed(name) }.map(\.text) }
    }

    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    package mutating func next() -> Block? {
        var block = Block(bytes)
        while position < bytes.count {
            let lineEnd = HeaderBlocks.lineEnd(in: bytes, from: position)
            defer { position = lineEnd + 1 }
            var end = lineEnd
            if end > position, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            if end == position {
                if block.fields.isEmpty { continue }
                return block
            }
            if bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\t") {
                block.extend(to: end)
                continue
            }
            var colon = position
            while colon < end, bytes[colon] != UInt8(ascii: ":") { colon += 1 }
            // A line that is no field ends nothing and says nothing.
            guard colon < end, colon > position else { continue }
            block.append(name: position..<colon, value: colon + 1..<end)
        }
        return block.fields.isEmpty ? nil : block
    }

    private static func lineEnd(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        return index
    }
}

extension HeaderBlocks.Block.Field {
    package func isNamed(_ wanted: StaticString) -> Bool {
        guard wanted.utf8CodeUnitCount == name.count else { return false }
        return wanted.withUTF8Buffer { letters in
            for (index, letter) in letters.enumerated() {
                let found = bytes[name.lowerBound + index]
                guard
                    found == letter
                        || (found | 0x20 == letter | 0x20 && UInt8(ascii: "a")...UInt8(ascii: "z") ~= letter | 0x20)
                else {
                    return false
                }
            }
            return true
        }
    }

    package var text: String {
        var lower = value.lowerBound
        var upper = value.upperBound
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }
        while lower < upper, isSpace(bytes[lower]) { lower += 1 }
        while upper > lower, isSpace(bytes[upper - 1]) { upper -= 1 }
        return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[lower..<upper]), as: UTF8.self)
    }
}
