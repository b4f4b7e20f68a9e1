extension RoutinePlanner {
    mutating func plan(body: Body, as origin: PlannedBody.Origin = .group) {
        let marked = openBody(origin, at: location)
        for (index, expression) in body.enumerated() {
            following = body[(index + 1)...]
            plan(expression, step: index, of: marked)
        }
    }

    /// Plans a literal; where it does not hold, evaluation goes on at `fail`.
    mutating func plan(literal expression: Expression) {
        location = expression.location
        if !expression.modifiers.isEmpty { return planModified(expression) }
        if expression.isNegated { return planNegated(expression) }
        switch expression.kind {
        case .term(let term):
            plan(holding: term)
        case .call(let call):
            plan(literalCall: call)
        case .every(let every):
            plan(every)
        case .group(let body):
            scoped { $0.plan(body: body) }
        case .and(let first, let second):
            scoped { $0.plan(body: first) }
            scoped { $0.plan(body: second) }
        case .or(let first, let second):
            let (otherwise, done) = (label(), label())
            scoped { planner in
                planner.fail = otherwise
                planner.plan(body: first)
            }
            emit(.jump, to: done)
            place(otherwise)
            scoped { $0.plan(body: second) }
            place(done)
        case .some:
            break
        }
    }

    private mutating func plan(holding term: Term) {
        if let value = planner.constant(term) {
            if !value.holds { emit(.jump) }
            return
        }
        let value = plan(term)
        emit(.holds, value)
    }

    private mutating func planNegated(_ expression: Expression) {
        var positive = expression
        positive.isNegated = false
        let holds = label()
        scoped { planner in
            planner.fail = holds
            planner.plan(literal: positive)
        }
        emit(.jump)
        place(holds)
    }

    private mutating func plan(_ every: Every) {
        scoped { planner in
            let domain = planner.plan(every.domain)
            let failed = planner.fail
            let state = planner.registers(2)
            let (key, value) = (planner.register(), planner.register())
            planner.emit(.scan, state, domain)
            let (next, done) = (planner.label(), planner.label())
            planner.place(next)
            planner.emit(.next, state, key, value, to: done)
            if let term = every.key { planner.match(key, term) }
            planner.match(value, every.value)
            planner.fail = failed
            planner.plan(body: every.body, as: .every)
            planner.emit(.jump, to: next)
            planner.place(done)
        }
    }

    // MARK: with

    private mutating func planModified(_ expression: Expression) {
        var planned: [Modifier] = []
        for modifier in expression.modifiers {
            guard let target = planner.target(of: modifier.target) else {
                return refuse("a with modifier has no target that can be replaced")
            }
            if case .function = target, let replacement = planner.function(of: modifier.value) {
                planned.append(Modifier(target: target, replacement: replacement))
            } else {
                planned.append(Modifier(target: target, replacement: .value(plan(modifier.value))))
            }
        }
        location = expression.location
        let state = registers(2)
        emit(.enterWith, state, Int32(truncatingIfNeeded: modifiers.count))
        modifiers.append(planned)
        let outer = fail
        let (failed, done) = (label(), label())
        fail = failed
        var plain = expression
        plain.modifiers = []
        plan(literal: plain)
        emit(.leaveWith, state)
        emit(.jump, to: done)
        let inner = fail
        let resumed = label()
        if inner != failed {
            // An iteration within goes on as it began: under the modifiers.
            place(resumed)
            emit(.resumeWith, state)
            emit(.jump, to: inner)
        }
        place(failed)
        emit(.leaveWith, state)
        emit(.jump, to: outer)
        place(done)
        fail = inner != failed ? resumed : outer
    }
}
