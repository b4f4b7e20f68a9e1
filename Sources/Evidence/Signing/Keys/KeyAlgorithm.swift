internal import Content

/// What kind of key it is.
package enum KeyAlgorithm: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case p256 = "ECDSA P-256"
    case p384 = "ECDSA P-384"
    case p521 = "ECDSA P-521"
    case ed25519 = "Ed25519"
    case rsa = "RSA"
    case mlDSA65 = "ML-DSA-65"
    case mlDSA87 = "ML-DSA-87"

    package var description: String { rawValue }

    /// The scheme used when nothing names another one: for ECDSA the hash of the curve's strength, for RSA what
    /// Sigstore clients write.
    package var defaultScheme: SignatureScheme {
        switch self {
        case .p256: .ecdsa(.sha256)
        case .p384: .ecdsa(.sha384)
        case .p521: .ecdsa(.sha512)
        case .ed25519: .ed25519
        case .rsa: .rsaPKCS1(.sha256)
        case .mlDSA65, .mlDSA87: .mlDSA
        }
    }

    /// Whether keys of this kind make signatures of `scheme`.
    package func supports(_ scheme: SignatureScheme) -> Bool {
        switch (self, scheme) {
        case (.p256, .ecdsa(let hash)), (.p384, .ecdsa(let hash)), (.p521, .ecdsa(let hash)),
            (.rsa, .rsaPKCS1(let hash)), (.rsa, .rsaPSS(let hash)):
            hash.isCollisionResistant
        case (.ed25519, .ed25519), (.ed25519, .ed25519ph), (.mlDSA65, .mlDSA), (.mlDSA87, .mlDSA): true
        default: false
        }
    }
}

extension ObjectIdentifier {
    static let ecPublicKey = ObjectIdentifier(1, 2, 840, 10045, 2, 1)
    static let p256 = ObjectIdentifier(1, 2, 840, 10045, 3, 1, 7)
    static let p384 = ObjectIdentifier(1, 3, 132, 0, 34)
    static let p521 = ObjectIdentifier(1, 3, 132, 0, 35)
    static let ed25519 = ObjectIdentifier(1, 3, 101, 112)
    static let rsaEncryption = ObjectIdentifier(1, 2, 840, 113549, 1, 1, 1)
    static let rsaPSS = ObjectIdentifier(1, 2, 840, 113549, 1, 1, 10)
    static let mlDSA65 = ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 3, 18)
    static let mlDSA87 = ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 3, 19)
}

extension KeyAlgorithm {
    /// The schemes a key may have signed with, when nothing says which.
    ///
    /// - Parameter allowShortHashes: whether keys of more than 256 bits may sign SHA-256, as old clients made them do.
    package func schemes(allowShortHashes: Bool) -> [SignatureScheme] {
        switch self {
        case .rsa: [.rsaPKCS1(.sha256), .rsaPSS(.sha256)]
        case .ed25519: [.ed25519, .ed25519ph]
        case .p384, .p521: allowShortHashes ? [defaultScheme, .ecdsa(.sha256)] : [defaultScheme]
        default: [defaultScheme]
        }
    }
}
