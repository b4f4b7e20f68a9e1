// A stand-in for the other half of swift-crypto; see Crypto.

public import Crypto

public enum _RSA {
    public enum Signing {
        public struct Padding: Sendable {
            public static let insecurePKCS1v1_5 = Padding()
            public static let PSS = Padding()
        }

        public struct KeySize: Sendable {
            public static let bits3072 = KeySize()
        }

        public struct RSASignature {
            public let rawRepresentation: [UInt8]
            public init(rawRepresentation: some Collection<UInt8>) { self.rawRepresentation = Array(rawRepresentation) }
            public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
                try rawRepresentation.withUnsafeBytes(body)
            }
        }

        public struct PublicKey: Sendable {
            public let pkcs1DERRepresentation: [UInt8] = [0x30, 0x06, 0x02, 0x01, 0x03, 0x02, 0x01, 0x03]
            public init(n: some Collection<UInt8>, e: some Collection<UInt8>) throws {
                guard n.count >= 256, e.count > 0 else { throw StandInError() }
            }
            public func isValidSignature(_ signature: RSASignature, for digest: some Digest, padding: Padding) -> Bool {
                signature.rawRepresentation.last.map { $0 & 1 == 1 } ?? false
            }
            init() {}
        }

        public struct PrivateKey: Sendable {
            public let derRepresentation: [UInt8]
            public let publicKey = PublicKey()
            public init(keySize: KeySize) throws { derRepresentation = [0x30, 0] }
            public init(n: [UInt8], e: [UInt8], d: [UInt8], p: [UInt8], q: [UInt8]) throws {
                guard n.count >= 256, !e.isEmpty, !d.isEmpty, !p.isEmpty, !q.isEmpty else { throw StandInError() }
                derRepresentation = [0x30, 0]
            }
            public init(derRepresentation: some Collection<UInt8>) throws {
                guard derRepresentation.count > 2 else { throw StandInError() }
                self.derRepresentation = Array(derRepresentation)
            }
            public func signature(for digest: some Digest, padding: Padding) throws -> RSASignature {
                RSASignature(rawRepresentation: [1])
            }
        }
    }
}

public enum KDF {
    public enum Insecure {
        public enum PBKDF2 {
            public struct HashFunction: Sendable {
                public static let insecureSHA1 = HashFunction()
                public static let sha256 = HashFunction()
                public static let sha384 = HashFunction()
                public static let sha512 = HashFunction()
            }

            public static func deriveKey(
                from password: [UInt8], salt: [UInt8], using hash: HashFunction, outputByteCount: Int,
                unsafeUncheckedRounds: Int
            ) throws -> SymmetricKey { SymmetricKey([UInt8](repeating: 1, count: outputByteCount)) }
        }
    }

    public enum Scrypt {
        public static func deriveKey(
            from password: [UInt8], salt: [UInt8], outputByteCount: Int, rounds: Int, blockSize: Int, parallelism: Int
        ) throws -> SymmetricKey { SymmetricKey([UInt8](repeating: 1, count: outputByteCount)) }
    }
}

public enum AES {
    public enum _CBC {
        public struct IV {
            public init(ivBytes: [UInt8]) throws {
                guard ivBytes.count == 16 else { throw StandInError() }
            }
        }

        public static func decrypt(_ bytes: [UInt8], using key: SymmetricKey, iv: IV) throws -> [UInt8] { bytes }
    }
}
