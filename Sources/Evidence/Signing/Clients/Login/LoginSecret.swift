internal import Content

/// Random texts that tie the answers of a login to its questions.
package enum LoginSecret {
    /// 256 bits in the alphabet of URLs (RFC 4648 §5, without padding), as RFC 7636 §4.1 recommends.
    package static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64URL.encode((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// What is shown of a verifier at first (RFC 7636 §4.2).
    package static func challenge(of verifier: String) -> String {
        Base64URL.encode(Digest.of(Array(verifier.utf8)).bytes)
    }
}
