/// A line of the security tracker's text lists that tells how it is with a package:
/// `[codename] - package version (notes)`, `- package <tag> (notes)` (Debian security tracker, "Introduction to the
/// tracker's data files").
struct DebianListEntry: Equatable {
    enum State: Equatable {
        case fixed(String)
        case notAffected
        case unfixed
        case undetermined
        /// It has left the archive.
        case removed
        case endOfLife
        /// Affected, but not worth an advisory of its own.
        case noAdvisory
        case postponed
        case ignored
        /// Somebody intends to package it.
        case notPackaged
    }

    /// `nil` for the line of the package itself, which speaks of unstable.
    var codename: String?
    var package: String
    var state: State
    /// Between the parentheses: bug numbers, a severity, or the reason.
    var notes: [String]

    /// - Returns: `nil` for a line of another kind.
    /// - Throws: for a line that begins like one and is none.
    static func read(_ line: UnsafeRawBufferPointer) throws(FeedError) -> DebianListEntry? {
        guard let first = line.first(where: { $0 != 0x20 && $0 != 0x09 }),
            first == UInt8(ascii: "-") || first == UInt8(ascii: "[")
        else { return nil }
        guard line.count <= FeedText.longest * 2 else { throw FeedError("a line of \(line.count) bytes") }
        return try read(String(decoding: line, as: UTF8.self))
    }

    private static func read(_ line: String) throws(FeedError) -> DebianListEntry? {
        var rest = Substring(line).drop { $0 == " " || $0 == "\t" }
        func malformed() -> FeedError { FeedError("expected “[release] - package version”, found “\(line)”") }
        var codename: String?
        if rest.first == "[" {
            guard let close = rest.firstIndex(of: "]") else { throw malformed() }
            codename = String(rest[rest.index(after: rest.startIndex)..<close])
            rest = rest[rest.index(after: close)...].drop { $0 == " " || $0 == "\t" }
        }
        guard rest.first == "-" else { throw malformed() }
        rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
        let package = rest.prefix { $0 != " " && $0 != "\t" }
        rest = rest[package.endIndex...].drop { $0 == " " || $0 == "\t" }
        guard !package.isEmpty, !rest.isEmpty else { throw malformed() }

        let word = rest.prefix { $0 != " " && $0 != "\t" && $0 != "(" }
        let state: State
        switch word {
        case "<not-affected>": state = .notAffected
        case "<unfixed>": state = .unfixed
        case "<undetermined>": state = .undetermined
        case "<removed>": state = .removed
        case "<end-of-life>": state = .endOfLife
        case "<no-dsa>": state = .noAdvisory
        case "<postponed>": state = .postponed
        case "<ignored>": state = .ignored
        case "<itp>": state = .notPackaged
        case _ where !word.isEmpty && word.utf8.allSatisfy(isVersionByte): state = .fixed(String(word))
        default: throw malformed()
        }
        var notes: [String] = []
        if let open = rest[word.endIndex...].firstIndex(of: "("), let close = rest.lastIndex(of: ")"), open < close {
            notes = rest[rest.index(after: open)..<close].split(separator: ";").prefix(32)
                .map { String($0.drop { $0 == " " }) }
        }
        return DebianListEntry(codename: codename, package: String(package), state: state, notes: notes)
    }

    /// Debian policy 5.6.12
    private static func isVersionByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "~"), UInt8(ascii: ":"):
            true
        default: false
        }
    }

    /// How bad the security team finds it for Debian; `unimportant` says that it is no matter of security there.
    var severity: SeverityStatement? {
        for note in notes {
            switch note {
            case "low", "medium", "high": return SeverityStatement(.label, note)
            case "unimportant": return SeverityStatement(.label, "negligible")
            default: break
            }
        }
        return nil
    }

    /// The first bug of Debian's bug tracker that is named.
    var bug: Int? {
        for note in notes where note.hasPrefix("bug #") { return Int(note.dropFirst(5)) }
        return nil
    }

    /// What the line says of the package in a release; `nil` when it says nothing.
    func affected(in ecosystem: Ecosystem, date: Timestamp? = nil, notice: String = "") -> Affected? {
        var result = Affected(ecosystem, package, naming: .source)
        switch state {
        case .fixed(let version):
            result.ranges = [.before(version)]
            result.fix = Fix(.fixed, [version], date: date, notice: notice)
        case .notAffected: result.verdict = .unaffected
        case .undetermined: result.verdict = .underInvestigation
        case .unfixed, .removed, .noAdvisory: result.fix = Fix(.notFixed)
        case .endOfLife: result.fix = Fix(.endOfLife)
        case .postponed: result.fix = Fix(.deferred)
        case .ignored: result.fix = Fix(.willNotFix)
        case .notPackaged: return nil
        }
        if result.verdict == .affected, result.ranges.isEmpty { result.ranges = [.everything] }
        if let severity { result.severities = [severity] }
        return result
    }
}
