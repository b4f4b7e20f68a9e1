// A stand-in for swift-crypto under the fuzzer: the same names, digests of the right length, no cryptography. Keys are
// their bytes, and a signature is good when its last bit is set, so that the fuzzer gets past it.

public protocol Digest: Sequence, Sendable where Element == UInt8 {
    static var byteCount: Int { get }
}

public protocol StandInDigest: Digest {
    associatedtype Words: BitwiseCopyable & Sendable
    static var zero: Words { get }
    var words: Words { get set }
    init(words: Words)
}

extension StandInDigest {
    public static var byteCount: Int { MemoryLayout<Words>.size }

    init(state: UInt64) {
        self.init(words: Self.zero)
        Swift.withUnsafeMutableBytes(of: &words) { bytes in
            for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: state >> UInt64(index % 8 * 8)) }
        }
    }

    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: words, body)
    }

    public func makeIterator() -> [UInt8].Iterator { withUnsafeBytes { Array($0) }.makeIterator() }
}

public typealias Eight = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

public struct SHA256Digest: StandInDigest {
    public static var zero: (UInt64, UInt64, UInt64, UInt64) { (0, 0, 0, 0) }
    public var words: (UInt64, UInt64, UInt64, UInt64)
    public init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }
}

public struct SHA384Digest: StandInDigest {
    public static var zero: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) { (0, 0, 0, 0, 0, 0) }
    public var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
    public init(words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)) { self.words = words }
}

public struct SHA512Digest: StandInDigest {
    public static var zero: Eight { (0, 0, 0, 0, 0, 0, 0, 0) }
    public var words: Eight
    public init(words: Eight) { self.words = words }
}

public struct SHA1Digest: StandInDigest {
    public static var zero: (UInt32, UInt32, UInt32, UInt32, UInt32) { (0, 0, 0, 0, 0) }
    public var words: (UInt32, UInt32, UInt32, UInt32, UInt32)
    public init(words: (UInt32, UInt32, UInt32, UInt32, UInt32)) { self.words = words }
}

public struct MD5Digest: StandInDigest {
    public static var zero: (UInt64, UInt64) { (0, 0) }
    public var words: (UInt64, UInt64)
    public init(words: (UInt64, UInt64)) { self.words = words }
}

public protocol HashFunction {
    associatedtype Output: Digest
    var state: UInt64 { get set }
    init()
    func finalize() -> Output
}

/// A keyed digest, which is that of the key and the message.
public enum HMAC<Function: HashFunction> {
    public static func authenticationCode(for message: some Sequence<UInt8>, using key: SymmetricKey) -> Function.Output
    {
        var function = Function()
        function.update(data: key.bytes)
        function.update(data: message)
        return function.finalize()
    }
}

extension HashFunction {
    public mutating func update(bufferPointer bytes: UnsafeRawBufferPointer) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    public mutating func update(data: some Sequence<UInt8>) {
        for byte in data { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    public static func hash(data: some Sequence<UInt8>) -> Output {
        var function = Self()
        function.update(data: data)
        return function.finalize()
    }
}

public struct SHA256: HashFunction, Sendable {
    public var state: UInt64 = 2
    public init() {}
    public func finalize() -> SHA256Digest { SHA256Digest(state: state) }
}

public struct SHA384: HashFunction, Sendable {
    public var state: UInt64 = 3
    public init() {}
    public func finalize() -> SHA384Digest { SHA384Digest(state: state) }
}

public struct SHA512: HashFunction, Sendable {
    public var state: UInt64 = 5
    public init() {}
    public func finalize() -> SHA512Digest { SHA512Digest(state: state) }
}

public enum Insecure {
    public struct MD5: HashFunction, Sendable {
        public var state: UInt64 = 7
        public init() {}
        public func finalize() -> MD5Digest { MD5Digest(state: state) }
    }

    public struct SHA1: HashFunction, Sendable {
        public var state: UInt64 = 11
        public init() {}
        public func finalize() -> SHA1Digest { SHA1Digest(state: state) }
    }
}
