/// Quoted text as Go's `strconv.Quote` writes it.
enum GoQuoting {
    static func quote(_ text: String, ascii: Bool = false) -> String {
        var result = "\""
        for scalar in text.unicodeScalars { result += escaped(scalar, quote: "\"", ascii: ascii) }
        return result + "\""
    }

    static func quote(_ scalar: Unicode.Scalar, ascii: Bool = false) -> String {
        "'" + escaped(scalar, quote: "'", ascii: ascii) + "'"
    }

    /// Whether the text can stand between back quotes as it is.
    static func canBeRaw(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0 == "\t" || $0.value >= 0x20 && $0 != "`" && $0.value != 0x7F && $0.value != 0xFEFF
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar, quote: Unicode.Scalar, ascii: Bool) -> String {
        switch scalar {
        case quote, "\\": return "\\" + String(scalar)
        case "\u{7}": return "\\a"
        case "\u{8}": return "\\b"
        case "\u{c}": return "\\f"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\u{b}": return "\\v"
        default: break
        }
        if ascii ? scalar.isASCII && isPrintable(scalar) : isPrintable(scalar) { return String(scalar) }
        let digits = String(scalar.value, radix: 16)
        func padded(_ width: Int) -> String {
            String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        if scalar.value < 0x20 || scalar.value == 0x7F { return "\\x" + padded(2) }
        return scalar.value < 0x10000 ? "\\u" + padded(4) : "\\U" + padded(8)
    }

    /// Letters, marks, numbers, punctuation, symbols and the ASCII space.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}
