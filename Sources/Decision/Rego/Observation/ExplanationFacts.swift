/// What the parts of an expression were worth when it was evaluated.
struct ExplanationFacts {
    let program: Program
    let written: WrittenExpressions
    /// Names in the source of renamed variables.
    let originals: [String: String]
    /// Where the terms stand that the compiler gave a name.
    let definitions: [String: SourceLocation]
    /// What a group was worth under the documents of some generation.
    let groupValue: (_ group: Int, _ generation: Int) -> Value?

    /// A string as a value.
    let string: (String) -> Value?

    private static let limit = 6

    /// - Parameter steps: The literals of one written expression, as far as they were evaluated.
    func facts(
        of steps: [PlannedBody.Step], known snapshot: ExplanationRecorder.Snapshot
    ) -> [Explanation.Fact] {
        var values: [String: Value] = [:]
        for (variable, value) in zip(program.marks[snapshot.mark].variables, snapshot.values) {
            values[variable.name] = value
        }
        var collector = PartCollector()
        for step in steps { collector.visit(step.expression) }
        var facts: [Explanation.Fact] = []
        func add(_ text: String, _ value: Value) {
            guard facts.count < Self.limit, !text.isEmpty, !facts.contains(where: { $0.text == text }) else { return }
            let shown = value.isUndefined ? nil : ValueExcerpt.text(of: value)
            if shown != text { facts.append(Explanation.Fact(text: text, value: shown)) }
        }
        for part in collector.parts {
            switch part.kind {
            case .variable(let name):
                guard let value = values[name] else { continue }
                if let place = definitions[name] {
                    add(written.text(place, limit: 80), value)
                } else if let name = originals[name] ?? (name.isGeneratedVariable ? nil : name) {
                    add(name, value)
                }
            case .reference(let reference):
                guard let (text, value) = resolve(reference, values, snapshot) else { continue }
                // What an iteration has found is shown by its variables.
                let isFound = reference.terms.dropFirst().contains { $0.variable.map { values[$0] != nil } ?? false }
                let shown = value.isUndefined ? nil : ValueExcerpt.text(of: value)
                if isFound, facts.contains(where: { $0.value == shown }) { continue }
                add(text, value)
            default:
                break
            }
        }
        return facts
    }

    /// The value of a reference as far as its keys are known; where it is undefined, of the first part that is.
    private func resolve(
        _ reference: Reference, _ values: [String: Value], _ snapshot: ExplanationRecorder.Snapshot
    ) -> (text: String, value: Value)? {
        guard let root = reference.root else { return nil }
        var text = originals[root] ?? (definitions[root].map { written.text($0, limit: 80) } ?? root)
        var rest = reference.terms.dropFirst()
        var value: Value
        switch root {
        case "input": value = snapshot.input
        case "data":
            guard let (path, found) = resolveData(&rest, values, snapshot) else { return nil }
            text += path
            value = found
        default:
            guard let known = values[root],
                definitions[root] != nil || !root.isGeneratedVariable || originals[root] != nil
            else { return nil }
            value = known
        }
        for term in rest {
            guard value.isDefined, let key = key(term, values) else { break }
            text += Self.step(key)
            value = value.lookup(key)
        }
        return (text, value)
    }

    /// Follows a reference through the tree of rules, or else into base documents.
    private func resolveData(
        _ rest: inout ArraySlice<Term>, _ values: [String: Value], _ snapshot: ExplanationRecorder.Snapshot
    ) -> (path: String, value: Value)? {
        var node = 0
        var path = ""
        var base = snapshot.data
        while true {
            switch program.nodes[node].content {
            case .group(let group):
                guard let value = groupValue(group, snapshot.generation) else { return nil }
                return (path, value)
            case .function: return nil
            case .inner: break
            }
            guard let term = rest.first, let key = key(term, values) else { return nil }
            rest = rest.dropFirst()
            path += Self.step(key)
            base = base.isDefined ? base.lookup(key) : base
            guard let child = program.nodes[node].children.first(where: { $0.key == key }) else { return (path, base) }
            node = child.node
        }
    }

    private func key(_ term: Term, _ values: [String: Value]) -> Value? {
        switch term.kind {
        case .string(let text): string(text)
        case .number(let text): Int32(text).map { Value(small: $0) }
        case .boolean(let boolean): Value(boolean)
        case .null: .null
        case .variable(let name): values[name]
        default: nil
        }
    }

    private static func step(_ key: Value) -> String {
        if let name = key.string, Rego.isName(name) { return "." + name }
        return "[" + ValueExcerpt.text(of: key, limit: 60) + "]"
    }
}

/// The variables and references of literals, outside the closures in them.
private struct PartCollector: NodeVisitor {
    private(set) var parts: [Term] = []
    /// Within a literal that replaces documents they are not what they are outside.
    private var replacesDocuments = false

    mutating func visit(_ term: Term) {
        switch term.kind {
        case .variable: parts.append(term)
        case .reference(let reference) where replacesDocuments && ["input", "data"].contains(reference.root):
            break
        case .reference(let reference):
            for key in reference.terms.dropFirst() { visit(key) }
            parts.append(term)
        case .arrayComprehension, .setComprehension, .objectComprehension, .template: break
        default: descend(into: term)
        }
    }

    mutating func visit(_ expression: Expression) {
        for modifier in expression.modifiers where !modifier.replacesFunction { visit(modifier.value) }
        replacesDocuments = !expression.modifiers.isEmpty
        defer { replacesDocuments = false }
        switch expression.kind {
        case .every(let every): visit(every.domain)
        case .group, .and, .or: break
        default:
            var bare = expression
            bare.modifiers = []
            descend(into: bare)
        }
    }
}
