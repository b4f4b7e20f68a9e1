package import Attestation
internal import Content

/// Signs as whoever an identity token names, with a key that exists in memory for one run (“keyless”).
///
/// Token in; certificate from the authority; then for each signature a timestamp, an entry in the log, and a bundle, which
/// is verified like anybody else's before it is given out. No socket, no file and no clock of its own.
package struct BundleSigner: Sendable {
    private let key: SigningKey
    private let certificate: Certificate
    private let services: SigningServices
    private let root: TrustedRoot
    private let call: ServiceCall
    /// Whom the certificate names.
    package let identity: SignerIdentity

    private static let algorithm = KeyAlgorithm.p256
    private static let keyDetails = "PKIX_ECDSA_P256_SHA_256"

    /// Gets a certificate for a new key.
    ///
    /// - Parameters:
    ///   - root: what the bundles will be verified with.
    ///   - audience: whom the token must be for.
    /// - Throws: before anything is sent, when the token is of no use at `now` or the services give no trusted time.
    package init(
        token: IdentityToken, audience: String, services: SigningServices, root: TrustedRoot, now: Instant,
        call: @escaping ServiceCall
    ) async throws {
        try token.check(audience: audience, at: now)
        try services.check()
        key = try SigningKey(generating: Self.algorithm)
        certificate = try await FulcioClient(url: services.authority, call: call).certificate(for: key, token: token)
        guard let identity = SignerIdentity(certificate), let issuer = identity.issuer else {
            throw SigningServiceError.malformed(
                service: "certificate authority", url: services.authority,
                expected: "a certificate with one subject and its issuer", found: "another")
        }
        guard token.issuers.contains(issuer) else {
            throw SigningServiceError.malformed(
                service: "certificate authority", url: services.authority,
                expected: "a certificate that names the issuer \(token.issuers.joined(separator: " or "))",
                found: "“\(issuer.prefix(200))”")
        }
        self.identity = identity
        self.services = services
        self.root = root
        self.call = call
    }

    /// A bundle over an artifact.
    package func sign(_ artifact: SignedArtifact) async throws -> Bundle {
        guard let digest = artifact.digest(.sha256) else {
            throw KeyError.digestAlgorithm(expected: "sha256", found: "others")
        }
        let signature = try key.signature(of: .digest(digest))
        let hint = Bundle.MessageDigest(algorithm: "SHA2_256", digest: digest.bytes)
        return try await bundle(
            .message(digest: hint, signature: signature), signature, .digest(digest), artifact: artifact)
    }

    /// A bundle around a statement.
    package func sign(_ statement: Statement) async throws -> Bundle { try await sign(statement: statement.json) }

    /// A bundle around the bytes of a statement, which stay as they are.
    package func sign(statement payload: [UInt8]) async throws -> Bundle {
        var envelope = Envelope(payloadType: Statement.payloadType, payload: payload)
        let signed = Digest.of(envelope.signedBytes)
        let signature = try key.signature(of: .digest(signed))
        envelope.signatures = [.init(signature: signature, keyID: nil)]
        return try await bundle(
            .envelope(envelope), signature, .envelope(json: envelope.json, signed: signed), artifact: nil)
    }

    private func bundle(
        _ content: Bundle.Signed, _ signature: [UInt8], _ subject: RekorRecord.Subject, artifact: SignedArtifact?
    ) async throws -> Bundle {
        var timestamps: [[UInt8]] = []
        for url in services.timestampAuthorities {
            timestamps.append(try await TimestampClient(url: url, call: call).timestamp(of: signature))
        }
        let record = RekorRecord(
            subject: subject, signature: signature, certificate: certificate, keyDetails: Self.keyDetails)
        var entries: [LogEntry] = []
        for log in services.logs { entries.append(try await RekorClient(log: log, call: call).record(record)) }
        let bundle = Bundle(certificate: certificate, entries: entries, timestamps: timestamps, content)
        try verify(bundle, artifact)
        return bundle
    }

    /// Checks the bundle as it will be written, against this signer and the root that others will use.
    private func verify(_ bundle: Bundle, _ artifact: SignedArtifact?) throws(Rejection) {
        var policy = VerificationPolicy(
            signer: .identities([
                IdentityPolicy(subject: .exact(identity.subject), issuer: .exact(identity.issuer ?? ""))
            ]))
        policy.logs = max(1, services.logs.count)
        // An authority without a certificate log is one that its own root describes so.
        policy.certificateLogs = root.certificateLogs.isEmpty ? 0 : 1
        _ = try BundleVerifier(root: root, policy: policy).verify(json: bundle.json, artifact: artifact)
    }
}
