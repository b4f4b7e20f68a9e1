internal import NIOCore
internal import NIOHPACK
internal import NIOHTTP2
internal import NIOPosix

/// One stream of a connection: one call, its answer, and the end.
final class EnvoyStream: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private enum Phase { case waiting, receiving, answering, over }

    private let service: PolicyService
    private let pool: NIOThreadPool
    private let limits: ServiceConnection.Limits
    private let presence: ConnectionTable
    /// Of this call, so that its end ends the decision.
    private let client: ServiceClient
    private var phase = Phase.waiting
    private var call: GRPCCall
    private var counted = 0
    private var started: Int64 = 0
    private var timer: Scheduled<Void>?

    init(
        _ service: PolicyService, pool: NIOThreadPool, limits: ServiceConnection.Limits, presence: ConnectionTable,
        client: ServiceClient
    ) {
        self.service = service
        self.pool = pool
        self.limits = limits
        self.presence = presence
        self.client = client
        call = GRPCCall(path: "", encoding: "", body: ByteBuffer(), client: client)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: limits.patience) {
            let (stream, context) = bound.value
            if stream.phase == .waiting || stream.phase == .receiving {
                stream.write(GRPCAnswer(.deadlineExceeded, "the call did not arrive in time"), context)
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        phase = .over
        timer?.cancel()
        client.leave()
        forgetBody()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The stream was reset, or the peer does not speak the protocol.
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let frame):
            if phase == .waiting { begin(frame.headers, context) }
            if frame.endStream { end(context) }
        case .data(let frame):
            if case .byteBuffer(let part) = frame.data { add(part, context) }
            if frame.endStream { end(context) }
        default: break
        }
    }

    private func begin(_ headers: HPACKHeaders, _ context: ChannelHandlerContext) {
        started = PolicyService.monotonic()
        phase = .receiving
        call.path = headers.first(name: ":path") ?? ""
        call.encoding = headers.first(name: "grpc-encoding") ?? "identity"
        call.requestID = headers.first(name: "x-request-id")
        guard headers.first(name: ":method") == "POST",
            headers.first(name: "content-type")?.hasPrefix("application/grpc") ?? false
        else {
            // Not gRPC, and so told in plain HTTP (gRPC over HTTP/2, “Requests”).
            phase = .over
            timer?.cancel()
            let answer: HPACKHeaders = [":status": "415"]
            return finish(answer, context)
        }
    }

    private func add(_ part: ByteBuffer, _ context: ChannelHandlerContext) {
        guard phase == .receiving else { return }
        guard call.body.readableBytes + part.readableBytes <= service.settings.bodyLimit + 5 else {
            return write(
                GRPCAnswer(
                    .resourceExhausted, "expected a message of at most \(service.settings.bodyLimit) bytes"), context)
        }
        guard presence.hold(part.readableBytes) else {
            return write(GRPCAnswer(.resourceExhausted, "too many large calls are under way"), context)
        }
        counted += part.readableBytes
        var part = part
        if call.body.readableBytes == 0 { call.body = part } else { call.body.writeBuffer(&part) }
    }

    private func end(_ context: ChannelHandlerContext) {
        guard phase == .receiving else { return }
        phase = .answering
        timer?.cancel()
        if let answer = service.answer(call, mayWait: false) { return write(answer, context) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let (service, call) = (service, call)
        pool.submit { state in
            let answer =
                if case .active = state { service.answer(call, mayWait: true) } else { nil as GRPCAnswer? }
            loop.execute {
                let (stream, context) = bound.value
                stream.write(answer ?? GRPCAnswer(.unavailable, "the server ends"), context)
            }
        }
    }

    private func forgetBody() {
        if counted > 0 { presence.release(counted) }
        counted = 0
    }

    private func write(_ answer: GRPCAnswer, _ context: ChannelHandlerContext) {
        forgetBody()
        guard phase != .over else { return }
        let isWhole = phase == .answering
        phase = .over
        timer?.cancel()
        service.metrics.note(
            .check, method: "POST", code: UInt(answer.status.rawValue),
            nanoseconds: PolicyService.monotonic() - started)
        var trailers: HPACKHeaders = ["grpc-status": "\(answer.status.rawValue)"]
        if !answer.text.isEmpty { trailers.add(name: "grpc-message", value: answer.encodedText) }
        let head: HPACKHeaders = [
            ":status": "200", "content-type": "application/grpc", "grpc-accept-encoding": "identity,gzip",
        ]
        guard answer.status == .ok else {
            // Headers and trailers in one.
            var both = head
            both.add(contentsOf: trailers)
            return finish(both, context, resets: !isWhole)
        }
        context.write(wrapOutboundOut(.headers(.init(headers: head))), promise: nil)
        var body = context.channel.allocator.buffer(capacity: answer.message.count + 5)
        body.writeInteger(UInt8(0))
        body.writeInteger(UInt32(truncatingIfNeeded: answer.message.count))
        body.writeBytes(answer.message)
        context.write(wrapOutboundOut(.data(.init(data: .byteBuffer(body)))), promise: nil)
        finish(trailers, context)
    }

    /// - Parameter resets: Whether the call may go on coming, and is of no interest any more.
    private func finish(_ headers: HPACKHeaders, _ context: ChannelHandlerContext, resets: Bool = false) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let written = context.writeAndFlush(wrapOutboundOut(.headers(.init(headers: headers, endStream: true))))
        if resets { written.whenComplete { _ in bound.value.close(promise: nil) } }
    }
}
