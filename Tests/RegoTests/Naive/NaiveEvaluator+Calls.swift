@testable import Rego

/// Calls of built-in functions and of functions that rules define.
extension NaiveEvaluator {
    func hold(_ call: Call, at location: SourceLocation, _ scope: Scope, _ next: Next) throws -> Bool {
        let name = call.name
        var arguments = call.arguments
        if name == "eq" || name == "assign", arguments.count == 2 {
            return try unify(arguments[0], arguments[1], scope, next)
        }
        if name == "print" || name == "internal.print" { return try next(scope) }
        let output = arguments.count > (try arity(of: call.function, at: location)) ? arguments.removeLast() : nil
        let isRelation = builtins[name]?.declaration.isRelation ?? false
        return try evaluate(arguments[...], scope) { values, scope in
            let outcome = try apply(call.function, values, scope.world, at: location)
            for value in isRelation ? Array(outcome.elements) : [outcome] where value.isDefined {
                let goesOn: Bool
                if let output {
                    goesOn = try match(value, output, scope, next)
                } else {
                    goesOn = value.holds ? try next(scope) : true
                }
                if !goesOn { return false }
            }
            return true
        }
    }

    private func arity(of function: Reference, at location: SourceLocation) throws -> Int {
        if function.root == "data", let node = modules.tree.node(at: function.terms), isFunction(node) {
            return rules(at: node).lazy.compactMap { $0.rule.head.arguments?.count }.first ?? 0
        }
        guard let builtin = builtins[function.dotted] else {
            throw failure(.internalError, "function \(function.dotted) is not known", at: location)
        }
        return builtin.declaration.arity
    }

    /// The outcome of a call, which is undefined where there is none.
    func apply(
        _ function: Reference, _ arguments: [Value], _ world: World, at location: SourceLocation
    ) throws -> Value {
        try count()
        let name = function.dotted
        switch world.functions[name] {
        case .value(let value):
            return value
        case .rules(let node):
            // In what replaces a function no function is replaced.
            var plain = world
            plain.functions = [:]
            return try complete(node, arguments, plain)
        case .builtin(let builtin):
            return try apply(builtin, arguments, at: location)
        case nil:
            if function.root == "data", let node = modules.tree.node(at: function.terms) {
                return try complete(node, arguments, world)
            }
            guard let builtin = builtins[name] else {
                throw failure(.internalError, "function \(name) is not known", at: location)
            }
            return try apply(builtin, arguments, at: location)
        }
    }

    private func apply(_ builtin: Builtin, _ arguments: [Value], at location: SourceLocation) throws -> Value {
        let name = builtin.name
        let remembers = builtin.declaration.isNondeterministic
        if remembers, let known = calls[name]?.first(where: { $0.arguments == arguments }) { return known.outcome }
        let outcome = try outcome(of: builtin, arguments, at: location)
        if remembers { calls[name, default: []].append((arguments, outcome)) }
        return outcome
    }

    private func outcome(of builtin: Builtin, _ arguments: [Value], at location: SourceLocation) throws -> Value {
        guard let function = builtin.function else {
            throw failure(.internalError, "built-in \(builtin.name) is not evaluated", at: location)
        }
        // One word more, so that there is an address even without arguments.
        let words = arguments + [.undefined]
        let outcome: Result<Value, BuiltinError> = words.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return .success(.undefined) }
            do throws(BuiltinError) {
                let operands = BuiltinArguments(base: base, count: arguments.count)
                return .success(try function(&context, operands) ?? .undefined)
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let value): return value
        case .failure(.limit): throw TooMuch()
        case .failure where !isStrict: return .undefined
        case .failure(.operand(let operand, let text)):
            throw failure(.operandType, "\(builtin.name): operand \(operand) \(text)", at: location)
        case .failure(.message(let text)):
            throw failure(.builtin, "\(builtin.name): \(text)", at: location)
        }
    }
}
