extension Heap {
    /// A copy of a value of another heap; depth is bounded by `Heap.depthLimit`.
    package func copy(_ value: Value) throws(BuiltinError) -> Value {
        switch value.kind {
        case .undefined, .null, .boolean:
            return value
        case .number:
            guard !value.isImmediateInteger, let decimal = value.decimal else { return value }
            return try number(decimal, text: value.numberBytes)
        case .string:
            return try string(utf8: value.utf8)
        case .array:
            return try array(copies(of: value.elements))
        case .set:
            return try set(copies(of: value.elements))
        case .object:
            let keys = try copies(of: value.keys)
            let values = try copies(of: value.values)
            return try object(zip(keys, values).map { (key: $0, value: $1) })
        }
    }

    private func copies(of values: UnsafeBufferPointer<Value>) throws(BuiltinError) -> [Value] {
        var copies: [Value] = []
        copies.reserveCapacity(values.count)
        for value in values { copies.append(try copy(value)) }
        return copies
    }
}
