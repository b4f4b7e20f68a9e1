@testable import Rego

/// Compares what a query gives with what is left of it gives when some documents are unknown at first.
struct ResidualComparison {
    enum Outcome: Equatable {
        case same
        case different(String)
        case skipped(String)
    }

    var modules: CompiledModules
    var query: CompiledQuery
    var data: Document
    var builtins = Builtins.byName

    init(
        _ texts: [String], query: String, data: Document, version: RegoVersion = .v1, options: CompilerOptions = .init()
    ) throws {
        modules = try CompiledModules.compile(
            texts.enumerated().map { index, text in
                (source: SourceText(name: "test-\(index).rego", text: text), version: version)
            }, options: options)
        self.query = try modules.query(SourceText(name: "", text: query))
        self.data = data
    }

    func partial(_ options: PartialOptions = PartialOptions(), input: Document? = nil) throws -> PartialResult {
        try modules.partiallyEvaluated(query, data: data, input: input, options: options, builtins: builtins)
    }

    /// The solutions as sorted texts, or the error.
    func direct(_ input: Document?) throws -> Set<String> {
        try solutions(of: query, in: modules, data, input)
    }

    func residual(_ partial: PartialResult, data: Document, _ input: Document?) throws -> Set<String> {
        var found: Set<String> = []
        let compiled = try partial.compiled(options: modules.options)
        for query in partial.queries {
            if query.text.isEmpty {
                found.insert("")
            } else {
                let compiledQuery = try compiled.query(SourceText(name: "", text: query.text))
                found.formUnion(try solutions(of: compiledQuery, in: compiled, data, input))
            }
        }
        return found
    }

    private func solutions(
        of query: CompiledQuery, in modules: CompiledModules, _ data: Document, _ input: Document?
    ) throws -> Set<String> {
        let prepared = try PreparedQuery(modules, query: query, data: data, builtins: builtins)
        let limits = EvaluationLimits(time: .seconds(20))
        let found = try prepared.solutions(
            input: input, options: EvaluationOptions(limits: limits, nanoseconds: 1_700_000_000_000_000_000))
        return Set(
            found.map { solution in
                zip(prepared.variables, solution).filter { !$0.0.hasPrefix("__local") }
                    .map { "\($0.0)=\($0.1)" }.sorted().joined(separator: "; ")
            })
    }

    /// Evaluates the query directly and what is left of it.
    func outcome(_ partial: PartialResult, input: Document?) -> Outcome {
        let expected = Result { try direct(input) }
        if case .success(let first) = expected, (try? direct(input)) != first { return .skipped("is random") }
        let actual = Result { try residual(partial, data: data, input) }
        switch (expected, actual) {
        case (.success(let one), .success(let other)) where one == other: return .same
        case (.failure(let one as RegoError), .failure(let other as RegoError)) where one.code == other.code:
            return .same
        default: return .different("wanted \(expected), got \(actual) from\n\(partial.source)")
        }
    }

    /// Evaluates the query directly and by way of what is left of it.
    func outcome(
        _ options: PartialOptions, known: Document? = nil, input: Document?
    ) throws -> (Outcome, PartialResult?) {
        let partial: PartialResult
        do {
            partial = try self.partial(options, input: known)
        } catch {
            return (.different("partial evaluation: \(error)"), nil)
        }
        return (outcome(partial, input: input), partial)
    }
}
