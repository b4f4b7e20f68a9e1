internal import Content
internal import Glibc

/// Finds the files below folders, in the order of their names' bytes.
///
/// Links are followed, as volumes of containers consist of them; a folder or file that was seen is not read again,
/// which also ends loops. Names that begin with a dot and papers such as `README` are passed over.
struct FeedWalk {
    struct File {
        /// To open it.
        var path: String
        /// Below the folder that was given, with `/`.
        var name: String
    }

    private struct Inode: Hashable {
        var device: UInt64
        var number: UInt64
    }

    private let limits: FeedLimits
    private var seen: Set<Inode> = []
    private var count = 0
    private(set) var files: [File] = []
    /// Checksum lists, each with the folder whose files it names.
    private(set) var lists: [File] = []

    init(limits: FeedLimits) { self.limits = limits }

    /// Takes `path` in and forgets the files of the one before it, but not that they were seen.
    mutating func walk(_ path: String) throws {
        files = []
        lists = []
        let name = path.split(separator: "/").last.map(String.init) ?? path
        try visit(path, name: name, isGiven: true, depth: 0)
    }

    private mutating func visit(_ path: String, name: String, isGiven: Bool, depth: Int) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(operation: "open", path: path, code: errno) }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG || kind == S_IFDIR else {
            guard isGiven else { return }
            throw FileError(operation: "read", path: path, code: EINVAL)
        }
        guard seen.insert(Inode(device: UInt64(status.st_dev), number: UInt64(status.st_ino))).inserted else { return }
        if kind == S_IFREG {
            count += 1
            guard count <= limits.files else {
                throw FeedError("\(path): more than \(limits.files) files; give a smaller folder")
            }
            if name == Self.listName || name.hasSuffix("/" + Self.listName) {
                lists.append(File(path: path, name: name))
            } else if isGiven || !Self.isPaper(name) {
                files.append(File(path: path, name: name))
            }
            return
        }
        guard depth < limits.depth else {
            throw FeedError("\(path): folders nested deeper than \(limits.depth); give an inner folder")
        }
        for entry in try Self.entries(of: path) where !entry.hasPrefix(".") {
            try visit(
                "\(path)/\(entry)", name: isGiven ? entry : "\(name)/\(entry)", isGiven: false, depth: depth + 1)
        }
    }

    private static let listName = "SHA256SUMS"

    /// The checksum list in the folder of a file, if there is one.
    static func list(beside path: String) -> File? {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        return access(folder + listName, F_OK) == 0 ? File(path: folder + listName, name: listName) : nil
    }

    /// Whether a file is about the files beside it: `README.md`, `LICENSE`, `go.LICENSE.txt`.
    static func isPaper(_ name: String) -> Bool {
        let file = name.split(separator: "/").last ?? ""
        return file.split(separator: ".").contains { papers.contains($0.uppercased()) }
    }

    private static let papers: Set<String> = [
        "README", "LICENSE", "LICENCE", "COPYING", "NOTICE", "NOTICES", "CHANGELOG", "CONTRIBUTING", "SECURITY",
        "CODE_OF_CONDUCT",
    ]

    private static func entries(of path: String) throws -> [String] {
        guard let stream = opendir(path) else { throw FileError(operation: "list", path: path, code: errno) }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let record = readdir(stream) else {
                guard errno == 0 else { throw FileError(operation: "list", path: path, code: errno) }
                break
            }
            names.append(withUnsafeBytes(of: &record.pointee.d_name) { Array($0.prefix { $0 != 0 }) })
        }
        names.sort { $0.lexicographicallyPrecedes($1) }
        return names.map { String(decoding: $0, as: UTF8.self) }
    }
}
