internal import Content
internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

/// A private key held in memory that makes signatures.
///
/// Read from PKCS #8 (RFC 5958), SEC 1 (RFC 5915), PKCS #1 (RFC 8017), encrypted PKCS #8 (RFC 8018) or a key file of
/// cosign. Its bytes go nowhere but into the files that `encryptedPEM` and `pkcs8` give.
package struct SigningKey: Sendable {
    private enum Backing: Sendable {
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case p521(P521.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
        case rsa(_RSA.Signing.PrivateKey)
        case mlDSA65(MLDSA65.PrivateKey)
        case mlDSA87(MLDSA87.PrivateKey)
    }

    private let backing: Backing
    package let publicKey: VerificationKey

    package var algorithm: KeyAlgorithm { publicKey.algorithm }

    /// A new key. RSA keys have 3072 bits.
    package init(generating algorithm: KeyAlgorithm) throws(KeyError) {
        do {
            switch algorithm {
            case .p256: self.init(P256.Signing.PrivateKey())
            case .p384: self.init(P384.Signing.PrivateKey())
            case .p521: self.init(P521.Signing.PrivateKey())
            case .ed25519: self.init(Curve25519.Signing.PrivateKey())
            case .rsa: self.init(try _RSA.Signing.PrivateKey(keySize: .bits3072))
            case .mlDSA65: self.init(try MLDSA65.PrivateKey())
            case .mlDSA87: self.init(try MLDSA87.PrivateKey())
            }
        } catch {
            throw .signing("no new key: \(error)")
        }
    }

    init(_ key: P256.Signing.PrivateKey) { self.init(.p256(key), VerificationKey(key.publicKey)) }
    init(_ key: P384.Signing.PrivateKey) { self.init(.p384(key), VerificationKey(key.publicKey)) }
    init(_ key: P521.Signing.PrivateKey) { self.init(.p521(key), VerificationKey(key.publicKey)) }
    init(_ key: Curve25519.Signing.PrivateKey) { self.init(.ed25519(key), VerificationKey(key.publicKey)) }
    init(_ key: _RSA.Signing.PrivateKey) { self.init(.rsa(key), VerificationKey(key.publicKey)) }
    init(_ key: MLDSA65.PrivateKey) { self.init(.mlDSA65(key), VerificationKey(key.publicKey)) }
    init(_ key: MLDSA87.PrivateKey) { self.init(.mlDSA87(key), VerificationKey(key.publicKey)) }

    private init(_ backing: Backing, _ publicKey: VerificationKey) {
        self.backing = backing
        self.publicKey = publicKey
    }

    /// Reads the first private key of a PEM text.
    ///
    /// - Parameter password: for encrypted keys; ignored for those that are not.
    /// - Throws: `KeyError`; `.passwordRequired` when the key is encrypted and `password` is `nil`.
    package static func load(pem text: some Collection<UInt8>, password: [UInt8]? = nil) throws(KeyError) -> SigningKey
    {
        // `openssl ecparam -genkey` puts the curve's parameters in front.
        guard let block = try PEM.blocks(text).first(where: { $0.label != "EC PARAMETERS" }) else { throw .pem("none") }
        switch block.label {
        case "PRIVATE KEY": return try SigningKey(pkcs8: block.content)
        case "EC PRIVATE KEY": return try SigningKey(PrivateKeyParts.readSEC1(block.content, curve: nil))
        case "RSA PRIVATE KEY": return try SigningKey(.rsa(block.content))
        case "ENCRYPTED PRIVATE KEY":
            guard let password else { throw .passwordRequired }
            return try SigningKey(pkcs8: try EncryptedPrivateKey.open(block.content, password: password))
        case SigstoreKeyFile.label, SigstoreKeyFile.oldLabel:
            guard let password else { throw .passwordRequired }
            return try SigningKey(pkcs8: try SigstoreKeyFile.open(block.content, password: password))
        default: throw .label(expected: "a private key", found: block.label)
        }
    }

    package static func load(pem text: String, password: String? = nil) throws(KeyError) -> SigningKey {
        try load(pem: Array(text.utf8), password: password.map { Array($0.utf8) })
    }

    /// Reads a PrivateKeyInfo (RFC 5958 §2).
    package init(pkcs8 bytes: [UInt8]) throws(KeyError) {
        try self.init(PrivateKeyParts.readPKCS8(bytes))
    }

    private init(_ parts: PrivateKeyParts) throws(KeyError) {
        do {
            switch parts {
            case .scalar(.p256, let bytes): self.init(try P256.Signing.PrivateKey(rawRepresentation: bytes))
            case .scalar(.p384, let bytes): self.init(try P384.Signing.PrivateKey(rawRepresentation: bytes))
            case .scalar(.p521, let bytes): self.init(try P521.Signing.PrivateKey(rawRepresentation: bytes))
            case .ed25519(let seed): self.init(try Curve25519.Signing.PrivateKey(rawRepresentation: seed))
            case .rsa(let pkcs1):
                guard pkcs1.count <= 8192 else { throw KeyError.invalid("an RSA key of more than 8192 bits") }
                self.init(try _RSA.Signing.PrivateKey(derRepresentation: pkcs1))
            case .mlDSA(.mlDSA65, let seed):
                self.init(try MLDSA65.PrivateKey(seedRepresentation: seed, publicKey: nil))
            case .mlDSA(.mlDSA87, let seed):
                self.init(try MLDSA87.PrivateKey(seedRepresentation: seed, publicKey: nil))
            case .scalar(let curve, _): throw KeyError.unsupported("the curve \(curve)")
            case .mlDSA(let identifier, _), .other(let identifier):
                throw KeyError.unsupported("the key algorithm \(identifier)")
            }
        } catch let error as KeyError {
            throw error
        } catch {
            throw .invalid("the numbers are no private key of its algorithm")
        }
    }

    /// A signature of `content`.
    ///
    /// ECDSA and PSS signatures differ each time they are made.
    package func signature(
        of content: SignedContent, scheme: SignatureScheme? = nil
    ) throws(KeyError) -> [UInt8] {
        let scheme = scheme ?? algorithm.defaultScheme
        guard algorithm.supports(scheme), scheme != .ed25519ph else {
            throw .scheme(key: algorithm.rawValue, scheme: scheme.description)
        }
        do {
            switch (backing, scheme) {
            case (.ed25519(let key), .ed25519): return Array(try key.signature(for: content.message(for: scheme)))
            case (.mlDSA65(let key), .mlDSA): return Array(try key.signature(for: content.message(for: scheme)))
            case (.mlDSA87(let key), .mlDSA): return Array(try key.signature(for: content.message(for: scheme)))
            default: break
            }
            guard let algorithm = scheme.digest else { throw KeyError.signing("no digest for \(scheme)") }
            let digest = try content.digest(for: scheme, algorithm)
            switch algorithm {
            case .sha256: return try signature(LibraryDigest.sha256(digest), scheme)
            case .sha384: return try signature(LibraryDigest.sha384(digest), scheme)
            case .sha512: return try signature(LibraryDigest.sha512(digest), scheme)
            case .md5, .sha1: throw KeyError.unsupported("signing \(algorithm.rawValue)")
            }
        } catch let error as KeyError {
            throw error
        } catch {
            throw .signing("\(error)")
        }
    }

    private func signature<D: Crypto.Digest>(_ digest: D?, _ scheme: SignatureScheme) throws -> [UInt8] {
        guard let digest else { throw KeyError.signing("a digest of the wrong length") }
        switch (backing, scheme) {
        case (.p256(let key), _): return Array(try key.signature(for: digest).derRepresentation)
        case (.p384(let key), _): return Array(try key.signature(for: digest).derRepresentation)
        case (.p521(let key), _): return Array(try key.signature(for: digest).derRepresentation)
        case (.rsa(let key), .rsaPSS): return Array(try key.signature(for: digest, padding: .PSS).rawRepresentation)
        case (.rsa(let key), _):
            return Array(try key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation)
        default: throw KeyError.scheme(key: algorithm.rawValue, scheme: scheme.description)
        }
    }

    /// The PrivateKeyInfo, not encrypted.
    package var pkcs8: [UInt8] {
        func info(_ algorithm: [UInt8], _ key: [UInt8]) -> [UInt8] {
            DER.sequence(DER.integer(0), algorithm, DER.octetString(key))
        }
        func elliptic(
            _ curve: ObjectIdentifier, _ scalar: some Collection<UInt8>, _ point: some Collection<UInt8>
        )
            -> [UInt8]
        {
            info(
                DER.sequence(DER.objectIdentifier(.ecPublicKey), DER.objectIdentifier(curve)),
                DER.sequence(
                    DER.integer(1), DER.octetString(scalar),
                    DER.element(DERTag.context(1), DER.bitString(point))))
        }
        switch backing {
        case .p256(let key): return elliptic(.p256, key.rawRepresentation, key.publicKey.x963Representation)
        case .p384(let key): return elliptic(.p384, key.rawRepresentation, key.publicKey.x963Representation)
        case .p521(let key): return elliptic(.p521, key.rawRepresentation, key.publicKey.x963Representation)
        case .ed25519(let key):
            return info(DER.sequence(DER.objectIdentifier(.ed25519)), DER.octetString(key.rawRepresentation))
        case .rsa(let key):
            return info(DER.sequence(DER.objectIdentifier(.rsaEncryption), DER.null), Array(key.derRepresentation))
        case .mlDSA65(let key):
            return info(
                DER.sequence(DER.objectIdentifier(.mlDSA65)),
                DER.element(DERTag.implicit(0), key.seedRepresentation))
        case .mlDSA87(let key):
            return info(
                DER.sequence(DER.objectIdentifier(.mlDSA87)),
                DER.element(DERTag.implicit(0), key.seedRepresentation))
        }
    }

    /// The key as PEM text, not encrypted.
    package var pem: String { PEM(label: "PRIVATE KEY", content: pkcs8).text }

    /// The key encrypted with a password, in the form that cosign reads and writes.
    package func encryptedPEM(password: [UInt8]) throws(KeyError) -> String {
        PEM(label: SigstoreKeyFile.label, content: try SigstoreKeyFile.seal(pkcs8, password: password)).text
    }
}
