internal import Content
internal import Glibc

/// What the file system says of a file without opening it. A file that was written to has another surface, unless it
/// was written twice within one tick of the file system's clock.
struct FileSurface {
    let text: String
    /// In nanoseconds since 1970.
    let changed: Int64

    init(of path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(operation: "read", path: path, code: errno) }
        changed = Int64(status.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_ctim.tv_nsec)
        text =
            "\(status.st_dev) \(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(changed)"
    }
}
