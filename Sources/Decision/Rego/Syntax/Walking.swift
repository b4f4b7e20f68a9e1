/// Looks at nodes. The defaults go on to the parts of a node; a visitor replaces those it has a say in and calls
/// `descend` where it wants the parts.
protocol NodeVisitor {
    mutating func visit(_ term: Term)
    mutating func visit(_ body: Body)
    mutating func visit(_ expression: Expression)
    /// A comprehension, with the terms before its body.
    mutating func visitComprehension(heads: [Term], body: Body)
    /// The name of a called function.
    mutating func visitFunction(_ function: Reference, at location: SourceLocation)
}

extension NodeVisitor {
    mutating func visit(_ term: Term) { descend(into: term) }
    mutating func visit(_ body: Body) { for expression in body { visit(expression) } }
    mutating func visit(_ expression: Expression) { descend(into: expression) }
    mutating func visitFunction(_ function: Reference, at location: SourceLocation) {}

    mutating func visitComprehension(heads: [Term], body: Body) {
        for head in heads { visit(head) }
        visit(body)
    }

    mutating func descend(into term: Term) {
        switch term.kind {
        case .null, .boolean, .number, .string, .variable: break
        case .reference(let reference): for part in reference.terms { visit(part) }
        case .call(let call): descend(into: call)
        case .array(let elements), .set(let elements): for element in elements { visit(element) }
        case .object(let members):
            for member in members {
                visit(member.key)
                visit(member.value)
            }
        case .arrayComprehension(let head, let body), .setComprehension(let head, let body):
            visitComprehension(heads: [head], body: body)
        case .objectComprehension(let key, let value, let body): visitComprehension(heads: [key, value], body: body)
        case .template(let template):
            for case .expression(let expression) in template.parts { visit(expression) }
        }
    }

    mutating func descend(into call: Call) {
        visitFunction(call.function, at: call.functionLocation)
        for argument in call.arguments { visit(argument) }
    }

    mutating func descend(into expression: Expression) {
        switch expression.kind {
        case .term(let term): visit(term)
        case .call(let call): descend(into: call)
        case .some(let declaration):
            switch declaration.form {
            case .names(let names): for name in names { visit(name) }
            case .membership(let key, let value, let domain):
                if let key { visit(key) }
                visit(value)
                visit(domain)
            }
        case .every(let every):
            visit(every.domain)
            if let key = every.key { visit(key) }
            visit(every.value)
            visit(every.body)
        case .group(let body): visit(body)
        case .and(let left, let right), .or(let left, let right):
            visit(left)
            visit(right)
        }
        for modifier in expression.modifiers {
            visit(modifier.target)
            visit(modifier.value)
        }
    }

    mutating func visit(_ rule: Rule) {
        visit(rule.head)
        visit(rule.body)
        for alternative in rule.alternatives {
            visit(alternative.value)
            visit(alternative.body)
        }
    }

    /// The parts of a head; of its reference those behind the name.
    mutating func visit(_ head: Head) {
        for term in head.reference.terms.dropFirst() { visit(term) }
        for argument in head.arguments ?? [] { visit(argument) }
        if let key = head.key { visit(key) }
        if let value = head.value { visit(value) }
    }
}

/// Changes nodes in place. The defaults go on to the parts of a node.
protocol NodeRewriter {
    mutating func rewrite(_ term: inout Term)
    mutating func rewrite(_ body: inout Body)
    mutating func rewrite(_ expression: inout Expression)
    /// A comprehension, with the terms before its body.
    mutating func rewriteComprehension(heads: inout [Term], body: inout Body)
}

extension NodeRewriter {
    mutating func rewrite(_ term: inout Term) { descend(into: &term) }
    mutating func rewrite(_ body: inout Body) { for index in body.indices { rewrite(&body[index]) } }
    mutating func rewrite(_ expression: inout Expression) { descend(into: &expression) }

    mutating func rewriteComprehension(heads: inout [Term], body: inout Body) {
        for index in heads.indices { rewrite(&heads[index]) }
        rewrite(&body)
    }

    mutating func descend(into term: inout Term) {
        switch term.kind {
        case .null, .boolean, .number, .string, .variable: break
        case .reference(var reference):
            for index in reference.terms.indices { rewrite(&reference.terms[index]) }
            term.kind = .reference(reference)
        case .call(var call):
            for index in call.arguments.indices { rewrite(&call.arguments[index]) }
            term.kind = .call(call)
        case .array(var elements):
            for index in elements.indices { rewrite(&elements[index]) }
            term.kind = .array(elements)
        case .set(var elements):
            for index in elements.indices { rewrite(&elements[index]) }
            term.kind = .set(elements)
        case .object(var members):
            for index in members.indices {
                rewrite(&members[index].key)
                rewrite(&members[index].value)
            }
            term.kind = .object(members)
        case .arrayComprehension(let head, var body):
            var heads = [head]
            rewriteComprehension(heads: &heads, body: &body)
            term.kind = .arrayComprehension(head: heads[0], body: body)
        case .setComprehension(let head, var body):
            var heads = [head]
            rewriteComprehension(heads: &heads, body: &body)
            term.kind = .setComprehension(head: heads[0], body: body)
        case .objectComprehension(let key, let value, var body):
            var heads = [key, value]
            rewriteComprehension(heads: &heads, body: &body)
            term.kind = .objectComprehension(key: heads[0], value: heads[1], body: body)
        case .template(var template):
            for index in template.parts.indices {
                guard case .expression(var expression) = template.parts[index] else { continue }
                rewrite(&expression)
                template.parts[index] = .expression(expression)
            }
            term.kind = .template(template)
        }
    }

    mutating func descend(into expression: inout Expression) {
        switch expression.kind {
        case .term(var term):
            rewrite(&term)
            expression.kind = .term(term)
        case .call(var call):
            for index in call.arguments.indices { rewrite(&call.arguments[index]) }
            expression.kind = .call(call)
        case .some(var declaration):
            switch declaration.form {
            case .names(var names):
                for index in names.indices { rewrite(&names[index]) }
                declaration.form = .names(names)
            case .membership(var key, var value, var domain):
                if var inner = key {
                    rewrite(&inner)
                    key = inner
                }
                rewrite(&value)
                rewrite(&domain)
                declaration.form = .membership(key: key, value: value, domain: domain)
            }
            expression.kind = .some(declaration)
        case .every(var every):
            rewrite(&every.domain)
            if var key = every.key {
                rewrite(&key)
                every.key = key
            }
            rewrite(&every.value)
            rewrite(&every.body)
            expression.kind = .every(every)
        case .group(var body):
            rewrite(&body)
            expression.kind = .group(body)
        case .and(var left, var right):
            rewrite(&left)
            rewrite(&right)
            expression.kind = .and(left, right)
        case .or(var left, var right):
            rewrite(&left)
            rewrite(&right)
            expression.kind = .or(left, right)
        }
        for index in expression.modifiers.indices {
            rewrite(&expression.modifiers[index].target)
            rewrite(&expression.modifiers[index].value)
        }
    }
}
