package import Content

/// An X.509 certificate, version 3, as Fulcio, timestamp authorities and private authorities issue them (RFC 5280 §4).
///
/// Comes in as DER from anywhere; says what it says, and nothing is believed of it until `CertificateChain` has found
/// its way to an anchor.
package struct Certificate: Sendable {
    package let der: [UInt8]
    /// The part that is signed, and its slice before and after the list of extensions.
    let signedPart: ArraySlice<UInt8>
    private let extensionElements: [(identifier: ObjectIdentifier, encoded: ArraySlice<UInt8>)]
    private let beforeExtensions: ArraySlice<UInt8>

    /// The serial number's bytes, which may be negative in old timestamps' authorities.
    package let serial: [UInt8]
    /// Names in DER, compared byte by byte.
    package let issuer: [UInt8]
    package let subject: [UInt8]
    package let validity: ValidityPeriod
    /// Read once: checking that a point is on its curve costs as much as a signature.
    private let key: Result<VerificationKey, KeyError>
    /// The SubjectPublicKeyInfo in DER.
    package let publicKeyDER: [UInt8]
    let signatureAlgorithm: SignatureAlgorithm
    let signature: ArraySlice<UInt8>

    package private(set) var isAuthority = false
    package private(set) var pathLength: Int?
    package private(set) var keyUsage: KeyUsage?
    package private(set) var extendedKeyUsage: [ObjectIdentifier]?
    package private(set) var isExtendedKeyUsageCritical = false
    package private(set) var names: [SubjectAlternativeName] = []
    package private(set) var fulcio: [FulcioExtension: String] = [:]
    /// The list of signed certificate timestamps, not yet read.
    private(set) var timestampList: ArraySlice<UInt8>?
    private(set) var subjectKeyIdentifier: [UInt8]?
    private(set) var authorityKeyIdentifier: [UInt8]?
    /// Critical extensions that this reader does not know: no one may rely on the certificate (RFC 5280 §4.2).
    package private(set) var unknownCritical: [ObjectIdentifier] = []

    package struct KeyUsage: OptionSet, Sendable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }
        package static let digitalSignature = KeyUsage(rawValue: 1 << 15)
        package static let certificateSigning = KeyUsage(rawValue: 1 << 10)
    }

    /// Bytes of a certificate; those of Fulcio have about two thousand.
    package static let limit = 64 << 10
    static let extensionLimit = 128

    static let codeSigning = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 3)
    static let timeStamping = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 8)
    static let anyUsage = ObjectIdentifier(2, 5, 29, 37, 0)
    static let timestampListExtension = ObjectIdentifier(1, 3, 6, 1, 4, 1, 11129, 2, 4, 2)
    static let poison = ObjectIdentifier(1, 3, 6, 1, 4, 1, 11129, 2, 4, 3)

    private enum Known {
        static let subjectKeyIdentifier = ObjectIdentifier(2, 5, 29, 14)
        static let keyUsage = ObjectIdentifier(2, 5, 29, 15)
        static let subjectAlternativeName = ObjectIdentifier(2, 5, 29, 17)
        static let basicConstraints = ObjectIdentifier(2, 5, 29, 19)
        static let authorityKeyIdentifier = ObjectIdentifier(2, 5, 29, 35)
        static let extendedKeyUsage = ObjectIdentifier(2, 5, 29, 37)
    }

    package init(der bytes: [UInt8]) throws(DERError) {
        guard bytes.count <= Self.limit else {
            throw DERError(.unexpectedValue("expected at most \(Self.limit) bytes of a certificate"), at: 0)
        }
        der = bytes
        var outer = DERReader(bytes)
        var certificate = try outer.sequence()
        try outer.finish()
        let signed = try certificate.next(DERTag.sequence)
        signedPart = signed.encoded
        signatureAlgorithm = try SignatureAlgorithm(certificate.next(DERTag.sequence))
        signature = try certificate.bitString()
        try certificate.finish()

        var body = signed.inside
        var version = try body.next(DERTag.context(0)).inside
        guard try version.small() == 2 else {
            throw version.failure(.unexpectedValue("expected a certificate of version 3"))
        }
        try version.finish()
        serial = Array(try body.integer())
        let inner = try body.next(DERTag.sequence)
        // RFC 5280 §4.1.1.2: the same in both places, since only the inner one is signed.
        guard inner.encoded.elementsEqual(signatureAlgorithm.encoded) else {
            throw DERError(
                .unexpectedValue("expected one signature algorithm, found two"), at: inner.encoded.startIndex)
        }
        issuer = Array(try body.next(DERTag.sequence).encoded)
        var period = try body.sequence()
        let start = try Instant(period.next())
        let end = try Instant(period.next())
        try period.finish()
        validity = ValidityPeriod(start: start, end: end)
        subject = Array(try body.next(DERTag.sequence).encoded)
        let parts = try PublicKeyParts(body.next(DERTag.sequence))
        publicKeyDER = parts.der
        do throws(KeyError) { key = .success(try VerificationKey(parts)) } catch { key = .failure(error) }
        _ = try body.optional(DERTag.implicit(1))
        _ = try body.optional(DERTag.implicit(2))

        var elements: [(ObjectIdentifier, ArraySlice<UInt8>)] = []
        guard let wrapper = try body.optional(DERTag.context(3)) else {
            beforeExtensions = signed.content
            extensionElements = []
            try body.finish()
            return
        }
        try body.finish()
        beforeExtensions = signed.content[signed.content.startIndex..<wrapper.encoded.startIndex]
        var wrapped = wrapper.inside
        var list = try wrapped.sequence()
        try wrapped.finish()
        var seen: Set<ObjectIdentifier> = []
        var read: [(identifier: ObjectIdentifier, isCritical: Bool, value: ArraySlice<UInt8>)] = []
        while !list.isAtEnd {
            let element = try list.next(DERTag.sequence)
            var fields = element.inside
            let identifier = try fields.objectIdentifier()
            var isCritical = false
            if fields.nextTag == DERTag.boolean {
                isCritical = try fields.boolean()
                guard isCritical else { throw fields.failure(.malformed("BOOLEAN that is the default")) }
            }
            let value = try fields.octetString()
            try fields.finish()
            guard seen.insert(identifier).inserted, seen.count <= Self.extensionLimit else {
                throw list.failure(
                    .unexpectedValue("expected each extension once, found \(identifier) again or too many"))
            }
            elements.append((identifier, element.encoded))
            read.append((identifier, isCritical, value))
        }
        extensionElements = elements
        for (identifier, isCritical, value) in read { try take(identifier, isCritical, value) }
    }

    private mutating func take(
        _ identifier: ObjectIdentifier, _ isCritical: Bool, _ value: ArraySlice<UInt8>
    ) throws(DERError) {
        var reader = DERReader(value)
        switch identifier {
        case Known.basicConstraints:
            var fields = try reader.sequence()
            if fields.nextTag == DERTag.boolean {
                isAuthority = try fields.boolean()
                guard isAuthority else { throw fields.failure(.malformed("BOOLEAN that is the default")) }
            }
            if fields.nextTag == DERTag.integer { pathLength = try fields.small() }
            try fields.finish()
            try reader.finish()
        case Known.keyUsage:
            let (bytes, _) = try reader.bits()
            try reader.finish()
            guard bytes.count <= 2 else {
                throw reader.failure(.unexpectedValue("expected at most 16 bits of key usage"))
            }
            keyUsage = KeyUsage(
                rawValue: bytes.enumerated().reduce(0) { $0 | UInt16($1.element) << (8 - 8 * $1.offset) })
        case Known.extendedKeyUsage:
            var fields = try reader.sequence()
            var usages: [ObjectIdentifier] = []
            while !fields.isAtEnd, usages.count < 32 { usages.append(try fields.objectIdentifier()) }
            try fields.finish()
            try reader.finish()
            extendedKeyUsage = usages
            isExtendedKeyUsageCritical = isCritical
        case Known.subjectAlternativeName: names = try SubjectAlternativeName.read(value)
        case Known.subjectKeyIdentifier:
            subjectKeyIdentifier = Array(try reader.octetString())
            try reader.finish()
        case Known.authorityKeyIdentifier:
            var fields = try reader.sequence()
            try reader.finish()
            authorityKeyIdentifier = try fields.optional(DERTag.implicit(0)).map { Array($0.content) }
        case Self.timestampListExtension:
            timestampList = try reader.octetString()
            try reader.finish()
        default:
            if let known = FulcioExtension(identifier) {
                if known.isBareText {
                    guard let text = String(validating: value, as: UTF8.self) else {
                        throw reader.failure(.malformed("text of \(identifier)"))
                    }
                    fulcio[known] = text
                } else {
                    guard reader.nextTag == DERTag.utf8String else {
                        throw reader.failure(.unexpectedTag(expected: DERTag.utf8String, found: reader.nextTag))
                    }
                    fulcio[known] = try reader.text()
                    try reader.finish()
                }
            } else if isCritical {
                unknownCritical.append(identifier)
            }
        }
    }

    /// The key, once its numbers are checked.
    package func publicKey() throws(KeyError) -> VerificationKey { try key.get() }

    package var fingerprint: Digest { Digest.of(der) }

    /// Whether issuer and subject are one; says nothing of the signature.
    var isSelfIssued: Bool { issuer == subject }

    /// What a certificate log signed: the signed part without the list of log signatures, and nothing else changed
    /// (RFC 6962 §3.2). Only the lengths of what held the list are written anew.
    var signedPartForLogs: [UInt8] {
        let kept = extensionElements.filter { $0.identifier != Self.timestampListExtension }.flatMap { $0.encoded }
        let list = DER.element(DERTag.context(3), DER.element(DERTag.sequence, kept))
        return DER.element(DERTag.sequence, Array(beforeExtensions) + list)
    }

    /// Whether `candidate`'s key has signed this certificate. Names and identifiers must match first.
    func isSigned(by candidate: Certificate) -> Bool {
        guard issuer == candidate.subject, let scheme = signatureAlgorithm.scheme else { return false }
        if let mine = authorityKeyIdentifier, let its = candidate.subjectKeyIdentifier, mine != its { return false }
        do throws(KeyError) {
            return try candidate.publicKey().verifies(signature, of: .message(Array(signedPart)), scheme: scheme)
        } catch {
            return false
        }
    }
}
