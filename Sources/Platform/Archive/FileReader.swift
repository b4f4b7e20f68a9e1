package import Content

/// Part of an open file as a stream.
package final class FileReader: ByteReader {
    private let file: OpenFile
    private var position: Int
    private let end: Int

    /// - Parameter range: bytes of the file; what lies beyond its end reads as the end of the stream.
    package init(_ file: OpenFile, range: Range<Int>? = nil) {
        self.file = file
        let range = range ?? 0..<file.size
        position = range.lowerBound
        end = range.upperBound
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let length = min(buffer.count, end - position)
        guard length > 0 else { return 0 }
        let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<length]), at: position)
        position += count
        return count
    }
}

/// A stream in chunks of one size, for `TarReader`.
package final class ReaderChunks: ChunkSource {
    private let reader: any ByteReader
    private let buffer: UnsafeMutableRawBufferPointer

    /// - Parameter size: a multiple of 512.
    package init(_ reader: any ByteReader, size: Int = 256 << 10) {
        self.reader = reader
        buffer = .allocate(byteCount: size, alignment: 64)
    }

    deinit { buffer.deallocate() }

    package func nextChunk() throws -> UnsafeRawBufferPointer? {
        let count = try reader.fill(buffer)
        return count == 0 ? nil : UnsafeRawBufferPointer(rebasing: buffer[..<count])
    }
}

/// A file in chunks, for `TarReader`; content that is not asked for is not read.
package final class FileChunks: ChunkSource {
    private let file: OpenFile
    private let buffer: UnsafeMutableRawBufferPointer
    private var position = 0

    package init(_ file: OpenFile, size: Int = 4 << 10) {
        self.file = file
        buffer = .allocate(byteCount: size, alignment: 64)
    }

    deinit { buffer.deallocate() }

    package func nextChunk() throws -> UnsafeRawBufferPointer? {
        guard position < file.size else { return nil }
        let count = try file.read(into: buffer, at: position)
        position += count
        return count == 0 ? nil : UnsafeRawBufferPointer(rebasing: buffer[..<count])
    }

    package func skip(_ count: Int) throws -> Int {
        let passed = min(count, max(0, file.size - position)) & ~511
        position += passed
        return passed
    }
}
