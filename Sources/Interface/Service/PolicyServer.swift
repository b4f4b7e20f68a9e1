internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// A policy service on sockets.
package final class PolicyServer: Sendable {
    private let channels: [any Channel]
    private let sockets: [String]
    private let group: MultiThreadedEventLoopGroup
    private let pool: NIOThreadPool
    private let connections: ConnectionTable

    /// Binds all addresses, or none, and serves until `shutDown`.
    ///
    /// - Parameters:
    ///   - envoy: Where Envoy asks, with gRPC over HTTP/2.
    ///   - tls: Nil for plain HTTP.
    ///   - connectionLimit: Connections at a time; those beyond are closed at once.
    package convenience init(
        _ service: PolicyService, addresses: [ListenAddress], envoy: [ListenAddress] = [], tls: ServiceTLS? = nil,
        connectionLimit: Int = 8192
    ) async throws {
        try await self.init(
            service, addresses: addresses, envoy: envoy, tls: tls, connectionLimit: connectionLimit, limits: .init())
    }

    /// - Parameter bodyMemory: Bytes of bodies that all requests under way may have together.
    init(
        _ service: PolicyService, addresses: [ListenAddress], envoy: [ListenAddress] = [], tls: ServiceTLS? = nil,
        connectionLimit: Int = 8192, limits: ServiceConnection.Limits, bodyMemory: Int = 1 << 30
    ) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        // Decisions that take long share the processors; those that wait their turn hold up nothing.
        let pool = NIOThreadPool(numberOfThreads: max(2, System.coreCount))
        pool.start()
        let connections = ConnectionTable(limit: connectionLimit, heldLimit: bodyMemory, metrics: service.metrics)
        self.group = group
        self.pool = pool
        self.connections = connections
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                guard connections.admit(channel) else { return channel.close() }
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls.context)) }
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(
                        ServiceConnection(service, pool: pool, limits: limits, presence: connections))
                }
            }
        let calls = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                guard connections.admit(channel) else { return channel.close() }
                return channel.eventLoop.makeCompletedFuture {
                    try EnvoyConnection.prepare(
                        channel, service, tls: tls, pool: pool, limits: limits, presence: connections)
                }
            }
        var bound: [any Channel] = []
        do {
            for address in addresses { bound.append(try await Self.bind(bootstrap, address)) }
            for address in envoy { bound.append(try await Self.bind(calls, address)) }
        } catch {
            // The error of binding is the one to tell.
            for channel in bound { try? await channel.close() }
            try? await pool.shutdownGracefully()
            try? await group.shutdownGracefully()
            throw error
        }
        channels = bound
        sockets = (addresses + envoy).compactMap { if case .socket(let path) = $0 { path } else { nil } }
    }

    private static func bind(_ bootstrap: ServerBootstrap, _ address: ListenAddress) async throws -> any Channel {
        do {
            switch address {
            case .internet(let host, let port):
                return try await bootstrap.childChannelOption(.socketOption(.tcp_nodelay), value: 1)
                    .bind(host: host, port: port).get()
            case .socket(let path):
                return try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
            }
        } catch {
            throw ServiceError("cannot listen on \(address): \(error)")
        }
    }

    /// Where the server listens, with the ports that the system chose.
    package var addresses: [ListenAddress] {
        channels.compactMap { channel in
            guard let address = channel.localAddress else { return nil }
            if let path = address.pathname, address.port == nil { return .socket(path) }
            guard let host = address.ipAddress, let port = address.port else { return nil }
            return .internet(host: host, port: port)
        }
    }

    /// The port of the first address.
    package var port: Int { channels.first?.localAddress?.port ?? 0 }

    /// Takes no more connections, lets requests under way be answered for at most `grace`, and ends.
    package func shutDown(within grace: Duration = .seconds(10)) async throws {
        for channel in channels { try await channel.close() }
        for path in sockets { unlink(path) }
        let (seconds, attoseconds) = grace.components
        try await connections.drain(
            within: .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000), on: group.next())
        try await pool.shutdownGracefully()
        try await group.shutdownGracefully()
    }
}
