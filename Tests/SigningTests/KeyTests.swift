import Attestation
import Content
import JSONText
import Testing

@testable import Signing

@Suite struct KeyTests {
    private static let algorithms: [KeyAlgorithm] = [.p256, .p384, .p521, .ed25519, .mlDSA65, .mlDSA87]

    @Test(arguments: algorithms) func `a key that is written reads back and signs`(algorithm: KeyAlgorithm) throws {
        let key = try SigningKey(generating: algorithm)
        let again = try SigningKey.load(pem: key.pem)
        #expect(again.publicKey == key.publicKey)
        let publicKey = try VerificationKey.load(pem: key.publicKey.pem)
        #expect(publicKey == key.publicKey)
        let message = Array("gold".utf8)
        let signature = try again.signature(of: .message(message))
        #expect(try publicKey.verifies(signature, of: .message(message)))
        #expect(try !publicKey.verifies(signature, of: .message(message + [0])))
        var damaged = signature
        damaged[damaged.count - 1] ^= 1
        #expect(try !publicKey.verifies(damaged, of: .message(message)))
        #expect(try !publicKey.verifies([], of: .message(message)))
        #expect(try !SigningKey(generating: algorithm).publicKey.verifies(signature, of: .message(message)))
    }

    @Test func `an RSA key signs in both schemes, and neither passes for the other`() throws {
        let key = try SigningKey(generating: .rsa)
        let again = try SigningKey.load(pem: key.pem)
        let content = SignedContent.message([1, 2, 3])
        let schemes: [SignatureScheme] = [.rsaPKCS1(.sha256), .rsaPKCS1(.sha512), .rsaPSS(.sha256), .rsaPSS(.sha384)]
        for scheme in schemes {
            let signature = try again.signature(of: content, scheme: scheme)
            for other in schemes {
                #expect(try key.publicKey.verifies(signature, of: content, scheme: other) == (scheme == other))
            }
        }
    }

    @Test func `a digest is enough for all but the algorithms that sign messages`() throws {
        let message = Array("gold".utf8)
        let digests = [Digest.Algorithm.sha256, .sha384, .sha512].map { Digest.of(message, $0) }
        for algorithm in [KeyAlgorithm.p256, .p384, .p521] {
            let key = try SigningKey(generating: algorithm)
            let signature = try key.signature(of: .digests(digests))
            #expect(try key.publicKey.verifies(signature, of: .message(message)))
            #expect(throws: KeyError.self) {
                try key.publicKey.verifies(signature, of: .digest(Digest.of(message, .sha1)))
            }
        }
        let key = try SigningKey(generating: .ed25519)
        #expect(throws: KeyError.needsMessage(algorithm: "Ed25519")) { try key.signature(of: .digest(digests[0])) }
    }

    @Test func `the Ed25519ph signature of RFC 8032 verifies and no changed one does`() throws {
        func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex.utf8)) }
        let raw = try bytes("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf")
        let key = try VerificationKey(der: PublicKeyParts.raw(.ed25519, raw))
        var signature = try bytes(
            "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
                + "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406")
        let message = Array("abc".utf8)
        #expect(try key.verifies(signature, of: .message(message), scheme: .ed25519ph))
        #expect(try key.verifies(signature, of: .digest(Digest.of(message, .sha512)), scheme: .ed25519ph))
        #expect(try !key.verifies(signature, of: .message(message), scheme: .ed25519))
        signature[40] ^= 1
        #expect(try !key.verifies(signature, of: .message(message), scheme: .ed25519ph))
    }

    @Test func `a key encrypted as cosign does opens with its password only`() throws {
        let key = try SigningKey(generating: .p256)
        let text = try key.encryptedPEM(password: Array("sesame".utf8))
        #expect(text.hasPrefix("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n"))
        #expect(try SigningKey.load(pem: text, password: "sesame").publicKey == key.publicKey)
        #expect(throws: KeyError.wrongPassword) { try SigningKey.load(pem: text, password: "Sesame") }
        #expect(throws: KeyError.passwordRequired) { try SigningKey.load(pem: text) }
    }

    @Test func `the secret box of NaCl's own tests opens`() throws {
        // The first test of crypto_secretbox in NaCl, the vector of “Cryptography in NaCl” §10.
        func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex.utf8)) }
        let key = try bytes("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389")
        let nonce = try bytes("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37")
        let box = try bytes(
            "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a"
                + "c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae"
                + "90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74"
                + "e355a5")
        let message = try bytes(
            "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c6129"
                + "6cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde"
                + "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705")
        #expect(SecretBox.open(box, key: key, nonce: nonce) == message)
        #expect(SecretBox.seal(message, key: key, nonce: nonce) == box)
        for index in stride(from: 0, to: box.count, by: 7) {
            var damaged = box
            damaged[index] ^= 1
            #expect(SecretBox.open(damaged, key: key, nonce: nonce) == nil)
        }
    }

    @Test func `keys of OpenSSL read in each of their forms`() throws {
        guard Shell.has("openssl") else { return }
        let folder = try TemporaryFolder()
        let made = [
            ("p256", "openssl ecparam -name prime256v1 -genkey"),
            ("p384", "openssl ecparam -name secp384r1 -genkey -noout"),
            ("p521", "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521"),
            ("ed", "openssl genpkey -algorithm ed25519"),
            ("rsa", "openssl genrsa 2048"), ("rsa1", "openssl genrsa -traditional 2048"),
        ]
        for (name, command) in made {
            let file = "\(folder.path)/\(name).pem"
            #expect(Shell.run("\(command) 2>/dev/null > \(file)").status == 0)
            let key = try SigningKey.load(pem: OpenFile.contents(of: file, limit: 1 << 20))
            let publicPEM = Shell.run("openssl pkey -in \(file) -pubout").output
            #expect(key.publicKey.pem == String(decoding: publicPEM, as: UTF8.self))
            // A signature of ours is good to OpenSSL.
            let message = try folder.write("message".utf8, "message")
            let signature = try folder.write(try key.signature(of: .message(Array("message".utf8))), "signature")
            _ = try folder.write(publicPEM, "public")
            let hash = name == "p384" ? "sha384" : name == "p521" ? "sha512" : "sha256"
            let verify =
                name == "ed"
                ? "openssl pkeyutl -verify -pubin -inkey \(folder.path)/public -rawin -in \(message) -sigfile \(signature)"
                : "openssl dgst -\(hash) -verify \(folder.path)/public -signature \(signature) \(message)"
            #expect(Shell.run("\(verify) > /dev/null 2>&1").status == 0, "\(name)")
            // And our files are good to it.
            let ours = try folder.write(key.pem.utf8, "ours")
            #expect(Shell.run("openssl pkey -in \(ours) -pubout 2>&1").output == publicPEM, "\(name)")
            for options in [
                "-v2 aes-256-cbc", "-v2 aes-128-cbc -v2prf hmacWithSHA1", "-v2 aes-192-cbc -v2prf hmacWithSHA512",
                "-scrypt",
            ] {
                let encrypted = Shell.run("openssl pkcs8 -topk8 -in \(file) \(options) -passout pass:sesame").output
                #expect(try SigningKey.load(pem: encrypted, password: Array("sesame".utf8)).publicKey == key.publicKey)
                #expect(throws: KeyError.wrongPassword) {
                    try SigningKey.load(pem: encrypted, password: Array("wrong".utf8))
                }
            }
        }
    }

    @Test(arguments: [
        ("", "expected a PEM block, found none"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n", "without an end"),
        ("-----BEGIN PUBLIC KEY-----\n!!\n-----END PUBLIC KEY-----\n", "not base 64"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "ends as"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "expected PUBLIC KEY"),
        ("-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n", "DER: "),
        ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nAAAA\n-----END RSA PRIVATE KEY-----", "header"),
    ]) func `what is no key is refused with its reason`(text: String, reason: String) throws {
        let error = #expect(throws: KeyError.self) { try VerificationKey.load(pem: text) }
        #expect(error?.description.contains(reason) ?? false, "\(error?.description ?? "")")
    }

    @Test func `a point off the curve is refused`() throws {
        let key = try SigningKey(generating: .p256)
        var der = key.publicKey.derRepresentation
        der[der.count - 1] ^= 1
        #expect(throws: KeyError.self) { try VerificationKey(der: der) }
    }

    @Test func `every cut of a key is refused and no changed byte traps`() throws {
        let key = try SigningKey(generating: .p384)
        for bytes in [key.publicKey.derRepresentation, key.pkcs8] {
            for count in 0..<bytes.count {
                #expect(throws: KeyError.self) { try VerificationKey(der: Array(bytes[..<count])) }
                #expect(throws: KeyError.self) { try SigningKey(pkcs8: Array(bytes[..<count])) }
            }
            for index in bytes.indices {
                var damaged = bytes
                damaged[index] ^= 0xff
                _ = try? VerificationKey(der: damaged)  // Refusal or another key, not a trap.
                _ = try? SigningKey(pkcs8: damaged)
            }
        }
    }

    @Test func `a statement signed with two keys verifies with either and counts both`() throws {
        let keys = [try SigningKey(generating: .p256), try SigningKey(generating: .ed25519)]
        let statement = try Statement(
            subjects: [ResourceDescriptor(name: "a", digest: Digest.of([1]))], predicateType: "https://example.org/t/v1"
        ) { writer in writer.object { $0.member("answer", 42) } }
        var envelope = try Envelope(json: DSSE.sign(statement, with: keys).json)
        #expect(try DSSE.verify(envelope, keys: [keys[1].publicKey]) == [keys[1].publicKey])
        #expect(try DSSE.verify(envelope, keys: keys.map(\.publicKey), threshold: 2).count == 2)
        let read = try Statement(payloadOf: envelope)
        #expect(read.predicate?["answer"]?.int == 42)
        #expect(read.matches([Digest.of([1])]) == .equal)

        let stranger = try SigningKey(generating: .p256).publicKey
        #expect(throws: EnvelopeError.threshold(expected: 1, verified: 0, signatures: 2)) {
            try DSSE.verify(envelope, keys: [stranger])
        }
        // Twice the same signer is one signer.
        envelope.signatures[1] = envelope.signatures[0]
        #expect(throws: EnvelopeError.threshold(expected: 2, verified: 1, signatures: 2)) {
            try DSSE.verify(envelope, keys: keys.map(\.publicKey), threshold: 2)
        }
        envelope.payload.append(0x20)
        #expect(throws: EnvelopeError.self) { try DSSE.verify(envelope, keys: keys.map(\.publicKey)) }
        envelope.signatures = []
        #expect(throws: EnvelopeError.noSignatures) { try DSSE.verify(envelope, keys: keys.map(\.publicKey)) }
    }
}
