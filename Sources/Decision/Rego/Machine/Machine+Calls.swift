extension Machine {
    /// Arithmetic and set algebra with the operators; undefined when it fails and built-in errors are not strict.
    func compute(
        _ operation: Instruction.Operation, _ left: Value, _ right: Value, in routine: Int, at instruction: Int
    ) throws(RegoError) -> Value {
        do throws(BuiltinError) {
            switch operation {
            case .add: return try Arithmetic.add(left, right, in: heap)
            case .multiply: return try Arithmetic.multiply(left, right, in: heap)
            case .divide: return try Arithmetic.divide(left, right, in: heap)
            case .remainder: return try Arithmetic.remainder(left, right, in: heap)
            case .subtract where left.isNumber && right.isNumber: return try Arithmetic.subtract(left, right, in: heap)
            default: break
            }
        } catch {
            try judge(error, of: Machine.name(of: operation), in: routine, at: instruction)
            return .undefined
        }
        // Sets, and wrong operands.
        let name = Machine.name(of: operation)
        guard let function = Builtins.byName[name]?.function else { return .undefined }
        do throws(BuiltinError) {
            return try withCall([left, right]) { arguments throws(BuiltinError) in try function(&builtins, arguments) }
        } catch {
            try judge(error, of: name, in: routine, at: instruction)
            return .undefined
        }
    }

    private func withCall(
        _ operands: [Value], _ body: (BuiltinArguments) throws(BuiltinError) -> Value?
    ) throws(BuiltinError) -> Value {
        try operands.withUnsafeBufferPointer { buffer throws(BuiltinError) in
            guard let base = buffer.baseAddress else { return .undefined }
            return try body(BuiltinArguments(base: base, count: buffer.count)) ?? .undefined
        }
    }

    private static func name(of operation: Instruction.Operation) -> String {
        switch operation {
        case .add: "plus"
        case .subtract: "minus"
        case .multiply: "mul"
        case .divide: "div"
        case .remainder: "rem"
        case .intersect: "and"
        default: "or"
        }
    }

    /// Calls a built-in; undefined when it fails and built-in errors are not strict.
    func call(
        _ index: Int, _ arguments: UnsafePointer<Value>, _ count: Int, in routine: Int, at instruction: Int
    ) throws(RegoError) -> Value {
        try countBuiltin()
        for argument in UnsafeBufferPointer(start: arguments, count: count) where argument.isHeavy { try checkLimits() }
        let builtin = program.builtins[index]
        guard let function = builtin.function else {
            throw failure(.internalError, "built-in \(builtin.name) is not evaluated", in: routine, at: instruction)
        }
        if builtin.declaration.isNondeterministic {
            return try callOnce(index, function, arguments, count, in: routine, at: instruction)
        }
        do throws(BuiltinError) {
            return try function(&builtins, BuiltinArguments(base: arguments, count: count)) ?? .undefined
        } catch {
            try judge(error, of: builtin.name, in: routine, at: instruction)
            return .undefined
        }
    }

    private func callOnce(
        _ index: Int, _ function: BuiltinFunction, _ arguments: UnsafePointer<Value>, _ count: Int, in routine: Int,
        at instruction: Int
    ) throws(RegoError) -> Value {
        do throws(BuiltinError) {
            let key = Call(
                builtin: index, arguments: try heap.array(UnsafeBufferPointer(start: arguments, count: count)))
            if let known = calls[key] { return known }
            let result = try function(&builtins, BuiltinArguments(base: arguments, count: count)) ?? .undefined
            calls[key] = result
            return result
        } catch {
            try judge(error, of: program.builtins[index].name, in: routine, at: instruction)
            return .undefined
        }
    }

    /// Calls a function that a `with` may have replaced. What replaces it sees the originals of all.
    func call(
        _ mockable: Mockable, _ arguments: UnsafePointer<Value>, _ count: Int, in routine: Int, at instruction: Int
    ) throws(RegoError) -> Value {
        let replacement = contexts.indices.contains(context) ? contexts[context].functions[mockable.name] : nil
        switch replacement {
        case .none:
            switch mockable.original {
            case .group(let group): return try run(group, arguments: arguments)
            case .builtin(let builtin):
                return try call(builtin, arguments, count, in: routine, at: instruction)
            }
        case .value(let value):
            return value
        case .group(let group):
            let before = context
            try suspendReplacements()
            let result = try run(group, arguments: arguments)
            activate(before)
            return result
        case .builtin(let builtin):
            return try call(builtin, arguments, count, in: routine, at: instruction)
        }
    }

    // MARK: with

    /// Makes documents with parts replaced those in force.
    func enter(_ modifiers: [Modifier], _ values: [Value]) throws(RegoError) {
        var next = current
        next.generation = newGeneration()
        for (modifier, value) in zip(modifiers, values) {
            switch modifier.target {
            case .input(let path):
                next.input = try replacing(path[...], of: next.input, by: value)
            case .data(let path, let node):
                next.data = try replacing(path[...], of: next.data, by: value)
                if let node { next.replacedNodes.append(node) }
                next.replacesOnlyInput = false
            case .function(let name):
                next.replacesOnlyInput = false
                switch modifier.replacement {
                case .value: next.functions[name] = .value(value)
                case .group(let group): next.functions[name] = .group(group)
                case .builtin(let builtin): next.functions[name] = .builtin(builtin)
                }
            }
        }
        try push(next)
    }

    /// In what replaces a function no function is replaced.
    private func suspendReplacements() throws(RegoError) {
        var next = current
        next.generation = newGeneration()
        next.functions = [:]
        try push(next)
    }

    /// The context in force; the first is noted when another is to follow it.
    private var current: Context {
        if contexts.isEmpty { contexts.append(Context(input: input, data: data, generation: generation)) }
        return contexts[context]
    }

    private func push(_ next: Context) throws(RegoError) {
        guard contexts.count &* MemoryLayout<Context>.size < limits.memory else { throw failure(.memory) }
        contexts.append(next)
        activate(contexts.count - 1)
    }

    func activate(_ index: Int) {
        guard contexts.indices.contains(index) else { return }
        context = index
        input = contexts[index].input
        data = contexts[index].data
        generation = contexts[index].generation
        replacesRules = !contexts[index].replacedNodes.isEmpty
    }

    /// The document with the value at a path replaced, objects made where there are none.
    private func replacing(_ path: ArraySlice<Value>, of document: Value, by value: Value) throws(RegoError) -> Value {
        guard let key = path.first else { return value }
        let inner = document.isObject ? document.member(key) : .undefined
        let replaced = try replacing(path.dropFirst(), of: inner, by: value)
        var members: [(key: Value, value: Value)] = []
        for index in 0..<(document.isObject ? document.count : 0) where document.keys[index] != key {
            members.append((document.keys[index], document.values[index]))
        }
        members.append((key, replaced))
        do throws(BuiltinError) {
            return try heap.object(members)
        } catch {
            throw limitFailure(error)
        }
    }
}
