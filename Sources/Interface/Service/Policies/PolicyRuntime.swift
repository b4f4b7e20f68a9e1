package import Rego
internal import Synchronization

/// The policies and documents in force. They change as a whole: who asks gets the old ones or the new ones.
package final class PolicyRuntime: Sendable {
    private let current: Mutex<PolicySnapshot>
    /// Held while a change is worked out, so that changes follow one another and none is lost. Decisions never wait
    /// for it.
    private let changing = Mutex<Void>(())

    package init(_ snapshot: PolicySnapshot) { current = Mutex(snapshot) }

    package var snapshot: PolicySnapshot { current.withLock { $0 } }

    /// Puts what `body` makes of the snapshot in its place; when `body` throws, everything stays as it is.
    package func change(_ body: (PolicySnapshot) throws -> PolicySnapshot) throws {
        try changing.withLock { _ in
            let next = try body(snapshot)
            current.withLock { $0 = next }
        }
    }

    /// Puts newly loaded policies and documents in the place of those that came from files and bundles. Policies that
    /// clients have put stay, unless one of the same name was loaded; documents are those of the files.
    package func load(_ set: PolicySet) throws {
        try change { snapshot in
            let loaded = PolicySnapshot(set)
            let names = Set(loaded.policies.map(\.id))
            let kept = snapshot.policies.filter { $0.origin == .client && !names.contains($0.id) }
            return kept.isEmpty ? loaded : try loaded.replacing(policies: loaded.policies + kept)
        }
    }
}
