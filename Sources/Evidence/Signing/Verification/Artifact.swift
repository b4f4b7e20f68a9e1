package import Content

/// What a signature should be over.
package struct SignedArtifact: Sendable {
    /// All that are known.
    package var digests: [Digest]
    /// The content, when it is at hand: Ed25519 and ML-DSA sign content and no digest of it.
    package var content: [UInt8]?

    package init(digests: [Digest], content: [UInt8]? = nil) {
        self.digests = digests
        self.content = content
    }

    package init(content: [UInt8]) {
        digests = [.sha256, .sha384, .sha512].map { Digest.of(content, $0) }
        self.content = content
    }

    /// Reads a file once; its content is kept only up to `contentLimit`.
    package init(path: String, contentLimit: Int = 64 << 20) throws(FileError) {
        let file = try OpenFile(path)
        if file.size <= contentLimit {
            self.init(content: try OpenFile.contents(of: path, limit: contentLimit))
            return
        }
        var hashers = [Digest.Algorithm.sha256, .sha384, .sha512].map { DigestHasher($0) }
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { chunk.deallocate() }
        var offset = 0
        while true {
            let count = try file.read(into: chunk, at: offset)
            guard count > 0 else { break }
            for index in hashers.indices { hashers[index].update(UnsafeRawBufferPointer(rebasing: chunk[..<count])) }
            offset += count
        }
        self.init(digests: hashers.map { $0.finalize() })
    }

    func digest(_ algorithm: Digest.Algorithm) -> Digest? { digests.first { $0.algorithm == algorithm } }

    var signedContent: SignedContent { content.map { .message($0) } ?? .digests(digests) }
}

extension SignedArtifact {
    /// Whether a detached signature is of `key` over the artifact, in any scheme that the key may have used.
    ///
    /// - Throws: `KeyError` when no scheme could be tried, since the content or a digest is missing.
    package func isSigned(
        _ signature: [UInt8], by key: VerificationKey, allowShortHashes: Bool = false
    ) throws(KeyError) -> Bool {
        var unanswered: KeyError?
        for scheme in key.algorithm.schemes(allowShortHashes: allowShortHashes) {
            do throws(KeyError) {
                if try key.verifies(signature, of: signedContent, scheme: scheme) { return true }
            } catch {
                unanswered = error
            }
        }
        if let unanswered { throw unanswered }
        return false
    }
}
