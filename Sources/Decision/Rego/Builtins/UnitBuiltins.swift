/// Amounts with units: `10Ki`, `1.5G`, `100m`.
enum UnitBuiltins {
    static let table: Builtins.Table = ["units.parse": parse, "units.parse_bytes": parseBytes]

    private static let powers = ["k": 1, "m": 2, "g": 3, "t": 4, "p": 5, "e": 6]

    static func parse(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let (amount, unit) = try split(operands.string(0), of: "amount")
        var factor = Decimal(1)
        // Only a small m is milli; all other units are read without case.
        if unit == "m" {
            factor = Decimal(isNegative: false, coefficient: .one, exponent: -3)
        } else if let known = multiplier(unit.lowercased(), allowsByte: false) {
            factor = known
        } else {
            throw .message("unit \(unit) not recognized")
        }
        let product = amount * factor
        if product.isInteger { return try context.heap.number(product) }
        return try context.heap.number(digits: tenDecimals(product))
    }

    static func parseBytes(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let (amount, unit) = try split(operands.string(0).lowercased(), of: "byte amount")
        guard let factor = multiplier(unit, allowsByte: true) else {
            throw .message("byte unit \(unit) not recognized")
        }
        let product = amount * factor
        return try context.heap.number(product.rounded(product.isNegative ? .up : .down))
    }

    /// - Parameter allowsByte: whether a `b` may end the unit.
    private static func multiplier(_ unit: String, allowsByte: Bool) -> Decimal? {
        var name = Substring(unit)
        if allowsByte, name.last == "b", name.utf8.count > 1 { name = name.dropLast() }
        if name.isEmpty { return Decimal(1) }
        let isBinary = name.utf8.count == 2 && name.last == "i"
        if isBinary { name = name.dropLast() }
        guard let power = powers[String(name)] else { return nil }
        return isBinary
            ? Decimal(isNegative: false, coefficient: .one << (10 * power), exponent: 0)
            : Decimal(isNegative: false, coefficient: .one, exponent: 3 * power)
    }

    private static func split(_ text: String, of what: String) throws(BuiltinError) -> (Decimal, String) {
        let bytes = Array(text.utf8.filter { $0 != UInt8(ascii: "\"") })
        guard !bytes.contains(UInt8(ascii: " ")) else { throw .message("spaces not allowed in resource strings") }
        func isDigit(_ index: Int) -> Bool {
            index < bytes.count && UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index]
        }
        var end = 0
        if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { end = 1 }
        let start = end
        while end < bytes.count, isDigit(end) || bytes[end] == UInt8(ascii: ".") { end += 1 }
        guard end > start else { throw .message("no \(what) provided") }
        // An e is an exponent when digits follow, else the unit exa.
        if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
            var cursor = end + 1
            if cursor < bytes.count, bytes[cursor] == UInt8(ascii: "-") || bytes[cursor] == UInt8(ascii: "+") {
                cursor += 1
            }
            let firstDigit = cursor
            while isDigit(cursor) { cursor += 1 }
            if cursor > firstDigit {
                guard cursor - firstDigit <= 6 else { throw .message("exponent too large") }
                end = cursor
            }
        }
        guard let amount = decimal(bytes[..<end]) else { throw .message("could not parse \(what) to a number") }
        return (amount, String(decoding: bytes[end...], as: UTF8.self))
    }

    /// A number that may lack digits on one side of the point.
    private static func decimal(_ bytes: ArraySlice<UInt8>) -> Decimal? {
        var text = Array(bytes)
        if text.first == UInt8(ascii: "+") { text.removeFirst() }
        let sign = text.first == UInt8(ascii: "-") ? 1 : 0
        if text.count > sign, text[sign] == UInt8(ascii: ".") { text.insert(UInt8(ascii: "0"), at: sign) }
        if let point = text.firstIndex(of: UInt8(ascii: ".")),
            point + 1 == text.count || !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[point + 1])
        {
            text.remove(at: point)
        }
        while text.count > sign + 1, text[sign] == UInt8(ascii: "0"),
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[sign + 1]
        {
            text.remove(at: sign)
        }
        do throws(Decimal.TextError) {
            return try Decimal(text)
        } catch {
            return nil
        }
    }

    /// Rounded to ten digits after the point, half away from zero.
    private static func tenDecimals(_ number: Decimal) -> String {
        let scaled = (number.absolute * Decimal(isNegative: false, coefficient: .one, exponent: 10))
            .rounded(.halfAwayFromZero)
        var digits = Array(scaled.text.utf8)
        while digits.count < 11 { digits.insert(UInt8(ascii: "0"), at: 0) }
        digits.insert(UInt8(ascii: "."), at: digits.count - 10)
        return (number.isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)
    }
}
