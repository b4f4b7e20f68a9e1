/// Checks the targets and values of `with`, and marks the values that stand for functions.
struct ModifierChecks: NodeRewriter {
    let tree: RuleTree
    /// Whether a rule, by its index, is a function.
    let isFunction: (Int) -> Bool
    let builtins: [String: BuiltinDeclaration]
    let unsafeBuiltins: Set<String>
    private(set) var problems: [RegoProblem] = []

    init(
        tree: RuleTree, isFunction: @escaping (Int) -> Bool, builtins: [String: BuiltinDeclaration],
        unsafeBuiltins: Set<String>
    ) {
        self.tree = tree
        self.isFunction = isFunction
        self.builtins = builtins
        self.unsafeBuiltins = unsafeBuiltins
    }

    mutating func rewrite(_ expression: inout Expression) {
        descend(into: &expression)
        for index in expression.modifiers.indices { check(&expression.modifiers[index]) }
    }

    private mutating func fail(_ message: String, _ location: SourceLocation, _ code: RegoError.Code = .compile) {
        problems.append(RegoProblem(code, message, location))
    }

    /// The dotted name when the term is a variable or a reference with a name at its head.
    private func name(of term: Term) -> String? {
        if let variable = term.variable { return variable }
        guard let reference = term.reference, reference.root != nil else { return nil }
        return reference.dotted
    }

    private mutating func check(_ modifier: inout With) {
        let place = modifier.target.location
        if let name = modifier.value.variable, builtins[name] != nil {
            modifier.value.kind = .reference(Reference([modifier.value]))
        }
        if let reference = modifier.target.reference, reference.root == "input" { return }
        if let reference = modifier.target.reference, reference.root == "data" {
            checkData(&modifier, reference, place)
            return
        }
        guard let name = name(of: modifier.target) else {
            return fail("with keyword target must reference existing input, data, or a function", place, .type)
        }
        if unsafeBuiltins.contains(name) {
            return fail(
                "with keyword replacing built-in function: target must not be unsafe: \"\(name)\"", place)
        }
        guard let builtin = builtins[name] else {
            return fail("with keyword target must reference existing input, data, or a function", place, .type)
        }
        modifier.target.kind = .reference(Reference(dotted: name, at: place))
        let lead = "with keyword replacing built-in function:"
        if ["eq", "rego.metadata.chain", "rego.metadata.rule"].contains(name) {
            return fail("\(lead) replacement of \"\(name)\" invalid", place)
        }
        if name.hasPrefix("internal.") {
            return fail("\(lead) replacement of internal function \"\(name)\" invalid", place)
        }
        if builtin.isRelation { return fail("\(lead) target must not be a relation", place) }
        if builtin.result == nil { return fail("\(lead) target must not be a void function", place) }
        modifier.replacesFunction = namesFunction(modifier.value)
    }

    private mutating func checkData(_ modifier: inout With, _ target: Reference, _ place: SourceLocation) {
        var node = 0
        for term in target.terms.dropFirst().dropLast() {
            guard let child = tree.nodes[node].child(term) else { return }
            if !tree.nodes[child].rules.isEmpty {
                return fail("with keyword cannot partially replace virtual document(s)", place)
            }
            node = child
        }
        guard target.terms.count > 1, let last = target.terms.last, let child = tree.nodes[node].child(last),
            tree.nodes[child].rules.contains(where: isFunction)
        else { return }
        modifier.replacesFunction = namesFunction(modifier.value)
    }

    /// Whether a value names a rule or a built-in.
    private mutating func namesFunction(_ value: Term) -> Bool {
        if let reference = value.reference, reference.root == "data", reference.isConstantPath,
            tree.node(at: reference.terms) != nil
        {
            return true
        }
        guard let name = name(of: value), builtins[name] != nil else { return false }
        if unsafeBuiltins.contains(name) {
            fail("with keyword replacing built-in function: target must not be unsafe: \"\(name)\"", value.location)
        }
        return true
    }
}
