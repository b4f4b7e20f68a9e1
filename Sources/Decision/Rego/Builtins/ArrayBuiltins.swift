enum ArrayBuiltins {
    static let table: Builtins.Table = [
        "array.concat": concatenate, "array.flatten": flatten, "array.reverse": reverse, "array.slice": slice,
    ]

    static func concatenate(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        try context.heap.array(Array(operands.array(0)) + Array(operands.array(1)))
    }

    /// Arrays in the array give way to their elements, one level deep.
    static func flatten(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        var result: [Value] = []
        for element in try operands.array(0) {
            if element.isArray { result.append(contentsOf: element.elements) } else { result.append(element) }
        }
        return try context.heap.array(result)
    }

    static func reverse(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try context.heap.array(operands.array(0).reversed())
    }

    /// Bounds beyond the array are moved to its ends.
    static func slice(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let elements = try operands.array(0)
        let start = min(max(try operands.integer(1), 0), elements.count)
        let end = min(max(try operands.integer(2), 0), elements.count)
        return try context.heap.array(UnsafeBufferPointer(rebasing: elements[start..<max(start, end)]))
    }
}
