package import Content

/// What was read from folders of feeds.
package struct FeedReading: Sendable {
    /// Sorted by name.
    package var sources: [FeedSource] = []
    /// Files and members of archives that no feed recognises.
    package var unrecognised: [String] = []
    /// How many there are; the list is bounded.
    package var unrecognisedCount = 0
    /// Files that a checksum list names and that are not there.
    package var missing: [String] = []

    package init() {}

    package subscript(name: String) -> FeedSource? { sources.first { $0.name == name } }
}

/// What was read of one feed.
package struct FeedSource: Sendable {
    package struct File: Sendable, Equatable {
        /// Below the folder that was given.
        package var path: String
        /// SHA-256 of the file as it lies there.
        package var digest: Digest
        package var size: Int
        /// How many documents of this feed are in it.
        package var documents: Int
    }

    package var name: String
    package var files: [File] = []
    package var advisories: [Advisory] = []
    package var annotations: [Annotation] = []
    package var lifecycles: [Lifecycle] = []
    /// Advisories, annotations and lifecycles that were taken out, kept or not.
    package var records = 0
    package var skipped: [FeedYield.Skipped] = []
    /// How many there are; the list is bounded.
    package var skippedCount = 0
    /// The newest time that the records tell.
    package var newest: Timestamp?

    init(name: String) { self.name = name }

    mutating func take(_ yield: FeedYield, keepingRecords: Bool, limit: Int) {
        if keepingRecords {
            advisories += yield.advisories
            annotations += yield.annotations
            lifecycles += yield.lifecycles
        }
        records += yield.advisories.count + yield.annotations.count + yield.lifecycles.count
        if let time = yield.newest { newest = newest.map { max($0, time) } ?? time }
        for skipped in yield.skipped { skip(skipped.id, skipped.reason, limit: limit) }
    }

    mutating func skip(_ id: String, _ reason: String, limit: Int) {
        skippedCount += 1
        if skipped.count < limit { skipped.append(FeedYield.Skipped(id: id, reason: reason)) }
    }
}
