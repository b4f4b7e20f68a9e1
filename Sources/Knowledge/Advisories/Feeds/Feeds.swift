package enum Feeds {
    /// Sorted by name; the first that recognises a file reads it.
    package static let all: [any Feed] = [
        DebianChangelogFeed(), DebianCVEFeed(), DebianAdvisoryFeed(team: .longTermSupport),
        DebianAdvisoryFeed(team: .security), DebianTrackerFeed(),
    ]
}
