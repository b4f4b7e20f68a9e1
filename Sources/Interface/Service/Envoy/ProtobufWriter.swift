/// Writes a message in Protocol Buffers' wire format, fields in the order of the calls. What is empty or zero is left out,
/// as proto3 does.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func write(_ number: Int, _ value: Int) {
        guard value != 0 else { return }
        varint(UInt64(number) << 3)
        varint(UInt64(bitPattern: Int64(value)))
    }

    /// One of several fields, which is there also when it is false.
    mutating func write(_ number: Int, flag: Bool) {
        varint(UInt64(number) << 3)
        varint(flag ? 1 : 0)
    }

    /// - Parameter isKept: whether an empty text is written too, as in lists and in one of several.
    mutating func write(_ number: Int, _ text: String, isKept: Bool = false) {
        if isKept || !text.isEmpty { write(number, bytes: Array(text.utf8)) }
    }

    mutating func write(_ number: Int, bytes content: [UInt8]) {
        varint(UInt64(number) << 3 | 2)
        varint(UInt64(content.count))
        bytes += content
    }

    mutating func write(_ number: Int, double: Double) {
        varint(UInt64(number) << 3 | 1)
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: double.bitPattern >> shift))
        }
    }

    /// A message within this one; an empty one is written too.
    mutating func write(_ number: Int, _ body: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        body(&inner)
        write(number, bytes: inner.bytes)
    }
}
