internal import Advisories
internal import Content
internal import Glibc
internal import OCI
internal import RegistryClient
internal import Signing

/// One update of a cache, from wherever the data comes.
struct DatabaseUpdate: Sendable {
    let cache: UpdateCache
    let now: Timestamp
    /// Seconds.
    let lifetime: Int64
    let isForced: Bool
    /// Signs what is built here.
    var key: SigningKey?
    /// One of which must have signed a database from elsewhere; none are asked for when it is empty.
    var trusted: [VerificationKey] = []

    /// - Parameters:
    ///   - from: as the user wrote it.
    ///   - origins: the list of feeds; asked of publishers only.
    ///   - only: names of feeds; empty for all that are fetched without being asked for.
    func run(
        _ origin: UpdateOrigin, from: String, origins: [FeedOrigin], only: [String], downloader: Downloader,
        transfer: DatabaseTransfer
    ) async throws -> ExitStatus {
        let lock = try cache.lock()
        defer { withExtendedLifetime(lock) {} }
        let state = readState()
        switch origin {
        case .publishers:
            return try await publishers(origins, only: Set(only), downloader, state)
        case .mirror(let base):
            return try await mirror(MirrorFetcher(cache: cache, place: .web(downloader, base: base), now: now), state)
        case .mirrorFolder(let folder):
            return try await mirror(MirrorFetcher(cache: cache, place: .folder(folder), now: now), state)
        case .folder(let folder):
            return try await take(from: from, state) {
                DatabaseTransfer.Parcel(file: try Self.build(folder, lifetime: lifetime))
            }
        case .databaseFile(let path):
            return try await take(from: from, state) {
                DatabaseTransfer.Parcel(
                    file: try OpenFile.contents(of: path, limit: DatabaseIntake.limit),
                    signature: try DatabaseSignature.beside(path))
            }
        case .artifact(let reference):
            let parcel = try await transfer.pull(reference)
            return try await take(from: from, state) { parcel }
        case .databaseURL(let url): return try await database(at: url, downloader, state)
        }
    }

    private func readState() -> UpdateState {
        do {
            return try UpdateState.read(cache) ?? UpdateState()
        } catch {
            // Everything in it can be found out again.
            Console.narrate("note: \(Table.printable("\(error)")); every feed is fetched anew")
            return UpdateState()
        }
    }

    // MARK: Feeds

    private func publishers(
        _ origins: [FeedOrigin], only: Set<String>, _ downloader: Downloader, _ state: UpdateState
    ) async throws -> ExitStatus {
        let update = feedUpdate
        let atHand = try await BlockingWork.run { try update.known(state) }
        let wanted = origins.filter { only.contains($0.name) || $0.isDefault || atHand[$0.name] != nil }
        let asked = only.isEmpty ? wanted : wanted.filter { only.contains($0.name) }
        let names = Set(wanted.map(\.name))
        let known = atHand.filter { names.contains($0.key) }
        Console.narrate("asking \(asked.count) publishers")
        let fetches = await FeedFetcher(cache: cache, downloader: downloader, now: now).fetch(asked, known: known)
        return try await apply(fetches, known, state)
    }

    private func mirror(_ fetcher: MirrorFetcher, _ state: UpdateState) async throws -> ExitStatus {
        let update = feedUpdate
        let known = try await BlockingWork.run { try update.known(state) }
        let fetches = try await fetcher.fetch(known: known)
        let names = Set(fetches.map(\.name))
        return try await apply(fetches, known.filter { names.contains($0.key) }, state)
    }

    private var feedUpdate: FeedUpdate {
        FeedUpdate(cache: cache, now: now, lifetime: lifetime, isForced: isForced, key: key)
    }

    private func apply(
        _ fetches: [FeedFetch], _ known: [String: UpdateState.Feed], _ state: UpdateState
    ) async throws -> ExitStatus {
        let update = feedUpdate
        let outcome = try await BlockingWork.run { try update.apply(fetches, known: known, state: state) }
        Console.narrate(FeedAges(outcome.state.feeds, now: now, lifetime: lifetime).table(width: 100))
        for feed in outcome.state.feeds {
            if let failure = feed.failure { Console.narrate(Table.printable("\(feed.name): \(failure)")) }
        }
        for message in outcome.messages { Console.narrate(Table.printable(message)) }
        Console.narrate(lastGood)
        return outcome.status
    }

    /// What is at hand, in a line.
    var lastGood: String {
        do {
            let database = try AdvisoryDatabase(path: cache.database)
            let age = FeedAges.age(of: database.created, now: now)
            let end = now > database.validUntil ? "past its day: answers are unknown" : "valid until"
            return "\(cache.database): data of \(database.created.text) (\(age)), \(end)"
                + (now > database.validUntil ? "" : " \(database.validUntil.text)") + ", \(database.digest)"
        } catch let error as FileError where error.isMissing {
            return "\(cache.database): there is no database yet"
        } catch {
            return Table.printable("\(cache.database): \(error)")
        }
    }

    // MARK: Finished databases

    private func database(at url: String, _ downloader: Downloader, _ state: UpdateState) async throws -> ExitStatus {
        let path = cache.arriving("." + UpdateCache.databaseName)
        switch try await downloader.fetch(
            url, known: validators(of: url, state), to: path, limit: Int64(DatabaseIntake.limit))
        {
        case .unchanged:
            Console.narrate("\(url): not changed")
            Console.narrate(lastGood)
            let database = try AdvisoryDatabase(path: cache.database)
            if !trusted.isEmpty {
                // It may have been taken when no key was asked for.
                try DatabaseSignature.verify(
                    DatabaseSignature.beside(cache.database), of: cache.database, content: database.digest, file: nil,
                    keys: trusted)
            }
            return database.validUntil < now ? .unknown : .passed
        case .fetched(let validators):
            defer { unlink(path) }
            let signature = try await signature(of: url, downloader)
            return try await take(from: url, state, validators) {
                DatabaseTransfer.Parcel(
                    file: try OpenFile.contents(of: path, limit: DatabaseIntake.limit), signature: signature)
            }
        }
    }

    /// Of the database at hand, if it is whole and came from the address.
    private func validators(of url: String, _ state: UpdateState) throws -> DownloadValidators {
        guard !isForced, let known = state.database, known.from == url else { return DownloadValidators() }
        do {
            let database = try AdvisoryDatabase(path: cache.database)
            try database.checkAll()
            return known.digest == "\(database.digest)" ? known.validators : DownloadValidators()
        } catch let error as FileError where !error.isMissing {
            throw error
        } catch {
            return DownloadValidators()
        }
    }

    /// The envelope beside a database of a web server: its address with `.dsse`.
    private func signature(of url: String, _ downloader: Downloader) async throws -> [UInt8]? {
        let path = cache.arriving("." + UpdateCache.databaseName + DatabaseSignature.suffix)
        defer { unlink(path) }
        let end = url.firstIndex { $0 == "?" || $0 == "#" } ?? url.endIndex
        do {
            _ = try await downloader.fetch(
                url[..<end] + DatabaseSignature.suffix + url[end...], to: path, limit: Int64(DatabaseSignature.limit))
        } catch DownloadError.status(_, 404) {
            return nil
        }
        return try OpenFile.contents(of: path, limit: DatabaseSignature.limit)
    }

    /// The database of a folder of feeds that has no list of what is in it.
    private static func build(_ folder: String, lifetime: Int64) throws -> [UInt8] {
        var builder = DatabaseBuilder()
        let reading = try FeedFolder().read([folder]) { yield, _ in try builder.add(yield) }
        guard !reading.sources.isEmpty else {
            throw FeedError("\(folder): no file there is of a feed that is known here")
        }
        guard reading.missing.isEmpty else {
            throw FeedError("\(folder): \(reading.missing[0]) is missing, though a checksum list names it")
        }
        for source in reading.sources { try builder.add(source) }
        let skipped = reading.sources.reduce(0) { $0 + $1.skippedCount }
        if skipped > 0 { Console.narrate("\(skipped) records could not be read and are not used") }
        return try builder.finish(lifetime: lifetime).file
    }

    private func take(
        from: String, _ state: UpdateState, _ validators: DownloadValidators = DownloadValidators(),
        _ parcel: @escaping @Sendable () throws -> DatabaseTransfer.Parcel
    ) async throws -> ExitStatus {
        let intake = DatabaseIntake(cache: cache, now: now, isForced: isForced, trusted: trusted)
        let outcome = try await BlockingWork.run {
            try intake.take(try parcel(), from: from, validators, state: state)
        }
        for message in outcome.messages { Console.narrate(Table.printable(message)) }
        Console.narrate(lastGood)
        return outcome.status
    }
}
