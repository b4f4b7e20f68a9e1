extension RoutinePlanner {
    /// Plans a term and returns where its value is; where it has none, evaluation goes on at `fail`.
    mutating func plan(_ term: Term) -> Operand {
        if let value = planner.constant(term) { return constant(value) }
        switch term.kind {
        case .variable(let name):
            return plan(variable: name)
        case .reference(let reference):
            return plan(reference)
        case .call(let call):
            return plan(call: call)
        case .array(let elements):
            return make(.makeArray, elements)
        case .set(let elements):
            return make(.makeSet, elements)
        case .object(let members):
            return make(.makeObject, members.flatMap { [$0.key, $0.value] })
        case .arrayComprehension(let head, let body):
            return remembered(term) { planner in
                planner.collect(.endArray, body, as: .comprehension) { planner in
                    let value = planner.plan(head)
                    planner.emit(.collect, value)
                }
            }
        case .setComprehension(let head, let body):
            return remembered(term) { planner in
                planner.collect(.endSet, body, as: .comprehension, leavingAfter: [head]) { planner in
                    let value = planner.plan(head)
                    planner.emit(.collect, value)
                }
            }
        case .objectComprehension(let key, let value, let body):
            return remembered(term) { planner in
                planner.collect(.endObject, body, as: .comprehension, leavingAfter: [key, value]) { planner in
                    let key = planner.plan(key)
                    let value = planner.plan(value)
                    planner.emit(.collectPair, key, value)
                }
            }
        case .null, .boolean, .number, .string, .template:
            refuse("a term cannot be evaluated here")
            return constant(.undefined)
        }
    }

    private mutating func plan(variable name: String) -> Operand {
        if let operand = bound[name] { return operand }
        switch name {
        case "input":
            let target = register()
            emit(.loadInput, target)
            return target
        case "data":
            return plan(Reference([Term(.variable("data"))]))
        default:
            refuse("variable \(name) has no value where it is used")
            return constant(.undefined)
        }
    }

    /// The elements in registers in a row.
    mutating func window(_ terms: [Term]) -> Operand {
        let operands = terms.map { plan($0) }
        return window(operands)
    }

    mutating func window(_ operands: [Operand]) -> Operand {
        let first = registers(operands.count)
        for (index, operand) in operands.enumerated() {
            emit(.move, first + Int32(truncatingIfNeeded: index), operand)
        }
        return first
    }

    private mutating func make(_ operation: Instruction.Operation, _ terms: [Term]) -> Operand {
        let first = window(terms)
        let target = register()
        emit(operation, target, first, Int32(truncatingIfNeeded: terms.count))
        return target
    }

    /// Plans a comprehension: every solution of `body` is collected by `head`.
    ///
    /// - Parameter leavingAfter: When given, solutions that differ only in what these terms do not use are alike, and
    ///   one of them is enough.
    mutating func collect(
        _ end: Instruction.Operation, _ body: Body, as origin: PlannedBody.Origin, leavingAfter needed: [Term]? = nil,
        _ head: (inout RoutinePlanner) -> Void
    ) -> Operand {
        let target = register()
        let mark = register()
        emit(.beginCollecting, mark)
        let done = label()
        scoped { planner in
            planner.fail = done
            let marked = planner.openBody(origin, at: planner.location)
            planner.plan(body: body, needed: needed, in: marked, head)
        }
        place(done)
        emit(end, target, mark)
        return target
    }

    /// Plans a body, then `head`, then goes on to the next solution: of the whole body, or of the part of it that
    /// binds what `needed` uses.
    ///
    /// - Parameter marked: The opened body, when someone observes.
    mutating func plan(
        body: Body, needed: [Term]?, in marked: Int?, _ head: (inout RoutinePlanner) -> Void
    ) {
        // What prints is seen for every solution.
        let needed = body.contains(where: { $0.call?.name == "internal.print" }) ? nil : needed
        var again = fail
        var missing = Set<String>()
        if let needed {
            for term in needed { planner.variables(of: term, into: &missing) }
            missing = missing.filter { !isBound($0) }
        }
        for (index, expression) in body.enumerated() {
            following = body[(index + 1)...]
            plan(expression, step: index, of: marked)
            guard needed != nil else { continue }
            let before = missing.count
            if before > 0 {
                missing = missing.filter { !isBound($0) }
                if missing.count < before { again = fail }
            }
        }
        head(&self)
        emit(.jump, to: needed == nil ? fail : again)
    }

    // MARK: Unification

    /// Plans that both sides are equal, binding what has no value yet.
    mutating func unify(_ left: Term, _ right: Term) {
        if case .variable(let name) = left.kind, !isBound(name) {
            if case .variable(let other) = right.kind, !isBound(other) {
                return refuse("variables \(name) and \(other) have no value where they are used")
            }
            // The other side may iterate over the variable itself, as `x == xs[x]` does.
            match(plan(right), left)
        } else if case .variable(let name) = right.kind, !isBound(name) {
            match(plan(left), right)
        } else if isGround(left), isGround(right) {
            let (one, two) = (plan(left), plan(right))
            emit(.equal, one, two)
        } else if isPattern(left), isPattern(right) {
            unifyPatterns(left, right)
        } else if isPattern(left) {
            match(plan(right), left)
        } else if isPattern(right) {
            match(plan(left), right)
        } else {
            // Both are references that iterate.
            let (one, two) = (plan(left), plan(right))
            emit(.equal, one, two)
        }
    }

    private func isPattern(_ term: Term) -> Bool {
        switch term.kind {
        case .array, .object: !isGround(term)
        default: false
        }
    }

    private mutating func unifyPatterns(_ left: Term, _ right: Term) {
        switch (left.kind, right.kind) {
        case (.array(let one), .array(let two)):
            guard one.count == two.count else { return emit(.jump) }
            unifyAll(Array(zip(one, two)))
        case (.object(let one), .object(let two)):
            guard one.count == two.count else { return emit(.jump) }
            var pairs: [(Term, Term)] = []
            for member in one {
                guard let other = two.first(where: { $0.key == member.key }) else {
                    if isGround(left) { return match(plan(left), right) }
                    if isGround(right) { return match(plan(right), left) }
                    return emit(.jump)
                }
                pairs.append((member.value, other.value))
            }
            unifyAll(pairs)
        default:
            emit(.jump)
        }
    }

    /// Unifies the pairs in an order in which each has a side with a value.
    private mutating func unifyAll(_ pairs: [(Term, Term)]) {
        var rest = pairs
        while !rest.isEmpty {
            guard let index = rest.firstIndex(where: { isGround($0.0) || isGround($0.1) || !isPlain($0) }) else {
                return refuse("both sides of a unification have no value")
            }
            let (one, two) = rest.remove(at: index)
            unify(one, two)
        }
    }

    private func isPlain(_ pair: (Term, Term)) -> Bool { pair.0.variable != nil || pair.1.variable != nil }

    /// A variable stands for the register or constant itself: both stay what they are while it is in scope.
    mutating func bind(_ name: String, _ operand: Operand) { bound[name] = operand }

    /// Plans that a value has the form of a term, binding what has no value yet.
    mutating func match(_ value: Operand, _ pattern: Term) {
        switch pattern.kind {
        case .variable(let name) where !isBound(name):
            bind(name, value)
        case .array(let elements) where !isGround(pattern):
            emit(.isArray, value, Int32(truncatingIfNeeded: elements.count))
            // Elements that are known are compared first.
            for (index, element) in elements.enumerated() where !isWildcard(element) {
                let part = register()
                emit(.element, part, value, Int32(truncatingIfNeeded: index))
                match(part, element)
            }
        case .object(let members) where !isGround(pattern):
            emit(.isObject, value, Int32(truncatingIfNeeded: members.count))
            for member in members {
                let key = plan(member.key)
                let part = register()
                emit(.lookup, part, value, key)
                match(part, member.value)
            }
        default:
            let other = plan(pattern)
            emit(.equal, value, other)
        }
    }

    private func isWildcard(_ term: Term) -> Bool {
        guard let name = term.variable else { return false }
        return name.hasPrefix("$") && !isBound(name)
    }
}
