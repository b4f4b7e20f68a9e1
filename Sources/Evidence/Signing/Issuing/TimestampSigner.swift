internal import Content

/// Makes timestamps (RFC 3161 §2.4.2, in CMS, RFC 5652 §5; ESSCertIDv2, RFC 5816).
package struct TimestampSigner: Sendable {
    private let key: SigningKey
    private let certificate: Certificate
    private let policy: ObjectIdentifier

    /// The policy that Sigstore's authorities name.
    package static let sigstorePolicy = ObjectIdentifier(1, 3, 6, 1, 4, 1, 57264, 2)

    private static let signedData = ObjectIdentifier(1, 2, 840, 113549, 1, 7, 2)
    private static let timestampInfo = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 1, 4)
    private static let contentType = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 3)
    private static let messageDigest = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 4)
    private static let signingCertificate = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 2, 47)

    /// - Throws: when the key is not the certificate's.
    package init(
        key: SigningKey, certificate: Certificate, policy: ObjectIdentifier = Self.sigstorePolicy
    ) throws(KeyError) {
        guard try certificate.publicKey() == key.publicKey else {
            throw .invalid("the timestamp authority's key is not the one of its certificate")
        }
        self.key = key
        self.certificate = certificate
        self.policy = policy
    }

    /// A TimeStampResp. A policy that is not this authority's is refused in it, with the reason (§2.4.2).
    package func response(
        to request: TimestampRequest, at time: Instant, serial: [UInt8] = CertificateDraft.randomSerial()
    ) throws(KeyError) -> [UInt8] {
        if let wanted = request.policy, wanted != policy {
            // unacceptedPolicy is bit 15 of PKIFailureInfo.
            return DER.sequence(DER.sequence(DER.integer(2), DER.element(DERTag.bitString, [0, 0x00, 0x01])))
        }
        return DER.sequence(
            DER.sequence(DER.integer(0)), try token(request, time, serial))
    }

    private func token(
        _ request: TimestampRequest, _ time: Instant, _ serial: [UInt8]
    ) throws(KeyError) -> [UInt8] {
        var info = DER.integer(1) + DER.objectIdentifier(policy)
        info += DER.sequence(Self.digest(request.imprint.algorithm), DER.octetString(request.imprint.bytes))
        info += DER.unsigned(serial) + DER.generalizedTime(time)
        // Accuracy of one second: times are whole seconds.
        info += DER.sequence(DER.integer(1))
        if let nonce = request.nonce { info += DER.element(DERTag.integer, nonce) }
        let content = DER.element(DERTag.sequence, info)

        func attribute(_ identifier: ObjectIdentifier, _ value: [UInt8]) -> [UInt8] {
            DER.sequence(DER.objectIdentifier(identifier), DER.set(value))
        }
        let hash = key.algorithm.defaultScheme.digest ?? .sha256
        // ESSCertIDv2: the hash algorithm is left out when it is SHA-256, its default.
        let attributes = DER.set(
            attribute(Self.contentType, DER.objectIdentifier(Self.timestampInfo)),
            attribute(Self.messageDigest, DER.octetString(Digest.of(content, hash).bytes)),
            attribute(
                Self.signingCertificate,
                DER.sequence(
                    DER.sequence(DER.sequence(DER.octetString(Digest.of(certificate.der).bytes))))))
        let signature = try key.signature(of: .message(attributes))
        var tagged = attributes
        tagged[0] = DERTag.context(0)
        let signer = DER.sequence(
            DER.integer(1), DER.sequence(certificate.issuer, DER.element(DERTag.integer, certificate.serial)),
            Self.digest(hash), tagged, try CertificateDraft.identifier(of: key.algorithm), DER.octetString(signature))
        let encapsulated = DER.sequence(
            DER.objectIdentifier(Self.timestampInfo), DER.element(DERTag.context(0), DER.octetString(content)))
        let certificates = request.wantsCertificate ? DER.element(DERTag.context(0), certificate.der) : []
        return DER.sequence(
            DER.objectIdentifier(Self.signedData),
            DER.element(
                DERTag.context(0),
                DER.sequence(
                    DER.integer(3), DER.set(Self.digest(hash)), encapsulated, certificates, DER.set(signer))))
    }

    private static func digest(_ algorithm: Digest.Algorithm) -> [UInt8] {
        // 2.16.840.1.101.3.4.2.x (RFC 5754 §2); no parameters.
        let last: UInt =
            switch algorithm {
            case .sha384: 2
            case .sha512: 3
            case .md5, .sha1, .sha256: 1
            }
        return DER.sequence(DER.objectIdentifier(ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, last)))
    }
}
