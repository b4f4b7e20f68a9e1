internal import CBzip2

/// bzip2, streams one after another.
final class Bzip2Inflater: Inflater {
    private let stream: UnsafeMutablePointer<bz_stream>
    private var isOpen = false
    private var started = false
    private var produced = 0

    init() throws(ArchiveError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: bz_stream())
        try open()
    }

    deinit {
        if isOpen { BZ2_bzDecompressEnd(stream) }
        stream.deallocate()
    }

    var isAtEnd: Bool { started && !isOpen }

    private func open() throws(ArchiveError) {
        stream.pointee = bz_stream()
        let code = BZ2_bzDecompressInit(stream, 0, 0)
        guard code == BZ_OK else { throw .system(operation: "bzip2", code: code) }
        isOpen = true
    }

    func process(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ArchiveError) -> (consumed: Int, produced: Int) {
        var consumed = 0
        var written = 0
        while written < output.count {
            if !isOpen {
                guard consumed < input.count else { break }
                try open()
            }
            started = true
            let inputLeft = min(input.count - consumed, Int(UInt32.max))
            let outputLeft = min(output.count - written, Int(UInt32.max))
            stream.pointee.next_in = input.baseAddress.map {
                UnsafeMutablePointer(mutating: ($0 + consumed).assumingMemoryBound(to: CChar.self))
            }
            stream.pointee.avail_in = UInt32(inputLeft)
            stream.pointee.next_out = output.baseAddress.map {
                ($0 + written).assumingMemoryBound(to: CChar.self)
            }
            stream.pointee.avail_out = UInt32(outputLeft)
            let code = BZ2_bzDecompress(stream)
            let used = inputLeft - Int(stream.pointee.avail_in)
            let made = outputLeft - Int(stream.pointee.avail_out)
            consumed += used
            written += made
            produced += made
            if code == BZ_STREAM_END {
                BZ2_bzDecompressEnd(stream)
                isOpen = false
            } else if code != BZ_OK {
                throw .malformed(format: "bzip2", reason: "corrupt data (\(code))", offset: produced)
            } else if used == 0, made == 0 {
                break
            }
        }
        return (consumed, written)
    }
}
