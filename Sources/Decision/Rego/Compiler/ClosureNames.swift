/// Renames the variables that only a closure holds, so that no two closures of a rule share one.
struct ClosureNames {
    var generator: NameGenerator
    /// The variables met so far in the rule.
    private var taken: Set<String>

    init(generator: NameGenerator) {
        self.generator = generator
        taken = []
    }

    mutating func separate(_ rule: inout Rule) {
        var arguments = VariableCollector()
        for argument in rule.head.arguments ?? [] { arguments.visit(argument) }
        let visible = arguments.names
        taken = visible
        separate(&rule.body, visible: visible, isClosure: false)
        for index in rule.alternatives.indices {
            var collector = VariableCollector()
            collector.visit(rule.alternatives[index].body)
            collector.visit(rule.alternatives[index].value)
            let names = substitution(collector.names.subtracting(visible))
            if !names.isEmpty {
                var renaming = VariableRenaming(names: names)
                renaming.rewrite(&rule.alternatives[index].body)
                renaming.rewrite(&rule.alternatives[index].value)
            }
            separate(&rule.alternatives[index].body, visible: visible, isClosure: false)
        }
    }

    mutating func separate(query body: inout Body) {
        taken = []
        separate(&body, visible: [], isClosure: false)
    }

    /// New names for those of `names` that are taken; all are taken then.
    private mutating func substitution(_ names: Set<String>) -> [String: String] {
        var result: [String: String] = [:]
        for name in names.sorted() where !taken.insert(name).inserted {
            let new = generator.fresh()
            result[name] = new
            taken.insert(new)
        }
        return result
    }

    private mutating func separate(_ body: inout Body, visible: Set<String>, isClosure: Bool) {
        var own = VariableCollector(skipping: .closures)
        own.visit(body)
        let inner = visible.union(own.names)
        if !isClosure { taken.formUnion(own.names) }
        for index in body.indices { closures(in: &body[index], visible: inner) }
    }

    private mutating func closures(in expression: inout Expression, visible: Set<String>) {
        switch expression.kind {
        case .every(var every):
            var inner = visible
            for name in [every.key?.variable, every.value.variable] { if let name { inner.insert(name) } }
            taken.formUnion(inner)
            closure(&every.body, visible: inner)
            expression.kind = .every(every)
        case .group(var body):
            closure(&body, visible: visible)
            expression.kind = .group(body)
        case .and(var left, var right):
            unwrap(&left)
            unwrap(&right)
            closure(&left, visible: visible)
            closure(&right, visible: visible)
            expression.kind = .and(left, right)
        case .or(var left, var right):
            unwrap(&left)
            unwrap(&right)
            closure(&left, visible: visible)
            closure(&right, visible: visible)
            expression.kind = .or(left, right)
        case .call(var call):
            for index in call.arguments.indices { closures(in: &call.arguments[index], visible: visible) }
            expression.kind = .call(call)
        case .term(var term):
            closures(in: &term, visible: visible)
            expression.kind = .term(term)
        case .some: break
        }
    }

    /// Takes the braces off an operand, which have said what they had to say.
    private func unwrap(_ operand: inout Body) {
        while operand.isExplicitOperand, case .group(let body)? = operand.first?.kind { operand = body }
    }

    /// After `DynamicTerms`, comprehensions stand only as a whole term or a whole side of `=`.
    private mutating func closures(in term: inout Term, visible: Set<String>) {
        switch term.kind {
        case .arrayComprehension(var head, var body):
            closure(&body, heads: { $0.rewrite(&head) }, visible: visible)
            term.kind = .arrayComprehension(head: head, body: body)
        case .setComprehension(var head, var body):
            closure(&body, heads: { $0.rewrite(&head) }, visible: visible)
            term.kind = .setComprehension(head: head, body: body)
        case .objectComprehension(var key, var value, var body):
            closure(
                &body,
                heads: {
                    $0.rewrite(&key)
                    $0.rewrite(&value)
                }, visible: visible)
            term.kind = .objectComprehension(key: key, value: value, body: body)
        default: break
        }
    }

    private mutating func closure(
        _ body: inout Body, heads: (inout VariableRenaming) -> Void = { _ in }, visible: Set<String>
    ) {
        var own = VariableCollector(skipping: .closures)
        own.visit(body)
        let names = substitution(own.names.subtracting(visible))
        if !names.isEmpty {
            var renaming = VariableRenaming(names: names)
            renaming.rewrite(&body)
            heads(&renaming)
        }
        separate(&body, visible: visible, isClosure: true)
    }
}

/// Replaces variables by others.
struct VariableRenaming: NodeRewriter {
    let names: [String: String]

    mutating func rewrite(_ term: inout Term) {
        if case .variable(let name) = term.kind {
            if let new = names[name] { term.kind = .variable(new) }
        } else {
            descend(into: &term)
        }
    }
}
