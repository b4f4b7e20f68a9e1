/// Marks for observers; a program without an observer gets none of them.
extension RoutinePlanner {
    /// The literal that is being planned.
    struct Place {
        var body: Int
        var step: Int
    }

    private var isObserved: Bool { planner.observation != .none }

    /// Plans that a body begins; nil when no one observes.
    mutating func openBody(_ origin: PlannedBody.Origin, at head: SourceLocation) -> Int? {
        guard isObserved else { return nil }
        let body = planner.addBody(
            PlannedBody(origin: origin, head: head, parent: literal.map { (body: $0.body, step: $0.step) }))
        mark(.begin, at: head, body: body)
        return body
    }

    mutating func enterRoutine() {
        guard planner.observation == .reasons else { return }
        mark(.enter, at: location)
    }

    mutating func leaveRoutine(_ value: Operand) {
        guard planner.observation == .reasons else { return }
        mark(.leave, at: location, value: value)
    }

    /// Plans a literal between marks that tell when it begins and when it holds.
    mutating func plan(_ expression: Expression, step: Int, of body: Int?) {
        guard let body else { return plan(literal: expression) }
        let outer = literal
        literal = Place(body: body, step: step)
        planner.addStep(expression, to: body)
        let beginning = mark(
            .literal, at: expression.location, body: body, step: step, variables: known(to: expression, in: body))
        plan(literal: expression)
        mark(.holds, at: expression.location, body: body, step: step, beginning: beginning)
        literal = outer
    }

    /// Plans that a rule yields a value.
    mutating func markHead(_ value: Operand, of body: Int?, at location: SourceLocation) {
        guard let body else { return }
        var variables: [Mark.Variable] = []
        if planner.observation == .reasons {
            var names = Set<String>()
            for step in planner.bodies[body].steps { planner.variables(of: [step.expression], into: &names) }
            variables = values(of: names)
        }
        mark(.head, at: location, body: body, variables: variables, value: value)
    }

    /// Notes what the literal at hand calls.
    mutating func noteCall(_ operation: Instruction.Operation, _ operand: Operand) {
        guard planner.observation == .reasons, let literal else { return }
        switch operation {
        case .callGroup, .callKeyed, .callFunction:
            planner.addCall(Int(operand), to: literal.body, step: literal.step)
        case .callMockable:
            guard case .group(let group) = mockables[Int(operand)].original else { return }
            planner.addCall(group, to: literal.body, step: literal.step)
        default:
            break
        }
    }

    /// What the variables stand for that a literal uses, and those that are parts of the same written expression.
    private func known(to expression: Expression, in body: Int) -> [Mark.Variable] {
        guard planner.observation == .reasons else { return [] }
        var names = Set<String>()
        planner.variables(of: [expression], into: &names)
        // What the compiler took out of an expression stands right before it.
        for step in planner.bodies[body].steps.suffix(Self.reach).dropLast() where step.expression.isGenerated {
            planner.variables(of: [step.expression], into: &names)
        }
        return values(of: names)
    }

    /// Of how many literals before one the variables are noted with it.
    private static var reach: Int { 24 }

    private func values(of names: Set<String>) -> [Mark.Variable] {
        names.sorted().prefix(256).compactMap { name in bound[name].map { Mark.Variable(name: name, operand: $0) } }
    }

    @discardableResult
    private mutating func mark(
        _ kind: Mark.Kind, at location: SourceLocation, body: Int = -1, step: Int = 0,
        beginning: Int = -1, variables: [Mark.Variable] = [], value: Operand? = nil
    ) -> Int {
        let mark = planner.addMark(
            Mark(
                kind: kind, location: location, body: body, step: step, beginning: beginning, variables: variables))
        emit(.mark, Int32(truncatingIfNeeded: mark), 0, value ?? constant(.undefined))
        return mark
    }
}
