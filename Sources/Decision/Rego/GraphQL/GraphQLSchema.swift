/// A schema that holds together: all types known, implementations complete (GraphQL specification §3).
struct GraphQLSchema {
    typealias Failure = GraphQL.Failure

    private(set) var types: [String: GraphQL.Definition] = [:]
    private(set) var directives: [String: GraphQL.DirectiveDefinition] = [:]
    /// Objects that can stand where an interface or union is named.
    private(set) var possibleTypes: [String: Set<String>] = [:]
    /// The names of the types that operations begin at.
    private(set) var roots: [String: String] = [:]

    private static let builtInDirectives: Set<String> = [
        "include", "skip", "deprecated", "specifiedBy", "defer", "oneOf",
    ]

    init(_ document: GraphQL.SchemaDocument) throws(Failure) {
        var prelude = try GraphQLParser.schema(graphQLPrelude)
        for index in prelude.definitions.indices { prelude.definitions[index].isBuiltIn = true }
        var order: [String] = []
        for definition in prelude.definitions + document.definitions {
            guard types[definition.name] == nil else {
                throw Failure(message: "Cannot redeclare type \(definition.name).", position: definition.position)
            }
            types[definition.name] = definition
            order.append(definition.name)
        }
        for addition in document.extensions {
            if types[addition.name] == nil { order.append(addition.name) }
            var definition =
                types[addition.name]
                ?? GraphQL.Definition(kind: addition.kind, name: addition.name, position: addition.position)
            guard definition.kind == addition.kind else {
                throw Failure(
                    message:
                        "Cannot extend type \(addition.name) because the base type is a \(definition.kind.rawValue), "
                        + "not \(addition.kind.rawValue).", position: addition.position)
            }
            definition.directives += addition.directives
            definition.interfaces += addition.interfaces
            definition.fields += addition.fields
            definition.types += addition.types
            definition.enumValues += addition.enumValues
            types[addition.name] = definition
        }
        for case let definition? in order.map({ types[$0] }) {
            switch definition.kind {
            case .union: possibleTypes[definition.name, default: []].formUnion(definition.types)
            case .object, .input:
                for interface in definition.interfaces { possibleTypes[interface, default: []].insert(definition.name) }
                possibleTypes[definition.name, default: []].insert(definition.name)
            case .interface:
                for interface in definition.interfaces { possibleTypes[interface, default: []].insert(definition.name) }
            case .scalar, .enumeration: break
            }
        }
        for directive in prelude.directives + document.directives {
            guard directives[directive.name] == nil || Self.builtInDirectives.contains(directive.name) else {
                throw Failure(message: "Cannot redeclare directive \(directive.name).", position: directive.position)
            }
            directives[directive.name] = directive
        }
        try readRoots(document)
        for name in types.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            if let definition = types[name] { try check(definition) }
        }
        try checkInputCycles()
        for name in directives.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            guard let definition = directives[name] else { continue }
            try check(name: definition.name, definition.position)
            try check(arguments: definition.arguments, of: definition.name)
        }
        if document.schema.isEmpty {
            for (operation, name) in [("query", "Query"), ("mutation", "Mutation"), ("subscription", "Subscription")]
            where roots[operation] == nil && types[name] != nil {
                roots[operation] = name
            }
        }
        if let query = roots["query"] {
            types[query]?.fields += [
                .init(name: "__schema", type: .named("__Schema", nonNull: true)),
                .init(
                    name: "__type", arguments: [.init(name: "name", type: .named("String", nonNull: true))],
                    type: .named("__Type", nonNull: false)),
            ]
        }
    }

    func root(_ operation: String) -> GraphQL.Definition? { roots[operation].flatMap { types[$0] } }

    private mutating func readRoots(_ document: GraphQL.SchemaDocument) throws(Failure) {
        if document.schema.count > 1 {
            throw Failure(
                message: "Cannot have multiple schema entry points, consider schema extensions instead.",
                position: document.schema[1].position)
        }
        for definition in document.schema + document.extensionsOfSchema {
            for root in definition.operationTypes {
                guard types[root.type] != nil else {
                    throw Failure(
                        message: "Schema root \(root.operation) refers to a type \(root.type) that does not exist.",
                        position: root.position)
                }
                roots[root.operation] = root.type
            }
            try check(directives: definition.directives, at: "SCHEMA")
        }
    }

    // MARK: Checks

    private func check(name: String, _ position: GraphQL.Position) throws(Failure) {
        if name.hasPrefix("__") {
            throw Failure(
                message: "Name \"\(name)\" must not begin with \"__\", which is reserved by GraphQL introspection.",
                position: position)
        }
    }

    private func check(_ definition: GraphQL.Definition) throws(Failure) {
        let (kind, name) = (definition.kind.rawValue, definition.name)
        for field in definition.fields {
            try check(name: field.name, field.position)
            try check(type: field.type, field.position)
            try check(arguments: field.arguments)
            try check(
                directives: field.directives,
                at: definition.kind == .input ? "INPUT_FIELD_DEFINITION" : "FIELD_DEFINITION")
        }
        for type in definition.types {
            guard let member = types[type] else {
                throw Failure(message: "Undefined type \(GoQuoting.quote(type)).", position: definition.position)
            }
            guard member.kind == .object else {
                throw Failure(
                    message: "\(kind) type \(GoQuoting.quote(type)) must be OBJECT.", position: definition.position)
            }
        }
        for interface in definition.interfaces { try check(definition, implements: interface) }
        try checkMembers(definition)
        if let field = Self.repeated(definition.fields, \.name) {
            throw Failure(message: "Field \(name).\(field.name) can only be defined once.", position: field.position)
        }
        if let value = Self.repeated(definition.enumValues, \.name) {
            throw Failure(
                message: "Enum value \(name).\(value.name) can only be defined once.", position: value.position)
        }
        if let type = Self.repeated(definition.types, \.self) {
            throw Failure(
                message: "Union type \(name) can only include type \(type) once.", position: definition.position)
        }
        if !definition.isBuiltIn { try check(name: name, definition.position) }
        try check(directives: definition.directives, at: kind, allowsRepeats: true)
    }

    private static func repeated<Element>(_ elements: [Element], _ name: (Element) -> String) -> Element? {
        var seen: Set<String> = []
        return elements.first { !seen.insert(name($0)).inserted }
    }

    private func checkMembers(_ definition: GraphQL.Definition) throws(Failure) {
        let (kind, name) = (definition.kind.rawValue, definition.name)
        switch definition.kind {
        case .object, .interface:
            if definition.fields.isEmpty {
                throw Failure(
                    message: "\(kind) \(name): must define one or more fields.", position: definition.position)
            }
            for field in definition.fields where types[field.type.name]?.kind == .input {
                throw Failure(
                    message: "\(kind) \(name): field must be one of SCALAR, OBJECT, INTERFACE, UNION, ENUM.",
                    position: field.position)
            }
        case .enumeration:
            if definition.enumValues.isEmpty {
                throw Failure(
                    message: "\(kind) \(name): must define one or more unique enum values.",
                    position: definition.position)
            }
            for value in definition.enumValues {
                if ["true", "false", "null"].contains(value.name) {
                    throw Failure(
                        message: "\(kind) \(name): non-enum value \(value.name).", position: definition.position)
                }
                try check(directives: value.directives, at: "ENUM_VALUE")
            }
        case .input:
            if definition.fields.isEmpty {
                throw Failure(
                    message: "\(kind) \(name): must define one or more input fields.", position: definition.position)
            }
            for field in definition.fields {
                if let type = types[field.type.name], !type.isInput {
                    throw Failure(
                        message:
                            "\(type.kind.rawValue) \(field.name): field must be one of SCALAR, ENUM, INPUT_OBJECT.",
                        position: field.position)
                }
            }
        case .scalar, .union: break
        }
    }

    private func check(type: GraphQL.TypeReference, _ position: GraphQL.Position) throws(Failure) {
        guard types[type.name] != nil else {
            throw Failure(message: "Undefined type \(type.name).", position: position)
        }
    }

    /// - Parameter directive: the one whose arguments these are, which must not use itself.
    private func check(arguments: [GraphQL.FieldDefinition], of directive: String? = nil) throws(Failure) {
        for argument in arguments {
            try check(name: argument.name, argument.position)
            try check(type: argument.type, argument.position)
            if let type = types[argument.type.name], !type.isInput {
                throw Failure(
                    message: "cannot use \(argument.type.text) as argument \(argument.name) because "
                        + "\(type.kind.rawValue) is not a valid input type", position: argument.position)
            }
            try check(directives: argument.directives, at: "ARGUMENT_DEFINITION", of: directive)
        }
    }

    private func check(
        directives list: [GraphQL.Directive], at location: String, of current: String? = nil,
        allowsRepeats: Bool = false
    ) throws(Failure) {
        var seen: Set<String> = []
        for directive in list {
            try check(name: directive.name, directive.position)
            if directive.name == current {
                throw Failure(
                    message: "Directive \(directive.name) cannot refer to itself.", position: directive.position)
            }
            guard let definition = directives[directive.name] else {
                throw Failure(message: "Undefined directive \(directive.name).", position: directive.position)
            }
            if !seen.insert(directive.name).inserted, !definition.isRepeatable, !allowsRepeats {
                throw Failure(
                    message: "The directive \(directive.name) can only be used once at this location.",
                    position: directive.position)
            }
            guard definition.locations.contains(location) else {
                throw Failure(
                    message: "Directive \(directive.name) is not applicable on \(location).",
                    position: directive.position)
            }
            for argument in directive.arguments
            where !definition.arguments.contains(where: { $0.name == argument.name }) {
                throw Failure(
                    message: "Undefined argument \(argument.name) for directive \(directive.name).",
                    position: argument.position)
            }
            for argument in definition.arguments where argument.type.isNonNull && argument.defaultValue == nil {
                let given = directive.arguments.first { $0.name == argument.name }
                if given == nil || given?.value.kind == .null {
                    throw Failure(
                        message: "Argument \(argument.name) for directive \(directive.name) cannot be null.",
                        position: directive.position)
                }
            }
        }
    }

    private func check(_ definition: GraphQL.Definition, implements name: String) throws(Failure) {
        guard let interface = types[name] else {
            throw Failure(message: "Undefined type \(GoQuoting.quote(name)).", position: definition.position)
        }
        guard interface.kind == .interface else {
            throw Failure(
                message: "\(GoQuoting.quote(name)) is a non interface type \(interface.kind.rawValue).",
                position: definition.position)
        }
        let subject = "For \(definition.name) to implement \(name)"
        for required in interface.fields {
            guard let found = definition.field(required.name) else {
                throw Failure(
                    message: "\(subject) it must have a field called \(required.name).", position: definition.position)
            }
            guard isCovariant(required.type, found.type) else {
                throw Failure(
                    message: "\(subject) the field \(required.name) must have type \(required.type.text).",
                    position: found.position)
            }
            for argument in required.arguments {
                let lead = "\(subject) the field \(required.name) must have the same arguments but"
                guard let given = found.arguments.first(where: { $0.name == argument.name }) else {
                    throw Failure(message: "\(lead) it is missing \(argument.name).", position: found.position)
                }
                guard argument.type.isCompatible(with: given.type) else {
                    throw Failure(message: "\(lead) \(argument.name) has the wrong type.", position: given.position)
                }
            }
            for argument in found.arguments
            where argument.type.isNonNull && argument.defaultValue == nil
                && !required.arguments.contains(where: { $0.name == argument.name })
            {
                throw Failure(
                    message: "\(subject) any additional arguments on \(found.name) must be optional or have a default "
                        + "value but \(argument.name) is required.", position: argument.position)
            }
        }
        for ancestor in interface.interfaces where !definition.interfaces.contains(ancestor) {
            if ancestor == definition.name {
                throw Failure(
                    message: "Type \(definition.name) cannot implement \(name) because it would create a circular "
                        + "reference.", position: definition.position)
            }
            throw Failure(
                message: "Type \(definition.name) must implement \(ancestor) because it is implemented by \(name).",
                position: definition.position)
        }
    }

    private func isCovariant(_ required: GraphQL.TypeReference, _ actual: GraphQL.TypeReference) -> Bool {
        if required.isNonNull && !actual.isNonNull { return false }
        switch (required, actual) {
        case (.named(let one, _), .named(let two, _)): return one == two || possibleTypes[one]?.contains(two) == true
        case (.list(let one, _), .list(let two, _)): return isCovariant(one, two)
        default: return false
        }
    }

    /// An input object must not need itself.
    private func checkInputCycles() throws(Failure) {
        var visited: Set<String> = []
        for name in types.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            guard let start = types[name], start.kind == .input, !visited.contains(name) else { continue }
            var path: [(definition: GraphQL.Definition, next: Int)] = [(start, 0)]
            var fields: [GraphQL.FieldDefinition] = []
            visited.insert(name)
            while let last = path.last {
                guard last.next < last.definition.fields.count else {
                    path.removeLast()
                    _ = fields.popLast()
                    continue
                }
                path[path.count - 1].next += 1
                let field = last.definition.fields[last.next]
                guard case .named(let target, nonNull: true) = field.type, let type = types[target], type.kind == .input
                else { continue }
                if let index = path.firstIndex(where: { $0.definition.name == target }) {
                    let cycle = fields[index...] + [field]
                    throw Failure(
                        message:
                            "Cannot reference Input Object \(GoQuoting.quote(target)) within itself through a series "
                            + "of non-null fields: \(GoQuoting.quote(cycle.map(\.name).joined(separator: "."))).",
                        position: cycle.first?.position ?? field.position)
                }
                guard visited.insert(target).inserted else { continue }
                fields.append(field)
                path.append((type, 0))
            }
        }
    }
}

/// What every schema has (GraphQL specification §3.5, §3.13, §4.2).
private let graphQLPrelude = """
    scalar Int scalar Float scalar String scalar Boolean scalar ID
    directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
    directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
    directive @deprecated(reason: String = "No longer supported")
        on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
    directive @specifiedBy(url: String!) on SCALAR
    directive @defer(if: Boolean = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
    directive @oneOf on INPUT_OBJECT
    type __Schema {
        description: String types: [__Type!]! queryType: __Type! mutationType: __Type subscriptionType: __Type
        directives: [__Directive!]!
    }
    type __Type {
        kind: __TypeKind! name: String description: String specifiedByURL: String
        fields(includeDeprecated: Boolean = false): [__Field!] interfaces: [__Type!] possibleTypes: [__Type!]
        enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
        inputFields(includeDeprecated: Boolean = false): [__InputValue!] ofType: __Type isOneOf: Boolean
    }
    type __Field {
        name: String! description: String args(includeDeprecated: Boolean = false): [__InputValue!]! type: __Type!
        isDeprecated: Boolean! deprecationReason: String
    }
    type __InputValue {
        name: String! description: String type: __Type! defaultValue: String isDeprecated: Boolean!
        deprecationReason: String
    }
    type __EnumValue { name: String! description: String isDeprecated: Boolean! deprecationReason: String }
    enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
    type __Directive {
        name: String! description: String locations: [__DirectiveLocation!]!
        args(includeDeprecated: Boolean = false): [__InputValue!]! isRepeatable: Boolean!
    }
    enum __DirectiveLocation {
        QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION
        SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT
        INPUT_FIELD_DEFINITION
    }
    """
