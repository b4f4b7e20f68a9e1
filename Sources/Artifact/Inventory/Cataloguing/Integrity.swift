package import Content

extension Digest {
    /// Reads the strongest hash of a Subresource Integrity value, such as `sha512-BASE64 sha1-BASE64` (W3C SRI §3.1).
    package init?(integrity text: some StringProtocol) {
        var best: Digest?
        for part in text.split(separator: " ") {
            guard let dash = part.firstIndex(of: "-"), let algorithm = Algorithm(rawValue: String(part[..<dash]))
            else { continue }
            let options = part[part.index(after: dash)...].split(separator: "?", maxSplits: 1)
            guard let value = options.first, let digest = Digest(algorithm: algorithm, base64: value) else { continue }
            if best.map({ $0.algorithm < algorithm }) ?? true { best = digest }
        }
        guard let best else { return nil }
        self = best
    }

    /// Reads base 64 in either alphabet, padded or not (RFC 4648 §4, §5).
    package init?(algorithm: Algorithm, base64 text: some StringProtocol) {
        guard let bytes = Base64.decode(text.utf8) else { return nil }
        self.init(algorithm: algorithm, bytes: bytes)
    }
}
