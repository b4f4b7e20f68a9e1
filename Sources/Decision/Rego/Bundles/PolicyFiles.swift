internal import Content

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#else
    private import Darwin
#endif

/// Why policies or documents could not be loaded.
package struct LoadingError: Error, Sendable, CustomStringConvertible {
    package var path: String
    package var reason: String

    package init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { "\(path): \(reason)" }
}

/// The files of a folder, by name and in order.
package enum PolicyFiles {
    package static let sizeLimit = 1 << 30
    private static let depthLimit = 64
    private static let countLimit = 200_000

    /// A file's place: as it is opened, and below the folder that was given.
    package struct Place: Sendable {
        package var path: String
        /// The folders between the root and the file.
        package var folders: [String]
        package var name: String
    }

    /// The regular files below a folder, or the one file. Links to files are followed, links to folders are not.
    ///
    /// - Parameter ignoring: Patterns of the shell (`*_test.rego`); what has a matching name is left out.
    package static func list(_ root: String, ignoring: [String] = []) throws -> [Place] {
        var status = stat()
        guard stat(root, &status) == 0 else { throw FileError(operation: "open", path: root, code: errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            let name = root.split(separator: "/").last.map(String.init) ?? root
            return [Place(path: root, folders: [], name: name)]
        }
        var found: [Place] = []
        try walk(root, [], ignoring, &found)
        return found
    }

    private static func walk(
        _ folder: String, _ folders: [String], _ ignoring: [String], _ found: inout [Place]
    ) throws {
        guard folders.count < depthLimit else { throw LoadingError(folder, "folders are nested too deep") }
        guard let stream = opendir(folder) else { throw FileError(operation: "open", path: folder, code: errno) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != "..", !ignoring.contains(where: { fnmatch($0, name, 0) == 0 }) {
                names.append(name)
            }
        }
        closedir(stream)
        for name in names.sorted() {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { throw FileError(operation: "read", path: path, code: errno) }
            if status.st_mode & S_IFMT == S_IFDIR {
                try walk(path, folders + [name], ignoring, &found)
                continue
            }
            guard stat(path, &status) == 0 else { throw FileError(operation: "read", path: path, code: errno) }
            guard status.st_mode & S_IFMT == S_IFREG else { continue }
            guard found.count < countLimit else { throw LoadingError(folder, "there are too many files") }
            found.append(Place(path: path, folders: folders, name: name))
        }
    }
}
