import Content
import Glibc
import JSONText
import Signing
import Testing
import Transparency

@testable import Authority

/// An authority in a folder that goes with the value, and a client that signs with it.
final class TemporaryAuthority: Sendable {
    let folder: AuthorityFolder
    let now: Instant

    static let url = "http://127.0.0.1:8080"

    init(
        url: String = TemporaryAuthority.url, now: Instant = Instant(seconds: 1_790_000_000),
        store: StoreAddress = .files
    ) throws {
        var name = Array("/tmp/obryza-authority-XXXXXX".utf8CString)
        let path = try name.withUnsafeMutableBufferPointer { buffer in
            try String(cString: #require(buffer.baseAddress.flatMap { mkdtemp($0) }))
        }
        self.now = now
        folder = try AuthorityFounding.found(at: path, url: url, name: "Test", now: now, store: store)
    }

    deinit { Self.remove(folder.path) }

    static func remove(_ path: String) {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { remove("\(path)/\(name)") }
            }
            closedir(directory)
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    func trustedRoot() throws -> TrustedRoot {
        try TrustedRoot(json: OpenFile.contents(of: folder.trustedRoot, limit: TrustedRoot.limit))
    }

    func token(_ subject: String, lifetime: Int64 = 600) throws -> String {
        try AuthorityServices.tokenIssuer(folder).token(subject: subject, lifetime: lifetime, at: now)
    }

    static func entryRequest(
        digest: [UInt8], signature: [UInt8], certificate: [UInt8], details: String = "PKIX_ECDSA_P256_SHA_256"
    ) -> [UInt8] {
        Array(
            """
            {"hashedRekordRequestV002":{"digest":"\(Base64.encode(digest))","signature":{"content":"\(Base64.encode(signature))",\
            "verifier":{"x509Certificate":{"rawBytes":"\(Base64.encode(certificate))"},"keyDetails":"\(details)"}}}}
            """.utf8)
    }

    static func timestampRequest(_ signature: [UInt8], nonce: [UInt8]? = [1, 2, 3]) -> [UInt8] {
        let sha256 = DER.sequence(DER.objectIdentifier(ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 1)))
        return DER.sequence(
            DER.integer(1), DER.sequence(sha256, DER.octetString(Digest.of(signature).bytes)),
            nonce.map { DER.element(DERTag.integer, $0) } ?? [], DER.boolean(true))
    }

    static func bundle(certificate: [UInt8], entry: [UInt8], timestamp: [UInt8], signature: [UInt8]) -> [UInt8] {
        Array(
            """
            {"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{\
            "certificate":{"rawBytes":"\(Base64.encode(certificate))"},\
            "tlogEntries":[\(String(decoding: entry, as: UTF8.self))],\
            "timestampVerificationData":{"rfc3161Timestamps":[{"signedTimestamp":"\(Base64.encode(timestamp))"}]}},\
            "messageSignature":{"signature":"\(Base64.encode(signature))"}}
            """.utf8)
    }

    func verify(
        _ bundle: [UInt8], artifact: [UInt8], subject: String, issuer: String = TemporaryAuthority.url
    ) throws -> VerifiedBundle {
        let policy = VerificationPolicy(
            signer: .identities([IdentityPolicy(subject: .exact(subject), issuer: .exact(issuer))]))
        return try BundleVerifier(root: trustedRoot(), policy: policy)
            .verify(json: bundle, artifact: SignedArtifact(content: artifact))
    }

    /// What a client does, without the network between.
    func signed(
        _ artifact: [UInt8], by subject: String, _ services: AuthorityServices
    ) async throws -> (bundle: [UInt8], certificate: Certificate) {
        let believed = try services.issuers.verify(token(subject), at: now)
        let key = try SigningKey(generating: .p256)
        let certificate = try await services.authority.issue(
            to: believed.principal, key: key.publicKey, at: now)
        let signature = try key.signature(of: .message(artifact))
        let request = try TimestampRequest(der: Self.timestampRequest(signature))
        let timestamp = try services.timestamps.response(to: request, at: now)
        let entry = try EntryRequest(
            json: Self.entryRequest(
                digest: Digest.of(artifact).bytes, signature: signature, certificate: certificate.der))
        let inclusion = try await services.log.append(entry.body)
        let answer = entry.answer(inclusion, logID: services.logID)
        return (
            Self.bundle(
                certificate: certificate.der, entry: answer, timestamp: timestamp, signature: signature),
            certificate
        )
    }
}
