internal import Content

/// An AlgorithmIdentifier that names how something was signed (RFC 5280 §4.1.1.2; RFC 5758, 8017 §A.2, 8410, 9881).
struct SignatureAlgorithm: Equatable {
    /// `nil` for algorithms that are not supported, SHA-1 among them.
    let scheme: SignatureScheme?
    let identifier: ObjectIdentifier
    /// As written, to be compared with the other place where a certificate says it.
    let encoded: ArraySlice<UInt8>

    static let digests: [ObjectIdentifier: Digest.Algorithm] = [
        ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 1): .sha256,
        ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 2): .sha384,
        ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 3): .sha512,
    ]

    private static let schemes: [ObjectIdentifier: SignatureScheme] = [
        ObjectIdentifier(1, 2, 840, 10045, 4, 3, 2): .ecdsa(.sha256),
        ObjectIdentifier(1, 2, 840, 10045, 4, 3, 3): .ecdsa(.sha384),
        ObjectIdentifier(1, 2, 840, 10045, 4, 3, 4): .ecdsa(.sha512),
        ObjectIdentifier(1, 2, 840, 113549, 1, 1, 11): .rsaPKCS1(.sha256),
        ObjectIdentifier(1, 2, 840, 113549, 1, 1, 12): .rsaPKCS1(.sha384),
        ObjectIdentifier(1, 2, 840, 113549, 1, 1, 13): .rsaPKCS1(.sha512),
        .ed25519: .ed25519, .mlDSA65: .mlDSA, .mlDSA87: .mlDSA,
    ]

    static let mgf1 = ObjectIdentifier(1, 2, 840, 113549, 1, 1, 8)

    /// - Parameter digest: in CMS an RSA key is named without a hash, which stands beside it.
    init(_ element: DERElement, digest: Digest.Algorithm? = nil) throws(DERError) {
        var reader = element.inside
        identifier = try reader.objectIdentifier()
        encoded = element.encoded
        switch identifier {
        case .rsaPSS: scheme = try Self.pss(&reader)
        case .rsaEncryption:
            _ = try reader.optional(DERTag.null)
            scheme = digest.map { .rsaPKCS1($0) }
        default:
            // Absent for most, NULL for RSA, where some leave it out.
            _ = try reader.optional(DERTag.null)
            scheme = Self.schemes[identifier]
        }
        if scheme != nil { try reader.finish() }
    }

    /// RSASSA-PSS-params (RFC 8017 §A.2.3): one hash for message and mask, and a salt of its length.
    private static func pss(_ reader: inout DERReader) throws(DERError) -> SignatureScheme? {
        var parameters = try reader.sequence()
        guard let hash = try parameters.optional(DERTag.context(0)),
            let mask = try parameters.optional(DERTag.context(1)),
            let salt = try parameters.optional(DERTag.context(2))
        else { return nil }
        try parameters.finish()
        func digest(_ reader: inout DERReader) throws(DERError) -> Digest.Algorithm? {
            var algorithm = try reader.sequence()
            let identifier = try algorithm.objectIdentifier()
            _ = try algorithm.optional(DERTag.null)
            try algorithm.finish()
            return digests[identifier]
        }
        var hashReader = hash.inside
        let message = try digest(&hashReader)
        var maskReader = mask.inside
        var generator = try maskReader.sequence()
        guard try generator.objectIdentifier() == mgf1 else { return nil }
        let masked = try digest(&generator)
        var saltReader = salt.inside
        let length = try saltReader.small()
        guard let message, message == masked, length == message.length else { return nil }
        return .rsaPSS(message)
    }

    static func == (left: SignatureAlgorithm, right: SignatureAlgorithm) -> Bool {
        left.encoded.elementsEqual(right.encoded)
    }

    var label: String { scheme?.description ?? identifier.description }
}
