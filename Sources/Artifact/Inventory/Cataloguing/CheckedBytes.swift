/// Bytes of a binary format from outside, read with every offset checked.
///
/// Valid as long as the buffer it was made from.
struct CheckedBytes {
    enum ByteOrder: Sendable { case little, big }

    let buffer: UnsafeRawBufferPointer
    var order: ByteOrder

    init(_ buffer: UnsafeRawBufferPointer, order: ByteOrder = .big) {
        self.buffer = buffer
        self.order = order
    }

    var count: Int { buffer.count }

    /// `nil` outside the buffer, as for all readers here.
    func byte(_ offset: Int) -> UInt8? {
        offset >= 0 && offset < buffer.count ? buffer[offset] : nil
    }

    func uint16(_ offset: Int) -> UInt16? { integer(offset, UInt16.self) }
    func uint32(_ offset: Int) -> UInt32? { integer(offset, UInt32.self) }
    func uint64(_ offset: Int) -> UInt64? { integer(offset, UInt64.self) }

    private func integer<Value: FixedWidthInteger>(_ offset: Int, _ type: Value.Type) -> Value? {
        let width = MemoryLayout<Value>.size
        guard offset >= 0, buffer.count >= width, offset <= buffer.count - width else { return nil }
        let value = buffer.loadUnaligned(fromByteOffset: offset, as: Value.self)
        return order == .big ? Value(bigEndian: value) : Value(littleEndian: value)
    }

    func slice(_ offset: Int, _ length: Int) -> UnsafeRawBufferPointer? {
        guard offset >= 0, length >= 0, offset <= buffer.count, length <= buffer.count - offset else { return nil }
        return UnsafeRawBufferPointer(rebasing: buffer[offset..<offset + length])
    }

    /// Offset of the next `wanted` at or after `offset`.
    func index(of wanted: UInt8, from offset: Int) -> Int? {
        guard offset >= 0, offset <= buffer.count else { return nil }
        var index = offset
        while index < buffer.count {
            if buffer[index] == wanted { return index }
            index += 1
        }
        return nil
    }

    /// The text from `offset` to the next NUL.
    ///
    /// - Returns: `nil` when there is no NUL before the end.
    func text(_ offset: Int) -> String? {
        guard let end = index(of: 0, from: offset), let bytes = slice(offset, end - offset) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
