internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import NIOTLS

/// One connection: collects a request, has it answered, writes the answer, and takes the next.
///
/// The handler before it hands over one request at a time. Nothing here waits, and nothing grows without a bound: bodies
/// have a limit, a request has so much time to arrive, and no request is answered while the client has not read what
/// was answered before.
final class ServiceConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    struct Limits: Sendable {
        /// For a request to arrive, from its first byte to its last.
        var patience = TimeAmount.seconds(30)
        /// Between two requests.
        var idle = TimeAmount.seconds(120)
        /// For what still comes of a request that was refused.
        var lingering = TimeAmount.seconds(2)
    }

    private enum Phase {
        case idle, receiving, answering
        /// An answer was given before the request was there; what still comes is thrown away.
        case refused
    }

    private let service: PolicyService
    private let pool: NIOThreadPool
    private let limits: Limits
    private let presence: ConnectionTable
    private var client = ServiceClient(address: "")
    private var phase = Phase.idle
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()
    /// Bytes of bodies that are counted for this connection.
    private var counted = 0
    private var started: Int64 = 0
    /// When the connection has been waited for long enough.
    private var deadline = NIODeadline.distantFuture
    private var timer: Scheduled<Void>?
    /// A request that waits until the client has read the answers before.
    private var held: (HTTPRequestHead, ByteBuffer)?

    init(_ service: PolicyService, pool: NIOThreadPool, limits: Limits, presence: ConnectionTable) {
        self.service = service
        self.pool = pool
        self.limits = limits
        self.presence = presence
    }

    // MARK: Time

    func channelActive(context: ChannelHandlerContext) {
        client = ServiceClient(address: Self.text(of: context.channel))
        deadline = .now() + limits.patience
        watch(context)
        context.fireChannelActive()
    }

    static func text(of channel: any Channel) -> String {
        guard let address = channel.remoteAddress, let host = address.ipAddress, let port = address.port else {
            return channel.localAddress?.pathname.map { "unix:\($0)" } ?? ""
        }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// One timer runs for as long as the connection does, and looks whether the deadline has moved on meanwhile: requests
    /// cost no timers.
    private func watch(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        // While an answer is made there is no deadline, but there will be one.
        let look = min(deadline, .now() + limits.idle)
        timer = context.eventLoop.scheduleTask(deadline: look) {
            let (connection, context) = bound.value
            if connection.deadline <= .now() {
                context.close(promise: nil)
            } else {
                connection.watch(context)
            }
        }
    }

    /// A deadline before the timer's next look needs a timer of its own.
    private func shorten(to time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline = .now() + time
        timer?.cancel()
        watch(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        client.leave()
        held = nil
        forgetBody()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Not HTTP, headers without end, no TLS, or a connection that broke: what can be answered was.
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSUserEvent, case .handshakeCompleted = event { noteCertificates(context) }
        context.fireUserInboundEventTriggered(event)
    }

    private func noteCertificates(_ context: ChannelHandlerContext) {
        do {
            let handler = try context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
            guard let certificate = handler.peerCertificate else { return }
            client.note(certificates: [try certificate.toDERBytes()])
        } catch {
            // Without its certificate the client is nobody, and is judged as such.
            client.note(certificates: [])
        }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard phase != .refused else { return }
            started = PolicyService.monotonic()
            phase = .receiving
            self.head = head
            let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
            if announced > service.settings.bodyLimit { return refuse(context, head, tooLarge) }
            if announced > 0 || head.headers.contains(name: "transfer-encoding") {
                if deadline > .now() + limits.patience { shorten(to: limits.patience, context) }
                if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
                    context.writeAndFlush(
                        wrapOutboundOut(.head(.init(version: head.version, status: .continue))), promise: nil)
                }
            }
        case .body(var part):
            guard let head, phase == .receiving else { return }
            guard body.readableBytes + part.readableBytes <= service.settings.bodyLimit else {
                return refuse(context, head, tooLarge)
            }
            guard presence.hold(part.readableBytes) else {
                return refuse(
                    context, head,
                    ServiceProblem(
                        .serviceUnavailable, .internalError, "too many large requests are under way",
                        headers: [("Retry-After", "1")]))
            }
            counted += part.readableBytes
            if body.readableBytes == 0 { body = part } else { body.writeBuffer(&part) }
        case .end:
            guard phase == .receiving, let head else {
                if phase == .refused { context.close(promise: nil) }
                return
            }
            self.head = nil
            let body = self.body
            self.body = ByteBuffer()
            phase = .answering
            // An evaluation has its own limit.
            deadline = .distantFuture
            if context.channel.isWritable { answer(context, head, body) } else { held = (head, body) }
            if deadline == .distantFuture, held != nil { deadline = .now() + limits.patience }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, let (head, body) = held {
            held = nil
            deadline = .distantFuture
            answer(context, head, body)
        }
        context.fireChannelWritabilityChanged()
    }

    private func answer(_ context: ChannelHandlerContext, _ head: HTTPRequestHead, _ body: ByteBuffer) {
        let request = ServiceRequest(head: head, body: body, client: client)
        let handler = request.route?.handler ?? .unknown
        if let answer = service.answer(request, mayWait: false) {
            return write(answer, of: handler, to: head, context)
        }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let service = service
        pool.submit { state in
            let answer =
                if case .active = state { service.answer(request, mayWait: true) } else { nil as ServiceAnswer? }
            loop.execute {
                let (connection, context) = bound.value
                guard let answer else { return context.close(promise: nil) }
                connection.write(answer, of: handler, to: head, context)
            }
        }
    }

    private var tooLarge: ServiceProblem {
        ServiceProblem(
            .payloadTooLarge, .invalidParameter,
            "request body too large: expected at most \(service.settings.bodyLimit) bytes")
    }

    /// Answers before the body has come, and ends the connection.
    private func refuse(_ context: ChannelHandlerContext, _ head: HTTPRequestHead, _ problem: ServiceProblem) {
        self.head = nil
        body = ByteBuffer()
        phase = .refused
        var last = head
        last.headers.replaceOrAdd(name: "Connection", value: "close")
        write(problem.answer, of: .unknown, to: last, context)
    }

    private func forgetBody() {
        if counted > 0 { presence.release(counted) }
        counted = 0
    }

    private func write(
        _ answer: ServiceAnswer, of handler: ServiceMetrics.Handler, to head: HTTPRequestHead,
        _ context: ChannelHandlerContext
    ) {
        forgetBody()
        guard context.channel.isActive else { return }
        let isRefused = phase == .refused
        let keeps = head.isKeepAlive && !presence.isDraining && !isRefused
        var headers = HTTPHeaders()
        headers.reserveCapacity(4)
        if !answer.contentType.isEmpty { headers.add(name: "Content-Type", value: answer.contentType) }
        // An answer without content has no length either (RFC 9110 §8.6).
        if answer.status != .noContent, answer.status != .notModified {
            headers.add(name: "Content-Length", value: String(answer.body.count))
        }
        for (name, value) in answer.headers { headers.add(name: name, value: value) }
        if !keeps {
            headers.add(name: "Connection", value: "close")
        } else if head.version == .http1_0 {
            headers.add(name: "Connection", value: "keep-alive")
        }
        context.write(
            wrapOutboundOut(.head(.init(version: .http1_1, status: answer.status, headers: headers))), promise: nil)
        if head.method != .HEAD, !answer.body.isEmpty {
            context.write(
                wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: answer.body)))), promise: nil)
        }
        service.metrics.note(
            handler, method: head.method.rawValue, code: answer.status.code,
            nanoseconds: PolicyService.monotonic() - started)
        if keeps {
            phase = .idle
            // Who reads slowly has a second more for each 64 KiB.
            deadline = .now() + limits.idle + .seconds(Int64(answer.body.count >> 16))
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            return
        }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        shorten(
            to: isRefused ? limits.lingering : limits.patience + .seconds(Int64(answer.body.count >> 16)), context)
        // A client that still sends would lose an answer that comes with the connection's end.
        if !isRefused { written.whenComplete { _ in bound.value.close(promise: nil) } }
    }
}
