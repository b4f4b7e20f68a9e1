/// One way in which a body may hold: what is still to be looked at, what must be evaluated later, and what is known of
/// the variables.
struct PartialBranch {
    /// The last literal is the next.
    var work: [Expression] = []
    /// The literals of the residual, in order.
    var saved: Body = []
    /// Variables that stand for constants, other variables, or composites of these.
    var bound: [String: Term] = [:]
    /// Variables to which the evaluation of `saved`, or of what is around it, gives values.
    var runtime: Set<String> = []

    /// Adds a literal whose variables are replaced already.
    mutating func save(_ literal: Expression) {
        var collector = VariableCollector(skipping: .closures)
        collector.visit(literal)
        runtime.formUnion(collector.names)
        if saved.count < 64, saved.contains(literal) { return }
        saved.append(literal)
    }

    /// Puts literals before all that is still to be looked at.
    mutating func prepend(_ literals: Body) { work += literals.reversed() }

    func isUnbound(_ name: String) -> Bool { bound[name] == nil && !runtime.contains(name) }

    /// Whether all variables of a term have values, or will have.
    func isGround(_ term: Term) -> Bool { term.variables(skipping: .closures).allSatisfy { !isUnbound($0) } }

    func plugged(_ term: Term) -> Term {
        var plugging = Plugging(bound: bound)
        var term = term
        plugging.rewrite(&term)
        return term
    }

    func plugged(_ literal: Expression) -> Expression {
        var plugging = Plugging(bound: bound)
        var literal = literal
        plugging.rewrite(&literal)
        return literal
    }
}

/// Replaces variables by what they stand for.
struct Plugging: NodeRewriter {
    let bound: [String: Term]

    mutating func rewrite(_ term: inout Term) {
        switch term.kind {
        case .variable(let name):
            if name == "input" || name == "data" {
                term.kind = .reference(Reference([term]))
            } else if let value = bound[name] {
                term.kind = value.kind
                if !term.isConstant { rewrite(&term) }
            }
        case .reference(var reference):
            for index in reference.terms.indices {
                if index == 0, let root = reference.root, root == "input" || root == "data" { continue }
                rewrite(&reference.terms[index])
            }
            term.kind = .reference(reference)
        case .null, .boolean, .number, .string: break
        default: descend(into: &term)
        }
    }
}

/// How often each variable occurs, closures included.
struct VariableCounter: NodeVisitor {
    var counts: [String: Int] = [:]
    /// In the order in which they are met.
    var order: [String] = []
    /// Key and value of `every`, which are no ordinary variables.
    var declared: Set<String> = []

    mutating func visit(_ term: Term) {
        switch term.kind {
        case .variable(let name) where name != "input" && name != "data":
            if counts[name] == nil { order.append(name) }
            counts[name, default: 0] += 1
        case .reference(let reference):
            for (index, part) in reference.terms.enumerated() {
                if index == 0, let root = part.variable, root == "input" || root == "data" { continue }
                visit(part)
            }
        default: descend(into: term)
        }
    }

    mutating func visit(_ expression: Expression) {
        if case .every(let every) = expression.kind {
            for name in [every.key?.variable, every.value.variable] { if let name { declared.insert(name) } }
        }
        var bare = expression
        bare.modifiers = []
        descend(into: bare)
        for modifier in expression.modifiers {
            if let target = modifier.target.reference { for part in target.terms.dropFirst() { visit(part) } }
            if !modifier.replacesFunction { visit(modifier.value) }
        }
    }
}
