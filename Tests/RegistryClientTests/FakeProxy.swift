import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A proxy on loopback: whatever host is asked for, it goes to one server.
///
/// It takes whole URLs of plain http, and tunnels (CONNECT) to port 443 only, as real proxies do.
final class FakeProxy: Sendable {
    private let channel: any Channel
    private let log = Log()
    private final class Log: Sendable {
        let lines = Mutex<[String]>([])
    }

    /// - Parameter target: `127.0.0.1:PORT` that answers for every host.
    init(to target: String) async throws {
        let log = log
        let port = Int(target.split(separator: ":").last ?? "") ?? 0
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(log: log, port: port))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var place: String { "127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    /// The request lines and the `Proxy-Authorization` of what was asked.
    var asked: [String] { log.lines.withLock { $0 } }

    /// Reads the head of the first request as bytes, changes its first line, and joins both connections.
    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let log: Log
        private let port: Int
        private var head = ByteBuffer()
        private var isJoined = false

        init(log: Log, port: Int) {
            self.log = log
            self.port = port
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var part = unwrapInboundIn(data)
            guard !isJoined else { return context.fireChannelRead(data) }
            head.writeBuffer(&part)
            var text = String(buffer: head)
            guard let end = text.firstRange(of: "\r\n\r\n") else { return }
            isJoined = true
            let lines = text[..<end.lowerBound].split(separator: "\r\n").map(String.init)
            let secret = lines.first { $0.lowercased().hasPrefix("proxy-authorization:") }
            log.lines.withLock { $0.append(([lines[0]] + [secret].compactMap(\.self)).joined(separator: " ")) }
            let words = lines[0].split(separator: " ").map(String.init)
            let isTunnel = words[0] == "CONNECT"
            if isTunnel ? !words[1].hasSuffix(":443") : !words[1].hasPrefix("http://") {
                let refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: refusal)), promise: nil)
                return
            }
            if isTunnel {
                text = String(text[end.upperBound...])
            } else {
                let path = words[1].dropFirst("http://".count).drop { $0 != "/" }
                text = "\(words[0]) \(path) HTTP/1.1" + text.dropFirst(lines[0].utf8.count)
            }
            let near = context.channel
            let first = ByteBuffer(string: text)
            ClientBootstrap(group: context.eventLoop).connect(host: "127.0.0.1", port: port).whenComplete { result in
                guard case .success(let far) = result else { return near.close(promise: nil) }
                _ = near.pipeline.addHandler(Relay(far)).and(far.pipeline.addHandler(Relay(near))).map { _ in
                    if isTunnel {
                        near.writeAndFlush(
                            ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"), promise: nil)
                    }
                    far.writeAndFlush(first, promise: nil)
                }
            }
        }
    }

    private final class Relay: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        private let other: any Channel
        init(_ other: any Channel) { self.other = other }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            other.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }
        func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
    }
}
