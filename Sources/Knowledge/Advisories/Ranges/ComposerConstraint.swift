/// Constraints of Composer (`Composer\Semver\VersionParser::parseConstraints`): alternatives between `||` or `|`, terms
/// between commas or spaces all hold; `^1.2`, `~1.2`, `1.2.*`, `1.0 - 2.0` and comparisons.
///
/// As for Composer, `>=1.0` begins with the pre-releases of 1.0 and `^1.0` ends before those of 2.0. Unlike there, `<2.0`
/// follows the plain order and holds for `2.0-beta`, as in the other ecosystems.
enum ComposerConstraint {
    static func ranges(_ text: String) throws(RangeError) -> VersionRanges {
        var intervals: [VersionInterval] = []
        for alternative in try RangeText.alternatives(text, allowsSingle: true) {
            intervals += try conjunction(alternative).intervals
        }
        return try VersionRanges(.composer, intervals)
    }

    private static func conjunction(_ alternative: String) throws(RangeError) -> VersionRanges {
        var text = try RangeText(alternative)
        var all = VersionRanges.everything(.composer)
        var terms = 0
        while true {
            text.skipSpaces()
            while text.take(",") { text.skipSpaces() }
            if text.isAtEnd { break }
            terms += 1
            guard terms <= VersionRanges.mostTerms else { throw .tooManyTerms }
            all = all.intersection(try VersionRanges(.composer, try term(&text)))
        }
        if terms == 0 { throw .malformed(RangeText.trimmed(alternative), expected: "a constraint") }
        return all
    }

    private static func term(_ text: inout RangeText) throws(RangeError) -> [VersionInterval] {
        let isCaret = text.take("^")
        let isTilde = !isCaret && text.take("~")
        let comparator = isCaret || isTilde ? nil : text.comparator()
        text.skipSpaces()
        let before = text.rest
        let word = version(&text)
        if word.isEmpty { throw .malformed(before, expected: "a version") }
        if isCaret || isTilde {
            let numbers = Numbers(word)
            guard !numbers.leading.isEmpty, !numbers.hasPlaceholder else { throw .malformed(word, expected: "numbers") }
            let count =
                isCaret
                ? min(numbers.leading.prefix(2).prefix { Decimal.isZero($0) }.count + 1, numbers.leading.count)
                : max(1, numbers.leading.count - 1)
            return [.between(numbers.isStable ? word + "-dev" : word, numbers.next(count))]
        }
        guard let comparator else {
            var ahead = text
            ahead.skipSpaces()
            guard ahead.index > text.index, ahead.take("-"), ahead.peek()?.isSpace == true else { return among(word) }
            ahead.skipSpaces()
            text = ahead
            let end = version(&text)
            if end.isEmpty { throw .malformed(text.rest, expected: "a version") }
            let (from, to) = (Numbers(word), Numbers(end))
            let lower = from.isStable ? word + "-dev" : word
            let isPartial = to.leading.count < 3 && to.isStable
            return [
                isPartial ? .between(lower, to.next(to.leading.count)) : .between(lower, end, isUpperInclusive: true)
            ]
        }
        let isStable = Numbers(word).isStable && !word.hasPrefix("dev-")
        return comparator.intervals(comparator == .atLeast && isStable ? word + "-dev" : word)
    }

    /// A version without a stability flag, a reference and build metadata; a flag alone stands for everything.
    private static func version(_ text: inout RangeText) -> String {
        let word = text.word { $0.isSpace || $0 == UInt8(ascii: ",") }
        let bare = word.prefix { $0 != "@" && $0 != "#" }
        if bare.isEmpty { return word.isEmpty ? "" : "*" }
        return bare.hasPrefix("dev-") ? String(bare) : String(bare.prefix { $0 != "+" })
    }

    /// A version alone, or all versions that begin with the numbers before an asterisk.
    private static func among(_ word: String) -> [VersionInterval] {
        let numbers = Numbers(word)
        guard numbers.hasPlaceholder, numbers.isStable else { return [.exactly(word)] }
        if numbers.leading.isEmpty { return [.everything] }
        return [.between(numbers.leading.joined(separator: ".") + "-dev", numbers.next(numbers.leading.count))]
    }

    /// The numbers a version starts with.
    private struct Numbers {
        private(set) var leading: [String] = []
        /// Whether `x` or `*` stands for further numbers.
        private(set) var hasPlaceholder = false
        /// Whether nothing but numbers was written.
        private(set) var isStable = true

        init(_ word: String) {
            let text = word.first == "v" || word.first == "V" ? word.dropFirst() : Substring(word)
            for part in text.split(separator: ".", omittingEmptySubsequences: false) {
                if part == "x" || part == "X" || part == "*" {
                    hasPlaceholder = true
                } else if !part.isEmpty, part.utf8.allSatisfy(\.isDigit), !hasPlaceholder {
                    leading.append(String(part))
                } else {
                    // `2-beta` ends with a number that counts.
                    let digits = part.prefix { $0.isASCII && $0.isNumber }
                    if !digits.isEmpty, !hasPlaceholder, isStable { leading.append(String(digits)) }
                    isStable = false
                    break
                }
            }
        }

        /// The least version above all that agree in the first numbers.
        func next(_ count: Int) -> String {
            let kept = leading.prefix(max(1, count))
            return (kept.dropLast() + [Decimal.successor(kept.last ?? "0")]).joined(separator: ".") + "-dev"
        }
    }
}
