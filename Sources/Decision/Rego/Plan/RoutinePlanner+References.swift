extension RoutinePlanner {
    /// Plans a reference; each variable in it that has no value yet becomes an iteration.
    mutating func plan(_ reference: Reference) -> Operand {
        guard let head = reference.terms.first else { return constant(.undefined) }
        if head.variable == "data", bound["data"] == nil { return planData(reference.terms) }
        return follow(plan(head), reference.terms.dropFirst())
    }

    /// Plans the steps of a reference from a value on.
    mutating func follow(_ start: Operand, _ terms: ArraySlice<Term>) -> Operand {
        var current = start
        var filter = self.filter
        self.filter = nil
        for term in terms {
            if let limit = filter, !isGround(term) {
                filter = nil
                let (key, value) = iterate(current, limitedTo: limit)
                match(key, term)
                current = value
            } else {
                current = step(current, term)
            }
        }
        return current
    }

    private mutating func followBase(_ start: Operand, _ terms: ArraySlice<Term>) -> Operand {
        var current = start
        for (index, term) in terms.enumerated() {
            guard isGround(term) else { return follow(current, terms.dropFirst(index)) }
            let key = plan(term)
            if constantValue(key)?.isString == true || isAskedFor(key) {
                current = step(current, term)
            } else {
                let target = register()
                emit(.lookupBase, target, current, key)
                current = target
            }
        }
        return current
    }

    /// Whether an operand is the key that is asked for. A number as such stands for itself only, not for the name of a
    /// base document, which an iteration would give as a string.
    private func isAskedFor(_ key: Operand) -> Bool { isKeyed && key == 0 }

    private mutating func step(_ current: Operand, _ term: Term) -> Operand {
        if isGround(term) {
            let key = plan(term)
            let target = register()
            if let constant = constantValue(key), constant.isString {
                emit(.member, target, current, key)
            } else {
                emit(.lookup, target, current, key)
            }
            return target
        }
        let (key, value) = iterate(current)
        match(key, term)
        return value
    }

    /// Begins an iteration and returns where the keys and values are.
    mutating func iterate(_ collection: Operand) -> (key: Operand, value: Operand) {
        let state = registers(2)
        let key = register()
        let value = register()
        emit(.scan, state, collection)
        let next = label()
        place(next)
        emit(.next, state, key, value)
        fail = next
        return (key, value)
    }

    // MARK: Documents and rules

    private mutating func planData(_ terms: [Term]) -> Operand {
        var node = 0
        var index = 1
        while index < terms.count {
            switch planner.content(of: node) {
            case .group:
                return planGroup(node, terms[index...])
            case .function:
                emit(.jump)
                return constant(.undefined)
            case .inner:
                break
            }
            guard let key = planner.constant(terms[index]) else { return walk(node, Array(terms[index...])) }
            guard let child = planner.child(of: node, key) else {
                let base = register()
                emit(.loadData, base)
                return followBase(base, terms.dropFirst())
            }
            node = child
            index += 1
        }
        switch planner.content(of: node) {
        case .group:
            return planGroup(node, [])
        case .function:
            emit(.jump)
            return constant(.undefined)
        case .inner:
            planner.needAll(below: node)
            let target = register()
            emit(.nodeValue, target, Int32(truncatingIfNeeded: node))
            return target
        }
    }

    private mutating func planGroup(_ node: Int, _ rest: ArraySlice<Term>) -> Operand {
        // Of an extent only the rules are needed that can yield the constant keys.
        var keys: [Value] = []
        for term in rest {
            guard let key = planner.constant(term) else { break }
            keys.append(key)
        }
        if keys.isEmpty, let key = rest.first, isGround(key), KeyedRules(planner).allows(node) {
            let key = plan(key)
            let target = register()
            emit(.callKeyed, target, Int32(truncatingIfNeeded: planner.keyedGroup(of: node)), key)
            return follow(target, rest)
        }
        let target = register()
        emit(.callGroup, target, Int32(truncatingIfNeeded: planner.group(of: node, keys: keys)))
        return follow(target, rest)
    }

    /// Leaves the tree by keys known only when it is evaluated: all solutions are found first, then iterated over.
    private mutating func walk(_ node: Int, _ terms: [Term]) -> Operand {
        var steps: [TreeWalk.Step] = []
        var unknown: [(position: Int, term: Term)] = []
        for term in terms {
            let known = isGround(term) ? plan(term) : nil
            if let known, !isAskedFor(known) {
                steps.append(.known(known))
            } else {
                unknown.append((unknown.count, term))
                steps.append(.any)
            }
        }
        planner.needAll(below: node)
        let solutions = register()
        emit(.walkTree, solutions, Int32(truncatingIfNeeded: walks.count))
        walks.append(TreeWalk(node: node, steps: steps))
        // A solution is an array of the keys found and the value.
        let (_, solution) = iterate(solutions)
        for (position, term) in unknown {
            let key = register()
            emit(.element, key, solution, Int32(truncatingIfNeeded: position))
            match(key, term)
        }
        let value = register()
        emit(.element, value, solution, Int32(truncatingIfNeeded: unknown.count))
        return value
    }
}
