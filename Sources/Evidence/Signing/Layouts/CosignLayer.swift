internal import Attestation
internal import Content
internal import JSONText
internal import OCI

/// A layer of a classic cosign manifest, whose annotations hold what a bundle holds.
///
/// | annotation | holds |
/// |---|---|
/// | `dev.cosignproject.cosign/signature` | the signature of the layer; empty for an envelope, which has its own |
/// | `dev.sigstore.cosign/certificate`, `…/chain` | PEM |
/// | `dev.sigstore.cosign/bundle` | the log's promise (SET) and the entry |
/// | `dev.sigstore.cosign/rfc3161timestamp` | a TimeStampResp |
package enum CosignLayer {
    package static let signature = "dev.cosignproject.cosign/signature"
    package static let certificate = "dev.sigstore.cosign/certificate"
    package static let chain = "dev.sigstore.cosign/chain"
    package static let bundle = "dev.sigstore.cosign/bundle"
    package static let timestamp = "dev.sigstore.cosign/rfc3161timestamp"
    package static let predicateType = "predicateType"
    package static let envelopeType = "application/vnd.dsse.envelope.v1+json"

    private static let annotationLimit = 16 << 20

    /// A signature of `payload`, which is the layer.
    static func signature(of payload: [UInt8], _ layer: Descriptor) throws(VerificationFailure) -> Bundle {
        guard let text = layer.annotations[signature], let bytes = Base64.decode(text.utf8), !bytes.isEmpty else {
            throw VerificationFailure(
                .annotation, expected: "base 64 in the annotation \(signature)",
                found: layer.annotations[signature].map { "“\($0.prefix(40))”" } ?? "none")
        }
        return try make(.message(digest: nil, signature: bytes), layer, timestamped: nil)
    }

    /// A signed statement; the layer is the envelope.
    static func attestation(_ json: [UInt8], _ layer: Descriptor) throws(VerificationFailure) -> Bundle {
        let envelope: Envelope
        do throws(AttestationError) {
            envelope = try Envelope(json: json)
        } catch {
            throw VerificationFailure(.member, expected: "a DSSE envelope", found: "\(error)")
        }
        // Clients of this layout have the whole envelope timestamped, and not its signature.
        return try make(.envelope(envelope), layer, timestamped: json)
    }

    private static func make(
        _ content: Bundle.Signed, _ layer: Descriptor, timestamped: [UInt8]?
    ) throws(VerificationFailure) -> Bundle {
        var certificates = try self.certificates(layer, certificate)
        let material: Bundle.KeyMaterial
        if certificates.isEmpty {
            material = .publicKey(hint: "")
        } else {
            certificates = [certificates[0]]
            // The chain comes with its root, which no one believes for being there.
            certificates += try self.certificates(layer, chain).filter { !($0.isSelfIssued && $0.isAuthority) }
            material = .certificates(certificates, isChain: true)
        }
        var entries: [LogEntry] = []
        if let entry = try entry(layer) { entries.append(entry) }
        var timestamps: [[UInt8]] = []
        if let object = try self.object(layer, timestamp) {
            timestamps.append(try object.bytes("SignedRFC3161Timestamp"))
        }
        return Bundle(
            keyMaterial: material, entries: entries, timestamps: timestamps, content: content, timestamped: timestamped)
    }

    /// What a bundle holds, in the words of the classic layout, which has no room for inclusion proofs.
    static func annotations(of bundle: Bundle) -> [String: String] {
        var annotations: [String: String] = [:]
        if case .message(_, let bytes) = bundle.content {
            annotations[signature] = Base64.encode(bytes)
        } else {
            annotations[signature] = ""
        }
        if case .certificates(let certificates, _) = bundle.keyMaterial, let leaf = certificates.first {
            func pem(_ certificate: Certificate) -> String { PEM(label: "CERTIFICATE", content: certificate.der).text }
            annotations[certificate] = pem(leaf)
            if certificates.count > 1 { annotations[chain] = certificates.dropFirst().map(pem).joined() }
        }
        if let entry = bundle.entries.first, let promise = entry.promise {
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("SignedEntryTimestamp", Base64.encode(promise))
                writer.key("Payload")
                writer.object { writer in
                    writer.member("body", Base64.encode(entry.body))
                    writer.member("integratedTime", entry.integratedTime)
                    writer.member("logIndex", entry.index)
                    writer.member("logID", Hex.encode(entry.logID))
                }
            }
            annotations[self.bundle] = String(decoding: writer.bytes, as: UTF8.self)
        }
        if let token = bundle.timestamps.first {
            annotations[timestamp] = #"{"SignedRFC3161Timestamp":"\#(Base64.encode(token))"}"#
        }
        return annotations
    }

    private static func certificates(_ layer: Descriptor, _ name: String) throws(VerificationFailure) -> [Certificate] {
        guard let text = layer.annotations[name], !text.isEmpty else { return [] }
        var certificates: [Certificate] = []
        do {
            for block in try PEM.blocks(text.utf8).prefix(Bundle.certificateLimit) {
                guard block.label == "CERTIFICATE" else { throw KeyError.pem("a block “\(block.label.prefix(40))”") }
                certificates.append(try Certificate(der: block.content))
            }
        } catch {
            throw VerificationFailure(
                .annotation, expected: "certificates in PEM in the annotation \(name)", found: "\(error)")
        }
        return certificates
    }

    private static func object(_ layer: Descriptor, _ name: String) throws(VerificationFailure) -> ProtoJSON? {
        guard let text = layer.annotations[name], !text.isEmpty else { return nil }
        return try ProtoJSON.read(
            Array(text.utf8), limit: annotationLimit, codes: .annotation, json: .annotation)
    }

    /// What Rekor answered when the signature was logged, as cosign keeps it: the entry, and the promise to include it.
    private static func entry(_ layer: Descriptor) throws(VerificationFailure) -> LogEntry? {
        guard let object = try object(layer, bundle) else { return nil }
        let payload = try object.object("Payload")
        let logID = try payload.text("logID")
        guard let identifier = Hex.decode(logID.utf8) else {
            throw payload.failure("logID", "hexadecimal digits", "“\(logID.prefix(80))”")
        }
        return LogEntry(
            index: try payload.number("logIndex"), logID: identifier, kind: "", kindVersion: "",
            integratedTime: try payload.number("integratedTime"),
            promise: try object.bytes("SignedEntryTimestamp"), proof: nil, body: try payload.bytes("body"))
    }
}
