/// Documents from values of the shape that `GraphQLOutput` writes. What is missing is empty.
enum GraphQLInput {
    typealias Failure = GraphQL.Failure

    private static func text(_ value: Value, _ name: String) -> String { value.member(name).string ?? "" }

    private static func list<Element>(
        _ value: Value, _ name: String, _ read: (Value) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        let member = value.member(name)
        guard member.isDefined, !member.isNull else { return [] }
        guard member.isArray else { throw Failure(message: "\(name) is no array") }
        var elements: [Element] = []
        for element in member.elements { elements.append(try read(element)) }
        return elements
    }

    private static func strings(_ value: Value, _ name: String) throws(Failure) -> [String] {
        try list(value, name) { $0.string ?? "" }
    }

    static func query(_ value: Value) throws(Failure) -> GraphQL.Query {
        GraphQL.Query(
            operations: try list(value, "Operations", operation), fragments: try list(value, "Fragments", fragment))
    }

    static func schema(_ value: Value) throws(Failure) -> GraphQL.SchemaDocument {
        GraphQL.SchemaDocument(
            schema: try list(value, "Schema", schemaDefinition),
            extensionsOfSchema: try list(value, "SchemaExtension", schemaDefinition),
            directives: try list(value, "Directives", directiveDefinition),
            definitions: try list(value, "Definitions", definition),
            extensions: try list(value, "Extensions", definition))
    }

    private static func operation(_ value: Value) throws(Failure) -> GraphQL.Operation {
        GraphQL.Operation(
            operation: text(value, "Operation"), name: text(value, "Name"),
            variables: try list(value, "VariableDefinitions", variable), directives: try directives(value),
            selections: try list(value, "SelectionSet", selection))
    }

    private static func fragment(_ value: Value) throws(Failure) -> GraphQL.Fragment {
        GraphQL.Fragment(
            name: text(value, "Name"), variables: try list(value, "VariableDefinition", variable),
            typeCondition: text(value, "TypeCondition"), directives: try directives(value),
            selections: try list(value, "SelectionSet", selection))
    }

    private static func variable(_ value: Value) throws(Failure) -> GraphQL.Variable {
        GraphQL.Variable(
            name: text(value, "Variable"), type: try type(value.member("Type")),
            defaultValue: try optionalLiteral(value.member("DefaultValue")), directives: try directives(value))
    }

    private static func type(_ value: Value) throws(Failure) -> GraphQL.TypeReference {
        guard value.isObject else { throw Failure(message: "a type is missing") }
        let nonNull = value.member("NonNull").isTrue
        let element = value.member("Elem")
        return element.isObject
            ? .list(try type(element), nonNull: nonNull) : .named(text(value, "NamedType"), nonNull: nonNull)
    }

    private static func optionalLiteral(_ value: Value) throws(Failure) -> GraphQL.Literal? {
        value.isObject ? try literal(value) : nil
    }

    private static func literal(_ value: Value) throws(Failure) -> GraphQL.Literal {
        guard let number = value.member("Kind").integer, let kind = GraphQL.Literal.Kind(rawValue: number) else {
            throw Failure(message: "a value is of no kind")
        }
        return GraphQL.Literal(
            kind: kind, raw: text(value, "Raw"),
            children: try list(value, "Children") { child throws(Failure) in
                (name: text(child, "Name"), value: try literal(child.member("Value")))
            })
    }

    private static func directives(_ value: Value) throws(Failure) -> [GraphQL.Directive] {
        try list(value, "Directives") { directive throws(Failure) in
            GraphQL.Directive(name: text(directive, "Name"), arguments: try list(directive, "Arguments", argument))
        }
    }

    private static func argument(_ value: Value) throws(Failure) -> GraphQL.Argument {
        GraphQL.Argument(name: text(value, "Name"), value: try literal(value.member("Value")))
    }

    private static func selection(_ value: Value) throws(Failure) -> GraphQL.Selection {
        guard value.isObject else { throw Failure(message: "a selection is no object") }
        if value.member("Alias").isDefined {
            return .field(
                GraphQL.Field(
                    alias: text(value, "Alias"), name: text(value, "Name"),
                    arguments: try list(value, "Arguments", argument),
                    directives: try directives(value), selections: try list(value, "SelectionSet", selection)))
        }
        if value.member("Name").isDefined {
            return .spread(name: text(value, "Name"), directives: try directives(value), position: .init())
        }
        return .inline(
            typeCondition: text(value, "TypeCondition"), directives: try directives(value),
            selections: try list(value, "SelectionSet", selection), position: .init())
    }

    private static func schemaDefinition(_ value: Value) throws(Failure) -> GraphQL.SchemaDefinition {
        GraphQL.SchemaDefinition(
            description: text(value, "Description"), directives: try directives(value),
            operationTypes: try list(value, "OperationTypes") { type throws(Failure) in
                (operation: text(type, "Operation"), type: text(type, "Type"), position: GraphQL.Position())
            })
    }

    private static func definition(_ value: Value) throws(Failure) -> GraphQL.Definition {
        guard let kind = GraphQL.Definition.Kind(rawValue: text(value, "Kind")) else {
            throw Failure(message: "a definition is of no kind")
        }
        return GraphQL.Definition(
            kind: kind, description: text(value, "Description"), name: text(value, "Name"),
            directives: try directives(value), interfaces: try strings(value, "Interfaces"),
            fields: try list(value, "Fields", field), types: try strings(value, "Types"),
            enumValues: try list(value, "EnumValues") { value throws(Failure) in
                GraphQL.EnumValue(
                    description: text(value, "Description"), name: text(value, "Name"),
                    directives: try directives(value))
            })
    }

    private static func field(_ value: Value) throws(Failure) -> GraphQL.FieldDefinition {
        GraphQL.FieldDefinition(
            description: text(value, "Description"), name: text(value, "Name"),
            arguments: try list(value, "Arguments", field),
            defaultValue: try optionalLiteral(value.member("DefaultValue")),
            type: try type(value.member("Type")), directives: try directives(value))
    }

    private static func directiveDefinition(_ value: Value) throws(Failure) -> GraphQL.DirectiveDefinition {
        GraphQL.DirectiveDefinition(
            description: text(value, "Description"), name: text(value, "Name"),
            arguments: try list(value, "Arguments", field), locations: try strings(value, "Locations"),
            isRepeatable: value.member("IsRepeatable").isTrue)
    }
}
