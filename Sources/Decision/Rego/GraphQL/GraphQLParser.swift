/// Reads queries and schemas (GraphQL specification, appendix B), with the messages of gqlparser.
struct GraphQLParser {
    typealias Failure = GraphQL.Failure
    typealias Kind = GraphQLLexer.Kind

    private var lexer: GraphQLLexer
    private var token: GraphQLLexer.Token
    private var previous: GraphQLLexer.Token
    private var depth = 0

    /// Nesting beyond this is refused.
    private static let depthLimit = 500

    private init(_ text: String) {
        lexer = GraphQLLexer(text)
        token = lexer.next()
        previous = token
    }

    static func query(_ text: String) throws(Failure) -> GraphQL.Query {
        var parser = GraphQLParser(text)
        var query = GraphQL.Query()
        while parser.token.kind != .end {
            switch (parser.token.kind, parser.token.value) {
            case (.openBrace, _), (.name, "query"), (.name, "mutation"), (.name, "subscription"):
                query.operations.append(try parser.operation())
            case (.name, "fragment"): query.fragments.append(try parser.fragment())
            default: throw parser.unexpected()
            }
        }
        return query
    }

    static func schema(_ text: String) throws(Failure) -> GraphQL.SchemaDocument {
        var parser = GraphQLParser(text)
        var document = GraphQL.SchemaDocument()
        while parser.token.kind != .end { try parser.systemDefinition(&document) }
        return document
    }

    // MARK: Tokens

    private func unexpected(_ token: GraphQLLexer.Token? = nil) -> Failure {
        let token = token ?? self.token
        return Failure(message: "Unexpected \(token.text)", position: token.position)
    }

    @discardableResult
    private mutating func advance() -> GraphQLLexer.Token {
        previous = token
        token = lexer.next()
        return previous
    }

    private mutating func skip(_ kind: Kind) -> Bool {
        guard token.kind == kind else { return false }
        advance()
        return true
    }

    @discardableResult
    private mutating func expect(_ kind: Kind) throws(Failure) -> GraphQLLexer.Token {
        guard token.kind == kind else {
            throw Failure(message: "Expected \(kind.rawValue), found \(token.kind.rawValue)", position: token.position)
        }
        return advance()
    }

    private mutating func expect(keyword: String) throws(Failure) {
        guard token.kind == .name, token.value == keyword else {
            throw Failure(
                message: "Expected \(GoQuoting.quote(keyword)), found \(token.text)", position: token.position)
        }
        advance()
    }

    private func isAt(keyword: String) -> Bool { token.kind == .name && token.value == keyword }

    private mutating func name() throws(Failure) -> String { try expect(.name).value }

    /// One or more of something in brackets, if these are there.
    private mutating func some(
        _ open: Kind, _ close: Kind, _ read: (inout GraphQLParser) throws(Failure) -> Void
    ) throws(Failure) {
        guard skip(open) else { return }
        guard token.kind != close else {
            throw Failure(
                message: "expected at least one definition, found \(token.kind.rawValue)", position: token.position)
        }
        while token.kind != close { try read(&self) }
        advance()
    }

    private mutating func enter() throws(Failure) {
        depth += 1
        guard depth <= Self.depthLimit else {
            throw Failure(message: "nested deeper than \(Self.depthLimit) levels", position: token.position)
        }
    }

    // MARK: Queries

    private mutating func operation() throws(Failure) -> GraphQL.Operation {
        var operation = GraphQL.Operation(operation: "query", position: token.position)
        if token.kind != .openBrace {
            operation.operation = advance().value
            if token.kind == .name { operation.name = advance().value }
            operation.variables = try variables()
            operation.directives = try directives(isConstant: false)
        }
        operation.selections = try requiredSelections()
        return operation
    }

    private mutating func fragment() throws(Failure) -> GraphQL.Fragment {
        let position = token.position
        advance()
        let name = try fragmentName()
        let variables = try variables()
        try expect(keyword: "on")
        let type = try self.name()
        let directives = try directives(isConstant: false)
        return GraphQL.Fragment(
            name: name, variables: variables, typeCondition: type, directives: directives,
            selections: try requiredSelections(), position: position)
    }

    private mutating func fragmentName() throws(Failure) -> String {
        if token.value == "on" { throw unexpected() }
        return try name()
    }

    private mutating func variables() throws(Failure) -> [GraphQL.Variable] {
        var variables: [GraphQL.Variable] = []
        try some(.openParenthesis, .closeParenthesis) { parser throws(Failure) in
            let position = parser.token.position
            try parser.expect(.dollar)
            let name = try parser.name()
            try parser.expect(.colon)
            var variable = GraphQL.Variable(name: name, type: try parser.type(), position: position)
            if parser.skip(.equals) { variable.defaultValue = try parser.literal(isConstant: true) }
            variable.directives = try parser.directives(isConstant: false)
            variables.append(variable)
        }
        return variables
    }

    private mutating func requiredSelections() throws(Failure) -> [GraphQL.Selection] {
        guard token.kind == .openBrace else {
            throw Failure(message: "Expected {, found \(token.kind.rawValue)", position: token.position)
        }
        try enter()
        defer { depth -= 1 }
        var selections: [GraphQL.Selection] = []
        try some(.openBrace, .closeBrace) { parser throws(Failure) in selections.append(try parser.selection()) }
        return selections
    }

    private mutating func selection() throws(Failure) -> GraphQL.Selection {
        guard skip(.spread) else { return .field(try field()) }
        let position = token.position
        if token.kind == .name, token.value != "on" {
            let name = try fragmentName()
            return .spread(name: name, directives: try directives(isConstant: false), position: position)
        }
        var type = ""
        if isAt(keyword: "on") {
            advance()
            type = try name()
        }
        let directives = try directives(isConstant: false)
        return .inline(
            typeCondition: type, directives: directives, selections: try requiredSelections(), position: position)
    }

    private mutating func field() throws(Failure) -> GraphQL.Field {
        let position = token.position
        let alias = try name()
        let name = skip(.colon) ? try self.name() : alias
        var field = GraphQL.Field(alias: alias, name: name, position: position)
        field.arguments = try arguments(isConstant: false)
        field.directives = try directives(isConstant: false)
        if token.kind == .openBrace { field.selections = try requiredSelections() }
        return field
    }

    private mutating func arguments(isConstant: Bool) throws(Failure) -> [GraphQL.Argument] {
        var arguments: [GraphQL.Argument] = []
        try some(.openParenthesis, .closeParenthesis) { parser throws(Failure) in
            let position = parser.token.position
            let name = try parser.name()
            try parser.expect(.colon)
            arguments.append(
                GraphQL.Argument(name: name, value: try parser.literal(isConstant: isConstant), position: position))
        }
        return arguments
    }

    private mutating func directives(isConstant: Bool) throws(Failure) -> [GraphQL.Directive] {
        var directives: [GraphQL.Directive] = []
        while skip(.at) {
            let position = token.position
            let name = try name()
            directives.append(
                GraphQL.Directive(name: name, arguments: try arguments(isConstant: isConstant), position: position))
        }
        return directives
    }

    private mutating func literal(isConstant: Bool) throws(Failure) -> GraphQL.Literal {
        try enter()
        defer { depth -= 1 }
        let position = token.position
        switch token.kind {
        case .openBracket:
            advance()
            var list = GraphQL.Literal(kind: .list, position: position)
            while token.kind != .closeBracket { list.children.append(("", try literal(isConstant: isConstant))) }
            advance()
            return list
        case .openBrace:
            advance()
            var object = GraphQL.Literal(kind: .object, position: position)
            while token.kind != .closeBrace {
                let name = try name()
                try expect(.colon)
                object.children.append((name, try literal(isConstant: isConstant)))
            }
            advance()
            return object
        case .dollar:
            if isConstant { throw unexpected() }
            advance()
            return GraphQL.Literal(kind: .variable, raw: try name(), position: position)
        case .int: return GraphQL.Literal(kind: .int, raw: advance().value, position: position)
        case .float: return GraphQL.Literal(kind: .float, raw: advance().value, position: position)
        case .string: return GraphQL.Literal(kind: .string, raw: advance().value, position: position)
        case .blockString: return GraphQL.Literal(kind: .block, raw: advance().value, position: position)
        case .name:
            let value = advance().value
            let kind: GraphQL.Literal.Kind =
                value == "true" || value == "false" ? .boolean : value == "null" ? .null : .enumeration
            return GraphQL.Literal(kind: kind, raw: value, position: position)
        default: throw unexpected()
        }
    }

    private mutating func type() throws(Failure) -> GraphQL.TypeReference {
        try enter()
        defer { depth -= 1 }
        if skip(.openBracket) {
            let element = try type()
            try expect(.closeBracket)
            return .list(element, nonNull: skip(.bang))
        }
        return .named(try name(), nonNull: skip(.bang))
    }

    // MARK: Schemas

    private mutating func systemDefinition(_ document: inout GraphQL.SchemaDocument) throws(Failure) {
        let description = takeDescription()
        guard token.kind == .name else { throw unexpected() }
        switch token.value {
        case "scalar", "type", "interface", "union", "enum", "input":
            document.definitions.append(try definition(description, isExtension: false))
        case "schema": document.schema.append(try schemaDefinition(description))
        case "directive": document.directives.append(try directiveDefinition(description))
        case "extend":
            if !description.isEmpty { throw unexpected(previous) }
            advance()
            switch token.value {
            case "schema":
                let definition = try schemaDefinition("")
                if definition.directives.isEmpty && definition.operationTypes.isEmpty { throw unexpected() }
                document.extensionsOfSchema.append(definition)
            case "scalar", "type", "interface", "union", "enum", "input":
                document.extensions.append(try definition("", isExtension: true))
            default: throw unexpected()
            }
        default: throw unexpected()
        }
    }

    private mutating func takeDescription() -> String {
        token.kind == .string || token.kind == .blockString ? advance().value : ""
    }

    private mutating func schemaDefinition(_ description: String) throws(Failure) -> GraphQL.SchemaDefinition {
        var definition = GraphQL.SchemaDefinition(description: description, position: token.position)
        try expect(keyword: "schema")
        definition.directives = try directives(isConstant: true)
        try some(.openBrace, .closeBrace) { parser throws(Failure) in
            let operation = parser.advance()
            guard ["query", "mutation", "subscription"].contains(operation.value) else {
                throw parser.unexpected(operation)
            }
            try parser.expect(.colon)
            definition.operationTypes.append((operation.value, try parser.name(), operation.position))
        }
        return definition
    }

    private mutating func definition(
        _ description: String, isExtension: Bool
    ) throws(Failure) -> GraphQL.Definition {
        let position = token.position
        let keyword = advance().value
        let kinds: [String: GraphQL.Definition.Kind] = [
            "scalar": .scalar, "type": .object, "interface": .interface, "union": .union, "enum": .enumeration,
            "input": .input,
        ]
        var definition = GraphQL.Definition(
            kind: kinds[keyword] ?? .scalar, description: description, name: try name(), position: position)
        if keyword == "type" || keyword == "interface", isAt(keyword: "implements") {
            advance()
            _ = skip(.ampersand)
            repeat { definition.interfaces.append(try name()) } while skip(.ampersand)
        }
        definition.directives = try directives(isConstant: true)
        switch keyword {
        case "type", "interface":
            try some(.openBrace, .closeBrace) { parser throws(Failure) in
                definition.fields.append(try parser.fieldDefinition())
            }
        case "input":
            try some(.openBrace, .closeBrace) { parser throws(Failure) in
                definition.fields.append(try parser.inputDefinition())
            }
        case "union":
            if skip(.equals) {
                _ = skip(.pipe)
                repeat { definition.types.append(try name()) } while skip(.pipe)
            }
        case "enum":
            try some(.openBrace, .closeBrace) { parser throws(Failure) in
                let position = parser.token.position
                let description = parser.takeDescription()
                let name = try parser.name()
                definition.enumValues.append(
                    GraphQL.EnumValue(
                        description: description, name: name, directives: try parser.directives(isConstant: true),
                        position: position))
            }
        default: break
        }
        if isExtension, definition.directives.isEmpty, definition.interfaces.isEmpty, definition.fields.isEmpty,
            definition.types.isEmpty, definition.enumValues.isEmpty
        {
            throw unexpected()
        }
        return definition
    }

    private mutating func fieldDefinition() throws(Failure) -> GraphQL.FieldDefinition {
        let position = token.position
        let description = takeDescription()
        let name = try name()
        let arguments = try argumentDefinitions()
        try expect(.colon)
        let type = try type()
        return GraphQL.FieldDefinition(
            description: description, name: name, arguments: arguments, type: type,
            directives: try directives(isConstant: true), position: position)
    }

    private mutating func argumentDefinitions() throws(Failure) -> [GraphQL.FieldDefinition] {
        var arguments: [GraphQL.FieldDefinition] = []
        try some(.openParenthesis, .closeParenthesis) { parser throws(Failure) in
            arguments.append(try parser.inputDefinition())
        }
        return arguments
    }

    private mutating func inputDefinition() throws(Failure) -> GraphQL.FieldDefinition {
        let position = token.position
        let description = takeDescription()
        let name = try name()
        try expect(.colon)
        var definition = GraphQL.FieldDefinition(
            description: description, name: name, type: try type(), position: position)
        if skip(.equals) { definition.defaultValue = try literal(isConstant: true) }
        definition.directives = try directives(isConstant: true)
        return definition
    }

    private static let locations: Set<String> = [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE",
        "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
    ]

    private mutating func directiveDefinition(_ description: String) throws(Failure) -> GraphQL.DirectiveDefinition {
        let position = token.position
        advance()
        try expect(.at)
        var definition = GraphQL.DirectiveDefinition(description: description, name: try name(), position: position)
        definition.arguments = try argumentDefinitions()
        if isAt(keyword: "repeatable") {
            advance()
            definition.isRepeatable = true
        }
        try expect(keyword: "on")
        _ = skip(.pipe)
        repeat {
            let location = try expect(.name)
            guard Self.locations.contains(location.value) else { throw unexpected(location) }
            definition.locations.append(location.value)
        } while skip(.pipe)
        return definition
    }
}
