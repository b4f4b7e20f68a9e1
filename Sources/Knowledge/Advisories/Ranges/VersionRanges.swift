/// A set of versions in normal form: intervals that are sorted, not empty and apart from each other.
///
/// What comes in: ranges in the notation of an ecosystem (`RangeSyntax`) or the events of an OSV document. What goes out:
/// whether a version is inside. Every comparison is the scheme's own order, so that pre-releases are inside where they are
/// ordered between the ends, whatever a resolver would do with them.
package struct VersionRanges: Sendable, Equatable, CustomStringConvertible {
    package let scheme: VersionScheme
    package private(set) var intervals: [VersionInterval]

    /// Limits on what is read.
    package static let longestText = 64 << 10
    package static let mostTerms = 1024

    /// Whether a version is in the set.
    package enum Membership: Sendable { case inside, outside, unknown }

    /// The union of some intervals.
    ///
    /// - Throws: `RangeError.version` for an end that the scheme cannot order.
    package init(_ scheme: VersionScheme, _ intervals: [VersionInterval]) throws(RangeError) {
        guard intervals.count <= Self.mostTerms else { throw .tooManyTerms }
        for interval in intervals {
            for bound in [interval.lower, interval.upper] {
                guard let bound, let refusal = scheme.refusal(of: bound.version) else { continue }
                throw .version(String(bound.version.prefix(80)), refusal)
            }
        }
        self.scheme = scheme
        self.intervals = Self.normalized(intervals, scheme)
    }

    private init(scheme: VersionScheme, normalized intervals: [VersionInterval]) {
        self.scheme = scheme
        self.intervals = intervals
    }

    package static func everything(_ scheme: VersionScheme) -> Self { Self(scheme: scheme, normalized: [.everything]) }
    package static func nothing(_ scheme: VersionScheme) -> Self { Self(scheme: scheme, normalized: []) }

    package var isEmpty: Bool { intervals.isEmpty }

    package var description: String {
        intervals.isEmpty ? "nothing" : intervals.map(\.description).joined(separator: ",")
    }

    /// Whether a version is inside; unknown when the scheme cannot order it.
    package func membership(of version: String) -> Membership {
        guard scheme.refusal(of: version) == nil else { return .unknown }
        for interval in intervals where Self.contains(interval, version, scheme) { return .inside }
        return .outside
    }

    package func union(_ other: VersionRanges) -> VersionRanges {
        VersionRanges(scheme: scheme, normalized: Self.normalized(intervals + other.intervals, scheme))
    }

    package func intersection(_ other: VersionRanges) -> VersionRanges {
        var result: [VersionInterval] = []
        var i = 0
        var j = 0
        while i < intervals.count, j < other.intervals.count {
            let (a, b) = (intervals[i], other.intervals[j])
            let lower = Self.isLower(a.lower, b.lower, scheme) ? b.lower : a.lower
            let endsFirst = Self.endsFirst(a.upper, b.upper, scheme)
            let both = VersionInterval(from: lower, to: endsFirst ? a.upper : b.upper)
            if !Self.isEmpty(both, scheme) { result.append(both) }
            if endsFirst { i += 1 } else { j += 1 }
        }
        return VersionRanges(scheme: scheme, normalized: result)
    }

    /// The versions that are not in the set.
    package var complement: VersionRanges {
        var result: [VersionInterval] = []
        var lower: VersionBound?
        for interval in intervals {
            if let end = interval.lower {
                let gap = VersionInterval(from: lower, to: VersionBound(end.version, isInclusive: !end.isInclusive))
                if !Self.isEmpty(gap, scheme) { result.append(gap) }
            }
            guard let end = interval.upper else { return VersionRanges(scheme: scheme, normalized: result) }
            lower = VersionBound(end.version, isInclusive: !end.isInclusive)
        }
        result.append(VersionInterval(from: lower))
        return VersionRanges(scheme: scheme, normalized: result)
    }

    // MARK: Ends

    private static func contains(_ interval: VersionInterval, _ version: String, _ scheme: VersionScheme) -> Bool {
        if let lower = interval.lower {
            let order = scheme.order(version, lower.version)
            if order == .less || order == .equal && !lower.isInclusive { return false }
        }
        if let upper = interval.upper {
            let order = scheme.order(version, upper.version)
            if order == .greater || order == .equal && !upper.isInclusive { return false }
        }
        return true
    }

    private static func isEmpty(_ interval: VersionInterval, _ scheme: VersionScheme) -> Bool {
        guard let lower = interval.lower, let upper = interval.upper else { return false }
        switch scheme.order(lower.version, upper.version) {
        case .less: return false
        case .equal: return !(lower.isInclusive && upper.isInclusive)
        case .greater, .incomparable: return true
        }
    }

    /// Whether one lower end lets in more than another.
    private static func isLower(_ a: VersionBound?, _ b: VersionBound?, _ scheme: VersionScheme) -> Bool {
        guard let b else { return false }
        guard let a else { return true }
        let order = scheme.order(a.version, b.version)
        return order == .less || order == .equal && a.isInclusive && !b.isInclusive
    }

    /// Whether one upper end lets in less than another.
    private static func endsFirst(_ a: VersionBound?, _ b: VersionBound?, _ scheme: VersionScheme) -> Bool {
        guard let a else { return false }
        guard let b else { return true }
        let order = scheme.order(a.version, b.version)
        return order == .less || order == .equal && !a.isInclusive && b.isInclusive
    }

    /// Whether an interval that starts at `lower` overlaps or touches one that ends at `upper`.
    private static func joins(_ upper: VersionBound?, _ lower: VersionBound?, _ scheme: VersionScheme) -> Bool {
        guard let upper, let lower else { return true }
        let order = scheme.order(lower.version, upper.version)
        return order == .less || order == .equal && (lower.isInclusive || upper.isInclusive)
    }

    private static func normalized(_ intervals: [VersionInterval], _ scheme: VersionScheme) -> [VersionInterval] {
        let sorted = intervals.filter { !isEmpty($0, scheme) }.sorted { isLower($0.lower, $1.lower, scheme) }
        var result: [VersionInterval] = []
        for interval in sorted {
            guard let last = result.last, joins(last.upper, interval.lower, scheme) else {
                result.append(interval)
                continue
            }
            if endsFirst(last.upper, interval.upper, scheme) {
                result[result.count - 1] = VersionInterval(from: last.lower, to: interval.upper)
            }
        }
        return result
    }
}
