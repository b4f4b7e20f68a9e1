package import Archive
package import Content

/// Passes a blob on while its digest and size are checked.
///
/// The check is complete only when `finish` has returned: bytes read before are not yet evidence of anything.
package final class VerifyingReader: ByteReader {
    private let source: any ByteReader
    private let subject: String
    private let expected: Digest?
    private let size: Int?
    private var hasher: DigestHasher?
    private var count = 0

    /// - Parameter digest: `nil` when the store records none; then only the size counts, if given.
    package init(_ source: any ByteReader, subject: String, digest: Digest?, size: Int?) {
        self.source = source
        self.subject = subject
        expected = digest
        self.size = size
        hasher = digest.map { DigestHasher($0.algorithm) }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let read = try source.read(into: buffer)
        hasher?.update(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<read]))
        count += read
        if let size, count > size {
            throw OCIError.sizeMismatch(subject: subject, expected: size, found: count)
        }
        return read
    }

    /// Reads what is left and compares.
    ///
    /// - Throws: `OCIError.sizeMismatch` or `.digestMismatch`, naming subject, expected and found.
    package func finish() throws {
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { scratch.deallocate() }
        while try read(into: scratch) > 0 {}
        if let size, count != size { throw OCIError.sizeMismatch(subject: subject, expected: size, found: count) }
        if let expected, let found = hasher?.finalize(), found != expected {
            throw OCIError.digestMismatch(subject: subject, expected: expected, found: found)
        }
    }
}
