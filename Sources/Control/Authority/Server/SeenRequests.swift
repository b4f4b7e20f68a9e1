internal import Content
internal import Signing

/// Requests that must not come twice, until they would be refused for their age; known to all who share the store.
struct SeenRequests: Sendable {
    let states: StateThreads

    private static func name(_ digest: Digest) -> String { "request:\(digest.hex)" }

    func note(_ digest: Digest, until expiry: Instant, at now: Instant) async throws -> StatePutting {
        try await states.run { try $0.put(Self.name(digest), [], until: expiry, at: now) }
    }

    /// For a request that was not fulfilled and may come again.
    func forget(_ digest: Digest, at now: Instant) async throws {
        _ = try await states.run { try $0.take(Self.name(digest), at: now) }
    }
}
