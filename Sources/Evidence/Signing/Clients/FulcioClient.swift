internal import Content
internal import JSONText

/// Asks a certificate authority for a certificate (Fulcio's API v2).
///
/// A certificate request proves by its own signature that the asker has the key, whatever the issuer calls its subject.
struct FulcioClient: Sendable {
    let url: String
    let call: ServiceCall

    private static let service = "certificate authority"

    /// - Returns: a certificate for the key of `key`, which no one has verified yet.
    func certificate(for key: SigningKey, token: IdentityToken) async throws -> Certificate {
        let request = try CertificateRequest.make(with: key)
        let pem = PEM(label: "CERTIFICATE REQUEST", content: request).text
        var writer = JSONWriter()
        writer.object { $0.member("certificateSigningRequest", Base64.encode(Array(pem.utf8))) }
        let url = "\(self.url)/api/v2/signingCert"
        let answer = try await call(
            ServiceRequest(
                .post, url,
                headers: [
                    ("Authorization", "Bearer \(token.text)"), ("Content-Type", "application/json"),
                    ("Accept", "application/json"),
                ], body: writer.bytes))
        let body = try answer.body(of: Self.service, url, expecting: [200, 201], hiding: token)
        let certificate = try Self.certificate(body, url)
        // Anything else is a certificate for somebody else's key.
        guard try certificate.publicKey() == key.publicKey else {
            throw Self.malformed(url, "a certificate for the key that was sent", "one for another key")
        }
        return certificate
    }

    private static func malformed(_ url: String, _ expected: String, _ found: String) -> SigningServiceError {
        .malformed(service: service, url: url, expected: expected, found: found)
    }

    private static func certificate(_ body: [UInt8], _ url: String) throws -> Certificate {
        let root: JSONValue
        do throws(JSONError) {
            root = try JSONDocument(body, limits: JSONLimits(depth: 16, size: 1 << 20)).root
        } catch {
            throw malformed(url, "JSON", "\(error)")
        }
        guard let embedded = root["signedCertificateEmbeddedSct"] else {
            let isDetached = root["signedCertificateDetachedSct"] != nil
            throw malformed(
                url, "a certificate with the certificate log's promise inside (signedCertificateEmbeddedSct)",
                isDetached ? "one with the promise beside it, for which bundles have no room" : "none")
        }
        guard let text = embedded["chain"]?["certificates"]?[0]?.string else {
            throw malformed(url, "a chain of certificates", "none")
        }
        do {
            guard let block = try PEM.blocks(text.utf8).first, block.label == "CERTIFICATE" else {
                throw KeyError.pem("no certificate")
            }
            return try Certificate(der: block.content)
        } catch {
            throw malformed(url, "a certificate in PEM", "\(error)")
        }
    }
}

extension CertificateRequest {
    /// A request of a key, with an empty name (RFC 2986 §4).
    package static func make(with key: SigningKey) throws(KeyError) -> [UInt8] {
        let attributes = DER.element(DERTag.context(0), [])
        let body = DER.sequence(
            DER.integer(0), CertificateDraft.noName, key.publicKey.derRepresentation, attributes)
        return DER.sequence(
            body, try CertificateDraft.identifier(of: key.algorithm),
            DER.bitString(try key.signature(of: .message(body))))
    }
}
