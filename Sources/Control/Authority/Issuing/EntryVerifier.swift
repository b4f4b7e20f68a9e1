internal import Content
internal import JSONText
internal import Signing

/// The key that a request names for a signature, as a key or as a certificate (`Verifier` of Rekor v2's API).
struct EntryVerifier: Sendable {
    let key: VerificationKey
    let scheme: SignatureScheme
    /// The name of the scheme, as the request writes it.
    let details: String
    /// `x509Certificate` or `publicKey`, and its bytes.
    private let kind: String
    private let material: [UInt8]

    init(_ verifier: RequestMember) throws(EntryError) {
        try verifier.only(["x509Certificate", "publicKey", "keyDetails"])
        details = try verifier.text("keyDetails")
        let certificate = verifier.value["x509Certificate"].flatMap { $0.isNull ? nil : $0 }
        let publicKey = verifier.value["publicKey"].flatMap { $0.isNull ? nil : $0 }
        guard (certificate == nil) != (publicKey == nil) else {
            throw EntryError("expected x509Certificate or publicKey at \(verifier.path)")
        }
        kind = certificate == nil ? "publicKey" : "x509Certificate"
        let object = try verifier.object(kind)
        try object.only(["rawBytes"])
        material = try object.bytes("rawBytes")
        do {
            key = certificate == nil ? try VerificationKey(der: material) : try Certificate(der: material).publicKey()
        } catch {
            throw EntryError("\(verifier.path): \(error)")
        }
        guard let scheme = KeyDetails.scheme(details, for: key) else {
            throw EntryError("expected keyDetails of a key of \(key.algorithm), found “\(details.prefix(60))”")
        }
        self.scheme = scheme
    }

    func verifies(_ signature: [UInt8], of content: SignedContent) throws(EntryError) -> Bool {
        do throws(KeyError) {
            return try key.verifies(signature, of: content, scheme: scheme)
        } catch {
            throw EntryError("\(error)")
        }
    }

    /// Members in the order of their names (RFC 8785).
    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("keyDetails", details)
            writer.key(kind)
            writer.object { $0.member("rawBytes", Base64.encode(material)) }
        }
    }
}

/// Members of a request, each of which must be known.
struct RequestMember {
    let value: JSONValue
    let path: String

    func only(_ names: Set<String>) throws(EntryError) {
        guard let other = value.members.first(where: { !names.contains($0.key) }) else { return }
        throw EntryError("“\(other.key.prefix(80))” is not known at \(path)")
    }

    func object(_ name: String) throws(EntryError) -> RequestMember {
        guard let member = value[name], member.kind == .object else {
            throw EntryError("expected the object \(name) at \(path)")
        }
        return RequestMember(value: member, path: name)
    }

    /// - Parameter limit: elements that are accepted; one at least is needed.
    func objects(_ name: String, limit: Int) throws(EntryError) -> [RequestMember] {
        guard let list = value[name], list.kind == .array, (1...limit).contains(list.count),
            list.elements.allSatisfy({ $0.kind == .object })
        else { throw EntryError("expected 1 to \(limit) objects in \(name) at \(path)") }
        return list.elements.map { RequestMember(value: $0, path: name) }
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
