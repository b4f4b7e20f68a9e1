/// Certificates as values, in the shape that Go's encoder gives its structure `x509.Certificate`: bytes in base 64,
/// what is not there null, and beside them the URIs as strings.
struct CertificateOutput {
    let heap: Heap

    func object(_ members: [(String, Value)]) throws(BuiltinError) -> Value {
        var pairs: [(key: Value, value: Value)] = []
        for (name, value) in members { pairs.append((try heap.string(name), value)) }
        return try heap.object(pairs)
    }

    func bytes(_ bytes: some Collection<UInt8>) throws(BuiltinError) -> Value {
        try heap.string(utf8: GoBase64.encode(bytes))
    }

    private func optional(_ bytes: ArraySlice<UInt8>?) throws(BuiltinError) -> Value {
        if let bytes { try self.bytes(bytes) } else { .null }
    }

    /// Null for none.
    private func strings(_ texts: [String]) throws(BuiltinError) -> Value {
        texts.isEmpty ? .null : try heap.array(heap.strings(texts))
    }

    private func numbers(_ numbers: [Int]) throws(BuiltinError) -> Value {
        var values: [Value] = []
        for number in numbers { values.append(try heap.number(number)) }
        return try heap.array(values)
    }

    private func list<Element>(
        _ elements: [Element], _ write: (Element) throws(BuiltinError) -> Value
    ) throws(BuiltinError) -> Value {
        if elements.isEmpty { return .null }
        var values: [Value] = []
        for element in elements { values.append(try write(element)) }
        return try heap.array(values)
    }

    func name(_ name: DistinguishedName) throws(BuiltinError) -> Value {
        try object([
            ("Country", strings(name.values(6))), ("Organization", strings(name.values(10))),
            ("OrganizationalUnit", strings(name.values(11))), ("Locality", strings(name.values(7))),
            ("Province", strings(name.values(8))), ("StreetAddress", strings(name.values(9))),
            ("PostalCode", strings(name.values(17))), ("SerialNumber", heap.string(name.values(5).last ?? "")),
            ("CommonName", heap.string(name.values(3).last ?? "")),
            (
                "Names",
                list(name.attributes) { attribute throws(BuiltinError) in
                    try object([("Type", numbers(attribute.type)), ("Value", heap.string(attribute.value))])
                }
            ), ("ExtraNames", .null),
        ])
    }

    /// The algorithm by Go's number, and the key.
    func publicKey(_ key: PublicKey) throws(BuiltinError) -> (algorithm: Value, key: Value) {
        switch key {
        case .rsa(let modulus, let exponent):
            return (Value(small: 1), try object([("N", number(modulus)), ("E", number(exponent))]))
        case .elliptic(let curve, let point):
            let x = BigNatural(bytes: point.dropFirst().prefix(curve.size))
            let y = BigNatural(bytes: point.suffix(curve.size))
            return (Value(small: 3), try object([("Curve", object([])), ("X", number(x)), ("Y", number(y))]))
        case .ed25519(let bytes): return (Value(small: 4), try self.bytes(bytes))
        case .other: return (Value(small: 0), .null)
        }
    }

    func number(_ natural: BigNatural) throws(BuiltinError) -> Value {
        try heap.number(Decimal(isNegative: false, coefficient: natural, exponent: 0))
    }

    func time(_ seconds: Int) throws(BuiltinError) -> Value {
        try heap.string(TimeLayout.rfc3339.format(ZonedTime(seconds: seconds, nanoseconds: 0)))
    }

    private func uri(_ text: String) throws(BuiltinError) -> Value {
        let url: GoURL
        do throws(GoURL.Failure) {
            url = try GoURL(text)
        } catch {
            throw .message(error.description)
        }
        return try object([
            ("Scheme", heap.string(url.scheme)), ("Opaque", heap.string(url.opaque)), ("User", .null),
            ("Host", heap.string(url.host)), ("Path", heap.string(String(decoding: url.path, as: UTF8.self))),
            ("RawPath", heap.string(url.rawPath)), ("OmitHost", .false), ("ForceQuery", .false),
            ("RawQuery", heap.string(url.rawQuery)),
            ("Fragment", heap.string(String(decoding: url.fragment, as: UTF8.self))), ("RawFragment", heap.string("")),
        ])
    }

    private func address(_ bytes: [UInt8]) -> String {
        let number = bytes.reduce((high: UInt64(0), low: UInt64(0))) {
            ($0.high << 8 | $0.low >> 56, $0.low << 8 | UInt64($1))
        }
        return IPAddress(high: number.high, low: number.low, isV4: bytes.count == 4).description
    }

    private func range(_ bytes: [UInt8]) throws(BuiltinError) -> Value {
        let half = bytes.count / 2
        return try object([
            ("IP", heap.string(address(Array(bytes[..<half])))), ("Mask", self.bytes(bytes[half...])),
        ])
    }

    private func extensions(_ extensions: [CertificateExtensions.Raw]) throws(BuiltinError) -> Value {
        try list(extensions) { raw throws(BuiltinError) in
            try object([
                ("Id", numbers(raw.identifier)), ("Critical", Value(raw.isCritical)), ("Value", bytes(raw.value)),
            ])
        }
    }

    func value(_ certificate: Certificate) throws(BuiltinError) -> Value {
        let extensions = certificate.extensions
        let key = try publicKey(certificate.publicKey)
        let usages = (extensions.extendedKeyUsage ?? []).map { ExtendedKeyUsage.numbers[$0] }
        let unknown = zip(extensions.extendedKeyUsage ?? [], usages).filter { $0.1 == nil }.map(\.0)
        let names = extensions.names
        let (permitted, excluded) = (extensions.permitted, extensions.excluded)
        var members: [(String, Value)] = [
            ("Raw", try bytes(certificate.raw)), ("RawTBSCertificate", try bytes(certificate.signedPart)),
            ("RawSubjectPublicKeyInfo", try bytes(certificate.keyInfo.whole)),
            ("RawSubject", try bytes(certificate.subject.raw)), ("RawIssuer", try bytes(certificate.issuer.raw)),
            ("Signature", try bytes(certificate.signature)),
            ("SignatureAlgorithm", Value(small: Int32(certificate.signatureAlgorithm.rawValue))),
            ("PublicKeyAlgorithm", key.algorithm), ("PublicKey", key.key),
            ("Version", try heap.number(certificate.version)),
            ("SerialNumber", try heap.number(certificate.serialNumber)), ("Issuer", try name(certificate.issuer)),
            ("Subject", try name(certificate.subject)), ("NotBefore", try time(certificate.notBefore)),
            ("NotAfter", try time(certificate.notAfter)), ("KeyUsage", try heap.number(extensions.keyUsage)),
            ("Extensions", try self.extensions(extensions.all)), ("ExtraExtensions", .null),
            ("UnhandledCriticalExtensions", try list(extensions.unhandledCritical, numbers)),
        ]
        members += [
            ("ExtKeyUsage", usages.contains { $0 != nil } ? try numbers(usages.compactMap { $0 }) : .null),
            ("UnknownExtKeyUsage", try list(unknown, numbers)),
            ("BasicConstraintsValid", Value(extensions.hasBasicConstraints)), ("IsCA", Value(extensions.isAuthority)),
            ("MaxPathLen", try heap.number(extensions.pathLength)),
            ("MaxPathLenZero", Value(extensions.hasBasicConstraints && extensions.pathLength == 0)),
            ("SubjectKeyId", try optional(extensions.subjectKeyIdentifier)),
            ("AuthorityKeyId", try optional(extensions.authorityKeyIdentifier)),
            ("OCSPServer", try strings(extensions.ocspServers)),
            ("IssuingCertificateURL", try strings(extensions.issuingURLs)), ("DNSNames", try strings(names.dns)),
            ("EmailAddresses", try strings(names.emails)), ("IPAddresses", try strings(names.addresses.map(address))),
            ("URIs", try list(names.uris, uri)), ("URIStrings", try strings(names.uris)),
            ("PermittedDNSDomainsCritical", Value(extensions.nameConstraintsAreCritical)),
            ("PermittedDNSDomains", try strings(permitted.dns)), ("ExcludedDNSDomains", try strings(excluded.dns)),
            ("PermittedIPRanges", try list(permitted.ranges, range)),
            ("ExcludedIPRanges", try list(excluded.ranges, range)),
            ("PermittedEmailAddresses", try strings(permitted.emails)),
            ("ExcludedEmailAddresses", try strings(excluded.emails)),
            ("PermittedURIDomains", try strings(permitted.uriDomains)),
            ("ExcludedURIDomains", try strings(excluded.uriDomains)),
            ("CRLDistributionPoints", try strings(extensions.distributionPoints)),
            ("PolicyIdentifiers", try list(extensions.policies, numbers)),
            ("Policies", try strings(extensions.policies.map { $0.map { String($0) }.joined(separator: ".") })),
        ]
        return try object(members)
    }

    func value(_ request: CertificateRequest) throws(BuiltinError) -> Value {
        let key = try publicKey(request.publicKey)
        let names = request.extensions.names
        return try object([
            ("Raw", bytes(request.raw)), ("RawTBSCertificateRequest", bytes(request.signedPart)),
            ("RawSubjectPublicKeyInfo", bytes(request.keyInfo.whole)), ("RawSubject", bytes(request.subject.raw)),
            ("Version", heap.number(request.version)), ("Signature", bytes(request.signature)),
            ("SignatureAlgorithm", Value(small: Int32(request.signatureAlgorithm.rawValue))),
            ("PublicKeyAlgorithm", key.algorithm), ("PublicKey", key.key), ("Subject", name(request.subject)),
            ("Attributes", .null), ("Extensions", extensions(request.extensions.all)), ("ExtraExtensions", .null),
            ("DNSNames", strings(names.dns)), ("EmailAddresses", strings(names.emails)),
            ("IPAddresses", strings(names.addresses.map(address))), ("URIs", list(names.uris, uri)),
        ])
    }
}

/// Purposes of keys (RFC 5280 §4.2.1.12), by the numbers and names that Go gives them.
enum ExtendedKeyUsage {
    static let numbers: [[Int]: Int] = [
        [2, 5, 29, 37, 0]: 0, [1, 3, 6, 1, 5, 5, 7, 3, 1]: 1, [1, 3, 6, 1, 5, 5, 7, 3, 2]: 2,
        [1, 3, 6, 1, 5, 5, 7, 3, 3]: 3, [1, 3, 6, 1, 5, 5, 7, 3, 4]: 4, [1, 3, 6, 1, 5, 5, 7, 3, 5]: 5,
        [1, 3, 6, 1, 5, 5, 7, 3, 6]: 6, [1, 3, 6, 1, 5, 5, 7, 3, 7]: 7, [1, 3, 6, 1, 5, 5, 7, 3, 8]: 8,
        [1, 3, 6, 1, 5, 5, 7, 3, 9]: 9, [1, 3, 6, 1, 4, 1, 311, 10, 3, 3]: 10, [2, 16, 840, 1, 113730, 4, 1]: 11,
        [1, 3, 6, 1, 4, 1, 311, 2, 1, 22]: 12, [1, 3, 6, 1, 4, 1, 311, 61, 1, 1]: 13,
    ]

    static let names: [String: Int] = [
        "KeyUsageAny": 0, "KeyUsageServerAuth": 1, "KeyUsageClientAuth": 2, "KeyUsageCodeSigning": 3,
        "KeyUsageEmailProtection": 4, "KeyUsageIPSECEndSystem": 5, "KeyUsageIPSECTunnel": 6, "KeyUsageIPSECUser": 7,
        "KeyUsageTimeStamping": 8, "KeyUsageOCSPSigning": 9, "KeyUsageMicrosoftServerGatedCrypto": 10,
        "KeyUsageNetscapeServerGatedCrypto": 11, "KeyUsageMicrosoftCommercialCodeSigning": 12,
        "KeyUsageMicrosoftKernelCodeSigning": 13,
    ]
}
