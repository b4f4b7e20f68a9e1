internal import Crypto

/// Digests of the crypto library made from bytes that were hashed elsewhere.
///
/// The library signs and checks only digests of its own types, and makes those only by hashing. Its digest types are
/// plain bytes, so one of them can take other bytes; that it did is checked each time.
enum LibraryDigest {
    static func sha256(_ bytes: [UInt8]) -> SHA256Digest? { fill(SHA256().finalize(), with: bytes) }
    static func sha384(_ bytes: [UInt8]) -> SHA384Digest? { fill(SHA384().finalize(), with: bytes) }
    static func sha512(_ bytes: [UInt8]) -> SHA512Digest? { fill(SHA512().finalize(), with: bytes) }

    /// - Returns: `nil` when the digest is not exactly as many plain bytes as were given.
    private static func fill<D: Crypto.Digest>(_ digest: D, with bytes: [UInt8]) -> D? {
        guard _isPOD(D.self), D.byteCount == bytes.count, MemoryLayout<D>.size == bytes.count else { return nil }
        var digest = digest
        withUnsafeMutableBytes(of: &digest) { $0.copyBytes(from: bytes) }
        return digest.elementsEqual(bytes) ? digest : nil
    }
}
