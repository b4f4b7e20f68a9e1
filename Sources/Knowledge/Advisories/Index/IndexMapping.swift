internal import Content
internal import Glibc

/// The bytes of an index file, mapped for as long as anything refers to them.
final class IndexMapping {
    let bytes: UnsafeRawBufferPointer

    init(descriptor: Int32, path: String) throws {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(operation: "stat", path: path, code: errno) }
        let size = Int(status.st_size)
        guard status.st_mode & S_IFMT == S_IFREG, size >= ComponentIndexLayout.segmentsStart,
            size < ComponentIndexLayout.largest
        else { throw ComponentIndexError.notAnIndex(path: path) }
        let pages = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0)
        guard let pages, pages != MAP_FAILED else { throw FileError(operation: "map", path: path, code: errno) }
        bytes = UnsafeRawBufferPointer(start: pages, count: size)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}
