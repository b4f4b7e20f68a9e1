enum GlobBuiltins {
    static let table: Builtins.Table = [
        "glob.match": match,
        "glob.quote_meta": { context, operands throws(BuiltinError) in
            try context.heap.string(utf8: Glob.quote(try operands.utf8(0)))
        },
    ]

    /// - Parameter delimiters: an array of single scalars; an empty one means a point, null none.
    static func match(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let pattern = try operands.require(.string, at: 0)
        var delimiters: [Unicode.Scalar] = []
        if operands[1].isArray {
            for element in operands[1].elements {
                guard let text = element.string else { throw operands.foreign(element, in: operands[1], 1, "strings") }
                guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
                    throw .operand(2, "must be array of single-rune strings but got \(GoQuoting.quote(text))")
                }
                delimiters.append(scalar)
            }
            if delimiters.isEmpty { delimiters = ["."] }
        } else if !operands[1].isNull {
            throw operands.mismatch(1, oneOf: "array", "null")
        }
        let text = try operands.utf8(2)
        return Value(try context.patterns.glob(pattern, delimiters).matches(text))
    }
}
