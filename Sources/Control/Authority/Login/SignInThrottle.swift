internal import Signing
internal import Synchronization

/// Bounds how many wrong guesses anybody has, for each name and for all together.
///
/// Each attempt pours into a bucket that leaks; a full bucket takes no more. What was right is taken out again, so that
/// only failures count. Names that nobody has count like others: the answer does not tell which exist.
final class SignInThrottle: Sendable {
    struct Limits: Sendable {
        /// Attempts for one name at once, and the seconds after which there is one more.
        var each = 5
        var eachSeconds = 60.0
        /// The same of all names together.
        var all = 120
        var allSeconds = 0.5
    }

    private struct Bucket {
        var level: Double
        var time: Instant

        /// Seconds until one more fits; zero when it does.
        mutating func wait(_ now: Instant, capacity: Int, seconds: Double) -> Double {
            let passed = Double(now.seconds - time.seconds) + Double(now.nanoseconds - time.nanoseconds) / 1e9
            level = max(0, level - max(0, passed) / seconds)
            time = max(time, now)
            return max(0, (level + 1 - Double(capacity)) * seconds)
        }
    }

    private struct State {
        var names: [String: Bucket] = [:]
        var all = Bucket(level: 0, time: Instant(seconds: 0))
    }

    private let state = Mutex(State())
    private let limits: Limits
    /// Names that are remembered; the emptiest buckets go first.
    private static let nameLimit = 8192

    init(_ limits: Limits = Limits()) { self.limits = limits }

    /// Counts an attempt.
    ///
    /// - Returns: seconds to wait when it may not be made; `nil` when it may.
    func begin(_ name: String, at now: Instant) -> Int? {
        state.withLock { state in
            var bucket = state.names[name] ?? Bucket(level: 0, time: now)
            let wait = max(
                bucket.wait(now, capacity: limits.each, seconds: limits.eachSeconds),
                state.all.wait(now, capacity: limits.all, seconds: limits.allSeconds))
            guard wait == 0 else { return max(1, Int(wait.rounded(.up))) }
            bucket.level += 1
            state.all.level += 1
            if state.names[name] == nil, state.names.count >= Self.nameLimit { drop(&state, now) }
            state.names[name] = bucket
            return nil
        }
    }

    private func drop(_ state: inout State, _ now: Instant) {
        for (name, bucket) in state.names {
            var bucket = bucket
            _ = bucket.wait(now, capacity: limits.each, seconds: limits.eachSeconds)
            if bucket.level <= 0 { state.names[name] = nil }
        }
        // All are in use: the half with the fewest failures makes room.
        if state.names.count >= Self.nameLimit {
            for (name, _) in state.names.sorted(by: { $0.value.level < $1.value.level }).prefix(Self.nameLimit / 2) {
                state.names[name] = nil
            }
        }
    }

    /// What was begun was right.
    func succeed(_ name: String) {
        state.withLock { state in
            state.names[name] = nil
            state.all.level = max(0, state.all.level - 1)
        }
    }
}
