/// Percent-encoding as Go's `net/url` has it.
enum PercentEncoding {
    struct Failure: Error {
        var description: String
    }

    /// As a part of a query: a blank is `+`.
    static func encodeQuery(_ text: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for byte in text {
            if byte == UInt8(ascii: " ") {
                result.append(UInt8(ascii: "+"))
            } else if isUnreserved(byte) {
                result.append(byte)
            } else {
                append(byte, to: &result)
            }
        }
        return result
    }

    static func append(_ byte: UInt8, to result: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    /// RFC 3986 §2.3.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    static func decode(_ text: some Collection<UInt8>, plusIsBlank: Bool) throws(Failure) -> [UInt8] {
        let text = Array(text)
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < text.count, let high = hex(text[index + 1]), let low = hex(text[index + 2]) else {
                    let rest = String(decoding: text[index..<min(index + 3, text.count)], as: UTF8.self)
                    throw Failure(description: "invalid URL escape \(GoQuoting.quote(rest))")
                }
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(plusIsBlank && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return result
    }

    static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 55
        default: nil
        }
    }
}
