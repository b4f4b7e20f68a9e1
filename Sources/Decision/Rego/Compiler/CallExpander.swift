/// Takes calls out of terms: a call inside a term becomes a literal before, whose output is a new variable.
/// Composites at the head of a reference become variables too.
struct CallExpander {
    var generator: NameGenerator
    /// `not` covers all that its literal expands to (`future.keywords.not`).
    let negatesExpansion: Bool

    init(generator: NameGenerator, negatesExpansion: Bool) {
        self.generator = generator
        self.negatesExpansion = negatesExpansion
    }

    mutating func expand(_ rule: inout Rule) {
        var forArguments: Body = []
        for index in rule.head.arguments?.indices ?? 0..<0 {
            guard var argument = rule.head.arguments?[index] else { continue }
            expand(&argument, &forArguments)
            move(&argument, into: &forArguments)
            rule.head.arguments?[index] = argument
        }
        var support: Body = forArguments
        for index in rule.head.reference.terms.indices.dropFirst() {
            var term = rule.head.reference.terms[index]
            guard !term.isScalar, term.variable == nil else { continue }
            expand(&term, &support)
            if term.variable == nil {
                let variable = generator.term(at: term.location)
                support.append(.unification(variable, term, at: term.location, generated: true))
                term = variable
            }
            rule.head.reference.terms[index] = term
        }
        if var key = rule.head.key {
            expand(&key, &support)
            move(&key, into: &support)
            rule.head.key = key
        }
        if var value = rule.head.value {
            expand(&value, &support)
            move(&value, into: &support)
            rule.head.value = value
        }
        expand(&rule.body)
        rule.body += support
        for index in rule.alternatives.indices {
            var support = forArguments
            var value = rule.alternatives[index].value
            expand(&value, &support)
            move(&value, into: &support)
            rule.alternatives[index].value = value
            expand(&rule.alternatives[index].body)
            rule.alternatives[index].body += support
        }
    }

    /// What has to be evaluated stands in the body, not in the head.
    private mutating func move(_ term: inout Term, into support: inout Body) {
        guard term.needsEvaluation else { return }
        let variable = generator.term(at: term.location)
        support.append(.unification(variable, term, at: term.location, generated: true))
        term = variable
    }

    mutating func expand(_ body: inout Body) {
        var result: Body = []
        result.reserveCapacity(body.count)
        for expression in body { expand(expression, &result) }
        body = result
    }

    private mutating func expand(_ source: Expression, _ result: inout Body) {
        var expression = source
        for index in expression.modifiers.indices { expand(&expression.modifiers[index].value, &result) }
        if negatesExpansion, expression.isNegated, !expression.isGroup {
            var inner = expression
            inner.isNegated = false
            inner.modifiers = []
            var body: Body = []
            expand(inner, &body)
            let mayGrow = body.count > 1 || body.contains { $0.hasDynamicParts }
            if mayGrow {
                expression.kind = .group(body)
                expression.isGenerated = true
            } else if let only = body.first {
                expression.kind = only.kind
            }
            result.append(expression)
            return
        }
        var support: Body = []
        switch expression.kind {
        case .term(var term):
            expand(&term, &support)
            expression.kind = .term(term)
        case .call(var call):
            for index in call.arguments.indices { expand(&call.arguments[index], &support) }
            expression.kind = .call(call)
        case .some: break
        case .every(var every):
            expand(&every.domain, &support)
            let variable = generator.term(at: every.domain.location)
            support.append(.unification(variable, every.domain, at: every.domain.location, generated: true))
            every.domain = variable
            expand(&every.body)
            expression.kind = .every(every)
        case .group(var body):
            expand(&body)
            expression.kind = .group(body)
        case .and(var left, var right):
            expand(&left)
            expand(&right)
            expression.kind = .and(left, right)
        case .or(var left, var right):
            expand(&left)
            expand(&right)
            expression.kind = .or(left, right)
        }
        for var step in support {
            step.modifiers = expression.modifiers
            result.append(step)
        }
        result.append(expression)
    }

    /// Replaces the calls in `term` and puts what computes them into `support`.
    mutating func expand(_ term: inout Term, _ support: inout Body) {
        switch term.kind {
        case .null, .boolean, .number, .string, .variable, .template: break
        case .call(var call):
            for index in call.arguments.indices { expand(&call.arguments[index], &support) }
            let output = generator.term(at: term.location)
            call.arguments.append(output)
            support.append(Expression(.call(call), at: term.location, generated: true))
            term = output
        case .reference(var reference):
            for index in reference.terms.indices { expand(&reference.terms[index], &support) }
            if let head = reference.terms.first, head.variable == nil {
                let variable = generator.term(at: head.location)
                support.append(.unification(variable, head, at: head.location, generated: true))
                reference.terms[0] = variable
            }
            term.kind = .reference(reference)
        case .array(var elements):
            for index in elements.indices { expand(&elements[index], &support) }
            term.kind = .array(elements)
        case .set(var elements):
            for index in elements.indices { expand(&elements[index], &support) }
            term.kind = .set(elements)
        case .object(var members):
            for index in members.indices {
                expand(&members[index].key, &support)
                expand(&members[index].value, &support)
            }
            term.kind = .object(members)
        case .arrayComprehension(var head, var body):
            expandComprehension(&head, &body)
            term.kind = .arrayComprehension(head: head, body: body)
        case .setComprehension(var head, var body):
            expandComprehension(&head, &body)
            term.kind = .setComprehension(head: head, body: body)
        case .objectComprehension(var key, var value, var body):
            var support: Body = []
            expand(&key, &support)
            expand(&value, &support)
            move(&key, into: &support)
            move(&value, into: &support)
            expand(&body)
            body += support
            term.kind = .objectComprehension(key: key, value: value, body: body)
        }
    }

    private mutating func expandComprehension(_ head: inout Term, _ body: inout Body) {
        var support: Body = []
        expand(&head, &support)
        move(&head, into: &support)
        expand(&body)
        body += support
    }
}

extension Expression {
    fileprivate var isGroup: Bool {
        switch kind {
        case .group, .and, .or, .every: true
        default: false
        }
    }

    /// Whether `DynamicTerms` will put literals before this one.
    fileprivate var hasDynamicParts: Bool {
        switch kind {
        case .term(let term):
            if let reference = term.reference {
                return reference.terms.dropFirst().contains { !$0.isScalar && $0.variable == nil }
            }
            return !term.isComprehension && term.needsEvaluation
        case .call(let call): return call.arguments.contains(where: \.needsEvaluation)
        default: return true
        }
    }
}
