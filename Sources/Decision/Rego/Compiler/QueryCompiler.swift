extension CompiledModules {
    /// Compiles modules that are parsed already.
    ///
    /// - Parameter sources: The texts of the modules, at the indices that their locations carry.
    /// - Throws: What the first stage that finds errors finds.
    public static func compile(
        _ modules: [Module], sources: [SourceText], options: CompilerOptions = CompilerOptions()
    ) throws(RegoErrors) -> CompiledModules {
        var compiler = Compiler(modules: modules, sources: sources, options: options)
        return try compiler.compile()
    }

    /// Parses and compiles modules, each in its version.
    ///
    /// - Throws: The syntax errors of all sources, or what the first stage of the compiler that finds errors finds.
    public static func compile(
        _ sources: [(source: SourceText, version: RegoVersion)], options: CompilerOptions = CompilerOptions()
    ) throws(RegoErrors) -> CompiledModules {
        var modules: [Module] = []
        var errors: [RegoError] = []
        for (index, entry) in sources.enumerated() {
            let parsing = ParserOptions(
                version: entry.version, allowsExperimentalKeywords: options.allowsExperimentalKeywords,
                enabledKeywords: options.enabledKeywords)
            do throws(RegoErrors) {
                modules.append(
                    try Parser.module(entry.source, file: Int32(clamping: index), options: parsing))
            } catch {
                errors += error.errors
            }
        }
        guard errors.isEmpty else { throw RegoErrors(errors) }
        return try compile(modules, sources: sources.map(\.source), options: options)
    }

    /// Compiles a query against these modules.
    ///
    /// - Parameters:
    ///   - package: The path, from `data`, of the package in whose place names are resolved.
    ///   - imports: Imports as in a module: `data.a.b as c`.
    ///   - capturesValues: Whether each literal gives its value to a variable, listed in `expressions`, instead of
    ///     ending the query when it is false.
    public func query(
        _ source: SourceText, package: Reference? = nil, imports: [Import] = [], capturesValues: Bool = false
    ) throws(RegoErrors) -> CompiledQuery {
        let parsing = ParserOptions(
            allowsExperimentalKeywords: options.allowsExperimentalKeywords, enabledKeywords: options.enabledKeywords)
        let body = try Parser.query(source, file: Int32(clamping: sources.count), options: parsing)
        var compiler = Compiler(compiled: self, query: source)
        return try compiler.compileQuery(
            body, source: source, package: package, imports: imports, capturesValues: capturesValues)
    }
}

extension Compiler {
    /// A compiler that has done its work on the modules.
    fileprivate init(compiled: CompiledModules, query: SourceText) {
        options = compiled.options
        sources = compiled.sources + [query]
        modules = compiled.modules
        rules = compiled.tables.rules
        moduleOfRule = compiled.tables.modules
        originals = compiled.tables.originals
        nodeOfRule = compiled.tables.nodes
        tree = compiled.tree
        types = compiled.types
        generator = NameGenerator(prefix: "__localq", used: [])
    }

    fileprivate mutating func compileQuery(
        _ source: Body, source text: SourceText, package: Reference?, imports: [Import], capturesValues: Bool
    ) throws(RegoErrors) -> CompiledQuery {
        var body = source
        var used = VariableCollector()
        used.visit(body)
        generator.used = used.names
        var exports: Set<String> = []
        if let package {
            for (index, rule) in rules.enumerated() where modules[moduleOfRule[index]].package.path == package {
                if rule.head.reference.terms.count > package.terms.count,
                    let name = rule.head.reference.terms[package.terms.count].string
                {
                    exports.insert(name)
                }
            }
        }
        if options.isStrict {
            var seen: Set<String> = []
            for expression in body { seen.formUnion(DeclaredNames.of(expression)) }
            for name in seen.sorted() where name == "data" || name == "input" {
                problems.append(
                    RegoProblem(
                        .compile, "variables must not shadow \(name) (use a different variable name)",
                        body.first?.location ?? .none))
            }
            try checkpoint()
        }
        var resolver = NameResolver(globals: Self.globals(package: package, rules: exports, imports: imports))
        resolver.resolveQuery(&body)
        var renamer = LocalRenamer(generator: generator, isStrict: options.isStrict)
        renamer.renameQuery(&body)
        let original = renamer.original
        problems += renamer.errors.map { RegoProblem(.compile, $0.message, $0.location) }
        try checkpoint()
        var templates = TemplateRewriter(
            generator: renamer.generator, builtins: builtins, keepsPrint: options.keepsPrint, visible: [],
            original: original)
        templates.rewrite(&body)
        problems += templates.errors
        try checkpoint()
        checkVoidCalls { $0.visit(body) }
        try checkpoint()
        generator = templates.generator
        var expressions: [CompiledQuery.ResultExpression] = []
        if capturesValues { expressions = capture(&body, text) }
        var expander = CallExpander(
            generator: generator, negatesExpansion: options.enabledKeywords.contains(.not))
        expander.expand(&body)
        var modifiers = ModifierChecks(
            tree: tree, isFunction: { [rules] in rules[$0].head.arguments != nil }, builtins: builtins,
            unsafeBuiltins: options.unsafeBuiltins)
        modifiers.rewrite(&body)
        problems += modifiers.problems
        try checkpoint()
        // By now names of functions in modifiers are known to be no variables.
        let bindings = self.bindings(of: body, original)
        checkFunctions(in: body, original: original)
        try checkpoint()
        var order = SafetyOrder(arity: { [self] in self.arity(of: $0) }, original: original)
        order.order(&body, globals: [])
        problems += order.takeProblems()
        try checkpoint()
        var dynamics = DynamicTerms(generator: expander.generator)
        dynamics.rewrite(&body)
        var names = ClosureNames(generator: dynamics.generator)
        names.separate(query: &body)
        checkTypes(of: body, original: original)
        try checkpoint()
        checkCalledBuiltins(in: body, forbidsDeprecated: options.isStrict)
        try checkpoint()
        return CompiledQuery(source: text, body: body, bindings: bindings, expressions: expressions)
    }

    private func bindings(of body: Body, _ original: [String: String]) -> [CompiledQuery.Binding] {
        var collector = VariableCollector(skipping: .closures)
        collector.visit(body)
        var bindings: [CompiledQuery.Binding] = []
        for variable in collector.names {
            let name = original[variable] ?? variable
            if name.hasPrefix("$") || original[variable] == nil && generator.isGenerated(variable) { continue }
            bindings.append(.init(variable: variable, name: name))
        }
        return bindings.sorted { $0.name < $1.name }
    }

    /// Gives each literal's value to a variable.
    private mutating func capture(_ body: inout Body, _ source: SourceText) -> [CompiledQuery.ResultExpression] {
        let bytes = Array(source.text.utf8)
        var expressions: [CompiledQuery.ResultExpression] = []
        var iteration = IterationSearch()
        iteration.visit(body)
        var conditions: Body = []
        for index in body.indices {
            let location = body[index].location
            let range = max(0, Int(location.offset))..<min(bytes.count, max(Int(location.offset), Int(location.end)))
            let text = String(decoding: bytes[range], as: UTF8.self)
            var variable: String?
            let isPlain = !body[index].isNegated && body[index].unification == nil
            switch body[index].kind {
            case .term(let term) where isPlain:
                let output = generator.term(at: term.location)
                variable = output.variable
                body[index].kind = .call(Call("eq", at: term.location, [output, term]))
            case .call(var call) where isPlain:
                guard let arity = arity(of: call.function), call.arguments.count == arity,
                    builtins[call.name]?.result != nil || call.function.root == "data"
                else { break }
                let output = generator.term(at: location)
                variable = output.variable
                call.arguments.append(output)
                body[index].kind = .call(call)
            default: break
            }
            expressions.append(.init(text: text, location: location, variable: variable))
            guard let variable, iteration.isFound || body.count > 1 else { continue }
            conditions.append(Expression(.term(Term(.variable(variable), at: location)), at: location, generated: true))
        }
        // Only a query that asks for one value may have it be false; of many, those that hold are asked for.
        body += conditions
        return expressions
    }
}

/// Looks for references that can have several values.
private struct IterationSearch: NodeVisitor {
    private(set) var isFound = false

    mutating func visit(_ term: Term) {
        if let reference = term.reference, reference.terms.dropFirst().contains(where: { $0.variable != nil }) {
            isFound = true
        }
        descend(into: term)
    }

    mutating func visitFunction(_ function: Reference, at location: SourceLocation) {
        if BuiltinDeclaration.byName[function.dotted]?.isRelation == true { isFound = true }
    }

    mutating func visitComprehension(heads: [Term], body: Body) {}
}

extension NameGenerator {
    func isGenerated(_ name: String) -> Bool { name.hasPrefix(prefix) && !used.contains(name) }
}
