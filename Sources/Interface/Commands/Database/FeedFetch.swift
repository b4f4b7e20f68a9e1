internal import Advisories
internal import Content
internal import RegistryClient

/// What one look at a feed brought.
struct FeedFetch: Sendable {
    enum Outcome: Sendable {
        /// The copy at hand is the current one; as of when.
        case unchanged(Timestamp)
        /// A file that lies in the folder of what arrives.
        case new(UpdateState.Copy)
        case failed(String, ExitStatus)
    }

    var name: String
    var url: String
    var target: String?
    var outcome: Outcome
}

/// Fetches feeds from their publishers.
struct FeedFetcher: Sendable {
    let cache: UpdateCache
    let downloader: Downloader
    let now: Timestamp

    /// Feeds that are fetched at a time: enough to hide the waiting, few enough to be a good guest.
    private static let width = 4

    /// - Parameter known: of copies that are at hand and whole, by name.
    func fetch(_ origins: [FeedOrigin], known: [String: UpdateState.Feed]) async -> [FeedFetch] {
        await Self.each(origins) { await fetch($0, known: known[$0.name]) }
    }

    /// Runs `body` for each element, several at a time; results in the order of the elements.
    static func each<Element: Sendable>(
        _ elements: [Element], _ body: @escaping @Sendable (Element) async -> FeedFetch
    ) async -> [FeedFetch] {
        await withTaskGroup(of: (Int, FeedFetch).self) { group in
            var results = [FeedFetch?](repeating: nil, count: elements.count)
            var next = 0
            func start() {
                guard next < elements.count else { return }
                let (index, element) = (next, elements[next])
                group.addTask { (index, await body(element)) }
                next += 1
            }
            for _ in 0..<width { start() }
            while let (index, result) = await group.next() {
                results[index] = result
                start()
            }
            return results.compactMap(\.self)
        }
    }

    private func fetch(_ origin: FeedOrigin, known: UpdateState.Feed?) async -> FeedFetch {
        var fetch = FeedFetch(name: origin.name, url: origin.url, target: nil, outcome: .unchanged(now))
        do {
            var url = origin.url
            if origin.isPointer {
                url = try await target(of: origin)
                fetch.target = url
            }
            let file = origin.file(for: url)
            let copy = known.flatMap { $0.url == origin.url && $0.target == fetch.target ? $0.copy : nil }
            let isSame = copy?.file == file
            let path = cache.arriving(file)
            let outcome = try await downloader.fetch(
                url, known: isSame ? copy?.validators ?? DownloadValidators() : DownloadValidators(), to: path,
                limit: origin.limit)
            guard case .fetched(let validators) = outcome else { return fetch }
            guard let measured = try UpdateCache.measure(path) else {
                throw FileError(operation: "read", path: path, code: 2)
            }
            fetch.outcome = .new(
                UpdateState.Copy(
                    file: file, digest: measured.digest, size: measured.size, validators: validators, fetched: now,
                    checked: now, records: 0, newest: nil))
        } catch {
            fetch.outcome = .failed("\(error)", Failure.status(error))
        }
        return fetch
    }

    /// The address of the file that a line of text names.
    private func target(of origin: FeedOrigin) async throws -> String {
        let path = cache.arriving(".pointer-\(origin.name)")
        _ = try await downloader.fetch(origin.url, to: path, limit: 4096)
        defer { unlinkQuietly(path) }
        let text = String(decoding: try OpenFile.contents(of: path, limit: 4096), as: UTF8.self)
        let name = text.prefix { !$0.isNewline }.filter { $0 != " " && $0 != "\t" }
        guard FeedOrigin.isName(name), let slash = origin.url.lastIndex(of: "/") else {
            throw DownloadError.malformed(
                url: origin.url, expected: "a line with the name of a file", found: String(text.prefix(80)))
        }
        return origin.url[...slash] + name
    }
}
