internal import Content

/// Text armour around DER (RFC 7468), the lax form: text before the first block is allowed, lines of any length.
package struct PEM: Sendable {
    package var label: String
    package var content: [UInt8]

    package init(label: String, content: [UInt8]) {
        self.label = label
        self.content = content
    }

    /// Bytes of a text from outside; a chain of certificates with large keys has a few kilobytes.
    package static let limit = 1 << 20

    /// All blocks of a text.
    ///
    /// - Throws: `KeyError.pem` when there is none, or one does not end, or holds what is not base 64. Headers of the
    ///   old encrypted form (RFC 1421) are refused, since its key derivation is one round of MD5.
    package static func blocks(_ text: some Collection<UInt8>) throws(KeyError) -> [PEM] {
        guard text.count <= limit else { throw .pem("more than \(limit) bytes") }
        var blocks: [PEM] = []
        var label: String?
        var body: [UInt8] = []
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
            let trimmed = Self.trim(line)
            if let open = label {
                if let end = boundary(trimmed, "-----END ") {
                    guard end == open else { throw .pem("a block that begins as “\(open)” and ends as “\(end)”") }
                    guard let content = Base64.decode(body), !content.isEmpty else {
                        throw .pem("a block “\(open)” that is not base 64")
                    }
                    blocks.append(PEM(label: open, content: content))
                    label = nil
                    body = []
                } else if trimmed.contains(UInt8(ascii: ":")) {
                    throw .pem("a header inside the block; convert the key to PKCS #8 (openssl pkcs8 -topk8)")
                } else {
                    body.append(contentsOf: trimmed)
                }
            } else {
                label = boundary(trimmed, "-----BEGIN ")
            }
        }
        if let label { throw .pem("a block “\(label)” without an end") }
        guard !blocks.isEmpty else { throw .pem("none") }
        return blocks
    }

    private static func trim(_ line: some Collection<UInt8>) -> [UInt8] {
        var line = Array(line.drop { $0 == 0x20 || $0 == 0x09 })
        while let last = line.last, last == 0x20 || last == 0x09 || last == 0x0d { line.removeLast() }
        return line
    }

    private static func boundary(_ line: [UInt8], _ prefix: String) -> String? {
        guard line.starts(with: prefix.utf8), line.count > prefix.utf8.count + 5,
            line.suffix(5).elementsEqual("-----".utf8)
        else { return nil }
        let label = line.dropFirst(prefix.utf8.count).dropLast(5)
        guard label.count <= 60, label.allSatisfy({ (0x20..<0x7f).contains($0) }) else { return nil }
        return String(decoding: label, as: UTF8.self)
    }

    /// Lines of 64 characters (RFC 7468 §2), each ended by a line feed.
    package var text: String {
        let body = Array(Base64.encode(content).utf8)
        var text = "-----BEGIN \(label)-----\n"
        for start in stride(from: 0, to: body.count, by: 64) {
            text += String(decoding: body[start..<min(start + 64, body.count)], as: UTF8.self) + "\n"
        }
        return text + "-----END \(label)-----\n"
    }
}
