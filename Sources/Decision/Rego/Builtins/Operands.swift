/// Reading operands, with the texts that OPA has for those of a wrong kind.
extension BuiltinArguments {
    /// - Throws: `must be KIND but got …` unless the operand is of this kind.
    func require(_ kind: Value.Kind, at index: Int) throws(BuiltinError) -> Value {
        let value = self[index]
        guard value.kind == kind else { throw mismatch(index, kind.name) }
        return value
    }

    func mismatch(_ index: Int, _ expected: String) -> BuiltinError {
        .operand(index + 1, "must be \(expected) but got \(self[index].kind.name)")
    }

    /// - Parameter kinds: as the message lists them.
    func mismatch(_ index: Int, oneOf kinds: String...) -> BuiltinError {
        mismatch(index, "one of {\(kinds.joined(separator: ", "))}")
    }

    func string(_ index: Int) throws(BuiltinError) -> String {
        String(decoding: try utf8(index), as: UTF8.self)
    }

    func utf8(_ index: Int) throws(BuiltinError) -> UnsafeBufferPointer<UInt8> {
        try require(.string, at: index).utf8
    }

    func number(_ index: Int) throws(BuiltinError) -> Decimal {
        guard let decimal = self[index].decimal else { throw mismatch(index, "number") }
        return decimal
    }

    /// An integer of any size.
    func bigInteger(_ index: Int) throws(BuiltinError) -> Decimal {
        let decimal = try number(index)
        guard decimal.isInteger else {
            throw .operand(index + 1, "must be integer number but got floating-point number")
        }
        return decimal
    }

    /// An integer of 64 bits.
    func integer(_ index: Int) throws(BuiltinError) -> Int {
        guard self[index].isNumber else { throw mismatch(index, "number") }
        guard let integer = self[index].integer else {
            throw .operand(index + 1, "must be integer number but got floating-point number")
        }
        return integer
    }

    func boolean(_ index: Int) throws(BuiltinError) -> Bool {
        guard let boolean = self[index].boolean else { throw mismatch(index, "boolean") }
        return boolean
    }

    func array(_ index: Int) throws(BuiltinError) -> UnsafeBufferPointer<Value> {
        try require(.array, at: index).elements
    }

    /// The elements of an array or a set.
    func elements(_ index: Int) throws(BuiltinError) -> UnsafeBufferPointer<Value> {
        guard self[index].isArray || self[index].isSet else { throw mismatch(index, oneOf: "array", "set") }
        return self[index].elements
    }

    /// The texts of a string, or of an array or set of strings.
    func strings(_ index: Int) throws(BuiltinError) -> [UnsafeBufferPointer<UInt8>] {
        let value = self[index]
        if value.isString { return [value.utf8] }
        guard value.isArray || value.isSet else { throw mismatch(index, oneOf: "string", "set", "array") }
        return try texts(of: value, index)
    }

    /// The texts of an array or set that holds nothing else.
    func texts(of value: Value, _ index: Int) throws(BuiltinError) -> [UnsafeBufferPointer<UInt8>] {
        var texts: [UnsafeBufferPointer<UInt8>] = []
        texts.reserveCapacity(value.count)
        for element in value.elements {
            guard element.isString else { throw foreign(element, in: value, index, "strings") }
            texts.append(element.utf8)
        }
        return texts
    }

    func foreign(_ element: Value, in collection: Value, _ index: Int, _ expected: String) -> BuiltinError {
        let kind = collection.kind.name
        return .operand(index + 1, "must be \(kind) of \(expected) but got \(kind) containing \(element.kind.name)")
    }
}

extension Heap {
    func strings(_ texts: some Sequence<String>) throws(BuiltinError) -> [Value] {
        var values: [Value] = []
        for text in texts { values.append(try string(text)) }
        return values
    }

    /// A decimal integer, perhaps of many digits.
    func number(digits text: String) throws(BuiltinError) -> Value {
        do throws(Decimal.TextError) {
            return try number(text: text.utf8)
        } catch {
            throw .message("number too big")
        }
    }
}
