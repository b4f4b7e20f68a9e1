internal import Advisories
internal import Content
internal import Glibc
internal import RegistryClient

/// Fetches feeds from a mirror: a cache folder of `obryza db update`, served over https or at hand.
///
/// Its `feeds.json` says which copies there are, with their digests and how current they are; each copy is held against
/// its digest. How current the data is, is what the mirror says, and never the time of the visit.
struct MirrorFetcher: Sendable {
    enum Place: Sendable {
        case web(Downloader, base: String)
        case folder(String)
    }

    let cache: UpdateCache
    let place: Place
    let now: Timestamp

    private static let feedLimit: Int64 = 8 << 30

    /// - Throws: when the mirror's `feeds.json` cannot be had.
    func fetch(known: [String: UpdateState.Feed]) async throws -> [FeedFetch] {
        let listed = try await manifest()
        return await FeedFetcher.each(listed.feeds) { await fetch($0, known: known[$0.name]) }
    }

    private func manifest() async throws -> UpdateState {
        let path: String
        switch place {
        case .folder(let folder): path = "\(folder)/\(UpdateCache.stateName)"
        case .web(let downloader, let base):
            path = cache.arriving(".mirror-\(UpdateCache.stateName)")
            _ = try await downloader.fetch(base + UpdateCache.stateName, to: path, limit: Int64(UpdateState.limit))
        }
        defer { if case .web = place { unlinkQuietly(path) } }
        let state = try UpdateState(try OpenFile.contents(of: path, limit: UpdateState.limit), place: path)
        guard !state.feeds.isEmpty else { throw UpdateStateError("\(path): expected feeds, found none") }
        return state
    }

    private func fetch(_ feed: UpdateState.Feed, known: UpdateState.Feed?) async -> FeedFetch {
        var fetch = FeedFetch(name: feed.name, url: feed.url, target: feed.target, outcome: .unchanged(now))
        guard var copy = feed.copy else {
            fetch.outcome = .failed("the mirror has no copy\(feed.failure.map { " (\($0))" } ?? "")", .unknown)
            return fetch
        }
        // A mirror whose clock is ahead makes nothing younger.
        copy.checked = min(copy.checked, now)
        copy.fetched = min(copy.fetched, copy.checked)
        if let own = known?.copy, own.file == copy.file, own.digest == copy.digest {
            fetch.outcome = .unchanged(max(own.checked, copy.checked))
            return fetch
        }
        do {
            let path = cache.arriving(copy.file)
            guard copy.size <= Self.feedLimit else {
                throw DownloadError.tooLarge(url: feed.name, limit: Self.feedLimit)
            }
            switch place {
            case .folder(let folder):
                try Self.copy("\(folder)/feeds/\(copy.file)", to: path, limit: copy.size)
            case .web(let downloader, let base):
                _ = try await downloader.fetch(base + "feeds/" + copy.file, to: path, limit: copy.size)
            }
            let found = try UpdateCache.measure(path)
            guard let found, found.size == copy.size, found.digest == copy.digest else {
                unlinkQuietly(path)
                throw UpdateStateError(
                    "expected digest \(copy.digest) as the mirror's list says, found "
                        + "\(found.map { "\($0.digest)" } ?? "nothing"); it is not used")
            }
            // A mirror's word must not make a publisher say later that its file is the publisher's own.
            copy.validators = DownloadValidators()
            fetch.outcome = .new(copy)
        } catch {
            let status: ExitStatus = error is UpdateStateError ? .failed : Failure.status(error)
            fetch.outcome = .failed("\(error)", status)
        }
        return fetch
    }

    private static func copy(_ source: String, to path: String, limit: Int64) throws(FileError) {
        let file = try OpenFile(source)
        guard Int64(file.size) <= limit else { throw FileError(operation: "read", path: source, code: EFBIG) }
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "write", path: path, code: errno) }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        var offset = 0
        while true {
            let count = try file.read(into: buffer, at: offset)
            if count == 0 { break }
            offset += count
            var rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])
            while !rest.isEmpty {
                let written = write(descriptor, rest.baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    throw FileError(operation: "write", path: path, code: errno)
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
        guard fsync(descriptor) == 0 else { throw FileError(operation: "write", path: path, code: errno) }
    }
}

/// Removes a file that is of no more use; that it stays would hurt nobody.
func unlinkQuietly(_ path: String) { _ = unlink(path) }
