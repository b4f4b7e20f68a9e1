/// Writes what is left as Rego text, reads it, and sees to it that it compiles.
struct ResidualWriter {
    let modules: CompiledModules
    let options: PartialOptions

    /// The result; nil when the compiler would not take it: types that are now seen to differ, for instance, are an
    /// error where before they only left a literal undefined.
    func result(
        _ bodies: [Body], names: [String: String], rules: [SupportRule], originals: Set<Int>?
    ) throws(RegoError) -> PartialResult? {
        var result = PartialResult()
        var size = 0
        do throws(RegoErrors) {
            var seen: Set<String> = []
            for body in bodies {
                let text = self.text(of: body, names: names)
                guard seen.insert(text).inserted else { continue }
                size += text.utf8.count
                if size > options.limits.textSize { break }
                let parsed = body.isEmpty ? [] : try Rego.parseQuery(SourceText(name: "", text: text), options: parsing)
                result.queries.append(.init(text: text, body: parsed))
            }
            if !result.queries.isEmpty {
                for (_, module) in written(rules) {
                    size += module.utf8.count
                    if size > options.limits.textSize { break }
                    let text = try ModuleFormatter.format(
                        SourceText(name: "partial.rego", text: module), options: FormatOptions())
                    let parsed = try Module.parse(SourceText(name: "partial.rego", text: text), options: parsing)
                    result.support.append(.init(text: text, version: .v1, module: parsed))
                }
                if let originals { result.support += self.originals(originals) }
            }
            if size <= options.limits.textSize { try check(result) }
        } catch {
            return nil
        }
        if size > options.limits.textSize {
            throw RegoError.partialLimit("the result is longer than \(options.limits.textSize) bytes")
        }
        return result
    }

    /// The query and its modules as they are written.
    func whole(
        _ query: CompiledQuery, names: [String: String], evaluator: PartialEvaluator
    ) throws -> PartialResult {
        var usage = DocumentUsage()
        usage.visit(query.body)
        var needed: Set<Int> = []
        for reference in usage.references + usage.functions { needed.formUnion(evaluator.unknown.rules(of: reference)) }
        var result = PartialResult()
        result.isWhole = true
        let text = text(of: query.body, names: names)
        result.queries = [
            .init(text: text, body: try Rego.parseQuery(SourceText(name: "", text: text), options: parsing))
        ]
        result.support = originals(needed)
        try check(result)
        return result
    }

    private var parsing: ParserOptions {
        ParserOptions(
            allowsExperimentalKeywords: modules.options.allowsExperimentalKeywords,
            enabledKeywords: modules.options.enabledKeywords)
    }

    private func check(_ result: PartialResult) throws(RegoErrors) {
        var compilerOptions = modules.options
        compilerOptions.isStrict = false
        let compiled = try result.compiled(options: compilerOptions)
        for query in result.queries where !query.body.isEmpty {
            _ = try compiled.query(SourceText(name: "", text: query.text))
        }
    }

    // MARK: Text

    private func text(of body: Body, names: [String: String]) -> String {
        var counter = VariableCounter()
        counter.visit(body)
        var renaming = VariableRenaming(names: Self.names(counter, given: names))
        var body = body
        renaming.rewrite(&body)
        return body.map(\.sourceText).joined(separator: "\n")
    }

    /// Short names in the order in which variables are met; what occurs once needs none.
    private static func names(_ counter: VariableCounter, given: [String: String] = [:]) -> [String: String] {
        var names: [String: String] = [:]
        var next = 0
        for name in counter.order {
            if let given = given[name] {
                names[name] = given
            } else if counter.counts[name] == 1, !counter.declared.contains(name) {
                names[name] = "$\(names.count)"
            } else {
                names[name] = "__local\(next)__"
                next += 1
            }
        }
        return names
    }

    /// The texts of the modules of these rules, a module for each package.
    func written(_ rules: [SupportRule]) -> [(package: Reference, text: String)] {
        var packages: [Reference: [Rule]] = [:]
        for rule in rules { packages[Reference(rule.package), default: []].append(rule.rule) }
        return packages.sorted { $0.key.description < $1.key.description }.map { path, rules in
            var name = Array(path.terms.dropFirst())
            if let first = name.first?.string { name[0] = Term(.variable(first)) }
            let texts = rules.map { rule in
                var counter = VariableCounter()
                counter.visit(rule)
                var renaming = VariableRenaming(names: Self.names(counter))
                return renamed(rule, &renaming).sourceText
            }
            let text = "package \(Reference(name).description)\n\n" + texts.joined(separator: "\n\n") + "\n"
            return (package: path, text: text)
        }
    }

    private func renamed(_ rule: Rule, _ renaming: inout VariableRenaming) -> Rule {
        var rule = rule
        if rule.body.isEmpty { rule.body = [Expression(.term(Term(.boolean(true))))] }
        renaming.rewrite(&rule.body)
        for index in rule.head.reference.terms.indices.dropFirst() {
            renaming.rewrite(&rule.head.reference.terms[index])
        }
        if var arguments = rule.head.arguments {
            for index in arguments.indices { renaming.rewrite(&arguments[index]) }
            rule.head.arguments = arguments
        }
        if var key = rule.head.key {
            renaming.rewrite(&key)
            rule.head.key = key
        }
        if var value = rule.head.value {
            renaming.rewrite(&value)
            rule.head.value = value
        }
        for index in rule.alternatives.indices {
            if rule.alternatives[index].body.isEmpty {
                rule.alternatives[index].body = [Expression(.term(Term(.boolean(true))))]
            }
            renaming.rewrite(&rule.alternatives[index].body)
            renaming.rewrite(&rule.alternatives[index].value)
        }
        rule.head.isAssigned = rule.head.value != nil
        return rule
    }

    // MARK: Modules as they are written

    /// The modules of these rules, and those that they need.
    private func originals(_ rules: Set<Int>) -> [PartialResult.Support] {
        var needed: Set<Int> = []
        var pending = Set(rules.map { modules.rules[$0].module })
        while let module = pending.popFirst() {
            guard needed.insert(module).inserted else { continue }
            for rule in modules.rules where rule.module == module {
                pending.formUnion(rule.dependencies.map { modules.rules[$0].module })
            }
        }
        // Packages without rules are documents too, and annotations apply to rules of other modules.
        for (index, module) in modules.modules.enumerated() where module.rules.isEmpty || !module.annotations.isEmpty {
            needed.insert(index)
        }
        return needed.sorted().map { index in
            let module = modules.modules[index]
            let source =
                modules.sources.indices.contains(Int(module.file)) ? modules.sources[Int(module.file)].text : ""
            return PartialResult.Support(text: source, version: module.version, module: module)
        }
    }
}

extension PartialResult {
    /// The modules, compiled.
    ///
    /// - Throws: `RegoErrors` when options forbid what they need.
    public func compiled(options: CompilerOptions = CompilerOptions()) throws(RegoErrors) -> CompiledModules {
        try CompiledModules.compile(
            support.enumerated().map { index, support in
                (source: SourceText(name: "partial\(index + 1).rego", text: support.text), version: support.version)
            }, options: options)
    }
}
