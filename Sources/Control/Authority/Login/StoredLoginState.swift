internal import Signing

/// State of logins in the authority's store, for all replicas that share it: a login may begin at one and end at another.
struct StoredLoginState: LoginState {
    private let states: StateThreads
    private let clock: @Sendable () -> Instant

    init(_ states: StateThreads, clock: @escaping @Sendable () -> Instant) {
        self.states = states
        self.clock = clock
    }

    /// Apart from what else is kept there.
    private static func name(_ key: String) -> String { "login/\(key)" }

    func put(_ key: String, _ value: [UInt8], until expiry: Instant) async throws {
        let (name, now) = (Self.name(key), clock())
        let putting = try await states.run { store in
            // Of two who put at once, the one is in the place of the other.
            for _ in 0..<4 {
                _ = try store.take(name, at: now)
                let putting = try store.put(name, value, until: expiry, at: now)
                if putting != .there { return putting }
            }
            return .full
        }
        guard putting == .new else { throw MemoryLoginState.Full() }
    }

    func take(_ key: String) async throws -> [UInt8]? {
        let (name, now) = (Self.name(key), clock())
        return try await states.run { try $0.take(name, at: now) }
    }

    func get(_ key: String) async throws -> [UInt8]? {
        let (name, now) = (Self.name(key), clock())
        return try await states.run { try $0.get(name, at: now) }
    }
}
