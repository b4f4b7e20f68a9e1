/// Lists of comparisons over any scheme, as GitHub's advisories write them: `>= 1.0, < 2.0`, terms between commas or
/// spaces all hold, alternatives stand between `||`; a version alone means equality and `*` everything.
enum ComparatorList {
    static func ranges(_ text: String, _ scheme: VersionScheme) throws(RangeError) -> VersionRanges {
        var intervals: [VersionInterval] = []
        var terms = 0
        for alternative in try RangeText.alternatives(text) {
            intervals += try conjunction(alternative, scheme, &terms).intervals
        }
        return try VersionRanges(scheme, intervals)
    }

    private static func conjunction(
        _ text: String, _ scheme: VersionScheme, _ terms: inout Int
    )
        throws(RangeError) -> VersionRanges
    {
        var text = try RangeText(text)
        var all = VersionRanges.everything(scheme)
        var isEmpty = true
        while true {
            text.skipSpaces()
            while text.take(",") { text.skipSpaces() }
            if text.isAtEnd { break }
            terms += 1
            guard terms <= VersionRanges.mostTerms else { throw .tooManyTerms }
            isEmpty = false
            let comparator = text.comparator()
            text.skipSpaces()
            let before = text.rest
            let version = text.word { $0.isSpace || $0 == UInt8(ascii: ",") }
            if version.isEmpty { throw .malformed(before, expected: "a version") }
            if version == "*", comparator == nil { continue }
            all = all.intersection(try VersionRanges(scheme, (comparator ?? .equal).intervals(version)))
        }
        if isEmpty { throw .malformed("", expected: "a comparison") }
        return all
    }
}

/// Requirements of RubyGems (`Gem::Requirement`): terms between commas all hold; a version alone means equality; `~> 2.2`
/// is at least 2.2 and below 3, the pre-releases of 3 excluded.
enum RubyRequirement {
    static func ranges(_ text: String) throws(RangeError) -> VersionRanges {
        var all = VersionRanges.everything(.rubygems)
        for part in try RangeText.parts(text, separatedBy: { $0.first == UInt8(ascii: ",") ? 1 : 0 }) {
            var term = try RangeText(RangeText.trimmed(part))
            let isPessimistic = term.take("~>")
            let comparator = isPessimistic ? nil : term.comparator()
            term.skipSpaces()
            let version = term.word { $0.isSpace }
            if version.isEmpty || !term.isAtEnd { throw .malformed(RangeText.trimmed(part), expected: "a requirement") }
            let intervals =
                isPessimistic
                ? [VersionInterval.between(version, "\(bumped(version)).A")] : (comparator ?? .equal).intervals(version)
            all = all.intersection(try VersionRanges(.rubygems, intervals))
        }
        return all
    }

    /// The release below which `~>` stays (`Gem::Version#bump`): the numbers before the first word, the last of them
    /// dropped, the one before incremented. `.A` behind it is below every other of its pre-releases.
    private static func bumped(_ version: String) -> String {
        var numbers: [String] = []
        for part in version.utf8.split(whereSeparator: { $0 == .dot || $0 == .hyphen }) {
            guard part.allSatisfy(\.isDigit) else { break }
            numbers.append(String(Substring(part)))
            // A hyphen starts a pre-release.
            if part.endIndex < version.endIndex, version.utf8[part.endIndex] == .hyphen { break }
        }
        if numbers.count > 1 { numbers.removeLast() }
        guard let last = numbers.popLast() else { return version }
        return (numbers + [Decimal.successor(last)]).joined(separator: ".")
    }
}
