internal import NIOCore
internal import NIOHTTP2
internal import NIOPosix
internal import NIOSSL
internal import NIOTLS

/// A connection of HTTP/2 on which Envoy makes its calls.
final class EnvoyConnection: ChannelInboundHandler {
    typealias InboundIn = Any

    /// Calls at a time on one connection; Envoy makes one for each request that it holds.
    private static let streamLimit = 1024
    private static let headerLimit = 64 << 10
    /// Between two frames.
    private static let idle = TimeAmount.minutes(10)

    private let limits: ServiceConnection.Limits
    private var hasBegun = false
    private var timer: Scheduled<Void>?

    private init(_ limits: ServiceConnection.Limits) { self.limits = limits }

    /// Prepares a channel that was accepted.
    static func prepare(
        _ channel: any Channel, _ service: PolicyService, tls: ServiceTLS?, pool: NIOThreadPool,
        limits: ServiceConnection.Limits, presence: ConnectionTable
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls.callContext)) }
        try pipeline.addHandler(IdleStateHandler(allTimeout: idle))
        try pipeline.addHandler(EnvoyConnection(limits))
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: streamLimit),
            HTTP2Setting(parameter: .maxHeaderListSize, value: headerLimit),
            HTTP2Setting(parameter: .initialWindowSize, value: 1 << 20),
        ]
        connection.targetWindowSize = 8 << 20
        // Clients measure the line with pings, one for each few frames.
        connection.controlFrameRateLimit.maximumCount = 20_000
        var stream = NIOHTTP2Handler.StreamConfiguration()
        stream.targetWindowSize = 1 << 20
        stream.outboundBufferSizeHighWatermark = 64 << 10
        stream.outboundBufferSizeLowWatermark = 32 << 10
        let address = ServiceConnection.text(of: channel)
        _ = try pipeline.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: connection, streamConfiguration: stream
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandler(
                    EnvoyStream(
                        service, pool: pool, limits: limits, presence: presence, client: ServiceClient(address: address)
                    ))
            }
        }
        try pipeline.addHandler(EnvoyConnectionErrors())
    }

    func channelActive(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: limits.patience) {
            let (connection, context) = bound.value
            if !connection.hasBegun { context.close(promise: nil) }
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasBegun = true
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // No TLS, or a connection that broke.
        context.close(promise: nil)
    }
}

/// Ends a connection whose peer breaks the protocol.
final class EnvoyConnectionErrors: ChannelInboundHandler {
    typealias InboundIn = Any

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A stream's own errors do not reach the connection.
        if error is NIOHTTP2Errors.StreamError { return }
        context.close(promise: nil)
    }
}
