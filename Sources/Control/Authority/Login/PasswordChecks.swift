internal import Glibc
internal import NIOPosix
internal import Signing
internal import Synchronization

/// Says whether a name and a password belong together, as slowly for names that nobody has, and for few at a time: each
/// check takes memory.
final class PasswordChecks: Sendable {
    enum Outcome: Sendable {
        case person(LocalUser)
        case wrong
        /// Too many failures; seconds to wait.
        case wait(Int)
        /// Too many checks are under way.
        case busy
    }

    private struct Loaded {
        var stamp: [Int]
        var users: [String: LocalUser]
    }

    private let file: UserFile
    private let throttle: SignInThrottle
    private let pool: NIOThreadPool
    private let waiting = Mutex(0)
    private let loaded = Mutex<Loaded?>(nil)
    /// Checked in the place of a user who does not exist.
    private let stranger: PasswordHash

    private static let threads = 2
    private static let waitingLimit = 32

    init(_ file: UserFile, throttle: SignInThrottle, cost: PasswordHash.Cost = .usual) throws {
        self.file = file
        self.throttle = throttle
        stranger = try PasswordHash(of: Array(LoginSecret.random().utf8), cost: cost)
        pool = NIOThreadPool(numberOfThreads: Self.threads)
        pool.start()
    }

    func check(name: String, password: [UInt8], at now: Instant) async throws -> Outcome {
        if let seconds = throttle.begin(name, at: now) { return .wait(seconds) }
        let admitted = waiting.withLock { waiting in
            guard waiting < Self.waitingLimit else { return false }
            waiting += 1
            return true
        }
        guard admitted else { return .busy }
        defer { waiting.withLock { $0 -= 1 } }
        let person = try await pool.runIfActive { [self] () -> LocalUser? in
            let user = LocalUser.isName(name) ? try users()[name] : nil
            let isRight = try (user?.password ?? stranger).matches(password)
            return isRight ? user : nil
        }
        guard let person else { return .wrong }
        throttle.succeed(name)
        return .person(person)
    }

    func close() async {
        // It fails only when it was shut down before.
        try? await pool.shutdownGracefully()
    }

    /// The file is read again when it was replaced: who was added can log in, who was removed cannot.
    private func users() throws -> [String: LocalUser] {
        let stamp = stamp()
        if let known = loaded.withLock({ $0 }), known.stamp == stamp { return known.users }
        let users = Dictionary(try file.users().map { ($0.name, $0) }) { first, _ in first }
        loaded.withLock { $0 = Loaded(stamp: stamp, users: users) }
        return users
    }

    private func stamp() -> [Int] {
        var status = Glibc.stat()
        guard stat(file.path, &status) == 0 else { return [] }
        return [
            Int(truncatingIfNeeded: status.st_ino), status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
        ]
    }
}
