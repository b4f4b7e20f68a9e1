import Content
import Glibc
import Synchronization
import Testing

@testable import Authority

/// A PostgreSQL server for the tests of this process, on a socket in a folder of its own.
///
/// A shell holds it: when this process ends, in whatever way, the pipe to the shell does too, and then the shell ends the
/// server and removes the folder.
final class PostgresCluster: Sendable {
    let folder: String
    private let pipe: Int32
    private let count = Mutex(0)

    /// `nil`, with a message, where there is no server to start.
    static let shared: PostgresCluster? = {
        guard let programs = programs() else {
            print("skipped: no PostgreSQL server is installed (postgresql)")
            return nil
        }
        do {
            return try PostgresCluster(programs)
        } catch {
            Issue.record("the PostgreSQL server does not start: \(error)")
            return nil
        }
    }()

    private static func programs() -> String? {
        for version in (13...20).reversed() {
            let path = "/usr/lib/postgresql/\(version)/bin"
            if access("\(path)/postgres", X_OK) == 0, access("\(path)/initdb", X_OK) == 0 { return path }
        }
        return nil
    }

    private init(_ programs: String) throws {
        var name = Array("/tmp/obryza-pg-XXXXXX".utf8CString)
        let folder = try name.withUnsafeMutableBufferPointer { buffer in
            try String(cString: #require(buffer.baseAddress.flatMap { mkdtemp($0) }))
        }
        self.folder = folder
        var ends: [Int32] = [0, 0]
        try #require(Glibc.pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // The server refuses to run as root.
        let user = getuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups" : ""
        let script = """
            as=\(getuid() == 0 ? "\"\(user)\"" : "")
            [ -z "$as" ] || chown postgres:postgres \(folder)
            cd \(folder)
            $as \(programs)/initdb -D \(folder)/data -A trust -U postgres --no-sync >\(folder)/initdb.log 2>&1 || {
                cat \(folder)/initdb.log > \(folder)/failed; exit 1; }
            $as \(programs)/postgres -D \(folder)/data -k \(folder) -c listen_addresses= -c max_connections=200 \\
                >\(folder)/server.log 2>&1 &
            server=$!
            cat
            kill -QUIT $server
            wait $server
            rm -rf \(folder)
            """
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Signals to the tests' group, such as an interruption, are not for the shell, which ends by the pipe.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        let arguments: [String] = ["sh", "-c", script]
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        try #require(posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, environ) == 0)
        close(ends[0])
        pipe = ends[1]
        for _ in 0..<1200 {
            if access("\(folder)/failed", F_OK) == 0 { break }
            do {
                try PostgresConnection(url("postgres")).close()
                return
            } catch { usleep(50_000) }
        }
        close(ends[1])
        throw StoreError.unavailable(place: folder, "it does not answer")
    }

    private func url(_ database: String) -> String { "postgres://postgres@/\(database)?host=\(folder)" }

    /// Cuts all connections to a database and refuses new ones, or lets them in again.
    func allowConnections(_ url: String, _ isAllowed: Bool) throws {
        let name = String(url.dropFirst("postgres://postgres@/".count).prefix { $0 != "?" })
        let connection = try PostgresConnection(self.url("postgres"))
        defer { connection.close() }
        try connection.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS \(isAllowed)")
        guard !isAllowed else { return }
        try connection.run(
            """
            SELECT CAST(count(pg_terminate_backend(pid, 10000)) AS BIGINT) FROM pg_stat_activity
            WHERE datname = '\(name)'
            """)
    }

    /// The URL of a new database.
    func database() throws -> String {
        let name = count.withLock { count in
            count += 1
            return "t\(count)"
        }
        let connection = try PostgresConnection(url("postgres"))
        defer { connection.close() }
        try connection.run("CREATE DATABASE \(name)")
        return url(name)
    }
}

/// A place for the stores of one test.
struct TestStore: Sendable {
    enum Kind: String, CaseIterable, Sendable { case files, sqlite, postgres }

    let kind: Kind
    let folder: TemporaryFolder
    let address: StoreAddress

    /// - Returns: `nil` where the kind cannot be tested; then a message has been printed.
    init?(_ kind: Kind) throws {
        self.kind = kind
        folder = try TemporaryFolder()
        switch kind {
        case .files: address = .files
        case .sqlite: address = .sqlite
        case .postgres:
            guard let cluster = PostgresCluster.shared else { return nil }
            address = .postgres(try cluster.database())
        }
    }

    /// The store as one process has it.
    func open() throws -> AuthorityStore { try AuthorityStore(address, of: AuthorityFolder(folder.path)) }

    /// The log as one process has it, begun if it is not there.
    func log(_ signer: CheckpointSigner, witnessing: Witnessing? = nil) throws -> TileLog {
        mkdir("\(folder.path)/log", 0o755)
        let store = try open().log(.log) { witnessing?.isFulfilled(by: $0) ?? true }
        do {
            try TileLog.begin(store, signer: signer)
            return try TileLog(store: store, signer: signer, witnessing: witnessing)
        } catch {
            store.close()
            throw error
        }
    }

    func database() throws -> SQLDatabase {
        switch address {
        case .postgres(let url): try SQLDatabase(postgres: url)
        default: try SQLDatabase(sqlite: "\(folder.path)/authority.db")
        }
    }
}

/// A folder that goes with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var name = Array("/tmp/obryza-store-XXXXXX".utf8CString)
        path = try name.withUnsafeMutableBufferPointer { buffer in
            try String(cString: #require(buffer.baseAddress.flatMap { mkdtemp($0) }))
        }
    }

    deinit { TemporaryAuthority.remove(path) }
}
