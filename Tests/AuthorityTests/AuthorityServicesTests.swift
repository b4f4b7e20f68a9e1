import Content
import Glibc
import Signing
import Testing
import Transparency

@testable import Authority

@Suite struct AuthorityServicesTests {
    /// What a client does, without the network between.
    private func signed(
        _ artifact: [UInt8], by subject: String, with temporary: TemporaryAuthority, _ services: AuthorityServices
    ) async throws -> (bundle: [UInt8], certificate: Certificate) {
        let believed = try services.issuers.verify(temporary.token(subject), at: temporary.now)
        let key = try SigningKey(generating: .p256)
        let certificate = try await services.authority.issue(
            to: believed.principal, key: key.publicKey, at: temporary.now)
        let signature = try key.signature(of: .message(artifact))
        let request = try TimestampRequest(der: TemporaryAuthority.timestampRequest(signature))
        let timestamp = try services.timestamps.response(to: request, at: temporary.now)
        let entry = try EntryRequest(
            json: TemporaryAuthority.entryRequest(
                digest: Digest.of(artifact).bytes, signature: signature, certificate: certificate.der))
        let inclusion = try await services.log.append(entry.body)
        let answer = entry.answer(inclusion, logID: services.logID)
        return (
            TemporaryAuthority.bundle(
                certificate: certificate.der, entry: answer, timestamp: timestamp, signature: signature),
            certificate
        )
    }

    @Test(arguments: [
        ("dev@example.org", "dev@example.org"),
        ("https://ci.example.org/team/project", "https://ci.example.org/team/project"),
        ("builder", "builder!127.0.0.1"),
    ]) func whatIsSignedVerifies(subject: String, name: String) async throws {
        let temporary = try TemporaryAuthority()
        let services = try AuthorityServices(temporary.folder)
        let artifact = Array("content".utf8)
        for _ in 0..<3 {
            let (bundle, certificate) = try await signed(artifact, by: subject, with: temporary, services)
            let verified = try temporary.verify(bundle, artifact: artifact, subject: name)
            guard case .certificate(let identity, _) = verified.signer else {
                Issue.record("expected a certificate")
                return
            }
            #expect(identity.issuer == TemporaryAuthority.url)
            #expect(certificate.fulcio[.tokenSubject] == subject)
        }
        // Each certificate is in the certificate log, each signature in the log.
        #expect(services.log.checkpoint.checkpoint.size == 3)
        #expect(services.certificateLog.checkpoint.checkpoint.size == 3)
        await services.close()
    }

    @Test func anotherArtifactOrIdentityIsRefused() async throws {
        let temporary = try TemporaryAuthority()
        let services = try AuthorityServices(temporary.folder)
        let artifact = Array("content".utf8)
        let (bundle, _) = try await signed(artifact, by: "dev@example.org", with: temporary, services)
        #expect(throws: Rejection.self) {
            try temporary.verify(bundle, artifact: Array("other".utf8), subject: "dev@example.org")
        }
        #expect(throws: Rejection.self) {
            try temporary.verify(bundle, artifact: artifact, subject: "other@example.org")
        }
        await services.close()
    }

    @Test func theLeafHasFulciosProfile() async throws {
        let temporary = try TemporaryAuthority()
        let services = try AuthorityServices(temporary.folder)
        let (_, leaf) = try await signed([1], by: "dev@example.org", with: temporary, services)
        #expect(leaf.subject == CertificateDraft.noName)
        #expect(leaf.names == [.email("dev@example.org")])
        #expect(leaf.extendedKeyUsage?.count == 1 && leaf.keyUsage == .digitalSignature && !leaf.isAuthority)
        #expect(leaf.validity.end == Instant(seconds: temporary.now.seconds + 600))
        #expect(leaf.serial.count == 20 && (leaf.serial.first ?? 0xff) < 0x80)
        #expect(leaf.fulcio[.issuer] == TemporaryAuthority.url && leaf.fulcio[.issuerV1] == TemporaryAuthority.url)
        #expect(leaf.unknownCritical.isEmpty)
        await services.close()
    }

    @Test func tokensThatAreNotOfNowOrNotOfHereAreRefused() throws {
        let temporary = try TemporaryAuthority()
        let other = try TemporaryAuthority()
        let key = try temporary.folder.key(.tokens)
        let settings = try AuthoritySettings(temporary.folder)
        let issuers = try settings.trustedIssuers(temporary.folder, own: key)
        let token = try temporary.token("dev@example.org")
        func later(_ seconds: Int64) -> Instant { Instant(seconds: temporary.now.seconds + seconds) }
        _ = try issuers.verify(token, at: temporary.now)
        _ = try issuers.verify(token, at: later(659))
        #expect(throws: TokenError.expired) { try issuers.verify(token, at: later(660)) }
        #expect(throws: TokenError.notYetValid) { try issuers.verify(token, at: later(-61)) }
        #expect(throws: TokenError.self) { try issuers.verify(other.token("dev@example.org"), at: temporary.now) }
        let foreign = try TokenIssuer(url: "https://other.example", key: key).token(
            subject: "dev", lifetime: 60, at: temporary.now)
        #expect(throws: TokenError.unknownIssuer("https://other.example")) {
            try issuers.verify(foreign, at: temporary.now)
        }
        let audience = try TokenIssuer(url: TemporaryAuthority.url, key: key).token(
            subject: "dev", audience: "other", lifetime: 60, at: temporary.now)
        #expect(throws: TokenError.audience(expected: "sigstore", found: "other")) {
            try issuers.verify(audience, at: temporary.now)
        }
        // Every character of the token counts, but for bits of the last that no byte holds.
        for position in stride(from: 0, to: token.utf8.count - 1, by: 7) {
            var bytes = Array(token.utf8)
            bytes[position] = bytes[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: TokenError.self) {
                try issuers.verify(String(decoding: bytes, as: UTF8.self), at: temporary.now)
            }
        }
        let unsigned = Base64URL.encode(Array(#"{"alg":"none","kid":"\#(key.publicKey.keyID)"}"#.utf8))
        let parts = token.split(separator: ".")
        #expect(throws: TokenError.signature) {
            try issuers.verify("\(unsigned).\(parts[1]).\(parts[2])", at: temporary.now)
        }
    }

    @Test func anEntryThatIsNotTrueIsRefused() throws {
        let key = try SigningKey(generating: .p256)
        let digest = Digest.of([1]).bytes
        let signature = try key.signature(of: .message([1]))
        func request(_ digest: [UInt8], _ details: String, _ extra: String = "") -> [UInt8] {
            Array(
                """
                {"hashedRekordRequestV002":{"digest":"\(Base64.encode(digest))","signature":{"content":\
                "\(Base64.encode(signature))","verifier":{"publicKey":{"rawBytes":\
                "\(Base64.encode(key.publicKey.derRepresentation))"},"keyDetails":"\(details)"}}\(extra)}}
                """.utf8)
        }
        _ = try EntryRequest(json: request(digest, "PKIX_ECDSA_P256_SHA_256"))
        for bad in [
            request(Digest.of([2]).bytes, "PKIX_ECDSA_P256_SHA_256"), request([1, 2], "PKIX_ECDSA_P256_SHA_256"),
            request(digest, "PKIX_ED25519"), request(digest, "PKIX_ECDSA_P384_SHA_384"),
            request(digest, "PKIX_ECDSA_P256_SHA_256", #","more":1"#), Array("{}".utf8), Array("[".utf8),
        ] {
            #expect(throws: EntryError.self) { try EntryRequest(json: bad) }
        }
    }

    @Test func aTimestampAnswersItsRequest() throws {
        let temporary = try TemporaryAuthority()
        let certificate = try temporary.folder.certificate(.timestamps)
        let signer = try TimestampSigner(key: temporary.folder.key(.timestamps), certificate: certificate)
        let request = try TimestampRequest(der: TemporaryAuthority.timestampRequest([1, 2], nonce: [0x7f, 1]))
        let token = try TimestampToken(response: signer.response(to: request, at: temporary.now))
        #expect(token.imprint == Digest.of([1, 2]) && token.nonce == [0x7f, 1] && token.time == temporary.now)
        let other = try TimestampRequest(
            der: DER.sequence(
                DER.integer(1),
                DER.sequence(
                    DER.sequence(DER.objectIdentifier(ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 1))),
                    DER.octetString(Digest.of([1]).bytes)), DER.objectIdentifier(ObjectIdentifier(1, 2, 3))))
        #expect(throws: DERError.self) {
            try TimestampToken(response: signer.response(to: other, at: temporary.now))
        }
    }

    @Test func nothingIsReplaced() throws {
        let temporary = try TemporaryAuthority()
        let before = try OpenFile.contents(of: temporary.folder.file(.root as AuthorityFolder.Key), limit: 10_000)
        #expect(throws: AuthorityError.exists(path: temporary.folder.path)) {
            try AuthorityFounding.found(
                at: temporary.folder.path, url: "https://x.example", name: "x", now: temporary.now)
        }
        #expect(try OpenFile.contents(of: temporary.folder.file(.root as AuthorityFolder.Key), limit: 10_000) == before)
        var status = stat()
        #expect(
            stat(temporary.folder.file(.root as AuthorityFolder.Key), &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test(arguments: ["", "ftp://x", "https://", "https://x/", "https://a b", "https://u@x", "https://x?y"])
    func addressesThatAreNoneAreRefused(url: String) {
        #expect(throws: AuthorityError.self) { try AuthoritySettings(url: url, name: "x") }
    }
}
