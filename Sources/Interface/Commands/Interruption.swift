internal import Glibc
internal import RegistryClient
internal import Synchronization

/// What is put in order when the user or the system ends the program: a file half written and a line half shown.
enum Interruption {
    /// Address of the name of the file being written, 0 for none. A number, because a signal may come at any moment.
    private static let partial = Atomic<UInt>(0)
    private static let hasLine = Atomic<Bool>(false)
    private static let isEnding = Atomic<Bool>(false)

    /// Ends by the same signal afterwards, so that the shell sees 130 for Ctrl-C.
    static func prepare() {
        // Globals are made on first use, which a signal handler must not be.
        partial.store(0, ordering: .relaxed)
        hasLine.store(false, ordering: .relaxed)
        isEnding.store(false, ordering: .relaxed)
        HelperGroup.prepare()
        // A reader that goes away and a file that may not grow are met where they are written to.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var old = sigaction()
            sigaction(number, nil, &old)
            // Who starts a program in the background with a signal ignored means it (nohup).
            let isIgnored = unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1
            if isIgnored { continue }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                // Only calls that signal-safety(7) allows.
                Interruption.isEnding.store(true, ordering: .sequentiallyConsistent)
                if let path = UnsafeMutablePointer<CChar>(
                    bitPattern: Interruption.partial.load(ordering: .relaxed))
                {
                    unlink(path)
                }
                if Interruption.hasLine.load(ordering: .relaxed) {
                    var bytes: (UInt8, UInt8, UInt8, UInt8) = (0x0d, 0x1b, 0x5b, 0x4b)
                    write(STDERR_FILENO, &bytes, 4)
                }
                HelperGroup.endRunning()
                raise(number)
            }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_NODEFER
            sigaction(number, &action, nil)
        }
    }

    /// Waits for the end where a signal has begun it: what then fails on other threads, such as a helper that was ended,
    /// is no error to report, and must not end the program with another status first.
    static func givePrecedence() {
        while isEnding.load(ordering: .sequentiallyConsistent) { pause() }
    }

    /// Whether a line of progress is on the screen.
    static func noteLine(_ isShown: Bool) { hasLine.store(isShown, ordering: .relaxed) }

    /// Removes the file, should the program be interrupted inside `body`.
    static func removing<Value>(_ path: String, _ body: () throws -> Value) rethrows -> Value {
        let name = path.withCString { strdup($0) }
        partial.store(UInt(bitPattern: name), ordering: .relaxed)
        defer {
            partial.store(0, ordering: .relaxed)
            free(name)
        }
        return try body()
    }

    /// Ends as a program does whose reader went away.
    static func readerIsGone() -> Never {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
        exit(128 + SIGPIPE)
    }
}
