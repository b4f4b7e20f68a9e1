/// Case by simple mappings, scalar for scalar, as Go's `strings.ToLower` and `ToUpper` map it.
enum CaseMapping {
    static func lower(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        map(text, UInt8(ascii: "A")...UInt8(ascii: "Z")) { scalar in
            // The only scalar that lowers to several; its simple mapping is the first.
            if scalar.value == 0x130 { return "i" }
            return only(scalar.properties.lowercaseMapping) ?? scalar
        }
    }

    static func upper(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        map(text, UInt8(ascii: "a")...UInt8(ascii: "z")) { scalar in
            only(scalar.properties.uppercaseMapping) ?? only(scalar.properties.titlecaseMapping) ?? scalar
        }
    }

    private static func only(_ text: String) -> Unicode.Scalar? {
        text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
    }

    private static func map(
        _ text: UnsafeBufferPointer<UInt8>, _ letters: ClosedRange<UInt8>, _ other: (Unicode.Scalar) -> Unicode.Scalar
    ) -> [UInt8] {
        if text.allSatisfy({ $0 < 0x80 }) { return text.map { letters.contains($0) ? $0 ^ 0x20 : $0 } }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            result.append(contentsOf: UTF8.encode(other(scalar)) ?? UTF8.encodedReplacementCharacter)
        }
        return result
    }
}
