/// Makes what is left of a body easier to read: `x = input.a; x = 1` becomes `input.a = 1`.
///
/// A variable that one literal binds to a reference, or to the result of a call, gives way to it where all its uses
/// stand in literals that cannot hold without it, since a reference in a literal must be defined too.
enum ResidualSimplifier {
    static func simplified(_ body: Body, keeping kept: Set<String>) -> Body {
        var body = body
        // Each turn takes one literal away. Long bodies come of no one who reads them.
        guard body.count <= 150 else { return body }
        var index = 0
        while index < body.count {
            if let shorter = without(index, body, kept) {
                body = shorter
                index = 0
            } else {
                index += 1
            }
        }
        var unique: Body = []
        for literal in body.map(turned) where !unique.contains(literal) { unique.append(literal) }
        return unique
    }

    /// Constants stand on the right.
    private static func turned(_ literal: Expression) -> Expression {
        guard let (left, right) = literal.unification, left.isConstant, !right.isConstant else { return literal }
        var turned = literal
        turned.kind = .call(Call("eq", at: literal.location, [right, left]))
        return turned
    }

    private static func without(_ index: Int, _ body: Body, _ kept: Set<String>) -> Body? {
        guard let (name, value, isCall) = definition(body[index]), !kept.contains(name),
            !value.variables().contains(name)
        else { return nil }
        var uses = 0
        for (place, literal) in body.enumerated() where place != index {
            var counter = VariableCounter()
            counter.visit(literal)
            guard let count = counter.counts[name] else { continue }
            guard literal.admits(name, value, isCall: isCall, count: count) else { return nil }
            uses += count
        }
        // An iteration is written once.
        let isOne = value.reference?.isConstantPath ?? false
        guard uses > 0, isOne || uses == 1 else { return nil }
        var result = body
        result.remove(at: index)
        for place in result.indices {
            var substitution = Substitution(name: name, value: value)
            substitution.rewrite(&result[place])
        }
        return result
    }

    private static func definition(_ literal: Expression) -> (name: String, value: Term, isCall: Bool)? {
        guard !literal.isNegated, literal.modifiers.isEmpty else { return nil }
        if let (left, right) = literal.unification {
            if let name = left.variable, right.reference?.root != nil { return (name, right, false) }
            if let name = right.variable, left.reference?.root != nil { return (name, left, false) }
            return nil
        }
        guard var call = literal.call, let name = call.arguments.last?.variable,
            let declaration = BuiltinDeclaration.byName[call.name], !declaration.isRelation,
            call.arguments.count == declaration.arity + 1, !call.name.hasPrefix("internal.")
        else { return nil }
        call.arguments.removeLast()
        return (name, Term(.call(call)), true)
    }
}

extension Expression {
    /// Whether a variable may be replaced by what it stands for.
    fileprivate func admits(_ name: String, _ value: Term, isCall: Bool, count: Int) -> Bool {
        guard !isNegated, modifiers.isEmpty else { return false }
        let places: [Term]
        switch kind {
        case .term(let term): places = [term]
        case .call(let call):
            places = call.arguments
            guard isCall else { break }
            // The output of a call is no place for another call.
            let inputs =
                unification != nil ? 2 : BuiltinDeclaration.byName[call.name]?.arity ?? 0
            return places.prefix(inputs).contains { $0.variable == name } && count == 1
        default: return false
        }
        if isCall { return places.contains { $0.variable == name } && count == 1 }
        var found = 0
        for place in places {
            if place.variable == name {
                found += 1
            } else if let reference = place.reference {
                found += reference.terms.count { $0.variable == name }
                // In the path of a base document a number stands for a name, in a value it does not.
                if reference.root == name, value.reference?.root == "data",
                    !reference.terms.dropFirst().allSatisfy({ $0.string != nil })
                {
                    return false
                }
            }
        }
        return found == count
    }
}

private struct Substitution: NodeRewriter {
    let name: String
    let value: Term

    mutating func rewrite(_ term: inout Term) {
        switch term.kind {
        case .variable(name): term.kind = value.kind
        case .reference(var reference):
            for index in reference.terms.indices { rewrite(&reference.terms[index]) }
            if let head = reference.terms.first?.reference {
                reference.terms.replaceSubrange(0..<1, with: head.terms)
            }
            term.kind = .reference(reference)
        default: descend(into: &term)
        }
    }
}
