/// One end of an interval of versions.
package struct VersionBound: Hashable, Sendable {
    package let version: String
    package let isInclusive: Bool

    package init(_ version: String, isInclusive: Bool) {
        self.version = version
        self.isInclusive = isInclusive
    }
}

/// Versions between two ends; an absent end is open to that side.
package struct VersionInterval: Hashable, Sendable, CustomStringConvertible {
    package let lower: VersionBound?
    package let upper: VersionBound?

    package init(from lower: VersionBound? = nil, to upper: VersionBound? = nil) {
        self.lower = lower
        self.upper = upper
    }

    static let everything = VersionInterval()

    static func atLeast(_ version: String) -> Self { Self(from: VersionBound(version, isInclusive: true)) }
    static func above(_ version: String) -> Self { Self(from: VersionBound(version, isInclusive: false)) }
    static func atMost(_ version: String) -> Self { Self(to: VersionBound(version, isInclusive: true)) }
    static func below(_ version: String) -> Self { Self(to: VersionBound(version, isInclusive: false)) }
    static func exactly(_ version: String) -> Self { .between(version, version, isUpperInclusive: true) }

    static func between(_ lower: String, _ upper: String, isUpperInclusive: Bool = false) -> Self {
        Self(from: VersionBound(lower, isInclusive: true), to: VersionBound(upper, isInclusive: isUpperInclusive))
    }

    /// In the notation of Maven: `[1.0,2.0)`.
    package var description: String {
        (lower.map { ($0.isInclusive ? "[" : "(") + $0.version } ?? "(") + ","
            + (upper.map { $0.version + ($0.isInclusive ? "]" : ")") } ?? ")")
    }
}

/// Why a text is no range of versions.
package enum RangeError: Error, Equatable, CustomStringConvertible {
    case tooLong(Int)
    case tooManyTerms
    /// What could not be read, and what has to stand in its place.
    case malformed(String, expected: String)
    case version(String, VersionRefusal)

    package var description: String {
        switch self {
        case .tooLong(let count): "the range has \(count) bytes; at most \(VersionRanges.longestText) are read"
        case .tooManyTerms: "the range has more than \(VersionRanges.mostTerms) terms"
        case .malformed(let text, let expected): "\(expected) expected in the range, not '\(text)'"
        case .version(let version, let refusal): "the version '\(version)' of a range: \(refusal)"
        }
    }
}
