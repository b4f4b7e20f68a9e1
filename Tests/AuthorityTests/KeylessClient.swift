import Content
import RegistryClient
import Signing
import Synchronization

@testable import Authority

/// Serves an authority on loopback and signs with it over the network.
final class KeylessBench: Sendable {
    let temporary: TemporaryAuthority
    let services: AuthorityServices
    let server: AuthorityServer
    let client: ServiceClient

    /// What was asked, in order, by path.
    let asked = Mutex<[String]>([])
    /// Changes an answer on its way.
    typealias Change = @Sendable (ServiceRequest, ServiceAnswer) throws -> ServiceAnswer

    init() async throws {
        temporary = try TemporaryAuthority()
        services = try AuthorityServices(temporary.folder)
        let now = temporary.now
        server = try await AuthorityServer(services, host: "127.0.0.1", port: 0, clock: { now })
        client = ServiceClient(network: try NetworkSettings())
    }

    func close() async throws {
        try await client.shutdown()
        try await server.close()
        await services.close()
    }

    static func serving(_ body: (KeylessBench) async throws -> Void) async throws {
        let bench = try await KeylessBench()
        do {
            try await body(bench)
        } catch {
            try await bench.close()
            throw error
        }
        try await bench.close()
    }

    var url: String { "http://127.0.0.1:\(server.port)" }

    var signingServices: SigningServices {
        SigningServices(
            authority: url, logs: [.init(url: url, version: 2)], timestampAuthorities: ["\(url)/api/v1/timestamp"])
    }

    func call(_ change: Change? = nil) -> ServiceCall {
        { request in
            self.asked.withLock { $0.append(String(request.url.dropFirst(self.url.count))) }
            let answer = try await self.client.send(
                request.method == .post ? .post : .get, request.url, headers: request.headers, body: request.body,
                limit: request.limit)
            let plain = ServiceAnswer(status: answer.status, body: answer.body)
            return try change?(request, plain) ?? plain
        }
    }

    func signer(
        _ subject: String, services: SigningServices? = nil, root: TrustedRoot? = nil, token: String? = nil,
        now: Instant? = nil, _ change: Change? = nil
    ) async throws -> BundleSigner {
        try await BundleSigner(
            token: IdentityToken(token ?? temporary.token(subject)), audience: "sigstore",
            services: services ?? signingServices, root: root ?? temporary.trustedRoot(), now: now ?? temporary.now,
            call: call(change))
    }
}
