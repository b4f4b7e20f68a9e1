internal import Glibc
internal import Synchronization

/// The process group of a credential helper, which holds everything that the helper started.
///
/// A keyring that waits for its user may outlive the helper that asked it; nothing that was started for us is left.
package final class HelperGroup: Sendable {
    /// The group that runs now, 0 for none. A number, because a signal may come at any moment: Ctrl-C reaches the
    /// program's own group only.
    private static let running = Atomic<Int32>(0)

    private let leader = Atomic<Int32>(0)

    init() {}

    func begin(_ process: Int32) {
        leader.store(process, ordering: .relaxed)
        Self.running.store(process, ordering: .relaxed)
    }

    /// Ends what is left of the group.
    func end() {
        let group = leader.exchange(0, ordering: .relaxed)
        guard group > 1 else { return }
        _ = Self.running.compareExchange(expected: group, desired: 0, ordering: .relaxed)
        kill(-group, SIGKILL)
    }

    /// Ends the group from a signal handler, when a signal ends the program: what a shell started in the background
    /// does not hear that of Ctrl-C. Calls only what signal-safety(7) allows, once `prepare` was called.
    package static func endRunning() {
        let group = running.load(ordering: .relaxed)
        if group > 1 { kill(-group, SIGKILL) }
    }

    /// Makes the globals, which a signal handler must not be the first to use.
    package static func prepare() { running.store(0, ordering: .relaxed) }
}
