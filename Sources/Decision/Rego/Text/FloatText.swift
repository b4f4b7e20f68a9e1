import Glibc

/// Text of binary floating point numbers as Go's `strconv.FormatFloat` writes it.
enum FloatText {
    /// - Parameter precision: digits after the point (`e`, `f`) or in all (`g`); `nil` for as few as tell the number
    ///   from its neighbours.
    static func text(_ value: Double, verb: Unicode.Scalar, precision: Int?, alternate: Bool = false) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        switch verb {
        case "e", "E", "f", "F", "g", "G":
            guard let precision else { return shortest(value, verb: verb, keepsSix: alternate) }
            // The C library rounds the exact binary value half to even, as Go does.
            return printed(value, "%\(alternate ? "#" : "").*\(verb == "F" ? "f" : Character(verb))", precision)
        case "b": return binary(value)
        default: return hexadecimal(value, isUpper: verb == "X", precision: precision)
        }
    }

    /// Digits without zeros at the end, and the decimal point's place after the first of them.
    static func digits(_ value: Double) -> (digits: [UInt8], point: Int) {
        guard value != 0 else { return ([UInt8(ascii: "0")], 1) }
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        let text = Array(abs(value).description.utf8)
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: ".") {
                point = digits.count
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
                break
            } else {
                digits.append(byte)
            }
        }
        var place = (point ?? digits.count) + exponent
        while digits.count > 1, digits.first == UInt8(ascii: "0") {
            digits.removeFirst()
            place -= 1
        }
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, place)
    }

    /// - Parameter keepsSix: whether zeros fill up to six digits, and a point stands always.
    private static func shortest(_ value: Double, verb: Unicode.Scalar, keepsSix: Bool) -> String {
        let (shortest, point) = Self.digits(value)
        var digits = shortest
        let sign = value.sign == .minus ? "-" : ""
        let usesExponent: Bool
        switch verb {
        case "f", "F": usesExponent = false
        case "e", "E": usesExponent = true
        default:
            // As if six digits had been asked for.
            usesExponent = point - 1 < -4 || point - 1 >= 6
        }
        if keepsSix { while digits.count < 6 { digits.append(UInt8(ascii: "0")) } }
        if usesExponent { return sign + exponential(digits, point, isUpper: verb == "E" || verb == "G") }
        let text = sign + plain(digits, point)
        return keepsSix && !text.utf8.contains(UInt8(ascii: ".")) ? text + "." : text
    }

    static func exponential(_ digits: [UInt8], _ point: Int, isUpper: Bool = false) -> String {
        var text = String(decoding: digits.prefix(1), as: UTF8.self)
        if digits.count > 1 { text += "." + String(decoding: digits.dropFirst(), as: UTF8.self) }
        let exponent = point - 1
        text += (isUpper ? "E" : "e") + (exponent < 0 ? "-" : "+")
        let size = String(abs(exponent))
        return text + (size.utf8.count < 2 ? "0" : "") + size
    }

    static func plain(_ digits: [UInt8], _ point: Int) -> String {
        if point <= 0 {
            return "0." + String(repeating: "0", count: -point) + String(decoding: digits, as: UTF8.self)
        }
        if point >= digits.count {
            return String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: point - digits.count)
        }
        return String(decoding: digits[..<point], as: UTF8.self) + "."
            + String(decoding: digits[point...], as: UTF8.self)
    }

    /// Mantissa and power of two in decimal.
    private static func binary(_ value: Double) -> String {
        var mantissa = value.significandBitPattern
        var exponent = Int(value.exponentBitPattern)
        if exponent == 0 { exponent = 1 } else { mantissa |= 1 << 52 }
        exponent -= 1075
        return (value.sign == .minus ? "-" : "") + "\(mantissa)p" + (exponent < 0 ? "" : "+") + "\(exponent)"
    }

    private static func hexadecimal(_ value: Double, isUpper: Bool, precision: Int?) -> String {
        // C leaves subnormal numbers as they are; their significand is normal.
        let significand = value.sign == .minus ? -value.significand : value.significand
        let text = value == 0 ? value : significand
        let digits = printed(text, precision == nil ? (isUpper ? "%A" : "%a") : (isUpper ? "%.*A" : "%.*a"), precision)
        guard let mark = digits.lastIndex(where: { $0 == "p" || $0 == "P" }) else { return digits }
        let carry = Int(digits[digits.index(after: mark)...]) ?? 0
        let exponent = (value == 0 ? 0 : Int(value.exponent)) + carry
        // C writes exponents of one digit, Go two.
        let size = String(abs(exponent))
        return String(digits[...mark]) + (exponent < 0 ? "-" : "+") + (size.utf8.count < 2 ? "0" : "") + size
    }

    private static func printed(_ value: Double, _ format: String, _ precision: Int?) -> String {
        let size = 400 + (precision ?? 20)
        return String(unsafeUninitializedCapacity: size) { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                let arguments: [any CVarArg] = precision.map { [Int32(clamping: $0), value] } ?? [value]
                return withVaList(arguments) {
                    min(size - 1, max(0, Int(vsnprintf(characters.baseAddress, size, format, $0))))
                }
            }
        }
    }
}
