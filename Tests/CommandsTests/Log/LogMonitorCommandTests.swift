import ArgumentParser
import Authority
import Content
import Signing
import Testing
import Transparency

@testable import Commands

@Suite struct LogMonitorCommandTests {
    /// An authority at work, with entries of a key in its log.
    private struct Served {
        var folder: TemporaryFolder
        var url: String
        var key: SigningKey
        var services: AuthorityServices
        var server: AuthorityServer

        init() async throws {
            folder = try TemporaryFolder()
            let port = 20_000 + Int.random(in: 0..<40_000)
            url = "http://127.0.0.1:\(port)"
            let made = try AuthorityFounding.found(
                at: "\(folder.path)/authority", url: url, name: "Test", now: AuthorityServer.now())
            services = try AuthorityServices(made)
            server = try await AuthorityServer(services, host: "127.0.0.1", port: port)
            key = try SigningKey(generating: .p256)
            try Console.save(Array(key.publicKey.pem.utf8), to: "\(folder.path)/own.pub")
        }

        func sign(_ text: String) async throws {
            let digest = Base64.encode(Digest.of(Array(text.utf8)).bytes)
            _ = try await services.log.append(
                Array(
                    """
                    {"apiVersion":"0.0.2","kind":"hashedrekord","spec":{"hashedRekordV002":{"data":{\
                    "algorithm":"SHA2_256","digest":"\(digest)"},"signature":{"content":"AAAA","verifier":{\
                    "keyDetails":"PKIX_ECDSA_P256_SHA_256","publicKey":{"rawBytes":\
                    "\(Base64.encode(key.publicKey.derRepresentation))"}}}}}}
                    """.utf8))
        }

        func monitor(_ more: String...) async -> Int32 {
            await LogMonitorCommandTests.status(
                [
                    "log", "monitor", url, "--trusted-root", "\(folder.path)/authority/trusted_root.json", "--state",
                    "\(folder.path)/state", "--key", "\(folder.path)/own.pub",
                ] + more)
        }

        func close() async throws {
            try await server.close()
            await services.close()
        }
    }

    static func status(_ arguments: [String]) async -> Int32 {
        do {
            var command = try ObryzaCommand.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            let code = ObryzaCommand.exitCode(for: error)
            return code == .validationFailure ? 2 : code.rawValue
        }
    }

    @Test func `visits end as what they found says`() async throws {
        let served = try await Served()
        try await served.sign("first")
        #expect(await served.monitor() == 0)
        try await served.sign("second")
        #expect(await served.monitor() == 1)
        #expect(await served.monitor() == 0)
        try await served.sign("third")
        let digest = Digest.of(Array("third".utf8))
        try Console.save(Array("# built\n\(digest.hex)  third\n".utf8), to: "\(served.folder.path)/built")
        #expect(await served.monitor("--explained", "\(served.folder.path)/built") == 0)
        try Console.save(Array("no digest".utf8), to: "\(served.folder.path)/built")
        #expect(await served.monitor("--explained", "\(served.folder.path)/built") == 3)

        // A checkpoint that others saw, later than what is shown here.
        let seen = served.services.log.checkpoint.note.bytes
        try Console.save(seen, to: "\(served.folder.path)/seen")
        #expect(await served.monitor("--compare", "\(served.folder.path)/seen") == 0)
        #expect(await served.monitor("--offline") == 2)
        try await served.close()
        #expect(await served.monitor() == 3)
        try Console.save(Array("{}".utf8), to: "\(served.folder.path)/state")
        #expect(await served.monitor() == 2)
    }

    @Test(arguments: [
        ["log", "monitor", "http://127.0.0.1:1"], ["log", "monitor", "./here", "--state", "s"],
        ["log", "monitor", "https://log.example", "--state", "s", "--issuer", "x"],
        ["log", "monitor", "https://log.example", "--state", "s", "--every", "0"],
        ["log", "checkpoint", "https://log.example", "--log-key", "x+y"],
        ["log", "checkpoint", "https://log.example", "--log-key", "x", "--trust", "y"],
        ["log", "checkpoint", "https://nowhere.example"],
    ]) func `what cannot be meant is refused before anything is asked`(_ arguments: [String]) async {
        #expect(await Self.status(arguments) == 2)
    }
}
