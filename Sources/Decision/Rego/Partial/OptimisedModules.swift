/// Modules whose entrypoints are evaluated as far as documents are known.
///
/// The rules of the entrypoints are replaced by what is left of them, at the same paths; what these need is below a
/// package of its own. All other rules stay as they are written.
package struct OptimisedModules: Sendable {
    package struct Added: Sendable {
        /// From `data` on.
        package var package: Reference
        /// In version 1 of the language.
        package var text: String
    }

    /// New texts of modules that lost rules, by their place; rows and columns of all that stays are the same.
    package var changed: [Int: String] = [:]
    package var added: [Added] = []
    /// The package of what entrypoints need, when there is any.
    package var namespace: String?
}

extension CompiledModules {
    /// Evaluates packages and rules that are meant to be asked as far as it can be done when `input`, or what else
    /// `options` name, is unknown and all of `data` is known.
    ///
    /// - Parameter entrypoints: Paths from `data` on.
    /// - Returns: nil when nothing can be evaluated.
    /// - Throws: `RegoError` when a limit is reached.
    package func optimised(
        for entrypoints: [Reference], data: Document, options: PartialOptions,
        builtins: [String: Builtin] = Builtins.byName
    ) throws -> OptimisedModules? {
        let evaluator = try PartialEvaluator(self, data: data, input: nil, builtins: builtins, options: options)
        var nodes: [Int] = []
        for entrypoint in entrypoints {
            guard let node = tree.node(at: entrypoint.terms) else { continue }
            for node in groups(below: node) where !nodes.contains(node) { nodes.append(node) }
        }
        var outcomes: [Int: PartialEvaluator.Support] = [:]
        for node in nodes { outcomes[node] = try evaluator.support(of: node) }
        guard !evaluator.seesNamespace, !readsAllData else { return nil }
        // What is referred to as it is written, for instance under `with`, must stay so.
        let kept = closure(of: evaluator.originals)
        var replaced: Set<Int> = []
        var rules: [SupportRule] = []
        for node in nodes {
            let own = rulesBelow(node)
            guard let outcome = outcomes[node], kept.isDisjoint(with: own),
                let made = ruleTexts(of: node, outcome, evaluator)
            else { continue }
            replaced.formUnion(own)
            rules += made
        }
        guard !replaced.isEmpty else { return nil }
        let paths = Set(nodes.filter { replaced.isSuperset(of: rulesBelow($0)) }.map { Reference(path(of: $0)) })
        var renaming = NamespaceRenaming(namespace: evaluator.namespace, paths: paths)
        let needed = evaluator.supportRules.filter { rule in
            rule.node.map { !paths.contains(Reference(path(of: $0))) } ?? true
        }
        let all = (rules + needed).map { renaming.renamed($0) }
        return finished(replaced, all, hasOwn: !needed.isEmpty, evaluator)
    }

    private func finished(
        _ replaced: Set<Int>, _ rules: [SupportRule], hasOwn: Bool, _ evaluator: PartialEvaluator
    ) -> OptimisedModules? {
        var result = OptimisedModules()
        let writer = ResidualWriter(modules: self, options: evaluator.options)
        do throws(RegoErrors) {
            for (path, text) in writer.written(rules) {
                let source = SourceText(name: "optimized", text: text)
                result.added.append(.init(package: path, text: try ModuleFormatter.format(source)))
            }
            for index in modules.indices { result.changed[index] = text(of: index, without: replaced) }
            result.namespace = hasOwn ? evaluator.namespace.last?.string : nil
            var plain = options
            plain.isStrict = false
            _ = try compiled(result, options: plain)
            return result
        } catch {
            return nil
        }
    }

    /// These modules as `optimised` has changed them.
    package func compiled(_ optimised: OptimisedModules, options: CompilerOptions) throws(RegoErrors) -> CompiledModules
    {
        var all: [(source: SourceText, version: RegoVersion)] = modules.enumerated().map { index, module in
            let source = sources[Int(module.file)]
            return (
                source: SourceText(name: source.name, text: optimised.changed[index] ?? source.text),
                version: module.version
            )
        }
        for module in optimised.added {
            all.append((source: SourceText(name: "optimized/\(module.package)", text: module.text), version: .v1))
        }
        return try CompiledModules.compile(all, options: options)
    }

    // MARK: Rules

    private func path(of node: Int) -> [Term] {
        var path: [Term] = []
        var current = node
        while current != 0 {
            path.append(tree.nodes[current].key)
            current = tree.nodes[current].parent
        }
        return [Term(.variable("data"))] + path.reversed()
    }

    /// The nodes at or below one that stand for documents of rules.
    private func groups(below node: Int) -> [Int] {
        if !tree.nodes[node].rules.isEmpty { return [node] }
        return tree.nodes[node].order.compactMap { tree.nodes[node].children[$0] }.flatMap { groups(below: $0) }
    }

    private func rulesBelow(_ node: Int) -> Set<Int> {
        tree.nodes[node].children.values.reduce(into: Set(tree.nodes[node].rules)) { $0.formUnion(rulesBelow($1)) }
    }

    private func closure(of rules: Set<Int>) -> Set<Int> {
        var found: Set<Int> = []
        var pending = rules
        while let rule = pending.popFirst() {
            if found.insert(rule).inserted { pending.formUnion(self.rules[rule].dependencies) }
        }
        return found
    }

    /// Whether some rule refers to the packages there are, and so would see one more.
    private var readsAllData: Bool {
        rules.contains { rule in
            var usage = DocumentUsage()
            usage.visit(rule.rule)
            return usage.references.contains { reference in
                reference.root == "data" && (reference.terms.count == 1 || reference.terms[1].string == nil)
            }
        }
    }

    /// What stands at the path of a node from now on; nil for what stays as it is.
    private func ruleTexts(
        of node: Int, _ outcome: PartialEvaluator.Support, _ evaluator: PartialEvaluator
    ) -> [SupportRule]? {
        guard let first = tree.nodes[node].rules.first else { return nil }
        let package = modules[rules[first].module].package.path.terms
        switch outcome {
        case .original: return nil
        case .undefined: return []
        case .constant(let value):
            let rest = path(of: node).dropFirst(package.count)
            guard let name = rest.first?.string else { return nil }
            let head = Head(
                reference: Reference([Term(.variable(name))] + rest.dropFirst()), value: value, isAssigned: true,
                at: .none)
            return [SupportRule(package: package, rule: Rule(head: head, body: [], at: .none), node: node)]
        case .reference:
            return evaluator.supportRules.filter { $0.node == node }.map { rule in
                var rule = rule
                rule.package = [rule.package[0]] + rule.package.dropFirst(evaluator.namespace.count)
                return rule
            }
        }
    }

    // MARK: Text

    /// The text of a module with blanks in place of rules and of the annotations above them; nil when it has none of
    /// these.
    private func text(of module: Int, without removed: Set<Int>) -> String? {
        let gone = removed.filter { rules[$0].module == module }.sorted()
        guard !gone.isEmpty else { return nil }
        var bytes = Array(sources[Int(modules[module].file)].text.utf8)
        func blank(_ range: Range<Int>) {
            for index in range.clamped(to: bytes.indices) where bytes[index] != UInt8(ascii: "\n") {
                bytes[index] = UInt8(ascii: " ")
            }
        }
        for index in gone {
            let rule = rules[index].rule
            blank(Int(rule.location.offset)..<max(Int(rule.location.offset), Int(rule.location.end)))
            // A block above nothing is an error.
            for comment in modules[module].comments
            where rule.annotations.contains(where: {
                $0.location.row <= comment.location.row && comment.location.row <= $0.lastRow
            }) {
                blank(Int(comment.location.offset)..<(Int(comment.location.offset) + comment.text.utf8.count + 1))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Leads references from rules of the result to where these are when they take the place of those written.
private struct NamespaceRenaming: NodeRewriter {
    let namespace: [Term]
    let paths: Set<Reference>

    mutating func renamed(_ rule: SupportRule) -> SupportRule {
        var rule = rule
        rewrite(&rule.rule.body)
        for index in rule.rule.alternatives.indices { rewrite(&rule.rule.alternatives[index].body) }
        return rule
    }

    mutating func rewrite(_ term: inout Term) {
        descend(into: &term)
        switch term.kind {
        case .reference(var reference):
            place(&reference)
            term.kind = .reference(reference)
        case .call(var call):
            place(&call.function)
            term.kind = .call(call)
        default: break
        }
    }

    mutating func rewrite(_ literal: inout Expression) {
        descend(into: &literal)
        guard case .call(var call) = literal.kind else { return }
        place(&call.function)
        literal.kind = .call(call)
    }

    private func place(_ reference: inout Reference) {
        guard reference.hasPrefix(Reference(namespace)) else { return }
        let plain = [reference.terms[0]] + reference.terms.dropFirst(namespace.count)
        for count in plain.indices.dropFirst(2) where paths.contains(Reference(Array(plain.prefix(count)))) {
            reference.terms = plain
            return
        }
        if paths.contains(Reference(plain)) { reference.terms = plain }
    }
}
