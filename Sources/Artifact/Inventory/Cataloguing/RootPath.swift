/// Arithmetic on paths from the root without a leading slash.
enum RootPath {
    /// `path` as seen from `directory`, with `.` and `..` resolved; a leading slash starts at the root.
    ///
    /// - Returns: `nil` when it would leave the root.
    static func join(_ directory: String, _ path: some StringProtocol) -> String? {
        var segments: [Substring] = path.hasPrefix("/") ? [] : directory.split(separator: "/")
        for segment in path.split(separator: "/") {
            switch segment {
            case ".": continue
            case "..": if segments.popLast() == nil { return nil }
            default: segments.append(Substring(segment))
            }
        }
        return segments.joined(separator: "/")
    }

    /// The path without its last segment; empty at the root.
    static func parent(_ path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
    }

    /// The last segment.
    static func name(_ path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.index(after: $0)...]) } ?? path
    }
}
