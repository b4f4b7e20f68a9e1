/// Ranges of Maven and NuGet in interval notation: `[1.0,2.0)`, `(,1.0]`, `[1.0]`, and unions of them between commas.
///
/// A version alone is at least that version for NuGet. For Maven it is a mere recommendation that restricts nothing, so it
/// is refused here: an advisory that says so says nothing.
enum BracketRange {
    static func ranges(_ text: String, _ scheme: VersionScheme) throws(RangeError) -> VersionRanges {
        var text = try RangeText(text)
        var intervals: [VersionInterval] = []
        text.skipSpaces()
        while true {
            if text.take("[") {
                intervals.append(try interval(&text, isInclusive: true))
            } else if text.take("(") {
                intervals.append(try interval(&text, isInclusive: false))
            } else if scheme == .nuget, intervals.isEmpty {
                return try VersionRanges(scheme, [try minimum(&text)])
            } else {
                throw .malformed(text.rest, expected: "a bracket")
            }
            guard intervals.count <= VersionRanges.mostTerms else { throw .tooManyTerms }
            text.skipSpaces()
            if text.isAtEnd { return try VersionRanges(scheme, intervals) }
            // `[1,2),[3,4)`; NuGet has no unions, but the advisories of both are written so.
            if text.take(",") { text.skipSpaces() }
        }
    }

    private static func interval(_ text: inout RangeText, isInclusive: Bool) throws(RangeError) -> VersionInterval {
        let before = text.rest
        let lower = version(&text)
        let isPair = text.take(",")
        let upper = isPair ? version(&text) : lower
        let isUpperInclusive = text.take("]")
        guard isUpperInclusive || text.take(")") else { throw .malformed(text.rest, expected: "a closing bracket") }
        if !isPair {
            guard isInclusive, isUpperInclusive, !lower.isEmpty else {
                throw .malformed(before, expected: "one version between square brackets")
            }
            return .exactly(lower)
        }
        return VersionInterval(
            from: lower.isEmpty ? nil : VersionBound(lower, isInclusive: isInclusive),
            to: upper.isEmpty ? nil : VersionBound(upper, isInclusive: isUpperInclusive))
    }

    private static func version(_ text: inout RangeText) -> String {
        RangeText.trimmed(text.word { ",[]()".utf8.contains($0) })
    }

    /// NuGet's version alone, or a floating one such as `1.*`, whose least version is what counts.
    private static func minimum(_ text: inout RangeText) throws(RangeError) -> VersionInterval {
        let before = text.rest
        let version = RangeText.trimmed(text.word { $0 == UInt8(ascii: ",") })
        guard text.isAtEnd, !version.isEmpty else { throw .malformed(before, expected: "a version or an interval") }
        if version == "*" { return .everything }
        guard version.utf8.last == UInt8(ascii: "*") else { return .atLeast(version) }
        let base = version.dropLast()
        if base.utf8.last == .dot { return .atLeast(base + "0") }
        if base.utf8.last == .hyphen { return .atLeast(base + "0") }
        throw .malformed(version, expected: "a dot or a hyphen before the asterisk")
    }
}
