internal import Content
internal import Crypto

/// A node of a Merkle tree: 32 bytes of SHA-256 (RFC 6962 §2.1).
///
/// Leaves and inner nodes are hashed with different first bytes, so that neither can be taken for the other.
package struct MerkleHash: Hashable, Sendable, CustomStringConvertible {
    // Four words instead of an array: a tree of millions of nodes holds no references.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// - Returns: `nil` unless there are 32 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        words = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    private init(_ digest: SHA256Digest) {
        words = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { target in digest.withUnsafeBytes { target.copyMemory(from: $0) } }
    }

    package static func == (left: MerkleHash, right: MerkleHash) -> Bool { left.words == right.words }

    package func hash(into hasher: inout Hasher) { withUnsafeBytes(of: words) { hasher.combine(bytes: $0) } }

    package var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    package var base64: String { Base64.encode(bytes) }

    package var description: String { base64 }

    /// The hash of a tree without leaves: SHA-256 of nothing.
    package static let empty = MerkleHash(SHA256().finalize())

    /// The hash of an entry.
    package static func leaf(_ entry: [UInt8]) -> MerkleHash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
        entry.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return MerkleHash(hasher.finalize())
    }

    /// The hash of a node with two children.
    package static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(1)) { hasher.update(bufferPointer: $0) }
        withUnsafeBytes(of: left.words) { hasher.update(bufferPointer: $0) }
        withUnsafeBytes(of: right.words) { hasher.update(bufferPointer: $0) }
        return MerkleHash(hasher.finalize())
    }
}
