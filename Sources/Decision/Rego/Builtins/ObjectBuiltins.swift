enum ObjectBuiltins {
    static let table: Builtins.Table = [
        "object.get": get, "object.keys": keys, "object.remove": remove, "object.filter": filter,
        "object.union": union, "object.union_n": unionOfAll, "object.subset": subset,
    ]

    /// - Parameter key: an array is a path.
    static func get(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let object = try operands.require(.object, at: 0)
        guard operands[1].isArray else {
            let found = object.member(operands[1])
            return found.isDefined ? found : operands[2]
        }
        var current = object
        for key in operands[1].elements {
            current = current.lookup(key)
            if current.isUndefined { return operands[2] }
        }
        return current
    }

    static func keys(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try context.heap.set(operands.require(.object, at: 0).keys)
    }

    static func remove(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try select(&context, operands, keepsNamed: false)
    }

    static func filter(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try select(&context, operands, keepsNamed: true)
    }

    private static func select(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments, keepsNamed: Bool
    ) throws(BuiltinError) -> Value? {
        let object = try operands.require(.object, at: 0)
        let named: Value
        switch operands[1].kind {
        case .set, .object: named = operands[1]
        case .array: named = try context.heap.set(operands[1].elements)
        default: throw operands.mismatch(1, oneOf: "object", "set", "array")
        }
        var members: [(key: Value, value: Value)] = []
        for (key, value) in zip(object.keys, object.values)
        where (named.isObject ? named.member(key).isDefined : named.contains(key)) == keepsNamed {
            members.append((key, value))
        }
        return try context.heap.object(members)
    }

    /// Objects at the same key are united in turn; of other values the second's wins.
    static func union(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let left = try operands.require(.object, at: 0)
        return try united(left, operands.require(.object, at: 1), in: context.heap)
    }

    static func unionOfAll(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let objects = try operands.array(0)
        for object in objects where !object.isObject {
            throw operands.foreign(object, in: operands[0], 0, "objects")
        }
        var result = try context.heap.object([])
        for object in objects { result = try united(result, object, in: context.heap) }
        return result
    }

    /// The depth is that of values, which is bounded.
    private static func united(_ left: Value, _ right: Value, in heap: Heap) throws(BuiltinError) -> Value {
        if left.count == 0 { return right }
        if right.count == 0 { return left }
        var members: [(key: Value, value: Value)] = []
        members.reserveCapacity(left.count + right.count)
        for (key, value) in zip(left.keys, left.values) {
            let other = right.member(key)
            if other.isUndefined {
                members.append((key, value))
            } else {
                members.append((key, value.isObject && other.isObject ? try united(value, other, in: heap) : other))
            }
        }
        for (key, value) in zip(right.keys, right.values) where left.member(key).isUndefined {
            members.append((key, value))
        }
        return try heap.object(members)
    }

    static func subset(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let (whole, part) = (operands[0], operands[1])
        switch (whole.kind, part.kind) {
        case (.object, .object): return Value(isPart(part, ofObject: whole))
        case (.set, .set): return Value(part.elements.allSatisfy { whole.contains($0) })
        case (.array, .array): return Value(isRun(part.elements, of: whole.elements))
        case (.array, .set): return Value(part.elements.allSatisfy { whole.elements.contains($0) })
        default: throw .message("both arguments object.subset must be of the same type or array and set")
        }
    }

    private static func isPart(_ part: Value, ofObject whole: Value) -> Bool {
        for (key, value) in zip(part.keys, part.values) {
            let other = whole.member(key)
            if other.isUndefined { return false }
            let holds =
                switch (other.kind, value.kind) {
                case (.object, .object): isPart(value, ofObject: other)
                case (.set, .set): value.elements.allSatisfy { other.contains($0) }
                case (.array, .array): isRun(value.elements, of: other.elements)
                default: other == value
                }
            if !holds { return false }
        }
        return true
    }

    /// Whether `part` stands somewhere in `whole`, side by side.
    private static func isRun(_ part: UnsafeBufferPointer<Value>, of whole: UnsafeBufferPointer<Value>) -> Bool {
        guard part.count <= whole.count else { return false }
        return (0...(whole.count - part.count)).contains { start in
            part.indices.allSatisfy { whole[start + $0] == part[$0] }
        }
    }
}
