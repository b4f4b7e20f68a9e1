internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

/// EncryptedPrivateKeyInfo (RFC 5958 §3) under PBES2 (RFC 8018 §6.2): PBKDF2 or scrypt, then AES in CBC mode.
///
/// What OpenSSL writes. The older schemes with DES, RC2 and MD5 are refused.
enum EncryptedPrivateKey {
    private static let pbes2 = ObjectIdentifier(1, 2, 840, 113549, 1, 5, 13)
    private static let pbkdf2 = ObjectIdentifier(1, 2, 840, 113549, 1, 5, 12)
    private static let scrypt = ObjectIdentifier(1, 3, 6, 1, 4, 1, 11591, 4, 11)
    private static let hmac: [ObjectIdentifier: KDF.Insecure.PBKDF2.HashFunction] = [
        ObjectIdentifier(1, 2, 840, 113549, 2, 7): .insecureSHA1, ObjectIdentifier(1, 2, 840, 113549, 2, 9): .sha256,
        ObjectIdentifier(1, 2, 840, 113549, 2, 10): .sha384, ObjectIdentifier(1, 2, 840, 113549, 2, 11): .sha512,
    ]
    private static let aes: [ObjectIdentifier: Int] = [
        ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 2): 16, ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 22): 24,
        ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 42): 32,
    ]

    private enum Derivation {
        case pbkdf2(salt: [UInt8], rounds: Int, KDF.Insecure.PBKDF2.HashFunction)
        case scrypt(salt: [UInt8], cost: Int, block: Int, parallel: Int)
    }

    private struct Parts {
        var derivation: Derivation
        var keyLength: Int
        var vector: [UInt8]
        var ciphertext: [UInt8]
    }

    /// The PrivateKeyInfo inside.
    static func open(_ bytes: [UInt8], password: [UInt8]) throws(KeyError) -> [UInt8] {
        let parts: Parts
        do throws(DERError) { parts = try read(bytes) } catch { throw .der(error) }
        let key: SymmetricKey
        do {
            switch parts.derivation {
            case .pbkdf2(let salt, let rounds, let hash):
                guard (1...10_000_000).contains(rounds) else {
                    throw KeyError.excessiveWork("expected at most 10000000 rounds of PBKDF2, found \(rounds)")
                }
                key = try KDF.Insecure.PBKDF2.deriveKey(
                    from: password, salt: salt, using: hash, outputByteCount: parts.keyLength,
                    unsafeUncheckedRounds: rounds)
            case .scrypt(let salt, let cost, let block, let parallel):
                key = try ScryptKey.derive(
                    password: password, salt: salt, cost: cost, block: block, parallel: parallel,
                    length: parts.keyLength)
            }
            let plain = try AES._CBC.decrypt(
                parts.ciphertext, using: key, iv: AES._CBC.IV(ivBytes: parts.vector))
            // One in 256 wrong keys leaves padding that looks right; then the structure does not.
            guard plain.first == DERTag.sequence else { throw KeyError.wrongPassword }
            return Array(plain)
        } catch let error as KeyError {
            throw error
        } catch {
            throw .wrongPassword
        }
    }

    private static func read(_ bytes: [UInt8]) throws(DERError) -> Parts {
        var outer = DERReader(bytes)
        var body = try outer.sequence()
        try outer.finish()
        func refuse(_ what: String) -> DERError { DERError(.unexpectedValue(what), at: 0) }
        var scheme = try body.sequence()
        guard try scheme.objectIdentifier() == pbes2 else { throw refuse("expected the encryption scheme PBES2") }
        var parameters = try scheme.sequence()
        try scheme.finish()
        var derivation = try parameters.sequence()
        var encryption = try parameters.sequence()
        try parameters.finish()
        let ciphertext = Array(try body.octetString())
        try body.finish()

        let cipher = try encryption.objectIdentifier()
        guard let length = aes[cipher] else { throw refuse("expected AES in CBC mode, found \(cipher)") }
        let vector = Array(try encryption.octetString())
        guard vector.count == 16 else { throw refuse("expected an initialisation vector of 16 bytes") }

        let function = try derivation.objectIdentifier()
        var values = try derivation.sequence()
        let salt = Array(try values.octetString())
        guard salt.count <= 1024 else { throw refuse("expected a salt of at most 1024 bytes") }
        switch function {
        case pbkdf2:
            let rounds = try values.small()
            if values.nextTag == DERTag.integer {
                guard try values.small() == length else { throw refuse("expected the key length of the cipher") }
            }
            var hash = KDF.Insecure.PBKDF2.HashFunction.insecureSHA1  // The default of RFC 8018 §A.2.
            if !values.isAtEnd {
                var prf = try values.sequence()
                let identifier = try prf.objectIdentifier()
                guard let named = hmac[identifier] else { throw refuse("expected HMAC with SHA, found \(identifier)") }
                hash = named
            }
            try values.finish()
            return Parts(
                derivation: .pbkdf2(salt: salt, rounds: rounds, hash), keyLength: length, vector: vector,
                ciphertext: ciphertext)
        case scrypt:
            let cost = try values.small()
            let block = try values.small()
            let parallel = try values.small()
            if values.nextTag == DERTag.integer {
                guard try values.small() == length else { throw refuse("expected the key length of the cipher") }
            }
            try values.finish()
            return Parts(
                derivation: .scrypt(salt: salt, cost: cost, block: block, parallel: parallel), keyLength: length,
                vector: vector, ciphertext: ciphertext)
        default: throw refuse("expected PBKDF2 or scrypt, found \(function)")
        }
    }
}

/// scrypt (RFC 7914) with a bound on what a file may ask for.
enum ScryptKey {
    /// Bytes of memory; cosign asks for 64 MiB.
    static let memory = 256 << 20

    static func derive(
        password: [UInt8], salt: [UInt8], cost: Int, block: Int, parallel: Int, length: Int
    ) throws(KeyError) -> SymmetricKey {
        guard cost > 1, cost & (cost - 1) == 0, (1...64).contains(block), (1...16).contains(parallel),
            cost <= memory / (128 * block)
        else {
            throw .excessiveWork(
                """
                expected scrypt with at most \(memory >> 20) MiB, found N \(cost), r \(block), p \(parallel)
                """)
        }
        do {
            return try KDF.Scrypt.deriveKey(
                from: password, salt: salt, outputByteCount: length, rounds: cost, blockSize: block,
                parallelism: parallel)
        } catch {
            throw .signing("scrypt: \(error)")
        }
    }
}
