internal import Content
package import Signing

/// Issues certificates that live for ten minutes, to whoever a token names (Fulcio's leaf profile).
///
/// Each certificate is in the authority's certificate log, on the disk, before it exists: the log's promise inside it
/// is kept from the beginning.
package struct CertificateAuthority: Sendable {
    private let key: SigningKey
    package let certificate: Certificate
    package let root: Certificate
    private let logKey: SigningKey
    private let log: TileLog

    package static let lifetime: Int64 = 600

    package init(
        key: SigningKey, certificate: Certificate, root: Certificate, logKey: SigningKey, log: TileLog
    ) throws {
        guard try certificate.publicKey() == key.publicKey else {
            throw AuthorityError.mismatch("the key of the certificate authority is not the one of its certificate")
        }
        self.key = key
        self.certificate = certificate
        self.root = root
        self.logKey = logKey
        self.log = log
    }

    /// Whether certificates are given to keys of this kind; of RSA the reader of keys has refused short ones.
    static func admits(_ key: VerificationKey) -> Bool {
        switch key.algorithm {
        case .p256, .p384, .p521, .ed25519, .rsa: true
        case .mlDSA65, .mlDSA87: false
        }
    }

    package func issue(
        to principal: Principal, key subject: VerificationKey, at now: Instant
    ) async throws -> Certificate {
        guard Self.admits(subject) else {
            throw KeyError.unsupported("a certificate for a key of \(subject.algorithm)")
        }
        guard let name = CertificateDraft.Extension.alternativeName(principal.name) else {
            throw TokenError.claim("“\(principal.name.description.prefix(80))” is no name for a certificate")
        }
        var draft = CertificateDraft(
            issuer: certificate.subject, subject: CertificateDraft.noName, key: subject,
            start: Instant(seconds: now.seconds), end: Instant(seconds: now.seconds + Self.lifetime),
            extensions: [
                .digitalSignature, .codeSigning, .subjectKey(subject), .authorityKey(key.publicKey), name,
            ] + principal.extensions.map { .fulcio($0.0, $0.1) })
        let milliseconds = UInt64(clamping: now.seconds) * 1000 + UInt64(clamping: now.nanoseconds) / 1_000_000
        let leaf = CertificateLogLeaf(
            timestamp: milliseconds, issuerKeyHash: Digest.of(certificate.publicKeyDER).bytes,
            body: try draft.body(signedBy: key.algorithm)
        )
        _ = try await log.append(leaf.bytes)
        let promise = try logKey.signature(of: .message(leaf.bytes), scheme: .ecdsa(.sha256))
        draft.extensions.append(
            .certificateTimestamps(
                leaf.extensionValue(logID: logKey.publicKey.fingerprint.bytes, signature: promise)))
        return try Certificate(der: draft.signed(by: key))
    }

    /// The authority's certificates, the one that signs first.
    package var chain: [Certificate] { [certificate, root] }
}
