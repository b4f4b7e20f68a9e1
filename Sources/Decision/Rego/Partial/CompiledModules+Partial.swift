extension CompiledModules {
    /// Evaluates a query as far as it can be while some documents are unknown.
    ///
    /// For every value of these documents, the solutions of the result's queries, evaluated with its modules, are those
    /// of the query. Parts that cannot be evaluated in part are kept as they are written; these read the documents that
    /// are known too.
    ///
    /// - Parameter input: The parts of it that are known; nil when there are none.
    /// - Throws: `RegoError` when a limit is reached.
    public func partiallyEvaluated(
        _ query: CompiledQuery, data: Document, input: Document? = nil, options: PartialOptions = PartialOptions()
    ) throws -> PartialResult {
        try partiallyEvaluated(query, data: data, input: input, options: options, builtins: Builtins.byName)
    }

    /// The same for texts, as a request to compile a query has them.
    ///
    /// - Parameter unknowns: Paths as `input.user`; nil for `input`.
    /// - Throws: `RegoErrors` for a text that is no query or path.
    public func partiallyEvaluated(
        query text: String, unknowns: [String]? = nil, data: Document, input: Document? = nil,
        options: PartialOptions = PartialOptions()
    ) throws -> PartialResult {
        var options = options
        if let unknowns { options.unknowns = try unknowns.map { try Reference(path: $0) } }
        return try partiallyEvaluated(
            query(SourceText(name: "", text: text)), data: data, input: input, options: options)
    }

    package func partiallyEvaluated(
        _ query: CompiledQuery, data: Document, input: Document?, options: PartialOptions, builtins: [String: Builtin]
    ) throws -> PartialResult {
        let evaluator = try PartialEvaluator(self, data: data, input: input, builtins: builtins, options: options)
        let branches = try evaluator.branches(of: query.body, limit: options.limits.queries)
        var names: [String: String] = [:]
        for binding in query.bindings { names[binding.variable] = binding.name }
        let bodies = branches.map { Self.body(of: $0, binding: query.bindings) }
        let writer = ResidualWriter(modules: self, options: options)
        if !evaluator.seesNamespace,
            let result = try writer.result(
                bodies.contains(where: \.isEmpty) ? [[]] : bodies, names: names, rules: evaluator.supportRules,
                originals: evaluator.keepsOriginals ? evaluator.originals : nil)
        {
            return result
        }
        return try writer.whole(query, names: names, evaluator: evaluator)
    }

    /// What a branch leaves of a query, the variables that the query binds included.
    private static func body(of branch: PartialBranch, binding bindings: [CompiledQuery.Binding]) -> Body {
        var body = branch.saved
        var names: [String: String] = [:]
        for binding in bindings where branch.bound[binding.variable] != nil {
            let value = branch.plugged(Term(.variable(binding.variable)))
            if let name = value.variable, names[name] == nil, !bindings.contains(where: { $0.variable == name }) {
                names[name] = binding.variable
            } else {
                body.append(.unification(Term(.variable(binding.variable)), value, at: .none))
            }
        }
        var renaming = VariableRenaming(names: names)
        renaming.rewrite(&body)
        return ResidualSimplifier.simplified(body, keeping: Set(bindings.map(\.variable)))
    }
}
