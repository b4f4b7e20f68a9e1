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

/// Base 64 in either alphabet, padding optional (RFC 4648 §4, §5).
enum Base64 {
    /// - Returns: `nil` for a byte outside both alphabets or a length that no encoding has.
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        var isPadded = false
        for byte in text {
            if byte == UInt8(ascii: "=") {
                isPadded = true
                continue
            }
            guard !isPadded, let value = value(byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= 1 << UInt32(count) - 1
            }
        }
        return count == 6 ? nil : bytes
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
