import Crypto

/// Digests that signatures are made over.
enum SignatureHash: Sendable {
    case sha1, sha256, sha384, sha512

    func digest(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha1: Array(Insecure.SHA1.hash(data: bytes))
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }

    /// What stands before a digest in a PKCS #1 v1.5 signature (RFC 8017 §9.2, note 1).
    var prefix: [UInt8] {
        switch self {
        case .sha1: [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14]
        case .sha256:
            [
                0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
                0x04, 0x20,
            ]
        case .sha384:
            [
                0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00,
                0x04, 0x30,
            ]
        case .sha512:
            [
                0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00,
                0x04, 0x40,
            ]
        }
    }
}

enum EllipticCurve: String, Sendable {
    case p256 = "P-256", p384 = "P-384", p521 = "P-521"

    /// Bytes of a coordinate.
    var size: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }

    static let identifiers: [[Int]: EllipticCurve] = [
        [1, 2, 840, 10045, 3, 1, 7]: .p256, [1, 3, 132, 0, 34]: .p384, [1, 3, 132, 0, 35]: .p521,
    ]
}

/// A public key as certificates and tokens give it.
///
/// RSA is checked with the integers of this module: policies verify signatures of keys that today's libraries refuse
/// for their size, and a check of a public value has nothing to hide.
enum PublicKey: Equatable, Sendable {
    case rsa(modulus: BigNatural, exponent: BigNatural)
    /// The point uncompressed (SEC 1 §2.3.3).
    case elliptic(EllipticCurve, point: [UInt8])
    case ed25519([UInt8])
    /// Of an algorithm that nothing here checks.
    case other

    /// - Parameter info: a `SubjectPublicKeyInfo` (RFC 5280 §4.1).
    init(info: DER) throws(DER.Failure) {
        let parts = try info.sequence()
        guard parts.count == 2 else { throw .structure }
        let algorithm = try parts[0].sequence()
        guard let first = algorithm.first else { throw .structure }
        let bits = try parts[1].bitString().bytes
        switch try first.objectIdentifier() {
        case [1, 2, 840, 113549, 1, 1, 1]: self = try PublicKey(pkcs1: DER.parse(bits))
        case [1, 2, 840, 10045, 2, 1]:
            guard algorithm.count == 2, let curve = EllipticCurve.identifiers[try algorithm[1].objectIdentifier()]
            else {
                self = .other
                return
            }
            guard bits.first == 4, bits.count == 1 + 2 * curve.size else {
                throw DER.Failure(description: "x509: failed to unmarshal elliptic curve point")
            }
            self = .elliptic(curve, point: Array(bits))
        case [1, 3, 101, 112]:
            guard bits.count == 32 else { throw DER.Failure(description: "x509: wrong Ed25519 public key size") }
            self = .ed25519(Array(bits))
        default: self = .other
        }
    }

    /// - Parameter pkcs1: an `RSAPublicKey` (RFC 8017 §A.1.1).
    init(pkcs1: DER) throws(DER.Failure) {
        let numbers = try pkcs1.sequence()
        guard numbers.count == 2 else { throw .structure }
        self = .rsa(modulus: try numbers[0].unsigned(), exponent: try numbers[1].unsigned())
    }

    // MARK: Checking

    /// PKCS #1 v1.5 (RFC 8017 §8.2.2).
    func verifiesRSA(_ signature: [UInt8], of message: [UInt8], _ hash: SignatureHash) -> Bool {
        guard let block = opened(signature) else { return false }
        let ending = [0] + hash.prefix + hash.digest(message)
        let padding = block.count - ending.count - 2
        guard padding >= 8 else { return false }
        return block == [0, 1] + [UInt8](repeating: 0xFF, count: padding) + ending
    }

    /// PSS with MGF1 of the same hash and a salt of any length (RFC 8017 §8.1.2).
    func verifiesPSS(_ signature: [UInt8], of message: [UInt8], _ hash: SignatureHash) -> Bool {
        guard case .rsa(let modulus, _) = self, var block = opened(signature) else { return false }
        let bits = modulus.bitWidth - 1
        let size = (bits + 7) / 8
        if block.count > size {
            guard block.first == 0 else { return false }
            block.removeFirst()
        }
        let digest = hash.digest(message)
        guard block.count >= digest.count + 2, block.last == 0xBC else { return false }
        var masked = Array(block[..<(block.count - digest.count - 1)])
        let expected = Array(block[masked.count..<(block.count - 1)])
        let unused = size * 8 - bits
        guard masked[0] >> UInt8(8 - unused) == 0 || unused == 0 else { return false }
        let mask = Self.mask(expected, masked.count, hash)
        for index in masked.indices { masked[index] ^= mask[index] }
        masked[0] &= 0xFF >> UInt8(unused)
        guard let one = masked.firstIndex(where: { $0 != 0 }), masked[one] == 1 else { return false }
        return hash.digest([UInt8](repeating: 0, count: 8) + digest + masked[(one + 1)...]) == expected
    }

    private static func mask(_ seed: [UInt8], _ count: Int, _ hash: SignatureHash) -> [UInt8] {
        var mask: [UInt8] = []
        var counter: UInt32 = 0
        while mask.count < count {
            mask += hash.digest(seed + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) })
            counter += 1
        }
        return mask
    }

    /// What an RSA signature opens to, as long as the modulus.
    private func opened(_ signature: [UInt8]) -> [UInt8]? {
        // Bounds on what a hostile key may cost.
        guard case .rsa(let modulus, let exponent) = self, !modulus.isZero, modulus.bitWidth <= 16_384,
            exponent.bitWidth <= 64
        else { return nil }
        let size = (modulus.bitWidth + 7) / 8
        let number = BigNatural(bytes: signature)
        guard signature.count == size, BigNatural.compare(number, modulus) < 0 else { return nil }
        return number.power(exponent, modulo: modulus).bytes(count: size)
    }

    /// - Parameter isDER: whether the two numbers of the signature stand in a DER sequence or side by side.
    func verifiesECDSA(_ signature: [UInt8], of message: [UInt8], _ hash: SignatureHash, isDER: Bool) -> Bool {
        guard case .elliptic(let curve, let point) = self else { return false }
        var raw = signature
        if isDER {
            guard let joined = Self.joined(signature, curve.size) else { return false }
            raw = joined
        }
        guard raw.count == 2 * curve.size else { return false }
        do {
            switch curve {
            case .p256:
                let key = try P256.Signing.PublicKey(x963Representation: point)
                let signature = try P256.Signing.ECDSASignature(rawRepresentation: raw)
                switch hash {
                case .sha1: return key.isValidSignature(signature, for: Insecure.SHA1.hash(data: message))
                case .sha256: return key.isValidSignature(signature, for: SHA256.hash(data: message))
                case .sha384: return key.isValidSignature(signature, for: SHA384.hash(data: message))
                case .sha512: return key.isValidSignature(signature, for: SHA512.hash(data: message))
                }
            case .p384:
                let key = try P384.Signing.PublicKey(x963Representation: point)
                let signature = try P384.Signing.ECDSASignature(rawRepresentation: raw)
                switch hash {
                case .sha1: return key.isValidSignature(signature, for: Insecure.SHA1.hash(data: message))
                case .sha256: return key.isValidSignature(signature, for: SHA256.hash(data: message))
                case .sha384: return key.isValidSignature(signature, for: SHA384.hash(data: message))
                case .sha512: return key.isValidSignature(signature, for: SHA512.hash(data: message))
                }
            case .p521:
                let key = try P521.Signing.PublicKey(x963Representation: point)
                let signature = try P521.Signing.ECDSASignature(rawRepresentation: raw)
                switch hash {
                case .sha1: return key.isValidSignature(signature, for: Insecure.SHA1.hash(data: message))
                case .sha256: return key.isValidSignature(signature, for: SHA256.hash(data: message))
                case .sha384: return key.isValidSignature(signature, for: SHA384.hash(data: message))
                case .sha512: return key.isValidSignature(signature, for: SHA512.hash(data: message))
                }
            }
        } catch {
            // A point off the curve or a signature out of range verifies nothing.
            return false
        }
    }

    private static func joined(_ signature: [UInt8], _ size: Int) -> [UInt8]? {
        do throws(DER.Failure) {
            let numbers = try DER.parse(signature).sequence()
            guard numbers.count == 2 else { return nil }
            let (r, s) = (try numbers[0].unsigned(), try numbers[1].unsigned())
            guard r.bitWidth <= size * 8, s.bitWidth <= size * 8 else { return nil }
            return r.bytes(count: size) + s.bytes(count: size)
        } catch {
            return nil
        }
    }

    func verifiesEd25519(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard case .ed25519(let bytes) = self else { return false }
        do {
            return try Curve25519.Signing.PublicKey(rawRepresentation: bytes).isValidSignature(signature, for: message)
        } catch {
            return false
        }
    }
}
