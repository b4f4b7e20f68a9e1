/// `go.mod` and `go.work` (Go modules reference, §go.mod files, §Workspaces).
struct GoModFile: Equatable {
    struct Requirement: Equatable {
        var path: String
        var version: String
        var isIndirect: Bool
    }

    struct Replacement: Equatable {
        var path: String
        /// `nil`: of every version.
        var version: String?
        var newPath: String
        /// `nil` for a directory.
        var newVersion: String?
    }

    var module: String?
    var goVersion: String?
    var toolchain: String?
    var requirements: [Requirement] = []
    var replacements: [Replacement] = []
    var exclusions: [Requirement] = []
    /// Directories of a workspace.
    var uses: [String] = []

    enum Failure: Error, Equatable, CustomStringConvertible {
        case malformed(line: Int)
        var description: String {
            switch self {
            case .malformed(let line): "line \(line) is no directive of a Go module file"
            }
        }
    }

    /// - Throws: `Failure` for the first line that a known directive does not allow; unknown directives are passed
    ///   over, as Go does in the files of dependencies.
    init(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        var block: String?
        var number = 0
        for line in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
            number += 1
            let (words, comment) = Self.words(line)
            guard let first = words.first else { continue }
            if let open = block {
                if first == ")" { block = nil } else { try add(open, words, comment, line: number) }
            } else if words.count >= 2, words[1] == "(" {
                block = first
            } else {
                try add(first, Array(words.dropFirst()), comment, line: number)
            }
        }
    }

    private mutating func add(
        _ directive: String, _ words: [String], _ comment: String, line: Int
    ) throws(Failure) {
        switch directive {
        case "module", "go", "toolchain", "use":
            guard let value = words.first else { throw .malformed(line: line) }
            switch directive {
            case "module": module = value
            case "go": goVersion = value
            case "toolchain": toolchain = value
            default: uses.append(value)
            }
        case "require", "exclude":
            guard words.count >= 2 else { throw .malformed(line: line) }
            let isIndirect = comment.split(separator: " ").first.map { $0 == "indirect" || $0 == "indirect;" } ?? false
            let requirement = Requirement(path: words[0], version: words[1], isIndirect: isIndirect)
            if directive == "require" { requirements.append(requirement) } else { exclusions.append(requirement) }
        case "replace":
            guard let arrow = words.firstIndex(of: "=>"), arrow == 1 || arrow == 2,
                words.count == arrow + 2 || words.count == arrow + 3
            else { throw .malformed(line: line) }
            replacements.append(
                Replacement(
                    path: words[0], version: arrow == 2 ? words[1] : nil, newPath: words[arrow + 1],
                    newVersion: words.count == arrow + 3 ? words[arrow + 2] : nil))
        default: break
        }
    }

    /// What is built in place of a module; a replacement of this very version comes first.
    func replacement(of path: String, version: String) -> Replacement? {
        replacements.last { $0.path == path && $0.version == version }
            ?? replacements.last { $0.path == path && $0.version == nil }
    }

    /// Words of a line and its comment; quotes hold a word together.
    private static func words(_ line: Slice<UnsafeRawBufferPointer>) -> (words: [String], comment: String) {
        var words: [String] = []
        var at = line.startIndex
        while at < line.endIndex {
            let byte = line[at]
            if byte <= 0x20 {
                at += 1
            } else if byte == UInt8(ascii: "/"), at + 1 < line.endIndex, line[at + 1] == UInt8(ascii: "/") {
                let comment = line[(at + 2)...].drop { $0 <= 0x20 }
                return (words, String(decoding: comment, as: UTF8.self))
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`") {
                let end = line[(at + 1)...].firstIndex(of: byte) ?? line.endIndex
                words.append(String(decoding: line[(at + 1)..<end], as: UTF8.self))
                at = min(end + 1, line.endIndex)
            } else {
                let end = line[at...].firstIndex { $0 <= 0x20 } ?? line.endIndex
                words.append(String(decoding: line[at..<end], as: UTF8.self))
                at = end
            }
        }
        return (words, "")
    }
}
