internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// One connection: collects a request, hands it over, writes the answer, and waits for the next.
///
/// A client gets so much time and so many bytes for a request and no more, so that slow and endless ones hold nothing.
final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    typealias Handle = @Sendable (HTTPRequest) async -> HTTPAnswer

    struct Limits: Sendable {
        var body = 128 << 10
        /// Of requests to some paths, as far as the memory for all large bodies allows.
        var largeBodies: [String: Int] = [:]
        var budget = BodyBudget(limit: 256 << 20)
        /// Of one header, of all, and how many.
        var header = 24 << 10
        var headers = 32 << 10
        var headerCount = 100
        /// For a whole request, and for waiting between two.
        var patience = TimeAmount.seconds(30)
        /// For what still comes of a request that was refused.
        var lingering = TimeAmount.seconds(2)
    }

    private let limits: Limits
    private let handle: Handle
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var timer: Scheduled<Void>?
    /// Bytes of the body that are taken from the budget.
    private var taken = 0
    private var bodyLimit = 0
    private var isAnswering = false
    /// The connection ends: what still comes is thrown away.
    private var isRefused = false

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
        forgetBody()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A connection that broke, or no TLS.
        guard let error = error as? HTTPParserError, !isAnswering, !isRefused else {
            return context.close(promise: nil)
        }
        let problem =
            error == .headerOverflow
            ? Problem(.requestHeaderFieldsTooLarge, "expected at most \(limits.headers) bytes of headers")
            : Problem(.badRequest, "expected a request of HTTP/1.1")
        refuse(context, head ?? HTTPRequestHead(version: .http1_1, method: .GET, uri: "/"), problem)
    }

    private func wait(_ context: ChannelHandlerContext) {
        timer?.cancel()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: limits.patience) {
            let (connection, context) = bound.value
            connection.expire(context)
        }
    }

    /// Time is over: a request that has begun is told so.
    private func expire(_ context: ChannelHandlerContext) {
        guard let head, !isRefused else { return context.close(promise: nil) }
        refuse(context, head, Problem(.requestTimeout, "expected the whole request within its time"))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            forgetBody()
            bodyLimit = limits.largeBodies[String(head.uri.prefix { $0 != "?" })] ?? limits.body
            let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
            if announced > bodyLimit { return refuse(context, head, tooLarge) }
            // RFC 9110 §10.1.1
            if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
                context.writeAndFlush(
                    wrapOutboundOut(.head(.init(version: head.version, status: .continue))), promise: nil)
            }
        case .body(let part):
            guard let head else { return }
            let size = body.count + part.readableBytes
            guard size <= bodyLimit else { return refuse(context, head, tooLarge) }
            if size > limits.body {
                guard limits.budget.take(size - taken) else {
                    return refuse(
                        context, head,
                        Problem(
                            .serviceUnavailable, "too many large requests are under way",
                            headers: [("Retry-After", "1")]))
                }
                taken = size
            }
            body += part.readableBytesView
        case .end:
            guard let head else { return }
            self.head = nil
            timer?.cancel()
            timer = nil
            isAnswering = true
            let request = HTTPRequest(head, body: body)
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            let loop = context.eventLoop
            let handle = handle
            Task {
                let answer = await handle(request)
                loop.execute {
                    let (connection, context) = bound.value
                    connection.isAnswering = false
                    connection.forgetBody()
                    connection.write(answer, to: head, context)
                }
            }
        }
    }

    private var tooLarge: Problem { Problem(.payloadTooLarge, "expected at most \(bodyLimit) bytes of a request") }

    private func forgetBody() {
        body = []
        limits.budget.give(taken)
        taken = 0
    }

    /// Answers before the request has come, and ends: what is still under way is not read.
    private func refuse(_ context: ChannelHandlerContext, _ head: HTTPRequestHead, _ problem: Problem) {
        self.head = nil
        forgetBody()
        isRefused = true
        var last = head
        last.headers.replaceOrAdd(name: "Connection", value: "close")
        write(problem.answer, to: last, context)
    }

    private func write(_ answer: HTTPAnswer, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        var headers = HTTPHeaders(answer.headers)
        headers.add(name: "Content-Length", value: "\(answer.body.count)")
        headers.add(name: "X-Content-Type-Options", value: "nosniff")
        let keeps = head.isKeepAlive
        if !keeps {
            headers.add(name: "Connection", value: "close")
        } else if head.version == .http1_0 {
            headers.add(name: "Connection", value: "keep-alive")
        }
        context.write(
            wrapOutboundOut(.head(.init(version: .http1_1, status: answer.status, headers: headers))), promise: nil)
        if head.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        // Who does not read the answer is not waited for longer than who does not write the request.
        wait(context)
        guard !keeps else { return }
        if isRefused {
            // A client that still sends would lose an answer that comes with the connection's end.
            timer?.cancel()
            timer = context.eventLoop.scheduleTask(in: limits.lingering) { bound.value.close(promise: nil) }
            written.whenComplete { _ in bound.value.close(mode: .output, promise: nil) }
        } else {
            written.whenComplete { _ in bound.value.close(promise: nil) }
        }
    }
}

/// Memory for bodies that are larger than usual, which all connections share.
final class BodyBudget: Sendable {
    private let held = Atomic<Int>(0)
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func take(_ bytes: Int) -> Bool {
        guard held.add(bytes, ordering: .relaxed).newValue <= limit else {
            held.subtract(bytes, ordering: .relaxed)
            return false
        }
        return true
    }

    func give(_ bytes: Int) { held.subtract(bytes, ordering: .relaxed) }
}

extension HTTPRequest {
    init(_ head: HTTPRequestHead, body: [UInt8]) {
        let path = head.uri.prefix { $0 != "?" }
        self.init(
            method: head.method, path: String(path), query: String(head.uri.dropFirst(path.count + 1)),
            headers: head.headers, body: body)
    }
}
