/// Kinds of values, and the casts of version 0.
enum TypeBuiltins {
    static let table: Builtins.Table = [
        "is_null": { _, operands throws(BuiltinError) in Value(operands[0].isNull) },
        "is_boolean": { _, operands throws(BuiltinError) in Value(operands[0].kind == .boolean) },
        "is_number": { _, operands throws(BuiltinError) in Value(operands[0].isNumber) },
        "is_string": { _, operands throws(BuiltinError) in Value(operands[0].isString) },
        "is_array": { _, operands throws(BuiltinError) in Value(operands[0].isArray) },
        "is_object": { _, operands throws(BuiltinError) in Value(operands[0].isObject) },
        "is_set": { _, operands throws(BuiltinError) in Value(operands[0].isSet) },
        "type_name": { context, operands throws(BuiltinError) in try context.heap.string(operands[0].kind.name) },
        "cast_array": { context, operands throws(BuiltinError) in
            if operands[0].isArray { return operands[0] }
            guard operands[0].isSet else { throw operands.mismatch(0, oneOf: "array", "set") }
            return try context.heap.array(operands[0].elements)
        },
        "cast_set": { context, operands throws(BuiltinError) in
            if operands[0].isSet { return operands[0] }
            guard operands[0].isArray else { throw operands.mismatch(0, oneOf: "array", "set") }
            return try context.heap.set(operands[0].elements)
        },
        "cast_null": cast(.null), "cast_boolean": cast(.boolean), "cast_string": cast(.string),
        "cast_object": cast(.object),
    ]

    private static func cast(_ kind: Value.Kind) -> BuiltinFunction {
        { _, operands throws(BuiltinError) in try operands.require(kind, at: 0) }
    }
}
