/// Rules in place of the references to them.
///
/// A complete rule or function has one value, and evaluation ends with an error when its bodies disagree. So it is
/// put in place only where they cannot: when all give the same constant, or when there is one that has one solution
/// at most. Elements of partial sets may come of any rule.
extension PartialEvaluator {
    /// The ways in which a reference to a group of rules can have a value; nil when the rules stay rules.
    func inlined(
        _ node: Int, _ rest: ArraySlice<Term>, wanted: Wanted, room: Int
    ) throws(RegoError) -> [Choice]? {
        guard mayInline(node) else { return nil }
        let compiled = modules.tree.nodes[node].rules.map { modules.rules[$0] }
        let rules = compiled.map(\.rule).filter { !$0.isDefault }
        guard rules.count <= room, rules.allSatisfy({ $0.alternatives.isEmpty }) else { return nil }
        if compiled.contains(where: { !$0.keys.isEmpty }) { return inlinedObject(node, compiled, rest) }
        if rules.contains(where: { $0.head.key != nil }) { return inlinedSet(rules, rest) }
        for rule in compiled where rule.rule.isDefault {
            guard rest.isEmpty, rule.rule.head.value.map({ isNot($0, wanted) }) ?? false else { return nil }
        }
        guard cannotDisagree(rules) else { return nil }
        return rules.map { rule in
            let own = instantiated(rule)
            let value = own.head.value ?? Term(.boolean(true))
            return Choice(
                before: own.body, term: rest.isEmpty ? value : Term(.reference(Reference([value] + rest))))
        }
    }

    private func mayInline(_ node: Int) -> Bool {
        if options.isShallow { return false }
        guard let first = modules.tree.nodes[node].rules.first else { return false }
        let path = modules.rules[first].rule.head.reference
        return !options.disabledInlining.contains { path.hasPrefix($0) }
    }

    /// Whether a default value is not what a place wants, so that the default rule has no say.
    private func isNot(_ value: Term, _ wanted: Wanted) -> Bool {
        switch wanted {
        case .any: return false
        case .holds: return value.constantHolds == false
        case .equal(let other):
            guard value.isConstant else { return false }
            // What does not fit in memory is compared by evaluation.
            return (try? constants.areEqual(value, other)) == false
        }
    }

    private func cannotDisagree(_ rules: [Rule]) -> Bool {
        if rules.count == 1 { return rules[0].hasOneSolution || rules[0].head.value?.isConstant ?? true }
        guard let first = rules.first?.head.value, first.isConstant else { return rules.isEmpty }
        return rules.allSatisfy { $0.head.value == first }
    }

    private func inlinedSet(_ rules: [Rule], _ rest: ArraySlice<Term>) -> [Choice]? {
        guard let element = rest.first, !element.needsEvaluation else { return nil }
        return rules.compactMap { rule in
            let own = instantiated(rule)
            guard let key = own.head.key else { return nil }
            let deeper = rest.dropFirst()
            return Choice(
                before: own.body + [.unification(element, key, at: .none)],
                term: deeper.isEmpty ? key : Term(.reference(Reference([key] + deeper))))
        }
    }

    /// Objects whose members all have one constant value.
    private func inlinedObject(_ node: Int, _ compiled: [CompiledRule], _ rest: ArraySlice<Term>) -> [Choice]? {
        guard let count = compiled.first?.keys.count, rest.count >= count,
            modules.tree.nodes[node].children.isEmpty,
            let value = compiled.first?.rule.head.value, value.isConstant,
            compiled.allSatisfy({
                $0.keys.count == count && $0.rule.head.value == value && $0.rule.head.key == nil && !$0.rule.isDefault
            }),
            rest.prefix(count).allSatisfy({ !$0.needsEvaluation })
        else { return nil }
        let deeper = rest.dropFirst(count)
        return compiled.map { rule in
            let own = instantiated(rule.rule)
            let keys = own.head.reference.terms.suffix(count)
            let equalities = zip(rest, keys).map { Expression.unification($0, $1, at: .none) }
            return Choice(
                before: own.body + equalities,
                term: deeper.isEmpty ? value : Term(.reference(Reference([value] + deeper))))
        }
    }

    /// The ways in which a call of a function can have a value; nil when it stays a function.
    func inlined(function node: Int, _ call: Call, room: Int) throws(RegoError) -> [Choice]? {
        guard mayInline(node) else { return nil }
        let all = modules.tree.nodes[node].rules.map { modules.rules[$0].rule }
        var rules: [Rule] = []
        for rule in all where !rule.isDefault {
            if try mayMatch(rule.head.arguments ?? [], call.arguments) { rules.append(rule) }
        }
        guard rules.count <= room, rules.allSatisfy({ $0.alternatives.isEmpty }), cannotDisagree(rules) else {
            return nil
        }
        let arity = all.first?.head.arguments?.count ?? 0
        for rule in all where rule.isDefault {
            let output = call.arguments.count > arity ? call.arguments.last : nil
            guard let value = rule.head.value, isNot(value, output.map { $0.isConstant ? .equal($0) : .any } ?? .holds)
            else { return nil }
        }
        return rules.map { rule in
            let own = instantiated(rule)
            let matches = zip(own.head.arguments ?? [], call.arguments).map { pattern, argument in
                Expression.unification(argument, pattern, at: .none)
            }
            return Choice(before: matches + own.body, term: own.head.value ?? Term(.boolean(true)))
        }
    }

    /// Whether arguments can match patterns, as far as constants tell.
    private func mayMatch(_ patterns: [Term], _ arguments: [Term]) throws(RegoError) -> Bool {
        for (pattern, argument) in zip(patterns, arguments) where pattern.isConstant && argument.isConstant {
            if !(try limited { () throws(BuiltinError) in try constants.areEqual(pattern, argument) }) { return false }
        }
        return true
    }

    /// The rule with variables of its own.
    func instantiated(_ rule: Rule) -> Rule {
        var counter = VariableCounter()
        counter.visit(rule)
        var names: [String: String] = [:]
        for name in counter.order { names[name] = (name.hasPrefix("$") ? "$" : "") + generator.fresh() }
        var renaming = VariableRenaming(names: names)
        var own = rule
        renaming.rewrite(&own.body)
        for index in own.head.reference.terms.indices.dropFirst() {
            renaming.rewrite(&own.head.reference.terms[index])
        }
        if var arguments = own.head.arguments {
            for index in arguments.indices { renaming.rewrite(&arguments[index]) }
            own.head.arguments = arguments
        }
        if var key = own.head.key {
            renaming.rewrite(&key)
            own.head.key = key
        }
        if var value = own.head.value {
            renaming.rewrite(&value)
            own.head.value = value
        }
        return own
    }
}

extension Rule {
    /// Whether nothing in the body is iterated over.
    fileprivate var hasOneSolution: Bool {
        var bound: Set<String> = []
        for argument in head.arguments ?? [] { bound.formUnion(argument.variables()) }
        for literal in body {
            if literal.isNegated { continue }
            switch literal.kind {
            case .every, .group, .and, .or, .some: continue
            case .term(let term): if term.iterates(bound) { return false }
            case .call(let call):
                if BuiltinDeclaration.byName[call.name]?.isRelation ?? true, call.function.root != "data" {
                    return false
                }
                if call.arguments.contains(where: { $0.iterates(bound) }) { return false }
            }
            var collector = VariableCollector(skipping: .closures)
            collector.visit(literal)
            bound.formUnion(collector.names)
        }
        return true
    }
}

extension Term {
    fileprivate func iterates(_ bound: Set<String>) -> Bool {
        guard let reference else { return false }
        return reference.terms.dropFirst().contains { !$0.variables().isSubset(of: bound) }
    }
}
