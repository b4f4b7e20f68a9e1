import Crypto

/// A digest computed over bytes as they pass.
///
/// A value: a copy goes on from the state it was copied in.
package struct DigestHasher: Sendable {
    private enum State: Sendable {
        case md5(Insecure.MD5)
        case sha1(Insecure.SHA1)
        case sha256(SHA256)
        case sha384(SHA384)
        case sha512(SHA512)
        /// Only while `update` holds the hasher, so that it is changed in place and not copied.
        case lent
    }

    private var state: State

    package init(_ algorithm: Digest.Algorithm) {
        state =
            switch algorithm {
            case .md5: .md5(Insecure.MD5())
            case .sha1: .sha1(Insecure.SHA1())
            case .sha256: .sha256(SHA256())
            case .sha384: .sha384(SHA384())
            case .sha512: .sha512(SHA512())
            }
    }

    /// Feed chunks of 64 KiB or more: every call costs about a tenth of a microsecond.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        switch state {
        case .md5(var hasher):
            state = .lent
            hasher.update(bufferPointer: bytes)
            state = .md5(hasher)
        case .sha1(var hasher):
            state = .lent
            hasher.update(bufferPointer: bytes)
            state = .sha1(hasher)
        case .sha256(var hasher):
            state = .lent
            hasher.update(bufferPointer: bytes)
            state = .sha256(hasher)
        case .sha384(var hasher):
            state = .lent
            hasher.update(bufferPointer: bytes)
            state = .sha384(hasher)
        case .sha512(var hasher):
            state = .lent
            hasher.update(bufferPointer: bytes)
            state = .sha512(hasher)
        case .lent:
            assertionFailure("update is not re-entrant")
        }
    }

    package func finalize() -> Digest {
        switch state {
        case .md5(let hasher): Digest(computed: .md5, bytes: Array(hasher.finalize()))
        case .sha1(let hasher): Digest(computed: .sha1, bytes: Array(hasher.finalize()))
        case .sha256(let hasher): Digest(computed: .sha256, bytes: Array(hasher.finalize()))
        case .sha384(let hasher): Digest(computed: .sha384, bytes: Array(hasher.finalize()))
        case .sha512(let hasher): Digest(computed: .sha512, bytes: Array(hasher.finalize()))
        case .lent: Digest(computed: .sha256, bytes: Array(SHA256().finalize()))
        }
    }
}

extension Digest {
    /// The digest of bytes at hand.
    package static func of(_ bytes: [UInt8], _ algorithm: Algorithm = .sha256) -> Digest {
        bytes.withUnsafeBytes { of($0, algorithm) }
    }

    package static func of(_ bytes: UnsafeRawBufferPointer, _ algorithm: Algorithm = .sha256) -> Digest {
        var hasher = DigestHasher(algorithm)
        hasher.update(bytes)
        return hasher.finalize()
    }
}
