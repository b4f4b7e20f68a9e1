/// Requirements of Cargo (`semver::VersionReq`): terms between commas all hold; a version alone means `^`.
///
/// A pre-release is inside where it is ordered between the ends, which Cargo's resolver would want named; below the upper
/// end of `^`, `~` and `=` the pre-releases of the next version are outside.
enum CargoRequirement {
    static func ranges(_ text: String) throws(RangeError) -> VersionRanges {
        var all = VersionRanges.everything(.cargo)
        for part in try RangeText.parts(text, separatedBy: { $0.first == UInt8(ascii: ",") ? 1 : 0 }) {
            all = all.intersection(try VersionRanges(.cargo, [try term(RangeText.trimmed(part))]))
        }
        return all
    }

    private static func term(_ part: String) throws(RangeError) -> VersionInterval {
        var text = try RangeText(part)
        let isCaret = text.take("^")
        let isTilde = !isCaret && text.take("~")
        let comparator = isCaret || isTilde ? nil : text.comparator()
        text.skipSpaces()
        let version = try PartialVersion(text.word { _ in false })
        let count = version.numbers.count
        if count == 0 {
            guard comparator == nil, !isCaret, !isTilde else { throw .malformed(part, expected: "a version") }
            return .everything
        }
        switch comparator {
        case .atLeast: return .atLeast(version.filled())
        case .below: return .below(version.filled())
        case .above: return version.isFull ? .above(version.filled()) : .atLeast(version.next(count))
        case .atMost: return version.isFull ? .atMost(version.filled()) : .below(version.next(count))
        case .equal:
            return version.isFull ? .exactly(version.filled()) : .between(version.filled(), version.next(count))
        case .unequal: throw .malformed(part, expected: "a comparison of Cargo")
        case nil:
            if isTilde { return .between(version.filled(), version.next(min(2, count))) }
            // `1.*` is all of 1, even where the caret would stop elsewhere.
            let isWildcard = !isCaret && part.utf8.last.map { "*xX".utf8.contains($0) } == true
            return .between(version.filled(), version.next(isWildcard ? count : version.caretCount))
        }
    }
}
