public struct StandInError: Error {
    public init() {}
}

func isGood(_ signature: some Collection<UInt8>) -> Bool { Array(signature).last.map { $0 & 1 == 1 } ?? false }

/// How many bytes the keys of an algorithm have.
public protocol StandInSizes: Sendable {
    static var point: Int { get }
    static var scalar: Int { get }
}

public enum P256: StandInSizes {
    public static let point = 65
    public static let scalar = 32
    public typealias Signing = StandInSigning<P256>
}

public enum P384: StandInSizes {
    public static let point = 97
    public static let scalar = 48
    public typealias Signing = StandInSigning<P384>
}

public enum P521: StandInSizes {
    public static let point = 133
    public static let scalar = 66
    public typealias Signing = StandInSigning<P521>
}

public enum StandInSigning<Sizes: StandInSizes> {
    public struct ECDSASignature {
        public let rawRepresentation: [UInt8]
        public var derRepresentation: [UInt8] { rawRepresentation }
        public init(rawRepresentation: some Collection<UInt8>) throws {
            guard rawRepresentation.count == 2 * Sizes.scalar else { throw StandInError() }
            self.rawRepresentation = Array(rawRepresentation)
        }
    }

    public struct PublicKey: Sendable {
        public let x963Representation: [UInt8]
        public init(x963Representation: some Collection<UInt8>) throws {
            guard x963Representation.count == Sizes.point else { throw StandInError() }
            self.x963Representation = Array(x963Representation)
        }
        public func isValidSignature(_ signature: ECDSASignature, for digest: some Digest) -> Bool {
            isGood(signature.rawRepresentation)
        }
        init() { x963Representation = [4] + [UInt8](repeating: 1, count: Sizes.point - 1) }
    }

    public struct PrivateKey: Sendable {
        public let rawRepresentation: [UInt8]
        public let publicKey = PublicKey()
        public init() { rawRepresentation = [UInt8](repeating: 1, count: Sizes.scalar) }
        public init(rawRepresentation: some Collection<UInt8>) throws {
            guard rawRepresentation.count == Sizes.scalar else { throw StandInError() }
            self.rawRepresentation = Array(rawRepresentation)
        }
        public func signature(for digest: some Digest) throws -> ECDSASignature {
            try ECDSASignature(rawRepresentation: [UInt8](repeating: 1, count: 2 * Sizes.scalar))
        }
    }
}

public enum Curve25519 {
    public enum Signing {
        public struct PublicKey: Sendable {
            public let rawRepresentation: [UInt8]
            public init(rawRepresentation: some Collection<UInt8>) throws {
                guard rawRepresentation.count == 32 else { throw StandInError() }
                self.rawRepresentation = Array(rawRepresentation)
            }
            public func isValidSignature(
                _ signature: some Collection<UInt8>, for message: some Collection<UInt8>
            ) -> Bool {
                isGood(signature)
            }
            init() { rawRepresentation = [UInt8](repeating: 1, count: 32) }
        }

        public struct PrivateKey: Sendable {
            public let rawRepresentation: [UInt8]
            public let publicKey = PublicKey()
            public init() { rawRepresentation = [UInt8](repeating: 1, count: 32) }
            public init(rawRepresentation: some Collection<UInt8>) throws {
                guard rawRepresentation.count == 32 else { throw StandInError() }
                self.rawRepresentation = Array(rawRepresentation)
            }
            public func signature(for message: some Collection<UInt8>) throws -> [UInt8] {
                [UInt8](repeating: 1, count: 64)
            }
        }
    }
}

public protocol StandInLattice: Sendable {
    static var size: Int { get }
}

public enum StandInML<Size: StandInLattice> {
    public struct PublicKey: Sendable {
        public let rawRepresentation: [UInt8]
        public init(rawRepresentation: some Collection<UInt8>) throws {
            guard rawRepresentation.count == Size.size else { throw StandInError() }
            self.rawRepresentation = Array(rawRepresentation)
        }
        public func isValidSignature(
            _ signature: some Collection<UInt8>, for message: some Collection<UInt8>
        ) -> Bool {
            isGood(signature)
        }
        init() { rawRepresentation = [UInt8](repeating: 1, count: Size.size) }
    }

    public struct PrivateKey: Sendable {
        public let seedRepresentation: [UInt8]
        public let publicKey = PublicKey()
        public init() throws { seedRepresentation = [UInt8](repeating: 1, count: 32) }
        public init(seedRepresentation: some Collection<UInt8>, publicKey: PublicKey?) throws {
            guard seedRepresentation.count == 32 else { throw StandInError() }
            self.seedRepresentation = Array(seedRepresentation)
        }
        public func signature(for message: some Collection<UInt8>) throws -> [UInt8] { [1] }
    }
}

public enum Size65: StandInLattice { public static let size = 1952 }
public enum Size87: StandInLattice { public static let size = 2592 }
public typealias MLDSA65 = StandInML<Size65>
public typealias MLDSA87 = StandInML<Size87>

public struct SymmetricKey: Sendable {
    let bytes: [UInt8]
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public init(data: some Sequence<UInt8>) { bytes = Array(data) }
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes(body)
    }
}
