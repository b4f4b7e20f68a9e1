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
        var bodies: [Body] = []
        for branch in branches {
            var body = branch.saved
            for binding in query.bindings where branch.bound[binding.variable] != nil {
                let variable = Term(.variable(binding.variable))
                body.append(.unification(variable, branch.plugged(variable), at: .none))
            }
            bodies.append(ResidualSimplifier.simplified(body, keeping: Set(names.keys)))
        }
        if bodies.contains(where: \.isEmpty) { bodies = [[]] }
        let writer = ResidualWriter(modules: self, options: options)
        if !evaluator.seesNamespace,
            let result = try writer.result(
                bodies, names: names, rules: evaluator.supportRules,
                originals: evaluator.keepsOriginals ? evaluator.originals : nil)
        {
            return result
        }
        return try writer.whole(query, names: names, evaluator: evaluator)
    }
}
