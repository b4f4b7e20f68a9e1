internal import Content

/// A request for a certificate (PKCS #10, RFC 2986): a key, signed by itself, which proves that the asker has it.
///
/// Name and attributes are read and ignored: who the certificate is for, a token says.
package struct CertificateRequest: Sendable {
    package let key: VerificationKey

    package static let limit = 16 << 10

    /// - Throws: `KeyError` when it is malformed, its key is weak, or its signature is not of its key.
    package init(der bytes: [UInt8]) throws(KeyError) {
        guard bytes.count <= Self.limit else {
            throw .invalid("a certificate request of more than \(Self.limit) bytes")
        }
        let signed: [UInt8]
        let signature: [UInt8]
        let algorithm: SignatureAlgorithm
        let parts: PublicKeyParts
        do throws(DERError) {
            var outer = DERReader(bytes)
            var request = try outer.sequence()
            try outer.finish()
            let info = try request.next(DERTag.sequence)
            algorithm = try SignatureAlgorithm(request.next(DERTag.sequence))
            signature = Array(try request.bitString())
            try request.finish()
            signed = Array(info.encoded)
            var fields = info.inside
            guard try fields.small() == 0 else {
                throw fields.failure(.unexpectedValue("expected a certificate request of version 1"))
            }
            _ = try fields.next(DERTag.sequence)
            parts = try PublicKeyParts(fields.next(DERTag.sequence))
            _ = try fields.optional(DERTag.context(0))
            try fields.finish()
        } catch {
            throw .der(error)
        }
        key = try VerificationKey(parts)
        guard let scheme = algorithm.scheme, key.algorithm.supports(scheme) else {
            throw .unsupported("a certificate request signed with \(algorithm.label)")
        }
        guard try key.verifies(signature, of: .message(signed), scheme: scheme) else {
            throw .invalid("a certificate request that its own key has not signed")
        }
    }
}
