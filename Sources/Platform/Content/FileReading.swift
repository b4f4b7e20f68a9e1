internal import CMalloc
import Glibc

/// An error of the operating system about a file.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    package var operation: String
    package var path: String
    package var code: Int32

    package init(operation: String, path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    package var description: String {
        "cannot \(operation) \(path): \(String(cString: strerror(code)))"
    }
}

/// An open file, read at explicit offsets so that threads can share it. Closed with its last reference.
package final class OpenFile: Sendable {
    package let path: String
    package let size: Int
    private let descriptor: Int32

    /// Opens a regular file for reading.
    package init(_ path: String) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw FileError(operation: "read", path: path, code: code)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FileError(
                operation: "read", path: path, code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        self.descriptor = descriptor
        self.path = path
        self.size = Int(status.st_size)
    }

    /// Takes over a descriptor of a regular file whose size is known.
    package init(adopting descriptor: Int32, path: String, size: Int) {
        self.descriptor = descriptor
        self.path = path
        self.size = size
    }

    deinit { close(descriptor) }

    /// Reads at `offset` until the buffer is full or the file ends.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        var count = 0
        while count < buffer.count, let base = buffer.baseAddress {
            let result = pread(descriptor, base + count, buffer.count - count, off_t(offset + count))
            if result < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "read", path: path, code: errno)
            }
            if result == 0 { break }
            count += result
        }
        return count
    }

    /// All that a file or pipe holds, at most `limit` bytes. A shell's `<(…)` is a pipe.
    package static func contents(of path: String, limit: Int) throws(FileError) -> [UInt8] {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO { return try pipe(path, limit) }
        let file = try OpenFile(path)
        guard file.size <= limit else { throw FileError(operation: "read", path: path, code: EFBIG) }
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: file.size) { buffer, count in
            obryza_prefer_large_pages(buffer.baseAddress, buffer.count)
            do throws(FileError) {
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: 0)
            } catch {
                failure = error
                count = 0
            }
        }
        if let failure { throw failure }
        return bytes
    }

    private static func pipe(_ path: String, _ limit: Int) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = part.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "read", path: path, code: errno)
            }
            guard count > 0 else { return bytes }
            guard bytes.count + count <= limit else { throw FileError(operation: "read", path: path, code: EFBIG) }
            bytes += part.prefix(count)
        }
    }
}
