internal import Archive
internal import Content

/// Passes a stream on and hashes it.
final class HashingReader: ByteReader {
    private let source: any ByteReader
    private var hasher = DigestHasher(.sha256)
    private(set) var count = 0

    init(_ source: any ByteReader) { self.source = source }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let read = try source.read(into: buffer)
        hasher.update(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<read]))
        count += read
        return read
    }

    /// Reads what is left, so that the digest covers all of the file.
    func finish() throws -> Digest {
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
        defer { scratch.deallocate() }
        while try read(into: scratch) > 0 {}
        return hasher.finalize()
    }
}
