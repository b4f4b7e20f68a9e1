import Attestation
import Content
import JSONText
import RegistryClient
import Signing
import Synchronization
import Testing
import Transparency

@testable import Authority

/// Signing without a key, over the network, against an authority of our own.
@Suite(.timeLimit(.minutes(5))) struct KeylessSigningTests {
    private static let artifact = Array("gold\n".utf8)
    private static let subject = "dev@example.org"

    private func statement() throws -> Statement {
        Statement(
            subjects: [ResourceDescriptor(name: "gold", digest: Digest.of(Self.artifact))],
            predicateType: "https://example.org/p", predicate: try JSONDocument(#"{"a":1}"#).root)
    }

    @Test(arguments: [
        (subject, subject), ("https://ci.example.org/team", "https://ci.example.org/team"),
        ("builder", "builder!127.0.0.1"),
    ]) func `what an identity signs is accepted for it, and a changed byte is refused`(
        subject: String, name: String
    ) async throws {
        try await KeylessBench.serving { bench async throws in
            let signer = try await bench.signer(subject)
            #expect(signer.identity.subject == name)
            let bundles = [
                try await signer.sign(SignedArtifact(content: Self.artifact)).json,
                try await signer.sign(statement()).json,
            ]
            for bundle in bundles {
                let verified = try bench.temporary.verify(bundle, artifact: Self.artifact, subject: name)
                #expect(verified.entries.count == 1 && verified.times.count == 1)
                var tampered = Self.artifact
                tampered[0] ^= 1
                #expect(throws: Rejection.self) {
                    try bench.temporary.verify(bundle, artifact: tampered, subject: name)
                }
            }
            let asked = bench.asked.withLock { $0 }
            let each = ["/api/v1/timestamp", "/api/v2/log/entries"]
            #expect(asked == ["/api/v2/signingCert"] + each + each)
        }
    }

    @Test func `a token that is of no use is sent nowhere`() async throws {
        try await KeylessBench.serving { bench async throws in
            let issuer = try AuthorityServices.tokenIssuer(bench.temporary.folder)
            let now = bench.temporary.now
            func token(audience: String = "sigstore", lifetime: Int64 = 600, after: Int64 = 0) throws -> String {
                try issuer.token(
                    subject: Self.subject, audience: audience, lifetime: lifetime,
                    at: Instant(seconds: now.seconds + after))
            }
            for (text, wanted) in [
                (
                    try token(after: -600),
                    IdentityTokenError.expired(at: now, now: now)
                ), (try token(audience: "other"), .audience(expected: "sigstore", found: "other")),
                (
                    try token(after: 90),
                    .notYetValid(from: Instant(seconds: now.seconds + 90), now: now)
                ),
            ] {
                await #expect(throws: wanted) { _ = try await bench.signer(Self.subject, token: text) }
            }
            #expect(bench.asked.withLock { $0 }.isEmpty)
        }
    }

    @Test func `without anyone who tells the time nothing is asked`() async throws {
        try await KeylessBench.serving { bench async throws in
            var services = bench.signingServices
            services.timestampAuthorities = []
            await #expect(throws: SigningConfigError.noTime) {
                _ = try await bench.signer(Self.subject, services: services)
            }
            #expect(bench.asked.withLock { $0 }.isEmpty)
        }
    }

    @Test func `a signature that the root's users would refuse is not given out`() async throws {
        let other = try TemporaryAuthority()
        try await KeylessBench.serving { bench async throws in
            let signer = try await bench.signer(Self.subject, root: other.trustedRoot())
            await #expect(throws: Rejection.self) { _ = try await signer.sign(SignedArtifact(content: Self.artifact)) }
        }
    }

    @Test func `a refusal says why, and does not repeat the token`() async throws {
        try await KeylessBench.serving { bench async throws in
            let foreign = try TemporaryAuthority().token(Self.subject)
            let error = await #expect(throws: SigningServiceError.self) {
                _ = try await bench.signer(Self.subject, token: foreign) { request, _ in
                    let sent = request.headers.first { $0.name == "Authorization" }?.value ?? ""
                    #expect(sent.contains(foreign))
                    return ServiceAnswer(status: 400, body: Array(#"{"detail":"I do not like \#(sent)"}"#.utf8))
                }
            }
            let text = "\(try #require(error))"
            #expect(text.contains("status 400") && text.contains("I do not like"))
            for part in foreign.split(separator: ".") { #expect(!text.contains(part)) }
            let token = try IdentityToken(foreign)
            for shown in ["\(token)", String(reflecting: token)] {
                #expect(!shown.contains(foreign.prefix(20)))
            }
            // What the authority itself says of a token of another issuer.
            let refused = await #expect(throws: SigningServiceError.self) {
                _ = try await bench.signer(Self.subject, token: foreign)
            }
            #expect("\(try #require(refused))".contains("issuer has no key"))
        }
    }

    struct Lie: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var path: String
        var answer: @Sendable (ServiceAnswer) throws -> ServiceAnswer
    }

    private static let lies = [
        Lie(testDescription: "no JSON", path: "signingCert") { _ in ServiceAnswer(status: 200, body: [0x5b]) },
        Lie(testDescription: "no certificate", path: "signingCert") { _ in
            ServiceAnswer(status: 200, body: Array(#"{"signedCertificateEmbeddedSct":{"chain":{}}}"#.utf8))
        },
        Lie(testDescription: "a promise beside the certificate", path: "signingCert") { _ in
            ServiceAnswer(status: 200, body: Array(#"{"signedCertificateDetachedSct":{}}"#.utf8))
        },
        Lie(testDescription: "the authority's own certificate", path: "signingCert") { answer in
            let chain = try JSONDocument(answer.body).root["signedCertificateEmbeddedSct"]?["chain"]?["certificates"]
            var writer = JSONWriter()
            writer.object { writer in
                writer.key("signedCertificateEmbeddedSct")
                writer.object { writer in
                    writer.key("chain")
                    writer.object { writer in
                        writer.key("certificates")
                        writer.array { $0.value(chain?[1]?.string ?? "") }
                    }
                }
            }
            return ServiceAnswer(status: 200, body: writer.bytes)
        },
        Lie(testDescription: "a timestamp cut short", path: "timestamp") { answer in
            ServiceAnswer(status: 201, body: Array(answer.body.dropLast()))
        },
        Lie(testDescription: "no timestamp", path: "timestamp") { _ in ServiceAnswer(status: 200, body: []) },
        Lie(testDescription: "an altered timestamp", path: "timestamp") { answer in
            var body = answer.body
            body[body.count - 1] ^= 1
            return ServiceAnswer(status: 201, body: body)
        },
        Lie(testDescription: "a log that is full", path: "log/entries") { _ in
            ServiceAnswer(status: 500, body: Array("full".utf8))
        },
        Lie(testDescription: "an entry without proof", path: "log/entries") { answer in
            let text = String(decoding: answer.body, as: UTF8.self)
            return ServiceAnswer(
                status: 201, body: Array(text.split(separator: "inclusionProof").joined(separator: "other").utf8))
        },
        Lie(testDescription: "an index below zero", path: "log/entries") { _ in
            ServiceAnswer(status: 201, body: Array(#"{"logIndex":"-1"}"#.utf8))
        },
    ]

    @Test(arguments: lies) func `whatever a service answers, no wrong bundle comes of it`(lie: Lie) async throws {
        try await KeylessBench.serving { bench async throws in
            await #expect(throws: (any Error).self) {
                let signer = try await bench.signer(Self.subject) { request, answer in
                    request.url.hasSuffix(lie.path) ? try lie.answer(answer) : answer
                }
                _ = try await signer.sign(SignedArtifact(content: Self.artifact))
            }
        }
    }

    @Test func `a timestamp of an earlier request is refused`() async throws {
        try await KeylessBench.serving { bench async throws in
            let seen = Recorder()
            let signer = try await bench.signer(Self.subject) { request, answer in
                guard request.url.hasSuffix("/timestamp") else { return answer }
                return seen.firstOr(answer)
            }
            _ = try await signer.sign(SignedArtifact(content: Self.artifact))
            await #expect(throws: SigningServiceError.self) {
                _ = try await signer.sign(SignedArtifact(content: [1]))
            }
        }
    }

    // MARK: Logs of the first generation

    private static let old = "http://127.0.0.1/old"

    /// Signs with a log of the first generation, without a timestamp authority or with one.
    private func signing(
        _ bench: KeylessBench, timestamps: Bool = false, integrated: Int64? = nil
    ) async throws -> (signer: BundleSigner, root: TrustedRoot) {
        let log = try OldLog(url: Self.old, now: bench.temporary.now)
        let root = try log.root(
            OpenFile.contents(of: bench.temporary.folder.trustedRoot, limit: TrustedRoot.limit))
        var services = bench.signingServices
        services.logs = [.init(url: Self.old, version: 1)]
        if !timestamps { services.timestampAuthorities = [] }
        let network = bench.call()
        let signer = try await BundleSigner(
            token: IdentityToken(bench.temporary.token(Self.subject)), audience: "sigstore", services: services,
            root: root, now: bench.temporary.now
        ) { request in
            request.url == "\(Self.old)/api/v1/log/entries"
                ? try log.answer(request.body, integratedTime: integrated) : try await network(request)
        }
        return (signer, root)
    }

    @Test(arguments: [false, true]) func `a log of the first generation gives the time itself`(
        timestamps: Bool
    ) async throws {
        try await KeylessBench.serving { bench async throws in
            let (signer, root) = try await signing(bench, timestamps: timestamps)
            let policy = VerificationPolicy(
                signer: .identities([
                    IdentityPolicy(subject: .exact(Self.subject), issuer: .exact(TemporaryAuthority.url))
                ]))
            let verifier = BundleVerifier(root: root, policy: policy)
            for bundle in [
                try await signer.sign(SignedArtifact(content: Self.artifact)), try await signer.sign(statement()),
            ] {
                let verified = try verifier.verify(json: bundle.json, artifact: SignedArtifact(content: Self.artifact))
                #expect(verified.entries.map(\.index) == [7])
                #expect(verified.times.map(\.source).contains(.log))
                #expect(verified.times.count == (timestamps ? 2 : 1))
                #expect(throws: Rejection.self) {
                    try verifier.verify(json: bundle.json, artifact: SignedArtifact(content: [1]))
                }
            }
        }
    }

    @Test func `a log whose clock is wrong is found out before anybody has the bundle`() async throws {
        try await KeylessBench.serving { bench async throws in
            let late = bench.temporary.now.seconds + 3600
            let signer = try await signing(bench, integrated: late).signer
            let rejection = await #expect(throws: Rejection.self) {
                _ = try await signer.sign(SignedArtifact(content: Self.artifact))
            }
            #expect(rejection?.reason.code == .integratedOutsideCertificate)
        }
    }

    // MARK: Envelopes as older clients have them recorded

    @Test func `an envelope is recorded as dsse too, when all its signatures are true`() async throws {
        try await KeylessBench.serving { bench async throws in
            let signer = try await bench.signer(Self.subject)
            let bundle = try await signer.sign(statement())
            guard case .envelope(let envelope) = bundle.content, let leaf = bundle.leaf else {
                Issue.record("no envelope")
                return
            }
            func request(
                _ envelope: Envelope, verifiers: Int = 1, _ details: String = "PKIX_ECDSA_P256_SHA_256"
            ) -> [UInt8] {
                let verifier =
                    #"{"x509Certificate":{"rawBytes":"\#(Base64.encode(leaf.der))"},"keyDetails":"\#(details)"}"#
                return Array(
                    """
                    {"dsseRequestV002":{"envelope":\(String(decoding: envelope.json, as: UTF8.self)),\
                    "verifiers":[\(repeatElement(verifier, count: verifiers).joined(separator: ","))]}}
                    """.utf8)
            }
            let answer = try await bench.client.send(
                .post, "\(bench.url)/api/v2/log/entries", body: request(envelope), limit: 1 << 20)
            #expect(answer.status == 201)
            let entry = try JSONDocument(answer.body).root
            #expect(entry["kindVersion"]?["kind"]?.string == "dsse")
            let text = String(decoding: bundle.json, as: UTF8.self)
            let tail = #""timestampVerificationData""#
            let start = try #require(text.firstRange(of: #""tlogEntries":["#)).upperBound
            let end = try #require(text.firstRange(of: tail)).lowerBound
            let replaced =
                text[..<start] + String(decoding: answer.body, as: UTF8.self) + "]," + text[end...]
            let verified = try bench.temporary.verify(
                Array(replaced.utf8), artifact: Self.artifact, subject: Self.subject)
            #expect(verified.entries.map(\.index) == [1])

            var altered = envelope
            altered.payload[0] ^= 1
            var unsigned = envelope
            unsigned.signatures = []
            for bad in [
                request(altered), request(unsigned), request(envelope, verifiers: 0), request(envelope, verifiers: 2),
                request(envelope, "PKIX_ED25519"), Array(#"{"dsseRequestV002":{}}"#.utf8),
                Array(#"{"dsseRequestV002":{},"hashedRekordRequestV002":{}}"#.utf8),
            ] {
                let refused = try await bench.client.send(
                    .post, "\(bench.url)/api/v2/log/entries", body: bad, limit: 1 << 20)
                #expect(refused.status == 400, "\(String(decoding: bad.prefix(100), as: UTF8.self))")
            }
        }
    }
}
