import StructuredText

/// YAML as Go's `sigs.k8s.io/yaml` reads and writes it: by way of JSON, with the booleans and octal numbers of
/// YAML 1.1.
enum GoYAML {
    /// What a plain scalar means; numbers are given as JSON writes them.
    static let schema = YAMLSchema(
        plain: { resolve($0) },
        tagged: { tag, text in
            guard tag == "tag:yaml.org,2002:binary" else { return nil }
            do throws(GoBase64.Corrupt) {
                return .string(String(decoding: try GoBase64.decode(text.utf8), as: UTF8.self))
            } catch {
                return .string(text)
            }
        })

    static func resolve(_ text: String) -> StructuredValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return .boolean(true)
        case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return .boolean(false)
        case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF":
            // No number of JSON: the reader refuses it.
            return .number(text)
        default: break
        }
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return .string(text) }
        if first != UInt8(ascii: "."), let integer = integer(text.utf8.filter { $0 != UInt8(ascii: "_") }) {
            return .number(integer)
        }
        guard isFloat(text.utf8.filter { $0 != UInt8(ascii: "_") }),
            let value = Double(
                String(decoding: text.utf8.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self).trimmedPoint),
            value.isFinite
        else { return .string(text) }
        return .number(json(value))
    }

    /// An integer of 64 bits, signed or not, with the prefixes of Go.
    private static func integer(_ bytes: [UInt8]) -> String? {
        var digits = bytes[...]
        var sign = ""
        if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            if first == UInt8(ascii: "-") { sign = "-" }
            digits = digits.dropFirst()
        }
        var radix = 10
        if digits.count > 1, digits.first == UInt8(ascii: "0") {
            switch digits.dropFirst().first.map({ $0 | 0x20 }) {
            case UInt8(ascii: "x"): (radix, digits) = (16, digits.dropFirst(2))
            case UInt8(ascii: "o"): (radix, digits) = (8, digits.dropFirst(2))
            case UInt8(ascii: "b"): (radix, digits) = (2, digits.dropFirst(2))
            default: (radix, digits) = (8, digits.dropFirst())
            }
        }
        guard !digits.isEmpty, digits.first != UInt8(ascii: "-"), digits.first != UInt8(ascii: "+"),
            let value = UInt64(String(decoding: digits, as: UTF8.self), radix: radix)
        else { return nil }
        if !sign.isEmpty {
            guard value <= 1 << 63 else { return nil }
            return value == 0 ? "0" : "-" + String(value)
        }
        return String(value)
    }

    /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
    private static func isFloat(_ bytes: [UInt8]) -> Bool {
        let isDigit = { (byte: UInt8) in 0x30...0x39 ~= byte }
        var rest = bytes[...]
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: isDigit)
            if whole.isEmpty && fraction.isEmpty { return false }
            rest = rest.dropFirst(fraction.count + 1)
        } else if whole.isEmpty {
            return false
        }
        guard let mark = rest.first else { return true }
        guard mark | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }

    /// A number as Go's encoder of JSON writes it: in full between 1e-6 and 1e21.
    static func json(_ value: Double) -> String {
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let (digits, point) = FloatText.digits(value)
        let sign = value < 0 ? "-" : ""
        guard abs(value) < 1e-6 || abs(value) >= 1e21 else { return sign + FloatText.plain(digits, point) }
        var text = FloatText.exponential(digits, point)
        // One digit of an exponent below zero is written as one.
        if let mark = text.range(ofLast: "e-0") { text.removeSubrange(mark) }
        return sign + text
    }

    /// The number as YAML writes it, when it was read from JSON.
    static func number(_ json: String) -> String {
        if Int64(json) != nil || UInt64(json) != nil { return json }
        guard let value = Double(json), value.isFinite else { return json }
        if value == value.rounded(), abs(value) < 1e18, !json.utf8.contains(UInt8(ascii: ".")) || abs(value) < 1e15 {
            return String(Int64(value))
        }
        return FloatText.text(value, verb: "g", precision: nil)
    }

    /// Whether the string may stand without quotes.
    static func isPlain(_ text: String) -> Bool {
        guard case .string = resolve(text), text != "<<", text != "=" else { return false }
        return !isSexagesimal(text)
    }

    /// Numbers to the base of 60, which some readers of YAML 1.1 still know.
    private static func isSexagesimal(_ text: String) -> Bool {
        guard text.utf8.contains(UInt8(ascii: ":")) else { return false }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 1, var first = parts.first else { return false }
        if first.hasPrefix("-") || first.hasPrefix("+") { first = first.dropFirst() }
        guard first.utf8.first.map({ 0x30...0x39 ~= $0 }) == true,
            first.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == 0x5F })
        else { return false }
        return parts.dropFirst().enumerated().allSatisfy { index, part in
            var digits = part
            if index == parts.count - 2, let point = digits.firstIndex(of: ".") { digits = digits[..<point] }
            return (1...2).contains(digits.utf8.count) && digits.utf8.allSatisfy { 0x30...0x39 ~= $0 }
                && (digits.utf8.count == 1 || (digits.utf8.first ?? 0) <= 0x35)
        }
    }
}

extension String {
    /// Without a sign in front that `Double` does not read, and without a point at the end.
    fileprivate var trimmedPoint: String {
        var text = hasPrefix("+") ? String(dropFirst()) : self
        if text.hasPrefix(".") { text = "0" + text }
        if text.hasPrefix("-.") { text = "-0" + text.dropFirst() }
        if let point = text.firstIndex(of: ".") {
            let next = text.index(after: point)
            if next == text.endIndex || !(text[next].isNumber) { text.remove(at: point) }
        }
        return text
    }

    fileprivate func range(ofLast mark: String) -> Range<String.Index>? {
        guard let e = lastIndex(of: "e"), self[e...].hasPrefix(mark), utf8.distance(from: e, to: endIndex) == 4 else {
            return nil
        }
        let zero = index(e, offsetBy: 2)
        return zero..<index(after: zero)
    }
}
