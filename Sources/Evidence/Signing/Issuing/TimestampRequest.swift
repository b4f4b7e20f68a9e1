package import Content

/// What a timestamp authority is asked (RFC 3161 §2.4.1).
package struct TimestampRequest: Sendable {
    package let imprint: Digest
    package let policy: ObjectIdentifier?
    /// The content of an INTEGER, to be given back as it is.
    package let nonce: [UInt8]?
    package let wantsCertificate: Bool

    package static let limit = 4 << 10

    /// - Parameter nonce: the content of an INTEGER in its shortest form.
    package init(imprint: Digest, nonce: [UInt8]?, wantsCertificate: Bool) {
        self.imprint = imprint
        self.nonce = nonce
        self.wantsCertificate = wantsCertificate
        policy = nil
    }

    package init(der bytes: [UInt8]) throws(DERError) {
        guard bytes.count <= Self.limit else {
            throw DERError(.unexpectedValue("expected at most \(Self.limit) bytes of a timestamp request"), at: 0)
        }
        var outer = DERReader(bytes)
        var fields = try outer.sequence()
        try outer.finish()
        guard try fields.small() == 1 else {
            throw fields.failure(.unexpectedValue("expected a timestamp request of version 1"))
        }
        var imprint = try fields.sequence()
        var algorithm = try imprint.sequence()
        let identifier = try algorithm.objectIdentifier()
        _ = try algorithm.optional(DERTag.null)
        try algorithm.finish()
        let hash = Array(try imprint.octetString())
        try imprint.finish()
        guard let name = SignatureAlgorithm.digests[identifier], let digest = Digest(algorithm: name, bytes: hash)
        else { throw imprint.failure(.unexpectedValue("expected a hash of SHA-256, 384 or 512")) }
        self.imprint = digest
        policy = fields.nextTag == DERTag.objectIdentifier ? try fields.objectIdentifier() : nil
        nonce = fields.nextTag == DERTag.integer ? Array(try fields.integer()) : nil
        wantsCertificate = fields.nextTag == DERTag.boolean ? try fields.boolean() : false
        // §2.4.1: extensions that are not known here must not be granted.
        try fields.finish()
    }
}
