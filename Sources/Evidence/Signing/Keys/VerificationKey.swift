package import Content
internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

/// A public key that checks signatures.
///
/// Read from a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7; RFC 5480, 8410, 8017, 9881) in PEM or DER, or from a PKCS #1
/// public key. A key that is read is a valid one: its point is on the curve, its modulus is long enough.
package struct VerificationKey: Sendable, Equatable {
    private enum Backing: Sendable {
        case p256(P256.Signing.PublicKey)
        case p384(P384.Signing.PublicKey)
        case p521(P521.Signing.PublicKey)
        case ed25519(Curve25519.Signing.PublicKey)
        case rsa(_RSA.Signing.PublicKey)
        case mlDSA65(MLDSA65.PublicKey)
        case mlDSA87(MLDSA87.PublicKey)
    }

    package let algorithm: KeyAlgorithm
    /// The SubjectPublicKeyInfo in DER, written anew in its canonical form.
    package let derRepresentation: [UInt8]
    private let backing: Backing

    package static func == (left: VerificationKey, right: VerificationKey) -> Bool {
        left.derRepresentation == right.derRepresentation
    }

    /// SHA-256 of the SubjectPublicKeyInfo: the identity of the key in logs and hints.
    package var fingerprint: Content.Digest { Content.Digest.of(derRepresentation) }

    /// The fingerprint in hexadecimal, as DSSE signatures made here name their key.
    package var keyID: String { fingerprint.hex }

    /// The key as PEM text, label `PUBLIC KEY`.
    package var pem: String { PEM(label: "PUBLIC KEY", content: derRepresentation).text }

    /// Reads the first block of a PEM text, or DER.
    ///
    /// - Throws: `KeyError` that says what is wrong; a certificate is refused, since its key alone carries none of
    ///   its limits.
    package static func load(pem text: some Collection<UInt8>) throws(KeyError) -> VerificationKey {
        if text.first == DERTag.sequence { return try VerificationKey(der: Array(text)) }
        guard let block = try PEM.blocks(text).first else { throw .pem("none") }
        switch block.label {
        case "PUBLIC KEY", "RSA PUBLIC KEY": return try VerificationKey(der: block.content)
        default: throw .label(expected: "PUBLIC KEY or RSA PUBLIC KEY", found: block.label)
        }
    }

    package static func load(pem text: String) throws(KeyError) -> VerificationKey {
        try load(pem: Array(text.utf8))
    }

    /// Reads a SubjectPublicKeyInfo or a PKCS #1 RSAPublicKey.
    package init(der: [UInt8]) throws(KeyError) {
        let parts: PublicKeyParts
        do throws(DERError) { parts = try PublicKeyParts(der: der) } catch { throw .der(error) }
        try self.init(parts)
    }

    init(_ parts: PublicKeyParts) throws(KeyError) {
        switch parts.value {
        case .point(let curve, let point):
            guard point.first == 0x04 else { throw .unsupported("a compressed or hybrid point") }
            do {
                switch curve {
                case .p256:
                    algorithm = .p256
                    backing = .p256(try P256.Signing.PublicKey(x963Representation: point))
                case .p384:
                    algorithm = .p384
                    backing = .p384(try P384.Signing.PublicKey(x963Representation: point))
                case .p521:
                    algorithm = .p521
                    backing = .p521(try P521.Signing.PublicKey(x963Representation: point))
                default: throw KeyError.unsupported("the curve \(curve)")
                }
            } catch let error as KeyError {
                throw error
            } catch {
                throw .invalid("expected a point on its curve (\(Self.name(of: curve))), found one that is not")
            }
        case .ed25519(let bytes):
            do {
                backing = .ed25519(try Curve25519.Signing.PublicKey(rawRepresentation: bytes))
            } catch {
                throw .invalid("expected 32 bytes of an Ed25519 key, found \(bytes.count)")
            }
            algorithm = .ed25519
        case .rsa(let modulus, let exponent):
            guard modulus.count <= 1024, exponent.count <= 8 else {
                throw .invalid("expected an RSA modulus of at most 8192 bits, found \(modulus.count * 8)")
            }
            do {
                backing = .rsa(try _RSA.Signing.PublicKey(n: modulus, e: exponent))
            } catch {
                throw .invalid(
                    "expected an RSA modulus of 2048 bits or more and an odd exponent, found \(modulus.count * 8) bits")
            }
            algorithm = .rsa
        case .mlDSA(let parameters, let bytes):
            do {
                if parameters == .mlDSA65 {
                    backing = .mlDSA65(try MLDSA65.PublicKey(rawRepresentation: bytes))
                    algorithm = .mlDSA65
                } else {
                    backing = .mlDSA87(try MLDSA87.PublicKey(rawRepresentation: bytes))
                    algorithm = .mlDSA87
                }
            } catch {
                throw .invalid("expected the bytes of an ML-DSA key, found \(bytes.count) that are none")
            }
        case .other(let identifier): throw .unsupported("the key algorithm \(identifier)")
        }
        derRepresentation = parts.der
    }

    private static func name(of curve: ObjectIdentifier) -> String {
        curve == .p256 ? "P-256" : curve == .p384 ? "P-384" : "P-521"
    }

    /// Whether `signature` is this key's over `content`.
    ///
    /// - Parameter scheme: what the context names; `nil` takes the algorithm's default.
    /// - Throws: `KeyError` when the question cannot be answered: a scheme of another kind of key, or a digest where
    ///   the message is needed. A bad signature is an answer, not an error.
    package func verifies(
        _ signature: some Collection<UInt8>, of content: SignedContent, scheme: SignatureScheme? = nil
    ) throws(KeyError) -> Bool {
        let scheme = scheme ?? algorithm.defaultScheme
        guard algorithm.supports(scheme) else {
            throw .scheme(key: algorithm.rawValue, scheme: scheme.description)
        }
        let signature = Array(signature)
        switch (backing, scheme) {
        case (.ed25519(let key), .ed25519):
            return key.isValidSignature(signature, for: try content.message(for: scheme))
        case (.ed25519(let key), .ed25519ph):
            return Edwards25519.verifies(
                signature, prehashed: try content.digest(for: scheme, .sha512),
                key: Array(key.rawRepresentation))
        case (.mlDSA65(let key), .mlDSA):
            return key.isValidSignature(signature, for: try content.message(for: scheme))
        case (.mlDSA87(let key), .mlDSA):
            return key.isValidSignature(signature, for: try content.message(for: scheme))
        default: break
        }
        guard let algorithm = scheme.digest else { return false }
        let digest = try content.digest(for: scheme, algorithm)
        switch algorithm {
        case .sha256: return verifies(signature, LibraryDigest.sha256(digest), scheme)
        case .sha384: return verifies(signature, LibraryDigest.sha384(digest), scheme)
        case .sha512: return verifies(signature, LibraryDigest.sha512(digest), scheme)
        case .md5, .sha1: return false
        }
    }

    private func verifies<D: Crypto.Digest>(_ signature: [UInt8], _ digest: D?, _ scheme: SignatureScheme) -> Bool {
        guard let digest else { return false }
        switch (backing, scheme) {
        case (.p256(let key), .ecdsa):
            return CanonicalECDSA(der: signature, coordinate: 32)
                .flatMap { try? P256.Signing.ECDSASignature(rawRepresentation: $0.raw) }  // Malformed is not valid.
                .map { key.isValidSignature($0, for: digest) } ?? false
        case (.p384(let key), .ecdsa):
            return CanonicalECDSA(der: signature, coordinate: 48)
                .flatMap { try? P384.Signing.ECDSASignature(rawRepresentation: $0.raw) }  // Malformed is not valid.
                .map { key.isValidSignature($0, for: digest) } ?? false
        case (.p521(let key), .ecdsa):
            return CanonicalECDSA(der: signature, coordinate: 66)
                .flatMap { try? P521.Signing.ECDSASignature(rawRepresentation: $0.raw) }  // Malformed is not valid.
                .map { key.isValidSignature($0, for: digest) } ?? false
        case (.rsa(let key), .rsaPKCS1):
            return key.isValidSignature(.init(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
        case (.rsa(let key), .rsaPSS):
            return key.isValidSignature(.init(rawRepresentation: signature), for: digest, padding: .PSS)
        default: return false
        }
    }

    /// The raw bytes of an Ed25519 key, of which notes make key ids.
    package var ed25519Bytes: [UInt8]? {
        guard case .ed25519(let key) = backing else { return nil }
        return Array(key.rawRepresentation)
    }

    init(_ key: P256.Signing.PublicKey) {
        self.init(.p256, .p256(key), PublicKeyParts.point(.p256, key.x963Representation))
    }
    init(_ key: P384.Signing.PublicKey) {
        self.init(.p384, .p384(key), PublicKeyParts.point(.p384, key.x963Representation))
    }
    init(_ key: P521.Signing.PublicKey) {
        self.init(.p521, .p521(key), PublicKeyParts.point(.p521, key.x963Representation))
    }
    init(_ key: Curve25519.Signing.PublicKey) {
        self.init(.ed25519, .ed25519(key), PublicKeyParts.raw(.ed25519, key.rawRepresentation))
    }
    init(_ key: _RSA.Signing.PublicKey) {
        self.init(.rsa, .rsa(key), PublicKeyParts.rsa(Array(key.pkcs1DERRepresentation)))
    }
    init(_ key: MLDSA65.PublicKey) {
        self.init(.mlDSA65, .mlDSA65(key), PublicKeyParts.raw(.mlDSA65, key.rawRepresentation))
    }
    init(_ key: MLDSA87.PublicKey) {
        self.init(.mlDSA87, .mlDSA87(key), PublicKeyParts.raw(.mlDSA87, key.rawRepresentation))
    }

    private init(_ algorithm: KeyAlgorithm, _ backing: Backing, _ der: [UInt8]) {
        self.algorithm = algorithm
        self.backing = backing
        derRepresentation = der
    }
}
