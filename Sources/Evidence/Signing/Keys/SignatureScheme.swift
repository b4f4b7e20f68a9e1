package import Content

/// How a key signs: what is hashed with what, and how the hash is padded.
package enum SignatureScheme: Hashable, Sendable, CustomStringConvertible {
    /// A DER SEQUENCE of r and s (RFC 3279 §2.2.3).
    case ecdsa(Content.Digest.Algorithm)
    /// PureEdDSA (RFC 8032 §5.1).
    case ed25519
    /// HashEdDSA over SHA-512 with an empty context (RFC 8032 §5.1); signatures are checked, not made.
    case ed25519ph
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    case rsaPKCS1(Content.Digest.Algorithm)
    /// RSASSA-PSS with MGF1 over the same hash and a salt as long as it (RFC 8017 §8.1).
    case rsaPSS(Content.Digest.Algorithm)
    /// Pure ML-DSA (FIPS 204) with an empty context.
    case mlDSA

    /// The digest that is signed, or `nil` when the algorithm wants the message itself.
    package var digest: Content.Digest.Algorithm? {
        switch self {
        case .ecdsa(let hash), .rsaPKCS1(let hash), .rsaPSS(let hash): hash
        case .ed25519ph: .sha512
        case .ed25519, .mlDSA: nil
        }
    }

    package var description: String {
        switch self {
        case .ecdsa(let hash): "ECDSA with \(hash.rawValue)"
        case .ed25519: "Ed25519"
        case .ed25519ph: "Ed25519ph"
        case .rsaPKCS1(let hash): "RSA PKCS #1 v1.5 with \(hash.rawValue)"
        case .rsaPSS(let hash): "RSA-PSS with \(hash.rawValue)"
        case .mlDSA: "ML-DSA"
        }
    }
}

/// What was signed, as far as it is at hand.
package enum SignedContent: Sendable {
    case message([UInt8])
    case digest(Content.Digest)
    /// A file of which several digests were taken in one pass.
    case digests([Content.Digest])

    /// What a holder of the key is given to make a signature of `scheme`: the digest, or the message.
    package func input(for scheme: SignatureScheme) throws(KeyError) -> [UInt8] {
        guard let algorithm = scheme.digest else { return try message(for: scheme) }
        return try digest(for: scheme, algorithm)
    }

    /// The digest a scheme signs.
    func digest(for scheme: SignatureScheme, _ algorithm: Content.Digest.Algorithm) throws(KeyError) -> [UInt8] {
        switch self {
        case .message(let bytes): return Content.Digest.of(bytes, algorithm).bytes
        case .digest(let digest):
            guard digest.algorithm == algorithm else {
                throw .digestAlgorithm(expected: algorithm.rawValue, found: digest.algorithm.rawValue)
            }
            return digest.bytes
        case .digests(let digests):
            guard let digest = digests.first(where: { $0.algorithm == algorithm }) else {
                throw .digestAlgorithm(
                    expected: algorithm.rawValue, found: digests.map(\.algorithm.rawValue).joined(separator: ", "))
            }
            return digest.bytes
        }
    }

    func message(for scheme: SignatureScheme) throws(KeyError) -> [UInt8] {
        guard case .message(let bytes) = self else { throw .needsMessage(algorithm: scheme.description) }
        return bytes
    }
}
