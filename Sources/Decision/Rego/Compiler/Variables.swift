/// Collects the names of variables. `data` and `input` at the head of a reference are none, nor are the names of
/// called functions.
struct VariableCollector: NodeVisitor {
    struct Skipping: OptionSet {
        let rawValue: Int
        /// Comprehensions, bodies of `every`, groups and operands, templates.
        static let closures = Skipping(rawValue: 1)
        static let referenceHeads = Skipping(rawValue: 2)
        static let objectKeys = Skipping(rawValue: 4)
        static let sets = Skipping(rawValue: 8)
    }

    let skipping: Skipping
    var names: Set<String> = []

    init(skipping: Skipping = []) { self.skipping = skipping }

    mutating func visit(_ term: Term) {
        switch term.kind {
        case .variable(let name): names.insert(name)
        case .reference(let reference):
            for (index, part) in reference.terms.enumerated() {
                if index == 0, let root = part.variable {
                    if root != "data", root != "input", !skipping.contains(.referenceHeads) { names.insert(root) }
                } else {
                    visit(part)
                }
            }
        case .object(let members) where skipping.contains(.objectKeys):
            for member in members { visit(member.value) }
        case .set where skipping.contains(.sets): break
        case .arrayComprehension, .setComprehension, .objectComprehension, .template:
            if !skipping.contains(.closures) { descend(into: term) }
        default: descend(into: term)
        }
    }

    mutating func visit(_ expression: Expression) {
        var bare = expression
        bare.modifiers = []
        switch expression.kind {
        case .every(let every) where skipping.contains(.closures): visit(every.domain)
        case .group where skipping.contains(.closures), .and where skipping.contains(.closures),
            .or where skipping.contains(.closures):
            break
        default: descend(into: bare)
        }
        for modifier in expression.modifiers { visit(modifier) }
    }

    /// The name of a replaced function, and of what replaces it, is no variable.
    mutating func visit(_ modifier: With) {
        if let target = modifier.target.reference {
            for part in target.terms.dropFirst() { visit(part) }
        }
        if !modifier.replacesFunction { visit(modifier.value) }
    }
}

/// Collects the variables inside the closures of a literal.
struct ClosureVariableCollector: NodeVisitor {
    var inside = VariableCollector()
    /// Whether there is a closure at all.
    var isFound = false

    mutating func visit(_ expression: Expression) {
        switch expression.kind {
        case .every(let every):
            isFound = true
            visit(every.domain)
            var body = VariableCollector()
            body.visit(every.body)
            for own in [every.key?.variable, every.value.variable] { if let own { body.names.remove(own) } }
            inside.names.formUnion(body.names)
        case .group(let body):
            isFound = true
            inside.visit(body)
        case .and(let left, let right), .or(let left, let right):
            isFound = true
            inside.visit(left)
            inside.visit(right)
        default: return descend(into: expression)
        }
        for modifier in expression.modifiers {
            visit(modifier.target)
            visit(modifier.value)
        }
    }

    mutating func visit(_ term: Term) {
        switch term.kind {
        case .arrayComprehension, .setComprehension, .objectComprehension, .template:
            isFound = true
            inside.visit(term)
        default: descend(into: term)
        }
    }
}

extension Term {
    func variables(skipping: VariableCollector.Skipping = []) -> Set<String> {
        var collector = VariableCollector(skipping: skipping)
        collector.visit(self)
        return collector.names
    }

    /// Where a variable first stands in the term, outside closures.
    func place(of name: String) -> SourceLocation? {
        switch kind {
        case .variable(let own): own == name && location.row > 0 ? location : nil
        case .reference(let reference): reference.terms.lazy.compactMap { $0.place(of: name) }.first
        case .array(let elements), .set(let elements): elements.lazy.compactMap { $0.place(of: name) }.first
        case .object(let members):
            members.lazy.compactMap { $0.key.place(of: name) ?? $0.value.place(of: name) }.first
        default: nil
        }
    }

    /// Whether a part is a reference, call, comprehension or template.
    var needsEvaluation: Bool {
        switch kind {
        case .null, .boolean, .number, .string, .variable: false
        case .reference, .call, .arrayComprehension, .setComprehension, .objectComprehension, .template: true
        case .array(let elements), .set(let elements): elements.contains(where: \.needsEvaluation)
        case .object(let members): members.contains { $0.key.needsEvaluation || $0.value.needsEvaluation }
        }
    }

    var isScalar: Bool {
        switch kind {
        case .null, .boolean, .number, .string: true
        default: false
        }
    }

    var isComprehension: Bool {
        switch kind {
        case .arrayComprehension, .setComprehension, .objectComprehension: true
        default: false
        }
    }
}

/// Makes names that no source uses.
struct NameGenerator {
    let prefix: String
    var used: Set<String>
    private var next = 0

    init(prefix: String, used: Set<String>) {
        self.prefix = prefix
        self.used = used
    }

    mutating func fresh() -> String {
        while true {
            let name = "\(prefix)\(next)__"
            next += 1
            if !used.contains(name) { return name }
        }
    }

    mutating func term(at location: SourceLocation) -> Term { Term(.variable(fresh()), at: location) }
}

extension String {
    /// Made by the parser or the compiler.
    var isGeneratedVariable: Bool { hasPrefix("__local") || hasPrefix("$") }
}

extension Expression {
    /// The operands of `and` and `or` that are written without braces.
    var implicitOperands: [Body] {
        switch kind {
        case .and(let left, let right), .or(let left, let right): [left, right].filter { !$0.isExplicitOperand }
        default: []
        }
    }
}

extension Body {
    /// Whether the body is nothing but braces around another.
    var isExplicitOperand: Bool {
        guard count == 1, let only = first, !only.isNegated, only.modifiers.isEmpty else { return false }
        if case .group = only.kind { return true }
        return false
    }
}
