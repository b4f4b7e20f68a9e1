/// Explains the results of a query.
///
/// The query is planned once more, with marks and without what would leave rules out, and evaluated anew for each
/// explanation, so that plain decisions cost nothing more. Solutions and explanation are of one evaluation; to explain a
/// decision that was made before, give the same documents, input and `EvaluationOptions.nanoseconds`. What is random or
/// comes from elsewhere is asked for again.
public struct DecisionExplainer: Sendable {
    private let prepared: PreparedQuery
    private let modules: CompiledModules
    private let query: CompiledQuery
    private let written: Body

    /// The names that results bind, in the order of the values of a solution.
    public var variables: [String] { prepared.variables }

    /// Plans a query.
    public init(_ modules: CompiledModules, query: CompiledQuery, data: Document) throws {
        self.modules = modules
        self.query = query
        prepared = try PreparedQuery(
            modules, query: query, data: data, builtins: Builtins.byName, observation: .reasons)
        let parsing = ParserOptions(
            allowsExperimentalKeywords: modules.options.allowsExperimentalKeywords,
            enabledKeywords: modules.options.enabledKeywords)
        written = try Parser.query(query.source, file: Int32(clamping: modules.sources.count), options: parsing)
    }

    /// Evaluates the query and hands its solutions to `body`, as `PreparedQuery.evaluate` does.
    package func explain<Outcome>(
        input: Value, options: EvaluationOptions = EvaluationOptions(), _ body: (Value) throws(RegoError) -> Outcome
    ) throws(RegoError) -> (outcome: Outcome, explanation: Explanation) {
        let recorder = ExplanationRecorder()
        return try prepared.evaluate(input: input, options: options, observer: recorder) {
            (solutions: Value, machine: Machine) throws(RegoError) in
            var builder = ExplanationBuilder(
                recorder, machine: machine, modules: modules, query: query, written: written)
            return (outcome: try body(solutions), explanation: builder.explanation())
        }
    }

    /// Evaluates the query.
    ///
    /// - Returns: For each solution its values as JSON, in the order of `variables`, and why it is so.
    /// - Throws: What ends the decision.
    public func explain(
        input: Document?, options: EvaluationOptions = EvaluationOptions()
    ) throws(RegoError) -> (solutions: [[String]], explanation: Explanation) {
        defer { withExtendedLifetime(input) {} }
        let (solutions, explanation) = try explain(input: input?.root ?? .undefined, options: options) { solutions in
            solutions.elements.map { $0.elements.map { JSONOutput.text(of: $0) } }
        }
        return (solutions, explanation)
    }
}
