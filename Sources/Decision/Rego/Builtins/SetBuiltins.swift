/// Algebra of sets.
enum SetBuiltins {
    static let table: Builtins.Table = [
        "and": intersect, "or": unite, "set_diff": difference, "intersection": intersection, "union": union,
    ]

    static func intersect(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let left = try operands.require(.set, at: 0)
        let right = try operands.require(.set, at: 1)
        return try context.heap.set(left.elements.filter { right.contains($0) })
    }

    static func unite(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let left = try operands.require(.set, at: 0)
        let right = try operands.require(.set, at: 1)
        if left.count == 0 { return right }
        if right.count == 0 { return left }
        return try context.heap.set(merged(left.elements, right.elements))
    }

    static func difference(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let left = try operands.require(.set, at: 0)
        let right = try operands.require(.set, at: 1)
        if right.count == 0 { return left }
        return try context.heap.set(left.elements.filter { !right.contains($0) })
    }

    /// What all sets of a set have; nothing for no sets.
    static func intersection(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let sets = try self.sets(operands)
        guard let first = sets.first else { return try context.heap.set([]) }
        let others = sets.dropFirst()
        return try context.heap.set(first.elements.filter { element in others.allSatisfy { $0.contains(element) } })
    }

    static func union(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        var all: [Value] = []
        for set in try sets(operands) { all.append(contentsOf: set.elements) }
        return try context.heap.set(all)
    }

    private static func sets(_ operands: BuiltinArguments) throws(BuiltinError) -> [Value] {
        let outer = try operands.require(.set, at: 0)
        for element in outer.elements where !element.isSet {
            throw operands.foreign(element, in: outer, 0, "sets")
        }
        return Array(outer.elements)
    }

    /// Two ascending runs as one.
    private static func merged(_ left: UnsafeBufferPointer<Value>, _ right: UnsafeBufferPointer<Value>) -> [Value] {
        var result: [Value] = []
        result.reserveCapacity(left.count + right.count)
        var (one, two) = (0, 0)
        while one < left.count && two < right.count {
            let order = Value.compare(left[one], right[two])
            result.append(order <= 0 ? left[one] : right[two])
            if order <= 0 { one += 1 }
            if order >= 0 { two += 1 }
        }
        result.append(contentsOf: left[one...])
        result.append(contentsOf: right[two...])
        return result
    }
}
