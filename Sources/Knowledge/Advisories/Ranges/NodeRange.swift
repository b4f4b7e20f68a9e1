/// Ranges of npm as node-semver reads them with `includePrerelease`: alternatives between `||`, terms between spaces all
/// hold; `^1.2`, `~1.2`, `1.x`, `1.2 - 2.3` and comparisons.
///
/// npm itself keeps pre-releases out of ranges that do not name them; an advisory's `< 2.0.0` means the plain order.
enum NodeRange {
    static func ranges(_ text: String) throws(RangeError) -> VersionRanges {
        var intervals: [VersionInterval] = []
        for alternative in try RangeText.alternatives(text) { intervals += try conjunction(alternative).intervals }
        return try VersionRanges(.npm, intervals)
    }

    private static func conjunction(_ text: String) throws(RangeError) -> VersionRanges {
        var text = try RangeText(text)
        var all = VersionRanges.everything(.npm)
        var terms = 0
        while true {
            // GitHub separates the terms of npm ranges with commas, too.
            text.skipSpaces()
            while text.take(",") { text.skipSpaces() }
            if text.isAtEnd { return all }
            terms += 1
            guard terms <= VersionRanges.mostTerms else { throw .tooManyTerms }
            let interval = try term(&text)
            all = all.intersection(try VersionRanges(.npm, interval.map { [$0] } ?? []))
        }
    }

    /// - Returns: `nil` for a term that no version meets.
    private static func term(_ text: inout RangeText) throws(RangeError) -> VersionInterval? {
        if text.take("^") { return caret(try version(&text)) }
        if text.take("~") {
            _ = text.take(">")
            return tilde(try version(&text))
        }
        let comparator = text.comparator()
        let version = try version(&text)
        guard let comparator else {
            var ahead = text
            ahead.skipSpaces()
            guard ahead.index > text.index, ahead.take("-"), ahead.peek()?.isSpace == true else {
                return among(version)
            }
            text = ahead
            return hyphen(version, try self.version(&text))
        }
        switch comparator {
        case .equal: return among(version)
        case .unequal: throw .malformed("!=", expected: "a comparison of npm")
        case .below where version.numbers.isEmpty, .above where version.numbers.isEmpty: return nil
        case .atLeast: return version.numbers.isEmpty ? .everything : .atLeast(version.filled("-0"))
        case .below: return .below(version.filled("-0"))
        case .above: return version.isFull ? .above(version.filled()) : .atLeast(version.next(version.numbers.count))
        case .atMost:
            if version.numbers.isEmpty { return .everything }
            return version.isFull ? .atMost(version.filled()) : .below(version.next(version.numbers.count))
        }
    }

    private static func version(_ text: inout RangeText) throws(RangeError) -> PartialVersion {
        while let byte = text.peek(), byte.isSpace || byte == UInt8(ascii: "v") || byte == UInt8(ascii: "=") {
            _ =
                text.take(" ") || text.take("v") || text.take("=") || text.take("\t") || text.take("\n")
                || text.take("\r") || text.take("\u{b}") || text.take("\u{c}")
        }
        let before = text.rest
        let word = text.word { $0.isSpace || $0 == UInt8(ascii: ",") }
        guard !word.isEmpty else { throw .malformed(before, expected: "a version") }
        return try PartialVersion(word)
    }

    /// A version, or all that agree with its numbers.
    private static func among(_ version: PartialVersion) -> VersionInterval {
        if version.isFull { return .exactly(version.filled()) }
        if version.numbers.isEmpty { return .everything }
        return .between(version.filled("-0"), version.next(version.numbers.count))
    }

    private static func caret(_ version: PartialVersion) -> VersionInterval {
        if version.numbers.isEmpty { return .everything }
        let isZero = Decimal.isZero(version.numbers[0])
        let lower = version.isFull && isZero && !version.hasPreRelease ? version.filled() + "-0" : version.filled("-0")
        return .between(lower, version.next(version.caretCount))
    }

    private static func tilde(_ version: PartialVersion) -> VersionInterval {
        version.numbers.isEmpty
            ? .everything : .between(version.filled(), version.next(min(2, version.numbers.count)))
    }

    private static func hyphen(_ from: PartialVersion, _ to: PartialVersion) -> VersionInterval {
        let lower = from.isFull && !from.hasPreRelease ? from.filled() + "-0" : from.filled("-0")
        let upper: VersionBound
        if to.numbers.isEmpty {
            return from.numbers.isEmpty ? .everything : .atLeast(lower)
        } else if to.isFull, to.hasPreRelease {
            upper = VersionBound(to.filled(), isInclusive: true)
        } else {
            upper = VersionBound(to.next(to.numbers.count), isInclusive: false)
        }
        return VersionInterval(from: from.numbers.isEmpty ? nil : VersionBound(lower, isInclusive: true), to: upper)
    }
}
