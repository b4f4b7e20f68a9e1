import Attestation
import Content
import JSONText
import Testing

@testable import Signing

@Suite struct BundleWritingTests {
    private static let artifact = Array("gold\n".utf8)

    private func reason(
        _ json: [UInt8], _ key: VerificationKey, _ artifact: SignedArtifact
    ) throws -> VerificationCode? {
        var policy = VerificationPolicy(signer: .keys([key]))
        policy.logs = 0
        let root = try TestInstance().trustRoot()
        do throws(Rejection) {
            _ = try BundleVerifier(root: root, policy: policy).verify(json: json, artifact: artifact)
            return nil
        } catch {
            return error.reason.code
        }
    }

    @Test(arguments: KeyAlgorithm.allCases) func `what a key of any kind signs is accepted for its content only`(
        algorithm: KeyAlgorithm
    ) throws {
        let key = try SigningKey(generating: algorithm)
        let artifact = SignedArtifact(content: Self.artifact)
        let json = try Bundle.sign(artifact, with: key).json
        #expect(try reason(json, key.publicKey, artifact) == nil)
        var tampered = Self.artifact
        tampered[0] ^= 1
        #expect(try reason(json, key.publicKey, SignedArtifact(content: tampered)) == .signatureArtifact)
        let other = try SigningKey(generating: algorithm).publicKey
        #expect(try reason(json, other, artifact) == .signatureArtifact)
    }

    @Test(arguments: KeyAlgorithm.allCases) func `a statement that a key of any kind signs is accepted`(
        algorithm: KeyAlgorithm
    ) throws {
        let key = try SigningKey(generating: algorithm)
        let artifact = SignedArtifact(content: Self.artifact)
        let statement = Statement(
            subjects: [ResourceDescriptor(name: "gold", digest: Digest.of(Self.artifact))],
            predicateType: "https://example.org/p", predicate: try JSONDocument(#"{"a":[1.50]}"#).root)
        let bundle = try Bundle.sign(statement, with: key)
        #expect(try reason(bundle.json, key.publicKey, artifact) == nil)
        #expect(try reason(bundle.json, key.publicKey, SignedArtifact(content: [1])) == .subjectMismatch)
        guard case .envelope(var envelope) = bundle.content, case .publicKey(let hint) = bundle.keyMaterial else {
            Issue.record("neither envelope nor hint")
            return
        }
        #expect(envelope.signatures.map(\.keyID) == [hint])
        envelope.payload[envelope.payload.count - 3] ^= 1
        let text = String(decoding: bundle.json, as: UTF8.self)
        let original = Base64.encode(statement.json)
        #expect(text.contains(original))
        let tampered = text.split(separator: original).joined(separator: Base64.encode(envelope.payload))
        #expect(try reason(Array(tampered.utf8), key.publicKey, artifact) == .signatureDSSE)
    }

    @Test func `Ed25519 refuses to sign what is known by its digest alone`() throws {
        let key = try SigningKey(generating: .ed25519)
        #expect(throws: KeyError.needsMessage(algorithm: "Ed25519")) {
            try Bundle.sign(SignedArtifact(digests: [Digest.of(Self.artifact)]), with: key)
        }
    }

    @Test func `a bundle that was read is written with its log entries, timestamps and certificate`() throws {
        let instance = try TestInstance()
        let draft = try instance.draft(over: Self.artifact)
        let read = try Bundle(json: draft.json)
        let again = try Bundle(json: read.json)
        #expect(again.json == read.json)
        #expect(!again.entries.isEmpty)
        #expect(again.timestamps == read.timestamps)
        _ = try BundleVerifier(root: try instance.trustRoot(), policy: TestInstance.identity).verify(
            json: read.json, artifact: SignedArtifact(content: Self.artifact))
    }
}
