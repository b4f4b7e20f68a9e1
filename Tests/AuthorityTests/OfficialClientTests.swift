import Attestation
import Content
import Glibc
import NIOCore
import NIOPosix
import RegistryClient
import Signing
import Testing

@testable import Authority

/// The `sigstore` client of PyPI against a serving authority: `$OBRYZA_SIGSTORE_CLIENT`, or the one that `Tools/peers.sh`
/// or the system has installed.
@Suite struct OfficialClientTests {
    private static let client: String? = {
        if let path = getenv("OBRYZA_SIGSTORE_CLIENT").map({ String(cString: $0) }), access(path, X_OK) == 0 {
            return path
        }
        let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        for folder in ["\(repository)/.venv/bin"] + path.split(separator: ":").map(String.init)
        where access("\(folder)/sigstore", X_OK) == 0 {
            return "\(folder)/sigstore"
        }
        print("skipped: sigstore of PyPI is not installed; Tools/peers.sh does it")
        return nil
    }()

    /// An authority that serves: the address stands in what clients are told, so that the port is chosen before it is
    /// bound, below those that the system hands out to others.
    static func serving(
        at now: Instant
    ) async throws -> (temporary: TemporaryAuthority, services: AuthorityServices, server: AuthorityServer) {
        for attempt in 0... {
            let port = Int.random(in: 10_000..<32_000)
            let temporary = try TemporaryAuthority(url: "http://127.0.0.1:\(port)", now: now)
            let services = try AuthorityServices(temporary.folder)
            do {
                return (temporary, services, try await AuthorityServer(services, host: "127.0.0.1", port: port))
            } catch {
                await services.close()
                guard attempt < 5 else { throw error }
            }
        }
        throw AuthorityError.listening("no port")
    }

    private static func run(_ arguments: [String], log: String) async throws -> Int32 {
        try await NIOThreadPool.singleton.runIfActive {
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
            // The connections of other tests are not kept open here.
            for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
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
        let now = AuthorityServer.now()
        let (temporary, services, server) = try await Self.serving(at: now)
        let url = "http://127.0.0.1:\(server.port)"
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
            ("signed.json", ["sign"]), ("first.json", ["sign", "--rekor-version", "1"]),
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
        // And what we sign, it verifies.
        let network = ServiceClient(network: try NetworkSettings())
        let signer = try await BundleSigner(
            token: IdentityToken(temporary.token(subject)), audience: "sigstore",
            services: SigningServices(
                SigningConfig(json: OpenFile.contents(of: temporary.folder.trustConfig, limit: SigningConfig.limit)),
                at: now), root: temporary.trustedRoot(), now: now
        ) { request in
            let answer = try await network.send(
                request.method == .post ? .post : .get, request.url, headers: request.headers, body: request.body,
                limit: request.limit)
            return ServiceAnswer(status: answer.status, body: answer.body)
        }
        let statement = try Statement(
            json: Array(
                """
                {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"artifact","digest":{"sha256":\
                "\(Digest.of(artifact).hex)"}}],"predicateType":"https://example.org/p","predicate":{}}
                """.utf8))
        for (name, bundle) in [
            ("ours.json", try await signer.sign(SignedArtifact(content: artifact))),
            ("ours-attested.json", try await signer.sign(statement)),
        ] {
            try FileSaving.save(bundle.json, to: "\(folder)/\(name)")
            for (file, isGood) in [("artifact", true), ("predicate.json", false)] {
                let verified = try await Self.run(
                    trust + [
                        "verify", "identity", "--bundle", "\(folder)/\(name)", "--cert-identity", subject,
                        "--cert-oidc-issuer", url, "\(folder)/\(file)",
                    ], log: "\(folder)/client.log")
                let said = String(
                    decoding: try OpenFile.contents(of: "\(folder)/client.log", limit: 1 << 20), as: UTF8.self)
                #expect((verified == 0) == isGood, "\(name) \(file): \(said)")
            }
        }
        try await network.shutdown()
        try await server.close()
        await services.close()
    }

    @Test func aPersonLogsInThroughIt() async throws {
        guard let client = Self.client, access("/usr/bin/curl", X_OK) == 0 else { return }
        let (temporary, services, server) = try await Self.serving(at: AuthorityServer.now())
        let url = "http://127.0.0.1:\(server.port)"
        let folder = temporary.folder.path
        try UserFile(temporary.folder).add(
            LocalUser(
                name: "ada", email: "ada@example.org",
                hash: PasswordHash(of: Array("correct horse".utf8), cost: LoginBench.cost)))
        try FileSaving.save(Array("content\n".utf8), to: "\(folder)/artifact")
        try FileSaving.save(
            Array(
                #"""
                html=$(curl -sL -m 60 -c jar -b jar -H 'Accept: text/html' "$1")
                fields=()
                while IFS= read -r line; do
                    fields+=(--data-urlencode "$(sed -n 's/.* name="\([^"]*\)".*/\1/p' <<< "$line")=$(
                        sed -n 's/.*value="\([^"]*\)".*/\1/p' <<< "$line")")
                done < <(grep '^<input type="hidden"' <<< "$html")
                curl -sL -m 60 -c jar -b jar "${fields[@]}" -d name=ada --data-urlencode 'password=correct horse' "\#(url)/oidc/auth"

                """#.utf8), to: "\(folder)/browser")
        let trust = [
            "/usr/bin/env", "-C", folder, "BROWSER=/bin/bash \(folder)/browser %s", client, "--trust-config",
            temporary.folder.trustConfig,
        ]
        let log = "\(folder)/client.log"
        let signed = try await Self.run(
            trust + ["sign", "--bundle", "\(folder)/bundle", "\(folder)/artifact"], log: log)
        let said = String(decoding: try OpenFile.contents(of: log, limit: 1 << 20), as: UTF8.self)
        #expect(signed == 0, "\(said)")
        if signed == 0 {
            _ = try temporary.verify(
                OpenFile.contents(of: "\(folder)/bundle", limit: 1 << 20), artifact: Array("content\n".utf8),
                subject: "ada@example.org", issuer: url)
        }
        try await server.close()
        await services.close()
    }
}
