internal import CZlib

/// gzip without name and time in the header, so that the same content gives the same bytes.
package final class GzipWriter {
    private let stream: UnsafeMutablePointer<z_stream>
    private let write: (UnsafeRawBufferPointer) throws -> Void
    private let buffer: UnsafeMutableRawBufferPointer

    /// - Parameter level: 1 (fastest) to 9 (smallest).
    package init(level: Int32 = 6, _ write: @escaping (UnsafeRawBufferPointer) throws -> Void) throws(ArchiveError) {
        self.write = write
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        buffer = .allocate(byteCount: 64 << 10, alignment: 16)
        // 15 window bits, 16 more for the gzip wrapper.
        let code = deflateInit2_(
            stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw .system(operation: "gzip", code: code) }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        buffer.deallocate()
    }

    package func append(_ bytes: UnsafeRawBufferPointer) throws { try pump(bytes, flush: Z_NO_FLUSH) }

    package func finish() throws { try pump(UnsafeRawBufferPointer(start: nil, count: 0), flush: Z_FINISH) }

    private func pump(_ bytes: UnsafeRawBufferPointer, flush: Int32) throws {
        var offset = 0
        repeat {
            let length = min(bytes.count - offset, 1 << 30)
            stream.pointee.next_in = bytes.baseAddress.map {
                UnsafeMutablePointer(mutating: ($0 + offset).assumingMemoryBound(to: UInt8.self))
            }
            stream.pointee.avail_in = UInt32(length)
            offset += length
            repeat {
                stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_out = UInt32(buffer.count)
                let code = deflate(stream, flush)
                guard code >= 0 || code == Z_BUF_ERROR else { throw ArchiveError.system(operation: "gzip", code: code) }
                let made = buffer.count - Int(stream.pointee.avail_out)
                if made > 0 { try write(UnsafeRawBufferPointer(rebasing: buffer[..<made])) }
            } while stream.pointee.avail_out == 0
        } while offset < bytes.count
    }
}
