/// All wants of all cataloguers, arranged so that one path is matched with a few hash look-ups.
struct WantIndex: Sendable {
    struct Match: Sendable {
        /// Index into the list of cataloguers.
        let cataloguer: Int
        let limit: Int
    }

    private struct Rule: Sendable {
        let match: Match
        /// The literal the rule is filed under.
        let literal: [UInt8]
        /// The whole pattern, where the literal is only part of it.
        let glob: PathGlob?
    }

    private var byPath: [UInt64: [Rule]] = [:]
    private var byName: [UInt64: [Rule]] = [:]
    private var bySuffix: [UInt64: [Rule]] = [:]
    private var prefixes: [Rule] = []
    private var globs: [Rule] = []
    private var byContent: [[Match]]

    init(_ cataloguers: [any Cataloguer]) {
        byContent = Array(repeating: [], count: FileKind.allCases.count)
        for (index, cataloguer) in cataloguers.enumerated() {
            for want in cataloguer.wants { add(want, Match(cataloguer: index, limit: want.limit)) }
        }
    }

    private mutating func add(_ want: Want, _ match: Match) {
        switch want.pattern {
        case .path(let path): file(match, path, nil, under: \.byPath)
        case .name(let name): file(match, name, nil, under: \.byName)
        case .suffix(let suffix): file(match, suffix.lowercased(), nil, under: \.bySuffix)
        case .prefix(let prefix): prefixes.append(Rule(match: match, literal: Array(prefix.utf8), glob: nil))
        case .content(let kind): byContent[Int(kind.rawValue)].append(match)
        case .glob(let text):
            let glob = PathGlob(text)
            let last = text.split(separator: "/").last.map(String.init) ?? text
            if !last.contains("*") {
                file(match, last, glob, under: \.byName)
            } else if let star = last.lastIndex(of: "*"), let dot = last[star...].firstIndex(of: ".") {
                file(match, last[dot...].lowercased(), glob, under: \.bySuffix)
            } else {
                // Filed under its longest literal folder, which the path has to contain.
                let folder = text.split(separator: "/").filter { !$0.contains("*") }.max { $0.count < $1.count } ?? ""
                globs.append(Rule(match: match, literal: Array(folder.utf8), glob: glob))
            }
        }
    }

    private mutating func file(
        _ match: Match, _ literal: String, _ glob: PathGlob?, under list: WritableKeyPath<WantIndex, [UInt64: [Rule]]>
    ) {
        let bytes = Array(literal.utf8)
        let hash = bytes.withUnsafeBytes { PathTable.hash($0) }
        self[keyPath: list][hash, default: []].append(Rule(match: match, literal: bytes, glob: glob))
    }

    /// Matches by content kind.
    func matches(_ kind: FileKind) -> [Match] { byContent[Int(kind.rawValue)] }

    /// Appends every match of a path, at most one for each cataloguer.
    func match(_ path: UnsafeRawBufferPointer, into found: inout [Match]) {
        var nameStart = path.count
        while nameStart > 0, path[nameStart - 1] != UInt8(ascii: "/") { nameStart -= 1 }
        let name = UnsafeRawBufferPointer(rebasing: path[nameStart...])

        func add(_ rules: [Rule]?, _ literal: UnsafeRawBufferPointer) {
            guard let rules else { return }
            for rule in rules where rule.literal.elementsEqual(literal) {
                if let glob = rule.glob, !glob.matches(path) { continue }
                if !found.contains(where: { $0.cataloguer == rule.match.cataloguer }) { found.append(rule.match) }
            }
        }
        add(byPath[PathTable.hash(path)], path)
        add(byName[PathTable.hash(name)], name)
        if name.count <= 255 {
            // Suffixes start at a dot; a name may have several.
            withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { lower in
                for (index, byte) in name.enumerated() {
                    lower[index] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
                }
                for index in 0..<name.count where name[index] == UInt8(ascii: ".") {
                    let suffix = UnsafeRawBufferPointer(
                        rebasing: UnsafeRawBufferPointer(lower)[index..<name.count])
                    add(bySuffix[PathTable.hash(suffix)], suffix)
                }
            }
        }
        for rule in prefixes where rule.literal.count <= name.count {
            if name.starts(with: rule.literal) {
                if !found.contains(where: { $0.cataloguer == rule.match.cataloguer }) { found.append(rule.match) }
            }
        }
        for rule in globs where Self.contains(path, folder: rule.literal) {
            if let glob = rule.glob, glob.matches(path),
                !found.contains(where: { $0.cataloguer == rule.match.cataloguer })
            {
                found.append(rule.match)
            }
        }
    }

    /// Whether a folder of the path has this name; an empty name is had by all.
    private static func contains(_ path: UnsafeRawBufferPointer, folder: [UInt8]) -> Bool {
        guard let first = folder.first else { return true }
        var start = 0
        while start + folder.count < path.count {
            if path[start] == first, path[start + folder.count] == UInt8(ascii: "/"),
                UnsafeRawBufferPointer(rebasing: path[start..<start + folder.count]).elementsEqual(folder)
            {
                return true
            }
            while start < path.count, path[start] != UInt8(ascii: "/") { start += 1 }
            start += 1
        }
        return false
    }
}

/// A path pattern: `*` stands for any bytes within a segment, `**` for any number of segments.
struct PathGlob: Sendable {
    private enum Part: Sendable {
        case segment([UInt8])
        case anySegments
    }

    private let parts: [Part]

    init(_ text: String) {
        parts = text.split(separator: "/").map { $0 == "**" ? .anySegments : .segment(Array($0.utf8)) }
    }

    func matches(_ path: UnsafeRawBufferPointer) -> Bool { matches(path, from: 0, part: 0) }

    private func matches(_ path: UnsafeRawBufferPointer, from start: Int, part: Int) -> Bool {
        guard part < parts.count else { return start > path.count }
        switch parts[part] {
        case .anySegments:
            var position = start
            while position <= path.count {
                if matches(path, from: position, part: part + 1) { return true }
                while position < path.count, path[position] != UInt8(ascii: "/") { position += 1 }
                position += 1
            }
            // `**` at the end stands for at least one segment.
            return part == parts.count - 1 && start < path.count
        case .segment(let pattern):
            guard start <= path.count else { return false }
            var end = start
            while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
            guard Self.matches(UnsafeRawBufferPointer(rebasing: path[start..<end]), pattern) else { return false }
            return matches(path, from: end + 1, part: part + 1)
        }
    }

    /// Linear: on a mismatch only the last star takes one byte more.
    private static func matches(_ text: UnsafeRawBufferPointer, _ pattern: [UInt8]) -> Bool {
        var index = 0
        var cursor = 0
        var star: (pattern: Int, text: Int)?
        while index < text.count {
            if cursor < pattern.count, pattern[cursor] == UInt8(ascii: "*") {
                star = (cursor, index)
                cursor += 1
            } else if cursor < pattern.count, pattern[cursor] == text[index] {
                cursor += 1
                index += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                cursor = last.pattern + 1
                index = last.text + 1
            } else {
                return false
            }
        }
        while cursor < pattern.count, pattern[cursor] == UInt8(ascii: "*") { cursor += 1 }
        return cursor == pattern.count
    }
}
