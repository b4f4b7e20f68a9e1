// A stand-in for swift-crypto under the fuzzer: the same names, digests of the right length, no cryptography.

public protocol StandIn {
    static var length: Int { get }
    var state: UInt64 { get set }
}

extension StandIn {
    public mutating func update(bufferPointer bytes: UnsafeRawBufferPointer) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    public mutating func update(data: some Sequence<UInt8>) {
        for byte in data { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    public func finalize() -> [UInt8] {
        (0..<Self.length).map { UInt8(truncatingIfNeeded: state >> UInt64($0 % 8 * 8)) }
    }
}

public struct SHA256: StandIn, Sendable {
    public static let length = 32
    public var state: UInt64 = 2
    public init() {}
}

public struct SHA384: StandIn, Sendable {
    public static let length = 48
    public var state: UInt64 = 3
    public init() {}
}

public struct SHA512: StandIn, Sendable {
    public static let length = 64
    public var state: UInt64 = 5
    public init() {}
}

public enum Insecure {
    public struct MD5: StandIn, Sendable {
        public static let length = 16
        public var state: UInt64 = 7
        public init() {}
    }

    public struct SHA1: StandIn, Sendable {
        public static let length = 20
        public var state: UInt64 = 11
        public init() {}
    }
}
