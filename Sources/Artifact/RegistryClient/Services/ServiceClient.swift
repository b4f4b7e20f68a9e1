internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import OCI

/// Asks services on the web: small requests, small answers, within bounds of time.
///
/// Requests may hold secrets. They go to the address that was named and to no other: redirects are refused, and plain
/// http is for this machine. Whatever status an answer has, it is given back; only those that ask for patience (429, 503)
/// are waited for. Call `shutdown()` when done.
package final class ServiceClient: Sendable {
    package struct Options: Sendable {
        /// Opens no socket; every call throws.
        package var isOffline = false
        /// Longest time to an answer's head: logs answer when they have published the entry.
        package var timeout: Duration = .seconds(30)
        /// Repetitions of a request that met no one, or someone who asked for patience.
        package var retries = 3
        /// First pause between repetitions; doubles each time.
        package var backoff: Duration = .milliseconds(500)
        /// Longest pause that a `Retry-After` may ask for.
        package var longestPause: Duration = .seconds(20)
        package init() {}
    }

    package enum Method: Sendable { case get, post }

    package struct Answer: Sendable {
        package var status: Int
        package var body: [UInt8]
    }

    private let options: Options
    private let transport: Transport?

    package init(options: Options = Options(), network: NetworkSettings) {
        self.options = options
        transport = options.isOffline ? nil : Transport(network, timeout: options.timeout)
    }

    package func shutdown() async throws { try await transport?.shutdown() }

    /// Asks once, and again while the failure may pass and nothing was done.
    ///
    /// - Parameter limit: bytes of the answer that are accepted.
    /// - Throws: `ServiceError`.
    package func send(
        _ method: Method, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [], limit: Int
    ) async throws -> Answer {
        guard let address = HTTPAddress(url) else { throw ServiceError.notAnAddress(url) }
        guard address.scheme == "https" || RegistryAddress(address.host)?.isLoopback == true else {
            throw ServiceError.plainHTTP(url: url)
        }
        guard let transport else { throw ServiceError.offline(url: url) }
        var fields: HTTPHeaders = ["User-Agent": "obryza", "Accept-Encoding": "identity"]
        for header in headers { fields.add(name: header.name, value: header.value) }
        var pause = options.backoff
        for attempt in 0... {
            let isLast = attempt >= options.retries
            var wait = pause
            do {
                let response = try await transport.execute(
                    method == .post ? .POST : .GET, address, headers: fields,
                    body: method == .post ? ByteBuffer(bytes: body) : nil, isVerified: true, timeout: options.timeout)
                let status = Int(response.status.code)
                if [301, 302, 303, 307, 308].contains(status) {
                    throw ServiceError.redirected(
                        url: url, to: response.headers.first(name: "Location") ?? "nowhere")
                }
                let bytes = try await collect(response, url, limit)
                guard status == 429 || status == 503, !isLast else { return Answer(status: status, body: bytes) }
                wait = max(
                    pause,
                    response.headers.first(name: "Retry-After").flatMap {
                        RetryAfter.pause($0, date: response.headers.first(name: "Date"))
                    } ?? .zero)
            } catch {
                let failure = judged(error, url, address)
                // What was sent may have been done: only a request that met no one is made again.
                guard Transport.isConnecting(error), !isLast else { throw failure }
            }
            do { try await Task.sleep(for: min(wait, options.longestPause)) } catch { throw ServiceError.cancelled }
            pause = min(pause * 2, options.longestPause)
        }
        throw ServiceError.cancelled
    }

    private func judged(_ error: any Error, _ url: String, _ address: HTTPAddress) -> any Error {
        switch error {
        // The first of ours; the second is a file with certificates that is none.
        case is ServiceError, is RegistryError: return error
        default:
            if Task.isCancelled || error is CancellationError { return ServiceError.cancelled }
            if Transport.isDistrust(error) {
                return ServiceError.distrusted(host: address.host, reason: "\(error)")
            }
            return ServiceError.unreachable(url: url, reason: Transport.reason(error))
        }
    }

    private func collect(_ response: HTTPClientResponse, _ url: String, _ limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        var pace = Pace(window: options.timeout)
        let end = ContinuousClock.now + options.timeout * 2
        var body = response.body.makeAsyncIterator()
        while true {
            let start = ContinuousClock.now
            guard let chunk = try await body.next() else { return bytes }
            guard bytes.count + chunk.readableBytes <= limit else {
                throw ServiceError.tooLarge(url: url, limit: limit)
            }
            bytes.append(contentsOf: chunk.readableBytesView)
            guard pace.took(ContinuousClock.now - start, for: chunk.readableBytes), ContinuousClock.now < end else {
                throw ServiceError.tooSlow(url: url, seconds: Int(options.timeout.components.seconds))
            }
        }
    }
}
