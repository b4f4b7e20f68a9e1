/// Takes references and comprehensions out of the places where the evaluator wants values: arguments of calls, parts
/// of composites, indices. Each becomes a variable that a literal before binds. `==` becomes `=`, for by now the
/// order is settled and both sides are bound.
struct DynamicTerms {
    var generator: NameGenerator

    init(generator: NameGenerator) { self.generator = generator }

    mutating func rewrite(_ body: inout Body) {
        var result: Body = []
        result.reserveCapacity(body.count)
        for expression in body { rewrite(expression, &result) }
        body = result
    }

    private mutating func rewrite(_ source: Expression, _ result: inout Body) {
        var expression = source
        for index in expression.modifiers.indices where expression.modifiers[index].value.needsEvaluation {
            guard !expression.modifiers[index].replacesFunction else { continue }
            take(&expression.modifiers[index].value, modifiers: [], &result)
        }
        let modifiers = expression.modifiers
        switch expression.kind {
        case .term(var term):
            insides(&term, modifiers, &result)
            expression.kind = .term(term)
        case .call(var call):
            if call.name == "equal", call.arguments.count == 2 {
                call.function = Reference([Term(.variable("eq"), at: call.functionLocation)])
            }
            let isEquality = call.name == "eq" && call.arguments.count == 2
            for index in call.arguments.indices {
                if isEquality {
                    insides(&call.arguments[index], modifiers, &result)
                } else {
                    take(&call.arguments[index], modifiers: modifiers, &result)
                }
            }
            expression.kind = .call(call)
        case .some: break
        case .every(var every):
            take(&every.domain, modifiers: modifiers, &result)
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
        result.append(expression)
    }

    /// Leaves a reference or comprehension in place and rewrites what is in it.
    private mutating func insides(_ term: inout Term, _ modifiers: [With], _ result: inout Body) {
        switch term.kind {
        case .reference(var reference):
            for index in reference.terms.indices.dropFirst() {
                take(&reference.terms[index], modifiers: modifiers, &result)
            }
            term.kind = .reference(reference)
        case .arrayComprehension(let head, var body):
            rewrite(&body)
            term.kind = .arrayComprehension(head: head, body: body)
        case .setComprehension(let head, var body):
            rewrite(&body)
            term.kind = .setComprehension(head: head, body: body)
        case .objectComprehension(let key, let value, var body):
            rewrite(&body)
            term.kind = .objectComprehension(key: key, value: value, body: body)
        default: take(&term, modifiers: modifiers, &result)
        }
    }

    /// Replaces references and comprehensions in `term` by variables.
    private mutating func take(_ term: inout Term, modifiers: [With], _ result: inout Body) {
        switch term.kind {
        case .reference, .arrayComprehension, .setComprehension, .objectComprehension:
            insides(&term, modifiers, &result)
            let variable = generator.term(at: term.location)
            var step = Expression.unification(variable, term, at: term.location, generated: true)
            step.modifiers = modifiers
            result.append(step)
            term = variable
        case .array(var elements):
            guard term.needsEvaluation else { return }
            for index in elements.indices { take(&elements[index], modifiers: modifiers, &result) }
            term.kind = .array(elements)
        case .set(var elements):
            guard term.needsEvaluation else { return }
            for index in elements.indices { take(&elements[index], modifiers: modifiers, &result) }
            term.kind = .set(elements)
        case .object(var members):
            guard term.needsEvaluation else { return }
            for index in members.indices {
                take(&members[index].key, modifiers: modifiers, &result)
                take(&members[index].value, modifiers: modifiers, &result)
            }
            term.kind = .object(members)
        case .null, .boolean, .number, .string, .variable, .call, .template: break
        }
    }
}
