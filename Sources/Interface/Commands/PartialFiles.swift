internal import Glibc

/// The files through which documents are written: `NAME.PID.partial`, beside the place of each.
///
/// A program that is killed, or a machine that stops, leaves one behind; whoever writes that document next removes it.
enum PartialFiles {
    private static let ending = ".partial"

    static func name(of path: String, process: pid_t) -> String { "\(path).\(process)\(ending)" }

    /// Removes what processes that are no more left of `path`. Failing to changes nothing: the document is written
    /// under a name of its own.
    static func removeAbandoned(of path: String) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        while let record = readdir(stream) {
            let entry = withUnsafeBytes(of: &record.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let process = process(of: entry, name: name), kill(process, 0) != 0, errno == ESRCH else { continue }
            unlinkat(dirfd(stream), entry, 0)
        }
    }

    /// The process that wrote this partial file of `name`.
    static func process(of entry: String, name: String) -> pid_t? {
        guard entry.hasPrefix("\(name)."), entry.hasSuffix(ending),
            entry.utf8.count > name.utf8.count + 1 + ending.utf8.count
        else { return nil }
        let number = entry.dropFirst(name.count + 1).dropLast(ending.count)
        guard let process = pid_t(number), process > 1, String(process) == number else { return nil }
        return process
    }
}
