internal import CZstd

/// zstd (RFC 8878), frames and skippable frames one after another.
///
/// Windows above 128 MiB are refused: they are legal, but cost the reader as much memory as the writer pleases.
final class ZstdInflater: Inflater {
    private let stream: OpaquePointer
    private var produced = 0
    private var frameEnded = false

    init() throws(ArchiveError) {
        guard let stream = ZSTD_createDStream() else { throw .system(operation: "zstd", code: 12) }
        self.stream = stream
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 27)
    }

    deinit { ZSTD_freeDStream(stream) }

    var isAtEnd: Bool { frameEnded }

    func process(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ArchiveError) -> (consumed: Int, produced: Int) {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        while target.pos < target.size, source.pos < source.size || !frameEnded {
            let before = (source.pos, target.pos)
            let hint = ZSTD_decompressStream(stream, &target, &source)
            guard ZSTD_isError(hint) == 0 else {
                throw .malformed(
                    format: "zstd", reason: String(cString: ZSTD_getErrorName(hint)), offset: produced + target.pos)
            }
            if before == (source.pos, target.pos) { break }
            frameEnded = hint == 0
        }
        produced += target.pos
        return (source.pos, target.pos)
    }
}
