internal import Archive

/// Records in blocks that are compressed one by one.
struct TextBlockWriter {
    private static let target = 64 << 10
    private static let level: Int32 = 15

    private var block = ByteWriter()
    private var index = ByteWriter()
    private var compressed = ByteWriter()
    private var blocks: UInt32 = 0

    /// - Returns: where the record begins.
    mutating func append(_ encode: (inout ByteWriter) -> Void) throws -> (block: UInt32, offset: UInt32) {
        if block.count >= Self.target { try close() }
        let place = (blocks, UInt32(block.count))
        encode(&block)
        return place
    }

    private mutating func close() throws {
        let frame = try ZstdFrame.compress(block.bytes, level: Self.level)
        guard compressed.count + frame.count < Int(UInt32.max) else { throw DatabaseError.tooLarge("records") }
        index.append(UInt32(compressed.count))
        index.append(UInt32(frame.count))
        index.append(UInt32(block.count))
        compressed.append(frame)
        block = ByteWriter()
        blocks += 1
    }

    mutating func finish() throws -> (index: ByteWriter, text: ByteWriter) {
        if block.count > 0 { try close() }
        return (index, compressed)
    }
}
