/// Evaluates what is known, by the machine.
final class KnownParts {
    enum Outcome {
        /// For each solution the values of the variables asked for.
        case solutions([[Term]])
        /// An error that evaluation meets only if it comes to this point, so that it must not end partial evaluation.
        case failure
        /// More than is written out.
        case large
    }

    private let modules: CompiledModules
    private let plain: CompiledModules
    let data: Document
    let input: Document?
    private let builtins: [String: Builtin]
    private let limits: PartialLimits
    private var memo: [Expression: Outcome] = [:]
    private let started = ContinuousClock.now

    init(
        _ modules: CompiledModules, data: Document, input: Document?, builtins: [String: Builtin], limits: PartialLimits
    ) throws(RegoErrors) {
        self.modules = modules
        self.data = data
        self.input = input
        self.builtins = builtins
        self.limits = limits
        var options = modules.options
        options.schemas = [:]
        plain = try CompiledModules.compile([], sources: [], options: options)
    }

    /// Throws when the time for all known parts together is over.
    func checkTime() throws(RegoError) {
        if let isCancelled = limits.evaluation.isCancelled, isCancelled() { throw RegoError.partialLimit("cancelled") }
        if let time = limits.evaluation.time, ContinuousClock.now > started + time {
            throw RegoError.partialLimit("time limit reached")
        }
    }

    /// The solutions of a literal.
    func solutions(of literal: Expression, for variables: [String]) throws(RegoError) -> Outcome {
        var key = literal
        key.isGenerated = false
        if variables.isEmpty || literal.call != nil, let known = memo[key] { return known }
        try checkTime()
        let outcome = try evaluate(literal, variables)
        if variables.isEmpty || literal.call != nil { memo[key] = outcome }
        return outcome
    }

    private func evaluate(_ literal: Expression, _ variables: [String]) throws(RegoError) -> Outcome {
        var usage = DocumentUsage()
        usage.visit(literal)
        let isPlain =
            literal.modifiers.isEmpty && usage.references.isEmpty && usage.functions.allSatisfy { $0.root != "data" }
        let query = CompiledQuery(
            source: SourceText(name: "", text: ""), body: [literal],
            bindings: variables.map { .init(variable: $0, name: $0) }, expressions: [])
        var limits = limits.evaluation
        if let time = limits.time { limits.deadline = min(limits.deadline ?? started + time, started + time) }
        do throws(RegoError) {
            let prepared = try PreparedQuery(
                isPlain ? plain : modules, query: query, data: data, builtins: builtins)
            return try withExtendedLifetime(input) { () throws(RegoError) in
                try prepared.evaluate(
                    input: input?.root ?? .undefined, options: EvaluationOptions(limits: limits)
                ) { solutions in
                    guard ConstantTerms.isSmall(solutions, limit: self.limits.constantSize) else { return .large }
                    return .solutions(solutions.elements.map { $0.elements.map(ConstantTerms.term) })
                }
            }
        } catch {
            if error.code == .cancelled { throw error }
            return .failure
        }
    }
}

extension RegoError {
    /// Partial evaluation has used up what it may use.
    static func partialLimit(_ what: String) -> RegoError {
        RegoError(
            .cancelled,
            "partial evaluation: \(what); name fewer unknown documents, or keep large rules from being inlined")
    }
}
