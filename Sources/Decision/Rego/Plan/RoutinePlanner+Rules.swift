/// Groups of rules as routines.
extension RoutinePlanner {
    mutating func planQuery(_ query: CompiledQuery, _ variables: [String]) {
        let terms = variables.map { Term(.variable($0)) }
        location = query.body.first?.location ?? .none
        enterRoutine()
        let solutions = collect(.endArray, query.body, as: .query) { planner in
            let first = planner.window(terms)
            let solution = planner.register()
            planner.emit(.makeArray, solution, first, Int32(truncatingIfNeeded: terms.count))
            planner.emit(.collect, solution)
        }
        leaveRoutine(solutions)
        emit(.yield, solutions)
        place(Label(index: 0))
        emit(.yield, constant(.undefined))
    }

    /// The rules at a node: one complete document, a function, a set, or an extent of keys found by evaluation.
    ///
    /// - Parameter isKeyed: Whether the only argument is the first key, or the element, that is wanted.
    mutating func planGroup(node: Int, keys: [Value], isKeyed: Bool) {
        let rules = planner.compiledRules(at: node)
        self.isKeyed = isKeyed
        if let first = rules.first { location = first.rule.head.location }
        enterRoutine()
        if planner.isExtent(node) {
            planExtent(node, keys, isKeyed: isKeyed)
        } else if rules.contains(where: { $0.rule.head.key != nil }) {
            planSet(rules.map(\.rule), isKeyed: isKeyed)
        } else {
            planComplete(rules.map(\.rule))
        }
        place(Label(index: 0))
        leaveRoutine(constant(.undefined))
        emit(.yield, constant(.undefined))
    }

    // MARK: Complete rules and functions

    private mutating func planComplete(_ all: [Rule]) {
        let rules = all.filter { !$0.isDefault }
        let result = register()
        emit(.move, result, constant(.undefined))
        let end = label()
        // Where every rule has the same constant value, the first that holds decides.
        let values: [Term?] = rules.flatMap { rule in
            [rule.head.value] + rule.alternatives.map { Optional($0.value) }
        }
        let constants = values.map { value in value.flatMap { planner.constant($0) } }
        let decides = !constants.contains { $0 == nil } && Set(constants.compactMap { $0 }).count == 1
        plan(alternatives: rules, end: end) { planner, rule, next in
            planner.plan(rule, result: result, next: next, end: decides ? end : nil)
        }
        place(end)
        if let rule = all.first(where: { $0.isDefault }), let fallback = rule.head.value {
            let done = label()
            emit(.isUndefined, result, to: done)
            scoped { planner in
                planner.fail = done
                // The body is what the compiler takes out of the value, such as a comprehension.
                let marked = planner.openBody(.fallback, at: rule.head.location)
                for (index, expression) in rule.body.enumerated() {
                    planner.following = rule.body[(index + 1)...]
                    planner.plan(expression, step: index, of: marked)
                }
                let value = planner.plan(fallback)
                planner.markHead(value, of: marked, at: rule.head.location)
                planner.emit(.move, result, value)
            }
            place(done)
        }
        leaveRoutine(result)
        emit(.yield, result)
    }

    /// Plans one rule; evaluation goes on at `next` when all its solutions are found, or at `end` after the first.
    private mutating func plan(_ rule: Rule, result: Operand, next: Label, end: Label?) {
        scoped { planner in
            planner.fail = next
            let marked = planner.openBody(.rule, at: rule.head.location)
            for (index, argument) in (rule.head.arguments ?? []).enumerated() {
                planner.location = rule.head.location
                planner.match(Int32(truncatingIfNeeded: index), argument)
            }
            let value = rule.head.value ?? Term(.boolean(true))
            if rule.alternatives.isEmpty {
                planner.plan(body: rule.body, needed: [value], in: marked) { planner in
                    planner.produce(value, result, of: marked, at: rule.head.location)
                    if let end { planner.emit(.jump, to: end) }
                }
                return
            }
            // Alternatives are tried only when what stands before them has no solution.
            let found = planner.register()
            let none = planner.constant(.undefined)
            planner.emit(.move, found, none)
            var branches = [(value: value, body: rule.body, location: rule.head.location)]
            branches += rule.alternatives.map { ($0.value, $0.body, $0.location) }
            for (index, (value, body, location)) in branches.enumerated() {
                let exhausted = planner.label()
                planner.scoped { planner in
                    planner.fail = exhausted
                    let marked = index == 0 ? marked : planner.openBody(.otherwise, at: location)
                    planner.plan(body: body, needed: [value], in: marked) { planner in
                        planner.produce(value, result, of: marked, at: location)
                        let yes = planner.constant(.true)
                        planner.emit(.move, found, yes)
                        if let end { planner.emit(.jump, to: end) }
                    }
                }
                planner.place(exhausted)
                planner.emit(.isUndefined, found, to: next)
            }
            planner.emit(.jump, to: next)
        }
    }

    private mutating func produce(
        _ value: Term, _ result: Operand, of body: Int?, at location: SourceLocation
    ) {
        self.location = location
        let value = plan(value)
        markHead(value, of: body, at: location)
        emit(.produce, result, value)
    }

    // MARK: Sets

    private mutating func planSet(_ rules: [Rule], isKeyed: Bool) {
        let mark = register()
        let target = register()
        emit(.beginCollecting, mark)
        let end = label()
        plan(alternatives: rules, end: end) { planner, rule, next in
            planner.scoped { planner in
                planner.fail = next
                guard let key = rule.head.key else { return }
                let marked = planner.openBody(.rule, at: rule.head.location)
                if isKeyed { planner.match(0, key) }
                planner.plan(body: rule.body, needed: [key], in: marked) { planner in
                    planner.location = rule.head.location
                    let value = planner.plan(key)
                    planner.markHead(value, of: marked, at: rule.head.location)
                    planner.emit(.collect, value)
                }
            }
        }
        place(end)
        emit(.endSet, target, mark)
        leaveRoutine(target)
        emit(.yield, target)
    }

    // MARK: Extents

    /// A rule below a node: its keys from the node on, or nil for a group that is complete in itself.
    private struct Entry {
        var path: [Term]
        var rule: Rule?
        var node: Int
    }

    private mutating func planExtent(_ node: Int, _ keys: [Value], isKeyed: Bool) {
        var entries: [Entry] = []
        gather(node, [], into: &entries)
        entries = entries.filter { isCompatible($0.path, keys) }
        let mark = register()
        let target = register()
        emit(.beginCollecting, mark)
        for entry in entries {
            let next = label()
            scoped { planner in
                planner.fail = next
                let marked = entry.rule.flatMap { planner.openBody(.rule, at: $0.head.location) }
                if isKeyed, let key = entry.path.first { planner.match(0, key) }
                guard let rule = entry.rule else { return planner.planEntry(entry) }
                planner.location = rule.head.location
                let element = rule.head.key
                let value = element ?? rule.head.value ?? Term(.boolean(true))
                planner.plan(body: rule.body, needed: entry.path + [value], in: marked) { planner in
                    planner.location = rule.head.location
                    let operand = planner.plan(value)
                    planner.markHead(operand, of: marked, at: rule.head.location)
                    planner.collectEntry(entry.path, operand, isElement: element != nil)
                }
            }
            place(next)
        }
        if let first = planner.rules(at: node).first { location = first.head.location }
        emit(.endExtent, target, mark)
        leaveRoutine(target)
        emit(.yield, target)
    }

    /// The value of a group of which all keys are constant, as one entry.
    private mutating func planEntry(_ entry: Entry) {
        let value = register()
        emit(.callGroup, value, Int32(truncatingIfNeeded: planner.group(of: entry.node, keys: [])))
        if planner.rules(at: entry.node).contains(where: { $0.head.key != nil }) {
            // The extent may have more elements for the same set.
            collectEntry(entry.path, iterate(value).value, isElement: true)
        } else {
            collectEntry(entry.path, value, isElement: false)
        }
        emit(.jump)
    }

    private mutating func collectEntry(_ path: [Term], _ value: Operand, isElement: Bool) {
        let operands = path.map { plan($0) } + [value]
        for operand in operands { emit(.collect, operand) }
        let header = constant(Value(small: Int32(truncatingIfNeeded: path.count * 2 + (isElement ? 1 : 0))))
        emit(.collect, header)
    }

    private func gather(_ node: Int, _ path: [Term], into entries: inout [Entry]) {
        if planner.isExtent(node) {
            for compiled in planner.compiledRules(at: node) where !compiled.rule.isDefault {
                entries.append(Entry(path: path + compiled.keys, rule: compiled.rule, node: node))
            }
        } else if planner.content(of: node) == .group {
            entries.append(Entry(path: path, rule: nil, node: node))
        }
        for key in planner.modules.tree.nodes[node].order {
            guard let child = planner.modules.tree.nodes[node].children[key] else { continue }
            gather(child, path + [planner.modules.tree.nodes[child].key], into: &entries)
        }
    }

    private func isCompatible(_ path: [Term], _ keys: [Value]) -> Bool {
        for (term, key) in zip(path, keys) {
            if let constant = planner.constant(term), constant != key { return false }
        }
        return true
    }

    // MARK: Rules one after the other

    /// Plans the rules of a group in turn, or, where conditions allow, only those that an index admits.
    private mutating func plan(
        alternatives rules: [Rule], end: Label,
        _ plan: (inout RoutinePlanner, Rule, Label) -> Void
    ) {
        guard rules.count > 1, planner.observation != .reasons, var index = RuleConditions(planner).index(of: rules)
        else {
            for rule in rules {
                let next = label()
                plan(&self, rule, next)
                place(next)
            }
            return emit(.jump, to: end)
        }
        let selection = registers(2)
        let next = label()
        let place = indices.count
        indices.append(index)
        emit(.selectRules, selection, Int32(truncatingIfNeeded: place))
        self.place(next)
        emit(.nextRule, selection, Int32(truncatingIfNeeded: place), to: end)
        for rule in rules {
            index.starts.append(Int32(truncatingIfNeeded: instructions.count))
            plan(&self, rule, next)
        }
        indices[place] = index
    }
}
