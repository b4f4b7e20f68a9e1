/// Calls, and literals that the machine evaluates as a whole.
extension PartialEvaluator {
    func evaluate(
        call: Call, _ literal: Expression, _ branch: inout PartialBranch, room: Int
    ) throws(RegoError) -> Outcome {
        if isOfNamespace(call.function) {
            branch.save(literal)
            return .holds
        }
        if unknown.isKnown(literal, runtime: branch.runtime), call.name != "internal.print",
            let outcome = try evaluate(known: literal, &branch, room: room)
        {
            return outcome
        }
        guard call.function.root == "data", let node = modules.tree.node(at: call.function.terms),
            let choices = try inlined(function: node, call, room: room)
        else { return try keep(literal, &branch) }
        let arity = call.arguments.count - (hasOutput(call, node) ? 1 : 0)
        let output = call.arguments.dropFirst(arity).first
        return choose(choices, &branch) { value in
            guard let output else { return Expression(.term(value), at: literal.location) }
            return .unification(output, value, at: literal.location)
        }
    }

    private func arity(of node: Int) -> Int {
        modules.tree.nodes[node].rules.lazy.compactMap { self.modules.rules[$0].rule.head.arguments?.count }.first ?? 0
    }

    private func hasOutput(_ call: Call, _ node: Int) -> Bool { call.arguments.count > arity(of: node) }

    /// Has the machine evaluate a literal of which all is known; nil when it cannot, or there are too many solutions.
    func evaluate(
        known literal: Expression, _ branch: inout PartialBranch, room: Int
    ) throws(RegoError) -> Outcome? {
        var names: [String] = []
        if !literal.isNegated {
            var collector = VariableCollector(skipping: .closures)
            collector.visit(literal)
            names = collector.names.subtracting(["input", "data"]).sorted()
        }
        guard case .solutions(let found) = try known.solutions(of: literal, for: names) else { return nil }
        var solutions: [[Term]] = []
        var seen: Set<[Term]> = []
        for solution in found where seen.insert(solution).inserted { solutions.append(solution) }
        if solutions.isEmpty { return .fails }
        if solutions.count == 1 {
            for (name, value) in zip(names, solutions[0]) { branch.bound[name] = value }
            return .holds
        }
        guard solutions.count <= min(room, options.limits.elements) else { return nil }
        return .split(
            solutions.map { solution in
                var part = branch
                for (name, value) in zip(names, solution) { part.bound[name] = value }
                return part
            })
    }

    /// A literal with comprehensions, `every`.
    func evaluate(closure literal: Expression, _ branch: inout PartialBranch, room: Int) throws(RegoError) -> Outcome {
        if unknown.isKnown(literal, runtime: branch.runtime),
            let outcome = try evaluate(known: literal, &branch, room: room)
        {
            return outcome
        }
        return try keep(literal, &branch)
    }

    /// A literal under `with`.
    func evaluate(modified literal: Expression, _ branch: inout PartialBranch, room: Int) throws(RegoError) -> Outcome {
        let areKnown = literal.modifiers.allSatisfy { $0.replacesFunction || $0.value.isConstant }
        let replacesInput = literal.modifiers.contains { modifier in
            modifier.target.reference?.terms.count == 1 && modifier.target.reference?.root == "input"
        }
        if areKnown, unknown.isKnown(literal, runtime: branch.runtime, isInputKnown: replacesInput),
            let outcome = try evaluate(known: literal, &branch, room: room)
        {
            return outcome
        }
        return try keep(literal, &branch)
    }

    /// `not`: the branches of what is negated must all fail.
    func evaluate(negated literal: Expression, _ branch: inout PartialBranch) throws(RegoError) -> Outcome {
        if unknown.isKnown(literal, runtime: branch.runtime),
            let outcome = try evaluate(known: literal, &branch, room: 1)
        {
            return outcome
        }
        guard !isTooDeep else { return try keep(literal, &branch) }
        var positive = literal
        positive.isNegated = false
        let parts = try branches(
            of: [positive], bound: branch.bound, runtime: branch.runtime, limit: min(16, options.limits.queries))
        var simple: Body = []
        var others: [Body] = []
        for part in parts {
            let body = ResidualSimplifier.simplified(part.saved, keeping: branch.runtime)
            if body.isEmpty { return .fails }
            if body.count == 1, body[0].canBeNegated(boundOutside: branch.runtime) {
                var negated = body[0]
                negated.isNegated = true
                simple.append(negated)
            } else {
                others.append(body)
            }
        }
        for negated in simple { branch.save(negated) }
        if !others.isEmpty {
            let call = closureFunction(others, visible: branch.runtime, name: "not")
            branch.save(Expression(call, negated: true))
        }
        return .holds
    }

    /// Makes a rule of the result that holds when one of the bodies does, and returns a literal that asks for it.
    ///
    /// - Parameter visible: Variables that are bound around the bodies: those they use become arguments.
    func closureFunction(_ bodies: [Body], visible: Set<String>, name: String) -> Expression.Kind {
        var counter = VariableCounter()
        for body in bodies { counter.visit(body) }
        let arguments = counter.order.filter { visible.contains($0) }.map { Term(.variable($0)) }
        closureFunctions += 1
        let name = "__\(name)\(closureFunctions)__"
        for body in bodies {
            let head = Head(
                reference: Reference([Term(.variable(name))]), arguments: arguments.isEmpty ? nil : arguments,
                value: Term(.boolean(true)), isAssigned: true, hasIf: true, at: .none)
            supportRules.append(SupportRule(package: namespace, rule: Rule(head: head, body: body, at: .none)))
        }
        let reference = Reference(namespace + [Term(.string(name))])
        return arguments.isEmpty ? .term(Term(.reference(reference))) : .call(Call(reference, arguments))
    }
}

extension Expression {
    /// Whether `not` in front of the literal says what it says of the literal: no variable of its own links its parts.
    fileprivate func canBeNegated(boundOutside: Set<String>) -> Bool {
        guard !isNegated, modifiers.isEmpty else { return false }
        switch kind {
        case .term(let term): guard term.staysInNegation else { return false }
        case .call(let call):
            let staysWhole =
                unification != nil
                ? call.arguments.allSatisfy(\.staysInNegation) : !call.arguments.contains(where: \.needsEvaluation)
            guard staysWhole else { return false }
        default: return false
        }
        var own = VariableCollector(skipping: .closures)
        own.visit(self)
        var counter = VariableCounter()
        counter.visit(self)
        return own.names.allSatisfy { boundOutside.contains($0) || counter.counts[$0] == 1 }
    }
}

extension Term {
    /// Whether the compiler takes no part of the term out of a negated literal, where it would have to be defined.
    fileprivate var staysInNegation: Bool {
        if let reference { return !reference.terms.contains(where: \.needsEvaluation) }
        return !needsEvaluation
    }
}
