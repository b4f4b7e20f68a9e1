/// The numbers of a public key, taken from its structure and not yet checked.
struct PublicKeyParts {
    enum Value {
        case point(curve: ObjectIdentifier, [UInt8])
        case ed25519([UInt8])
        case rsa(modulus: [UInt8], exponent: [UInt8])
        case mlDSA(ObjectIdentifier, [UInt8])
        case other(ObjectIdentifier)
    }

    let value: Value
    /// The SubjectPublicKeyInfo.
    let der: [UInt8]

    /// Reads a SubjectPublicKeyInfo, or a PKCS #1 RSAPublicKey, which begins with an INTEGER (RFC 8017 §A.1.1).
    init(der bytes: [UInt8]) throws(DERError) {
        var outer = DERReader(bytes)
        let element = try outer.next(DERTag.sequence)
        try outer.finish()
        if element.inside.nextTag == DERTag.integer {
            try self.init(value: Self.rsaValue(element.encoded), der: Self.rsa(bytes))
        } else {
            try self.init(element)
        }
    }

    private init(value: Value, der: [UInt8]) {
        self.value = value
        self.der = der
    }

    /// Reads the SubjectPublicKeyInfo of a certificate.
    init(_ element: DERElement) throws(DERError) {
        var body = element.inside
        var identifier = try body.sequence()
        let algorithm = try identifier.objectIdentifier()
        let parameters = identifier.isAtEnd ? nil : try identifier.next()
        try identifier.finish()
        let key = try body.bitString()
        try body.finish()
        der = Array(element.encoded)

        func refuse(_ what: String) -> DERError { DERError(.unexpectedValue(what), at: element.encoded.startIndex) }
        switch algorithm {
        case .ecPublicKey:
            // RFC 5480 §2.1.1: a named curve and nothing else.
            guard let parameters, parameters.tag == DERTag.objectIdentifier,
                let curve = ObjectIdentifier(content: parameters.content)
            else { throw refuse("expected the name of a curve") }
            value = .point(curve: curve, Array(key))
        case .rsaEncryption:
            // RFC 3279 §2.3.1: the parameters are NULL.
            guard let parameters, parameters.tag == DERTag.null, parameters.content.isEmpty else {
                throw refuse("expected NULL as parameters of an RSA key")
            }
            value = try Self.rsaValue(key)
        case .ed25519:
            // RFC 8410 §3: no parameters.
            guard parameters == nil else { throw refuse("expected no parameters of an Ed25519 key") }
            value = .ed25519(Array(key))
        case .mlDSA65, .mlDSA87:
            // RFC 9881 §4: no parameters.
            guard parameters == nil else { throw refuse("expected no parameters of an ML-DSA key") }
            value = .mlDSA(algorithm, Array(key))
        default: value = .other(algorithm)
        }
    }

    private static func rsaValue(_ bytes: ArraySlice<UInt8>) throws(DERError) -> Value {
        var outer = DERReader(bytes)
        var body = try outer.sequence()
        try outer.finish()
        let modulus = Array(try body.unsigned())
        let exponent = Array(try body.unsigned())
        try body.finish()
        return .rsa(modulus: modulus, exponent: exponent)
    }

    static func point(_ curve: ObjectIdentifier, _ point: some Collection<UInt8>) -> [UInt8] {
        DER.sequence(
            DER.sequence(DER.objectIdentifier(.ecPublicKey), DER.objectIdentifier(curve)), DER.bitString(point))
    }

    static func raw(_ algorithm: ObjectIdentifier, _ key: some Collection<UInt8>) -> [UInt8] {
        DER.sequence(DER.sequence(DER.objectIdentifier(algorithm)), DER.bitString(key))
    }

    static func rsa(_ pkcs1: [UInt8]) -> [UInt8] {
        DER.sequence(DER.sequence(DER.objectIdentifier(.rsaEncryption), DER.null), DER.bitString(pkcs1))
    }
}
