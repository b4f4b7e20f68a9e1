package import StructuredText

/// YAML values as values of the language.
package enum YAMLDocument {
    /// The value of a structure read from YAML; of equal keys the last wins.
    package static func value(_ structure: StructuredValue, in heap: Heap) throws(BuiltinError) -> Value {
        switch structure {
        case .null: return .null
        case .boolean(let boolean): return Value(boolean)
        case .string(let text): return try heap.string(text)
        case .number(let text): return try number(text, in: heap)
        case .sequence(let elements):
            var values: [Value] = []
            for element in elements { values.append(try value(element, in: heap)) }
            return try heap.array(values)
        case .mapping(let members):
            var values: [(key: Value, value: Value)] = []
            for member in members {
                values.append((try heap.string(member.key), try value(member.value, in: heap)))
            }
            return try heap.object(values)
        }
    }

    /// YAML has spellings of numbers that JSON has not: `+1`, `.5`, `1.`, `0x1f`, `0o17`.
    private static func number(_ text: String, in heap: Heap) throws(BuiltinError) -> Value {
        do throws(Decimal.TextError) {
            return try heap.number(text: text.utf8)
        } catch {
            guard error == .malformed else { throw .message("number too big") }
        }
        for (prefix, radix) in [("0x", 16), ("0o", 8)] where text.hasPrefix(prefix) {
            if let integer = Int(text.dropFirst(2), radix: radix) { return try heap.number(integer) }
        }
        var plain = Substring(text)
        if plain.hasPrefix("+") { plain = plain.dropFirst() }
        let isNegative = plain.hasPrefix("-")
        if isNegative { plain = plain.dropFirst() }
        while plain.hasPrefix("0"), plain.dropFirst().first?.isNumber == true { plain = plain.dropFirst() }
        var digits = plain.hasPrefix(".") ? "0" + plain : String(plain)
        if digits.hasSuffix(".") { digits += "0" }
        do throws(Decimal.TextError) {
            return try heap.number(text: ((isNegative ? "-" : "") + digits).utf8)
        } catch {
            throw .message("\(text) is no number that JSON has")
        }
    }
}
