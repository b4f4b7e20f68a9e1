/// Constants, which are terms in syntax trees and values in the machine.
struct ConstantTerms {
    private let heap = Heap(byteLimit: 256 << 20)
    private static let depthLimit = 64

    /// The value of a constant, valid until the next call; nil for a term that is none.
    func value(of term: Term) throws(BuiltinError) -> Value? {
        if heap.byteCount > 16 << 20 { heap.reset() }
        return try make(term)
    }

    /// Two constants at once.
    func areEqual(_ one: Term, _ other: Term) throws(BuiltinError) -> Bool {
        if one == other { return true }
        guard let left = try value(of: one), let right = try make(other) else { return false }
        return left == right
    }

    /// What stands at `key` in a constant: undefined in a scalar, and where there is none.
    func element(_ key: Term, of collection: Term) throws(BuiltinError) -> Term? {
        guard let whole = try value(of: collection), let key = try make(key) else { return nil }
        let found = whole.lookup(key)
        return found.isDefined ? Self.term(of: found) : nil
    }

    private func make(_ term: Term) throws(BuiltinError) -> Value? {
        switch term.kind {
        case .null: return .null
        case .boolean(let boolean): return Value(boolean)
        case .string(let text): return try heap.string(text)
        case .number(let text):
            do throws(Decimal.TextError) {
                return try heap.number(text: text.utf8)
            } catch {
                throw .message("number too big")
            }
        case .array(let elements):
            return try make(elements).map { values throws(BuiltinError) in try heap.array(values) }
        case .set(let elements): return try make(elements).map { values throws(BuiltinError) in try heap.set(values) }
        case .object(let members):
            guard let keys = try make(members.map(\.key)), let values = try make(members.map(\.value)) else {
                return nil
            }
            return try heap.object(zip(keys, values).map { (key: $0, value: $1) })
        default: return nil
        }
    }

    private func make(_ terms: [Term]) throws(BuiltinError) -> [Value]? {
        var values: [Value] = []
        for term in terms {
            guard let value = try make(term) else { return nil }
            values.append(value)
        }
        return values
    }

    /// A value as a term.
    static func term(of value: Value) -> Term {
        switch value.kind {
        case .undefined, .null: Term(.null)
        case .boolean: Term(.boolean(value.isTrue))
        case .number: Term(.number(RegoOutput.text(of: value)))
        case .string: Term(.string(value.string ?? ""))
        case .array: Term(.array(value.elements.map(term)))
        case .set: Term(.set(value.elements.map(term)))
        case .object:
            Term(.object(zip(value.keys, value.values).map { Term.Member(key: term(of: $0), value: term(of: $1)) }))
        }
    }

    /// Whether a value has at most `limit` parts and is not nested beyond what a text may be.
    static func isSmall(_ value: Value, limit: Int) -> Bool {
        var rest = limit
        return take(value, depth: 0, &rest)
    }

    private static func take(_ value: Value, depth: Int, _ rest: inout Int) -> Bool {
        rest -= 1 + (value.isString ? value.count >> 10 : 0)
        guard rest >= 0, depth < depthLimit else { return false }
        switch value.kind {
        case .array, .set: return value.elements.allSatisfy { take($0, depth: depth + 1, &rest) }
        case .object:
            return zip(value.keys, value.values).allSatisfy {
                take($0, depth: depth + 1, &rest) && take($1, depth: depth + 1, &rest)
            }
        default: return true
        }
    }

    /// Whether some object has a key that looks like a number. In paths of base documents such a key is found by the
    /// number too, which a constant in its place would not do.
    static func hasNumericNames(_ value: Value) -> Bool {
        switch value.kind {
        case .array, .set: value.elements.contains(where: hasNumericNames)
        case .object:
            value.keys.contains { key in
                guard key.isString, let first = key.utf8.first else { return false }
                return 0x30...0x39 ~= first || first == UInt8(ascii: "-")
            } || value.values.contains(where: hasNumericNames)
        default: false
        }
    }
}
