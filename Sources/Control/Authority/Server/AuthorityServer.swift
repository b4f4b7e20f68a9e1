internal import Glibc
package import Signing

/// An authority on a socket.
package final class AuthorityServer: Sendable {
    private let server: HTTPServer

    package static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(truncatingIfNeeded: time.tv_nsec))
    }

    /// Binds and serves until `close`.
    ///
    /// - Parameter port: 0 lets the system choose.
    package init(
        _ services: AuthorityServices, host: String, port: Int, clock: @escaping @Sendable () -> Instant = now
    ) async throws {
        let routes = AuthorityRoutes(services: services, clock: clock)
        server = try await HTTPServer(host: host, port: port) { await routes.answer($0) }
    }

    package var port: Int { server.port }

    /// Returns when the server's socket is closed.
    package func wait() async throws { try await server.wait() }

    package func close() async throws { try await server.close() }
}
