internal import NIOCore
internal import NIOHTTP1

/// One connection: collects a request, hands it over, writes the answer, and waits for the next.
///
/// A client gets so much time and so many bytes for a request and no more, so that slow and endless ones hold nothing.
final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    typealias Handle = @Sendable (HTTPRequest) async -> HTTPAnswer

    struct Limits: Sendable {
        var body = 128 << 10
        /// For a whole request, and for waiting between two.
        var patience = TimeAmount.seconds(30)
    }

    private let limits: Limits
    private let handle: Handle
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var timer: Scheduled<Void>?

    init(limits: Limits, handle: @escaping Handle) {
        self.limits = limits
        self.handle = handle
    }

    func channelActive(context: ChannelHandlerContext) {
        wait(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Not HTTP, headers without end, or a connection that broke: the codec has answered what can be answered.
        context.close(promise: nil)
    }

    private func wait(_ context: ChannelHandlerContext) {
        timer?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: limits.patience) { bound.value.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
            if announced > limits.body { refuse(context, head) }
        case .body(let part):
            guard let head else { return }
            guard body.count + part.readableBytes <= limits.body else { return refuse(context, head) }
            body += part.readableBytesView
        case .end:
            guard let head else { return }
            self.head = nil
            timer?.cancel()
            timer = nil
            let request = HTTPRequest(
                method: head.method, path: String(head.uri.prefix { $0 != "?" }), headers: head.headers, body: body)
            body = []
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            let loop = context.eventLoop
            let handle = handle
            Task {
                let answer = await handle(request)
                loop.execute {
                    let (connection, context) = bound.value
                    connection.write(answer, to: head, context)
                }
            }
        }
    }

    /// Answers before the body has come, and ends: what is still under way is not read.
    private func refuse(_ context: ChannelHandlerContext, _ head: HTTPRequestHead) {
        self.head = nil
        var last = head
        last.headers.replaceOrAdd(name: "Connection", value: "close")
        write(
            Problem(.payloadTooLarge, "expected at most \(limits.body) bytes of a request").answer, to: last, context)
    }

    private func write(_ answer: HTTPAnswer, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        var headers = HTTPHeaders(answer.headers)
        headers.add(name: "Content-Length", value: "\(answer.body.count)")
        headers.add(name: "X-Content-Type-Options", value: "nosniff")
        let keeps = head.isKeepAlive
        if !keeps { headers.add(name: "Connection", value: "close") }
        context.write(
            wrapOutboundOut(.head(.init(version: .http1_1, status: answer.status, headers: headers))), promise: nil)
        if head.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        // Who does not read the answer is not waited for longer than who does not write the request.
        wait(context)
        if !keeps { written.whenComplete { _ in bound.value.close(promise: nil) } }
    }
}
