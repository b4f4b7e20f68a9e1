import Crypto
import CryptoExtras

/// The algorithms of JSON Web Signatures (RFC 7518 §3.1, RFC 8037 §3.1).
enum TokenAlgorithm: String, Sendable {
    case hs256 = "HS256", hs384 = "HS384", hs512 = "HS512", rs256 = "RS256", rs384 = "RS384", rs512 = "RS512"
    case ps256 = "PS256", ps384 = "PS384", ps512 = "PS512", es256 = "ES256", es384 = "ES384", es512 = "ES512"
    case edDSA = "EdDSA"

    var hash: SignatureHash {
        switch self {
        case .hs256, .rs256, .ps256, .es256: .sha256
        case .hs384, .rs384, .ps384, .es384: .sha384
        case .hs512, .rs512, .ps512, .es512, .edDSA: .sha512
        }
    }

    /// Whether the signature is the key's; a key of another kind verifies nothing.
    func verifies(_ signature: [UInt8], of message: [UInt8], by key: TokenKey.Material) -> Bool {
        switch (self, key) {
        case (.hs256, .secret(let secret)), (.hs384, .secret(let secret)), (.hs512, .secret(let secret)):
            let expected = code(message, secret)
            guard expected.count == signature.count else { return false }
            return zip(expected, signature).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
        case (.rs256, .public(let key)), (.rs384, .public(let key)), (.rs512, .public(let key)):
            return key.verifiesRSA(signature, of: message, hash)
        case (.ps256, .public(let key)), (.ps384, .public(let key)), (.ps512, .public(let key)):
            return key.verifiesPSS(signature, of: message, hash)
        case (.es256, .public(let key)), (.es384, .public(let key)), (.es512, .public(let key)):
            return key.verifiesECDSA(signature, of: message, hash, isDER: false)
        case (.edDSA, .public(let key)): return key.verifiesEd25519(signature, of: message)
        default: return false
        }
    }

    func code(_ message: [UInt8], _ secret: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: secret)
        switch hash {
        case .sha384: return Array(HMAC<SHA384>.authenticationCode(for: message, using: key))
        case .sha512: return Array(HMAC<SHA512>.authenticationCode(for: message, using: key))
        default: return Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
        }
    }

    struct SigningFailure: Error {
        var description: String
    }

    func sign(_ message: [UInt8], with key: TokenKey) throws(SigningFailure) -> [UInt8] {
        do {
            switch self {
            case .hs256, .hs384, .hs512:
                guard case .secret(let secret) = key.material else {
                    throw SigningFailure(description: "invalid key type for \(rawValue)")
                }
                return code(message, secret)
            case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512:
                guard case .public(.rsa(let modulus, let exponent)) = key.material, let secret = key.secret,
                    let (p, q) = key.primes
                else { throw SigningFailure(description: "invalid key type for \(rawValue)") }
                let rsa = try _RSA.Signing.PrivateKey(n: modulus.bytes(), e: exponent.bytes(), d: secret, p: p, q: q)
                let padding: _RSA.Signing.Padding =
                    switch self {
                    case .rs256, .rs384, .rs512: .insecurePKCS1v1_5
                    default: .PSS
                    }
                switch hash {
                case .sha384: return bytes(try rsa.signature(for: SHA384.hash(data: message), padding: padding))
                case .sha512: return bytes(try rsa.signature(for: SHA512.hash(data: message), padding: padding))
                default: return bytes(try rsa.signature(for: SHA256.hash(data: message), padding: padding))
                }
            case .es256, .es384, .es512:
                guard case .public(.elliptic(let curve, _)) = key.material, let secret = key.secret else {
                    throw SigningFailure(description: "invalid key type for \(rawValue)")
                }
                return try Self.sign(message, curve, secret, hash)
            case .edDSA:
                guard case .public(.ed25519) = key.material, let secret = key.secret else {
                    throw SigningFailure(description: "invalid key type for \(rawValue)")
                }
                return Array(try Curve25519.Signing.PrivateKey(rawRepresentation: secret).signature(for: message))
            }
        } catch let failure as SigningFailure {
            throw failure
        } catch {
            throw SigningFailure(description: "failed to sign: \(error)")
        }
    }

    private func bytes(_ signature: _RSA.Signing.RSASignature) -> [UInt8] {
        signature.withUnsafeBytes { Array($0) }
    }

    private static func sign(
        _ message: [UInt8], _ curve: EllipticCurve, _ secret: [UInt8], _ hash: SignatureHash
    ) throws -> [UInt8] {
        let scalar = BigNatural(bytes: secret).bytes(count: curve.size)
        switch (curve, hash) {
        case (.p256, .sha384):
            return Array(
                try P256.Signing.PrivateKey(rawRepresentation: scalar).signature(for: SHA384.hash(data: message))
                    .rawRepresentation)
        case (.p256, .sha512):
            return Array(
                try P256.Signing.PrivateKey(rawRepresentation: scalar).signature(for: SHA512.hash(data: message))
                    .rawRepresentation)
        case (.p256, _):
            return Array(
                try P256.Signing.PrivateKey(rawRepresentation: scalar).signature(for: SHA256.hash(data: message))
                    .rawRepresentation)
        case (.p384, .sha256):
            return Array(
                try P384.Signing.PrivateKey(rawRepresentation: scalar).signature(for: SHA256.hash(data: message))
                    .rawRepresentation)
        case (.p384, .sha512):
            return Array(
                try P384.Signing.PrivateKey(rawRepresentation: scalar).signature(for: SHA512.hash(data: message))
                    .rawRepresentation)
        case (.p384, _):
            return Array(
                try P384.Signing.PrivateKey(rawRepresentation: scalar).signature(for: SHA384.hash(data: message))
                    .rawRepresentation)
        case (.p521, .sha256):
            return Array(
                try P521.Signing.PrivateKey(rawRepresentation: scalar).signature(for: SHA256.hash(data: message))
                    .rawRepresentation)
        case (.p521, .sha384):
            return Array(
                try P521.Signing.PrivateKey(rawRepresentation: scalar).signature(for: SHA384.hash(data: message))
                    .rawRepresentation)
        case (.p521, _):
            return Array(
                try P521.Signing.PrivateKey(rawRepresentation: scalar).signature(for: SHA512.hash(data: message))
                    .rawRepresentation)
        }
    }
}
