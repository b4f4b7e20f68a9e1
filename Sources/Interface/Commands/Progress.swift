internal import Glibc
internal import Synchronization

/// One line on standard error about work that takes more than a second, on a terminal only.
final class Progress: Sendable {
    private struct State {
        var started: UInt64
        var last: UInt64 = 0
        var isShown = false
        var entries: [Int: Int] = [:]
    }

    private let state: Mutex<State>
    private let isOn: Bool
    private let subject: String

    init(_ subject: String) {
        self.subject = Table.printable(subject)
        isOn = Console.isTerminal(STDERR_FILENO)
        state = Mutex(State(started: Self.now))
    }

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
    }

    /// Notes how many entries of a directory were read.
    func update(entries: Int) { update(layer: nil, entries: entries) }

    /// Notes how many entries of a layer were read.
    func update(layer: Int, entries: Int) { update(layer: .some(layer), entries: entries) }

    private func update(layer: Int?, entries: Int) {
        guard isOn else { return }
        state.withLock { state in
            state.entries[layer ?? 0] = entries
            let now = Self.now
            guard now - state.started > 1000, now - state.last > 200 else { return }
            state.last = now
            state.isShown = true
            Interruption.noteLine(true)
            let total = state.entries.values.reduce(0, +)
            let seconds = (now - state.started) / 1000
            let layers = layer == nil ? "" : "\(state.entries.count) layers, "
            let count = "\(layers)\(total) entries, \(seconds) s"
            // A line that wraps could not be taken back.
            let room = max(8, Console.columns(of: STDERR_FILENO) - count.count - 12)
            let name = subject.count > room ? "…" + subject.suffix(room - 1) : subject
            let text = "\r\u{1b}[Kreading \(name): \(count)"
            _ = Array(text.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        }
    }

    /// Removes the line.
    func finish() {
        state.withLock { state in
            guard state.isShown else { return }
            state.isShown = false
            Interruption.noteLine(false)
            _ = Array("\r\u{1b}[K".utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        }
    }
}
