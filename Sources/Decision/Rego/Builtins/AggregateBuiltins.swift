/// Functions of whole collections.
enum AggregateBuiltins {
    static let table: Builtins.Table = [
        "count": count, "sum": sum, "product": product, "max": maximum, "min": minimum, "sort": sort, "all": all,
        "any": any,
    ]

    static func count(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let value = operands[0]
        switch value.kind {
        case .array, .object, .set: return Value(immediate: value.count)
        case .string: return Value(immediate: value.codePointCount)
        default: throw operands.mismatch(0, oneOf: "array", "object", "set", "string")
        }
    }

    static func sum(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        var total = Value(small: 0)
        for element in try operands.elements(0) {
            guard element.isNumber else { throw operands.foreign(element, in: operands[0], 0, "numbers") }
            total = try Arithmetic.add(total, element, in: context.heap)
        }
        return total
    }

    static func product(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        var total = Value(small: 1)
        for element in try operands.elements(0) {
            guard element.isNumber else { throw operands.foreign(element, in: operands[0], 0, "numbers") }
            total = try Arithmetic.multiply(total, element, in: context.heap)
        }
        return total
    }

    /// Undefined for an empty collection.
    static func maximum(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let elements = try operands.elements(0)
        return operands[0].isSet ? elements.last : elements.max()
    }

    /// Undefined for an empty collection.
    static func minimum(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let elements = try operands.elements(0)
        return operands[0].isSet ? elements.first : elements.min()
    }

    static func sort(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let elements = try operands.elements(0)
        return try operands[0].isSet ? context.heap.array(elements) : context.heap.array(elements.sorted())
    }

    static func all(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        Value(try operands.elements(0).allSatisfy(\.isTrue))
    }

    static func any(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        Value(try operands.elements(0).contains(where: \.isTrue))
    }
}
