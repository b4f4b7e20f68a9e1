@testable import Rego

/// What rules define, over the base documents.
extension NaiveEvaluator {
    /// What is at a path from a node of the rule tree.
    func walk(_ node: Int, _ path: ArraySlice<Term>, _ scope: Scope, _ next: NextValue) throws -> Bool {
        try count()
        if isReplaced(node, in: scope.world) {
            let value = base(at: node, scope.world)
            return value.isDefined ? try follow(value, path, scope, next) : true
        }
        if !rules(at: node).isEmpty {
            let value = isFunction(node) ? .undefined : try document(of: node, scope.world)
            return value.isDefined ? try follow(value, path, scope, next) : true
        }
        guard let term = path.first else {
            let value = try everything(below: node, scope.world)
            return value.isDefined ? try next(value, scope) : true
        }
        let rest = path.dropFirst()
        let children = children(of: node)
        let base = base(at: node, scope.world)
        if isGround(term, scope) {
            return try evaluate(term, scope) { key, scope in
                if let child = children.first(where: { $0.key == key }) {
                    return try walk(child.node, rest, scope, next)
                }
                return try followBase(NaiveEvaluator.lookupBase(base, key), rest, scope, next)
            }
        }
        var keys = children.map(\.key)
        if base.isObject { keys += base.keys.filter { !keys.contains($0) } }
        for key in keys.sorted() {
            let goesOn = try match(key, term, scope) { scope in
                if let child = children.first(where: { $0.key == key }) {
                    return try walk(child.node, rest, scope, next)
                }
                return try followBase(NaiveEvaluator.lookup(base, key), rest, scope, next)
            }
            if !goesOn { return false }
        }
        return true
    }

    /// Base documents have names as keys; a number stands for the name that it is written like.
    private static func lookupBase(_ collection: Value, _ key: Value) -> Value {
        let found = lookup(collection, key)
        guard found.isUndefined, collection.isObject, key.isNumber else { return found }
        return members(of: collection).first { $0.key.string == RegoOutput.text(of: key) }?.value ?? .undefined
    }

    private func followBase(
        _ value: Value, _ path: ArraySlice<Term>, _ scope: Scope, _ next: NextValue
    ) throws -> Bool {
        guard value.isDefined else { return true }
        guard let term = path.first, isGround(term, scope) else { return try follow(value, path, scope, next) }
        return try evaluate(term, scope) { key, scope in
            try followBase(NaiveEvaluator.lookupBase(value, key), path.dropFirst(), scope, next)
        }
    }

    private func base(at node: Int, _ world: World) -> Value {
        path(of: node).reduce(world.data) { NaiveEvaluator.lookup($0, $1) }
    }

    /// The document at a node: base documents with what rules define laid over them.
    private func everything(below node: Int, _ world: World) throws -> Value {
        if isReplaced(node, in: world) { return base(at: node, world) }
        if isFunction(node) { return .undefined }
        if !rules(at: node).isEmpty { return try document(of: node, world) }
        var members: [(Value, Value)] = []
        for (key, child) in children(of: node) {
            let value = try everything(below: child, world)
            if value.isDefined { members.append((key, value)) }
        }
        return try laid(heap.object(members), over: base(at: node, world))
    }

    private func laid(_ virtual: Value, over base: Value) throws -> Value {
        if base.isUndefined { return virtual }
        guard base.isObject, virtual.isObject else { return base }
        var members: [(key: Value, value: Value)] = []
        for (key, value) in NaiveEvaluator.members(of: virtual) {
            members.append((key, try laid(value, over: NaiveEvaluator.lookup(base, key))))
        }
        for (key, value) in NaiveEvaluator.members(of: base) where !members.contains(where: { $0.key == key }) {
            members.append((key, value))
        }
        return try heap.object(members)
    }

    // MARK: Rules

    private func isExtent(_ node: Int) -> Bool { rules(at: node).contains { !$0.keys.isEmpty } }

    private func isSet(_ node: Int) -> Bool { rules(at: node).contains { $0.rule.head.key != nil } }

    /// What the rules of a node define.
    private func document(of node: Int, _ world: World) throws -> Value {
        try count()
        if isReplaced(node, in: world) { return base(at: node, world) }
        if isExtent(node) {
            return try value(of: entries(below: node, [], world), 0, at: rules(at: node)[0].rule.head.location)
        }
        guard isSet(node) else { return try complete(node, [], world) }
        var elements: [Value] = []
        for compiled in rules(at: node) {
            guard let key = compiled.rule.head.key else { continue }
            _ = try hold(compiled.rule.body[...], Scope(world: world)) { scope in
                try evaluate(key, scope) { value, _ in
                    elements.append(value)
                    return true
                }
            }
        }
        return try heap.set(elements)
    }

    /// The value of a complete rule, or of a function for arguments.
    func complete(_ node: Int, _ arguments: [Value], _ world: World) throws -> Value {
        var result = Value.undefined
        let all = rules(at: node).map(\.rule)
        for rule in all where !rule.isDefault {
            try outcomes(of: rule, arguments, world) { value, location in
                if result.isDefined, result != value {
                    let message =
                        rule.head.arguments == nil
                        ? "complete rules must not produce multiple outputs"
                        : "functions must not produce multiple outputs for same inputs"
                    throw failure(.conflict, message, at: location)
                }
                if result.isUndefined { result = value }
            }
        }
        guard result.isUndefined, let fallback = all.first(where: \.isDefault), let value = fallback.head.value else {
            return result
        }
        _ = try hold(fallback.body[...], Scope(world: world)) { scope in
            try evaluate(value, scope) { value, _ in
                result = value
                return false
            }
        }
        return result
    }

    /// All values of the first branch of a rule that has any.
    private func outcomes(
        of rule: Rule, _ arguments: [Value], _ world: World, _ found: (Value, SourceLocation) throws -> Void
    ) throws {
        let value = rule.head.value ?? Term(.boolean(true))
        let branches =
            [(value, rule.body, rule.head.location)] + rule.alternatives.map { ($0.value, $0.body, $0.location) }
        _ = try match(all: Array(zip(arguments, rule.head.arguments ?? [])), Scope(world: world)) { scope in
            for (value, body, location) in branches {
                var isFound = false
                _ = try hold(body[...], scope) { scope in
                    try evaluate(value, scope) { value, _ in
                        isFound = true
                        try found(value, location)
                        return true
                    }
                }
                if isFound { break }
            }
            return true
        }
    }

    private func match(all pairs: [(Value, Term)], _ scope: Scope, _ next: Next) throws -> Bool {
        guard let (value, pattern) = pairs.first else { return try next(scope) }
        return try match(value, pattern, scope) { scope in try match(all: Array(pairs.dropFirst()), scope, next) }
    }

    // MARK: Extents

    /// A value with the keys that lead to it.
    private struct Entry {
        var keys: [Value]
        var value: Value
        /// One element of the set there.
        var isElement: Bool
    }

    private func entries(below node: Int, _ prefix: [Value], _ world: World) throws -> [Entry] {
        var entries: [Entry] = []
        if isExtent(node) {
            for compiled in rules(at: node) where !compiled.rule.isDefault {
                let head = compiled.rule.head
                let terms = compiled.keys + [head.key ?? head.value ?? Term(.boolean(true))]
                _ = try hold(compiled.rule.body[...], Scope(world: world)) { scope in
                    try evaluate(terms[...], scope) { values, _ in
                        let keys = prefix + values.dropLast()
                        entries.append(Entry(keys: keys, value: values.last ?? .true, isElement: head.key != nil))
                        return true
                    }
                }
            }
        } else if !rules(at: node).isEmpty, !isFunction(node) {
            let value = try document(of: node, world)
            if isSet(node) {
                entries += NaiveEvaluator.members(of: value).map {
                    Entry(keys: prefix, value: $0.value, isElement: true)
                }
            } else if value.isDefined {
                entries.append(Entry(keys: prefix, value: value, isElement: false))
            }
        }
        for (key, child) in children(of: node) { entries += try self.entries(below: child, prefix + [key], world) }
        return entries
    }

    private func object(of entries: [Entry], _ depth: Int, at location: SourceLocation) throws -> Value {
        var members: [(key: Value, value: Value)] = []
        for entry in entries where !members.contains(where: { $0.key == entry.keys[depth] }) {
            let key = entry.keys[depth]
            let same = entries.filter { $0.keys[depth] == key }
            members.append((key, try value(of: same, depth + 1, at: location)))
        }
        return try heap.object(members)
    }

    private func value(of entries: [Entry], _ depth: Int, at location: SourceLocation) throws -> Value {
        if entries.allSatisfy({ $0.keys.count > depth }) { return try object(of: entries, depth, at: location) }
        guard entries.allSatisfy({ $0.keys.count == depth && $0.isElement == entries[0].isElement }),
            entries[0].isElement || entries.allSatisfy({ $0.value == entries[0].value })
        else { throw failure(.conflict, "object keys must be unique", at: location) }
        return entries[0].isElement ? try heap.set(entries.map(\.value)) : entries[0].value
    }
}
