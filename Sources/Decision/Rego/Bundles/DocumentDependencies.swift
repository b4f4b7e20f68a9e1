/// Which documents a query depends on: base documents, that is input and data from outside, and virtual ones, that is
/// rules.
///
/// A path ends where it stops being constant: `data.a[x].b` depends on `data.a`.
package struct DocumentDependencies: Sendable, Equatable {
    /// Sorted by their text.
    package private(set) var base: [Reference] = []
    package private(set) var virtual: [Reference] = []

    package init(of query: CompiledQuery, in modules: CompiledModules) {
        var collector = UsedReferences()
        collector.visit(query.body)
        var bases: Set<Reference> = []
        var virtuals: Set<Reference> = []
        var seen: Set<Int> = []
        var pending = collector.resolved(includingBound: true)
        while let reference = pending.popLast() {
            let prefix = Reference(Array(reference.constantPrefix))
            let rules = modules.rules(at: prefix)
            if rules.isEmpty { bases.insert(prefix) }
            for index in rules where seen.insert(index).inserted {
                let rule = modules.rules[index].rule
                virtuals.insert(Reference(Array(rule.head.reference.scalarPrefix)))
                var collector = UsedReferences()
                collector.visit(rule)
                pending += collector.resolved(includingBound: false)
            }
        }
        base = bases.sorted { $0.dotted < $1.dotted }
        virtual = virtuals.sorted { $0.dotted < $1.dotted }
    }

    /// The paths as OPA writes references: arrays of terms with their types.
    package var json: String {
        func list(_ references: [Reference]) -> String {
            "[" + references.map(\.typedJSON).joined(separator: ",") + "]"
        }
        let members = [("base", base), ("virtual", virtual)].filter { !$0.1.isEmpty }
        return "{" + members.map { "\"\($0.0)\":\(list($0.1))" }.joined(separator: ",") + "}"
    }
}

extension CompiledModules {
    /// The rules that a constant path may need: those on the way to it, and those at or below it.
    fileprivate func rules(at path: Reference) -> [Int] {
        guard path.root == "data" else { return [] }
        var node = 0
        for term in path.terms.dropFirst() {
            guard let next = tree.nodes[node].child(term) else { return [] }
            node = next
            if !tree.nodes[node].rules.isEmpty { return tree.nodes[node].rules }
        }
        var found: [Int] = []
        var pending = [node]
        while let node = pending.popLast() {
            found += tree.nodes[node].rules
            pending += tree.nodes[node].children.values
        }
        return found.sorted()
    }
}

/// The references of a rule or query, and the variables that stand for some of them.
private struct UsedReferences: NodeVisitor {
    /// What variables are unified with.
    private var aliases: [String: [Reference]] = [:]
    private var references: [Reference] = []
    /// Variables whose whole value is used, rather than parts of it.
    private var used: Set<String> = []
    /// Paths longer than this many variables, or more than so many, come of no policy that people write.
    private static let depthLimit = 32
    private static let countLimit = 100_000

    mutating func visit(_ expression: Expression) {
        guard let (left, right) = expression.unification, !expression.isNegated else {
            descend(into: expression)
            return
        }
        switch (left.kind, right.kind) {
        case (.variable(let name), .reference(let reference)), (.reference(let reference), .variable(let name)):
            aliases[name, default: []].append(reference)
            for term in reference.terms.dropFirst() { visit(term) }
            if reference.root == nil, let head = reference.terms.first { visit(head) }
            for modifier in expression.modifiers { visit(modifier.value) }
        default: descend(into: expression)
        }
    }

    mutating func visit(_ term: Term) {
        switch term.kind {
        case .variable(let name): used.insert(name)
        case .reference(let reference):
            references.append(reference)
            for term in reference.terms.dropFirst() { visit(term) }
            if reference.root == nil, let head = reference.terms.first { visit(head) }
        default: descend(into: term)
        }
    }

    mutating func visitFunction(_ function: Reference, at location: SourceLocation) {
        if function.root == "data" { references.append(function) }
    }

    /// The references from `data` and `input`, without those of which a prefix is there too.
    ///
    /// - Parameter includingBound: Whether variables are results, so that all of their value counts.
    func resolved(includingBound: Bool) -> [Reference] {
        var found: Set<Reference> = []
        for reference in references { expand(reference, 0, &found) }
        let heads = Set(references.compactMap(\.root)).union(aliases.values.joined().compactMap(\.root))
        for (name, meanings) in aliases where includingBound || used.contains(name) || !heads.contains(name) {
            for meaning in meanings { expand(meaning, 0, &found) }
        }
        var kept: [Reference] = []
        for reference in found.sorted(by: { $0.terms.count < $1.terms.count }) {
            var isCovered = false
            for count in 1..<max(2, reference.terms.count)
            where found.contains(Reference(Array(reference.terms.prefix(count)))) && count < reference.terms.count {
                isCovered = true
                break
            }
            if !isCovered { kept.append(reference) }
        }
        return kept
    }

    private func expand(_ reference: Reference, _ depth: Int, _ found: inout Set<Reference>) {
        guard let root = reference.root, depth < Self.depthLimit, found.count < Self.countLimit else { return }
        if root == "data" || root == "input" {
            found.insert(reference)
            return
        }
        for meaning in aliases[root] ?? [] {
            expand(Reference(meaning.terms + reference.terms.dropFirst()), depth + 1, &found)
        }
    }
}

extension Reference {
    /// An array of terms with their types, as OPA's syntax trees have them.
    package var typedJSON: String {
        let texts = terms.map { term in
            switch term.kind {
            case .variable(let name): "{\"type\":\"var\",\"value\":\(JSONOutput.quoted(name))}"
            case .string(let text): "{\"type\":\"string\",\"value\":\(JSONOutput.quoted(text))}"
            case .number(let text): "{\"type\":\"number\",\"value\":\(text)}"
            case .boolean(let flag): "{\"type\":\"boolean\",\"value\":\(flag)}"
            case .null: "{\"type\":\"null\",\"value\":null}"
            default: "{\"type\":\"term\",\"value\":\(JSONOutput.quoted(term.description))}"
            }
        }
        return "[\(texts.joined(separator: ","))]"
    }
}
