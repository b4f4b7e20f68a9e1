/// GraphQL documents: read, checked, and given as the objects that gqlparser makes of them.
enum GraphQLBuiltins {
    static let table: Builtins.Table = [
        "graphql.parse_query": { context, operands throws(BuiltinError) in
            let text = try operands.string(0)
            let query = try orFail { () throws(GraphQL.Failure) in try GraphQLParser.query(text) }
            return try GraphQLOutput(heap: context.heap).value(query)
        },
        "graphql.parse_schema": { context, operands throws(BuiltinError) in
            let text = try operands.string(0)
            let schema = try orFail { () throws(GraphQL.Failure) in try GraphQLParser.schema(text) }
            return try GraphQLOutput(heap: context.heap).value(schema)
        },
        "graphql.schema_is_valid": { _, operands throws(BuiltinError) in
            do throws(GraphQL.Failure) {
                _ = try GraphQLSchema(schema(operands, 0))
                return .true
            } catch {
                return .false
            }
        },
        "graphql.is_valid": { _, operands throws(BuiltinError) in
            do throws(GraphQL.Failure) {
                _ = try validated(operands)
                return .true
            } catch {
                return .false
            }
        },
        "graphql.parse": { context, operands throws(BuiltinError) in
            let (query, schema) = try orFail { () throws(GraphQL.Failure) in try validated(operands) }
            let output = GraphQLOutput(heap: context.heap)
            return try context.heap.array([output.value(query), output.value(schema)])
        },
        "graphql.parse_and_verify": { context, operands throws(BuiltinError) in
            let heap = context.heap
            let documents: (GraphQL.Query, GraphQL.SchemaDocument)
            do throws(GraphQL.Failure) {
                documents = try validated(operands)
            } catch {
                let empty = try heap.object([])
                return try heap.array([.false, empty, empty])
            }
            let output = GraphQLOutput(heap: heap)
            return try heap.array([.true, output.value(documents.0), output.value(documents.1)])
        },
    ]

    private static func orFail<Success>(_ work: () throws(GraphQL.Failure) -> Success) throws(BuiltinError) -> Success {
        do throws(GraphQL.Failure) {
            return try work()
        } catch {
            throw .message(error.description)
        }
    }

    private static func schema(
        _ operands: BuiltinArguments, _ index: Int
    ) throws(GraphQL.Failure) -> GraphQL.SchemaDocument {
        if let text = operands[index].string { return try GraphQLParser.schema(text) }
        guard operands[index].isObject else { throw GraphQL.Failure(message: "neither text nor object") }
        return try GraphQLInput.schema(operands[index])
    }

    private static func validated(
        _ operands: BuiltinArguments
    ) throws(GraphQL.Failure) -> (GraphQL.Query, GraphQL.SchemaDocument) {
        let query: GraphQL.Query
        if let text = operands[0].string {
            query = try GraphQLParser.query(text)
        } else {
            guard operands[0].isObject else { throw GraphQL.Failure(message: "neither text nor object") }
            query = try GraphQLInput.query(operands[0])
        }
        let schema = try schema(operands, 1)
        try GraphQLValidator.validate(query, GraphQLSchema(schema))
        return (query, schema)
    }
}
