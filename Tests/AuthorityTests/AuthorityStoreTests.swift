import Content
import Glibc
import JSONText
import NIOHTTP1
import Signing
import Testing
import Transparency

@testable import Authority

/// What an authority keeps besides its logs, and how it is moved.
@Suite struct AuthorityStoreTests {
    private let now = Instant(seconds: 1_790_000_000)

    @Test(arguments: [
        ("files", StoreAddress.files), ("sqlite", .sqlite),
        (
            "postgres://me@db.example.org/sigstore?sslmode=verify-full",
            .postgres("postgres://me@db.example.org/sigstore?sslmode=verify-full")
        ),
        ("postgresql:///sigstore?host=/run/postgresql", .postgres("postgresql:///sigstore?host=/run/postgresql")),
    ]) func `stores are read from text`(text: String, address: StoreAddress) throws {
        #expect(try StoreAddress(text) == address)
        #expect(try StoreAddress(address.description) == address)
    }

    @Test(arguments: [
        "", "file", "mysql://x/y", "postgres://me:geheim@db/x", "postgres://me@db/x?password=geheim",
        "postgres://me@db/x?sslpassword=geheim",
        "postgres://me@db/x?nothing=geheim", "postgres://me@[db/x?geheim", "postgres://me@db/a b",
        "postgres://me:geheim\u{0}@db/x", "postgresql://:geheim@db",
        "postgres://" + String(repeating: "x", count: 3000),
    ]) func `what is no store, or has a password, is refused without being repeated`(text: String) throws {
        let error = try #require(throws: StoreError.self) { try StoreAddress(text) }
        #expect(!error.description.contains("geheim"))
    }

    @Test(arguments: TestStore.Kind.allCases) func `states are kept until their time, and taken once`(
        kind: TestStore.Kind
    ) async throws {
        guard let store = try TestStore(kind) else { return }
        let opened = try store.open()
        let states = opened.states()
        // Another process of the same store, if it is one that can be shared.
        let other = kind == .files ? opened : try store.open()
        let others = kind == .files ? states : other.states()
        let expiry = Instant(seconds: now.seconds + 60)
        let (now, later) = (now, Instant(seconds: now.seconds + 61))
        #expect(try await states.run { try $0.put("a", [1, 0, 2], until: expiry, at: now) } == .new)
        #expect(try await others.run { try $0.put("a", [3], until: expiry, at: now) } == .there)
        #expect(try await others.run { try $0.get("a", at: now) } == [1, 0, 2])
        #expect(try await others.run { try $0.get("a", at: later) } == nil)
        #expect(try await others.run { try $0.get("b", at: now) } == nil)
        #expect(try await others.run { try $0.put("empty", [], until: expiry, at: now) } == .new)
        #expect(try await states.run { try $0.take("empty", at: now) } == [])
        #expect(try await others.run { try $0.take("a", at: now) } == [1, 0, 2])
        #expect(try await states.run { try $0.take("a", at: now) } == nil)
        // Of many who ask at once one gets it, and what has expired makes place.
        #expect(try await states.run { try $0.put("a", [4], until: expiry, at: now) } == .new)
        #expect(try await states.run { try $0.put("a", [5], until: later, at: expiry) } == .new)
        let taken = try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            for number in 0..<20 {
                let states = number % 2 == 0 ? states : others
                group.addTask { try await states.run { try $0.take("a", at: expiry) } }
            }
            return try await group.reduce(into: []) { $0.append($1) }.compactMap { $0 }
        }
        #expect(taken == [[5]])
        await states.close()
        if kind != .files {
            await others.close()
            other.close()
        }
        opened.close()
    }

    @Test(arguments: [TestStore.Kind.sqlite, .postgres]) func `states are no more than they may be`(
        kind: TestStore.Kind
    ) throws {
        guard let store = try TestStore(kind) else { return }
        let database = try store.database()
        let states = SQLStateStore(database, limit: 2)
        let expiry = Instant(seconds: now.seconds + 30)
        for name in ["a", "b"] { #expect(try states.put(name, [], until: expiry, at: now) == .new) }
        let later = Instant(seconds: now.seconds + 60)
        // Counted once in a while: those of before have ended by then.
        let long = Instant(seconds: now.seconds + 600)
        for name in ["c", "d"] { #expect(try states.put(name, [], until: long, at: later) == .new) }
        #expect(try states.put("e", [], until: long, at: Instant(seconds: now.seconds + 120)) == .full)
        database.close()
    }

    @Test(arguments: [TestStore.Kind.sqlite, .postgres]) func `one of many renews what clients are told`(
        kind: TestStore.Kind
    ) async throws {
        guard let store = try TestStore(kind) else { return }
        let key = try SigningKey(generating: .p256)
        let databases = try (0..<4).map { _ in try store.database() }
        let repositories = databases.map { UpdateRepository(SQLDocuments($0), key: key) }
        try repositories[0].found(at: now)
        let targets = [(name: "trusted_root.json", bytes: Array("{}".utf8))]
        for day in [Int64(0), 8, 16] {
            let time = Instant(seconds: now.seconds + day * 86_400)
            let published = try await withThrowingTaskGroup(of: Bool.self) { group in
                for repository in repositories { group.addTask { try repository.publish(targets, at: time) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(published.count { $0 } == 1)
        }
        for repository in repositories {
            let timestamp = try #require(try repository.file("timestamp.json"))
            #expect(try JSONDocument(timestamp).root["signed"]?["version"]?.int == 3)
            #expect(try repository.file("3.targets.json") != nil)
            #expect(try repository.file("4.targets.json") == nil)
            #expect(
                try repository.file("targets/\(Digest.of(targets[0].bytes).hex).trusted_root.json") == targets[0].bytes)
        }
        for database in databases { database.close() }
    }

    @Test(arguments: [TestStore.Kind.sqlite, .postgres]) func `tables of a newer program are refused`(
        kind: TestStore.Kind
    ) throws {
        guard let store = try TestStore(kind) else { return }
        let database = try store.database()
        #expect(try database.run("SELECT version FROM authority_schema").rows == [[.integer(1)]])
        try database.run("UPDATE authority_schema SET version = 2")
        database.close()
        let error = try #require(throws: StoreError.self) { _ = try store.database() }
        guard case .schema(_, 2, 1) = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func `tables are made once by many who begin at once`() async throws {
        guard let store = try TestStore(.postgres) else { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { try store.database().close() } }
            try await group.waitForAll()
        }
    }

    @Test func `a database that is away is an outage, and its address is said without a password`() throws {
        let error = try #require(throws: StoreError.self) {
            _ = try SQLDatabase(postgres: "postgres://me@127.0.0.1:1/x?connect_timeout=2")
        }
        guard case .unavailable("postgres://me@127.0.0.1:1/x", _) = error else {
            Issue.record("\(error)")
            return
        }
    }

    /// An authority in a store, with some signatures made.
    private func authority(
        _ kind: TestStore.Kind
    ) throws -> (store: TestStore, temporary: TemporaryAuthority)? {
        guard let store = try TestStore(kind) else { return nil }
        return (store, try TemporaryAuthority(store: store.address))
    }

    @Test(arguments: TestStore.Kind.allCases) func `an authority signs and is moved, there and back`(
        kind: TestStore.Kind
    ) async throws {
        guard let (_, temporary) = try authority(kind) else { return }
        var services = try AuthorityServices(temporary.folder)
        let first = try await temporary.signed(Array("one".utf8), by: "dev@example.org", services)
        _ = try temporary.verify(first.bundle, artifact: Array("one".utf8), subject: "dev@example.org")
        for number in 0..<300 { _ = try await services.log.append(Array("filler \(number)".utf8)) }
        let before = services.log.checkpoint.note.bytes
        let timestamp = try await services.update("timestamp.json")
        await services.close()

        let targets = [TestStore.Kind.sqlite, .postgres].filter { $0 != kind }
        for target in targets {
            guard let other = try TestStore(target) else { continue }
            let moved = try StoreMove.move(temporary.folder, to: other.address)
            #expect(moved.entries == 301 + (target == targets.first ? 0 : 1))
            #expect(moved.certificates == 1 && moved.documents >= 6)
            #expect(try AuthoritySettings(temporary.folder).store == other.address)
            services = try AuthorityServices(temporary.folder)
            if target == targets.first {
                #expect(services.log.checkpoint.note.bytes == before)
                #expect(try await services.update("timestamp.json") == timestamp)
                _ = try await services.log.append(Array("after".utf8))
            }
            #expect(try services.log.entry(at: 0) != nil)
            await #expect(throws: LogError.duplicate(index: 1)) {
                try await services.log.append(Array("filler 0".utf8))
            }
            await services.close()
        }
    }

    @Test func `a move that was cut is done again, or undone`() async throws {
        let temporary = try TemporaryAuthority()
        var services = try AuthorityServices(temporary.folder)
        _ = try await services.log.append([1])
        // While it is served, its files are not moved.
        #expect(throws: LogError.inUse(path: temporary.folder.records)) {
            try StoreMove.move(temporary.folder, to: .sqlite)
        }
        await services.close()
        let settings = try OpenFile.contents(of: temporary.folder.settings, limit: 1 << 20)
        _ = try StoreMove.move(temporary.folder, to: .sqlite)
        // As if the end had come before the settings were written.
        try FileSaving.save(settings, to: temporary.folder.settings)
        services = try AuthorityServices(temporary.folder)
        await #expect(throws: LogError.self) { try await services.log.append([2]) }
        await services.close()
        let moved = try StoreMove.move(temporary.folder, to: .sqlite)
        #expect(moved.entries == 1)
        try FileSaving.save(settings, to: temporary.folder.settings)
        #expect(try StoreMove.move(temporary.folder, to: .files) == StoreMove.Moved())
        services = try AuthorityServices(temporary.folder)
        #expect(try await services.log.append([2]).index == 1)
        await services.close()
        // It went on: what was copied before is another log by now.
        #expect(throws: StoreError.self) { try StoreMove.move(temporary.folder, to: .sqlite) }
    }

    @Test func `entries that do not hash to the root are not moved`() async throws {
        let temporary = try TemporaryAuthority(store: .sqlite)
        let services = try AuthorityServices(temporary.folder)
        for number in 0..<10 { _ = try await services.log.append([UInt8(number)]) }
        await services.close()
        let database = try SQLDatabase(sqlite: temporary.folder.database)
        try database.run("UPDATE authority_entry SET body = $1 WHERE log = 'log' AND position = 3", [.bytes([77])])
        database.close()
        #expect(throws: LogError.self) { try StoreMove.move(temporary.folder, to: .files) }
        #expect(try AuthoritySettings(temporary.folder).store == .sqlite)
    }

    @Test func `a second authority is not made in the database of the first`() throws {
        guard let (store, _) = try authority(.postgres) else { return }
        #expect(throws: StoreError.self) { _ = try TemporaryAuthority(store: store.address) }
    }

    @Test func `a database without the log is not taken for a new one`() async throws {
        guard let store = try TestStore(.postgres) else { return }
        let temporary = try TemporaryAuthority(store: store.address)
        try store.database().run("DELETE FROM authority_log")
        #expect(throws: LogError.self) { _ = try AuthorityServices(temporary.folder) }
    }

    @Test func `replicas give one certificate for a token and a key, and say when the database is away`() async throws {
        guard let (store, temporary) = try authority(.postgres), case .postgres(let url) = store.address else { return }
        let now = temporary.now
        let replicas = try (0..<2).map { _ in try AuthorityServices(temporary.folder) }
        let routes = try replicas.map { services in
            AuthorityRoutes(
                services: services, login: try LoginService(services, state: services.loginState { now }),
                clock: { now })
        }
        let key = try SigningKey(generating: .p256)
        let proof = try key.signature(of: .message(Array("dev@example.org".utf8)))
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("publicKeyRequest")
            writer.object { writer in
                writer.key("publicKey")
                writer.object { $0.member("content", key.publicKey.pem) }
                writer.member("proofOfPossession", Base64.encode(proof))
            }
        }
        let asked = HTTPRequest(
            method: .POST, path: "/api/v2/signingCert",
            headers: ["Authorization": "Bearer \(try temporary.token("dev@example.org"))"], body: writer.bytes)
        let first = await routes[0].answer(asked)
        #expect(first.status == .ok)
        #expect(await routes[1].answer(asked).status == .conflict)
        func get(_ path: String, _ routes: AuthorityRoutes) async -> HTTPAnswer {
            await routes.answer(HTTPRequest(method: .GET, path: path, headers: [:], body: []))
        }
        for path in ["/api/v2/checkpoint", "/ct/checkpoint", "/ct/tile/0/000.p/1", "/tuf/timestamp.json"] {
            let answers = (await get(path, routes[0]), await get(path, routes[1]))
            #expect(answers.0.status == .ok && answers.1.status == .ok, "\(path)")
            #expect(answers.0.body == answers.1.body)
        }
        // No more connections to this database: all that need it are refused for now, and what needs none is not.
        let cluster = try #require(PostgresCluster.shared)
        try cluster.allowConnections(url, false)
        for path in ["/api/v2/checkpoint", "/tuf/timestamp.json"] {
            #expect(await get(path, routes[1]).status == .serviceUnavailable, "\(path)")
        }
        #expect(await get("/api/v2/trustBundle", routes[1]).status == .ok)
        try cluster.allowConnections(url, true)
        #expect(await get("/api/v2/checkpoint", routes[1]).status == .ok)
        #expect(await routes[0].answer(asked).status == .conflict)
        for services in replicas { await services.close() }
    }
}
