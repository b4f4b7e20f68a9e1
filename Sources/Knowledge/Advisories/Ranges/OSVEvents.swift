/// One event of a range of an OSV document (schema 1.7.5, `affected[].ranges[].events[]`).
package enum OSVEvent: Sendable, Equatable {
    /// `"0"` is before every version.
    case introduced(String)
    case fixed(String)
    case lastAffected(String)
    /// `"*"` is no limit.
    case limit(String)
}

extension VersionRanges {
    /// The affected versions of one range: the events in the order of their versions, whatever order they are written in.
    ///
    /// The schema leaves open what events of one version mean together. Where versions before are affected, a fix ends that
    /// and an introduction begins anew; where they are not, a version that is introduced and fixed at once is not affected,
    /// and one that is introduced and the last affected is affected alone.
    ///
    /// - Throws: `RangeError.version` for an event whose version the scheme cannot order.
    package init(_ scheme: VersionScheme, osv events: [OSVEvent]) throws(RangeError) {
        guard events.count <= Self.mostTerms else { throw .tooManyTerms }
        var points: [Point] = []
        var limits: [VersionInterval] = []
        for event in events {
            switch event {
            case .introduced("0"): points.append(Point(version: nil, isIntroduced: true))
            case .introduced(let version): points.append(Point(version: version, isIntroduced: true))
            case .fixed(let version): points.append(Point(version: version, isFixed: true))
            case .lastAffected(let version): points.append(Point(version: version, isLast: true))
            case .limit("*"): limits.append(.everything)
            case .limit(let version): limits.append(.below(version))
            }
        }
        for point in points {
            guard let version = point.version, let refusal = scheme.refusal(of: version) else { continue }
            throw .version(String(version.prefix(80)), refusal)
        }
        let limit = try VersionRanges(scheme, limits.isEmpty ? [.everything] : limits)
        let affected = try VersionRanges(scheme, Self.intervals(Self.merged(points, scheme)))
        self = affected.intersection(limit)
    }

    /// What happens at one version.
    private struct Point {
        var version: String?
        var isIntroduced = false
        var isFixed = false
        var isLast = false
    }

    private static func merged(_ points: [Point], _ scheme: VersionScheme) -> [Point] {
        func order(_ a: Point, _ b: Point) -> VersionOrder {
            guard let left = a.version, let right = b.version else {
                return VersionOrder(a.version == nil ? 0 : 1, b.version == nil ? 0 : 1)
            }
            return scheme.order(left, right)
        }
        var merged: [Point] = []
        for point in points.sorted(by: { order($0, $1) == .less }) {
            guard let last = merged.last, order(last, point) == .equal else {
                merged.append(point)
                continue
            }
            merged[merged.count - 1] = Point(
                version: last.version, isIntroduced: last.isIntroduced || point.isIntroduced,
                isFixed: last.isFixed || point.isFixed, isLast: last.isLast || point.isLast)
        }
        return merged
    }

    private static func intervals(_ points: [Point]) -> [VersionInterval] {
        var intervals: [VersionInterval] = []
        /// Where the affected versions begin, while the walk is among them.
        var start: VersionBound??
        for point in points {
            guard let version = point.version else {
                start = .some(nil)
                continue
            }
            let here = VersionBound(version, isInclusive: true)
            let wasAffected = start != nil
            if let lower = start, point.isFixed || point.isLast {
                intervals.append(
                    VersionInterval(from: lower, to: VersionBound(version, isInclusive: !point.isFixed)))
                start = nil
            }
            guard point.isIntroduced, start == nil else { continue }
            if wasAffected {
                start = .some(here)
                if point.isFixed, point.isLast {
                    intervals.append(VersionInterval(from: here, to: here))
                    start = nil
                }
            } else if !point.isFixed {
                if point.isLast {
                    intervals.append(VersionInterval(from: here, to: here))
                } else {
                    start = .some(here)
                }
            }
        }
        if let lower = start { intervals.append(VersionInterval(from: lower)) }
        return intervals
    }
}
