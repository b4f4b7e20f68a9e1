/// A block of PEM text (RFC 7468) as Go's `encoding/pem` finds it.
struct PEM {
    var label: String
    var bytes: [UInt8]

    /// The first block of `text`, and what follows its last line.
    static func decode(_ text: ArraySlice<UInt8>) -> (block: PEM, rest: ArraySlice<UInt8>)? {
        var rest = text
        let begin = Array("-----BEGIN ".utf8)
        let dashes = Array("-----".utf8)
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0x0A }
            rest = rest[line.endIndex...].dropFirst()
            var trimmed = line[...]
            while let last = trimmed.last, last == 0x20 || last == 0x09 || last == 0x0D { trimmed = trimmed.dropLast() }
            guard trimmed.starts(with: begin), trimmed.suffix(5).elementsEqual(dashes), trimmed.count >= 16 else {
                continue
            }
            let label = trimmed.dropFirst(begin.count).dropLast(5)
            var body: [UInt8] = []
            var cursor = rest
            var isClosed = false
            while !cursor.isEmpty {
                let line = cursor.prefix { $0 != 0x0A }
                cursor = cursor[line.endIndex...].dropFirst()
                if line.starts(with: "-----END ".utf8) {
                    var end = line.dropFirst(9)
                    while let last = end.last, last == 0x20 || last == 0x09 || last == 0x0D { end = end.dropLast() }
                    isClosed = end.elementsEqual(Array(label) + dashes)
                    break
                }
                // Headers of old encrypted keys are no part of the body.
                if line.contains(UInt8(ascii: ":")) { continue }
                body += line.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
            }
            guard isClosed else { continue }
            do throws(GoBase64.Corrupt) {
                return (PEM(label: String(decoding: label, as: UTF8.self), bytes: try GoBase64.decode(body)), cursor)
            } catch {
                continue
            }
        }
        return nil
    }

    /// All blocks of a text.
    static func all(_ text: [UInt8]) -> [PEM] {
        var blocks: [PEM] = []
        var rest = text[...]
        while let (block, after) = decode(rest) {
            blocks.append(block)
            rest = after
        }
        return blocks
    }
}
