/// Which documents are unknown, and which rules depend on them.
struct UnknownDocuments {
    let paths: [Reference]
    private let tree: RuleTree
    private let builtins: [String: BuiltinDeclaration]
    private let evaluatesNondeterministic: Bool
    /// By rule: whether its value may depend on something unknown.
    private var dependent: [Bool] = []
    /// The same as if all of `input` were known.
    private var dependentWithInput: [Bool] = []

    init(_ modules: CompiledModules, _ options: PartialOptions) {
        paths = options.unknowns
        tree = modules.tree
        builtins = modules.options.builtins
        evaluatesNondeterministic = options.evaluatesNondeterministic
        dependent = [Bool](repeating: false, count: modules.rules.count)
        dependentWithInput = dependent
        for index in modules.evaluationOrder {
            let rule = modules.rules[index]
            for isInputKnown in [false, true] {
                var usage = DocumentUsage()
                usage.visit(rule.rule)
                let isOwn =
                    usage.references.contains { covers($0, isInputKnown: isInputKnown) }
                    || usage.functions.contains(where: isNondeterministic)
                let others = isInputKnown ? dependentWithInput : dependent
                let isDependent = isOwn || rule.dependencies.contains { others[$0] }
                if isInputKnown { dependentWithInput[index] = isDependent } else { dependent[index] = isDependent }
            }
        }
    }

    /// Whether nothing of `input` is known.
    var coverInput: Bool { paths.contains { $0.terms.count == 1 && $0.root == "input" } }

    /// Whether a reference may read an unknown document, rules left aside.
    func covers(_ reference: Reference, isInputKnown: Bool = false) -> Bool {
        if isInputKnown, reference.root == "input" { return false }
        return paths.contains { path in
            guard path.root == reference.root else { return false }
            return zip(path.terms, reference.terms).dropFirst().allSatisfy { one, other in
                // What is no name may turn out to be it.
                one.string == nil || other.string == nil || one == other
            }
        }
    }

    func isNondeterministic(_ function: Reference) -> Bool {
        guard !evaluatesNondeterministic, function.root != "data" else { return false }
        let name = function.dotted
        // Certificates expire: what verifies now may not when the result is evaluated.
        return builtins[name]?.isNondeterministic ?? false || name.hasPrefix("crypto.x509.parse_and_verify")
    }

    func isDependent(_ rule: Int, isInputKnown: Bool = false) -> Bool {
        isInputKnown ? dependentWithInput[rule] : dependent[rule]
    }

    /// Whether a rule at or below a node depends on something unknown.
    func isDependent(below node: Int) -> Bool {
        tree.nodes[node].rules.contains { dependent[$0] }
            || tree.nodes[node].children.values.contains { isDependent(below: $0) }
    }

    /// The rules that a reference may need directly.
    func rules(of reference: Reference) -> Set<Int> {
        guard reference.root == "data" else { return [] }
        var found: Set<Int> = []
        collect(0, reference.terms.dropFirst(), &found)
        return found
    }

    private func collect(_ node: Int, _ rest: ArraySlice<Term>, _ found: inout Set<Int>) {
        found.formUnion(tree.nodes[node].rules)
        guard let term = rest.first else {
            for child in tree.nodes[node].children.values { collect(child, [], &found) }
            return
        }
        if term.string != nil {
            guard let child = tree.nodes[node].children[term] else { return }
            collect(child, rest.dropFirst(), &found)
        } else {
            for child in tree.nodes[node].children.values { collect(child, rest.dropFirst(), &found) }
        }
    }

    /// Whether all that a literal uses, but for its own variables, is known.
    ///
    /// - Parameter runtime: Variables whose values are found later.
    func isKnown(_ expression: Expression, runtime: Set<String>, isInputKnown: Bool = false) -> Bool {
        var usage = DocumentUsage()
        usage.visit(expression)
        guard usage.variables.isDisjoint(with: runtime) else { return false }
        guard !usage.functions.contains(where: isNondeterministic) else { return false }
        for reference in usage.references {
            if covers(reference, isInputKnown: isInputKnown) { return false }
        }
        for reference in usage.references + usage.functions {
            if rules(of: reference).contains(where: { isDependent($0, isInputKnown: isInputKnown) }) { return false }
        }
        return true
    }
}

/// The documents, functions and variables that a node mentions, closures included.
struct DocumentUsage: NodeVisitor {
    var references: [Reference] = []
    var functions: [Reference] = []
    var variables: Set<String> = []

    mutating func visit(_ term: Term) {
        switch term.kind {
        case .variable(let name):
            if name == "input" || name == "data" {
                references.append(Reference([term]))
            } else {
                variables.insert(name)
            }
        case .reference(let reference):
            if reference.root == "input" || reference.root == "data" {
                references.append(reference)
                for part in reference.terms.dropFirst() { visit(part) }
            } else {
                for part in reference.terms { visit(part) }
            }
        default: descend(into: term)
        }
    }

    mutating func visit(_ expression: Expression) {
        var bare = expression
        bare.modifiers = []
        descend(into: bare)
        for modifier in expression.modifiers {
            if let target = modifier.target.reference { for part in target.terms.dropFirst() { visit(part) } }
            if modifier.replacesFunction, let reference = modifier.value.reference {
                functions.append(reference)
            } else {
                visit(modifier.value)
            }
        }
    }

    mutating func visitFunction(_ function: Reference, at location: SourceLocation) { functions.append(function) }
}
