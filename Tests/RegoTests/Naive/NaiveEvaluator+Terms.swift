@testable import Rego

/// Terms, and what it takes for two of them to be equal.
extension NaiveEvaluator {
    /// The value of a term without variables, references and closures.
    static func constant(_ term: Term, in heap: Heap) throws -> Value? {
        switch term.kind {
        case .null: return .null
        case .boolean(let boolean): return Value(boolean)
        case .number(let text): return try heap.number(text: text.utf8)
        case .string(let text): return try heap.string(text)
        default: return nil
        }
    }

    /// Keys and values; a set's elements are both.
    static func members(of collection: Value) -> [(key: Value, value: Value)] {
        switch collection.kind {
        case .array: collection.elements.enumerated().map { (Value(small: Int32($0.offset)), $0.element) }
        case .set: collection.elements.map { ($0, $0) }
        case .object: Array(zip(collection.keys, collection.values)).map { ($0, $1) }
        default: []
        }
    }

    static func lookup(_ collection: Value, _ key: Value) -> Value {
        members(of: collection).first { Value.compare($0.key, key) == 0 }?.value ?? .undefined
    }

    func isGround(_ term: Term, _ scope: Scope) -> Bool {
        switch term.kind {
        case .null, .boolean, .number, .string: true
        case .variable(let name): name == "input" || name == "data" || scope.values[name] != nil
        case .array(let elements), .set(let elements): elements.allSatisfy { isGround($0, scope) }
        case .object(let members): members.allSatisfy { isGround($0.key, scope) && isGround($0.value, scope) }
        case .reference(let reference): reference.terms.allSatisfy { isGround($0, scope) }
        case .call(let call): call.arguments.allSatisfy { isGround($0, scope) }
        case .arrayComprehension, .setComprehension, .objectComprehension, .template: true
        }
    }

    // MARK: Values

    /// The one value of a term without iterations and calls; nil for any other term, and where a part is undefined.
    private func plainValue(of term: Term, _ scope: Scope) throws -> Value? {
        switch term.kind {
        case .variable(let name):
            return scope.values[name]
        case .array(let elements):
            return try plainValues(of: elements, scope).map { try heap.array($0) }
        case .set(let elements):
            return try plainValues(of: elements, scope).map { try heap.set($0) }
        case .object(let members):
            guard let keys = try plainValues(of: members.map(\.key), scope),
                let values = try plainValues(of: members.map(\.value), scope)
            else { return nil }
            return try heap.object(Array(zip(keys, values)).map { ($0, $1) })
        default:
            return try NaiveEvaluator.constant(term, in: heap)
        }
    }

    private func plainValues(of terms: [Term], _ scope: Scope) throws -> [Value]? {
        var values: [Value] = []
        for term in terms {
            guard let value = try plainValue(of: term, scope) else { return nil }
            values.append(value)
        }
        return values
    }

    func evaluate(_ term: Term, _ scope: Scope, _ next: NextValue) throws -> Bool {
        if let value = try plainValue(of: term, scope) { return try next(value, scope) }
        switch term.kind {
        case .variable(let name):
            if let value = scope.values[name] { return try next(value, scope) }
            switch name {
            case "input": return scope.world.input.isDefined ? try next(scope.world.input, scope) : true
            case "data": return try walk(0, [], scope, next)
            default: throw failure(.internalError, "variable \(name) has no value", at: term.location)
            }
        case .reference(let reference):
            guard let head = reference.terms.first else { return true }
            let rest = reference.terms.dropFirst()
            if head.variable == "data", scope.values["data"] == nil { return try walk(0, rest, scope, next) }
            return try evaluate(head, scope) { value, scope in try follow(value, rest, scope, next) }
        case .call(let call):
            return try evaluate(call.arguments[...], scope) { values, scope in
                let value = try apply(call.function, values, scope.world, at: term.location)
                return value.isDefined ? try next(value, scope) : true
            }
        case .array(let elements):
            return try evaluate(elements[...], scope) { values, scope in try next(heap.array(values), scope) }
        case .set(let elements):
            return try evaluate(elements[...], scope) { values, scope in try next(heap.set(values), scope) }
        case .object(let members):
            return try evaluate(members.flatMap { [$0.key, $0.value] }[...], scope) { values, scope in
                let pairs = stride(from: 0, to: values.count, by: 2).map { (values[$0], values[$0 + 1]) }
                return try next(heap.object(pairs), scope)
            }
        case .arrayComprehension(let head, let body):
            return try next(heap.array(solutions([head], body, scope).map { $0[0] }), scope)
        case .setComprehension(let head, let body):
            return try next(heap.set(solutions([head], body, scope).map { $0[0] }), scope)
        case .objectComprehension(let key, let value, let body):
            let pairs = try solutions([key, value], body, scope)
            for (index, one) in pairs.enumerated() {
                if pairs[..<index].contains(where: { $0[0] == one[0] && $0[1] != one[1] }) {
                    throw failure(.conflict, "object keys must be unique", at: term.location)
                }
            }
            return try next(heap.object(pairs.map { ($0[0], $0[1]) }), scope)
        case .null, .boolean, .number, .string, .template:
            throw failure(.internalError, "a term cannot be evaluated here", at: term.location)
        }
    }

    /// The values of several terms together.
    func evaluate(_ terms: ArraySlice<Term>, _ scope: Scope, _ next: ([Value], Scope) throws -> Bool) throws -> Bool {
        guard let first = terms.first else { return try next([], scope) }
        if let values = try plainValues(of: Array(terms), scope) { return try next(values, scope) }
        return try evaluate(first, scope) { value, scope in
            try evaluate(terms.dropFirst(), scope) { values, scope in try next([value] + values, scope) }
        }
    }

    /// The values of terms for each solution of a body.
    private func solutions(_ heads: [Term], _ body: Body, _ scope: Scope) throws -> [[Value]] {
        var found: [[Value]] = []
        _ = try hold(body[...], scope) { scope in
            try evaluate(heads[...], scope) { values, _ in
                found.append(values)
                return true
            }
        }
        return found
    }

    /// What is at a path from a value.
    func follow(_ value: Value, _ path: ArraySlice<Term>, _ scope: Scope, _ next: NextValue) throws -> Bool {
        guard let term = path.first else { return try next(value, scope) }
        try count()
        if isGround(term, scope) {
            return try evaluate(term, scope) { key, scope in
                let found = NaiveEvaluator.lookup(value, key)
                return found.isDefined ? try follow(found, path.dropFirst(), scope, next) : true
            }
        }
        for (key, member) in NaiveEvaluator.members(of: value) {
            let goesOn = try match(key, term, scope) { scope in
                try follow(member, path.dropFirst(), scope, next)
            }
            if !goesOn { return false }
        }
        return true
    }

    // MARK: Unification

    private func isPattern(_ term: Term, _ scope: Scope) -> Bool {
        switch term.kind {
        case .array, .object: !isGround(term, scope)
        case .variable(let name): !isGround(term, scope) && name != "input"
        default: false
        }
    }

    func unify(_ left: Term, _ right: Term, _ scope: Scope, _ next: Next) throws -> Bool {
        switch (isPattern(left, scope), isPattern(right, scope)) {
        case (true, true): return try unifyPatterns(left, right, scope, next)
        case (true, false): return try evaluate(right, scope) { value, scope in try match(value, left, scope, next) }
        default: return try evaluate(left, scope) { value, scope in try match(value, right, scope, next) }
        }
    }

    private func unifyPatterns(_ left: Term, _ right: Term, _ scope: Scope, _ next: Next) throws -> Bool {
        switch (left.kind, right.kind) {
        case (.array(let one), .array(let two)):
            return one.count == two.count ? try unify(all: Array(zip(one, two)), scope, next) : true
        case (.object(let one), .object(let two)):
            return try evaluate(one.map(\.key)[...], scope) { keys, scope in
                try evaluate(two.map(\.key)[...], scope) { others, scope in
                    // Of equal keys the last counts.
                    let places = keys.indices.filter { !keys[($0 + 1)...].contains(keys[$0]) }
                    let otherPlaces = others.indices.filter { !others[($0 + 1)...].contains(others[$0]) }
                    guard places.count == otherPlaces.count else { return true }
                    var pairs: [(Term, Term)] = []
                    for place in places {
                        guard let other = otherPlaces.first(where: { others[$0] == keys[place] }) else { return true }
                        pairs.append((one[place].value, two[other].value))
                    }
                    return try unify(all: pairs, scope, next)
                }
            }
        case (.variable, .variable):
            throw failure(.internalError, "both sides of a unification have no value", at: left.location)
        case (.variable, _), (_, .variable):
            throw failure(.internalError, "a side of a unification has no value", at: left.location)
        default:
            return true
        }
    }

    /// Unifies pairs, those first of which a side is known.
    private func unify(all pairs: [(Term, Term)], _ scope: Scope, _ next: Next) throws -> Bool {
        guard !pairs.isEmpty else { return try next(scope) }
        var rest = pairs
        let place =
            pairs.firstIndex { isGround($0.0, scope) || isGround($0.1, scope) }
            ?? pairs.firstIndex { $0.0.variable == nil && $0.1.variable == nil } ?? 0
        let (one, two) = rest.remove(at: place)
        return try unify(one, two, scope) { scope in try unify(all: rest, scope, next) }
    }

    /// Gives the variables of a pattern the values that make it equal to `value`.
    func match(_ value: Value, _ pattern: Term, _ scope: Scope, _ next: Next) throws -> Bool {
        if isGround(pattern, scope) {
            return try evaluate(pattern, scope) { other, scope in
                Value.compare(other, value) == 0 ? try next(scope) : true
            }
        }
        switch pattern.kind {
        case .variable(let name):
            return try next(scope.binding(name, to: value))
        case .array(let elements):
            guard value.isArray, value.count == elements.count else { return true }
            return try match(Array(zip(value.elements, elements))[...], scope, next)
        case .object(let members):
            guard value.isObject, value.count == members.count else { return true }
            return try evaluate(members.map(\.key)[...], scope) { keys, scope in
                var pairs: [(Value, Term)] = []
                for (key, member) in zip(keys, members) {
                    let part = NaiveEvaluator.lookup(value, key)
                    if part.isUndefined { return true }
                    pairs.append((part, member.value))
                }
                return try match(pairs[...], scope, next)
            }
        default:
            return try evaluate(pattern, scope) { other, scope in
                Value.compare(other, value) == 0 ? try next(scope) : true
            }
        }
    }

    private func match(_ pairs: ArraySlice<(Value, Term)>, _ scope: Scope, _ next: Next) throws -> Bool {
        guard let (value, pattern) = pairs.first else { return try next(scope) }
        return try match(value, pattern, scope) { scope in try match(pairs.dropFirst(), scope, next) }
    }
}
