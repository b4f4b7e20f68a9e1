extension Heap {
    /// A copy of a value of another heap; depth is bounded by `Heap.depthLimit`.
    ///
    /// - Parameter source: When given, only what was made there is copied; all else lasts anyway.
    package func copy(_ value: Value, leaving source: Heap? = nil) throws(BuiltinError) -> Value {
        if let source, value.kind >= .number, !value.isImmediateInteger, !source.owns(UnsafeRawPointer(value.address)) {
            return value
        }
        switch value.kind {
        case .undefined, .null, .boolean:
            return value
        case .number:
            guard !value.isImmediateInteger, let decimal = value.decimal else { return value }
            return try number(decimal, text: value.numberBytes)
        case .string:
            return try string(utf8: value.utf8)
        case .array:
            return try array(copies(of: value.elements, source))
        case .set:
            return try set(copies(of: value.elements, source))
        case .object:
            let keys = try copies(of: value.keys, source)
            let values = try copies(of: value.values, source)
            return try object(zip(keys, values).map { (key: $0, value: $1) })
        }
    }

    private func copies(of values: UnsafeBufferPointer<Value>, _ source: Heap?) throws(BuiltinError) -> [Value] {
        var copies: [Value] = []
        copies.reserveCapacity(values.count)
        for value in values { copies.append(try copy(value, leaving: source)) }
        return copies
    }
}
