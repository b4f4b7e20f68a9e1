internal import Advisories
internal import Content
internal import Glibc
internal import Signing

/// Brings a cache up to date with what was fetched: feeds, database and what is known of both.
///
/// The database is replaced first, then the copies of the feeds, then the record of them: an update that is ended in
/// between leaves a good database, and copies that the next one fetches again.
struct FeedUpdate: Sendable {
    let cache: UpdateCache
    let now: Timestamp
    /// Seconds.
    let lifetime: Int64
    let isForced: Bool
    /// Signs what is built.
    let key: SigningKey?

    struct Outcome: Sendable {
        var status: ExitStatus
        var state: UpdateState
        /// What the user is told, besides the table of feeds.
        var messages: [String]
    }

    /// Whether the copies that the state names are there and whole.
    ///
    /// - Returns: by name; a copy that is damaged is as good as none.
    func known(_ state: UpdateState) throws -> [String: UpdateState.Feed] {
        var known: [String: UpdateState.Feed] = [:]
        for var feed in state.feeds {
            if let copy = feed.copy {
                let found = try UpdateCache.measure(cache.feed(copy.file))
                if found?.digest != copy.digest || found?.size != copy.size { feed.copy = nil }
            }
            known[feed.name] = feed
        }
        return known
    }

    /// - Parameters:
    ///   - fetches: of this update; feeds in `known` that are not among them stay as they are.
    ///   - known: what is at hand and belongs to the list of feeds.
    func apply(_ fetches: [FeedFetch], known: [String: UpdateState.Feed], state old: UpdateState) throws -> Outcome {
        var status = ExitStatus.passed
        var messages: [String] = []
        var feeds = known
        var inputs: [String: FeedAssembly.Input] = [:]
        var arrived: [String: UpdateState.Feed] = [:]
        for fetch in fetches {
            var feed = feeds[fetch.name] ?? UpdateState.Feed(name: fetch.name, url: fetch.url)
            feed.failure = nil
            switch fetch.outcome {
            case .unchanged(let time): feed.copy?.checked = time
            case .failed(let reason, let kind):
                feed.failure = reason
                status = status.combined(with: kind == .failed ? .failed : .unknown)
            case .new(let copy):
                arrived[fetch.name] = UpdateState.Feed(
                    name: fetch.name, url: fetch.url, target: fetch.target, copy: copy)
            }
            feeds[fetch.name] = feed
        }
        for feed in feeds.values {
            var input = FeedAssembly.Input(name: feed.name)
            if let copy = feed.copy {
                input.kept = (cache.feed(copy.file), copy.digest)
                input.before = FeedAssembly.Measure(records: copy.records, newest: copy.newest)
            }
            input.new = arrived[feed.name]?.copy.map { cache.arriving($0.file) }
            if input.kept != nil || input.new != nil { inputs[feed.name] = input }
        }
        defer { for feed in arrived.values { if let copy = feed.copy { unlink(cache.arriving(copy.file)) } } }
        let current = current(&messages)
        func outcome(_ feeds: [String: UpdateState.Feed], _ database: UpdateState.Database?) throws -> Outcome {
            var state = UpdateState()
            state.database = database
            state.feeds = feeds.values.sorted { $0.name < $1.name }
            try state.save(cache)
            return Outcome(status: status, state: state, messages: messages)
        }
        guard !inputs.isEmpty else {
            messages.append("no feed was had, now or before")
            status = status.combined(with: .unknown)
            return try outcome(feeds, old.database)
        }
        // Without news the data is what it was; only how current it is may have changed.
        if arrived.isEmpty, !isForced, let current, current.isBuiltFrom(inputs.values.compactMap { $0.kept }) {
            let created = current.madeOf(feeds.values)
            if created > current.database.created || key != nil {
                let redated = try AdvisoryDatabase.redated(
                    OpenFile.contents(of: cache.database, limit: 4 << 30), created: created, lifetime: lifetime)
                try install(redated.file)
                return try outcome(feeds, UpdateState.Database(digest: "\(redated.digest)", saved: now))
            }
            return try outcome(
                feeds, old.database ?? UpdateState.Database(digest: "\(current.database.digest)", saved: now))
        }
        var refused: [String: FeedAssembly.Refusal] = [:]
        let ordered = inputs.keys.sorted().compactMap { inputs[$0] }
        // As current as the feed that was asked for longest ago: which files are taken is not known before.
        let result = try FeedAssembly(ordered, isForced: isForced).build(
            created: now, lifetime: lifetime, refused: &refused)
        for (name, refusal) in refused.sorted(by: { $0.key < $1.key }) {
            feeds[name]?.failure = "refused: \(refusal)"
            status = status.combined(with: .failed)
        }
        guard let result else {
            messages.append("none of the feeds can be used; the database is left as it is")
            status = status.combined(with: .unknown)
            return try outcome(feeds, old.database)
        }
        for (name, reason) in result.lost { feeds[name]?.failure = "lost: \(reason)" }
        if !result.lost.isEmpty { status = status.combined(with: .unknown) }
        var taken = feeds
        for (name, measure) in result.measures {
            if refused[name] == nil, let feed = arrived[name] { taken[name] = feed }
            taken[name]?.copy?.records = measure.records
            taken[name]?.copy?.newest = measure.newest
        }
        for name in result.lost.keys where result.measures[name] == nil { taken[name]?.copy = nil }
        let built = try AdvisoryDatabase.redated(
            result.file, created: Self.created(taken.values) ?? now, lifetime: lifetime)
        if let current, !isForced {
            let regressions = FeedRegression.all(
                try DatabaseProvenance(AdvisoryDatabase(built.file).provenance).extents,
                before: try DatabaseProvenance(current.database.provenance).extents)
            guard regressions.isEmpty else {
                for regression in regressions { messages.append("error: \(regression)") }
                messages.append("the database is left as it is")
                status = status.combined(with: .failed)
                return try outcome(feeds, old.database)
            }
        }
        try install(built.file)
        for (name, feed) in arrived where refused[name] == nil {
            guard let copy = feed.copy else { continue }
            try FileSaving.move(cache.arriving(copy.file), to: cache.feed(copy.file))
        }
        if result.skipped > 0 { messages.append("\(result.skipped) records could not be read and are not used") }
        let outcome = try outcome(taken, UpdateState.Database(digest: "\(built.digest)", saved: now))
        try cache.keep(only: Set(taken.values.compactMap { $0.copy?.file }))
        return outcome
    }

    private func install(_ file: [UInt8]) throws {
        try cache.install(file, signature: try key.map { try DatabaseSignature.sign(file, with: $0) })
    }

    /// The time of the feed whose publisher was heard longest ago: the data as a whole is no more current than that.
    static func created(_ feeds: some Sequence<UpdateState.Feed>) -> Timestamp? {
        feeds.compactMap { $0.copy?.checked }.min()
    }

    /// The database at hand.
    private struct Current {
        let database: AdvisoryDatabase

        func isBuiltFrom(_ files: [(path: String, digest: Digest)]) -> Bool {
            guard let own = try? DatabaseProvenance(database.provenance).files else { return false }
            var other: [String: String] = [:]
            for file in files { other[file.path.split(separator: "/").last.map(String.init) ?? ""] = "\(file.digest)" }
            return own == other
        }

        func madeOf(_ feeds: some Sequence<UpdateState.Feed>) -> Timestamp {
            FeedUpdate.created(feeds) ?? database.created
        }
    }

    private func current(_ messages: inout [String]) -> Current? {
        do {
            let database = try AdvisoryDatabase(path: cache.database)
            try database.checkAll()
            return Current(database: database)
        } catch let error as FileError where error.isMissing {
            return nil
        } catch {
            messages.append("the database at hand cannot be used (\(error)); it is made anew")
            return nil
        }
    }
}
