/// Equality and order of any two values, and membership.
enum ComparisonBuiltins {
    static let table: Builtins.Table = [
        "equal": { _, operands throws(BuiltinError) in Value(operands[0] == operands[1]) },
        "neq": { _, operands throws(BuiltinError) in Value(operands[0] != operands[1]) },
        "lt": { _, operands throws(BuiltinError) in Value(Value.compare(operands[0], operands[1]) < 0) },
        "lte": { _, operands throws(BuiltinError) in Value(Value.compare(operands[0], operands[1]) <= 0) },
        "gt": { _, operands throws(BuiltinError) in Value(Value.compare(operands[0], operands[1]) > 0) },
        "gte": { _, operands throws(BuiltinError) in Value(Value.compare(operands[0], operands[1]) >= 0) },
        "internal.member_2": { _, operands throws(BuiltinError) in Value(holds(operands[1], operands[0])) },
        "internal.member_3": { _, operands throws(BuiltinError) in
            let collection = operands[2]
            // The key of a set's element is the element.
            guard collection.isCollection else { return .false }
            let found = collection.lookup(operands[0])
            return Value(found.isDefined && found == operands[1])
        },
    ]

    /// Whether a collection has a member with this value; nothing else has members.
    static func holds(_ collection: Value, _ element: Value) -> Bool {
        switch collection.kind {
        case .set: collection.contains(element)
        case .array: collection.elements.contains(element)
        case .object: collection.values.contains(element)
        default: false
        }
    }
}
