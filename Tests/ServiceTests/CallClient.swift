import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix

/// A client of gRPC over plain HTTP/2, as far as tests need one.
final class CallClient: Sendable {
    struct Answer: Sendable {
        var http: String?
        /// `grpc-status`; nil when none came.
        var status: Int?
        var text: String?
        var message: [UInt8] = []
    }

    private let channel: any Channel
    private let multiplexer: NIOHTTP2Handler.StreamMultiplexer

    init(port: Int) async throws {
        (channel, multiplexer) = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.configureHTTP2Pipeline(
                    mode: .client, connectionConfiguration: .init(), streamConfiguration: .init()
                ) { stream in stream.close() }.map { (channel, $0) }
            }
    }

    func close() async throws { try await channel.close() }

    var closed: EventLoopFuture<Void> { channel.closeFuture }

    static func framed(_ message: [UInt8], flag: UInt8 = 0) -> [UInt8] {
        [flag] + (0..<4).reversed().map { UInt8(truncatingIfNeeded: message.count >> (8 * $0)) } + message
    }

    func call(
        _ path: String, _ body: [UInt8], headers: [(String, String)] = [], type: String = "application/grpc",
        ends: Bool = true
    ) async throws -> Answer {
        let promise = channel.eventLoop.makePromise(of: Answer.self)
        let stream: any Channel
        do {
            stream = try await multiplexer.createStreamChannel { stream in
                stream.eventLoop.makeCompletedFuture {
                    try stream.pipeline.syncOperations.addHandler(Collector(promise))
                }
            }.get()
        } catch {
            promise.fail(error)
            throw error
        }
        var head = HPACKHeaders([
            (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"), ("te", "trailers"),
            ("content-type", type),
        ])
        for (name, value) in headers { head.add(name: name, value: value) }
        stream.write(HTTP2Frame.FramePayload.headers(.init(headers: head)), promise: nil)
        stream.writeAndFlush(
            HTTP2Frame.FramePayload.data(
                .init(data: .byteBuffer(ByteBuffer(bytes: body)), endStream: ends)), promise: nil)
        return try await promise.futureResult.get()
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = HTTP2Frame.FramePayload
        private let promise: EventLoopPromise<Answer>
        private var answer = Answer()
        private var bytes: [UInt8] = []

        init(_ promise: EventLoopPromise<Answer>) { self.promise = promise }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .headers(let frame):
                if let status = frame.headers.first(name: ":status") { answer.http = status }
                if let status = frame.headers.first(name: "grpc-status") { answer.status = Int(status) }
                if let text = frame.headers.first(name: "grpc-message") { answer.text = text }
                if frame.endStream { finish() }
            case .data(let frame):
                if case .byteBuffer(let part) = frame.data { bytes += Array(part.readableBytesView) }
                if frame.endStream { finish() }
            default: break
            }
        }

        private func finish() {
            answer.message = Array(bytes.dropFirst(5))
            promise.succeed(answer)
        }

        func channelInactive(context: ChannelHandlerContext) { promise.succeed(answer) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            promise.fail(error)
            context.close(promise: nil)
        }
    }
}
