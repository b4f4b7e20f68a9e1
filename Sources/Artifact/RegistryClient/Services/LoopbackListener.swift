internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// Waits on a free port of loopback for a browser to come back to it with an answer.
///
/// Anything on this machine can come: few connections, small requests, and what is no answer is passed over.
package final class LoopbackListener: Sendable {
    private let channel: any Channel
    private let arrivals: AsyncStream<String>

    private static let connectionLimit = 16
    /// For a request to arrive.
    private static let patience = TimeAmount.seconds(10)

    private final class Count: Sendable { let open = Atomic<Int>(0) }

    /// - Parameter path: at which answers arrive, in the query.
    package init(path: String) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingOldest(64))
        arrivals = stream
        let count = Count()
        do {
            channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .childChannelInitializer { channel in
                    guard count.open.add(1, ordering: .relaxed).newValue <= Self.connectionLimit else {
                        count.open.subtract(1, ordering: .relaxed)
                        return channel.close()
                    }
                    channel.closeFuture.whenComplete { _ in count.open.subtract(1, ordering: .relaxed) }
                    let timer = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
                    channel.closeFuture.whenComplete { _ in timer.cancel() }
                    return channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                        try channel.pipeline.syncOperations.addHandler(Handler(path: path, continuation))
                    }
                }
                .bind(host: "127.0.0.1", port: 0).get()
        } catch {
            throw ServiceError.unreachable(url: "127.0.0.1", reason: "no port to listen on (\(error))")
        }
    }

    package var port: Int { channel.localAddress?.port ?? 0 }

    package func close() async throws { try await channel.close() }

    /// The first query that `accept` takes.
    ///
    /// - Returns: `nil` when none comes within the time.
    package func first<Value: Sendable>(
        within time: Duration, _ accept: @escaping @Sendable (String) throws -> Value?
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { [arrivals] in
                for await query in arrivals {
                    if let value = try accept(query) { return value }
                }
                return nil
            }
            group.addTask {
                try await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let path: String
        private let arrivals: AsyncStream<String>.Continuation
        private var head: HTTPRequestHead?

        init(path: String, _ arrivals: AsyncStream<String>.Continuation) {
            self.path = path
            self.arrivals = arrivals
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): self.head = head
            case .body: break
            case .end:
                guard let head else { return }
                let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
                let isAnswer = head.method == .GET && parts[0] == path && parts.count == 2
                let text =
                    isAnswer
                    ? "Thank you. Go back to the terminal; this page may be closed.\n" : "There is nothing here.\n"
                let body = ByteBuffer(string: text)
                let headers: HTTPHeaders = [
                    "Content-Type": "text/plain; charset=utf-8", "Content-Length": "\(body.readableBytes)",
                    "Connection": "close", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
                ]
                context.write(
                    wrapOutboundOut(
                        .head(.init(version: .http1_1, status: isAnswer ? .ok : .notFound, headers: headers))),
                    promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
                let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
                context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
                    bound.value.close(promise: nil)
                }
                if isAnswer { arrivals.yield(String(parts[1])) }
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
