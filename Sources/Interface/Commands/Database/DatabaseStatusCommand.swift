internal import Advisories
package import ArgumentParser
internal import Content
internal import Signing

/// `obryza db status`: what a database holds and whether it can be relied on.
package struct DatabaseStatusCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the advisory database holds, its age and whether it is whole.",
        discussion: """
            Reads and checks every byte, and the signature where --trusted-key is given. Of a database that `obryza db update` keeps, also how current each feed is. A \
            database past its day, a damaged one, and one that lacks a feed of its list give exit code 3.

            EXAMPLES
              obryza db status
              obryza db status --db advisories.db --trusted-key security.pub

            \(ExitStatus.discussion)
            """)

    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case text, json }

    @OptionGroup package var location: DatabaseLocation

    @Option(name: [.short, .long], help: "text or json.")
    package var format: Format = .text

    package init() {}

    /// Who vouches for the database. `open` has refused one that a key is asked for and that lacks its signature.
    private func signature(_ database: AdvisoryDatabase) throws -> String {
        let keys = try location.trust.keys()
        let envelope = try DatabaseSignature.beside(location.resolved)
        guard !keys.isEmpty else { return DatabaseSignature.description(envelope) }
        let file = try UpdateCache.measure(location.resolved)?.digest
        let signers = try DatabaseSignature.verify(
            envelope, of: location.resolved, content: database.digest, file: file, keys: keys)
        return "valid, by key \(signers.map { String($0.keyID.prefix(16)) }.joined(separator: ", "))"
    }

    package func run() async throws {
        try await Failure.reporting("db status") {
            let database = try location.open()
            try database.checkAll()
            let cache = CacheOfDatabase(location.resolved, database.digest)
            let now = Clock.now
            let isStale = now > database.validUntil
            let size = database.size
            if format == .json {
                let ages = cache.flatMap { cache in
                    cache.feeds.isEmpty
                        ? nil
                        : FeedAges(
                            cache.feeds, now: now,
                            lifetime: database.validUntil.seconds - database.created.seconds)
                }
                try Console.write(
                    DatabaseStatusJSON(
                        path: location.resolved, database: database, signature: try signature(database), now: now,
                        from: cache?.from, feeds: cache?.feeds ?? [], ages: ages
                    ).bytes())
                if let ages, !ages.areComplete { return .unknown }
                return isStale ? .unknown : .passed
            }
            var text = "\(location.resolved)\n"
            if let from = cache?.from { text += "from        \(Table.printable(from))\n" }
            text += "digest      \(database.digest)\n"
            text += "signature   " + Table.printable(try signature(database)) + "\n"
            text += "data of     \(database.created.text) (\(FeedAges.age(of: database.created, now: now)))\n"
            text += "valid until \(database.validUntil.text)\(isStale ? " (over)" : "")\n"
            text += "advisories  \(size.advisories)\nflaws       \(size.flaws)\npackages    \(size.packages)\n"
            text += "entries     \(size.entries)\n\n"
            var table = Table(["FEED", "DOCUMENTS", "SKIPPED", "NEWEST"])
            for source in try DatabaseProvenance(database.provenance).sources {
                table.append([
                    source.name, "\(source.documents)", "\(source.skipped)", source.newest?.day ?? "-",
                ])
            }
            text += table.render(width: Console.width)
            text += "\necosystems  "
            text += Table.wrapped(
                database.knownEcosystems.map(\.description).joined(separator: ", "), indent: 12, width: Console.width)
            var isComplete = true
            if let cache, !cache.feeds.isEmpty {
                let ages = FeedAges(
                    cache.feeds, now: now, lifetime: database.validUntil.seconds - database.created.seconds)
                text += "\n\n" + ages.table(width: Console.width)
                for feed in cache.feeds {
                    if let failure = feed.failure { text += Table.printable("\(feed.name): \(failure)") + "\n" }
                }
                isComplete = ages.areComplete
                if !isComplete { Console.narrate("unknown: not every feed is there and young enough") }
            }
            try Console.write(text + "\n")
            return isStale || !isComplete ? .unknown : .passed
        }
    }
}

/// What the cache that a database lies in knows of it.
struct CacheOfDatabase {
    /// An address, a path or a reference; else it was built from the feeds.
    let from: String
    /// Those it was built from.
    let feeds: [UpdateState.Feed]

    /// - Returns: `nil` when the database lies in no cache, or is another than its cache knows.
    init?(_ path: String, _ digest: Digest) {
        guard path.hasSuffix("/" + UpdateCache.databaseName) || path == UpdateCache.databaseName else { return nil }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let state: UpdateState
        do {
            guard let read = try UpdateState.read(UpdateCache(folder)) else { return nil }
            state = read
        } catch {
            Console.narrate("note: \(Table.printable("\(error)")); the age of each feed is not known")
            return nil
        }
        guard let database = state.database, database.digest == digest.description else { return nil }
        from = database.from ?? "\(state.feeds.count) feeds"
        feeds = database.from == nil ? state.feeds : []
    }
}
