internal import AsyncHTTPClient
internal import Content
internal import NIOCore
internal import NIOHTTP1
internal import OCI

/// Fetches files from web servers: only what changed, from where a broken download ended, and within bounds.
///
/// Addresses and the validators of earlier copies come in; files go out, complete as far as the server tells. Whether
/// they are what they should be, the caller finds out. Call `shutdown()` when done.
package final class Downloader: Sendable {
    package struct Options: Sendable {
        /// Opens no socket; every call throws.
        package var isOffline = false
        /// Longest time to an answer's head, and longest silence inside a body.
        package var timeout: Duration = .seconds(30)
        /// Longest time for one file, repetitions included.
        package var wholeTime: Duration = .seconds(3600)
        /// Repetitions of a request that failed for a passing reason without having brought anything.
        package var retries = 4
        /// First pause between repetitions; doubles each time.
        package var backoff: Duration = .milliseconds(500)
        /// Longest pause that a `Retry-After` may ask for.
        package var longestPause: Duration = .seconds(60)
        package init() {}
    }

    package enum Outcome: Equatable, Sendable {
        /// The copy whose validators were given is the current one.
        case unchanged
        /// The file lies where it was asked for.
        case fetched(DownloadValidators)
    }

    private let options: Options
    private let transport: Transport?

    package init(options: Options = Options(), network: NetworkSettings) {
        self.options = options
        transport = options.isOffline ? nil : Transport(network, timeout: options.timeout)
    }

    package func shutdown() async throws { try await transport?.shutdown() }

    /// Fetches a file of at most `limit` bytes to `path`, unless the server says that it has not changed.
    ///
    /// What an earlier call left at `path` is completed when the server still has the same file.
    /// - Parameter known: of a complete copy at hand.
    /// - Throws: `DownloadError`, or `FileError` when the file cannot be written. What was fetched of a file that may
    ///   still be completed stays at `path`.
    package func fetch(
        _ url: String, known: DownloadValidators = DownloadValidators(), to path: String, limit: Int64
    ) async throws -> Outcome {
        let start = try address(url)
        let partial = try PartialFile(path, url: url)
        let end = ContinuousClock.now + options.wholeTime
        var failures = 0
        var pause = options.backoff
        while true {
            let before = partial.size
            do {
                let outcome = try await attempt(start, known, partial, limit, until: end)
                if outcome == .unchanged { partial.discard() } else { try partial.finish() }
                return outcome
            } catch let failure as PassingDownloadFailure {
                failures = partial.size > before && !failure.isSlow ? 1 : failures + 1
                let wait = min(max(pause, failure.after ?? .zero), options.longestPause)
                guard failures <= options.retries, !failure.isFinal, ContinuousClock.now + wait < end else {
                    if partial.size == 0 { partial.discard() }
                    throw failure.error
                }
                do { try await Task.sleep(for: wait) } catch { throw DownloadError.cancelled }
                pause = min(pause * 2, options.longestPause)
            } catch {
                // What is too large or of another shape is no part of anything.
                if partial.size == 0 || error is DownloadError && error as? DownloadError != .cancelled {
                    partial.discard()
                }
                throw error
            }
        }
    }

    /// A small file, in memory.
    ///
    /// - Returns: `nil` when the server has none (404, 410).
    /// - Throws: `DownloadError`.
    package func contents(of url: String, limit: Int) async throws -> [UInt8]? {
        let start = try address(url)
        var pause = options.backoff
        for attempt in 0... {
            do {
                let (url, response) = try await open(start, [])
                let place = url.description
                switch Int(response.status.code) {
                case 200: return try await collect(response, place, limit: limit)
                case 404, 410: return nil
                case let status where [429, 500, 502, 503, 504].contains(status):
                    throw PassingDownloadFailure(
                        error: .status(url: place, found: status),
                        after: response.headers.first(name: "Retry-After").flatMap {
                            RetryAfter.pause($0, date: response.headers.first(name: "Date"))
                        })
                case let status: throw DownloadError.status(url: place, found: status)
                }
            } catch let failure as PassingDownloadFailure {
                guard attempt < options.retries, !failure.isFinal else { throw failure.error }
                let wait = min(max(pause, failure.after ?? .zero), options.longestPause)
                do { try await Task.sleep(for: wait) } catch { throw DownloadError.cancelled }
                pause = min(pause * 2, options.longestPause)
            }
        }
        throw DownloadError.cancelled
    }

    private func collect(_ response: HTTPClientResponse, _ place: String, limit: Int) async throws -> [UInt8] {
        if let announced = response.headers.first(name: "Content-Length").flatMap({ Int($0) }), announced > limit {
            throw DownloadError.tooLarge(url: place, limit: Int64(limit))
        }
        let end = ContinuousClock.now + options.wholeTime
        var bytes: [UInt8] = []
        do {
            for try await chunk in response.body {
                guard bytes.count + chunk.readableBytes <= limit else {
                    throw DownloadError.tooLarge(url: place, limit: Int64(limit))
                }
                bytes += chunk.readableBytesView
                guard ContinuousClock.now < end else {
                    throw DownloadError.tooSlow(url: place, seconds: Int(options.wholeTime.components.seconds))
                }
            }
        } catch let error as DownloadError {
            throw error
        } catch {
            if Task.isCancelled { throw DownloadError.cancelled }
            throw PassingDownloadFailure(error: .unreachable(url: place, reason: Transport.reason(error)))
        }
        return bytes
    }

    private func address(_ text: String) throws(DownloadError) -> HTTPAddress {
        guard let address = HTTPAddress(text) else { throw .notAnAddress(text) }
        guard address.scheme == "https" || RegistryAddress(address.host)?.isLoopback == true else {
            throw .plainHTTP(url: text)
        }
        return address
    }

    private func attempt(
        _ start: HTTPAddress, _ known: DownloadValidators, _ partial: PartialFile, _ limit: Int64,
        until end: ContinuousClock.Instant
    ) async throws -> Outcome {
        var headers: [(name: String, value: String)] = known.conditions
        if partial.size > 0, let condition = partial.condition {
            // A part is of a newer file than the copy at hand: asking for both at once would mean neither.
            headers = [("Range", "bytes=\(partial.size)-"), ("If-Range", condition)]
        } else if partial.size > 0 {
            try partial.restart()
        }
        let (url, response) = try await open(start, headers)
        let status = Int(response.status.code)
        if status == 304, partial.size == 0, !known.isEmpty { return .unchanged }
        let place = url.description
        switch status {
        case 206 where partial.size > 0:
            let range = response.headers.first(name: "Content-Range") ?? "none"
            guard range.hasPrefix("bytes \(partial.size)-") else {
                throw DownloadError.malformed(url: place, expected: "bytes from \(partial.size)", found: range)
            }
        case 200:
            if partial.size > 0 { try partial.restart() }
            let validators = DownloadValidators(response.headers)
            try partial.note(condition: validators.rangeCondition(date: response.headers.first(name: "Date")))
        case 416 where partial.size > 0:
            // The part is no part of what the server has now.
            try partial.restart()
            throw PassingDownloadFailure(error: .status(url: place, found: status))
        case 429, 500, 502, 503, 504:
            throw PassingDownloadFailure(
                error: .status(url: place, found: status),
                after: response.headers.first(name: "Retry-After").flatMap {
                    RetryAfter.pause($0, date: response.headers.first(name: "Date"))
                })
        default: throw DownloadError.status(url: place, found: status)
        }
        let announced = response.headers.first(name: "Content-Length").flatMap { Int64($0) }
        if let announced, announced > limit - min(limit, partial.size) {
            throw DownloadError.tooLarge(url: place, limit: limit)
        }
        let expected = announced.map { $0 + partial.size }
        try await receive(response, place, partial, limit, until: end)
        if let expected, partial.size < expected {
            throw PassingDownloadFailure(error: .unreachable(url: place, reason: "the connection ended early"))
        }
        return .fetched(DownloadValidators(response.headers))
    }

    private func receive(
        _ response: HTTPClientResponse, _ place: String, _ partial: PartialFile, _ limit: Int64,
        until end: ContinuousClock.Instant
    ) async throws {
        var pace = Pace(window: options.timeout)
        var body = response.body.makeAsyncIterator()
        while true {
            let start = ContinuousClock.now
            guard start < end else {
                throw DownloadError.tooSlow(url: place, seconds: Int(options.wholeTime.components.seconds))
            }
            let chunk: ByteBuffer?
            do {
                chunk = try await body.next()
            } catch {
                if Task.isCancelled { throw DownloadError.cancelled }
                throw PassingDownloadFailure(error: .unreachable(url: place, reason: Transport.reason(error)))
            }
            guard let chunk else { return }
            guard partial.size + Int64(chunk.readableBytes) <= limit else {
                throw DownloadError.tooLarge(url: place, limit: limit)
            }
            try chunk.withUnsafeReadableBytes { try partial.append($0) }
            guard pace.took(ContinuousClock.now - start, for: chunk.readableBytes) else {
                throw PassingDownloadFailure(
                    error: .tooSlow(url: place, seconds: Int(options.timeout.components.seconds)), isSlow: true)
            }
        }
    }

    /// The answer at the end of the redirects.
    private func open(
        _ start: HTTPAddress, _ conditions: [(name: String, value: String)]
    ) async throws -> (url: HTTPAddress, response: HTTPClientResponse) {
        guard let transport else { throw DownloadError.offline(url: start.description) }
        // A file that the server compresses on the way has other bytes each time, and ranges of it mean nothing.
        var headers: HTTPHeaders = ["User-Agent": "obryza", "Accept-Encoding": "identity"]
        for condition in conditions { headers.add(name: condition.name, value: condition.value) }
        var url = start
        var seen: Set<String> = [url.description]
        while true {
            let response: HTTPClientResponse
            do {
                response = try await transport.execute(
                    .GET, url, headers: headers, body: nil, isVerified: true, timeout: options.timeout)
            } catch let error as RegistryError {
                // A file with certificates that is none.
                throw error
            } catch {
                if Task.isCancelled || error is CancellationError { throw DownloadError.cancelled }
                if Transport.isDistrust(error) {
                    throw DownloadError.distrusted(host: url.host, reason: "\(error)")
                }
                throw PassingDownloadFailure(
                    error: .unreachable(url: url.description, reason: Transport.reason(error)),
                    isFinal: Transport.isConnecting(error))
            }
            guard [301, 302, 303, 307, 308].contains(Int(response.status.code)) else { return (url, response) }
            let location = response.headers.first(name: "Location")
            guard let next = location.flatMap({ url.resolve($0) }) else {
                throw DownloadError.malformed(
                    url: url.description, expected: "a redirect with an http(s) Location", found: location ?? "none")
            }
            // Plain http is for this machine, and only where it began there: an answer from elsewhere opens no door in.
            guard next.scheme == "https" || start.scheme == "http" && RegistryAddress(next.host)?.isLoopback == true
            else { throw DownloadError.plainHTTP(url: next.description) }
            guard seen.count < 8, seen.insert(next.description).inserted else {
                throw DownloadError.redirects(url: start.description)
            }
            url = next
        }
    }
}

/// A failure after which the same request may succeed.
private struct PassingDownloadFailure: Error {
    var error: DownloadError
    var after: Duration?
    /// What came before it came so slowly that it does not count.
    var isSlow = false
    /// No connection was made: to try often is of no use.
    var isFinal = false
}
