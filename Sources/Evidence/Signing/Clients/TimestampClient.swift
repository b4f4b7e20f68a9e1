internal import Content

/// Asks a timestamp authority for its word (RFC 3161 §3.4, over HTTP).
struct TimestampClient: Sendable {
    let url: String
    let call: ServiceCall

    private static let service = "timestamp authority"

    /// - Returns: a TimeStampResp that is of `bytes` and of this request; who signed it, verification says.
    func timestamp(of bytes: [UInt8]) async throws -> [UInt8] {
        let request = TimestampRequest(
            imprint: Digest.of(bytes), nonce: CertificateDraft.randomSerial().prefix(8).map { $0 },
            wantsCertificate: true)
        let answer = try await call(
            ServiceRequest(
                .post, url,
                headers: [
                    ("Content-Type", "application/timestamp-query"), ("Accept", "application/timestamp-reply"),
                ], body: request.der, limit: TimestampToken.limit))
        let body = try answer.body(of: Self.service, url, expecting: [200, 201])
        let token: TimestampToken
        do throws(DERError) {
            token = try TimestampToken(response: body)
        } catch {
            throw SigningServiceError.malformed(
                service: Self.service, url: url, expected: "a timestamp", found: "\(error)")
        }
        guard token.imprint == request.imprint, token.nonce == request.nonce else {
            throw SigningServiceError.malformed(
                service: Self.service, url: url, expected: "a timestamp of what was asked for", found: "another one")
        }
        return body
    }
}

extension TimestampRequest {
    package var der: [UInt8] {
        // 2.16.840.1.101.3.4.2.x (RFC 5754 §2).
        let last: UInt =
            switch imprint.algorithm {
            case .sha384: 2
            case .sha512: 3
            case .md5, .sha1, .sha256: 1
            }
        let algorithm = DER.sequence(
            DER.objectIdentifier(ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, last)), DER.null)
        return DER.sequence(
            DER.integer(1), DER.sequence(algorithm, DER.octetString(imprint.bytes)),
            policy.map { DER.objectIdentifier($0) } ?? [], nonce.map { DER.element(DERTag.integer, $0) } ?? [],
            // False is the default, which DER leaves out (X.690 §11.5).
            wantsCertificate ? DER.boolean(true) : [])
    }
}
