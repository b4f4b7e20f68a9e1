internal import Content
package import Signing
internal import Synchronization

/// What the steps of logins leave for each other: codes that were given out, devices that wait.
///
/// Replicas of one authority share one. Keys hold no secrets (they are digests of them), values hold no passwords.
package protocol LoginState: Sendable {
    /// Keeps a value until a time, in the place of one that is there.
    func put(_ key: String, _ value: [UInt8], until expiry: Instant) async throws
    /// Removes a value and returns it: to one caller alone, however many ask, at whatever replica.
    func take(_ key: String) async throws -> [UInt8]?
    /// - Returns: `nil` when there is none, or its time is over.
    func get(_ key: String) async throws -> [UInt8]?
}

/// State of logins in memory, for an authority in one process: it goes with the process, and whoever is logging in then
/// begins again.
package final class MemoryLoginState: LoginState {
    private struct Kept {
        var values: [String: (bytes: [UInt8], expiry: Instant)] = [:]
        var size = 0
        var nextSweep: Int64 = 0
    }

    private let kept = Mutex(Kept())
    private let clock: @Sendable () -> Instant
    private let limit: Int

    /// - Parameter limit: bytes of keys and values that are kept at a time.
    package init(limit: Int = 64 << 20, clock: @escaping @Sendable () -> Instant) {
        self.clock = clock
        self.limit = limit
    }

    package struct Full: Error, CustomStringConvertible {
        package var description: String { "login: too many logins are under way" }
    }

    private static func size(_ key: String, _ value: [UInt8]) -> Int { key.utf8.count + value.count + 96 }

    package func put(_ key: String, _ value: [UInt8], until expiry: Instant) async throws {
        let now = clock()
        try kept.withLock { kept in
            let size = Self.size(key, value)
            if now.seconds >= kept.nextSweep || kept.size + size > limit {
                kept.values = kept.values.filter { $0.value.expiry > now }
                kept.size = kept.values.reduce(0) { $0 + Self.size($1.key, $1.value.bytes) }
                kept.nextSweep = now.seconds + 60
            }
            let old = kept.values[key].map { Self.size(key, $0.bytes) } ?? 0
            guard kept.size - old + size <= limit else { throw Full() }
            kept.values[key] = (value, expiry)
            kept.size += size - old
        }
    }

    package func take(_ key: String) async throws -> [UInt8]? {
        let now = clock()
        return kept.withLock { kept in
            guard let found = kept.values.removeValue(forKey: key) else { return nil }
            kept.size -= Self.size(key, found.bytes)
            return found.expiry > now ? found.bytes : nil
        }
    }

    package func get(_ key: String) async throws -> [UInt8]? {
        let now = clock()
        return kept.withLock { kept in kept.values[key].flatMap { $0.expiry > now ? $0.bytes : nil } }
    }
}
