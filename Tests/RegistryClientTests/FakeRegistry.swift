import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

@testable import RegistryClient

/// A registry on loopback that answers by a function and keeps what it was asked.
final class FakeRegistry: Sendable {
    struct Asked: Sendable {
        var method: HTTPMethod
        var uri: String
        var headers: HTTPHeaders
        var body: [UInt8]
    }
    struct Answer: Sendable {
        var status: HTTPResponseStatus = .ok
        var headers: [(String, String)] = []
        var body: [UInt8] = []
        /// Announced length; the connection closes after `body` when it is longer.
        var length: Int?
        /// When set, the body goes out byte by byte with this pause.
        var trickle: TimeAmount?
        /// When set, the body comes again and again, in chunks, until the other side closes the connection.
        var isEndless = false
    }

    let channel: any Channel
    private let log: Log
    final class Log: Sendable {
        let asked = Mutex<[Asked]>([])
    }

    init(
        tls: TLSConfiguration? = nil, _ answer: @escaping @Sendable (Asked, _ nth: Int) -> Answer
    ) async throws {
        let log = Log()
        let security = try tls.map { try NIOSSLContext(configuration: $0) }
        self.log = log
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let security {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: security))
                    }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(log: log, answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var place: String { "127.0.0.1:\(channel.localAddress?.port ?? 0)" }
    var asked: [Asked] { log.asked.withLock { $0 } }

    final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        let log: Log
        let answer: @Sendable (Asked, Int) -> Answer
        var head: HTTPRequestHead?
        var body: [UInt8] = []

        init(log: Log, answer: @escaping @Sendable (Asked, Int) -> Answer) {
            self.log = log
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body = []
            case .body(let part): body += part.readableBytesView
            case .end:
                guard let head else { return }
                let asked = Asked(method: head.method, uri: head.uri, headers: head.headers, body: body)
                let nth = log.asked.withLock {
                    $0.append(asked)
                    return $0.filter { $0.uri == asked.uri }.count
                }
                let answer = answer(asked, nth)
                var headers = HTTPHeaders(answer.headers)
                if !answer.isEndless {
                    headers.add(name: "Content-Length", value: "\(answer.length ?? answer.body.count)")
                }
                context.write(
                    wrapOutboundOut(.head(.init(version: .http1_1, status: answer.status, headers: headers))),
                    promise: nil)
                if let pause = answer.trickle {
                    context.flush()
                    trickle(answer.body[...], pause, NIOLoopBound(context, eventLoop: context.eventLoop))
                    return
                }
                if answer.isEndless {
                    return repeated(ByteBuffer(bytes: answer.body), NIOLoopBound(context, eventLoop: context.eventLoop))
                }
                if head.method != .HEAD {
                    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
                }
                if let length = answer.length, length > answer.body.count {
                    context.flush()
                    context.close(promise: nil)
                } else {
                    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
                }
            }
        }

        func repeated(_ chunk: ByteBuffer, _ bound: NIOLoopBound<ChannelHandlerContext>) {
            guard bound.value.channel.isActive else { return }
            let handler = NIOLoopBound(self, eventLoop: bound.value.eventLoop)
            bound.value.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(chunk)))).whenSuccess {
                // A write that is done at once would otherwise nest the next in itself.
                handler.eventLoop.execute { handler.value.repeated(chunk, bound) }
            }
        }

        func trickle(_ bytes: ArraySlice<UInt8>, _ pause: TimeAmount, _ bound: NIOLoopBound<ChannelHandlerContext>) {
            let context = bound.value
            guard context.channel.isActive, let first = bytes.first else { return context.close(promise: nil) }
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: [first])))), promise: nil)
            let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: pause) { handler.value.trickle(bytes.dropFirst(), pause, bound) }
        }
    }
}
