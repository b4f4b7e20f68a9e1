/// Base 64 as Go's `encoding/base64` reads it: line breaks are skipped, padding is exact, and an error names the byte.
enum GoBase64 {
    /// - Parameter isURL: the alphabet of RFC 4648 §5.
    static func encode(_ bytes: some Collection<UInt8>, isURL: Bool = false, padded: Bool = true) -> [UInt8] {
        let alphabet = Array(
            ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + (isURL ? "-_" : "+/")).utf8)
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var word: UInt32 = 0
        var bits = 0
        for byte in bytes {
            word = word << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                result.append(alphabet[Int(word >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { result.append(alphabet[Int(word << UInt32(6 - bits) & 63)]) }
        if padded { while !result.count.isMultiple(of: 4) { result.append(UInt8(ascii: "=")) } }
        return result
    }

    struct Corrupt: Error, CustomStringConvertible {
        var offset: Int
        var description: String { "illegal base64 data at input byte \(offset)" }
    }

    static func decode(
        _ text: some Collection<UInt8>, isURL: Bool = false, padded: Bool = true
    ) throws(Corrupt) -> [UInt8] {
        let text = Array(text)
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 4 * 3)
        var index = 0
        func skipBreaks() {
            while index < text.count, text[index] == 0x0A || text[index] == 0x0D { index += 1 }
        }
        while true {
            var values: [UInt32] = []
            var ended = false
            while values.count < 4 {
                skipBreaks()
                guard index < text.count else {
                    if values.isEmpty { return result }
                    if values.count == 1 || padded { throw Corrupt(offset: index - values.count) }
                    ended = true
                    break
                }
                let byte = text[index]
                index += 1
                if let value = value(byte, isURL) {
                    values.append(value)
                    continue
                }
                guard byte == UInt8(ascii: "="), padded, values.count >= 2 else { throw Corrupt(offset: index - 1) }
                if values.count == 2 {
                    skipBreaks()
                    guard index < text.count else { throw Corrupt(offset: text.count) }
                    guard text[index] == UInt8(ascii: "=") else { throw Corrupt(offset: index) }
                    index += 1
                }
                skipBreaks()
                if index < text.count { throw Corrupt(offset: index) }
                ended = true
                break
            }
            var word: UInt32 = 0
            for position in 0..<4 { word = word << 6 | (position < values.count ? values[position] : 0) }
            result.append(UInt8(truncatingIfNeeded: word >> 16))
            if values.count > 2 { result.append(UInt8(truncatingIfNeeded: word >> 8)) }
            if values.count > 3 { result.append(UInt8(truncatingIfNeeded: word)) }
            if ended { return result }
        }
    }

    private static func value(_ byte: UInt8, _ isURL: Bool) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
        case UInt8(ascii: "+"): isURL ? nil : 62
        case UInt8(ascii: "/"): isURL ? nil : 63
        case UInt8(ascii: "-"): isURL ? 62 : nil
        case UInt8(ascii: "_"): isURL ? 63 : nil
        default: nil
        }
    }
}
