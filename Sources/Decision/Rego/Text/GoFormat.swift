/// An argument of `sprintf`, by the type that Go would see.
enum GoArgument {
    case integer(Int64)
    /// Decimal digits, perhaps after a sign.
    case bigInteger(String)
    case double(Double)
    case string(String)

    var typeName: String {
        switch self {
        case .integer: "int64"
        case .bigInteger: "*big.Int"
        case .double: "float64"
        case .string: "string"
        }
    }
}

/// Go's `fmt.Sprintf` for the four types of arguments that a policy can give.
struct GoFormat {
    private struct Flags {
        var width: Int?
        var precision: Int?
        var minus = false
        var plus = false
        var sharp = false
        /// `#` of the verb `v`, which asks for Go's syntax.
        var sharpV = false
        /// `+` of the verb `v`, of which only big integers take note.
        var plusV = false
        var space = false
        var zero = false
    }

    private let format: [Unicode.Scalar]
    private let arguments: [GoArgument]
    private var result = ""
    private var flags = Flags()

    /// Widths and precisions beyond this are no numbers, as in Go.
    private static let largest = 1_000_000

    /// Bytes of the result at which formatting stops.
    private let limit: Int

    private init(_ format: String, _ arguments: [GoArgument], limit: Int) {
        self.format = Array(format.unicodeScalars)
        self.arguments = arguments
        self.limit = limit
    }

    /// - Returns: a text that is longer than `limit` bytes, and not finished, where the whole would be.
    static func sprintf(_ format: String, _ arguments: [GoArgument], limit: Int = .max) -> String {
        var formatter = GoFormat(format, arguments, limit: limit)
        formatter.run()
        return formatter.result
    }

    private mutating func run() {
        var index = 0
        var argument = 0
        var isReordered = false
        let end = format.count
        while index < end, result.utf8.count <= limit {
            guard format[index] == "%" else {
                result.unicodeScalars.append(format[index])
                index += 1
                continue
            }
            index += 1
            flags = Flags()
            var isGoodIndex = true
            var afterIndex = false
            flagLoop: while index < end {
                switch format[index] {
                case "#": flags.sharp = true
                case "0": flags.zero = true
                case "+": flags.plus = true
                case "-": flags.minus = true
                case " ": flags.space = true
                default: break flagLoop
                }
                index += 1
            }
            explicitIndex(&index, &argument, &isReordered, &isGoodIndex, &afterIndex)
            if index < end, format[index] == "*" {
                index += 1
                if let number = star(&argument) {
                    if number < 0 {
                        flags.minus = true
                        flags.width = -number
                    } else {
                        flags.width = number
                    }
                } else {
                    result += "%!(BADWIDTH)"
                }
                afterIndex = false
            } else if let number = number(&index) {
                flags.width = number
                // An index must stand right before the verb or a star.
                if afterIndex { isGoodIndex = false }
            }
            if index + 1 <= end, index < end, format[index] == "." {
                index += 1
                if afterIndex { isGoodIndex = false }
                explicitIndex(&index, &argument, &isReordered, &isGoodIndex, &afterIndex)
                if index < end, format[index] == "*" {
                    index += 1
                    if let number = star(&argument) {
                        flags.precision = number < 0 ? nil : number
                        if number < 0 { result += "%!(BADPREC)" }
                    } else {
                        result += "%!(BADPREC)"
                    }
                    afterIndex = false
                } else {
                    flags.precision = number(&index) ?? 0
                }
            }
            if !afterIndex { explicitIndex(&index, &argument, &isReordered, &isGoodIndex, &afterIndex) }
            guard index < end else {
                result += "%!(NOVERB)"
                break
            }
            let verb = format[index]
            index += 1
            if verb == "%" {
                result += "%"
            } else if !isGoodIndex {
                result += "%!\(verb)(BADINDEX)"
            } else if argument >= arguments.count {
                result += "%!\(verb)(MISSING)"
            } else {
                if verb == "v" {
                    (flags.sharpV, flags.sharp) = (flags.sharp, false)
                    (flags.plusV, flags.plus) = (flags.plus, false)
                }
                write(arguments[argument], verb)
                argument += 1
            }
        }
        guard !isReordered, argument < arguments.count else { return }
        flags = Flags()
        result += "%!(EXTRA "
        for (position, extra) in arguments[argument...].enumerated() {
            result += (position > 0 ? ", " : "") + extra.typeName + "="
            write(extra, "v")
        }
        result += ")"
    }

    // MARK: Numbers in the format

    private func number(_ index: inout Int) -> Int? {
        let start = index
        var value = 0
        while index < format.count, let digit = digit(format[index]) {
            value = value * 10 + digit
            if value > Self.largest {
                // Go gives up on the rest of the format.
                index = format.count
                return nil
            }
            index += 1
        }
        return index > start ? value : nil
    }

    private func digit(_ scalar: Unicode.Scalar) -> Int? {
        ("0"..."9").contains(scalar) ? Int(scalar.value) - 0x30 : nil
    }

    private mutating func explicitIndex(
        _ index: inout Int, _ argument: inout Int, _ isReordered: inout Bool, _ isGood: inout Bool, _ found: inout Bool
    ) {
        found = false
        guard index < format.count, format[index] == "[" else { return }
        isReordered = true
        guard let close = format[index...].firstIndex(of: "]") else {
            index += 1
            isGood = false
            return
        }
        var cursor = index + 1
        let value = number(&cursor)
        index = close + 1
        guard let value, cursor == close, value >= 1, value <= arguments.count else {
            isGood = false
            return
        }
        argument = value - 1
        found = true
    }

    private func star(_ argument: inout Int) -> Int? {
        guard argument < arguments.count else { return nil }
        defer { argument += 1 }
        guard case .integer(let value) = arguments[argument], abs(Int(clamping: value)) <= Self.largest else {
            return nil
        }
        return Int(value)
    }

    // MARK: Arguments

    private mutating func write(_ argument: GoArgument, _ verb: Unicode.Scalar) {
        if verb == "T" { return pad(truncated(argument.typeName)) }
        switch argument {
        case .integer(let value): write(value, verb)
        case .bigInteger(let digits): write(big: digits, verb)
        case .double(let value): write(value, verb)
        case .string(let text): write(text, verb)
        }
    }

    private mutating func bad(_ argument: GoArgument, _ verb: Unicode.Scalar) {
        result += "%!\(verb)(\(argument.typeName)="
        let outer = flags
        write(argument, "v")
        flags = outer
        result += ")"
    }

    private mutating func write(_ value: Int64, _ verb: Unicode.Scalar) {
        let (isNegative, size) = (value < 0, value.magnitude)
        switch verb {
        case "v", "d": integer(isNegative, String(size), verb, base: 10)
        case "b": integer(isNegative, String(size, radix: 2), verb, base: 2)
        case "o", "O": integer(isNegative, String(size, radix: 8), verb, base: 8)
        case "x": integer(isNegative, String(size, radix: 16), verb, base: 16)
        case "X": integer(isNegative, String(size, radix: 16, uppercase: true), verb, base: 16)
        case "c": pad(String(scalar(value)))
        case "q": pad(GoQuoting.quote(scalar(value), ascii: flags.plus))
        case "U": unicode(UInt64(bitPattern: value))
        default: bad(.integer(value), verb)
        }
    }

    private func scalar(_ value: Int64) -> Unicode.Scalar {
        UInt32(exactly: value).flatMap { Unicode.Scalar($0) } ?? "\u{fffd}"
    }

    private mutating func unicode(_ value: UInt64) {
        var digits = String(value, radix: 16, uppercase: true)
        digits = String(repeating: "0", count: max(0, max(4, flags.precision ?? 4) - digits.utf8.count)) + digits
        var text = "U+" + digits
        if flags.sharp, let scalar = UInt32(exactly: value).flatMap({ Unicode.Scalar($0) }),
            GoQuoting.isPrintable(scalar)
        {
            text += " '\(scalar)'"
        }
        let outer = flags
        flags.zero = false
        pad(text)
        flags = outer
    }

    private mutating func integer(_ isNegative: Bool, _ size: String, _ verb: Unicode.Scalar, base: Int) {
        var digits = size
        var least = 0
        let hasSign = isNegative || flags.plus || flags.space
        if let precision = flags.precision {
            least = precision
            if precision == 0 && size == "0" {
                result += String(repeating: " ", count: flags.width ?? 0)
                return
            }
        } else if flags.zero, !flags.minus, let width = flags.width {
            least = width - (hasSign ? 1 : 0)
        }
        digits = String(repeating: "0", count: max(0, least - digits.utf8.count)) + digits
        if flags.sharp {
            switch base {
            case 2: digits = "0b" + digits
            case 8: if digits.utf8.first != UInt8(ascii: "0") { digits = "0" + digits }
            case 16: digits = (verb == "X" ? "0X" : "0x") + digits
            default: break
            }
        }
        if verb == "O" { digits = "0o" + digits }
        if isNegative {
            digits = "-" + digits
        } else if flags.plus {
            digits = "+" + digits
        } else if flags.space {
            digits = " " + digits
        }
        let outer = flags
        flags.zero = false
        pad(digits)
        flags = outer
    }

    private mutating func write(big text: String, _ verb: Unicode.Scalar) {
        if flags.plusV { flags.plus = true }
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let digits = isNegative ? String(text.dropFirst()) : text
        switch verb {
        case "v", "s", "d": integer(isNegative, digits, verb, base: 10)
        case "b": integer(isNegative, DecimalDigits.convert(digits, radix: 2), verb, base: 2)
        case "o", "O": integer(isNegative, DecimalDigits.convert(digits, radix: 8), verb, base: 8)
        case "x": integer(isNegative, DecimalDigits.convert(digits, radix: 16), verb, base: 16)
        case "X": integer(isNegative, DecimalDigits.convert(digits, radix: 16).uppercased(), verb, base: 16)
        default: result += "%!\(verb)(big.Int=\(text))"
        }
    }

    private mutating func write(_ value: Double, _ verb: Unicode.Scalar) {
        switch verb {
        case "v": float(value, "g", nil)
        case "e", "E", "f", "F": float(value, verb, 6)
        case "b", "g", "G", "x", "X": float(value, verb, nil)
        default: bad(.double(value), verb)
        }
    }

    private mutating func float(_ value: Double, _ verb: Unicode.Scalar, _ precision: Int?) {
        var number = FloatText.text(
            value, verb: verb, precision: flags.precision ?? precision, alternate: flags.sharp)
        if number.utf8.first != UInt8(ascii: "-") && number.utf8.first != UInt8(ascii: "+") { number = "+" + number }
        if flags.space && !flags.plus && number.utf8.first == UInt8(ascii: "+") { number = " " + number.dropFirst() }
        let outer = flags
        defer { flags = outer }
        if value.isNaN || value.isInfinite {
            flags.zero = false
            if value.isNaN && !flags.space && !flags.plus { return pad(String(number.dropFirst())) }
        }
        guard flags.plus || number.utf8.first != UInt8(ascii: "+") else { return pad(String(number.dropFirst())) }
        if flags.zero, !flags.minus, let width = flags.width, width > number.utf8.count {
            // The sign before the zeros.
            result += number.prefix(1) + String(repeating: "0", count: width - number.utf8.count) + number.dropFirst()
        } else {
            pad(number)
        }
    }

    private mutating func write(_ text: String, _ verb: Unicode.Scalar) {
        switch verb {
        case "v": if flags.sharpV { quoted(text) } else { pad(truncated(text)) }
        case "s": pad(truncated(text))
        case "x", "X": hexadecimal(text, isUpper: verb == "X")
        case "q": quoted(text)
        default: bad(.string(text), verb)
        }
    }

    private mutating func quoted(_ text: String) {
        let text = truncated(text)
        pad(flags.sharp && GoQuoting.canBeRaw(text) ? "`\(text)`" : GoQuoting.quote(text, ascii: flags.plus))
    }

    private mutating func hexadecimal(_ text: String, isUpper: Bool) {
        var digits = ""
        let prefix = flags.sharp ? (isUpper ? "0X" : "0x") : ""
        for (index, byte) in text.utf8.prefix(flags.precision ?? .max).enumerated() {
            if index == 0 { digits += prefix } else if flags.space { digits += " " + prefix }
            let two = String(byte, radix: 16, uppercase: isUpper)
            digits += (two.utf8.count < 2 ? "0" : "") + two
        }
        pad(digits)
    }

    // MARK: Padding

    private func truncated(_ text: String) -> String {
        guard let precision = flags.precision else { return text }
        var result = ""
        result.unicodeScalars.append(contentsOf: text.unicodeScalars.prefix(precision))
        return result
    }

    private mutating func pad(_ text: String) {
        let missing = (flags.width ?? 0) - text.unicodeScalars.count
        guard missing > 0 else { return result += text }
        if flags.minus {
            result += text + String(repeating: " ", count: missing)
        } else {
            result += String(repeating: flags.zero ? "0" : " ", count: missing) + text
        }
    }
}

/// Decimal digits of any length in another base.
enum DecimalDigits {
    /// - Parameter digits: ASCII digits; anything else reads as zero.
    static func convert(_ digits: String, radix: UInt32) -> String {
        // Limbs of 32 bits, least first.
        var limbs: [UInt32] = []
        for byte in digits.utf8 {
            var carry = UInt64(byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : 0)
            for index in limbs.indices {
                let product = UInt64(limbs[index]) * 10 + carry
                limbs[index] = UInt32(truncatingIfNeeded: product)
                carry = product >> 32
            }
            if carry > 0 { limbs.append(UInt32(carry)) }
        }
        guard !limbs.isEmpty else { return "0" }
        var result: [UInt8] = []
        while !limbs.isEmpty {
            var remainder: UInt64 = 0
            for index in limbs.indices.reversed() {
                let value = remainder << 32 | UInt64(limbs[index])
                limbs[index] = UInt32(value / UInt64(radix))
                remainder = value % UInt64(radix)
            }
            result.append(UInt8(remainder < 10 ? 0x30 + remainder : 0x57 + remainder))
            while limbs.last == 0 { limbs.removeLast() }
        }
        return String(decoding: result.reversed(), as: UTF8.self)
    }
}
