import Attestation
import Content
import JSONText
import Signing
import Testing
import Transparency

@testable import Authority

/// A transparency log of the first generation: it promises with its clock, and its tree has one entry at a time.
struct OldLog: Sendable {
    let key: SigningKey
    let now: Instant
    var url: String

    init(url: String, now: Instant) throws {
        key = try SigningKey(generating: .p256)
        self.now = now
        self.url = url
    }

    private var logID: [UInt8] { key.publicKey.fingerprint.bytes }

    /// The body of an entry, as such logs derive it from a request.
    private static func body(_ request: [UInt8]) throws -> [UInt8] {
        let root = try JSONDocument(request).root
        guard root["kind"]?.string == "dsse" else { return request }
        let content = root["spec"]?["proposedContent"]
        let text = Array((content?["envelope"]?.string ?? "").utf8)
        let envelope = try Envelope(json: text)
        let verifier = content?["verifiers"]?[0]?.string ?? ""
        return Array(
            """
            {"apiVersion":"0.0.1","kind":"dsse","spec":{"envelopeHash":{"algorithm":"sha256","value":\
            "\(Digest.of(text).hex)"},"payloadHash":{"algorithm":"sha256","value":"\(Digest.of(envelope.payload).hex)"},\
            "signatures":[{"signature":"\(Base64.encode(envelope.signatures[0].signature))","verifier":"\(verifier)"}]}}
            """.utf8)
    }

    func answer(_ request: [UInt8], integratedTime: Int64? = nil) throws -> ServiceAnswer {
        let body = try Self.body(request)
        let time = integratedTime ?? now.seconds
        let promised =
            #"{"body":"\#(Base64.encode(body))","integratedTime":\#(time),"logID":"\#(Hex.encode(logID))","logIndex":7}"#
        let promise = try key.signature(of: .message(Array(promised.utf8)), scheme: .ecdsa(.sha256))
        let checkpoint = Checkpoint(origin: "127.0.0.1 - 1", size: 1, root: .leaf(body))
        let line = SignedNote.Line(
            name: "127.0.0.1", id: Array(logID.prefix(4)),
            signature: try key.signature(of: .message(checkpoint.text), scheme: .ecdsa(.sha256)))
        let note = String(decoding: SignedNote(text: checkpoint.text, lines: [line]).bytes, as: UTF8.self)
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("24296fb24b8ad77a")
            writer.object { writer in
                writer.member("body", Base64.encode(body))
                writer.member("integratedTime", time)
                writer.member("logID", Hex.encode(logID))
                writer.member("logIndex", 7)
                writer.key("verification")
                writer.object { writer in
                    writer.key("inclusionProof")
                    writer.object { writer in
                        writer.member("checkpoint", note)
                        writer.key("hashes")
                        writer.array { _ in }
                        writer.member("logIndex", 0)
                        writer.member("rootHash", Hex.encode(MerkleHash.leaf(body).bytes))
                        writer.member("treeSize", 1)
                    }
                    writer.member("signedEntryTimestamp", Base64.encode(promise))
                }
            }
        }
        return ServiceAnswer(status: 201, body: writer.bytes)
    }

    /// A trusted root that knows this log besides.
    func root(_ json: [UInt8]) throws -> TrustedRoot {
        let log = """
            {"baseUrl":"\(url)","hashAlgorithm":"SHA2_256","publicKey":{"rawBytes":\
            "\(Base64.encode(key.publicKey.derRepresentation))","keyDetails":"PKIX_ECDSA_P256_SHA_256","validFor":{\
            "start":"2021-01-01T00:00:00Z"}},"logId":{"keyId":"\(Base64.encode(logID))"},"operator":"old"}
            """
        let text = String(decoding: json, as: UTF8.self)
        let start = try #require(text.firstRange(of: #""tlogs": ["#)).upperBound
        return try TrustedRoot(json: Array("\(text[..<start])\(log),\(text[start...])".utf8))
    }
}
