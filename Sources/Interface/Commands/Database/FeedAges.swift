internal import Advisories

/// How current each feed of a cache is.
struct FeedAges {
    enum Standing: String {
        case fresh
        /// The last update did not bring it; the copy from before still counts.
        case behind
        /// The copy is older than the lifetime of the database.
        case stale
        case missing
    }

    private let feeds: [UpdateState.Feed]
    private let now: Timestamp
    private let lifetime: Int64

    /// - Parameter lifetime: seconds.
    init(_ feeds: [UpdateState.Feed], now: Timestamp, lifetime: Int64) {
        self.feeds = feeds
        self.now = now
        self.lifetime = lifetime
    }

    func standing(_ feed: UpdateState.Feed) -> Standing {
        guard let copy = feed.copy else { return .missing }
        let (end, isNever) = copy.checked.seconds.addingReportingOverflow(lifetime)
        if !isNever, now.seconds > end { return .stale }
        return feed.failure == nil ? .fresh : .behind
    }

    /// Whether every feed is there and young enough.
    var areComplete: Bool { feeds.allSatisfy { [.fresh, .behind].contains(standing($0)) } }

    func table(width: Int) -> String {
        var table = Table(["FEED", "STANDING", "ASKED", "FETCHED", "RECORDS", "NEWEST"])
        for feed in feeds {
            table.append([
                feed.name, standing(feed).rawValue, feed.copy.map { Self.age(of: $0.checked, now: now) } ?? "-",
                feed.copy.map { Self.age(of: $0.fetched, now: now) } ?? "-",
                feed.copy.map { "\($0.records)" } ?? "-", feed.copy?.newest?.day ?? "-",
            ])
        }
        return table.render(width: width)
    }

    /// `3 days ago`, in the largest unit that is not none.
    static func age(of time: Timestamp, now: Timestamp) -> String {
        let seconds = max(0, now.seconds - time.seconds)
        for (unit, size) in [("day", Int64(86400)), ("hour", 3600), ("minute", 60)] where seconds >= size {
            let count = seconds / size
            return "\(count) \(unit)\(count == 1 ? "" : "s") ago"
        }
        return "now"
    }
}
