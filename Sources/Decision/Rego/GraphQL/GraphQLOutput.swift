/// Documents as values, in the shape that Go's encoder gives the structures of gqlparser: without what is null or an
/// empty collection, and without positions.
struct GraphQLOutput {
    let heap: Heap

    private func object(_ members: [(String, Value?)]) throws(BuiltinError) -> Value {
        var pairs: [(key: Value, value: Value)] = []
        for case (let name, let value?) in members { pairs.append((try heap.string(name), value)) }
        return try heap.object(pairs)
    }

    private func list<Element>(
        _ elements: [Element], _ write: (Element) throws(BuiltinError) -> Value
    ) throws(BuiltinError) -> Value? {
        if elements.isEmpty { return nil }
        var values: [Value] = []
        for element in elements { values.append(try write(element)) }
        return try heap.array(values)
    }

    private func text(_ text: String) throws(BuiltinError) -> Value { try heap.string(text) }

    func value(_ query: GraphQL.Query) throws(BuiltinError) -> Value {
        try object([
            ("Operations", list(query.operations, operation)), ("Fragments", list(query.fragments, fragment)),
        ])
    }

    func value(_ document: GraphQL.SchemaDocument) throws(BuiltinError) -> Value {
        try object([
            ("Schema", list(document.schema, schema)), ("SchemaExtension", list(document.extensionsOfSchema, schema)),
            ("Directives", list(document.directives, directiveDefinition)),
            ("Definitions", list(document.definitions, definition)),
            ("Extensions", list(document.extensions, definition)),
        ])
    }

    private func operation(_ operation: GraphQL.Operation) throws(BuiltinError) -> Value {
        try object([
            ("Operation", text(operation.operation)), ("Name", text(operation.name)),
            ("VariableDefinitions", list(operation.variables, variable)),
            ("Directives", list(operation.directives, directive)),
            ("SelectionSet", list(operation.selections, selection)),
        ])
    }

    private func fragment(_ fragment: GraphQL.Fragment) throws(BuiltinError) -> Value {
        try object([
            ("Name", text(fragment.name)), ("VariableDefinition", list(fragment.variables, variable)),
            ("TypeCondition", text(fragment.typeCondition)), ("Directives", list(fragment.directives, directive)),
            ("SelectionSet", list(fragment.selections, selection)),
        ])
    }

    private func variable(_ variable: GraphQL.Variable) throws(BuiltinError) -> Value {
        try object([
            ("Variable", text(variable.name)), ("Type", type(variable.type)),
            ("DefaultValue", optional(variable.defaultValue)), ("Directives", list(variable.directives, directive)),
            ("Used", .false),
        ])
    }

    private func type(_ type: GraphQL.TypeReference) throws(BuiltinError) -> Value {
        switch type {
        case .named(let name, let nonNull): try object([("NamedType", text(name)), ("NonNull", Value(nonNull))])
        case .list(let element, let nonNull):
            try object([("NamedType", text("")), ("Elem", self.type(element)), ("NonNull", Value(nonNull))])
        }
    }

    private func optional(_ literal: GraphQL.Literal?) throws(BuiltinError) -> Value? {
        if let literal { try self.literal(literal) } else { nil }
    }

    private func literal(_ literal: GraphQL.Literal) throws(BuiltinError) -> Value {
        var children: [Value] = []
        for child in literal.children {
            children.append(try object([("Name", text(child.name)), ("Value", self.literal(child.value))]))
        }
        return try object([
            ("Raw", text(literal.raw)), ("Kind", Value(small: Int32(literal.kind.rawValue))),
            ("Children", children.isEmpty ? nil : heap.array(children)), ("ExpectedTypeHasDefault", .false),
        ])
    }

    private func argument(_ argument: GraphQL.Argument) throws(BuiltinError) -> Value {
        try object([("Name", text(argument.name)), ("Value", literal(argument.value))])
    }

    private func directive(_ directive: GraphQL.Directive) throws(BuiltinError) -> Value {
        try object([
            ("Name", text(directive.name)), ("Arguments", list(directive.arguments, argument)), ("Location", text("")),
        ])
    }

    private func selection(_ selection: GraphQL.Selection) throws(BuiltinError) -> Value {
        switch selection {
        case .field(let field):
            try object([
                ("Alias", text(field.alias)), ("Name", text(field.name)),
                ("Arguments", list(field.arguments, argument)),
                ("Directives", list(field.directives, directive)),
                ("SelectionSet", list(field.selections, self.selection)),
            ])
        case .spread(let name, let directives, _):
            try object([("Name", text(name)), ("Directives", list(directives, directive))])
        case .inline(let condition, let directives, let selections, _):
            try object([
                ("TypeCondition", text(condition)), ("Directives", list(directives, directive)),
                ("SelectionSet", list(selections, self.selection)),
            ])
        }
    }

    private func schema(_ definition: GraphQL.SchemaDefinition) throws(BuiltinError) -> Value {
        try object([
            ("Description", text(definition.description)), ("Directives", list(definition.directives, directive)),
            (
                "OperationTypes",
                list(definition.operationTypes) { type throws(BuiltinError) in
                    try object([("Operation", text(type.operation)), ("Type", text(type.type))])
                }
            ),
        ])
    }

    private func definition(_ definition: GraphQL.Definition) throws(BuiltinError) -> Value {
        try object([
            ("Kind", text(definition.kind.rawValue)), ("Description", text(definition.description)),
            ("Name", text(definition.name)), ("Directives", list(definition.directives, directive)),
            ("Interfaces", list(definition.interfaces, text)), ("Fields", list(definition.fields, field)),
            ("Types", list(definition.types, text)),
            (
                "EnumValues",
                list(definition.enumValues) { value throws(BuiltinError) in
                    try object([
                        ("Description", text(value.description)), ("Name", text(value.name)),
                        ("Directives", list(value.directives, directive)),
                    ])
                }
            ), ("BuiltIn", .false),
        ])
    }

    private func field(_ field: GraphQL.FieldDefinition) throws(BuiltinError) -> Value {
        try object([
            ("Description", text(field.description)), ("Name", text(field.name)),
            ("Arguments", list(field.arguments, self.field)), ("DefaultValue", optional(field.defaultValue)),
            ("Type", type(field.type)), ("Directives", list(field.directives, directive)),
        ])
    }

    private func directiveDefinition(_ definition: GraphQL.DirectiveDefinition) throws(BuiltinError) -> Value {
        try object([
            ("Description", text(definition.description)), ("Name", text(definition.name)),
            ("Arguments", list(definition.arguments, field)), ("Locations", list(definition.locations, text)),
            ("IsRepeatable", Value(definition.isRepeatable)),
        ])
    }
}
