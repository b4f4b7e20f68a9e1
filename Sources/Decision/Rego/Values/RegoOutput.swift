/// Writes values as Rego terms, the way error texts, `sprintf` and template strings show composites.
package struct RegoOutput {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package static func text(of value: Value) -> String {
        var output = RegoOutput()
        output.write(value)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    package mutating func write(_ value: Value) {
        switch value.kind {
        case .undefined:
            bytes.append(contentsOf: "<undefined>".utf8)
        case .null:
            bytes.append(contentsOf: "null".utf8)
        case .boolean:
            bytes.append(contentsOf: (value.isTrue ? "true" : "false").utf8)
        case .number:
            bytes.append(contentsOf: value.numberBytes ?? [])
        case .string:
            write(quoted: value.utf8)
        case .array:
            write(value.elements, between: "[", "]")
        case .set:
            if value.count == 0 {
                bytes.append(contentsOf: "set()".utf8)
            } else {
                write(value.elements, between: "{", "}")
            }
        case .object:
            bytes.append(UInt8(ascii: "{"))
            for index in 0..<value.count {
                if index > 0 { bytes.append(contentsOf: ", ".utf8) }
                write(value.keys[index])
                bytes.append(contentsOf: ": ".utf8)
                write(value.values[index])
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private mutating func write(_ elements: UnsafeBufferPointer<Value>, between open: Character, _ close: Character) {
        bytes.append(contentsOf: open.utf8)
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(contentsOf: ", ".utf8) }
            write(element)
        }
        bytes.append(contentsOf: close.utf8)
    }

    /// A string with the escapes of Go's `strconv.Quote`.
    package mutating func write(quoted text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x07: bytes.append(contentsOf: "\\a".utf8)
            case 0x08: bytes.append(contentsOf: "\\b".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x0a: bytes.append(contentsOf: "\\n".utf8)
            case 0x0b: bytes.append(contentsOf: "\\v".utf8)
            case 0x0c: bytes.append(contentsOf: "\\f".utf8)
            case 0x0d: bytes.append(contentsOf: "\\r".utf8)
            case 0x22: bytes.append(contentsOf: "\\\"".utf8)
            case 0x5c: bytes.append(contentsOf: "\\\\".utf8)
            case 0x00..<0x20, 0x7f: write(escape: "\\x", scalar.value, digits: 2)
            default:
                if scalar.isASCII || RegoOutput.isPrintable(scalar) {
                    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                } else if scalar.value < 0x1_0000 {
                    write(escape: "\\u", scalar.value, digits: 4)
                } else {
                    write(escape: "\\U", scalar.value, digits: 8)
                }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func write(escape: String, _ value: UInt32, digits: Int) {
        let hex = String(value, radix: 16).utf8
        bytes.append(contentsOf: escape.utf8)
        bytes.append(contentsOf: [UInt8](repeating: 0x30, count: max(0, digits - hex.count)))
        bytes.append(contentsOf: hex)
    }

    /// Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: true
        }
    }
}
