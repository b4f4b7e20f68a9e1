/// Values checked against JSON Schemas; both may be given as values or as JSON text.
enum SchemaBuiltins {
    static let table: Builtins.Table = ["json.verify_schema": verify, "json.match_schema": match]

    private static func value(_ operands: BuiltinArguments, _ index: Int, _ heap: Heap) throws(BuiltinError) -> Value {
        let operand = operands[index]
        if operand.isString { return try JSONBuiltins.value(operand.utf8, in: heap) }
        guard operand.isObject else { throw operands.mismatch(index, oneOf: "string", "object") }
        return operand
    }

    /// Whether a schema is well formed, and why not.
    static func verify(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let schema = try value(operands, 0, context.heap)
        var failure: String?
        do throws(JSONSchema.Failure) {
            _ = try JSONSchema(schema)
        } catch {
            failure = error.description
        }
        guard let failure else { return try context.heap.array([.true, .null]) }
        return try context.heap.array([.false, context.heap.string("jsonschema: " + failure)])
    }

    /// Whether a document follows a schema, and every violation.
    static func match(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let heap = context.heap
        let document = try value(operands, 0, heap)
        let schema = try value(operands, 1, heap)
        let violations: [JSONSchemaValidator.Violation]
        do throws(JSONSchema.Failure) {
            violations = try JSONSchemaValidator.validate(document, JSONSchema(schema))
        } catch {
            throw .message(error.description)
        }
        var values: [Value] = []
        for violation in violations {
            values.append(
                try heap.object([
                    (heap.string("desc"), heap.string(violation.description)),
                    (heap.string("error"), heap.string("\(violation.field): \(violation.description)")),
                    (heap.string("field"), heap.string(violation.field)),
                    (heap.string("type"), heap.string(violation.type)),
                ]))
        }
        return try heap.array([Value(values.isEmpty), heap.array(values)])
    }
}
