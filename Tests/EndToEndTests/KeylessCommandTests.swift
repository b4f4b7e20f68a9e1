import Content
import JSONText
import OCI
import Testing

/// Signing without a key, as a user does it, with an authority of our own.
@Suite(.timeLimit(.minutes(10))) struct KeylessCommandTests {
    private static func text(_ folder: TemporaryFolder, _ name: String) throws -> String {
        String(decoding: try folder.read(name), as: UTF8.self)
    }

    private static func bench() throws -> (PrivateSigstore, TemporaryFolder)? {
        guard let sigstore = try PrivateSigstore() else { return nil }
        let folder = try TemporaryFolder()
        try folder.write(Array("gold".utf8), to: "a")
        try folder.write(Array("golf".utf8), to: "b")
        try folder.write(Array(#"{"bomFormat":"CycloneDX","specVersion":"1.6"}"#.utf8), to: "sbom.json")
        try folder.write(Array((try sigstore.token() + "\n").utf8), to: "token")
        return (sigstore, folder)
    }

    /// Without what the machine that runs the tests may have set.
    private static func run(
        _ arguments: [String], _ environment: [String: String] = [:]
    ) throws -> Obryza.Outcome {
        let clean = ["SIGSTORE_ID_TOKEN": "", "ACTIONS_ID_TOKEN_REQUEST_URL": "", "GITHUB_ACTIONS": ""]
        return try #require(
            try Obryza.run(arguments, environment: clean.merging(environment) { _, given in given }))
    }

    @Test func `a file is signed and attested with a token, from wherever it comes, and no key is left`() throws {
        guard let (sigstore, folder) = try Self.bench() else { return }
        let at = folder.path
        let token = try Self.text(folder, "token").filter { !$0.isWhitespace }
        let ways: [(options: [String], environment: [String: String])] = [
            (["--trust-config", sigstore.trustConfig, "--identity-token", "\(at)/token"], [:]),
            (["--trust-config", sigstore.trustConfig, "--identity-token", token], [:]),
            (
                ["--signing-config", sigstore.signingConfig, "--trusted-root", sigstore.trustedRoot],
                ["SIGSTORE_ID_TOKEN": token]
            ),
            (
                [
                    "--fulcio-url", sigstore.url, "--rekor-url", "\(sigstore.url)/", "--timestamp-server-url",
                    "\(sigstore.url)/api/v1/timestamp", "--trusted-root", sigstore.trustedRoot,
                ], ["SIGSTORE_ID_TOKEN": token]
            ),
        ]
        for way in ways {
            let signed = try Self.run(["sign", "\(at)/a"] + way.options, way.environment)
            #expect(signed.status == 0, "\(signed.errors)")
            #expect(signed.errors.contains("a.sigstore.json: \(PrivateSigstore.subject) (\(sigstore.url))"))
            let check = ["--bundle", "\(at)/a.sigstore.json"] + sigstore.identity()
            let good = try Self.run(["verify-blob", "\(at)/a"] + check)
            #expect(good.status == 0, "\(good.output)")
            let bad = try Self.run(["verify-blob", "\(at)/b"] + check)
            #expect(bad.status == 1 && bad.output.contains("sig.artifact"), "\(bad.output)")
            let other = try Self.run(
                ["verify-blob", "\(at)/a", "--bundle", "\(at)/a.sigstore.json"] + sigstore.identity("x@example.org"))
            #expect(other.status == 1 && other.output.contains("identity.san"), "\(other.output)")
        }
        let attested = try Self.run(
            ["attest", "\(at)/a", "--type", "cyclonedx", "--predicate", "\(at)/sbom.json"] + ways[0].options)
        #expect(attested.status == 0, "\(attested.errors)")
        let bundle = ["--bundle", "\(at)/a.cyclonedx.sigstore.json"] + sigstore.identity()
        #expect(try Self.run(["verify-blob", "\(at)/a"] + bundle).status == 0)
        #expect(try Self.run(["verify-blob", "\(at)/b"] + bundle).status == 1)
        let files = String(decoding: try folder.run("ls -A | sort"), as: UTF8.self)
        #expect(
            files.split(separator: "\n") == [
                "a", "a.cyclonedx.sigstore.json", "a.sigstore.json", "b", "sbom.json", "token",
            ])
        #expect(Shell.run("grep -l '\(token.suffix(40))' '\(at)'/*").output == Array("\(at)/token\n".utf8))
    }

    @Test func `a token that is of no use, and services that cannot be had, are told apart`() throws {
        guard let (sigstore, folder) = try Self.bench() else { return }
        let at = folder.path
        let config = ["--trust-config", sigstore.trustConfig]
        func sign(_ options: [String], _ environment: [String: String] = [:]) throws -> Obryza.Outcome {
            try Self.run(["sign", "\(at)/a"] + options, environment)
        }
        let token = ["--identity-token", "\(at)/token"]
        for (options, words) in [
            (config, "identity token"), (config + ["--identity-token", "\(at)/a"], "JSON web token"),
            (config + ["--identity-token", "\(at)/none"], "none"),
            (config + token + ["--oidc-client-id", "other"], "audience other"),
            (config + token + ["--offline"], "--offline"),
            (token + ["--signing-config", sigstore.signingConfig], "--trusted-root"),
            (token + ["--signing-config", sigstore.trustedRoot], "signing config"),
            (config + token + ["--trusted-root", sigstore.trustedRoot], "--trust-config"),
            (config + token + ["--key", "\(at)/a"], "--key"), (config + token + ["--signature", "\(at)/s"], "--key"),
            (["--fulcio-url", sigstore.url] + token, "--rekor-url"),
            (
                [
                    "--fulcio-url", "http://example.org", "--rekor-url", sigstore.url, "--timestamp-server-url",
                    sigstore.url, "--trusted-root", sigstore.trustedRoot,
                ] + token, "https"
            ),
        ] {
            let outcome = try sign(options)
            #expect(outcome.status == 2 && outcome.errors.contains(words), "\(options): \(outcome.errors)")
        }
        #expect(
            try sign(config, ["GITHUB_ACTIONS": "true"]).errors.contains("id-token: write"))
        // Of another authority: it refuses, and says why.
        let foreign = try #require(try PrivateSigstore())
        let refused = try sign(config, ["SIGSTORE_ID_TOKEN": try foreign.token()])
        #expect(refused.status == 3 && refused.errors.contains("not one that is trusted"), "\(refused.errors)")
        // Signed, and nobody who has this root would believe it.
        let useless = try sign(
            ["--signing-config", sigstore.signingConfig, "--trusted-root", foreign.trustedRoot] + token)
        #expect(useless.status == 1 && useless.errors.contains("not given out"), "\(useless.errors)")
        #expect(Shell.run("ls '\(at)'/*.sigstore.json").status != 0)
    }

    @Test func `the client of the public suite signs files, and statements byte by byte`() throws {
        guard let (sigstore, folder) = try Self.bench() else { return }
        let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let statement = """
            { "_type": "https://in-toto.io/Statement/v1", "subject": [{"name": "a", "digest": {"sha256":
            "\(Digest.of(Array("gold".utf8)).hex)"}}], "predicateType": "https://example.org/p", "predicate": {} }
            """
        try folder.write(Array(statement.utf8), to: "statement.json")
        func client(_ arguments: String) -> Int32 {
            Shell.run(
                """
                cd '\(folder.path)'
                OBRYZA='\(Obryza.path ?? "")' exec '\(repository)/Tools/sigstore-conformance-client' \(arguments)
                """
            ).status
        }
        let services =
            "--identity-token $(cat token) --trusted-root '\(sigstore.trustedRoot)' "
            + "--signing-config '\(sigstore.signingConfig)'"
        let identity =
            "--certificate-identity \(PrivateSigstore.subject) --certificate-oidc-issuer '\(sigstore.url)' "
            + "--trusted-root '\(sigstore.trustedRoot)'"
        #expect(client("sign-bundle \(services) --bundle a.bundle a") == 0)
        #expect(client("sign-bundle --in-toto \(services) --bundle s.bundle statement.json") == 0)
        #expect(client("sign-bundle --in-toto \(services) --bundle x.bundle a") != 0)
        #expect(client("sign-bundle --staging --identity-token x --bundle x.bundle a") != 0)
        for bundle in ["a.bundle", "s.bundle"] {
            #expect(client("verify-bundle --bundle \(bundle) \(identity) a") == 0)
            #expect(client("verify-bundle --bundle \(bundle) \(identity) b") != 0)
        }
        let signed = try JSONDocument(try Self.text(folder, "s.bundle")).root
        #expect(signed["dsseEnvelope"]?["payload"]?.string == Base64.encode(Array(statement.utf8)))
        let entry = signed["verificationMaterial"]?["tlogEntries"]?[0]?["kindVersion"]
        #expect(entry?["kind"]?.string == "hashedrekord" && entry?["version"]?.string == "0.0.2")
    }

    @Test func `an image is signed and attested where it is`() throws {
        guard let (sigstore, folder) = try Self.bench(), let registry = try DockerRegistry() else { return }
        let layout = try TestLayout()
        var image = try layout.image([TestLayout.gzip(TestLayout.tar([("etc/motd", "gold")]))])
        image.annotations["org.opencontainers.image.ref.name"] = "1"
        try layout.finish([image])
        try registry.copy(layout, tag: "1", to: "team/app:1")
        let options = ["--trust-config", sigstore.trustConfig, "--identity-token", "\(folder.path)/token"]
        for place in ["\(registry.place)/team/app:1", "oci:\(layout.path):1"] {
            func verify(_ more: [String] = []) throws -> Int32 {
                try Self.run(["verify-signature", place] + sigstore.identity() + more, registry.environment()).status
            }
            #expect(try verify() == 1)
            let signed = try Self.run(["sign", place] + options, registry.environment())
            #expect(signed.status == 0 && signed.output.hasPrefix("sha256:"), "\(signed.errors)")
            #expect(try verify() == 0)
            #expect(try verify(["--type", "cyclonedx"]) == 1)
            let attested = try Self.run(
                ["attest", place, "--type", "cyclonedx", "--predicate", "\(folder.path)/sbom.json"] + options,
                registry.environment())
            #expect(attested.status == 0, "\(attested.errors)")
            #expect(try verify(["--type", "cyclonedx"]) == 0)
            let tag = try Self.run(["sign", place, "--form", "tag"] + options, registry.environment())
            #expect(tag.status == 2 && tag.errors.contains("--form referrer"), "\(tag.errors)")
        }
    }
}
