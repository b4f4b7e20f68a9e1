internal import NIOCore
internal import Synchronization

/// The open connections of a server.
final class ConnectionTable: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var whenEmpty: EventLoopPromise<Void>?
    }

    private let limit: Int
    private let metrics: ServiceMetrics
    private let draining = Atomic<Bool>(false)
    private let heldLimit: Int
    private let state = Mutex(State())

    init(limit: Int, heldLimit: Int, metrics: ServiceMetrics) {
        self.limit = limit
        self.heldLimit = heldLimit
        self.metrics = metrics
    }

    /// Whether each connection ends with the answer that it is being given.
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    /// Counts bytes of a body; each connection alone may hold little, and all together much.
    ///
    /// - Returns: False when there is no room for them, and they are not counted.
    func hold(_ bytes: Int) -> Bool {
        if metrics.bodyBytes.add(bytes, ordering: .relaxed).newValue <= heldLimit { return true }
        release(bytes)
        return false
    }

    func release(_ bytes: Int) { metrics.bodyBytes.subtract(bytes, ordering: .relaxed) }

    /// - Returns: False when there are too many.
    func admit(_ channel: any Channel) -> Bool {
        let key = ObjectIdentifier(channel)
        let isAdmitted = state.withLock { state in
            guard state.channels.count < limit, state.whenEmpty == nil else { return false }
            state.channels[key] = channel
            return true
        }
        guard isAdmitted else {
            metrics.refusedConnections.add(1, ordering: .relaxed)
            return false
        }
        metrics.connections.add(1, ordering: .relaxed)
        channel.closeFuture.whenComplete { [self] _ in
            metrics.connections.subtract(1, ordering: .relaxed)
            let promise = state.withLock { state in
                state.channels[key] = nil
                return state.channels.isEmpty ? state.whenEmpty : nil
            }
            promise?.succeed()
        }
        return true
    }

    /// Ends idle connections at once, and others with the answer that is due; after `grace` all that are left.
    func drain(within grace: TimeAmount, on loop: any EventLoop) async throws {
        draining.store(true, ordering: .relaxed)
        let promise = loop.makePromise(of: Void.self)
        let channels = state.withLock { state in
            state.whenEmpty = promise
            return Array(state.channels.values)
        }
        if channels.isEmpty { promise.succeed() }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        let end = loop.scheduleTask(in: grace) { [self] in
            for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
        }
        try await promise.futureResult.get()
        end.cancel()
    }
}
