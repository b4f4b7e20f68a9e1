internal import Content

/// A certificate before it is signed (RFC 5280 §4.1).
package struct CertificateDraft: Sendable {
    package struct Extension: Sendable {
        package var identifier: ObjectIdentifier
        package var isCritical: Bool
        package var value: [UInt8]

        package init(_ identifier: ObjectIdentifier, critical: Bool = false, _ value: [UInt8]) {
            self.identifier = identifier
            isCritical = critical
            self.value = value
        }

        var der: [UInt8] {
            isCritical
                ? DER.sequence(DER.objectIdentifier(identifier), DER.boolean(true), DER.octetString(value))
                : DER.sequence(DER.objectIdentifier(identifier), DER.octetString(value))
        }
    }

    /// Names in DER; an empty SEQUENCE names no one.
    package var issuer: [UInt8]
    package var subject: [UInt8]
    /// Its magnitude, at most 20 bytes (RFC 5280 §4.1.2.2).
    package var serial: [UInt8]
    package var key: VerificationKey
    package var start: Instant
    package var end: Instant
    package var extensions: [Extension]

    package init(
        issuer: [UInt8], subject: [UInt8], key: VerificationKey, start: Instant, end: Instant, extensions: [Extension],
        serial: [UInt8] = CertificateDraft.randomSerial()
    ) {
        self.issuer = issuer
        self.subject = subject
        self.serial = serial
        self.key = key
        self.start = start
        self.end = end
        self.extensions = extensions
    }

    /// 160 bits less the sign, never zero, from the system's generator.
    package static func randomSerial() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes = (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes[0] = bytes[0] & 0x7f | 0x40
        return bytes
    }

    /// Organisation and common name (X.520), as the authorities of Sigstore name themselves.
    package static func name(organization: String, commonName: String) -> [UInt8] {
        func attribute(_ last: UInt, _ text: String) -> [UInt8] {
            DER.set(
                DER.sequence(
                    DER.objectIdentifier(ObjectIdentifier(2, 5, 4, last)),
                    DER.element(DERTag.utf8String, Array(text.utf8))))
        }
        return DER.sequence(attribute(10, organization), attribute(3, commonName))
    }

    package static let noName: [UInt8] = DER.sequence()

    /// The part that is signed, as a key of this kind signs it.
    package func body(signedBy algorithm: KeyAlgorithm) throws(KeyError) -> [UInt8] {
        DER.sequence(
            DER.element(DERTag.context(0), DER.integer(2)), DER.unsigned(serial),
            try Self.identifier(of: algorithm), issuer,
            DER.sequence(DER.certificateTime(start), DER.certificateTime(end)), subject, key.derRepresentation,
            DER.element(DERTag.context(3), DER.element(DERTag.sequence, extensions.flatMap { $0.der })))
    }

    package func signed(by signer: SigningKey) throws(KeyError) -> [UInt8] {
        let body = try body(signedBy: signer.algorithm)
        return DER.sequence(
            body, try Self.identifier(of: signer.algorithm), DER.bitString(try signer.signature(of: .message(body))))
    }

    static func identifier(of algorithm: KeyAlgorithm) throws(KeyError) -> [UInt8] {
        switch algorithm {
        case .p256: DER.sequence(DER.objectIdentifier(ObjectIdentifier(1, 2, 840, 10045, 4, 3, 2)))
        case .p384: DER.sequence(DER.objectIdentifier(ObjectIdentifier(1, 2, 840, 10045, 4, 3, 3)))
        case .p521: DER.sequence(DER.objectIdentifier(ObjectIdentifier(1, 2, 840, 10045, 4, 3, 4)))
        case .ed25519: DER.sequence(DER.objectIdentifier(.ed25519))
        case .rsa: DER.sequence(DER.objectIdentifier(ObjectIdentifier(1, 2, 840, 113549, 1, 1, 11)), DER.null)
        case .mlDSA65: DER.sequence(DER.objectIdentifier(.mlDSA65))
        case .mlDSA87: DER.sequence(DER.objectIdentifier(.mlDSA87))
        }
    }
}

extension CertificateDraft.Extension {
    /// May sign certificates and revocation lists; `pathLength` authorities may stand below.
    package static func authority(pathLength: Int?) -> [Self] {
        let constraints =
            pathLength.map { DER.sequence(DER.boolean(true), DER.integer($0)) } ?? DER.sequence(DER.boolean(true))
        return [
            Self(ObjectIdentifier(2, 5, 29, 19), critical: true, constraints),
            Self(ObjectIdentifier(2, 5, 29, 15), critical: true, DER.element(DERTag.bitString, [1, 0x06])),
        ]
    }

    package static let digitalSignature = Self(
        ObjectIdentifier(2, 5, 29, 15), critical: true, DER.element(DERTag.bitString, [7, 0x80]))

    package static let codeSigning = Self(
        ObjectIdentifier(2, 5, 29, 37), DER.sequence(DER.objectIdentifier(Certificate.codeSigning)))

    /// Critical, and the only usage (RFC 3161 §2.3).
    package static let timeStamping = Self(
        ObjectIdentifier(2, 5, 29, 37), critical: true, DER.sequence(DER.objectIdentifier(Certificate.timeStamping)))

    /// The first 160 bits of SHA-256 over the SubjectPublicKeyInfo (RFC 7093 §2, method 4).
    private static func identifier(_ key: VerificationKey) -> [UInt8] { Array(key.fingerprint.bytes.prefix(20)) }

    package static func subjectKey(_ key: VerificationKey) -> Self {
        Self(ObjectIdentifier(2, 5, 29, 14), DER.octetString(identifier(key)))
    }

    package static func authorityKey(_ key: VerificationKey) -> Self {
        Self(ObjectIdentifier(2, 5, 29, 35), DER.sequence(DER.element(DERTag.implicit(0), identifier(key))))
    }

    /// Critical, because the subject is empty (RFC 5280 §4.2.1.6).
    ///
    /// - Returns: `nil` for names that a certificate cannot hold.
    package static func alternativeName(_ name: SubjectAlternativeName) -> Self? {
        func ascii(_ text: String) -> [UInt8]? {
            let bytes = Array(text.utf8)
            return !bytes.isEmpty && bytes.count <= 4096 && bytes.allSatisfy { (0x21..<0x7f).contains($0) }
                ? bytes : nil
        }
        let encoded: [UInt8]
        switch name {
        case .email(let text):
            guard let bytes = ascii(text) else { return nil }
            encoded = DER.element(DERTag.implicit(1), bytes)
        case .uri(let text):
            guard let bytes = ascii(text) else { return nil }
            encoded = DER.element(DERTag.implicit(6), bytes)
        case .username(let text):
            guard !text.isEmpty, text.utf8.count <= 4096 else { return nil }
            encoded = DER.element(
                DERTag.context(0),
                DER.objectIdentifier(FulcioExtension.otherName)
                    + DER.element(DERTag.context(0), DER.element(DERTag.utf8String, Array(text.utf8))))
        case .dns, .other: return nil
        }
        return Self(ObjectIdentifier(2, 5, 29, 17), critical: true, DER.sequence(encoded))
    }

    package static func fulcio(_ kind: FulcioExtension, _ text: String) -> Self {
        Self(
            ObjectIdentifier(1, 3, 6, 1, 4, 1, 57264, 1, UInt(kind.rawValue)),
            kind.isBareText ? Array(text.utf8) : DER.element(DERTag.utf8String, Array(text.utf8)))
    }

    /// A certificate log's promises; `value` is what `CertificateLogLeaf.extensionValue` gives.
    package static func certificateTimestamps(_ value: [UInt8]) -> Self {
        Self(Certificate.timestampListExtension, value)
    }
}

extension DER {
    private static func digits(_ instant: Instant) -> [UInt8] {
        Array(instant.description.utf8.filter { 0x30...0x39 ~= $0 }.prefix(14)) + [UInt8(ascii: "Z")]
    }

    /// Two digits of the year until 2049, four from then on (RFC 5280 §4.1.2.5).
    package static func certificateTime(_ instant: Instant) -> [UInt8] {
        // 2050-01-01T00:00:00Z
        instant.seconds < 2_524_608_000 && instant.seconds >= -631_152_000
            ? element(DERTag.utcTime, digits(instant).dropFirst(2)) : generalizedTime(instant)
    }

    /// Whole seconds.
    package static func generalizedTime(_ instant: Instant) -> [UInt8] {
        element(DERTag.generalizedTime, digits(instant))
    }
}
