@testable import Rego

/// Bodies and their literals.
extension NaiveEvaluator {
    func hold(_ body: ArraySlice<Expression>, _ scope: Scope, _ next: Next) throws -> Bool {
        guard let first = body.first else { return try next(scope) }
        return try hold(first, scope) { scope in try hold(body.dropFirst(), scope, next) }
    }

    /// Whether a body has a solution.
    func holds(_ body: Body, _ scope: Scope) throws -> Bool {
        var found = false
        _ = try hold(body[...], scope) { _ in
            found = true
            return false
        }
        return found
    }

    func hold(_ expression: Expression, _ scope: Scope, _ next: Next) throws -> Bool {
        try count()
        if !expression.modifiers.isEmpty {
            var plain = expression
            plain.modifiers = []
            return try modified(by: expression.modifiers[...], scope.world, scope) { world in
                try hold(plain, Scope(values: scope.values, world: world)) { inner in
                    try next(Scope(values: inner.values, world: scope.world))
                }
            }
        }
        if expression.isNegated {
            var positive = expression
            positive.isNegated = false
            return try holds([positive], scope) ? true : next(scope)
        }
        switch expression.kind {
        case .term(let term):
            return try evaluate(term, scope) { value, scope in value.holds ? try next(scope) : true }
        case .call(let call):
            return try hold(call, at: expression.location, scope, next)
        case .every(let every):
            return try evaluate(every.domain, scope) { domain, outer in
                guard domain.isCollection else { return true }
                for (key, value) in NaiveEvaluator.members(of: domain) {
                    var isFound = false
                    _ = try match(key, every.key, scope) { scope in
                        try match(value, every.value, scope) { scope in
                            isFound = try holds(every.body, scope)
                            return !isFound
                        }
                    }
                    if !isFound { return true }
                }
                return try next(outer)
            }
        case .group(let body):
            return try holds(body, scope) ? next(scope) : true
        case .and(let first, let second):
            return try holds(first, scope) && holds(second, scope) ? next(scope) : true
        case .or(let first, let second):
            return try holds(first, scope) || holds(second, scope) ? next(scope) : true
        case .some:
            return try next(scope)
        }
    }

    private func match(_ value: Value, _ pattern: Term?, _ scope: Scope, _ next: Next) throws -> Bool {
        guard let pattern else { return try next(scope) }
        return try match(value, pattern, scope, next)
    }

    // MARK: with

    /// The worlds that modifiers make, one after the other; their values are found in the one outside.
    private func modified(
        by modifiers: ArraySlice<With>, _ world: World, _ scope: Scope, _ next: (World) throws -> Bool
    ) throws -> Bool {
        guard let modifier = modifiers.first else { return try next(world) }
        let target = modifier.target.reference ?? Reference([modifier.target])
        let rest = modifiers.dropFirst()
        let isDocument = target.root == "input" || target.root == "data"
        let node = target.root == "data" ? modules.tree.node(at: target.terms) : nil
        if !isDocument || node.map(isFunction) == true {
            if let replacement = replacement(modifier.value) {
                var world = world
                world.functions[target.dotted] = replacement
                return try modified(by: rest, world, scope, next)
            }
            return try evaluate(modifier.value, scope) { value, _ in
                var world = world
                world.functions[target.dotted] = .value(value)
                return try modified(by: rest, world, scope, next)
            }
        }
        return try evaluate(modifier.value, scope) { value, _ in
            try evaluate(target.terms.dropFirst(), scope) { path, _ in
                var world = world
                if target.root == "input" {
                    world.input = try replacing(path[...], of: world.input, by: value)
                } else {
                    world.data = try replacing(path[...], of: world.data, by: value)
                    if let node { world.replacedNodes.insert(node) }
                }
                return try modified(by: rest, world, scope, next)
            }
        }
    }

    /// The function that a term names.
    private func replacement(_ term: Term) -> Replacement? {
        let reference: Reference
        switch term.kind {
        case .reference(let inner): reference = inner
        case .variable: reference = Reference([term])
        default: return nil
        }
        guard reference.isConstantPath else { return nil }
        if reference.root == "data" {
            guard let node = modules.tree.node(at: reference.terms), isFunction(node) else { return nil }
            return .rules(node)
        }
        return builtins[reference.dotted].map { .builtin($0) }
    }

    /// A document with another value at a path; what is no object gives way to one.
    private func replacing(_ path: ArraySlice<Value>, of document: Value, by value: Value) throws -> Value {
        guard let key = path.first else { return value }
        var members = document.isObject ? NaiveEvaluator.members(of: document) : []
        let before = members.first { $0.key == key }?.value ?? .undefined
        members.removeAll { $0.key == key }
        members.append((key, try replacing(path.dropFirst(), of: before, by: value)))
        return try heap.object(members)
    }
}
