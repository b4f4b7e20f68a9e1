internal import Content
internal import Signing
internal import Synchronization

/// Requests that must not come twice, until they would be refused for their age.
final class SeenRequests: Sendable {
    private struct State {
        var expiries: [Digest: Int64] = [:]
        var nextSweep: Int64 = 0
    }

    private let state = Mutex(State())
    private static let limit = 1 << 20

    enum Outcome { case new, seen, full }

    func note(_ digest: Digest, until expiry: Instant, at now: Instant) -> Outcome {
        state.withLock { state in
            if now.seconds >= state.nextSweep || state.expiries.count >= Self.limit {
                state.expiries = state.expiries.filter { $0.value > now.seconds }
                state.nextSweep = now.seconds + 60
            }
            guard state.expiries.count < Self.limit else { return .full }
            guard state.expiries.updateValue(expiry.seconds, forKey: digest) == nil else { return .seen }
            return .new
        }
    }

    /// For a request that was not fulfilled and may come again.
    func forget(_ digest: Digest) { state.withLock { _ = $0.expiries.removeValue(forKey: digest) } }
}
