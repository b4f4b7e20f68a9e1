internal import CLZMA

/// xz, streams one after another, with at most 256 MiB of decoder memory.
final class XZInflater: Inflater {
    /// `LZMA_CONCATENATED`, a macro that Swift does not import.
    private static let concatenated: UInt32 = 0x08

    private var stream = lzma_stream()
    private var produced = 0
    private(set) var isAtEnd = false

    init() throws(ArchiveError) {
        let code = lzma_stream_decoder(&stream, 256 << 20, Self.concatenated)
        guard code == LZMA_OK else { throw .system(operation: "xz", code: Int32(code.rawValue)) }
    }

    deinit { lzma_end(&stream) }

    func process(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ArchiveError) -> (consumed: Int, produced: Int) {
        guard !isAtEnd else {
            guard input.isEmpty else { throw .malformed(format: "xz", reason: "data after the end", offset: produced) }
            return (0, 0)
        }
        stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_in = input.count
        stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = output.count
        // With concatenated streams only the caller knows the end: no more input means finish.
        let code = lzma_code(&stream, input.isEmpty ? LZMA_FINISH : LZMA_RUN)
        let consumed = input.count - stream.avail_in
        let written = output.count - stream.avail_out
        produced += written
        switch code {
        case LZMA_OK, LZMA_BUF_ERROR: break
        case LZMA_STREAM_END: isAtEnd = true
        case LZMA_FORMAT_ERROR: throw .malformed(format: "xz", reason: "no xz header", offset: produced)
        case LZMA_MEMLIMIT_ERROR: throw .unsupported(format: "xz", feature: "a dictionary above 256 MiB")
        case LZMA_OPTIONS_ERROR: throw .unsupported(format: "xz", feature: "this filter")
        default: throw .malformed(format: "xz", reason: "corrupt data (\(code.rawValue))", offset: produced)
        }
        return (consumed, written)
    }
}
