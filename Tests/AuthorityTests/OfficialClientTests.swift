import Content
import Glibc
import NIOCore
import NIOPosix
import Signing
import Testing

@testable import Authority

/// The `sigstore` client of PyPI against a serving authority: `$OBRYZA_SIGSTORE_CLIENT`, or the one that is installed.
@Suite struct OfficialClientTests {
    private static let client: String? = {
        if let path = getenv("OBRYZA_SIGSTORE_CLIENT").map({ String(cString: $0) }), access(path, X_OK) == 0 {
            return path
        }
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        for folder in path.split(separator: ":") where access("\(folder)/sigstore", X_OK) == 0 {
            return "\(folder)/sigstore"
        }
        print("skipped: sigstore of PyPI is not installed")
        return nil
    }()

    /// A port that was free a moment ago: the address stands in what clients are told, so it is needed before serving.
    private static func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }

    private static func run(_ arguments: [String], log: String) async throws -> Int32 {
        try await NIOThreadPool.singleton.runIfActive {
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
            let command = ["/usr/bin/timeout", "120"] + arguments
            var words = command.map { strdup($0) } + [nil]
            defer { for word in words { free(word) } }
            var process = pid_t()
            guard posix_spawn(&process, command[0], &actions, nil, &words, environ) == 0 else { return -1 }
            var status: Int32 = 0
            waitpid(process, &status, 0)
            return status
        }
    }

    @Test func itSignsAndAttestsAndBothSidesVerify() async throws {
        guard let client = Self.client else { return }
        let port = try await Self.freePort()
        let url = "http://127.0.0.1:\(port)"
        let now = AuthorityServer.now()
        let temporary = try TemporaryAuthority(url: url, now: now)
        let services = try AuthorityServices(temporary.folder)
        let server = try await AuthorityServer(services, host: "127.0.0.1", port: port)
        let folder = temporary.folder.path
        let artifact = Array("content\n".utf8)
        try FileSaving.save(artifact, to: "\(folder)/artifact")
        try FileSaving.save(
            Array(
                """
                {"buildDefinition":{"buildType":"https://example.org/type","externalParameters":{"a":"b"}},\
                "runDetails":{"builder":{"id":"https://example.org/builder"}}}
                """.utf8), to: "\(folder)/predicate.json")
        let subject = "dev@example.org"
        let trust = [client, "--trust-config", temporary.folder.trustConfig]
        let token = try temporary.token(subject)
        for (name, command) in [
            ("signed.json", ["sign"]),
            (
                "attested.json",
                [
                    "attest", "--predicate", "\(folder)/predicate.json", "--predicate-type",
                    "https://slsa.dev/provenance/v1",
                ]
            ),
        ] {
            let bundle = "\(folder)/\(name)"
            let log = "\(folder)/client.log"
            func output() throws -> String {
                String(decoding: try OpenFile.contents(of: log, limit: 1 << 20), as: UTF8.self)
            }
            let signed = try await Self.run(
                trust + command + ["--identity-token", token, "--bundle", bundle, "\(folder)/artifact"], log: log)
            let signing = try output()
            #expect(signed == 0, "\(signing)")
            let verified = try await Self.run(
                trust + [
                    "verify", "identity", "--bundle", bundle, "--cert-identity", subject, "--cert-oidc-issuer", url,
                    "\(folder)/artifact",
                ], log: log)
            let verifying = try output()
            #expect(verified == 0, "\(verifying)")
            let bytes = try OpenFile.contents(of: bundle, limit: 1 << 20)
            _ = try temporary.verify(bytes, artifact: artifact, subject: subject, issuer: url)
            #expect(throws: Rejection.self) {
                try temporary.verify(bytes, artifact: artifact + [0], subject: subject, issuer: url)
            }
        }
        try await server.close()
        await services.close()
    }
}
