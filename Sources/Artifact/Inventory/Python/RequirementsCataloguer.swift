import Content

/// `requirements*.txt` of pip (pip documentation, "Requirements File Format").
///
/// Files that it includes are read in their own right.
package struct RequirementsCataloguer: Cataloguer {
    package static let name = "python-requirements"

    package init() {}

    package let wants: [Want] = [
        .glob("**/*requirements*.txt", limit: 8 << 20), .glob("**/requirements/*.txt", limit: 8 << 20),
    ]

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        for line in Self.logicalLines(file.text) {
            guard let (requirement, digests) = Self.parse(line) else { continue }
            var qualifiers: [String: String] = [:]
            if let url = requirement.url {
                let isRepository = ["git+", "hg+", "svn+", "bzr+"].contains { url.hasPrefix($0) }
                if isRepository {
                    qualifiers["vcs_url"] = url
                } else if !url.hasPrefix("file:") {
                    qualifiers["download_url"] = url
                }
            }
            let version = requirement.pinned ?? ""
            var component = PythonName.component(
                requirement.name, version: version, presence: .declared, qualifiers: qualifiers)
            component.realm = file.path
            component.digests = digests.sorted()
            if let marker = requirement.marker { component.properties["marker"] = marker }
            component.evidence = [
                Evidence(
                    path: file.path, technique: .manifestAnalysis, confidence: version.isEmpty ? 0.5 : 0.9,
                    detail: String(line.prefix(120)))
            ]
            yield.component(component)
        }
    }

    /// Lines with continuations joined and comments removed.
    static func logicalLines(_ text: String) -> [String] {
        var lines: [String] = []
        var pending = ""
        for raw in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var line = Substring(raw)
            if let hash = comment(in: line) { line = line[..<hash] }
            let continues = line.utf8.last == UInt8(ascii: "\\")
            if continues { line = line.dropLast() }
            pending += line
            if continues {
                pending += " "
                continue
            }
            lines.append(pending)
            pending = ""
        }
        if !pending.isEmpty { lines.append(pending) }
        return lines
    }

    /// A hash sign at the start or after white space; elsewhere it is part of a URL.
    private static func comment(in line: Substring) -> Substring.Index? {
        var previous: UInt8 = 0x20
        for index in line.utf8.indices {
            let byte = line.utf8[index]
            if byte == UInt8(ascii: "#"), previous == 0x20 || previous == 0x09 { return index }
            previous = byte
        }
        return nil
    }

    private static func parse(_ line: String) -> (PythonRequirement, [Digest])? {
        var digests: [Digest] = []
        var words: [Substring] = []
        for word in line.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
            if word.hasPrefix("--hash=") {
                if let digest = Digest(word.dropFirst(7)) { digests.append(digest) }
            } else if word.hasPrefix("--"), !words.isEmpty {
                continue
            } else {
                words.append(word)
            }
        }
        guard let first = words.first else { return nil }
        if first == "-e" || first == "--editable" || first.hasPrefix("--editable=") {
            words =
                first.hasPrefix("--editable=") ? [first.dropFirst(11)] + words.dropFirst() : Array(words.dropFirst())
        } else if first.hasPrefix("-") {
            return nil
        }
        guard let target = words.first else { return nil }
        // A bare URL names its package in the fragment, if at all.
        if target.utf8.contains(UInt8(ascii: "#")), let mark = target.lastIndex(of: "#"),
            target[..<mark].utf8.contains(UInt8(ascii: ":")), words.count == 1 || words[1] != "@"
        {
            for pair in target[target.index(after: mark)...].split(separator: "&") where pair.hasPrefix("egg=") {
                return PythonRequirement("\(pair.dropFirst(4)) @ \(target[..<mark])").map { ($0, digests) }
            }
            return nil
        }
        // Files and directories have no name of their own.
        guard !target.hasPrefix("."), !target.hasPrefix("/"), !target.utf8.starts(with: "file:".utf8) else {
            return nil
        }
        return PythonRequirement(words.joined(separator: " ")).map { ($0, digests) }
    }
}
