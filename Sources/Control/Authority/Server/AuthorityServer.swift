internal import Glibc
package import Signing

/// An authority on a socket.
package final class AuthorityServer: Sendable {
    private let server: HTTPServer
    private let login: LoginService

    package static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(truncatingIfNeeded: time.tv_nsec))
    }

    /// Binds and serves until `close`.
    ///
    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - tls: nil for plain HTTP.
    ///   - loginState: nil for the one that goes with the store, which replicas share.
    package convenience init(
        _ services: AuthorityServices, host: String, port: Int, tls: AuthorityTLS? = nil,
        loginState: (any LoginState)? = nil, clock: @escaping @Sendable () -> Instant = now
    ) async throws {
        try await self.init(
            services, host: host, port: port, tls: tls, loginState: loginState, clock: clock, login: .init(),
            limits: .init())
    }

    init(
        _ services: AuthorityServices, host: String, port: Int, tls: AuthorityTLS? = nil,
        loginState: (any LoginState)? = nil, clock: @escaping @Sendable () -> Instant = now,
        login settings: LoginService.Settings, limits: HTTPConnection.Limits = .init()
    ) async throws {
        let login = try LoginService(
            services, state: loginState ?? services.loginState(clock: clock), settings: settings)
        let routes = AuthorityRoutes(services: services, login: login, clock: clock)
        self.login = login
        var limits = limits
        // Envelopes come whole to a log of the first generation.
        for path in ["/api/v1/log/entries", "/api/v1/log/entries/retrieve"] {
            limits.largeBodies[path] = ProposedEntry.limit
            limits.largeBodies[RecordRoutes.prefix + path] = ProposedEntry.limit
        }
        do {
            server = try await HTTPServer(host: host, port: port, tls: tls, limits: limits) { await routes.answer($0) }
        } catch {
            await login.close()
            throw error
        }
    }

    package var port: Int { server.port }

    /// Returns when the server's socket is closed.
    package func wait() async throws { try await server.wait() }

    package func close() async throws {
        try await server.close()
        await login.close()
    }
}
