/// Private keys as PKCS #1 (RFC 8017 §A.1.2), PKCS #8 (RFC 5958) and SEC 1 (RFC 5915) store them.
enum PrivateKeyFile {
    /// Modulus, public and private exponent, both primes, and what the Chinese remainder theorem needs.
    case rsa([BigNatural])
    case elliptic(EllipticCurve, scalar: BigNatural, point: [UInt8])
    case ed25519(seed: [UInt8])

    /// - Parameter label: of the block of PEM that the bytes stood in.
    init?(_ bytes: [UInt8], label: String) throws(DER.Failure) {
        switch label {
        case "RSA PRIVATE KEY": self = try Self.rsaKey(DER.parse(bytes))
        case "EC PRIVATE KEY": self = try Self.ellipticKey(DER.parse(bytes), curve: nil)
        case "PRIVATE KEY": self = try Self.pkcs8(DER.parse(bytes))
        default: return nil
        }
    }

    private static func rsaKey(_ element: DER) throws(DER.Failure) -> PrivateKeyFile {
        let parts = try element.sequence()
        guard parts.count >= 9 else { throw .structure }
        var numbers: [BigNatural] = []
        for part in parts[1..<9] { numbers.append(try part.unsigned()) }
        return .rsa(numbers)
    }

    private static func ellipticKey(_ element: DER, curve: EllipticCurve?) throws(DER.Failure) -> PrivateKeyFile {
        let parts = try element.sequence()
        guard parts.count >= 2 else { throw .structure }
        var (curve, point): (EllipticCurve?, [UInt8]) = (curve, [])
        for part in parts.dropFirst(2) {
            guard let inner = try part.children().first else { throw .structure }
            if part.tag == 0xA0 { curve = EllipticCurve.identifiers[try inner.objectIdentifier()] }
            if part.tag == 0xA1 { point = Array(try inner.bitString().bytes) }
        }
        guard let curve else { throw DER.Failure(description: "x509: unknown elliptic curve") }
        return .elliptic(curve, scalar: BigNatural(bytes: try parts[1].octets()), point: point)
    }

    private static func pkcs8(_ element: DER) throws(DER.Failure) -> PrivateKeyFile {
        let parts = try element.sequence()
        guard parts.count >= 3 else { throw .structure }
        let algorithm = try parts[1].sequence()
        guard let first = algorithm.first else { throw .structure }
        let key = try parts[2].octets()
        switch try first.objectIdentifier() {
        case [1, 2, 840, 113549, 1, 1, 1]: return try rsaKey(DER.parse(key))
        case [1, 2, 840, 10045, 2, 1]:
            let curve = algorithm.count > 1 ? EllipticCurve.identifiers[try algorithm[1].objectIdentifier()] : nil
            return try ellipticKey(DER.parse(key), curve: curve)
        case [1, 3, 101, 112]: return .ed25519(seed: Array(try DER.parse(key).octets()))
        default: throw DER.Failure(description: "x509: PKCS#8 wrapping contained private key with unknown algorithm")
        }
    }
}
