internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Plain http through a proxy: the proxy gets the whole URL and asks on our behalf (RFC 9112 §3.2.2).
///
/// AsyncHTTPClient asks every proxy for a tunnel instead, which most grant to port 443 only. Each request has a
/// connection of its own; registries that speak plain http beyond a proxy are rare.
struct ForwardProxy: Sendable {
    let host: String
    let port: Int
    /// The value of `Proxy-Authorization`.
    let authorization: String?

    /// - Parameters:
    ///   - timeout: until the head of the answer.
    ///   - silence: longest pause inside the body.
    func execute(
        _ head: HTTPRequestHead, body: ByteBuffer?, timeout: Duration, silence: Duration
    ) async throws -> HTTPClientResponse {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let answer = NIOLoopBoundBox.makeBoxSendingValue(ForwardedAnswer(loop), eventLoop: loop)
        let channel = try await ClientBootstrap(group: loop)
            .channelOption(.autoRead, value: false)
            .connectTimeout(.seconds(10))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(answer.value)
                }
            }
            .connect(host: host, port: port).get()
        let stream = ForwardedBody(channel: channel, answer: answer, silence: silence)
        var head = head
        head.headers.replaceOrAdd(name: "Connection", value: "close")
        if let authorization { head.headers.replaceOrAdd(name: "Proxy-Authorization", value: authorization) }
        if let body { head.headers.replaceOrAdd(name: "Content-Length", value: "\(body.readableBytes)") }
        // What goes wrong with sending is what waiting for the answer fails with.
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if let body { channel.write(HTTPClientRequestPart.body(.byteBuffer(body)), promise: nil) }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        guard case .head(let first)? = try await stream.part(within: timeout) else {
            throw HTTPClientError.remoteConnectionClosed
        }
        return HTTPClientResponse(
            version: first.version, status: first.status, headers: first.headers, body: .stream(stream))
    }
}

/// The body of an answer as it is asked for; letting go of it closes the connection.
private final class ForwardedBody: AsyncSequence, Sendable {
    private let channel: any Channel
    private let answer: NIOLoopBoundBox<ForwardedAnswer>
    private let silence: Duration

    init(channel: any Channel, answer: NIOLoopBoundBox<ForwardedAnswer>, silence: Duration) {
        self.channel = channel
        self.answer = answer
        self.silence = silence
    }

    deinit { channel.close(mode: .all, promise: nil) }

    func part(within time: Duration) async throws -> HTTPClientResponsePart? {
        let limit = TimeAmount(time)
        return try await withTaskCancellationHandler {
            try await channel.eventLoop.flatSubmit { [answer] in answer.value.next(within: limit) }.get()
        } onCancel: {
            channel.close(mode: .all, promise: nil)
        }
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        let body: ForwardedBody

        func next() async throws -> ByteBuffer? {
            while let part = try await body.part(within: body.silence) {
                if case .body(let buffer) = part { return buffer }
                if case .end = part { return nil }
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }
}

/// Keeps the parts of an answer until they are asked for; reads from the connection only then.
private final class ForwardedAnswer: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private var parts = CircularBuffer<HTTPClientResponsePart>()
    private var waiting: (promise: EventLoopPromise<HTTPClientResponsePart?>, timeout: Scheduled<Void>)?
    private var outcome: Result<Void, any Error>?
    private var context: ChannelHandlerContext?
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    /// The next part; `nil` after the last.
    func next(within time: TimeAmount) -> EventLoopFuture<HTTPClientResponsePart?> {
        if let part = parts.popFirst() { return loop.makeSucceededFuture(part) }
        switch outcome {
        case .success?: return loop.makeSucceededFuture(nil)
        case .failure(let error)?: return loop.makeFailedFuture(error)
        case nil: break
        }
        let promise = loop.makePromise(of: HTTPClientResponsePart?.self)
        let bound = NIOLoopBound(self, eventLoop: loop)
        let timeout = loop.scheduleTask(in: time) { bound.value.end(.failure(HTTPClientError.readTimeout)) }
        waiting = (promise, timeout)
        context?.read()
        return promise.futureResult
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if let waiting {
            self.waiting = nil
            waiting.timeout.cancel()
            waiting.promise.succeed(part)
        } else {
            parts.append(part)
        }
        if case .end = part { end(.success(())) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if waiting != nil { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end(.failure(error)) }

    func channelInactive(context: ChannelHandlerContext) {
        end(.failure(HTTPClientError.remoteConnectionClosed))
        self.context = nil
    }

    /// Only the first outcome counts; what was read before it is still handed out.
    private func end(_ result: Result<Void, any Error>) {
        if outcome == nil { outcome = result }
        if let waiting {
            self.waiting = nil
            waiting.timeout.cancel()
            switch result {
            case .success: waiting.promise.succeed(nil)
            case .failure(let error): waiting.promise.fail(error)
            }
        }
        context?.close(promise: nil)
    }
}
