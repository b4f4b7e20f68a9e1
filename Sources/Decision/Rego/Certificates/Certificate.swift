/// A certificate (RFC 5280), read but not believed.
struct Certificate {
    let raw: ArraySlice<UInt8>
    let signedPart: ArraySlice<UInt8>
    let version: Int
    let serialNumber: Decimal
    let signatureAlgorithm: SignatureAlgorithm
    let signature: [UInt8]
    let issuer: DistinguishedName
    let subject: DistinguishedName
    /// Seconds since 1970.
    let notBefore: Int
    let notAfter: Int
    let keyInfo: DER
    let publicKey: PublicKey
    let extensions: CertificateExtensions

    init(_ bytes: some Collection<UInt8>) throws(DER.Failure) {
        do throws(DER.Failure) {
            try self.init(DER.parse(bytes))
        } catch {
            throw DER.Failure(
                description: error.description.hasPrefix("x509:") ? error.description : "x509: malformed certificate")
        }
    }

    /// The certificates of a text of them, one after another.
    static func all(_ bytes: [UInt8]) throws(DER.Failure) -> [Certificate] {
        var certificates: [Certificate] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let element: DER
            do throws(DER.Failure) {
                element = try DER.take(from: &rest)
            } catch {
                throw DER.Failure(description: "x509: malformed certificate")
            }
            certificates.append(try Certificate(element.whole))
        }
        return certificates
    }

    private init(_ element: DER) throws(DER.Failure) {
        let parts = try element.sequence()
        guard parts.count == 3 else { throw .structure }
        raw = element.whole
        signedPart = parts[0].whole
        signatureAlgorithm = try SignatureAlgorithm(parts[1])
        signature = Array(try parts[2].bitString().bytes)
        var fields = try parts[0].sequence()[...]
        var version = 1
        if let first = fields.first, first.tag == 0xA0 {
            guard let number = try first.children().first else { throw .structure }
            version = try number.smallInteger() + 1
            guard (1...3).contains(version) else { throw DER.Failure(description: "x509: invalid version") }
            fields = fields.dropFirst()
        }
        self.version = version
        guard fields.count >= 6 else { throw .structure }
        let start = fields.startIndex
        serialNumber = try fields[start].integer()
        issuer = try DistinguishedName(fields[start + 2])
        let validity = try fields[start + 3].sequence()
        guard validity.count == 2 else { throw .structure }
        notBefore = try validity[0].time()
        notAfter = try validity[1].time()
        subject = try DistinguishedName(fields[start + 4])
        keyInfo = fields[start + 5]
        publicKey = try PublicKey(info: keyInfo)
        var extensions = CertificateExtensions()
        for field in fields.dropFirst(6) where field.tag == 0xA3 {
            guard let list = try field.children().first else { throw .structure }
            try extensions.read(list)
        }
        self.extensions = extensions
    }

    /// Whether this certificate's key made the signature of another's.
    func verifiesSignature(of other: Certificate) -> Bool {
        other.signatureAlgorithm.verifies(other.signature, of: Array(other.signedPart), by: publicKey)
    }
}

/// Algorithms of signatures, by the numbers that Go gives them.
enum SignatureAlgorithm: Int {
    case unknown = 0
    case md2RSA, md5RSA, sha1RSA, sha256RSA, sha384RSA, sha512RSA, sha1DSA, sha256DSA, sha1ECDSA, sha256ECDSA
    case sha384ECDSA, sha512ECDSA, sha256PSS, sha384PSS, sha512PSS, ed25519

    init(_ element: DER) throws(DER.Failure) {
        let parts = try element.sequence()
        guard let first = parts.first else { throw .structure }
        let rsa = [1, 2, 840, 113549, 1, 1]
        switch try first.objectIdentifier() {
        case rsa + [2]: self = .md2RSA
        case rsa + [4]: self = .md5RSA
        case rsa + [5], [1, 3, 14, 3, 2, 29]: self = .sha1RSA
        case rsa + [11]: self = .sha256RSA
        case rsa + [12]: self = .sha384RSA
        case rsa + [13]: self = .sha512RSA
        case rsa + [10]: self = try Self.pss(parts)
        case [1, 2, 840, 10040, 4, 3]: self = .sha1DSA
        case [2, 16, 840, 1, 101, 3, 4, 3, 2]: self = .sha256DSA
        case [1, 2, 840, 10045, 4, 1]: self = .sha1ECDSA
        case [1, 2, 840, 10045, 4, 3, 2]: self = .sha256ECDSA
        case [1, 2, 840, 10045, 4, 3, 3]: self = .sha384ECDSA
        case [1, 2, 840, 10045, 4, 3, 4]: self = .sha512ECDSA
        case [1, 3, 101, 112]: self = .ed25519
        default: self = .unknown
        }
    }

    /// RFC 4055 §3.1: the hash stands in the parameters.
    private static func pss(_ parts: [DER]) throws(DER.Failure) -> SignatureAlgorithm {
        guard parts.count == 2, let hash = try parts[1].sequence().first(where: { $0.tag == 0xA0 }),
            let name = try hash.children().first?.sequence().first?.objectIdentifier()
        else { return .unknown }
        switch name {
        case [2, 16, 840, 1, 101, 3, 4, 2, 1]: return .sha256PSS
        case [2, 16, 840, 1, 101, 3, 4, 2, 2]: return .sha384PSS
        case [2, 16, 840, 1, 101, 3, 4, 2, 3]: return .sha512PSS
        default: return .unknown
        }
    }

    /// Signatures over broken hashes verify nothing, as in Go.
    func verifies(_ signature: [UInt8], of message: [UInt8], by key: PublicKey) -> Bool {
        switch self {
        case .sha256RSA: key.verifiesRSA(signature, of: message, .sha256)
        case .sha384RSA: key.verifiesRSA(signature, of: message, .sha384)
        case .sha512RSA: key.verifiesRSA(signature, of: message, .sha512)
        case .sha256PSS: key.verifiesPSS(signature, of: message, .sha256)
        case .sha384PSS: key.verifiesPSS(signature, of: message, .sha384)
        case .sha512PSS: key.verifiesPSS(signature, of: message, .sha512)
        case .sha256ECDSA: key.verifiesECDSA(signature, of: message, .sha256, isDER: true)
        case .sha384ECDSA: key.verifiesECDSA(signature, of: message, .sha384, isDER: true)
        case .sha512ECDSA: key.verifiesECDSA(signature, of: message, .sha512, isDER: true)
        case .ed25519: key.verifiesEd25519(signature, of: message)
        case .unknown, .md2RSA, .md5RSA, .sha1RSA, .sha1DSA, .sha256DSA, .sha1ECDSA: false
        }
    }
}
