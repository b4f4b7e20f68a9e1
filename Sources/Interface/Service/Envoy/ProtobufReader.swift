/// Reads the fields of one message in Protocol Buffers' wire format, as far as proto3 has them.
///
/// Nothing is trusted: every length is checked against what is there, and groups, which proto3 does not have, are refused.
struct ProtobufReader {
    enum Content: Sendable {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        case bytes(ArraySlice<UInt8>)
    }

    struct Malformed: Error, Equatable {
        /// Bytes from the start of the message.
        var offset: Int
        var reason: String
    }

    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    private func malformed(_ reason: String) -> Malformed {
        Malformed(offset: index - bytes.startIndex, reason: reason)
    }

    /// - Returns: `nil` at the end of the message.
    mutating func next() throws(Malformed) -> (number: Int, content: Content)? {
        guard index < bytes.endIndex else { return nil }
        let tag = try varint()
        let number = tag >> 3
        guard number > 0, number < 1 << 29 else { throw malformed("a field number from 1 to 2^29 - 1 was expected") }
        let content: Content
        switch tag & 7 {
        case 0: content = .varint(try varint())
        case 1: content = .fixed64(try fixed(8))
        case 2:
            let length = try varint()
            guard length <= UInt64(bytes.endIndex - index) else {
                throw malformed("a field of \(length) bytes goes beyond the end")
            }
            let end = index + Int(length)
            content = .bytes(bytes[index..<end])
            index = end
        case 5: content = .fixed32(UInt32(truncatingIfNeeded: try fixed(4)))
        default: throw malformed("wire type \(tag & 7) is none of proto3")
        }
        return (Int(number), content)
    }

    private mutating func varint() throws(Malformed) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard index < bytes.endIndex else { throw malformed("the message ends within a number") }
            let byte = bytes[index]
            index += 1
            // Of the tenth byte one bit is left.
            guard shift < 63 || byte <= 1 else { throw malformed("a number of more than 64 bits") }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw malformed("a number of more than ten bytes")
    }

    private mutating func fixed(_ count: Int) throws(Malformed) -> UInt64 {
        guard bytes.endIndex - index >= count else { throw malformed("the message ends within a number") }
        var value: UInt64 = 0
        for offset in 0..<count { value |= UInt64(bytes[index + offset]) << UInt64(8 * offset) }
        index += count
        return value
    }
}
