internal import Content
internal import JSONText
internal import Signing

/// A signed token (RFC 7515, compact form; RFC 7519), read and not yet believed.
struct JSONWebToken: Sendable {
    let algorithm: String
    let keyID: String?
    let claims: JSONValue
    private let signedText: [UInt8]
    private let signature: [UInt8]

    /// Those of build services have about two kilobytes.
    static let limit = 16 << 10

    init(_ text: String) throws(TokenError) {
        guard text.utf8.count <= Self.limit else { throw .malformed("more than \(Self.limit) bytes") }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .malformed("expected three parts, found \(parts.count)") }
        let header = try Self.object(parts[0], "header")
        // RFC 7515 §4.1.11: what must be understood is not understood here.
        guard header["crit"] == nil else { throw .malformed("the header has critical members") }
        guard let algorithm = header["alg"]?.string else { throw .malformed("no algorithm") }
        self.algorithm = algorithm
        keyID = header["kid"]?.string
        claims = try Self.object(parts[1], "claims")
        guard let signature = Base64.decode(parts[2]), !signature.isEmpty else { throw .malformed("no signature") }
        self.signature = signature
        signedText = Array(text.utf8.prefix(parts[0].count + 1 + parts[1].count))
    }

    private static func object(_ part: Substring.UTF8View, _ name: String) throws(TokenError) -> JSONValue {
        guard let bytes = Base64.decode(part) else { throw .malformed("the \(name) is not base 64") }
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(bytes, limits: JSONLimits(depth: 16, size: limit))
        } catch {
            throw .malformed("the \(name) is not JSON")
        }
        guard document.root.kind == .object, document.firstDuplicateName == nil else {
            throw .malformed("the \(name) is no object of distinct names")
        }
        return document.root
    }

    /// Whether the key has signed the token with the algorithm that it names: ES256 or RS256 and nothing else, so that
    /// no token chooses a weaker way.
    func isSigned(by key: VerificationKey) -> Bool {
        do throws(KeyError) {
            switch (algorithm, key.algorithm) {
            case ("ES256", .p256):
                guard signature.count == 64 else { return false }
                let encoded = DER.sequence(DER.unsigned(signature.prefix(32)), DER.unsigned(signature.suffix(32)))
                return try key.verifies(encoded, of: .message(signedText), scheme: .ecdsa(.sha256))
            case ("RS256", .rsa):
                return try key.verifies(signature, of: .message(signedText), scheme: .rsaPKCS1(.sha256))
            default: return false
            }
        } catch {
            return false
        }
    }

    /// A token of these claims, a JSON object, signed with a key of P-256.
    static func signed(claims: [UInt8], key: SigningKey) throws -> String {
        var header = JSONWriter()
        header.object { writer in
            writer.member("alg", "ES256")
            writer.member("kid", key.publicKey.keyID)
            writer.member("typ", "JWT")
        }
        let text = Base64URL.encode(header.bytes) + "." + Base64URL.encode(claims)
        var numbers = try DERReader(key.signature(of: .message(Array(text.utf8)), scheme: .ecdsa(.sha256))).inner()
        let (r, s) = (try numbers.unsigned(), try numbers.unsigned())
        func padded(_ number: ArraySlice<UInt8>) -> [UInt8] {
            [UInt8](repeating: 0, count: max(0, 32 - number.count)) + number
        }
        return text + "." + Base64URL.encode(padded(r) + padded(s))
    }
}

extension DERReader {
    /// The elements of the one SEQUENCE that this is.
    fileprivate consuming func inner() throws(DERError) -> DERReader {
        var reader = self
        let inside = try reader.sequence()
        try reader.finish()
        return inside
    }
}

/// Why a token is not believed.
package enum TokenError: Error, Equatable, Sendable, CustomStringConvertible {
    case malformed(String)
    case unknownIssuer(String)
    case unknownKey(String)
    case signature
    case audience(expected: String, found: String)
    case expired
    case notYetValid
    case claim(String)

    package var description: String {
        switch self {
        case .malformed(let what): "token: \(what)"
        case .unknownIssuer(let issuer): "token: the issuer “\(issuer.prefix(200))” is not one that is trusted here"
        case .unknownKey(let key): "token: its issuer has no key “\(key.prefix(80))”"
        case .signature: "token: its issuer has not signed it"
        case .audience(let expected, let found):
            "token: expected the audience \(expected), found “\(found.prefix(200))”"
        case .expired: "token: it has expired"
        case .notYetValid: "token: it is not valid yet"
        case .claim(let what): "token: \(what)"
        }
    }
}
