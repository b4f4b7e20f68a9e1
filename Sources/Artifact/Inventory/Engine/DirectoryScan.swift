internal import Archive
internal import Content
internal import Glibc

/// Walks a directory in the order of names and hands its files over as a layer would.
///
/// Opened relative to the directory and without following links, so that nothing outside is read. What cannot be
/// opened is a gap.
struct DirectoryScan {
    private let root: String
    private static let depthLimit = 256

    private let progress: (@Sendable (Int) -> Void)?

    /// - Parameter progress: called with the number of entries read, now and then.
    init(_ root: String, progress: (@Sendable (Int) -> Void)? = nil) {
        self.root = root
        self.progress = progress
    }

    /// Whether a directory looks like the root of an operating system and not like a source tree.
    static func isRootFileSystem(_ directory: String) -> Bool {
        ["etc/os-release", "usr/lib/os-release", "var/lib/dpkg/status", "lib/apk/db/installed", "bin/busybox"]
            .contains { access("\(directory)/\($0)", F_OK) == 0 } || isLink("\(directory)/etc/os-release")
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    func run(into scanner: FileScanner) throws {
        let descriptor = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: root, code: errno) }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { buffer.deallocate() }
        var seen: [Inode: [UInt8]] = [:]
        try walk(descriptor, path: [], depth: 0, buffer: buffer, seen: &seen, scanner: scanner)
    }

    private struct Inode: Hashable { let device: UInt64, number: UInt64 }

    private func walk(
        _ directory: Int32, path: [UInt8], depth: Int, buffer: UnsafeMutableRawBufferPointer,
        seen: inout [Inode: [UInt8]], scanner: FileScanner
    ) throws {
        guard depth < Self.depthLimit else {
            gap(path, "directories nested deeper than \(Self.depthLimit)", scanner)
            return
        }
        for name in try names(in: directory, path: path) {
            let count = scanner.scan.entries.count
            // Files of a tree that was just unpacked may each take long to come from the disk.
            if count & 0xff == 0xff { progress?(count) }
            let child = path.isEmpty ? name : path + [UInt8(ascii: "/")] + name
            let cName = name.map { CChar(bitPattern: $0) } + [0]
            var status = stat()
            guard fstatat(directory, cName, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                gap(child, String(cString: strerror(errno)), scanner)
                continue
            }
            var entry = TarEntry(
                path: child, kind: .file, mode: UInt16(status.st_mode & 0o7777), userID: status.st_uid,
                groupID: status.st_gid)
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                entry.kind = .directory
                try scanner.add(entry) { _ in }
                // Pseudo file systems of a running machine hold no software.
                if depth == 0, name.elementsEqual("proc".utf8) || name.elementsEqual("sys".utf8) { continue }
                let inner = openat(directory, cName, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                guard inner >= 0 else {
                    gap(child, String(cString: strerror(errno)), scanner)
                    continue
                }
                defer { close(inner) }
                try walk(inner, path: child, depth: depth + 1, buffer: buffer, seen: &seen, scanner: scanner)
            case S_IFLNK:
                entry.kind = .symbolicLink
                entry.link = readLink(directory, cName)
                try scanner.add(entry) { _ in }
            case S_IFREG:
                let inode = Inode(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
                if status.st_nlink > 1, let first = seen[inode] {
                    entry.kind = .hardLink
                    entry.link = first
                    try scanner.add(entry) { _ in }
                    continue
                }
                if status.st_nlink > 1 { seen[inode] = child }
                let file = openat(directory, cName, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
                guard file >= 0 else {
                    gap(child, String(cString: strerror(errno)), scanner)
                    continue
                }
                let reader = OpenFile(
                    adopting: file, path: String(decoding: child, as: UTF8.self), size: Int(status.st_size))
                entry.size = reader.size
                do {
                    try scanner.add(entry) { body in try pass(reader, buffer, body) }
                } catch let error as FileError {
                    // On a running machine a file may shrink or become unreadable at any time.
                    gap(child, "\(error)", scanner)
                }
            case S_IFCHR: entry.kind = .characterDevice
            case S_IFBLK: entry.kind = .blockDevice
            default: entry.kind = .fifo
            }
        }
    }

    /// Hands over exactly as many bytes as the file had when it was opened, or throws.
    private func pass(
        _ file: OpenFile, _ buffer: UnsafeMutableRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var offset = 0
        while offset < file.size {
            let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, file.size - offset)])
            let count = try file.read(into: piece, at: offset)
            guard count > 0 else { throw FileError(operation: "read all of", path: file.path, code: EIO) }
            try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(piece)[..<count]))
            offset += count
        }
    }

    private func gap(_ path: [UInt8], _ reason: String, _ scanner: FileScanner) {
        scanner.scan.gaps.append(Yield.Gap(path: String(decoding: path, as: UTF8.self), reason: reason))
    }

    private func readLink(_ directory: Int32, _ name: [CChar]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = buffer.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.map { max(0, readlinkat(directory, name, $0, text.count)) } ?? 0
            }
        }
    }

    private func names(in directory: Int32, path: [UInt8]) throws -> [[UInt8]] {
        // `fdopendir` takes the descriptor over, and the caller goes on using its own.
        let copy = dup(directory)
        guard copy >= 0, let stream = fdopendir(copy) else {
            if copy >= 0 { close(copy) }
            throw FileError(operation: "list", path: String(decoding: path, as: UTF8.self), code: errno)
        }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let record = readdir(stream) {
            let name = withUnsafeBytes(of: &record.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { continue }
            names.append(name)
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
