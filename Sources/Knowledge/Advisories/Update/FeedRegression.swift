/// A feed that is less than it was: a publisher's accident, or an attack that hides what is known.
package struct FeedRegression: Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        case shrunk(unit: String, count: Int, before: Int)
        case older(newest: Timestamp, before: Timestamp)
    }

    package var feed: String
    package var kind: Kind

    /// What a database says of a feed it was built from.
    package struct Extent: Sendable, Equatable {
        package var documents: Int
        /// `nil` in databases that do not say.
        package var records: Int?
        package var newest: Timestamp?

        package init(documents: Int, records: Int?, newest: Timestamp?) {
            self.documents = documents
            self.records = records
            self.newest = newest
        }
    }

    /// More than a tenth is gone.
    static func isShrunk(_ count: Int, before: Int) -> Bool {
        let (bound, isLarge) = before.multipliedReportingOverflow(by: 9)
        return isLarge ? count < before / 10 * 9 : count < bound / 10 + (bound % 10 > 0 ? 1 : 0)
    }

    /// By the name of the feed.
    package static func all(_ now: [String: Extent], before: [String: Extent]) -> [FeedRegression] {
        var found: [FeedRegression] = []
        for name in before.keys.sorted() {
            guard let old = before[name] else { continue }
            let new = now[name]
            if isShrunk(new?.documents ?? 0, before: old.documents) {
                found.append(
                    FeedRegression(
                        feed: name,
                        kind: .shrunk(unit: "documents", count: new?.documents ?? 0, before: old.documents)))
            } else if let records = new?.records, let earlier = old.records, isShrunk(records, before: earlier) {
                // Some feeds are one document, however much is in it.
                found.append(
                    FeedRegression(feed: name, kind: .shrunk(unit: "records", count: records, before: earlier)))
            } else if let newest = new?.newest, let earlier = old.newest, newest < earlier {
                found.append(FeedRegression(feed: name, kind: .older(newest: newest, before: earlier)))
            }
        }
        return found
    }

    package var description: String {
        switch kind {
        case .shrunk(let unit, let count, let before):
            "\(feed) has \(count) \(unit), \(before) before; --force takes it"
        case .older(let newest, let before):
            "the newest record of \(feed) is of \(newest.text), \(before.text) before; --force takes it"
        }
    }
}
