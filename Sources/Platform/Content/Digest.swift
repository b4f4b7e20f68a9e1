/// A cryptographic digest of known bytes, written `algorithm:hex` (OCI image specification, Descriptor, Digests).
public struct Digest: Hashable, Sendable {
    public enum Algorithm: String, Sendable, CaseIterable, Comparable {
        case md5, sha1, sha256, sha384, sha512

        /// Bytes of a digest.
        public var length: Int {
            switch self {
            case .md5: 16
            case .sha1: 20
            case .sha256: 32
            case .sha384: 48
            case .sha512: 64
            }
        }

        /// Whether a digest may stand for content. MD5 and SHA-1 only compare files with what a package
        /// database recorded of them.
        public var isCollisionResistant: Bool { self != .md5 && self != .sha1 }

        public static func < (left: Algorithm, right: Algorithm) -> Bool { left.rawValue < right.rawValue }
    }

    public let algorithm: Algorithm
    /// Exactly `algorithm.length` bytes.
    public let bytes: [UInt8]

    /// - Returns: `nil` when `bytes` has another length than the algorithm gives.
    public init?(algorithm: Algorithm, bytes: some Sequence<UInt8>) {
        self.algorithm = algorithm
        self.bytes = Array(bytes)
        guard self.bytes.count == algorithm.length else { return nil }
    }

    /// For a digest that this module has just computed.
    init(computed algorithm: Algorithm, bytes: [UInt8]) {
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// Reads hexadecimal digits of either case.
    public init?(algorithm: Algorithm, hex: some StringProtocol) {
        guard let bytes = Hex.decode(hex.utf8) else { return nil }
        self.init(algorithm: algorithm, bytes: bytes)
    }

    /// Reads `sha256:…` or `sha512:…` as the OCI specification registers them: hexadecimal digits in lower case.
    public init?(_ text: some StringProtocol) {
        guard let colon = text.firstIndex(of: ":"),
            let algorithm = Algorithm(rawValue: String(text[..<colon])), algorithm.isCollisionResistant
        else { return nil }
        let hex = text[text.index(after: colon)...]
        guard !hex.utf8.contains(where: { UInt8(ascii: "A")...UInt8(ascii: "F") ~= $0 }) else { return nil }
        self.init(algorithm: algorithm, hex: hex)
    }

    /// Lower-case hexadecimal digits without the algorithm.
    public var hex: String { Hex.encode(bytes) }
}

extension Digest: CustomStringConvertible {
    public var description: String { "\(algorithm.rawValue):\(hex)" }
}

extension Digest: Comparable {
    public static func < (left: Digest, right: Digest) -> Bool {
        left.algorithm == right.algorithm
            ? left.bytes.lexicographicallyPrecedes(right.bytes) : left.algorithm < right.algorithm
    }
}
