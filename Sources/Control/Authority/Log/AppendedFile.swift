internal import Content
internal import Glibc

/// A file that only grows, read at any offset while it does.
///
/// Not locked: one thread appends, and what others read was appended before they learned of it.
final class AppendedFile: Sendable {
    let path: String
    private let descriptor: Int32

    /// Opens the file, or makes it, readable by everyone as what it holds is public.
    init(_ path: String) throws(FileError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func size() throws(FileError) -> UInt64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(operation: "read", path: path, code: errno) }
        return UInt64(clamping: status.st_size)
    }

    func write(_ bytes: [UInt8], at offset: UInt64) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                pwrite(
                    descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written,
                    off_t(clamping: offset) + off_t(written))
            }
            if result < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "write", path: path, code: errno)
            }
            written += result
        }
    }

    /// Exactly `count` bytes.
    func read(_ count: Int, at offset: UInt64) throws(FileError) -> [UInt8] {
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            while filled < count, let base = buffer.baseAddress {
                let result = pread(
                    descriptor, base + filled, count - filled, off_t(clamping: offset) + off_t(filled))
                if result < 0, errno == EINTR { continue }
                guard result > 0 else {
                    // The end of the file is an error of reading here: the caller knows what was written.
                    failure = FileError(operation: "read", path: path, code: result < 0 ? errno : EIO)
                    return
                }
                filled += result
            }
        }
        if let failure { throw failure }
        return bytes
    }

    func cut(to size: UInt64) throws(FileError) {
        guard ftruncate(descriptor, off_t(clamping: size)) == 0 else {
            throw FileError(operation: "shorten", path: path, code: errno)
        }
    }

    /// Brings what was written to the disk.
    func synchronize() throws(FileError) {
        guard fdatasync(descriptor) == 0 else { throw FileError(operation: "write", path: path, code: errno) }
    }

    /// Brings the names of a folder's files to the disk.
    static func synchronize(folder: String) throws(FileError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: folder, code: errno) }
        defer { close(descriptor) }
        // Some file systems know no such thing.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw FileError(operation: "write", path: folder, code: errno)
        }
    }

    func unlock() { flock(descriptor, LOCK_UN) }

    /// Keeps others from the file until it is unlocked or this process ends.
    ///
    /// - Returns: whether no one else has it.
    func lock() -> Bool {
        // A program that is being started holds every lock of this process until it has begun.
        for _ in 0..<40 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else { return false }
            usleep(25_000)
        }
        return false
    }
}
