internal import Content
internal import JSONText
internal import Signing
internal import Transparency

/// A signature that someone wants recorded: `hashedRekordRequestV002` of Rekor v2's API.
///
/// The log believes nothing: it checks the signature with the key that is named, so that each entry is true in this one
/// respect.
struct EntryRequest: Sendable {
    /// The canonical body (RFC 8785), which is the entry.
    let body: [UInt8]

    static let kind = "hashedrekord"
    static let version = "0.0.2"
    static let limit = 64 << 10

    init(json bytes: [UInt8]) throws(EntryError) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(bytes, limits: JSONLimits(depth: 16, size: Self.limit))
        } catch {
            throw EntryError("\(error)")
        }
        if let name = document.firstDuplicateName { throw EntryError("“\(name.prefix(80))” stands twice in an object") }
        let root = Member(value: document.root, path: "the request")
        let request = try root.object("hashedRekordRequestV002")
        try root.only(["hashedRekordRequestV002"])
        let digest = try request.bytes("digest")
        let signature = try request.object("signature")
        try request.only(["digest", "signature"])
        let content = try signature.bytes("content")
        let verifier = try signature.object("verifier")
        try signature.only(["content", "verifier"])
        try verifier.only(["x509Certificate", "publicKey", "keyDetails"])
        let details = try verifier.text("keyDetails")
        let certificate = verifier.value["x509Certificate"].flatMap { $0.isNull ? nil : $0 }
        let publicKey = verifier.value["publicKey"].flatMap { $0.isNull ? nil : $0 }
        guard (certificate == nil) != (publicKey == nil) else {
            throw EntryError("expected x509Certificate or publicKey at \(verifier.path)")
        }
        let name = certificate == nil ? "publicKey" : "x509Certificate"
        let material = try verifier.object(name)
        try material.only(["rawBytes"])
        let raw = try material.bytes("rawBytes")

        let key: VerificationKey
        do {
            key = certificate == nil ? try VerificationKey(der: raw) : try Certificate(der: raw).publicKey()
        } catch {
            throw EntryError("\(verifier.path): \(error)")
        }
        guard let scheme = KeyDetails.scheme(details, for: key) else {
            throw EntryError("expected keyDetails of a key of \(key.algorithm), found “\(details.prefix(60))”")
        }
        guard let algorithm = scheme.digest, let hash = Digest(algorithm: algorithm, bytes: digest) else {
            throw EntryError(
                scheme.digest.map { "expected \($0.length) bytes of a \($0.rawValue) digest, found \(digest.count)" }
                    ?? "a signature of \(scheme) cannot be checked by digest")
        }
        let isSigned: Bool
        do throws(KeyError) {
            isSigned = try key.verifies(content, of: .digest(hash), scheme: scheme)
        } catch {
            throw EntryError("\(error)")
        }
        guard isSigned else { throw EntryError("the signature is not the key's over this digest") }
        body = Self.body(
            algorithm: algorithm, digest: digest, signature: content, details: details, kind: name, material: raw)
    }

    /// Members in the order of their names.
    private static func body(
        algorithm: Digest.Algorithm, digest: [UInt8], signature: [UInt8], details: String, kind: String,
        material: [UInt8]
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("apiVersion", version)
            writer.member("kind", Self.kind)
            writer.key("spec")
            writer.object { writer in
                writer.key("hashedRekordV002")
                writer.object { writer in
                    writer.key("data")
                    writer.object { writer in
                        writer.member("algorithm", "SHA2_\(algorithm.length * 8)")
                        writer.member("digest", Base64.encode(digest))
                    }
                    writer.key("signature")
                    writer.object { writer in
                        writer.member("content", Base64.encode(signature))
                        writer.key("verifier")
                        writer.object { writer in
                            writer.member("keyDetails", details)
                            writer.key(kind)
                            writer.object { $0.member("rawBytes", Base64.encode(material)) }
                        }
                    }
                }
            }
        }
        return writer.bytes
    }

    /// The answer: a TransparencyLogEntry in JSON.
    static func answer(_ inclusion: TileLog.Inclusion, body: [UInt8], logID: [UInt8]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("logIndex", "\(inclusion.index)")
            writer.key("logId")
            writer.object { $0.member("keyId", Base64.encode(logID)) }
            writer.key("kindVersion")
            writer.object { writer in
                writer.member("kind", kind)
                writer.member("version", version)
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

/// Members of a request, each of which must be known.
private struct Member {
    let value: JSONValue
    let path: String

    func only(_ names: Set<String>) throws(EntryError) {
        guard let other = value.members.first(where: { !names.contains($0.key) }) else { return }
        throw EntryError("“\(other.key.prefix(80))” is not known at \(path)")
    }

    func object(_ name: String) throws(EntryError) -> Member {
        guard let member = value[name], member.kind == .object else {
            throw EntryError("expected the object \(name) at \(path)")
        }
        return Member(value: member, path: name)
    }

    func text(_ name: String) throws(EntryError) -> String {
        guard let text = value[name]?.string, !text.isEmpty else { throw EntryError("expected \(name) at \(path)") }
        return text
    }

    func bytes(_ name: String) throws(EntryError) -> [UInt8] {
        guard let bytes = Base64.decode(try text(name).utf8), !bytes.isEmpty else {
            throw EntryError("expected base 64 in \(name) at \(path)")
        }
        return bytes
    }
}
