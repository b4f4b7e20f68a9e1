package enum Feeds {
    /// Sorted by name; the first that recognises a file reads it.
    package static let all: [any Feed] = [
        AlmaLinuxFeed(),
        AlpineFeed(),
        BitnamiFeed(),
        CleanStartFeed(),
        FriendsOfPHPFeed(),
        GHSAFeed(),
        GoFeed(),
        MaliciousFeed(),
        GenericOSVFeed(),
        PyPAFeed(),
        RockyFeed(),
        RubySecFeed(),
        RustSecFeed(),
        UbuntuFeed(),
        DebianChangelogFeed(), DebianCVEFeed(), DebianAdvisoryFeed(team: .longTermSupport),
        DebianAdvisoryFeed(team: .security), DebianTrackerFeed(),
        AmazonUpdateInfoFeed(), CVEListFeed(), DebianChangelogFeed(), DebianCVEFeed(),
        DebianAdvisoryFeed(team: .longTermSupport), DebianAdvisoryFeed(team: .security), DebianTrackerFeed(),
        EndOfLifeFeed(), EPSSFeed(), KEVFeed(), NVDFeed(), RedHatCSAFFeed(), SUSECSAFFeed(), VulnrichmentFeed(),
    ]
}
