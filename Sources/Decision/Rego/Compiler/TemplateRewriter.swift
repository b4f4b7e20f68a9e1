/// Turns templates into calls of `internal.template_string`, and `print` into `internal.print` or nothing.
///
/// Each expression becomes a set comprehension, so that an undefined one is an empty set and does not end the body.
struct TemplateRewriter: NodeRewriter {
    var generator: NameGenerator
    let builtins: [String: BuiltinDeclaration]
    /// Whether `print` has an effect.
    let keepsPrint: Bool
    /// The variables around the node at hand.
    private var visible: Set<String>
    let original: [String: String]
    private(set) var errors: [RegoProblem] = []

    init(
        generator: NameGenerator, builtins: [String: BuiltinDeclaration], keepsPrint: Bool, visible: Set<String>,
        original: [String: String]
    ) {
        self.generator = generator
        self.builtins = builtins
        self.keepsPrint = keepsPrint
        self.visible = visible
        self.original = original
    }

    mutating func rewrite(_ body: inout Body) {
        let outer = visible
        defer { visible = outer }
        var collector = VariableCollector(skipping: .closures)
        for expression in body where !expression.isPrint { collector.visit(expression) }
        visible.formUnion(collector.names)
        if !keepsPrint, body.contains(where: \.isPrint) {
            let location = body.first?.location ?? .none
            body.removeAll(where: \.isPrint)
            if body.isEmpty { body = [Expression(.term(Term(.boolean(true), at: location)), at: location)] }
        }
        for index in body.indices { rewrite(&body[index]) }
    }

    mutating func rewriteComprehension(heads: inout [Term], body: inout Body) {
        let outer = visible
        defer { visible = outer }
        rewrite(&body)
        var collector = VariableCollector(skipping: .closures)
        for expression in body { collector.visit(expression) }
        visible.formUnion(collector.names)
        for index in heads.indices { rewrite(&heads[index]) }
    }

    mutating func rewrite(_ expression: inout Expression) {
        if case .every(let every) = expression.kind {
            let outer = visible
            if let key = every.key?.variable { visible.insert(key) }
            if let value = every.value.variable { visible.insert(value) }
            descend(into: &expression)
            visible = outer
            return
        }
        descend(into: &expression)
        if expression.isPrint, case .call(let call) = expression.kind {
            let captured = call.arguments.map { capture($0, modifiers: []) }
            expression.kind = .call(
                Call("internal.print", at: call.functionLocation, [Term(.array(captured), at: expression.location)]))
        }
    }

    mutating func rewrite(_ term: inout Term) {
        descend(into: &term)
        guard case .template(let template) = term.kind else { return }
        var parts: [Term] = []
        for part in template.parts {
            switch part {
            case .text(let text): parts.append(Term(.string(text), at: term.location))
            case .expression(let expression):
                switch expression.kind {
                case .term(let value): parts.append(capture(value, modifiers: expression.modifiers))
                case .call(let call):
                    if builtins[call.name]?.isRelation == true {
                        errors.append(
                            RegoProblem(
                                .compile,
                                "illegal call to relation built-in '\(call.name)' that may cause multiple outputs",
                                expression.location))
                        continue
                    }
                    parts.append(
                        capture(Term(.call(call), at: expression.location), modifiers: expression.modifiers))
                default:
                    errors.append(
                        RegoProblem(.compile, "unexpected template-string expression", expression.location))
                }
            }
        }
        if parts.isEmpty { parts = [Term(.string(""), at: term.location)] }
        term.kind = .call(
            Call("internal.template_string", at: term.location, [Term(.array(parts), at: term.location)]))
    }

    /// `{x | x = value}`.
    private mutating func capture(_ value: Term, modifiers: [With]) -> Term {
        for name in value.variables(skipping: .closures).subtracting(visible).sorted() where !name.hasPrefix("$") {
            errors.append(RegoProblem(.compile, "var \(original[name] ?? name) is undeclared", value.location))
        }
        let variable = generator.term(at: value.location)
        var equality = Expression.unification(variable, value, at: value.location, generated: true)
        equality.modifiers = modifiers
        return Term(.setComprehension(head: variable, body: [equality]), at: value.location)
    }
}

extension TemplateRewriter {
    mutating func rewrite(_ rule: inout Rule) {
        for index in rule.head.arguments?.indices ?? 0..<0 {
            if var argument = rule.head.arguments?[index], argument.needsEvaluation {
                rewriteInBody(of: rule.body, &argument)
                rule.head.arguments?[index] = argument
            }
        }
        for index in rule.head.reference.terms.indices.dropFirst()
        where !rule.head.reference.terms[index].isScalar {
            rewriteInBody(of: rule.body, &rule.head.reference.terms[index])
        }
        if var key = rule.head.key {
            rewriteInBody(of: rule.body, &key)
            rule.head.key = key
        }
        if var value = rule.head.value {
            rewriteInBody(of: rule.body, &value)
            rule.head.value = value
        }
        rewrite(&rule.body)
        for index in rule.alternatives.indices {
            rewriteInBody(of: rule.alternatives[index].body, &rule.alternatives[index].value)
            rewrite(&rule.alternatives[index].body)
        }
    }

    /// A term of a head, which sees the variables of the body.
    private mutating func rewriteInBody(of body: Body, _ term: inout Term) {
        guard term.needsEvaluation else { return }
        let outer = visible
        defer { visible = outer }
        var collector = VariableCollector(skipping: .closures)
        collector.visit(body)
        visible.formUnion(collector.names)
        rewrite(&term)
    }
}

/// An error with a place that has no file name yet.
struct RegoProblem {
    var code: RegoError.Code
    var message: String
    var location: SourceLocation
    var details: [String]

    init(_ code: RegoError.Code, _ message: String, _ location: SourceLocation, details: [String] = []) {
        self.code = code
        self.message = message
        self.location = location
        self.details = details
    }
}

extension Expression {
    var isPrint: Bool { call?.function.terms.count == 1 && call?.function.root == "print" }
}
