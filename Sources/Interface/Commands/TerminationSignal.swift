internal import Content
internal import Glibc
internal import Synchronization

/// Lets a server end in order when it is asked to: by Ctrl-C, or by SIGTERM, which is how systems stop services.
///
/// The second such signal ends the program at once.
enum TerminationSignal {
    /// The end of a pipe that the handler writes to; a number, because a signal may come at any moment.
    private static let descriptor = Atomic<Int32>(-1)

    /// Returns when the program is asked to end.
    ///
    /// - Throws: `FileError` when the system gives no pipe.
    static func wait() async throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw FileError(operation: "make", path: "a pipe", code: errno) }
        let (reader, writer) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        descriptor.store(writer, ordering: .sequentiallyConsistent)
        for number in [SIGINT, SIGTERM] {
            var old = sigaction()
            sigaction(number, nil, &old)
            // Who starts a program in the background with a signal ignored means it.
            if unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in
                // Only calls that signal-safety(7) allows.
                var byte: UInt8 = 0
                _ = write(TerminationSignal.descriptor.load(ordering: .relaxed), &byte, 1)
            }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            sigaction(number, &action, nil)
        }
        try await BlockingWork.run {
            var byte: UInt8 = 0
            while read(reader, &byte, 1) < 0, errno == EINTR {}
        }
    }
}
