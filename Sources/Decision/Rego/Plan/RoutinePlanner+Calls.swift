extension RoutinePlanner {
    /// Comparisons, as the jump that a literal needs and as a value; swapped: `a > b` is `b < a`.
    private static let comparisons:
        [String: (test: Instruction.Operation, value: Instruction.Operation, isSwapped: Bool)] = [
            "equal": (.equal, .isEqual, false), "neq": (.unequal, .isUnequal, false),
            "lt": (.less, .isLess, false), "lte": (.lessOrEqual, .isLessOrEqual, false),
            "gt": (.less, .isLess, true), "gte": (.lessOrEqual, .isLessOrEqual, true),
            "internal.member_2": (.memberOf, .isMemberOf, false),
        ]

    private static let arithmetic: [String: Instruction.Operation] = [
        "plus": .add, "minus": .subtract, "mul": .multiply, "div": .divide, "rem": .remainder, "and": .intersect,
        "or": .unite,
    ]

    /// Plans a call as a literal: it holds unless it is undefined or `false`; with an output, when that unifies.
    mutating func plan(literalCall call: Call) {
        let name = call.name
        var arguments = call.arguments
        if name == "eq" || name == "assign", arguments.count == 2 {
            filter = nil
            limitScan(arguments[0], arguments[1])
            unify(arguments[0], arguments[1])
            filter = nil
            return
        }
        if name == "internal.print", let argument = arguments.first {
            let lines = plan(argument)
            return emit(.print, lines)
        }
        let function = planner.function(named: call.function)
        guard let function else { return refuse("function \(name) is not known") }
        var output: Term?
        if arguments.count == function.arity + 1 { output = arguments.removeLast() }
        if let comparison = Self.comparisons[name], output == nil, arguments.count == 2, !planner.isMocked(name) {
            let (one, two) = (plan(arguments[0]), plan(arguments[1]))
            return emit(comparison.test, comparison.isSwapped ? two : one, comparison.isSwapped ? one : two)
        }
        if function.isRelation {
            let all = value(of: name, function, arguments)
            let (_, value) = iterate(all)
            if let output { match(value, output) }
            return
        }
        let value = value(of: name, function, arguments)
        if let output {
            if isGround(output) || output.variable != nil || isStructure(output) {
                match(value, output)
            } else {
                let other = plan(output)
                emit(.equal, value, other)
            }
        } else {
            emit(.holds, value)
        }
    }

    private func isStructure(_ term: Term) -> Bool {
        switch term.kind {
        case .array, .object: true
        default: false
        }
    }

    /// Plans a call in a term.
    mutating func plan(call: Call) -> Operand {
        guard let function = planner.function(named: call.function) else {
            refuse("function \(call.name) is not known")
            return constant(.undefined)
        }
        return value(of: call.name, function, call.arguments)
    }

    private mutating func value(
        of name: String, _ function: ProgramPlanner.Function, _ arguments: [Term]
    ) -> Operand {
        let operands = arguments.map { plan($0) }
        let target = register()
        if planner.isMocked(name) {
            let first = window(operands)
            mockables.append(Mockable(name: name, original: function.original))
            emit(
                .callMockable, target, Int32(truncatingIfNeeded: mockables.count - 1), first, count: operands.count)
            return target
        }
        if operands.count == 2 {
            let (one, two) = (operands[0], operands[1])
            if let comparison = Self.comparisons[name == "eq" ? "equal" : name] {
                // The outcome is in the third operand, so that the first two are those compared.
                let (left, right) = comparison.isSwapped ? (two, one) : (one, two)
                emit(comparison.value, left, right, target)
                return target
            }
            if let operation = Self.arithmetic[name] {
                emit(operation, target, one, two)
                return target
            }
        }
        let first = window(operands)
        switch function.original {
        case .group(let group):
            emit(.callFunction, target, Int32(truncatingIfNeeded: group), first, count: operands.count)
        case .builtin(let builtin):
            emit(.callBuiltin, target, Int32(truncatingIfNeeded: builtin), first, count: operands.count)
        }
        return target
    }
}
