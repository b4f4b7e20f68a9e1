internal import Attestation
internal import Content
internal import JSONText
internal import Signing
internal import Transparency

/// A signature that someone wants recorded: `hashedRekordRequestV002` of Rekor v2's API, or `dsseRequestV002`, which
/// clients of before 2026 send for envelopes.
///
/// The log believes nothing: it checks each signature with the key that is named, so that each entry is true in this one
/// respect.
struct EntryRequest: Sendable {
    /// The canonical body (RFC 8785), which is the entry.
    let body: [UInt8]
    let kind: String

    static let version = "0.0.2"
    static let limit = 64 << 10
    private static let signatureLimit = 16

    init(json bytes: [UInt8]) throws(EntryError) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(bytes, limits: JSONLimits(depth: 16, size: Self.limit))
        } catch {
            throw EntryError("\(error)")
        }
        if let name = document.firstDuplicateName { throw EntryError("“\(name.prefix(80))” stands twice in an object") }
        let root = RequestMember(value: document.root, path: "the request")
        try root.only(["hashedRekordRequestV002", "dsseRequestV002"])
        guard root.value.count == 1, root.value["dsseRequestV002"] != nil else {
            try root.only(["hashedRekordRequestV002"])
            kind = "hashedrekord"
            body = try Self.digestBody(root.object("hashedRekordRequestV002"))
            return
        }
        kind = "dsse"
        body = try Self.envelopeBody(root.object("dsseRequestV002"))
    }

    private static func document(
        _ kind: String, _ specification: String, _ write: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        // Members in the order of their names.
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("apiVersion", version)
            writer.member("kind", kind)
            writer.key("spec")
            writer.object { writer in
                writer.key(specification)
                writer.object { write(&$0) }
            }
        }
        return writer.bytes
    }

    // MARK: Digests

    private static func digestBody(_ request: RequestMember) throws(EntryError) -> [UInt8] {
        let digest = try request.bytes("digest")
        let signature = try request.object("signature")
        try request.only(["digest", "signature"])
        let content = try signature.bytes("content")
        let verifier = try EntryVerifier(signature.object("verifier"))
        try signature.only(["content", "verifier"])
        guard let algorithm = verifier.scheme.digest, let hash = Digest(algorithm: algorithm, bytes: digest) else {
            throw EntryError(
                verifier.scheme.digest.map {
                    "expected \($0.length) bytes of a \($0.rawValue) digest, found \(digest.count)"
                } ?? "a signature of \(verifier.scheme) cannot be checked by digest")
        }
        guard try verifier.verifies(content, of: .digest(hash)) else {
            throw EntryError("the signature is not the key's over this digest")
        }
        return document("hashedrekord", "hashedRekordV002") { writer in
            writer.key("data")
            write(hash, into: &writer)
            writer.key("signature")
            write(content, verifier, into: &writer)
        }
    }

    private static func write(_ hash: Digest, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("algorithm", "SHA2_\(hash.algorithm.length * 8)")
            writer.member("digest", Base64.encode(hash.bytes))
        }
    }

    private static func write(_ signature: [UInt8], _ verifier: EntryVerifier, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("content", Base64.encode(signature))
            writer.key("verifier")
            verifier.write(into: &writer)
        }
    }

    // MARK: Envelopes

    /// Every signature must be of one of the keys, and every key have signed.
    private static func envelopeBody(_ request: RequestMember) throws(EntryError) -> [UInt8] {
        try request.only(["envelope", "verifiers"])
        let verifiers = try request.objects("verifiers", limit: signatureLimit).map { member throws(EntryError) in
            try EntryVerifier(member)
        }
        let member = try request.object("envelope")
        let envelope: Envelope
        do throws(AttestationError) {
            envelope = try Envelope(member.value)
        } catch {
            throw EntryError("\(error)")
        }
        guard (1...signatureLimit).contains(envelope.signatures.count) else {
            throw EntryError("expected 1 to \(signatureLimit) signatures of the envelope")
        }
        let signed = SignedContent.message(envelope.signedBytes)
        var pairs: [(signature: [UInt8], verifier: Int)] = []
        for signature in envelope.signatures {
            var found: Int?
            for (index, verifier) in verifiers.enumerated() where found == nil {
                if try verifier.verifies(signature.signature, of: signed) { found = index }
            }
            guard let found else { throw EntryError("a signature is of none of the keys over the envelope") }
            pairs.append((signature.signature, found))
        }
        guard Set(pairs.map(\.verifier)).count == verifiers.count else {
            throw EntryError("expected only keys that have signed the envelope")
        }
        return document("dsse", "dsseV002") { writer in
            writer.key("payloadHash")
            write(Digest.of(envelope.payload), into: &writer)
            writer.key("signatures")
            writer.array { writer in
                for pair in pairs { write(pair.signature, verifiers[pair.verifier], into: &writer) }
            }
        }
    }

    /// The answer: a TransparencyLogEntry in JSON.
    func answer(_ inclusion: TileLog.Inclusion, logID: [UInt8]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("logIndex", "\(inclusion.index)")
            writer.key("logId")
            writer.object { $0.member("keyId", Base64.encode(logID)) }
            writer.key("kindVersion")
            writer.object { writer in
                writer.member("kind", kind)
                writer.member("version", Self.version)
            }
            // Times are the timestamp authority's business (Rekor v2).
            writer.member("integratedTime", "0")
            writer.key("inclusionPromise")
            writer.null()
            writer.key("inclusionProof")
            writer.object { writer in
                writer.member("logIndex", "\(inclusion.index)")
                writer.member("rootHash", inclusion.checkpoint.root.base64)
                writer.member("treeSize", "\(inclusion.checkpoint.size)")
                writer.key("hashes")
                writer.array { writer in
                    for hash in inclusion.proof { writer.value(hash.base64) }
                }
                writer.key("checkpoint")
                writer.object { $0.member("envelope", String(decoding: inclusion.note.bytes, as: UTF8.self)) }
            }
            writer.member("canonicalizedBody", Base64.encode(body))
        }
        return writer.bytes
    }
}

/// Why a request is none, or is not true.
struct EntryError: Error, Equatable, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
