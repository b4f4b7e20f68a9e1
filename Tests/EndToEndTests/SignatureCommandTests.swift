import Content
import Glibc
import JSONText
import Testing

/// The commands about keys, trust roots and signatures, as a user runs them.
@Suite struct SignatureCommandTests {
    private static func write(_ text: String, to path: String) {
        guard let file = fopen(path, "w") else { return }
        defer { fclose(file) }
        fputs(text, file)
    }

    private static let password = ["OBRYZA_KEY_PASSWORD": "sesame"]

    @Test func `a key pair is made once, encrypted and for its owner only`() throws {
        let folder = try TemporaryFolder()
        let name = "\(folder.path)/release"
        guard let made = try Obryza.run(["key", "generate", name], environment: Self.password) else { return }
        #expect(made.status == 0, "\(made.errors)")
        var status = stat()
        #expect(stat("\(name).key", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        let secret = String(decoding: try OpenFile.contents(of: "\(name).key", limit: 1 << 16), as: UTF8.self)
        #expect(secret.hasPrefix("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----"))
        let shown = try #require(try Obryza.run(["key", "public", "\(name).key"], environment: Self.password))
        #expect(
            shown.output == String(decoding: try OpenFile.contents(of: "\(name).pub", limit: 1 << 16), as: UTF8.self))
        let wrong = try #require(
            try Obryza.run(["key", "public", "\(name).key"], environment: ["OBRYZA_KEY_PASSWORD": "other"]))
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("password is wrong"))
        // A second run replaces nothing.
        let again = try #require(try Obryza.run(["key", "generate", name], environment: Self.password))
        #expect(again.status != 0)
        #expect(String(decoding: try OpenFile.contents(of: "\(name).key", limit: 1 << 16), as: UTF8.self) == secret)
        let empty = try #require(
            try Obryza.run(["key", "generate", "\(name)2"], environment: ["OBRYZA_KEY_PASSWORD": ""]))
        #expect(empty.status == 2)
        #expect(access("\(name)2.key", F_OK) != 0)
    }

    @Test func `a detached signature of OpenSSL is accepted for its file and key only`() throws {
        let folder = try TemporaryFolder()
        let key = "\(folder.path)/k"
        guard let made = try Obryza.run(["key", "generate", key, "--unencrypted"]), made.status == 0,
            Shell.run("command -v openssl").status == 0
        else { return }
        let signing = Shell.run(
            "cd \(folder.path) && echo gold > a && echo lead > b && openssl dgst -sha256 -sign k.key -out a.sig a")
        #expect(signing.status == 0)
        func verify(_ file: String) throws -> Obryza.Outcome {
            try #require(
                try Obryza.run([
                    "verify-blob", "\(folder.path)/\(file)", "--signature", "\(folder.path)/a.sig", "--key",
                    "\(key).pub",
                ]))
        }
        let good = try verify("a")
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.output.hasPrefix("verified"))
        let bad = try verify("b")
        #expect(bad.status == 1)
        #expect(bad.output.contains("sig.artifact"))
        #expect(try verify("c").status == 2)
    }

    @Test func `what is signed and attested is accepted, and a changed byte is refused`() throws {
        let folder = try TemporaryFolder()
        let at = folder.path
        guard let made = try Obryza.run(["key", "generate", "\(at)/k"], environment: Self.password), made.status == 0
        else { return }
        func run(_ arguments: [String]) throws -> Obryza.Outcome {
            try #require(try Obryza.run(arguments, environment: Self.password))
        }
        Self.write("gold", to: "\(at)/a")
        Self.write("lead", to: "\(at)/b")
        Self.write(#"{"bomFormat":"CycloneDX","specVersion":"1.6"}"#, to: "\(at)/sbom.json")
        let key = ["--key", "\(at)/k.key"]
        let signing = try run(["sign", "\(at)/a", "--bundle", "\(at)/a.bundle", "--signature", "\(at)/a.sig"] + key)
        #expect(signing.status == 0, "\(signing.errors)")
        let attesting = try run(
            ["attest", "\(at)/a", "--type", "cyclonedx", "--predicate", "\(at)/sbom.json"] + key)
        #expect(attesting.status == 0, "\(attesting.errors)")
        let checks = [
            ["--bundle", "\(at)/a.bundle", "--log-threshold", "0"], ["--signature", "\(at)/a.sig"],
            ["--bundle", "\(at)/a.cyclonedx.sigstore.json", "--log-threshold", "0"],
        ]
        for check in checks {
            let good = try run(["verify-blob", "\(at)/a", "--key", "\(at)/k.pub"] + check)
            #expect(good.status == 0, "\(check) \(good.output)")
            #expect(try run(["verify-blob", "\(at)/b", "--key", "\(at)/k.pub"] + check).status == 1)
        }
        // Without a log, the default of one log refuses.
        let unlogged = try run(["verify-blob", "\(at)/a", "--key", "\(at)/k.pub", "--bundle", "\(at)/a.bundle"])
        #expect(unlogged.status == 1)
        #expect(unlogged.output.contains("tlog.none"))
        let wrong = try run(["attest", "\(at)/a", "--type", "openvex", "--predicate", "\(at)/sbom.json"] + key)
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("OpenVEX"))
        #expect(access("\(at)/a.openvex.sigstore.json", F_OK) != 0)
    }

    @Test func `a program that holds the key signs, and what is no signature of it goes nowhere`() throws {
        let folder = try TemporaryFolder()
        let at = folder.path
        guard Obryza.path != nil, Shell.has("openssl") else { return }
        Self.write("gold", to: "\(at)/a")
        Self.write(#"{"bomFormat":"CycloneDX","specVersion":"1.6"}"#, to: "\(at)/sbom.json")
        Self.write(
            """
            #!/bin/sh
            cd "$(dirname "$0")"
            [ "$1" != broken ] || exit 1
            case $2-$1 in
                public-key-*) openssl pkey -in "$1.pem" -pubout ;;
                sign-lazy) echo "I would rather not" ;;
                sign-*)
                    echo "$2 $3" >> asked
                    cat > digest
                    openssl pkeyutl -sign -inkey "$1.pem" -pkeyopt digest:sha256 -in digest | if [ "$1" = rsa ]; then
                        base64
                    else
                        cat
                    fi ;;
            esac
            """, to: "\(at)/holder")
        try folder.run(
            """
            chmod +x holder
            openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out ec.pem
            openssl genrsa 2048 | openssl pkcs8 -topk8 -nocrypt -out rsa.pem
            cp ec.pem lazy.pem
            for key in ec rsa; do openssl pkey -in $key.pem -pubout -out $key.pub; done
            """)
        for key in ["ec", "rsa"] {
            let program = ["--key", "exec:\(at)/holder \(key)"]
            let signed = try #require(try Obryza.run(["sign", "\(at)/a", "--bundle", "\(at)/\(key)"] + program))
            #expect(signed.status == 0, "\(signed.errors)")
            let attested = try #require(
                try Obryza.run(
                    [
                        "attest", "\(at)/a", "--type", "cyclonedx", "--predicate", "\(at)/sbom.json", "--bundle",
                        "\(at)/\(key).att",
                    ] + program))
            #expect(attested.status == 0, "\(attested.errors)")
            for bundle in [key, "\(key).att"] {
                for (file, status) in [("a", Int32(0)), ("sbom.json", 1)] {
                    let verified = try #require(
                        try Obryza.run([
                            "verify-blob", "\(at)/\(file)", "--bundle", "\(at)/\(bundle)", "--key", "\(at)/\(key).pub",
                            "--log-threshold", "0",
                        ]))
                    #expect(verified.status == status, "\(verified.output)")
                }
            }
        }
        #expect(
            String(decoding: try folder.read("asked"), as: UTF8.self).split(separator: "\n")
                == ["sign ecdsa-sha256", "sign ecdsa-sha256", "sign rsa-pkcs1-sha256", "sign rsa-pkcs1-sha256"])
        for (program, words) in [
            ("\(at)/holder lazy", "no signature"), ("\(at)/holder broken", "exit code"), ("\(at)/nothing", "nothing"),
            ("", "name of a program"),
        ] {
            let outcome = try #require(
                try Obryza.run(["sign", "\(at)/a", "--bundle", "\(at)/none", "--key", "exec:\(program)"]))
            #expect(outcome.status == 2 && outcome.errors.contains(words), "\(program): \(outcome.errors)")
        }
        #expect(access("\(at)/none", F_OK) != 0)
    }

    @Test func `signing without a subject, a type or a digest is refused`() throws {
        for arguments in [
            ["attest", "--key", "k", "--predicate", "p", "--type", "spdx"],
            ["attest", "a", "--subject", "sha256:00", "--key", "k", "--predicate", "p", "--type", "spdx"],
            ["attest", "--subject", "md5:00", "--bundle", "b", "--key", "k", "--predicate", "p", "--type", "spdx"],
            ["attest", "a", "--key", "k", "--predicate", "p", "--type", "nonsense"], ["sign", "a"],
            ["sign", "/tmp", "--key", "k"], ["sign", "nothing-of-this-name", "--key", "k"],
            ["sign", "/nothing/of/this/name", "--key", "k"], ["sign", "dir:/tmp", "--key", "k"],
        ] {
            guard let outcome = try Obryza.run(arguments) else { return }
            #expect(outcome.status == 2, "\(arguments)")
        }
    }

    @Test func `a root that was added is used by its name, and one that is none is refused`() throws {
        let folder = try TemporaryFolder()
        let environment = ["OBRYZA_TRUST": "\(folder.path)/trust/roots"]
        guard let shown = try Obryza.run(["trust", "show"], environment: environment) else { return }
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.output.contains("https://rekor.sigstore.dev"))
        let file = "\(folder.path)/root.json"
        Self.write(#"{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}"#, to: file)
        let added = try #require(try Obryza.run(["trust", "add", file, "--name", "company"], environment: environment))
        #expect(added.status == 0, "\(added.errors)")
        let other = try #require(try Obryza.run(["trust", "show", "--trust", "company"], environment: environment))
        #expect(other.status == 0)
        #expect(!other.output.contains("rekor"))
        Self.write("{", to: file)
        let broken = try #require(try Obryza.run(["trust", "add", file, "--name", "broken"], environment: environment))
        #expect(broken.status == 3)
        #expect(
            try #require(try Obryza.run(["trust", "show", "--trust", "broken"], environment: environment)).status == 2)
        for name in ["../x", "", "A", ".hidden"] {
            let refused = try #require(
                try Obryza.run(["trust", "add", file, "--name", name], environment: environment))
            #expect(refused.status == 2)
        }
    }

    @Test func `bundles of the public suite are accepted offline, and rejected with their code`() throws {
        let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let shared = getenv("OBRYZA_SHARED").map { String(cString: $0) } ?? "\(repository)/../shared"
        let cases = "\(shared)/conformance/sigstore"
        guard access("\(cases)/a.txt", R_OK) == 0 else {
            print("skipped: no \(cases); OBRYZA_SHARED names the folder that holds it")
            return
        }
        let identity = [
            "--certificate-identity-pattern", "https://github.com/sigstore-conformance/*",
            "--certificate-oidc-issuer", "https://token.actions.githubusercontent.com",
        ]
        func verify(_ name: String, _ artifact: String, _ options: [String]) throws -> Obryza.Outcome? {
            try Obryza.run(
                ["verify-blob", artifact, "--bundle", "\(cases)/\(name)/bundle.sigstore.json", "--format", "json"]
                    + options)
        }
        guard let good = try verify("happy-path-v0.3", "\(cases)/a.txt", identity) else { return }
        #expect(good.status == 0, "\(good.errors)")
        let report = try JSONDocument(good.output).root
        #expect(report["verified"]?.bool == true)
        #expect(report["signatures"]?[0]?["issuer"]?.string == "https://token.actions.githubusercontent.com")
        let digest = Digest.of(try OpenFile.contents(of: "\(cases)/a.txt", limit: 1 << 16)).description
        #expect(try verify("happy-path-v0.3", digest, identity)?.status == 0)
        let bad = try #require(try verify("set-invalid-signature_fail", "\(cases)/a.txt", identity))
        #expect(bad.status == 1)
        #expect(try JSONDocument(bad.output).root["signatures"]?[0]?["reason"]?["code"]?.string == "tlog.set-signature")
        let managed = "managed-key-happy-path"
        #expect(try verify(managed, "\(cases)/a.txt", ["--key", "\(cases)/\(managed)/key.pub"])?.status == 0)
        let wrongKey = try #require(
            try verify(managed, "\(cases)/a.txt", ["--key", "\(cases)/managed-key-wrong-key_fail/key.pub"]))
        #expect(wrongKey.status == 1)
        #expect(wrongKey.output.contains("key.invalid"))
    }

    @Test func `half an identity, and a key beside one, are refused`() throws {
        for options in [
            ["--certificate-identity", "a"], ["--certificate-oidc-issuer", "b"], [],
            ["--key", "k", "--certificate-identity", "a", "--certificate-oidc-issuer", "b"],
            ["--certificate-identity", "a", "--certificate-oidc-issuer", "b", "--certificate-extension", "nonsense=1"],
            ["--key", "k", "--revoked", "zz"],
        ] {
            guard let outcome = try Obryza.run(["verify-blob", "f", "--bundle", "b"] + options) else { return }
            #expect(outcome.status == 2, "\(options)")
        }
    }
}
