internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// A socket whose requests are answered one at a time on each connection.
final class HTTPServer: Sendable {
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    /// Connections at a time; those beyond are closed at once.
    private static let connectionLimit = 4096

    private final class Count: Sendable { let open = Atomic<Int>(0) }

    /// Binds and serves until `close`.
    ///
    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - tls: nil for plain HTTP.
    /// - Throws: `AuthorityError.listening`.
    init(
        host: String, port: Int, tls: AuthorityTLS? = nil, limits: HTTPConnection.Limits = .init(),
        handle: @escaping @Sendable (HTTPRequest) async -> HTTPAnswer
    ) async throws {
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
                        let pipeline = channel.pipeline.syncOperations
                        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls.context)) }
                        var decoding = NIOHTTPDecoderLimitConfiguration()
                        decoding.maxHeaderFieldSize = limits.header
                        decoding.maxHeaderListSize = limits.headers
                        decoding.maxHeaderFieldCount = limits.headerCount
                        try pipeline.configureHTTPServerPipeline(
                            withErrorHandling: false, withEncoderConfiguration: .init(),
                            withDecoderLimitConfiguration: decoding)
                        try pipeline.addHandler(HTTPConnection(limits: limits, handle: handle))
                    }
                }
                .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
                .bind(host: host, port: port).get()
        } catch {
            try? await group.shutdownGracefully()  // The error of binding is the one to tell.
            throw AuthorityError.listening("\(host):\(port): \(error)")
        }
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// Returns when the server's socket is closed.
    func wait() async throws { try await channel.closeFuture.get() }

    func close() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }
}
