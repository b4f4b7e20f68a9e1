internal import Content
internal import JSONText
internal import Signing

/// Public keys as issuers publish them (RFC 7517, 7518 §6).
enum JSONWebKey {
    static let setLimit = 64

    /// The keys of a set that this authority can use, by their ids.
    static func readSet(_ bytes: [UInt8]) throws -> [String: VerificationKey] {
        let document = try JSONDocument(bytes, limits: JSONLimits(depth: 8, size: 256 << 10))
        guard let list = document.root["keys"], list.kind == .array, list.count <= setLimit else {
            throw TokenError.malformed("expected at most \(setLimit) “keys” of an issuer")
        }
        var keys: [String: VerificationKey] = [:]
        for item in list.elements {
            guard let identifier = item["kid"]?.string, let key = try key(item) else { continue }
            keys[identifier] = key
        }
        return keys
    }

    private static func key(_ item: JSONValue) throws -> VerificationKey? {
        func number(_ name: String) -> [UInt8]? {
            item[name]?.string.flatMap { $0.utf8.count <= 2048 ? Base64.decode($0.utf8) : nil }
        }
        switch (item["kty"]?.string, item["crv"]?.string) {
        case ("EC", "P-256"):
            guard let x = number("x"), let y = number("y"), x.count == 32, y.count == 32 else { return nil }
            return try VerificationKey(
                der: DER.sequence(
                    DER.sequence(
                        DER.objectIdentifier(ObjectIdentifier(1, 2, 840, 10045, 2, 1)),
                        DER.objectIdentifier(ObjectIdentifier(1, 2, 840, 10045, 3, 1, 7))),
                    DER.bitString([4] + x + y)))
        case ("RSA", _):
            guard let modulus = number("n"), let exponent = number("e") else { return nil }
            return try VerificationKey(der: DER.sequence(DER.unsigned(modulus), DER.unsigned(exponent)))
        default: return nil
        }
    }

    /// A set with one key of P-256.
    static func set(_ key: VerificationKey) -> [UInt8] {
        // The point stands in the last 64 bytes of a SubjectPublicKeyInfo of this curve.
        let point = Array(key.derRepresentation.suffix(64))
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("keys")
            writer.array { writer in
                writer.object { writer in
                    writer.member("kty", "EC")
                    writer.member("crv", "P-256")
                    writer.member("use", "sig")
                    writer.member("alg", "ES256")
                    writer.member("kid", key.keyID)
                    writer.member("x", Base64URL.encode(Array(point.prefix(32))))
                    writer.member("y", Base64URL.encode(Array(point.suffix(32))))
                }
            }
        }
        return writer.bytes
    }
}
