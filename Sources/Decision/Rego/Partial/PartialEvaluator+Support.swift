/// A rule of the result.
struct SupportRule {
    /// From `data` on.
    var package: [Term]
    /// The head's reference is relative to the package.
    var rule: Rule
    /// Of the rule tree, for the rules that are there; nil for those that closures become.
    var node: Int?
}

/// Rules that stay rules, with bodies as far as they can be evaluated.
extension PartialEvaluator {
    enum Support {
        /// The result has the rules, at the same path below its own package.
        case reference
        /// All that is left is a constant.
        case constant(Term)
        case undefined
        /// The rules are referred to as they are written.
        case original
    }

    /// Sees to it that the result has the rules of a node.
    func support(of node: Int) throws(RegoError) -> Support {
        if let known = supports[node] { return known }
        guard !isTooDeep else { return .original }
        // Rules do not refer to themselves.
        supports[node] = .reference
        let support = try makeSupport(of: node)
        supports[node] = support
        return support
    }

    private func makeSupport(of node: Int) throws(RegoError) -> Support {
        var made: [SupportRule] = []
        let compiled = modules.tree.nodes[node].rules.map { modules.rules[$0] }
        let isObject = compiled.contains { !$0.keys.isEmpty }
        let members = isObject ? rulesBelow(node) : compiled
        for rule in members {
            guard let parts = try rules(of: rule) else { return .original }
            made += parts.map { SupportRule(package: $0.package, rule: $0.rule, node: node) }
        }
        if made.isEmpty {
            if isObject { return .constant(Term(.object([]))) }
            return compiled.contains { $0.rule.head.key != nil } ? .constant(Term(.set([]))) : .undefined
        }
        if !isObject, made.count == 1, made[0].rule.isDefault, made[0].rule.head.arguments == nil,
            let value = made[0].rule.head.value, value.isConstant
        {
            return .constant(value)
        }
        supportRules += made
        return .reference
    }

    private func rulesBelow(_ node: Int) -> [CompiledRule] {
        var found = modules.tree.nodes[node].rules.map { modules.rules[$0] }
        for key in modules.tree.nodes[node].order {
            if let child = modules.tree.nodes[node].children[key] { found += rulesBelow(child) }
        }
        return found
    }

    /// What is left of one rule; nil when it cannot be taken apart.
    private func rules(of compiled: CompiledRule) throws(RegoError) -> [SupportRule]? {
        let rule = compiled.rule
        let package = modules.modules[compiled.module].package.path.terms
        let path = Array(rule.head.reference.terms.dropFirst(package.count))
        guard let name = path.first?.string else { return nil }
        func made(_ rule: Rule) -> SupportRule {
            var rule = rule
            rule.annotations = []
            rule.head.reference.terms = [Term(.variable(name))] + rule.head.reference.terms.dropFirst(package.count + 1)
            return SupportRule(package: namespace + package.dropFirst(), rule: rule)
        }
        if rule.isDefault {
            guard rule.head.value?.isConstant ?? false else { return nil }
            return [made(rule)]
        }
        var arguments: Set<String> = []
        for argument in rule.head.arguments ?? [] { arguments.formUnion(argument.variables()) }
        guard rule.alternatives.isEmpty else {
            return try chain(of: rule, arguments).map { [made($0)] } ?? []
        }
        return try branches(of: rule.body, runtime: arguments, limit: options.limits.queries).map { branch in
            made(self.rule(rule, branch, arguments))
        }
    }

    /// A rule with the head and body that a branch leaves.
    private func rule(_ rule: Rule, _ branch: PartialBranch, _ arguments: Set<String>) -> Rule {
        var own = rule
        for index in own.head.reference.terms.indices.dropFirst() {
            own.head.reference.terms[index] = branch.plugged(own.head.reference.terms[index])
        }
        own.head.key = own.head.key.map(branch.plugged)
        own.head.value = own.head.value.map(branch.plugged)
        var kept = VariableCollector()
        kept.visit(own.head)
        own.body = ResidualSimplifier.simplified(branch.saved, keeping: kept.names.union(arguments))
        return own
    }

    /// A rule with alternatives, of which those that cannot hold are left out; nil when none can.
    private func chain(of rule: Rule, _ arguments: Set<String>) throws(RegoError) -> Rule? {
        var written = [(value: rule.head.value ?? Term(.boolean(true)), body: rule.body)]
        written += rule.alternatives.map { (value: $0.value, body: $0.body) }
        var links: [(value: Term, body: Body)] = []
        for (value, body) in written {
            guard let branch = try branches(of: body, runtime: arguments, limit: 1).first else { continue }
            let value = branch.plugged(value)
            let body = ResidualSimplifier.simplified(
                branch.saved, keeping: arguments.union(value.variables()))
            links.append((value: value, body: body))
            if body.isEmpty { break }
        }
        guard let first = links.first else { return nil }
        var own = rule
        own.head.value = first.value
        own.head.hasGeneratedValue = false
        own.body = first.body
        own.alternatives = links.dropFirst().map { link in
            Rule.Alternative(
                value: link.value, body: link.body, isAssigned: true, hasIf: true, hasGeneratedValue: false,
                hasGeneratedBody: false, at: .none)
        }
        return own
    }
}
