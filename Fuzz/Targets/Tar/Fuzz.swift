import Archive

/// Hands the input over in chunks whose size the input chooses, since borders between chunks are where a
/// streaming reader goes wrong.
private final class Chunks: ChunkSource {
    private let bytes: UnsafeRawBufferPointer
    private let size: Int
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer, size: Int) {
        self.bytes = bytes
        self.size = size
    }

    func nextChunk() -> UnsafeRawBufferPointer? {
        guard position < bytes.count else { return nil }
        let end = min(position + size, bytes.count)
        defer { position = end }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<end])
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    guard let first = bytes.first else { return 0 }
    let source = Chunks(UnsafeRawBufferPointer(rebasing: bytes[1...]), size: Int(first) * 7 + 1)
    var limits = TarReader.Limits()
    limits.holes = 1 << 20
    var reader = TarReader(source, limits: limits)
    do {
        while let entry = try reader.nextEntry() {
            precondition(entry.path.first != UInt8(ascii: "/"), "a path that is not relative")
            var size = 0
            try reader.readBody { size += $0.count }
            precondition(entry.kind != .file || size == entry.size, "a body of another size than the entry")
        }
    } catch {}  // Refusal is an answer.
    return 0
}
