import Content
import Glibc
import JSONText
import NIOPosix
import Signing
import Synchronization
import Testing
import Transparency

@testable import Authority

@Suite struct KilledAuthorityTests {
    /// The built program, beside the test bundle or in the debug build.
    private static let program: String? = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        let beside = bundle.split(separator: "/").dropLast().map(String.init)
        let repository = #filePath.split(separator: "/").dropLast(3).map(String.init)
        for place in [bundle.hasPrefix("/") ? beside : [], repository + [".build", "debug"]] where !place.isEmpty {
            let path = "/" + place.joined(separator: "/") + "/obryza"
            if access(path, X_OK) == 0 { return path }
        }
        print("skipped: obryza is not built")
        return nil
    }()

    /// On a thread that lives as long as this process: the program is killed when that ends.
    private static func spawn(_ arguments: [String], errors: String) async throws -> pid_t {
        try await NIOThreadPool.singleton.runIfActive {
            try start(["/usr/bin/setpriv", "--pdeathsig", "KILL"] + arguments, errors: errors)
        }
    }

    private static func start(_ arguments: [String], errors: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // What outlives a test must keep open neither the output of all nor the connections of others.
        for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        try #require(posix_spawn(&process, arguments[0], &actions, nil, &words, environ) == 0)
        return process
    }

    /// The port that the program says it serves on.
    private static func port(_ errors: String) async throws -> Int {
        for _ in 0..<600 {
            let text = String(decoding: try OpenFile.contents(of: errors, limit: 1 << 16), as: UTF8.self)
            if text.hasSuffix("\n"), let port = text.split(separator: ":").last.flatMap({ Int($0.dropLast()) }) {
                return port
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw AuthorityError.listening("the program says no port")
    }

    private struct Acknowledged: Sendable {
        var index: UInt64
        var body: [UInt8]
        var checkpoint: Checkpoint
    }

    /// Entries of one key, sent one after the other until the server does not answer.
    private static func write(lane: String, port: Int, into acknowledged: AcknowledgedEntries) async throws {
        let key = try SigningKey(generating: .p256)
        for number in 0..<100_000 {
            let message = Array("\(lane) \(number)".utf8)
            let request = """
                {"hashedRekordRequestV002":{"digest":"\(Base64.encode(Digest.of(message).bytes))","signature":{"content":\
                "\(Base64.encode(try key.signature(of: .message(message))))","verifier":{"publicKey":{"rawBytes":\
                "\(Base64.encode(key.publicKey.derRepresentation))"},"keyDetails":"PKIX_ECDSA_P256_SHA_256"}}}}
                """
            let answer: AuthorityServerTests.Answer
            do {
                answer = try await AuthorityServerTests.request(
                    "POST", "/api/v2/log/entries", body: Array(request.utf8), port: port)
            } catch {
                // The connection broke: the server was killed.
                return
            }
            guard answer.status == 201, let json = try? answer.json,  // An answer that was cut is none.
                let index = json["logIndex"]?.string.flatMap({ UInt64($0) }),
                let body = json["canonicalizedBody"]?.string.flatMap({ Base64.decode($0.utf8) }),
                let note = json["inclusionProof"]?["checkpoint"]?["envelope"]?.string
            else { return }
            let checkpoint = try Checkpoint(text: SignedNote(Array(note.utf8)).text)
            acknowledged.entries.withLock { $0.append(Acknowledged(index: index, body: body, checkpoint: checkpoint)) }
        }
    }

    private final class AcknowledgedEntries: Sendable {
        let entries = Mutex<[Acknowledged]>([])
    }

    @Test(arguments: TestStore.Kind.allCases)
    func aKilledAuthorityKeepsWhatItAcknowledged(kind: TestStore.Kind) async throws {
        guard let program = Self.program, let store = try TestStore(kind) else { return }
        let temporary = try TemporaryAuthority(store: store.address)
        let acknowledged = AcknowledgedEntries()
        let errors = "\(temporary.folder.path)/errors"
        for round in 0..<4 {
            let process = try await Self.spawn(
                [program, "authority", "serve", temporary.folder.path, "--port", "0"], errors: errors)
            do {
                let port = try await Self.port(errors)
                let before = acknowledged.entries.withLock { $0.count }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for lane in 0..<4 {
                        group.addTask { try await Self.write(lane: "\(round) \(lane)", port: port, into: acknowledged) }
                    }
                    group.addTask {
                        // In the middle of the work: some is acknowledged, more is under way.
                        for _ in 0..<12_000 where acknowledged.entries.withLock({ $0.count }) < before + 25 + round {
                            try await Task.sleep(for: .milliseconds(10))
                        }
                        kill(process, SIGKILL)
                    }
                    try await group.waitForAll()
                }
            } catch {
                kill(process, SIGKILL)
                waitpid(process, nil, 0)
                throw error
            }
            waitpid(process, nil, 0)
        }
        try await check(temporary.folder, acknowledged)
    }

    /// Three serve one database; one after the other is killed in the middle of its work and begins again, while the rest
    /// go on.
    @Test func killedReplicasKeepWhatTheyAcknowledged() async throws {
        guard let program = Self.program, let store = try TestStore(.postgres) else { return }
        let temporary = try TemporaryAuthority(store: store.address)
        let acknowledged = AcknowledgedEntries()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for replica in 0..<3 {
                group.addTask {
                    for round in 0..<3 {
                        let errors = "\(temporary.folder.path)/errors\(replica)"
                        unlink(errors)
                        let process = try await Self.spawn(
                            [program, "authority", "serve", temporary.folder.path, "--port", "0"], errors: errors)
                        defer {
                            kill(process, SIGKILL)
                            waitpid(process, nil, 0)
                        }
                        let port = try await Self.port(errors)
                        let mine = AcknowledgedEntries()
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            for lane in 0..<3 {
                                group.addTask {
                                    try await Self.write(lane: "\(replica) \(round) \(lane)", port: port, into: mine)
                                }
                            }
                            group.addTask {
                                for _ in 0..<12_000
                                where mine.entries.withLock({ $0.count }) < 20 + 7 * replica + round {
                                    try await Task.sleep(for: .milliseconds(10))
                                }
                                kill(process, SIGKILL)
                            }
                            try await group.waitForAll()
                        }
                        let entries = mine.entries.withLock { $0 }
                        acknowledged.entries.withLock { $0 += entries }
                    }
                }
            }
            try await group.waitForAll()
        }
        try await check(temporary.folder, acknowledged)
    }

    /// All that was acknowledged is there, and all that was shown is a beginning of what is there.
    private func check(_ folder: AuthorityFolder, _ acknowledged: AcknowledgedEntries) async throws {
        let services = try AuthorityServices(folder)
        let entries = acknowledged.entries.withLock { $0 }
        #expect(entries.count >= 100)
        let size = services.log.checkpoint.checkpoint.size
        var leaves: [MerkleHash] = []
        for index in 0..<size { leaves.append(.leaf(try #require(try services.log.entry(at: index)).entry)) }
        let prover = MerkleProver<Never> { level, index in
            var nodes = Array(leaves[(Int(index) << level)..<(Int(index + 1) << level)])
            while nodes.count > 1 {
                nodes = stride(from: 0, to: nodes.count, by: 2).map { .node(nodes[$0], nodes[$0 + 1]) }
            }
            return nodes[0]
        }
        for entry in entries {
            #expect(entry.index < size && leaves[Int(entry.index)] == .leaf(entry.body))
            // What was shown is the beginning of what is there.
            #expect(entry.checkpoint.size <= size)
            #expect(prover.root(size: entry.checkpoint.size) == entry.checkpoint.root)
        }
        #expect(Set(entries.map(\.index)).count == entries.count)
        #expect(Set(leaves).count == leaves.count)
        await services.close()
    }
}
