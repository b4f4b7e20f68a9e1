/// Checks a query against a schema (GraphQL specification §5) and stops at the first violation, in the order and the
/// words of gqlparser; suggestions of similar names are left out.
struct GraphQLValidator {
    typealias Failure = GraphQL.Failure

    private let schema: GraphQLSchema
    private let query: GraphQL.Query
    private var operation: GraphQL.Operation?
    private var usedVariables: Set<String> = []
    private var spreadFragments: Set<String> = []
    /// Fragments whose selections were already checked in this operation.
    private var walked: Set<String> = []
    private var steps = 0

    /// Selections visited; more are refused, so that fragments within fragments cost no more than this.
    private static let stepLimit = 1_000_000

    private init(_ query: GraphQL.Query, _ schema: GraphQLSchema) {
        self.query = query
        self.schema = schema
    }

    static func validate(_ query: GraphQL.Query, _ schema: GraphQLSchema) throws(Failure) {
        var validator = GraphQLValidator(query, schema)
        for (index, operation) in query.operations.enumerated() {
            validator.walked = []
            try validator.check(operation, index)
        }
        for (index, fragment) in query.fragments.enumerated() {
            validator.walked = []
            try validator.check(fragment, index)
        }
    }

    // MARK: Operations and fragments

    private mutating func check(_ operation: GraphQL.Operation, _ index: Int) throws(Failure) {
        self.operation = operation
        usedVariables = []
        var names: Set<String> = []
        for variable in operation.variables {
            guard let type = schema.types[variable.type.name] else {
                throw Failure(message: "Unknown type \"\(variable.type.name)\".", position: variable.position)
            }
            guard type.isInput else {
                throw Failure(
                    message: "Variable \"$\(variable.name)\" cannot be non-input type \"\(variable.type.text)\".",
                    position: variable.position)
            }
            guard names.insert(variable.name).inserted else {
                throw Failure(
                    message: "There can be only one variable named \"$\(variable.name)\".", position: variable.position)
            }
        }
        let root = schema.root(operation.operation)
        for variable in operation.variables {
            if let value = variable.defaultValue { try check(value, expecting: variable.type, hasDefault: false) }
            try check(variable.directives, at: "VARIABLE_DEFINITION")
        }
        try check(operation.directives, at: operation.operation.uppercased())
        try check(operation.selections, on: root)
        if root == nil {
            throw Failure(
                message: "Schema does not support operation type \"\(operation.operation)\"",
                position: operation.position)
        }
        if operation.name.isEmpty, query.operations.count > 1 {
            throw Failure(
                message: "This anonymous operation must be the only defined operation.", position: operation.position)
        }
        for variable in operation.variables where !usedVariables.contains(variable.name) {
            throw Failure(
                message: operation.name.isEmpty
                    ? "Variable \"$\(variable.name)\" is never used."
                    : "Variable \"$\(variable.name)\" is never used in operation \"\(operation.name)\".",
                position: variable.position)
        }
        if operation.operation == "subscription", operation.selections.count > 1 {
            let subject = operation.name.isEmpty ? "Anonymous Subscription" : "Subscription \"\(operation.name)\""
            throw Failure(message: "\(subject) must select only one top level field.", position: operation.position)
        }
        if !operation.name.isEmpty, query.operations[..<index].contains(where: { $0.name == operation.name }) {
            throw Failure(
                message: "There can be only one operation named \"\(operation.name)\".", position: operation.position)
        }
        self.operation = nil
    }

    private mutating func check(_ fragment: GraphQL.Fragment, _ index: Int) throws(Failure) {
        let type = schema.types[fragment.typeCondition]
        try check(fragment.directives, at: "FRAGMENT_DEFINITION")
        try check(fragment.selections, on: type)
        guard let type else {
            throw Failure(message: "Unknown type \"\(fragment.typeCondition)\".", position: fragment.position)
        }
        guard type.isComposite else {
            throw Failure(
                message: "Fragment \"\(fragment.name)\" cannot condition on non composite type \"\(type.name)\".",
                position: fragment.position)
        }
        if reaches(fragment.name, from: fragment.name) {
            throw Failure(
                message: "Cannot spread fragment \"\(fragment.name)\" within itself.", position: fragment.position)
        }
        guard spreadFragments.contains(fragment.name) else {
            throw Failure(message: "Fragment \"\(fragment.name)\" is never used.", position: fragment.position)
        }
        if query.fragments[..<index].contains(where: { $0.name == fragment.name }) {
            throw Failure(
                message: "There can be only one fragment named \"\(fragment.name)\".", position: fragment.position)
        }
    }

    private func reaches(_ name: String, from start: String) -> Bool {
        var pending = [start]
        var seen: Set<String> = []
        while let next = pending.popLast() {
            guard let fragment = query.fragments.first(where: { $0.name == next }) else { continue }
            for spread in Self.spreads(in: fragment.selections) {
                if spread == name { return true }
                if seen.insert(spread).inserted { pending.append(spread) }
            }
        }
        return false
    }

    private static func spreads(in selections: [GraphQL.Selection]) -> [String] {
        selections.flatMap { selection -> [String] in
            switch selection {
            case .field(let field): spreads(in: field.selections)
            case .spread(let name, _, _): [name]
            case .inline(_, _, let selections, _): spreads(in: selections)
            }
        }
    }

    // MARK: Selections

    private mutating func check(_ selections: [GraphQL.Selection], on parent: GraphQL.Definition?) throws(Failure) {
        for selection in selections {
            steps += 1
            guard steps <= Self.stepLimit else { throw Failure(message: "more than \(Self.stepLimit) selections") }
            switch selection {
            case .field(let field): try check(field, on: parent)
            case .inline(let condition, let directives, let inner, let position):
                let type = condition.isEmpty ? parent : schema.types[condition]
                try check(directives, at: "INLINE_FRAGMENT")
                try check(inner, on: type)
                guard !condition.isEmpty else { continue }
                guard let type else { throw Failure(message: "Unknown type \"\(condition)\".", position: position) }
                guard type.isComposite else {
                    throw Failure(
                        message: "Fragment cannot condition on non composite type \"\(condition)\".", position: position
                    )
                }
                if let parent, !overlap(parent, type) {
                    throw Failure(
                        message: "Fragment cannot be spread here as objects of type \"\(parent.name)\" can never be of "
                            + "type \"\(condition)\".", position: position)
                }
            case .spread(let name, let directives, let position):
                let fragment = query.fragments.first { $0.name == name }
                try check(directives, at: "FRAGMENT_SPREAD")
                spreadFragments.insert(name)
                guard let fragment else {
                    throw Failure(message: "Unknown fragment \"\(name)\".", position: position)
                }
                let type = schema.types[fragment.typeCondition]
                if walked.insert(name).inserted {
                    try check(fragment.directives, at: "FRAGMENT_DEFINITION")
                    try check(fragment.selections, on: type)
                }
                if let parent, let type, type.isComposite, !overlap(parent, type) {
                    throw Failure(
                        message: "Fragment \"\(name)\" cannot be spread here as objects of type \"\(parent.name)\" can "
                            + "never be of type \"\(type.name)\".", position: position)
                }
            }
        }
        try checkMerging(selections)
    }

    private func overlap(_ one: GraphQL.Definition, _ two: GraphQL.Definition) -> Bool {
        guard one.name != two.name, one.isComposite, two.isComposite else { return true }
        return !(schema.possibleTypes[one.name] ?? []).isDisjoint(with: schema.possibleTypes[two.name] ?? [])
    }

    private mutating func check(_ field: GraphQL.Field, on parent: GraphQL.Definition?) throws(Failure) {
        let definition =
            field.name == "__typename"
            ? GraphQL.FieldDefinition(name: "__typename", type: .named("String", nonNull: false))
            : parent?.field(field.name)
        for argument in field.arguments {
            let expected = definition?.arguments.first { $0.name == argument.name }
            try check(argument.value, expecting: expected?.type, hasDefault: Self.hasDefault(expected))
        }
        try check(field.directives, at: "FIELD")
        let type = definition.flatMap { schema.types[$0.type.name] }
        try check(field.selections, on: type)
        guard let parent else { return }
        guard let definition else {
            throw Failure(
                message: "Cannot query field \"\(field.name)\" on type \"\(parent.name)\".", position: field.position)
        }
        var names: Set<String> = []
        for argument in field.arguments where !definition.arguments.contains(where: { $0.name == argument.name }) {
            throw Failure(
                message: "Unknown argument \"\(argument.name)\" on field \"\(parent.name).\(field.name)\".",
                position: field.position)
        }
        for required in definition.arguments where required.type.isNonNull && required.defaultValue == nil {
            guard field.arguments.contains(where: { $0.name == required.name }) else {
                throw Failure(
                    message:
                        "Field \"\(field.name)\" argument \"\(required.name)\" of type \"\(required.type.text)\" is "
                        + "required, but it was not provided.", position: field.position)
            }
        }
        if let type {
            if type.isLeaf, !field.selections.isEmpty {
                throw Failure(
                    message: "Field \"\(field.name)\" must not have a selection since type \"\(type.name)\" has no "
                        + "subfields.", position: field.position)
            }
            if !type.isLeaf, field.selections.isEmpty {
                throw Failure(
                    message: "Field \"\(field.name)\" of type \"\(definition.type.text)\" must have a selection of "
                        + "subfields. Did you mean \"\(field.name) { ... }\"?", position: field.position)
            }
        }
        for argument in field.arguments where !names.insert(argument.name).inserted {
            throw Failure(
                message: "There can be only one argument named \"\(argument.name)\".", position: argument.position)
        }
    }

    /// Fields that answer to one name must be the same (§5.3.2), side by side in one selection.
    private func checkMerging(_ selections: [GraphQL.Selection]) throws(Failure) {
        var seen: [String: GraphQL.Field] = [:]
        for case .field(let field) in selections {
            guard let other = seen[field.alias] else {
                seen[field.alias] = field
                continue
            }
            let advice = ". Use different aliases on the fields to fetch both if this was intentional."
            if other.name != field.name {
                throw Failure(
                    message: "Fields \"\(field.alias)\" conflict because \"\(other.name)\" and \"\(field.name)\" are "
                        + "different fields" + advice, position: field.position)
            }
            let (one, two) = (Self.texts(other.arguments), Self.texts(field.arguments))
            if one != two {
                throw Failure(
                    message: "Fields \"\(field.alias)\" conflict because they have differing arguments" + advice,
                    position: field.position)
            }
        }
    }

    private static func texts(_ arguments: [GraphQL.Argument]) -> [String: String] {
        Dictionary(arguments.map { ($0.name, $0.value.text) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Directives

    private mutating func check(_ directives: [GraphQL.Directive], at location: String) throws(Failure) {
        var seen: Set<String> = []
        for directive in directives {
            let definition = schema.directives[directive.name]
            for argument in directive.arguments {
                let expected = definition?.arguments.first { $0.name == argument.name }
                try check(argument.value, expecting: expected?.type, hasDefault: Self.hasDefault(expected))
            }
            guard let definition else {
                throw Failure(message: "Unknown directive \"@\(directive.name)\".", position: directive.position)
            }
            for argument in directive.arguments
            where !definition.arguments.contains(where: { $0.name == argument.name }) {
                throw Failure(
                    message: "Unknown argument \"\(argument.name)\" on directive \"@\(directive.name)\".",
                    position: directive.position)
            }
            guard definition.locations.contains(location) else {
                throw Failure(
                    message: "Directive \"@\(directive.name)\" may not be used on \(location).",
                    position: directive.position)
            }
            for required in definition.arguments where required.type.isNonNull && required.defaultValue == nil {
                guard directive.arguments.contains(where: { $0.name == required.name }) else {
                    throw Failure(
                        message: "Directive \"@\(directive.name)\" argument \"\(required.name)\" of type "
                            + "\"\(required.type.text)\" is required, but it was not provided.",
                        position: directive.position)
                }
            }
            if !seen.insert(directive.name).inserted, !definition.isRepeatable {
                throw Failure(
                    message: "The directive \"@\(directive.name)\" can only be used once at this location.",
                    position: directive.position)
            }
        }
    }

    // MARK: Values

    private static func hasDefault(_ definition: GraphQL.FieldDefinition?) -> Bool {
        definition?.defaultValue.map { $0.kind != .null } ?? false
    }

    private mutating func check(
        _ value: GraphQL.Literal, expecting expected: GraphQL.TypeReference?, hasDefault: Bool
    ) throws(Failure) {
        let definition = expected.flatMap { schema.types[$0.name] }
        switch value.kind {
        case .object:
            for child in value.children {
                let field = definition?.field(child.name)
                try check(child.value, expecting: field?.type, hasDefault: Self.hasDefault(field))
            }
        case .list:
            var element: GraphQL.TypeReference?
            if case .list(let inner, _) = expected { element = inner }
            for child in value.children { try check(child.value, expecting: element, hasDefault: false) }
        case .variable: try check(variable: value, expecting: expected, hasDefault)
        default: break
        }
        if value.kind == .object {
            var names: Set<String> = []
            for child in value.children where !names.insert(child.name).inserted {
                throw Failure(
                    message: "There can be only one input field named \"\(child.name)\".", position: value.position)
            }
        }
        guard let expected, let definition else { return }
        try check(value, expected, definition)
    }

    private mutating func check(
        variable value: GraphQL.Literal, expecting expected: GraphQL.TypeReference?, _ hasDefault: Bool
    ) throws(Failure) {
        guard let operation else { return }
        guard let variable = operation.variables.first(where: { $0.name == value.raw }) else {
            throw Failure(
                message: operation.name.isEmpty
                    ? "Variable \"\(value.text)\" is not defined."
                    : "Variable \"\(value.text)\" is not defined by operation \"\(operation.name)\".",
                position: value.position)
        }
        usedVariables.insert(variable.name)
        guard let expected else { return }
        let isOptional = hasDefault || variable.defaultValue.map { $0.kind != .null } ?? false
        guard variable.type.isCompatible(with: isOptional ? expected.nullable : expected) else {
            throw Failure(
                message: "Variable \"\(value.text)\" of type \"\(variable.type.text)\" used in position expecting type "
                    + "\"\(expected.text)\".", position: value.position)
        }
    }

    private func check(
        _ value: GraphQL.Literal, _ expected: GraphQL.TypeReference, _ definition: GraphQL.Definition
    ) throws(Failure) {
        func mismatch() -> Failure {
            let text: String
            switch expected.text {
            case "Int", "Int!":
                let isWide = value.kind == .int && Int32(value.raw) == nil
                text =
                    "Int cannot represent \(isWide ? "non 32-bit signed integer" : "non-integer") value: \(value.text)"
            case "String", "String!", "[String]": text = "String cannot represent a non string value: \(value.text)"
            case "Boolean", "Boolean!": text = "Boolean cannot represent a non boolean value: \(value.text)"
            case "Float", "Float!": text = "Float cannot represent non numeric value: \(value.text)"
            case "ID", "ID!": text = "ID cannot represent a non-string and non-integer value: \(value.text)"
            default:
                text =
                    definition.kind == .enumeration
                    ? "Enum \"\(expected.text)\" cannot represent non-enum value: \(value.text)."
                    : "Expected value of type \"\(expected.text)\", found \(value.text)."
            }
            return Failure(message: text, position: value.position)
        }
        if value.kind == .null {
            if expected.isNonNull {
                throw Failure(
                    message: "Expected value of type \"\(expected.text)\", found \(value.text).",
                    position: value.position)
            }
            return
        }
        let name = definition.name
        if definition.kind == .scalar, !["Int", "Float", "String", "Boolean", "ID"].contains(name) { return }
        switch value.kind {
        case .list: if case .named = expected { throw mismatch() }
        case .int:
            if !["Int", "Float", "ID"].contains(name) || name == "Int" && Int32(value.raw) == nil { throw mismatch() }
        case .float: if name != "Float" { throw mismatch() }
        case .string, .block: if name != "String" && name != "ID" { throw mismatch() }
        case .boolean: if name != "Boolean" { throw mismatch() }
        case .enumeration:
            guard definition.kind == .enumeration else { throw mismatch() }
            guard definition.enumValues.contains(where: { $0.name == value.raw }) else {
                throw Failure(
                    message: "Value \"\(value.text)\" does not exist in \"\(expected.text)\" enum.",
                    position: value.position)
            }
        case .object: try check(object: value, definition)
        case .null, .variable: break
        }
    }

    private func check(object value: GraphQL.Literal, _ definition: GraphQL.Definition) throws(Failure) {
        for field in definition.fields where field.type.isNonNull && field.defaultValue == nil {
            guard value.children.contains(where: { $0.name == field.name }) else {
                throw Failure(
                    message:
                        "Field \"\(definition.name).\(field.name)\" of required type \"\(field.type.text)\" was not "
                        + "provided.", position: value.position)
            }
        }
        if definition.directives.contains(where: { $0.name == "oneOf" }), value.children.count != 1 {
            throw Failure(
                message: "OneOf Input Object \"\(definition.name)\" must specify exactly one key.",
                position: value.position)
        }
        for child in value.children where definition.field(child.name) == nil {
            throw Failure(
                message: "Field \"\(child.name)\" is not defined by type \"\(definition.name)\".",
                position: child.value.position)
        }
    }
}
