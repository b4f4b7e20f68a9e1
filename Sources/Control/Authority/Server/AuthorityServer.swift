internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
package import Signing
internal import Synchronization

/// An authority on a socket.
package final class AuthorityServer: Sendable {
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    /// Connections at a time; those beyond are closed at once.
    private static let connectionLimit = 4096

    package static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(truncatingIfNeeded: time.tv_nsec))
    }

    private final class Count: Sendable { let open = Atomic<Int>(0) }

    /// Binds and serves until `close`.
    ///
    /// - Parameter port: 0 lets the system choose.
    package init(
        _ services: AuthorityServices, host: String, port: Int, clock: @escaping @Sendable () -> Instant = now
    ) async throws {
        let routes = AuthorityRoutes(services: services, clock: clock)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let count = Count()
        self.group = group
        do {
            channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    guard count.open.add(1, ordering: .relaxed).newValue <= Self.connectionLimit else {
                        count.open.subtract(1, ordering: .relaxed)
                        return channel.close()
                    }
                    channel.closeFuture.whenComplete { _ in count.open.subtract(1, ordering: .relaxed) }
                    return channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                        try channel.pipeline.syncOperations.addHandler(
                            HTTPConnection(limits: .init()) { await routes.answer($0) })
                    }
                }
                .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
                .bind(host: host, port: port).get()
        } catch {
            try? await group.shutdownGracefully()  // The error of binding is the one to tell.
            throw AuthorityError.listening("\(host):\(port): \(error)")
        }
    }

    package var port: Int { channel.localAddress?.port ?? 0 }

    /// Returns when the server's socket is closed.
    package func wait() async throws { try await channel.closeFuture.get() }

    package func close() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }
}
