internal import Content
internal import Glibc

/// A file whose download is under way, and beside it a note of what it is a part of.
///
/// The note lies in `PATH.origin`: the address, and what `If-Range` takes. A part without a note that fits is begun anew.
/// Closed with its last reference.
final class PartialFile {
    let path: String
    private(set) var size: Int64
    /// What `If-Range` takes; `nil` when the download cannot be taken up again.
    private(set) var condition: String?
    private let descriptor: Int32
    private let url: String

    /// Opens what is there of a file, or begins it.
    init(_ path: String, url: String) throws(FileError) {
        // A link that somebody else put there is not followed.
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "write", path: path, code: errno) }
        self.path = path
        self.url = url
        size = 0
        let noted = Self.note(path)
        var status = stat()
        guard noted?.url == url, let condition = noted?.condition, fstat(descriptor, &status) == 0,
            status.st_mode & S_IFMT == S_IFREG
        else {
            try restart()
            return
        }
        self.condition = condition
        size = Int64(status.st_size)
        guard lseek(descriptor, off_t(size), SEEK_SET) >= 0 else {
            throw FileError(operation: "write", path: path, code: errno)
        }
    }

    deinit { close(descriptor) }

    private static func note(_ path: String) -> (url: String, condition: String)? {
        // What cannot be read is as good as not there: the download begins anew.
        guard let bytes = try? OpenFile.contents(of: path + ".origin", limit: 32 << 10) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, lines[2].isEmpty, !lines[1].isEmpty else { return nil }
        return (String(lines[0]), String(lines[1]))
    }

    /// Forgets what was written.
    func restart() throws(FileError) {
        unlink(path + ".origin")
        condition = nil
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw FileError(operation: "write", path: path, code: errno)
        }
        size = 0
    }

    /// Notes what the bytes that follow are a part of.
    func note(condition: String?) throws(FileError) {
        self.condition = condition
        guard let condition else {
            unlink(path + ".origin")
            return
        }
        let note = open(path + ".origin", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard note >= 0 else { throw FileError(operation: "write", path: path + ".origin", code: errno) }
        defer { close(note) }
        let text = Array("\(url)\n\(condition)\n".utf8)
        let result = text.withUnsafeBytes { bytes in
            Result { () throws(FileError) in try Self.write(bytes, to: note, path + ".origin") }
        }
        try result.get()
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        try Self.write(bytes, to: descriptor, path)
        size += Int64(bytes.count)
    }

    private static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String
    ) throws(FileError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "write", path: path, code: errno)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// The whole file is there: it is brought to the disk, and the note goes.
    func finish() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError(operation: "write", path: path, code: errno) }
        unlink(path + ".origin")
    }

    /// What was written is of no use.
    func discard() {
        unlink(path + ".origin")
        unlink(path)
    }
}
