import Archive
import Content

/// The `%NAME%` sections of a file in pacman's local database: lines up to a blank one.
struct PacmanSections: Sendable {
    private var sections: [String: [String]] = [:]

    init(_ text: String) {
        var name: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                name = nil
            } else if let name {
                sections[name, default: []].append(String(line))
            } else if line.utf8.count > 2, line.hasPrefix("%"), line.hasSuffix("%") {
                name = String(line.dropFirst().dropLast())
            }
        }
    }

    /// Empty when the section is missing.
    subscript(name: String) -> [String] { sections[name] ?? [] }
}

/// Reads the compressed file list that pacman keeps of a package (mtree(5)).
enum PacmanTree {
    private static let limit = 128 << 20

    /// Regular files and links with their recorded digests, by path from the root.
    static func read(_ buffer: UnsafeRawBufferPointer) throws(ArchiveError) -> [String: Digest?] {
        let text =
            FileKind(start: buffer) == .gzip
            ? try Compression.inflate(buffer, limit: limit) : Array(buffer)
        var files: [String: Digest?] = [:]
        var defaultType = "file"
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " "))
            guard let first = words.first else { continue }
            var type: String?
            var digest: Digest?
            for word in words.dropFirst() {
                guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else { continue }
                let value = String(decoding: word[word.index(after: equals)...], as: UTF8.self)
                switch String(decoding: word[..<equals], as: UTF8.self) {
                case "type": type = value
                case "sha256digest", "sha256": digest = Digest(algorithm: .sha256, hex: value)
                case "md5digest", "md5": digest = digest ?? Digest(algorithm: .md5, hex: value)
                default: break
                }
            }
            if first.elementsEqual("/set".utf8) {
                defaultType = type ?? defaultType
                continue
            }
            guard first.starts(with: "./".utf8), (type ?? defaultType) != "dir" else { continue }
            let path = unescape(first.dropFirst(2))
            // `.PKGINFO`, `.INSTALL` and the like are not installed.
            if !path.hasPrefix(".") || path.contains("/") { files[path] = digest }
        }
        return files
    }

    /// Resolves `\ooo`.
    private static func unescape(_ text: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == UInt8(ascii: "\\"), text.endIndex - index >= 4 {
                let digits = text[index + 1...index + 3].map { Int($0) - 0x30 }
                if digits.allSatisfy({ 0...7 ~= $0 }) {
                    bytes.append(UInt8(truncatingIfNeeded: digits[0] << 6 | digits[1] << 3 | digits[2]))
                    index += 4
                    continue
                }
            }
            bytes.append(text[index])
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
