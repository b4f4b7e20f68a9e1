/// Puts the literals of bodies into an order in which every variable is bound before it is needed, and finds those
/// that nothing binds.
///
/// A literal is taken as soon as all that it needs is bound, so that the order changes as little as possible.
struct SafetyOrder {
    /// The number of arguments of a function, if it exists.
    let arity: (Reference) -> Int?
    /// Names in the source of renamed variables.
    let original: [String: String]
    private var unsafe: [(location: SourceLocation, name: String)] = []

    init(arity: @escaping (Reference) -> Int?, original: [String: String]) {
        self.arity = arity
        self.original = original
    }

    // MARK: Errors

    /// - Returns: The errors found since the last call.
    mutating func takeProblems() -> [RegoProblem] {
        defer { unsafe = [] }
        guard !unsafe.isEmpty else { return [] }
        var first: [String: SourceLocation] = [:]
        for (location, name) in unsafe {
            if let known = first[name], (known.offset, known.file) <= (location.offset, location.file) { continue }
            first[name] = location
        }
        let sorted = first.sorted { one, other in
            (one.value.file, one.value.offset, one.key) < (other.value.file, other.value.offset, other.key)
        }
        var problems: [RegoProblem] = []
        for (name, location) in sorted {
            let written = original[name] ?? name
            if written.hasPrefix("__local") { continue }
            let shown = written.hasPrefix("$") ? "_" : written
            let hint =
                ["in", "every", "contains", "if"].contains(shown)
                ? " (hint: `import future.keywords.\(shown)` to import a future keyword)" : ""
            problems.append(RegoProblem(.unsafeVariable, "var \(shown) is unsafe\(hint)", location))
        }
        if problems.isEmpty {
            var places: Set<SourceLocation> = []
            for (_, location) in sorted where places.insert(location).inserted {
                problems.append(RegoProblem(.unsafeVariable, "expression is unsafe", location))
            }
        }
        return problems
    }

    // MARK: Ordering

    private struct Entry {
        var expression: Expression
        /// The variables outside closures.
        var own: Set<String>
        /// The variables that closures share with the body.
        var closed: Set<String>
        var hasClosures: Bool
        var isPlaced = false
    }

    /// Orders `body` and the closures in it.
    ///
    /// The literals are passed over again and again; in each pass those whose variables are bound by now are taken.
    /// Only literals that wait for a variable that was just bound are looked at again, so the time grows with the
    /// size of the body and not with its square.
    ///
    /// - Parameter globals: The variables that are bound before.
    /// - Returns: The variables that are bound behind the body.
    @discardableResult
    mutating func order(_ body: inout Body, globals: Set<String>) -> Set<String> {
        var (entries, bodyVariables) = entries(of: body)
        var waiting: [String: [Int]] = [:]
        var queue = PassQueue()
        for index in entries.indices {
            entries[index].closed.formIntersection(bodyVariables)
            for name in entries[index].own.union(entries[index].closed) where !globals.contains(name) {
                waiting[name, default: []].append(index)
            }
            queue.add(PassQueue.Turn(pass: 0, index: index))
        }
        var safe = globals
        var placed: [(entry: Int, outputs: Set<String>)] = []
        placed.reserveCapacity(entries.count)
        while let turn = queue.next() {
            let entry = entries[turn.index]
            guard !entry.isPlaced, entry.closed.isSubset(of: safe) else { continue }
            let open = entry.own.subtracting(safe)
            let outputs = open.isEmpty ? [] : self.outputs(entry.expression, safe: safe).subtracting(safe)
            guard open.isSubset(of: outputs) else { continue }
            entries[turn.index].isPlaced = true
            placed.append((turn.index, outputs))
            safe.formUnion(outputs)
            for name in outputs {
                for index in waiting.removeValue(forKey: name) ?? [] where !entries[index].isPlaced {
                    queue.add(PassQueue.Turn(pass: index > turn.index ? turn.pass : turn.pass + 1, index: index))
                }
            }
        }
        for entry in entries where !entry.isPlaced {
            let needed = entry.own.union(entry.closed).subtracting(safe)
            let missing = needed.subtracting(outputs(entry.expression, safe: safe))
            for name in missing.isEmpty ? needed : missing { unsafe.append((entry.expression.location, name)) }
        }
        guard placed.count == entries.count else { return safe.union(bodyVariables) }
        var bound = globals
        for (position, step) in placed.enumerated() {
            body[position] = entries[step.entry].expression
            if entries[step.entry].hasClosures {
                var closures = ClosureOrder(order: self, globals: bound, current: body[position].location)
                closures.enter(&body[position])
                self = closures.order
            }
            bound.formUnion(step.outputs)
        }
        return safe
    }

    private func entries(of body: Body) -> (entries: [Entry], variables: Set<String>) {
        var entries: [Entry] = []
        entries.reserveCapacity(body.count)
        var variables: Set<String> = []
        for expression in body {
            var own = VariableCollector(skipping: .closures)
            own.visit(expression)
            var closures = ClosureVariableCollector()
            closures.visit(expression)
            var closed = closures.inside.names
            if case .group(let steps) = expression.kind, expression.isNegated, expression.isGenerated {
                // A negated literal that was taken apart binds nothing, as if it were whole.
                var inner = VariableCollector(skipping: .closures)
                inner.visit(steps)
                let written = inner.names.filter { original[$0] != nil || !$0.hasPrefix("__local") }
                own.names.formUnion(written)
                closed.formUnion(written)
            }
            for operand in expression.implicitOperands {
                // Without braces an operand binds nothing.
                var inner = VariableCollector(skipping: .closures)
                inner.visit(operand)
                let written = inner.names.filter { original[$0] != nil || !$0.hasPrefix("__local") }
                own.names.formUnion(written)
                closed.formUnion(written)
            }
            variables.formUnion(own.names)
            entries.append(
                Entry(expression: expression, own: own.names, closed: closed, hasClosures: closures.isFound))
        }
        return (entries, variables)
    }

    /// Orders a closure.
    fileprivate mutating func order(
        closure body: inout Body, heads: [Term], globals: Set<String>, at location: SourceLocation
    ) {
        let bound = order(&body, globals: globals)
        for head in heads {
            for name in head.variables(skipping: .closures).subtracting(bound) { unsafe.append((location, name)) }
        }
    }

    /// Checks the head of a rule against the variables that its body binds.
    mutating func check(_ head: Head, value: Term?, bound: Set<String>, at location: SourceLocation) {
        let terms = head.reference.terms.dropFirst() + [head.key, value].compactMap { $0 }
        for term in terms {
            for name in term.variables(skipping: .closures).subtracting(bound) {
                unsafe.append((term.place(of: name) ?? location, name))
            }
        }
    }

    // MARK: Outputs

    /// The variables that a literal binds.
    func outputs(_ expression: Expression, safe: Set<String>) -> Set<String> {
        if expression.isNegated { return [] }
        if !expression.modifiers.isEmpty {
            var needed = VariableCollector(skipping: .closures)
            for modifier in expression.modifiers { needed.visit(modifier) }
            if !needed.names.isSubset(of: safe) { return [] }
        }
        switch expression.kind {
        case .term(let term): return iterated(in: term, safe: safe)
        case .every(let every): return iterated(in: every.domain, safe: safe)
        case .group, .and, .or, .some: return []
        case .call(let call):
            if let (left, right) = expression.unification {
                var outputs = iterated(in: left, safe: safe).union(iterated(in: right, safe: safe))
                outputs.formUnion(Unifier.outputs(left, right, safe: safe.union(outputs)))
                return outputs.subtracting(safe)
            }
            var outputs: Set<String> = []
            for argument in call.arguments { outputs.formUnion(iterated(in: argument, safe: safe)) }
            guard let arity = arity(call.function), call.arguments.count > arity else { return outputs }
            let skipping: VariableCollector.Skipping = [.closures, .sets, .objectKeys, .referenceHeads]
            for argument in call.arguments.prefix(arity) {
                let needed = argument.variables(skipping: skipping)
                if !needed.isSubset(of: outputs.union(safe)) { return [] }
            }
            for argument in call.arguments.dropFirst(arity) {
                outputs.formUnion(argument.variables(skipping: skipping))
            }
            return outputs
        }
    }

    /// The variables bound by iterating the references in `term`.
    private func iterated(in term: Term, safe: Set<String>) -> Set<String> {
        var visitor = IterationCollector(safe: safe)
        visitor.visit(term)
        return visitor.names
    }
}

private struct IterationCollector: NodeVisitor {
    let safe: Set<String>
    var names: Set<String> = []

    mutating func visit(_ term: Term) {
        switch term.kind {
        case .arrayComprehension, .setComprehension, .objectComprehension, .template: return
        case .reference(let reference):
            guard let root = reference.root, root == "data" || root == "input" || safe.contains(root) else { return }
            for part in reference.terms.dropFirst() {
                names.formUnion(part.variables(skipping: [.closures, .referenceHeads]))
                visit(part)
            }
        default: descend(into: term)
        }
    }
}

/// Finds the closures of a literal and orders each.
private struct ClosureOrder: NodeRewriter {
    var order: SafetyOrder
    let globals: Set<String>
    let current: SourceLocation

    mutating func enter(_ expression: inout Expression) {
        switch expression.kind {
        case .every(var every):
            rewrite(&every.domain)
            var inner = globals
            if let key = every.key?.variable { inner.insert(key) }
            if let value = every.value.variable { inner.insert(value) }
            order.order(closure: &every.body, heads: [], globals: inner, at: current)
            expression.kind = .every(every)
            for index in expression.modifiers.indices { rewrite(&expression.modifiers[index].value) }
        case .group(var body):
            order.order(closure: &body, heads: [], globals: globals, at: current)
            expression.kind = .group(body)
        case .and(var left, var right):
            order.order(closure: &left, heads: [], globals: globals, at: current)
            order.order(closure: &right, heads: [], globals: globals, at: current)
            expression.kind = .and(left, right)
        case .or(var left, var right):
            order.order(closure: &left, heads: [], globals: globals, at: current)
            order.order(closure: &right, heads: [], globals: globals, at: current)
            expression.kind = .or(left, right)
        default: descend(into: &expression)
        }
    }

    mutating func rewriteComprehension(heads: inout [Term], body: inout Body) {
        order.order(closure: &body, heads: heads, globals: globals, at: current)
    }
}

/// The turns of literals: by pass, then by their place in the body.
private struct PassQueue {
    struct Turn {
        var pass: Int
        var index: Int
    }

    private var heap: [Turn] = []

    private func isBefore(_ one: Int, _ other: Int) -> Bool {
        (heap[one].pass, heap[one].index) < (heap[other].pass, heap[other].index)
    }

    mutating func add(_ turn: Turn) {
        heap.append(turn)
        var child = heap.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func next() -> Turn? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if heap.isEmpty { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, least) {
                least = child
            }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
