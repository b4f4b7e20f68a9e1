/// What the caller of the compiler decides.
public struct CompilerOptions: Sendable {
    /// Unused names, hidden root documents and deprecated built-ins are errors.
    public var isStrict: Bool
    /// Whether calls of `print` are kept.
    public var keepsPrint: Bool
    public var maximumErrors: Int
    /// Names of built-ins that may not be called.
    public var unsafeBuiltins: Set<String>
    /// Keywords enabled in all modules, as if imported.
    public var enabledKeywords: FutureKeywords
    public var allowsExperimentalKeywords: Bool
    /// JSON Schemas by the dotted names that annotations give them: `schema.acl`. The one named `schema` or
    /// `schema.input` describes `input` in all modules.
    public var schemas: [String: Annotation.Value]
    /// The functions there are, by name.
    package var builtins: [String: BuiltinDeclaration]
    /// What modules may use; nil sets no bounds.
    package var capabilities: Capabilities?

    public init(
        isStrict: Bool = false, keepsPrint: Bool = false, maximumErrors: Int = 10, unsafeBuiltins: Set<String> = [],
        enabledKeywords: FutureKeywords = [], allowsExperimentalKeywords: Bool = false,
        schemas: [String: Annotation.Value] = [:]
    ) {
        self.schemas = schemas
        self.isStrict = isStrict
        self.keepsPrint = keepsPrint
        self.maximumErrors = maximumErrors
        self.unsafeBuiltins = unsafeBuiltins
        self.enabledKeywords = enabledKeywords
        self.allowsExperimentalKeywords = allowsExperimentalKeywords
        builtins = BuiltinDeclaration.byName
    }
}

/// Takes parsed modules through the stages, in OPA's order, which decides which error is reported: the first stage
/// that finds errors is the last that runs.
struct Compiler {
    let options: CompilerOptions
    var sources: [SourceText]
    var modules: [Module]
    /// All rules, in the order of modules and text.
    var rules: [Rule] = []
    var moduleOfRule: [Int] = []
    /// Names in the source of the renamed variables, by rule.
    var originals: [[String: String]] = []
    var tree = RuleTree()
    var nodeOfRule: [Int] = []
    var types = TypeEnvironment()
    var generator: NameGenerator
    var problems: [RegoProblem] = []
    var builtins: [String: BuiltinDeclaration] { options.builtins }

    init(modules: [Module], sources: [SourceText], options: CompilerOptions) {
        self.options = options
        self.sources = sources
        self.modules = modules
        for (index, module) in modules.enumerated() {
            rules += module.rules
            moduleOfRule += [Int](repeating: index, count: module.rules.count)
        }
        generator = NameGenerator(prefix: "__local", used: Self.reserved(rules))
    }

    /// Names of the source that look like generated ones.
    private static func reserved(_ rules: [Rule]) -> Set<String> {
        var collector = VariableCollector()
        for rule in rules { collector.visit(rule) }
        return collector.names.filter { $0.hasPrefix("__local") }
    }

    func fileName(_ file: Int32) -> String {
        file >= 0 && Int(file) < sources.count ? sources[Int(file)].name : ""
    }

    /// Ends the compilation if a stage found errors.
    mutating func checkpoint() throws(RegoErrors) {
        guard !problems.isEmpty else { return }
        defer { problems = [] }
        throw errors(problems)
    }

    func errors(_ problems: [RegoProblem]) -> RegoErrors {
        var errors = problems.map { problem in
            let place = problem.location
            return RegoError(
                problem.code, problem.message,
                at: place.row > 0
                    ? RegoError.Position(file: fileName(place.file), row: Int(place.row), column: Int(place.column))
                    : nil,
                details: problem.details)
        }
        if options.maximumErrors > 0, errors.count > options.maximumErrors {
            errors = Array(errors.prefix(options.maximumErrors))
            errors.append(RegoError(.compile, "error limit reached"))
        }
        return RegoErrors(errors)
    }

    // MARK: Modules

    mutating func compile() throws(RegoErrors) -> CompiledModules {
        problems = options.capabilities?.problems(of: modules) ?? []
        try checkpoint()
        try resolveNames()
        checkRootNames()
        try checkpoint()
        checkImports()
        try checkpoint()
        buildTree()
        try renameLocals()
        try rewriteTemplates()
        try replaceMetadataCalls()
        for index in rules.indices {
            var expander = CallExpander(
                generator: generator, negatesExpansion: negatesExpansion(modules[moduleOfRule[index]]))
            expander.expand(&rules[index])
            generator = expander.generator
        }
        let graph = RuleGraph(rules: rules, tree: tree)
        try checkModifiers()
        checkConflicts()
        try checkpoint()
        checkFunctions()
        try checkpoint()
        try orderBodies()
        for index in rules.indices {
            var dynamics = DynamicTerms(generator: generator)
            dynamics.rewrite(&rules[index].body)
            for branch in rules[index].alternatives.indices {
                dynamics.rewrite(&rules[index].alternatives[branch].body)
            }
            var names = ClosureNames(generator: dynamics.generator)
            names.separate(&rules[index])
            generator = names.generator
        }
        let components = graph.components()
        checkRecursion(graph, components)
        try checkpoint()
        let order = components.flatMap { $0 }
        checkTypes(order)
        try checkpoint()
        checkCalledBuiltins()
        try checkpoint()
        return result(graph, order)
    }

    func negatesExpansion(_ module: Module) -> Bool {
        options.enabledKeywords.contains(.not) || module.keywords.contains(.not)
    }

    private func result(_ graph: RuleGraph, _ order: [Int]) -> CompiledModules {
        var result = CompiledModules(options: options)
        result.types = types
        result.tables = CompiledModules.Tables(
            rules: rules, modules: moduleOfRule, originals: originals, nodes: nodeOfRule)
        result.sources = sources
        result.modules = modules
        result.tree = tree
        result.evaluationOrder = order
        result.rules = rules.indices.map { index in
            let prefix = rules[index].head.reference.scalarPrefix
            return CompiledRule(
                rule: rules[index], module: moduleOfRule[index], node: nodeOfRule[index],
                keys: Array(rules[index].head.reference.terms[prefix.endIndex...]), originalNames: originals[index],
                dependencies: graph.edges[index])
        }
        return result
    }

    // MARK: Stages

    /// The names that a module's package and imports give.
    static func globals(package: Reference?, rules: some Sequence<String>, imports: [Import]) -> [String: Reference] {
        var globals: [String: Reference] = [:]
        if let package {
            for name in rules { globals[name] = Reference(package.terms + [Term(.string(name))]) }
        }
        for statement in imports where statement.path.root != "future" && statement.path.root != "rego" {
            globals[statement.name] = statement.path
        }
        return globals
    }

    private mutating func resolveNames() throws(RegoErrors) {
        var exports: [Reference: Set<String>] = [:]
        for (index, rule) in rules.enumerated() {
            if let name = rule.head.reference.root {
                exports[modules[moduleOfRule[index]].package.path, default: []].insert(name)
            }
        }
        var next = 0
        for module in modules {
            let globals = Self.globals(
                package: module.package.path, rules: exports[module.package.path] ?? [], imports: module.imports)
            var resolver = NameResolver(globals: globals)
            for index in next..<(next + module.rules.count) {
                if let root = resolver.resolve(&rules[index]) {
                    problems.append(
                        RegoProblem(
                            .compile, "args must not shadow \(root) (use a different variable name)",
                            rules[index].location))
                }
            }
            next += module.rules.count
            guard options.isStrict else { continue }
            for statement in module.imports where statement.path.root != "future" && statement.path.root != "rego" {
                if !resolver.used.contains(statement.name) {
                    problems.append(RegoProblem(.compile, "\(statement.text) unused", statement.location))
                }
            }
        }
        try checkpoint()
    }

    private mutating func buildTree() {
        for module in modules { _ = tree.insert(module.package.path.terms) }
        for index in rules.indices {
            let package = modules[moduleOfRule[index]].package.path.terms
            var terms = rules[index].head.reference.terms
            if let first = terms.first, let name = first.variable {
                terms.replaceSubrange(0..<1, with: package + [Term(.string(name), at: first.location)])
            }
            rules[index].head.reference = Reference(terms)
            let node = tree.insert(rules[index].head.reference.scalarPrefix)
            tree.addRule(index, at: node)
            nodeOfRule.append(node)
        }
    }

    private mutating func renameLocals() throws(RegoErrors) {
        for index in rules.indices {
            var renamer = LocalRenamer(generator: generator, isStrict: options.isStrict)
            renamer.rename(&rules[index])
            generator = renamer.generator
            originals.append(renamer.original)
            problems += renamer.errors.map { RegoProblem(.compile, $0.message, $0.location) }
        }
        try checkpoint()
    }

    private mutating func rewriteTemplates() throws(RegoErrors) {
        var void = VoidCalls(builtins: builtins)
        for index in rules.indices {
            var arguments = VariableCollector()
            for argument in rules[index].head.arguments ?? [] { arguments.visit(argument) }
            var rewriter = TemplateRewriter(
                generator: generator, builtins: builtins, keepsPrint: options.keepsPrint, visible: arguments.names,
                original: originals[index])
            rewriter.rewrite(&rules[index])
            generator = rewriter.generator
            problems += rewriter.errors
            void.visit(rules[index])
        }
        try checkpoint()
        problems += void.problems
        try checkpoint()
    }

    private mutating func checkModifiers() throws(RegoErrors) {
        var checks = ModifierChecks(
            tree: tree, isFunction: { [rules] in rules[$0].head.arguments != nil }, builtins: builtins,
            unsafeBuiltins: options.unsafeBuiltins)
        for index in rules.indices {
            checks.rewrite(&rules[index].body)
            for branch in rules[index].alternatives.indices { checks.rewrite(&rules[index].alternatives[branch].body) }
        }
        problems += checks.problems
        try checkpoint()
    }

    private mutating func orderBodies() throws(RegoErrors) {
        let arity: (Reference) -> Int? = { [self] in self.arity(of: $0) }
        var heads: [RegoProblem] = []
        var bodies: [RegoProblem] = []
        for index in rules.indices {
            var order = SafetyOrder(arity: arity, original: originals[index])
            var arguments = VariableCollector()
            for argument in rules[index].head.arguments ?? [] { arguments.visit(argument) }
            let rule = rules[index]
            // Whatever the body mentions counts for the head; that it is bound is the body's own check.
            order.check(
                rule.head, value: rule.head.value, bound: mentioned(rule.body, arguments.names), at: rule.location)
            for branch in rule.alternatives {
                order.check(
                    Head(reference: Reference([]), at: rule.location), value: branch.value,
                    bound: mentioned(branch.body, arguments.names), at: branch.location)
            }
            heads += order.takeProblems()
            order.order(&rules[index].body, globals: arguments.names)
            for branch in rules[index].alternatives.indices {
                order.order(&rules[index].alternatives[branch].body, globals: arguments.names)
            }
            bodies += order.takeProblems()
        }
        problems = heads
        try checkpoint()
        problems = bodies
        try checkpoint()
    }

    private func mentioned(_ body: Body, _ arguments: Set<String>) -> Set<String> {
        var collector = VariableCollector(skipping: .closures)
        collector.visit(body)
        return collector.names.union(arguments)
    }
}

extension Reference {
    /// The head and the scalars behind it.
    var scalarPrefix: ArraySlice<Term> {
        let end = terms.dropFirst().firstIndex { !$0.isScalar } ?? terms.endIndex
        return terms[..<end]
    }
}

extension RuleTree {
    mutating func addRule(_ rule: Int, at node: Int) { nodes[node].rules.append(rule) }
}
