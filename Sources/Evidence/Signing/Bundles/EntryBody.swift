internal import Attestation
internal import Content
internal import JSONText

/// What a log has recorded of a signature, whatever kind of entry it chose.
///
/// Read from the canonical body, whose hash is the leaf of the log's tree. The kinds: `hashedrekord` 0.0.1 and 0.0.2,
/// `dsse` 0.0.1 and `intoto` 0.0.1 and 0.0.2.
struct EntryBody: Sendable {
    enum Subject: Sendable {
        /// The digest of what was signed: the artifact, or an envelope's signed bytes.
        case signed(Digest)
        /// The digest of an envelope's payload.
        case payload(Digest)
    }

    struct Signer: Sendable {
        /// A certificate or a SubjectPublicKeyInfo in DER.
        var material: [UInt8]
        /// `nil` in entries that do not record it (`intoto` 0.0.1).
        var signature: [UInt8]?
    }

    var subject: Subject
    var signers: [Signer]

    static let limit = 16 << 20

    init(_ entry: LogEntry) throws(VerificationFailure) {
        let root = try ProtoJSON.read(entry.body, limit: Self.limit, codes: .entry, json: .entryMalformed)
        let kind = try root.text("kind")
        let version = try root.text("apiVersion")
        guard entry.kind.isEmpty || entry.kind == kind && entry.kindVersion == version else {
            throw root.failure("kind", "\(entry.kind) \(entry.kindVersion)", "\(kind.prefix(40)) \(version.prefix(40))")
        }
        let spec = try root.object("spec")
        switch (kind, version) {
        case ("hashedrekord", "0.0.1"):
            let hash = try spec.object("data").object("hash")
            subject = .signed(try Self.hexDigest(hash))
            let signature = try spec.object("signature")
            signers = [
                Signer(
                    material: try Self.pem(try signature.object("publicKey").bytes("content"), signature),
                    signature: try signature.bytes("content"))
            ]
        case ("hashedrekord", "0.0.2"):
            let record = try spec.object("hashedRekordV002")
            let data = try record.object("data")
            subject = .signed(try Self.namedDigest(data))
            let signature = try record.object("signature")
            signers = [
                Signer(
                    material: try Self.verifier(signature.object("verifier")), signature: try signature.bytes("content")
                )
            ]
        case ("dsse", "0.0.1"):
            subject = .payload(try Self.hexDigest(spec.object("payloadHash")))
            signers = []
            for signature in try spec.array("signatures", limit: AttestationLimits.signatures) {
                signers.append(
                    Signer(
                        material: try Self.pem(signature.bytes("verifier"), signature),
                        signature: try signature.bytes("signature")))
            }
        case ("dsse", "0.0.2"):
            let record = try spec.object("dsseV002")
            subject = .payload(try Self.namedDigest(record.object("payloadHash")))
            signers = []
            for signature in try record.array("signatures", limit: AttestationLimits.signatures) {
                signers.append(
                    Signer(
                        material: try Self.verifier(signature.object("verifier")),
                        signature: try signature.bytes("content")))
            }
        case ("intoto", "0.0.2"):
            let content = try spec.object("content")
            subject = .payload(try Self.hexDigest(content.object("payloadHash")))
            signers = []
            for signature in try content.object("envelope").array("signatures", limit: AttestationLimits.signatures) {
                // Encoded once as bytes of the entry and once more as bytes of the envelope; some leave out the second.
                let encoded = try signature.bytes("sig")
                signers.append(
                    Signer(
                        material: try Self.pem(signature.bytes("publicKey"), signature),
                        signature: Base64.decode(encoded) ?? encoded))
            }
        case ("intoto", "0.0.1"):
            subject = .payload(try Self.hexDigest(spec.object("content").object("payloadHash")))
            signers = [Signer(material: try Self.pem(spec.bytes("publicKey"), spec), signature: nil)]
        default:
            throw root.failure(
                "kind", "hashedrekord, dsse or intoto of a known version", "\(kind.prefix(40)) \(version.prefix(40))")
        }
        guard !signers.isEmpty else { throw spec.failure("signatures", "a signature", "none") }
    }

    private static func hexDigest(_ hash: ProtoJSON) throws(VerificationFailure) -> Digest {
        let name = try hash.text("algorithm")
        guard let algorithm = Digest.Algorithm(rawValue: name), algorithm.isCollisionResistant,
            let digest = Digest(algorithm: algorithm, hex: try hash.text("value"))
        else { throw hash.failure("value", "a digest of SHA-256, 384 or 512", "something else of \(name.prefix(40))") }
        return digest
    }

    private static func namedDigest(_ data: ProtoJSON) throws(VerificationFailure) -> Digest {
        let name = try data.text("algorithm")
        guard let algorithm = HashName.algorithm(name),
            let digest = Digest(algorithm: algorithm, bytes: try data.bytes("digest"))
        else {
            throw data.failure("digest", "a digest of SHA2_256, 384 or 512", "something else of \(name.prefix(40))")
        }
        return digest
    }

    private static func pem(_ text: [UInt8], _ at: ProtoJSON) throws(VerificationFailure) -> [UInt8] {
        do throws(KeyError) {
            guard let block = try PEM.blocks(text).first else { throw .pem("none") }
            return block.content
        } catch {
            throw at.failure("publicKey", "a certificate or key in PEM", "\(error)")
        }
    }

    private static func verifier(_ verifier: ProtoJSON) throws(VerificationFailure) -> [UInt8] {
        if let certificate = try verifier.optionalObject("x509Certificate") { return try certificate.bytes("rawBytes") }
        return try verifier.object("publicKey").bytes("rawBytes")
    }
}

/// The names of hash algorithms in Sigstore's protocol.
enum HashName {
    static func algorithm(_ name: String) -> Digest.Algorithm? {
        switch name {
        case "SHA2_256": .sha256
        case "SHA2_384": .sha384
        case "SHA2_512": .sha512
        default: nil
        }
    }

    static func name(of algorithm: Digest.Algorithm) -> String? {
        switch algorithm {
        case .sha256: "SHA2_256"
        case .sha384: "SHA2_384"
        case .sha512: "SHA2_512"
        case .md5, .sha1: nil
        }
    }
}
