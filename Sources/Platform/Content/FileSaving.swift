import Glibc

/// Writes files so that a reader sees the old one or the new one, whatever happens in between.
package enum FileSaving {
    /// Beside its place first, brought to the disk, then moved there; after a loss of power too it is whole or the old
    /// one. Two writers of one path are both right: the last one's file stays.
    package static func save(_ bytes: [UInt8], to path: String) throws(FileError) {
        let temporary = "\(path).\(getpid()).partial"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "write", path: path, code: errno) }
        do throws(FileError) {
            do throws(FileError) {
                try write(bytes, to: descriptor, path: path)
                guard fsync(descriptor) == 0 else { throw FileError(operation: "write", path: path, code: errno) }
            } catch {
                close(descriptor)
                throw error
            }
            // A full disk may be noticed only now.
            guard close(descriptor) == 0 else { throw FileError(operation: "write", path: path, code: errno) }
            try move(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Moves a file in the place of another, and brings the change of the folder to the disk.
    package static func move(_ source: String, to path: String) throws(FileError) {
        guard rename(source, path) == 0 else { throw FileError(operation: "write", path: path, code: errno) }
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        // Some file systems know no such thing; the file itself is safe by then.
        fsync(descriptor)
        close(descriptor)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "write", path: path, code: errno)
            }
            offset += written
        }
    }
}
