internal import AsyncHTTPClient
internal import Content
internal import NIOCore
internal import NIOHTTP1
internal import OCI

/// One request to a repository, before places and tokens are filled in.
struct Request: Sendable {
    var repository: Repository
    var url: HTTPAddress?
    var path: String
    var subject: String
    var method: HTTPMethod = .GET
    var headers: [(name: String, value: String)] = []
    var body: ByteBuffer?
    /// Besides the options' timeout, what sending the body may take.
    var sendingTime: Duration = .zero
    /// Statuses that are an answer; redirects are followed for GET and HEAD.
    var expected: Set<Int> = [200]
    var actions = "pull"

    init(_ repository: Repository, _ path: String, subject: String) {
        self.repository = repository
        self.path = path
        self.subject = subject
    }
}

/// The head of an answer and where it came from.
struct Head: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var url: String
}

extension RegistryClient {
    /// Whole bodies of at most `limit` bytes, repeated when the failure may pass.
    func fetch(_ request: Request, limit: Int) async throws -> (head: Head, bytes: [UInt8]) {
        try await repeating(request) {
            let (head, response) = try await self.open(request)
            let bytes = try await self.collect(response, head, request.subject, limit: limit)
            return (head, bytes)
        }
    }

    /// Runs `body` again after a pause while its failure may pass.
    func repeating<Value>(_ request: Request, _ body: () async throws -> Value) async throws -> Value {
        var pause = options.backoff
        for attempt in 0... {
            do {
                return try await body()
            } catch let error as PassingFailure {
                guard attempt < min(options.retries, error.limit ?? .max) else { throw error.error }
                try await Task.sleep(for: min(max(pause, error.after ?? .zero), options.longestPause))
                pause = min(pause * 2, options.longestPause)
            }
        }
        throw RegistryError.cancelled
    }

    /// The answer's head with one of the expected statuses; its body is still to be read.
    ///
    /// Answers a challenge once, and follows up to five redirects. Authorization never goes to another authority.
    func open(_ request: Request) async throws -> (head: Head, response: HTTPClientResponse) {
        let start: HTTPAddress
        if let url = request.url { start = url } else { start = try await address(of: request) }
        var url = start
        var token = await authorizer.known(request)
        var hasAnswered = false
        for _ in 0..<8 {
            let response = try await send(
                url, request, authorization: url.authority == start.authority ? token : nil)
            let status = Int(response.status.code)
            let head = Head(status: status, headers: response.headers, url: url.description)
            if request.expected.contains(status) { return (head, response) }
            if [301, 302, 303, 307, 308].contains(status), request.method == .GET || request.method == .HEAD {
                await discard(response)
                guard let next = response.headers.first(name: "Location").flatMap({ url.resolve($0) }) else {
                    throw RegistryError.malformed(
                        subject: request.subject, url: head.url, expected: "a redirect with an http(s) Location",
                        found: response.headers.first(name: "Location") ?? "none")
                }
                try permit(next, request)
                url = next
                continue
            }
            if status == 401, !hasAnswered, url.authority == start.authority {
                hasAnswered = true
                let challenges = response.headers["WWW-Authenticate"].prefix(16).flatMap(Challenge.all)
                await discard(response)
                token = try await authorizer.answer(challenges, to: request, after: token, from: url, client: self)
                if token != nil { continue }
                // The body is gone; it can be read once only.
                throw failure(head, message: "", request)
            }
            // The message only helps the reader; the status is the fact.
            let text = (try? await collect(response, head, request.subject, limit: 1 << 14)) ?? []
            throw failure(head, message: printable(text), request)
        }
        throw RegistryError.malformed(
            subject: request.subject, url: url.description, expected: "at most a few redirects", found: "more")
    }

    private func address(of request: Request) async throws -> HTTPAddress {
        HTTPAddress(
            scheme: try await scheme(of: request.repository), host: request.repository.registry.endpoint,
            target: "/v2/\(request.repository.path)\(request.path)")
    }

    /// Refuses plain http to another machine, be it by redirect, token realm or upload location.
    func permit(_ url: HTTPAddress, _ request: Request) throws {
        guard url.scheme == "http", !request.repository.isInsecure else { return }
        guard RegistryAddress(url.host)?.isLoopback == true else { throw RegistryError.plainHTTP(registry: url.host) }
    }

    func send(
        _ url: HTTPAddress, _ request: Request, authorization: String?
    ) async throws -> HTTPClientResponse {
        guard let transport else { throw RegistryError.offline(subject: request.subject) }
        var headers: HTTPHeaders = ["User-Agent": "obryza"]
        for header in request.headers { headers.add(name: header.name, value: header.value) }
        if let authorization { headers.add(name: "Authorization", value: authorization) }
        do {
            return try await transport.execute(
                request.method, url, headers: headers, body: request.body, isVerified: !request.repository.isInsecure,
                timeout: options.timeout + request.sendingTime)
        } catch is CancellationError {
            throw RegistryError.cancelled
        } catch let error as RegistryError {
            throw error
        } catch {
            if Task.isCancelled { throw RegistryError.cancelled }
            if Transport.isDistrust(error) { throw RegistryError.distrusted(registry: url.host, reason: "\(error)") }
            throw PassingFailure(
                .unreachable(subject: request.subject, url: url.description, reason: Transport.reason(error)),
                after: nil, limit: Transport.isConnecting(error) ? 1 : nil)
        }
    }

    /// A body of at most `limit` bytes.
    func collect(
        _ response: HTTPClientResponse, _ head: Head, _ subject: String, limit: Int
    ) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        let end = ContinuousClock.now + options.timeout * 4
        do {
            try await chunks(of: response, subject, head.url) { chunk in
                guard bytes.count + chunk.readableBytes <= limit else {
                    throw RegistryError.tooLarge(subject: subject, url: head.url, limit: limit)
                }
                bytes.append(contentsOf: chunk.readableBytesView)
                guard ContinuousClock.now < end else {
                    throw RegistryError.tooSlow(
                        subject: subject, url: head.url, seconds: Int((options.timeout * 4).components.seconds))
                }
            }
        } catch let error as PassingFailure {
            throw error
        } catch let error as RegistryError {
            throw error
        } catch {
            if Task.isCancelled { throw RegistryError.cancelled }
            throw PassingFailure(.unreachable(subject: subject, url: head.url, reason: "\(error)"), after: nil)
        }
        return bytes
    }

    /// Hands on a body chunk by chunk while it comes at a useful pace.
    func chunks(
        of response: HTTPClientResponse, _ subject: String, _ url: String, to take: (ByteBuffer) async throws -> Void
    ) async throws {
        var pace = Pace(window: options.timeout)
        var body = response.body.makeAsyncIterator()
        while true {
            let start = ContinuousClock.now
            guard let chunk = try await body.next() else { return }
            guard pace.took(ContinuousClock.now - start, for: chunk.readableBytes) else {
                throw PassingFailure(
                    .tooSlow(subject: subject, url: url, seconds: Int(options.timeout.components.seconds)), after: nil,
                    limit: 1)
            }
            try await take(chunk)
        }
    }

    /// Reads a small body away so that its connection can serve again; gives up on a large or slow one.
    func discard(_ response: HTTPClientResponse) async {
        let head = Head(status: 0, headers: [:], url: "")
        // Only the connection is at stake.
        _ = try? await collect(response, head, "", limit: 1 << 16)
    }

    /// What a status that was not expected means.
    private func failure(_ head: Head, message: String, _ request: Request) -> any Error {
        switch head.status {
        case 401, 403:
            return RegistryError.unauthorized(
                subject: request.subject, url: head.url,
                hint: "Log in to \(request.repository.registry), or ask for the right to \(request.actions)")
        case 404: return RegistryError.notFound(subject: request.subject, url: head.url)
        default:
            let error = RegistryError.status(
                subject: request.subject, url: head.url,
                expected: request.expected.sorted().map(String.init).joined(separator: " or "), found: head.status,
                message: message)
            guard head.status == 429 || [500, 502, 503, 504].contains(head.status) else { return error }
            let after = head.headers.first(name: "Retry-After").flatMap {
                RetryAfter.pause($0, date: head.headers.first(name: "Date"))
            }
            return PassingFailure(error, after: after)
        }
    }
}

/// A failure after which the same request may succeed.
struct PassingFailure: Error {
    var error: RegistryError
    var after: Duration?
    /// Repetitions that make sense, when they are fewer than the options allow.
    var limit: Int?

    init(_ error: RegistryError, after: Duration?, limit: Int? = nil) {
        self.error = error
        self.after = after
        self.limit = limit
    }
}

/// The first 200 bytes without control characters, for an error text.
private func printable(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix(200).filter { $0 >= 0x20 && $0 != 0x7f }, as: UTF8.self)
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(min(max(seconds, 0), 86400) * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
