package import Content

/// A timestamp authority's word that a hash existed at a time (RFC 3161 §2.4.2, in CMS, RFC 5652 §5).
///
/// Certificates inside the token are skipped unread: the signer must be one that the trust root lists.
package struct TimestampToken: Sendable {
    package let imprint: Digest
    package let time: Instant
    package let policy: ObjectIdentifier
    package let nonce: [UInt8]?
    let signer: Signer
    /// The signed attributes with the tag they are signed with.
    let signedAttributes: [UInt8]
    let signatureAlgorithm: SignatureAlgorithm
    let signature: [UInt8]
    /// The hash of the signer's certificate, which the signature covers (RFC 2634 §5.4, RFC 5035).
    let certificateHash: Digest

    enum Signer: Sendable {
        case serial(issuer: [UInt8], serial: [UInt8])
        case keyIdentifier([UInt8])
    }

    package static let limit = 64 << 10

    private enum Known {
        static let signedData = ObjectIdentifier(1, 2, 840, 113549, 1, 7, 2)
        static let timestampInfo = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 1, 4)
        static let contentType = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 3)
        static let messageDigest = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 4)
        static let signingCertificate = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 2, 12)
        static let signingCertificateV2 = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 2, 47)
    }

    /// Reads a TimeStampResp, which must grant the request.
    package init(response bytes: [UInt8]) throws(DERError) {
        guard bytes.count <= Self.limit else {
            throw DERError(.unexpectedValue("expected at most \(Self.limit) bytes of a timestamp"), at: 0)
        }
        var outer = DERReader(bytes)
        var response = try outer.sequence()
        try outer.finish()
        var status = try response.sequence()
        let code = try status.small()
        // granted, grantedWithMods (§2.4.2)
        guard code <= 1 else {
            throw status.failure(.unexpectedValue("expected a granted request, found status \(code)"))
        }
        let token = try response.next(DERTag.sequence)
        try response.finish()
        try self.init(token)
    }

    /// Reads a bare token, as CMS signatures carry it.
    package init(token bytes: [UInt8]) throws(DERError) {
        var outer = DERReader(bytes)
        let token = try outer.next(DERTag.sequence)
        try outer.finish()
        try self.init(token)
    }

    private init(_ element: DERElement) throws(DERError) {
        func refuse(_ what: String) -> DERError { DERError(.unexpectedValue(what), at: element.encoded.startIndex) }
        var info = element.inside
        guard try info.objectIdentifier() == Known.signedData else { throw refuse("expected CMS signed data") }
        var explicit = try info.next(DERTag.context(0)).inside
        try info.finish()
        var signedData = try explicit.sequence()
        try explicit.finish()
        guard try signedData.small() == 3 else { throw refuse("expected CMS signed data of version 3") }
        _ = try signedData.set()
        var content = try signedData.sequence()
        guard try content.objectIdentifier() == Known.timestampInfo else { throw refuse("expected a TSTInfo inside") }
        var wrapped = try content.next(DERTag.context(0)).inside
        try content.finish()
        let timestampInfo = try wrapped.octetString()
        try wrapped.finish()
        _ = try signedData.optional(DERTag.context(0))
        _ = try signedData.optional(DERTag.context(1))
        var signers = try signedData.set()
        try signedData.finish()
        var signer = try signers.sequence()
        // RFC 3161 §2.4.2: the authority signs, and no one else.
        try signers.finish()

        let version = try signer.small()
        if let identifier = try signer.optional(DERTag.implicit(0)) {
            guard version == 3 else { throw refuse("expected a signer of version 3") }
            self.signer = .keyIdentifier(Array(identifier.content))
        } else {
            guard version == 1 else { throw refuse("expected a signer of version 1") }
            var name = try signer.sequence()
            let issuer = Array(try name.next(DERTag.sequence).encoded)
            self.signer = .serial(issuer: issuer, serial: Array(try name.integer()))
            try name.finish()
        }
        let digest = try Self.digestAlgorithm(&signer)
        let attributes = try signer.next(DERTag.context(0))
        // RFC 5652 §5.4: signed as a SET, although written with another tag.
        signedAttributes = DER.element(DERTag.set, attributes.content)
        signatureAlgorithm = try SignatureAlgorithm(signer.next(DERTag.sequence), digest: digest)
        signature = Array(try signer.octetString())
        _ = try signer.optional(DERTag.context(1))
        try signer.finish()

        var found: [ObjectIdentifier: DERElement] = [:]
        var list = attributes.inside
        while !list.isAtEnd {
            var attribute = try list.sequence()
            let identifier = try attribute.objectIdentifier()
            var values = try attribute.set()
            try attribute.finish()
            let value = try values.next()
            guard found.count < 32, found.updateValue(value, forKey: identifier) == nil else {
                throw refuse("expected each signed attribute once")
            }
            if identifier == Known.contentType || identifier == Known.messageDigest { try values.finish() }
        }
        guard let type = found[Known.contentType], type.tag == DERTag.objectIdentifier,
            ObjectIdentifier(content: type.content) == Known.timestampInfo
        else { throw refuse("expected the content type as signed attribute") }
        guard let message = found[Known.messageDigest], message.tag == DERTag.octetString,
            message.content.elementsEqual(Digest.of(Array(timestampInfo), digest).bytes)
        else { throw refuse("expected the content's digest as signed attribute") }
        certificateHash = try Self.certificateHash(found[Known.signingCertificate], found[Known.signingCertificateV2])

        var outer = DERReader(timestampInfo)
        var fields = try outer.sequence()
        try outer.finish()
        guard try fields.small() == 1 else { throw refuse("expected a TSTInfo of version 1") }
        policy = try fields.objectIdentifier()
        var imprint = try fields.sequence()
        let algorithm = try Self.digestAlgorithm(&imprint)
        let hash = Array(try imprint.octetString())
        try imprint.finish()
        guard let imprint = Digest(algorithm: algorithm, bytes: hash) else {
            throw refuse("expected \(algorithm.length) bytes of \(algorithm.rawValue), found \(hash.count)")
        }
        self.imprint = imprint
        _ = try fields.integer()
        time = try Instant(fields.next(DERTag.generalizedTime), allowingFraction: true)
        _ = try fields.optional(DERTag.sequence)
        if fields.nextTag == DERTag.boolean { _ = try fields.boolean() }
        nonce = fields.nextTag == DERTag.integer ? Array(try fields.integer()) : nil
        _ = try fields.optional(DERTag.context(0))
        _ = try fields.optional(DERTag.context(1))
        try fields.finish()
    }

    /// SHA-2 of 256 bits or more.
    private static func digestAlgorithm(_ reader: inout DERReader) throws(DERError) -> Digest.Algorithm {
        var algorithm = try reader.sequence()
        let identifier = try algorithm.objectIdentifier()
        _ = try algorithm.optional(DERTag.null)
        try algorithm.finish()
        guard let digest = SignatureAlgorithm.digests[identifier] else {
            throw reader.failure(.unexpectedValue("expected SHA-256, 384 or 512, found \(identifier)"))
        }
        return digest
    }

    /// The first ESSCertID of either form names the signer; SHA-1 in the old form only binds, it does not stand for
    /// content.
    private static func certificateHash(_ old: DERElement?, _ new: DERElement?) throws(DERError) -> Digest {
        if let new {
            var certificates = try first(new)
            var algorithm = Digest.Algorithm.sha256
            if certificates.nextTag == DERTag.sequence { algorithm = try digestAlgorithm(&certificates) }
            if let digest = Digest(algorithm: algorithm, bytes: try certificates.octetString()) { return digest }
        } else if let old {
            var certificates = try first(old)
            if let digest = Digest(algorithm: .sha1, bytes: try certificates.octetString()) { return digest }
        }
        throw DERError(.unexpectedValue("expected the signer's certificate as signed attribute"), at: 0)
    }

    private static func first(_ attribute: DERElement) throws(DERError) -> DERReader {
        guard attribute.tag == DERTag.sequence else {
            throw DERError(
                .unexpectedTag(expected: DERTag.sequence, found: attribute.tag), at: attribute.encoded.startIndex)
        }
        var fields = attribute.inside
        var certificates = try fields.sequence()
        return try certificates.sequence()
    }

    /// Whether the token names this certificate as its signer.
    func names(_ certificate: Certificate) -> Bool {
        switch signer {
        case .serial(let issuer, let serial): certificate.issuer == issuer && certificate.serial == serial
        case .keyIdentifier(let identifier): certificate.subjectKeyIdentifier == identifier
        }
    }

    /// Whether this certificate's key has signed the token, and the token says so.
    func isSigned(by certificate: Certificate) -> Bool {
        guard Digest.of(certificate.der, certificateHash.algorithm) == certificateHash,
            let scheme = signatureAlgorithm.scheme
        else { return false }
        do throws(KeyError) {
            return try certificate.publicKey().verifies(signature, of: .message(signedAttributes), scheme: scheme)
        } catch {
            return false
        }
    }
}
