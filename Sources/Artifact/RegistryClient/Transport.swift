internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// Certificates and proxies as the environment gives them.
package struct NetworkSettings: Sendable {
    let certificates: Certificates
    let proxies: Proxies

    /// - Throws: `RegistryError.configuration` when a proxy cannot be understood.
    package init(environment: [String: String] = [:]) throws {
        certificates = Certificates(environment: environment)
        proxies = try Proxies(environment: environment)
    }

    init(certificates: Certificates, proxies: Proxies) {
        self.certificates = certificates
        self.proxies = proxies
    }
}

/// The connections of a client: direct ones and those through proxies.
final class Transport: Sendable {
    private let direct: HTTPClient
    private let forward: ForwardProxy?
    private let plain: HTTPClient?
    private let secure: HTTPClient?
    private let settings: NetworkSettings
    private let isShutDown = Mutex(false)

    init(_ settings: NetworkSettings, timeout: Duration) {
        func client(_ proxy: HTTPClient.Configuration.Proxy?) -> HTTPClient {
            var configuration = HTTPClient.Configuration()
            configuration.redirectConfiguration = .disallow
            configuration.decompression = .disabled
            configuration.httpVersion = .http1Only
            configuration.timeout = .init(connect: .seconds(10), read: TimeAmount(timeout))
            // The caller repeats, and can tell a wrong certificate from a busy host.
            configuration.connectionPool.retryConnectionEstablishment = false
            configuration.proxy = proxy
            return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        }
        self.settings = settings
        direct = client(nil)
        forward = settings.proxies.http?.forward
        plain = forward == nil ? settings.proxies.http.map { client($0.tunnel) } : nil
        secure = settings.proxies.https.map { client($0.tunnel) }
    }

    deinit {
        // The library insists on it; who forgot `shutdown()` must not pay with a crash.
        guard !isShutDown.withLock({ $0 }) else { return }
        for client in [direct, plain, secure].compactMap(\.self) {
            // Nobody is left to tell.
            Task { try? await client.shutdown() }
        }
    }

    func shutdown() async throws {
        let wasDown = isShutDown.withLock { isDown in
            defer { isDown = true }
            return isDown
        }
        guard !wasDown else { return }
        for client in [direct, plain, secure].compactMap(\.self) { try await client.shutdown() }
    }

    func hasAuthority(for host: String) throws -> Bool { try settings.certificates.hasAuthority(for: host) }

    /// The head of the answer within `timeout`.
    func execute(
        _ method: HTTPMethod, _ url: HTTPAddress, headers: HTTPHeaders, body: ByteBuffer?, isVerified: Bool,
        timeout: Duration
    ) async throws -> HTTPClientResponse {
        let isDirect = settings.proxies.isDirect(url)
        if !isDirect, url.scheme == "http", let forward {
            var headers = headers
            headers.replaceOrAdd(name: "Host", value: url.host)
            let head = HTTPRequestHead(version: .http1_1, method: method, uri: url.description, headers: headers)
            return try await forward.execute(head, body: body, timeout: timeout, silence: timeout)
        }
        var message = HTTPClientRequest(url: url.description)
        message.method = method
        message.headers = headers
        if let body { message.body = .bytes(body) }
        if url.scheme == "https" {
            message.tlsConfiguration = try settings.certificates.configuration(for: url.host, isVerified: isVerified)
        }
        let client = isDirect ? direct : (url.scheme == "https" ? secure : plain) ?? direct
        return try await client.execute(message, deadline: .now() + TimeAmount(timeout))
    }

    /// What a failed connection means, in words.
    static func reason(_ error: any Error) -> String {
        guard let error = error as? NIOConnectionError else { return "\(error)" }
        if let first = error.connectionErrors.first { return "\(first.error)" }
        if error.dnsAError != nil || error.dnsAAAAError != nil { return "no address of \(error.host)" }
        return "no connection to \(error.host):\(error.port)"
    }

    /// Whether the other side's certificate is the trouble.
    static func isDistrust(_ error: any Error) -> Bool {
        if let error = error as? NIOSSLExtraError {
            return error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch
        }
        guard case NIOSSLError.handshakeFailed(let reason) = error else {
            if case NIOSSLError.unableToValidateCertificate = error { return true }
            return false
        }
        return "\(reason)".contains("CERTIFICATE_VERIFY_FAILED")
    }

    /// Whether a connection was never made: to try often is of no use.
    static func isConnecting(_ error: any Error) -> Bool { error is NIOConnectionError }
}
