extension Parser {
    /// Reads a module.
    ///
    /// - Parameter file: The index that locations carry.
    /// - Throws: All errors found: the first of the syntax, or all of the rules' form.
    static func module(
        _ source: SourceText, file: Int32, options: ParserOptions = ParserOptions()
    ) throws(RegoErrors) -> Module {
        var parser: Parser
        var module: Module
        do throws(RegoError) {
            parser = try Parser(source, file: file, options: options)
            module = try parser.module()
        } catch {
            throw RegoErrors([error])
        }
        let errors = parser.finish(&module)
        guard errors.isEmpty else { throw RegoErrors(errors) }
        return module
    }

    private mutating func module() throws(RegoError) -> Module {
        if isAt(.endOfFile) { throw failure("empty module", at: token.location) }
        guard isAt(.package) else { throw failure("package expected", at: token.location) }
        var module = Module(package: try packageStatement(), version: options.version, file: lexer.file)
        while !isAt(.endOfFile) {
            switch token.kind {
            case .package: throw failure("unexpected package", at: token.location)
            case .import:
                let statement = try importStatement()
                if statement.path.root == "rego", options.version == .v0 { module.importsRegoV1 = true }
                module.imports.append(statement)
            default: module.rules += try rules()
            }
        }
        module.comments = lexer.comments
        module.keywords = lexer.keywords
        return module
    }

    /// Checks what needs the whole module, and attaches the annotations.
    private mutating func finish(_ module: inout Module) -> [RegoError] {
        var errors: [RegoError] = []
        if module.isStrictlyV1 {
            for rule in module.rules { errors += formErrors(of: rule) }
        }
        if errors.isEmpty { errors += attachAnnotations(to: &module) }
        return errors
    }

    /// What v1 asks of a rule's keywords.
    private mutating func formErrors(of rule: Rule) -> [RegoError] {
        var errors: [RegoError] = []
        let subject = rule.head.arguments == nil ? "rule" : "function"
        func check(generatedBody: Bool, generatedValue: Bool, hasIf: Bool, at location: SourceLocation) {
            if generatedBody, generatedValue {
                errors.append(
                    lexer.failure("\(subject) must have value assignment and/or body declaration", at: location))
            }
            if !generatedBody, !hasIf, !rule.isDefault {
                errors.append(lexer.failure("`if` keyword is required before \(subject) body", at: location))
            }
        }
        check(
            generatedBody: rule.hasGeneratedBody, generatedValue: rule.head.hasGeneratedValue, hasIf: rule.head.hasIf,
            at: rule.location)
        if rule.head.key != nil, !rule.head.hasContains {
            errors.append(
                lexer.failure("`contains` keyword is required for partial set rules", at: rule.location))
        }
        for alternative in rule.alternatives {
            check(
                generatedBody: alternative.hasGeneratedBody, generatedValue: alternative.hasGeneratedValue,
                hasIf: alternative.hasIf, at: alternative.location)
        }
        return errors
    }

    // MARK: Package and imports

    private mutating func packageStatement() throws(RegoError) -> Package {
        let start = token.location
        try advance()
        guard isAt(.identifier) else { throw illegal() }
        let path = try term()
        var terms = [Term(.variable("data"), at: path.location)]
        switch path.kind {
        case .variable(let name): terms.append(Term(.string(name), at: path.location))
        case .reference(let reference):
            guard let first = reference.terms.first, let root = first.variable else {
                throw failure(
                    "unexpected \(reference.terms.first?.typeName ?? "ref") token: expecting var", at: path.location)
            }
            terms.append(Term(.string(root), at: first.location))
            for term in reference.terms.dropFirst() {
                guard term.string != nil else {
                    throw failure("unexpected \(term.typeName) token: expecting string", at: term.location)
                }
                terms.append(term)
            }
        default: throw illegal()
        }
        return Package(path: Reference(terms), at: location(from: start))
    }

    private mutating func importStatement() throws(RegoError) -> Import {
        let start = token.location
        try advance()
        guard isAt(.identifier) else { throw failure("expected ident", at: token.location) }
        let term = try self.term()
        let path: Reference
        switch term.kind {
        case .variable: path = Reference([term])
        case .reference(let reference): path = reference
        default: throw failure("expected path", at: token.location)
        }
        for part in path.terms.dropFirst() where part.string == nil {
            throw failure("unexpected \(part.typeName) token: expecting string", at: part.location)
        }
        guard let root = path.root, ["data", "input", "future", "rego"].contains(root) else {
            hints.append("if this is unexpected, try updating OPA")
            let got = path.terms.first?.description ?? ""
            throw failure(
                "unexpected import path, must begin with one of: {data, future, input, rego}, got: \(got)",
                at: term.location)
        }
        var alias: String?
        if try take(.as) {
            guard isAt(.identifier) else { throw illegal("expected var") }
            let name = try self.term()
            guard let variable = name.variable else { throw illegal("expected var") }
            alias = variable
        }
        let statement = Import(path: path, pathLocation: term.location, alias: alias, at: location(from: start))
        if root == "future" { try enableFuture(statement) }
        if root == "rego" { try enableRegoV1(statement) }
        return statement
    }

    private var importableKeywords: FutureKeywords {
        var keywords: FutureKeywords = [.in, .every, .contains, .if, .not]
        if options.allowsExperimentalKeywords { keywords.formUnion([.and, .or]) }
        return keywords
    }

    private mutating func enableFuture(_ statement: Import) throws(RegoError) {
        let path = statement.path.terms
        guard path.count > 1, path[1].string == "keywords" else {
            throw failure("invalid import, must be `future.keywords`", at: statement.pathLocation)
        }
        if statement.alias != nil { throw failure("`future` imports cannot be aliased", at: statement.pathLocation) }
        switch path.count {
        case 2: lexer.keywords.formUnion(.v1)
        case 3:
            let known = FutureKeywords.names.filter { importableKeywords.contains($0.keyword) }
            guard let found = known.first(where: { $0.name == path[2].string }) else {
                let names = known.map(\.name).joined(separator: " ")
                throw failure("unexpected keyword, must be one of [\(names)]", at: statement.pathLocation)
            }
            lexer.keywords.formUnion(found.keyword)
        default:
            throw failure(
                "invalid import, must be `future.keywords.x`, e.g. `import future.keywords.in`",
                at: statement.pathLocation)
        }
        reread()
    }

    private mutating func enableRegoV1(_ statement: Import) throws(RegoError) {
        let path = statement.path.terms
        guard path.count == 2, path[1].string == "v1" else {
            throw failure("invalid import `\(statement.path)`, must be `rego.v1`", at: statement.pathLocation)
        }
        if options.version == .v1 { return }
        if statement.alias != nil { throw failure("`rego` imports cannot be aliased", at: statement.pathLocation) }
        lexer.keywords.formUnion(.v1)
        reread()
    }

    /// The token ahead was cut before the keywords were enabled.
    private mutating func reread() {
        guard isAt(.identifier), let keyword = TokenKind.keyword(lexer.bytes[token.start..<token.end]),
            lexer.keywords.enables(keyword), lexer.bytes.dropFirst(token.end).first != UInt8(ascii: ".")
        else { return }
        token.kind = keyword
    }

    // MARK: Rules

    /// A rule, or several when more bodies in braces follow the first.
    private mutating func rules() throws(RegoError) -> [Rule] {
        let before = mark
        let start = token.location
        let isDefault = try take(.default)
        guard isAt(.identifier) else {
            if isDefault { throw illegal("expected rule head name") }
            throw noRule(before)
        }
        var head = try self.head(isDefault: isDefault)
        if isDefault { return [try defaultRule(head, start)] }

        let isPlainPair = head.reference.terms.count == 2 && head.arguments == nil && !head.hasContains
        if isPlainPair, head.value == nil {
            if isAt(.if) {
                head.value = Term(.boolean(true), at: head.location)
                head.hasGeneratedValue = true
            } else {
                head.key = head.reference.terms.removeLast()
            }
        }
        var body: Body
        var hasGeneratedBody = false
        if try take(.if) {
            head.hasIf = true
            body = try ifBody()
        } else if isAt(.leftBrace) {
            try advance()
            body = try self.body(upTo: .rightBrace)
            try advance()
        } else {
            // A value alone, or an element alone, is a rule whose body is `true`.
            let isWhole = head.hasContains || head.value != nil && !head.hasGeneratedValue
            if !isWhole, head.key == nil, head.arguments == nil, head.reference.terms.count == 1 {
                throw noRule(before)
            }
            if isAt(.with) { throw failure("expressions using with keyword cannot be used for rule head", at: start) }
            if !isWhole, !token.followsNewline, !isAt(.semicolon), !isAt(.endOfFile) { throw noRule(before) }
            body = [Expression(.term(Term(.boolean(true), at: start)), at: start)]
            hasGeneratedBody = true
        }
        var rule = Rule(head: head, body: body, at: location(from: start), hasGeneratedBody: hasGeneratedBody)
        if hasGeneratedBody {
            _ = try take(.semicolon)
            return [rule]
        }
        if isAt(.else) {
            if head.kind == .partialObject {
                throw failure("else keyword cannot be used on rules with variables in head", at: token.location)
            }
            if head.key != nil {
                throw failure("else keyword cannot be used on multi-value rules", at: token.location)
            }
            while isAt(.else) { rule.alternatives.append(try alternative()) }
        }
        rule.location = location(from: start)
        var rules = [rule]
        while isAt(.leftBrace) {
            if !rule.alternatives.isEmpty { throw failure("expected else keyword", at: token.location) }
            let start = token.location
            try advance()
            let body = try self.body(upTo: .rightBrace)
            try advance()
            var next = rule
            next.body = body
            next.location = location(from: start)
            next.head.location = next.location
            rules.append(next)
        }
        _ = try take(.semicolon)
        return rules
    }

    /// Why the statement at `before` is no rule.
    private mutating func noRule(_ before: Mark) -> RegoError {
        restore(before)
        depth = 0
        do throws(RegoError) {
            let literal = try self.literal()
            let place = literal.location
            if literal.isNegated {
                return failure("negated expressions cannot be used for rule head", at: place)
            }
            switch literal.kind {
            case .some: return failure("'some' declarations cannot be used for rule head", at: place)
            case .term(let term):
                let name = term.typeName
                if isAt(.endOfFile) || token.followsNewline {
                    return failure(
                        term.reference == nil
                            ? "\(name) cannot be used for rule name" : "refs cannot be used for rule head",
                        at: place)
                }
                return illegal(term.variable == nil && term.reference == nil ? "" : hintForKeyword())
            case .call(let call) where Rego.infix[call.name] != nil && call.name != "eq" && call.name != "assign":
                return failure("rule name conflicts with built-in function", at: place)
            case .call(let call):
                let name = call.arguments.first?.typeName ?? "call"
                return failure("\(name) cannot be used for rule name", at: place)
            default: return failure("expression cannot be used for rule head", at: place)
            }
        } catch {
            return error
        }
    }

    private func hintForKeyword() -> String { "" }

    private mutating func ifBody() throws(RegoError) -> Body {
        guard isAt(.leftBrace) else { return [try literal()] }
        let before = mark
        let depthBefore = depth
        do throws(RegoError) {
            let only = try literal()
            if case .term(let term) = only.kind, case .set = term.kind, only.modifiers.isEmpty {
                // A set literal cannot fail: the braces hold a body.
            } else {
                return [only]
            }
        } catch {
            depth = depthBefore
            hints = []
        }
        restore(before)
        try advance()
        let body = try self.body(upTo: .rightBrace)
        try advance()
        return body
    }

    private mutating func alternative() throws(RegoError) -> Rule.Alternative {
        let start = token.location
        try advance()
        var alternative = Rule.Alternative(
            value: Term(.boolean(true), at: start), body: [], isAssigned: false, hasIf: false, hasGeneratedValue: true,
            hasGeneratedBody: false, at: start)
        switch token.kind {
        case .leftBrace, .if: break
        case .assign, .unify:
            alternative.isAssigned = isAt(.assign)
            try advance()
            alternative.value = try infixTerm(allowingPair: true)
            alternative.hasGeneratedValue = false
        default: throw illegal("expected else value term or rule body")
        }
        if try take(.if) {
            alternative.hasIf = true
            if isAt(.endOfFile) { throw illegal("rule body expected") }
            alternative.body = try ifBody()
        } else if try take(.leftBrace) {
            alternative.body = try body(upTo: .rightBrace)
            try advance()
        } else {
            alternative.body = [Expression(.term(Term(.boolean(true), at: start)), at: start)]
            alternative.hasGeneratedBody = true
        }
        alternative.location = location(from: start)
        return alternative
    }

    private mutating func head(isDefault: Bool) throws(RegoError) -> Head {
        let start = token.location
        let name = lexer.text(token)
        let variable = Term(.variable(name == "_" ? wildcard() : name), at: start)
        try advance()
        let path = try self.path(from: variable, start: start, skippingSpace: true)
        var head: Head
        switch path.kind {
        case .variable: head = Head(reference: Reference([path]), at: path.location)
        case .reference(let reference): head = Head(reference: reference, at: path.location)
        case .call(let call):
            // Without arguments the parentheses mean nothing.
            if call.arguments.isEmpty, !isAt(.unify), !isAt(.assign) {
                throw failure("rule argument list must take at least one argument", at: path.location)
            }
            head = Head(
                reference: call.function, arguments: call.arguments.isEmpty ? nil : call.arguments, at: path.location)
        case .set: throw failure("rule argument list must take at least one argument", at: path.location)
        default: throw illegal("expected rule head name")
        }
        let text = head.reference.description
        switch token.kind {
        case .contains:
            if head.arguments != nil {
                throw illegal(
                    "the contains keyword can only be used with multi-value rule definitions (e.g., \(text) contains <VALUE> { ... })"
                )
            }
            try advance()
            head.key = try infixTerm(allowingPair: true)
            head.hasContains = true
        case .unify, .assign:
            head.isAssigned = isAt(.assign)
            try advance()
            if isAt(.endOfFile) || token.kind.isKeyword && ![.null, .true, .false, .not].contains(token.kind) {
                throw illegal(missingValue(head, text, isDefault: isDefault))
            }
            head.value = try infixTerm(allowingPair: true)
        default:
            if head.reference.terms.count != 2 || head.arguments != nil {
                head.value = Term(.boolean(true), at: head.location)
                head.hasGeneratedValue = true
            }
        }
        head.location = location(from: start)
        return head
    }

    private func missingValue(_ head: Head, _ name: String, isDefault: Bool) -> String {
        guard head.isAssigned else { return "expected rule value term (e.g., \(name)[<nil>] = <VALUE> { ... })" }
        if head.arguments != nil { return "expected function value term (e.g., \(name)(...) := <VALUE> { ... })" }
        if isDefault { return "expected default rule value term (e.g., default \(name) := <VALUE>)" }
        return "expected rule value term (e.g., \(name) := <VALUE> { ... })"
    }

    private mutating func defaultRule(_ head: Head, _ start: SourceLocation) throws(RegoError) -> Rule {
        let location = self.location(from: start)
        guard let value = head.value, !head.hasGeneratedValue else {
            throw failure("illegal default rule (must have a value)", at: start)
        }
        if let name = value.firstOpenPart {
            throw failure("illegal default rule (value cannot contain \(name))", at: start)
        }
        var seen: Set<String> = []
        for argument in head.arguments ?? [] {
            guard let name = argument.variable else {
                throw failure("illegal default rule (arguments cannot contain \(argument.typeName))", at: start)
            }
            if !seen.insert(name).inserted {
                throw failure("illegal default rule (arguments cannot be repeated \(name))", at: start)
            }
        }
        _ = try take(.semicolon)
        return Rule(
            isDefault: true, head: head, body: [Expression(.term(Term(.boolean(true), at: start)), at: start)],
            at: location)
    }
}

extension Term {
    /// The kind of the first variable, reference or call outside comprehensions.
    fileprivate var firstOpenPart: String? {
        switch kind {
        case .variable, .reference, .call: typeName
        case .array(let elements), .set(let elements):
            elements.lazy.compactMap(\.firstOpenPart).first
        case .object(let members):
            members.lazy.compactMap { $0.key.firstOpenPart ?? $0.value.firstOpenPart }.first
        case .template(let template):
            template.parts.contains { if case .expression = $0 { true } else { false } } ? "template-string" : nil
        default: nil
        }
    }
}
