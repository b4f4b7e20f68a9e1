/// OSV documents of any database that has no feed of its own here.
struct GenericOSVFeed: OSVFeed {
    let name = "osv"
    let prefixes: [String] = []

    static let others: [any OSVFeed] = [
        AlmaLinuxFeed(), BitnamiFeed(), CleanStartFeed(), GHSAFeed(), GoFeed(), MaliciousFeed(), PyPAFeed(),
        RockyFeed(), UbuntuFeed(),
    ]

    func owns(_ start: OSVStart) -> Bool { start.isCertain && !Self.others.contains { $0.owns(start) } }
}
