package import ArgumentParser
internal import Rego

/// `obryza policy eval`: the value of a query.
package struct PolicyEvalCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate a query over policies, documents and an input.",
        discussion: """
            EXAMPLES
              obryza policy eval -d policy.rego -i input.json data.app.allow
              obryza policy eval -b bundle.tar.gz --format raw data.app.deny
              obryza policy eval -d rules/ --fail-defined 'data.app.deny[_]'
              obryza policy eval -d rules/ -i input.json -f pretty --explain data.app.allow
              obryza policy eval -d rules/ -i input.json -f pretty --profile --count 10 data.app.deny
              obryza policy eval -d rules/ --partial --unknowns input.user -f source data.app.allow

            Exit codes: 0 evaluated, also when the result is undefined; 1 with --fail when it is undefined or with \
            --fail-defined when it is not; 2 usage, or an error of policy, documents or evaluation.
            """)

    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
        case json, pretty, raw, values, bindings, source, discard
    }

    @OptionGroup package var query: PolicyQueryOptions

    @OptionGroup package var options: PolicyOptions

    @OptionGroup package var partial: PolicyPartialOptions

    @Option(
        name: [.short, .long],
        help: "json, pretty, raw, values, bindings, with --partial source (Rego), or discard to print no result.")
    package var format: Format = .json

    @Flag(help: "Exit 1 when the result is undefined.")
    package var fail = false

    @Flag(help: "Exit 1 when the result is defined.")
    package var failDefined = false

    @Flag(help: "End at the first built-in that fails, instead of taking its call as undefined.")
    package var strictBuiltinErrors = false

    @Flag(help: "Report built-ins that fail beside the result, and exit 2 then.")
    package var showBuiltinErrors = false

    @Flag(name: [.customShort("S"), .long], help: "Check policies strictly.")
    package var strict = false

    @Flag(help: "Show which rows of the policies were evaluated.")
    package var coverage = false

    @Option(
        defaultAsFlag: PolicyExplainOption.reason, parsing: .next,
        help: ArgumentHelp(
            "Show why the result is what it is: the rules that yielded it, or the one that came nearest and where it stopped.",
            valueName: "reason|off"))
    package var explain: PolicyExplainOption?

    @OptionGroup(title: "Observation") package var observation: PolicyObservationOptions

    @Option(help: "End after this time: 500ms, 5s; a plain number is of seconds.")
    package var timeout = PolicyTimeout(nanoseconds: 60_000_000_000)

    @Option(help: "End after so many iterations and calls.")
    package var maxSteps = EvaluationLimits.defaultSteps

    @Option(help: "End before its values take more than so many MiB.")
    package var maxMemory = EvaluationLimits.defaultMemory >> 20

    package init() {}

    package func validate() throws {
        try explain?.check(query: query.query)
        try query.check(or: explain?.query)
        guard !isExplained || !coverage && !observation.isProfiled && observation.count == 1 else {
            throw ValidationError("give --explain, or --coverage, --profile and --count, not both")
        }
        guard (1...1 << 40).contains(maxMemory) else { throw ValidationError("--max-memory must be positive") }
        guard maxSteps > 0 else { throw ValidationError("--max-steps must be positive") }
        guard !partial.partial || !isExplained && !coverage && !observation.isProfiled && observation.count == 1 else {
            throw ValidationError(
                "--explain, --coverage, --profile and --count are of whole evaluations; leave out --partial")
        }
        guard partial.partial || format != .source else {
            throw ValidationError("--format source is for what --partial leaves; a value has no Rego text")
        }
        guard !partial.partial || [.json, .pretty, .source, .discard].contains(format) else {
            throw ValidationError("--format \(format.rawValue) with --partial: use json, pretty, source or discard")
        }
    }

    private var isExplained: Bool {
        switch explain {
        case nil, .off, .trace: false
        case .reason, .query: true
        }
    }

    package func run() async throws {
        let evaluation: PolicyEvaluation
        let observed: Observed
        do {
            if partial.partial {
                let result = try evaluatePartially()
                try Console.write(result.text(format))
                let isUndefined = result.queries.isEmpty
                if fail && isUndefined || failDefined && !isUndefined { throw ExitCode(1) }
                return
            }
            (evaluation, observed) = try evaluate()
        } catch let code as ExitCode {
            throw code
        } catch {
            if format == .json {
                try Console.write(
                    PolicyReport.indented(PolicyReport.object([("errors", PolicyReport.errors(error))])) + "\n")
            } else {
                PolicyReport.narrate(error)
            }
            throw ExitCode(2)
        }
        try write(evaluation, observed)
        guard observed.builtinErrors.isEmpty else {
            if format != .json { PolicyReport.narrate(RegoErrors(observed.builtinErrors)) }
            throw ExitCode(2)
        }
        if fail && evaluation.isUndefined || failDefined && !evaluation.isUndefined { throw ExitCode(1) }
    }

    private var limits: EvaluationLimits {
        EvaluationLimits(memory: maxMemory << 20, steps: maxSteps, time: timeout.duration)
    }

    private func evaluatePartially() throws -> PartialResult {
        var request = try options.request()
        request.compiler.isStrict = strict
        let set = try PolicySet(request)
        return try set.modules.partiallyEvaluated(
            query.compiled(for: set, capturesValues: false), data: set.data, input: query.document(),
            options: partial.options(limits))
    }

    private func evaluate() throws -> (PolicyEvaluation, Observed) {
        var observed = Observed()
        var request = try options.request()
        request.compiler.isStrict = strict
        request.compiler.keepsPrint = true
        let set = try observed.time(.load) { try PolicySet(request) }
        let compiled = try observed.time(.compile) {
            try query.compiled(for: set, or: explain?.query, capturesValues: true)
        }
        let document = try observed.time(.input) { try query.document() }
        defer { withExtendedLifetime(document) {} }
        let recorder = coverage ? CoverageRecorder() : nil
        let use = EvaluationUseCounter()
        var evaluationOptions = EvaluationOptions(isStrict: strictBuiltinErrors, limits: limits)
        evaluationOptions.printer = { printed in
            for line in PolicyReport.printableLines(printed.text) { Console.narrate(line) }
        }
        let failures = BuiltinErrors()
        if showBuiltinErrors { evaluationOptions.builtinErrorHandler = { failures.add($0) } }
        if observation.instrument { evaluationOptions.meter = { used in use.set(used) } }
        if isExplained {
            let explainer = try observed.time(.plan) {
                try DecisionExplainer(set.modules, query: compiled, data: set.data)
            }
            let found = try observed.time(.evaluate) {
                () throws -> (outcome: PolicyEvaluation, explanation: Explanation) in
                try explainer.explain(input: document?.root ?? .undefined, options: evaluationOptions) { solutions in
                    PolicyEvaluation(solutions, compiled, names: explainer.variables)
                }
            }
            observed.explanation = found.explanation
            observed.use = use.value
            observed.builtinErrors = failures.list
            return (found.outcome, observed)
        }
        let isObserved = coverage || observation.isProfiled
        let prepared = try observed.time(.plan) { () throws -> PreparedQuery in
            if isObserved { return try PreparedQuery.observed(set.modules, query: compiled, data: set.data) }
            return try PreparedQuery(set.modules, query: compiled, data: set.data)
        }
        var evaluation: PolicyEvaluation?
        for _ in 0..<observation.count {
            let profiler = observation.isProfiled ? Profiler() : nil
            evaluation = try observed.time(.evaluate) { () throws -> PolicyEvaluation in
                try prepared.evaluate(
                    input: document?.root ?? .undefined, options: evaluationOptions, coverage: recorder,
                    profiler: profiler
                ) { solutions in PolicyEvaluation(solutions, compiled, names: prepared.variables) }
            }
            if let profiler { observed.profiles.append(prepared.profile(of: profiler)) }
        }
        observed.use = use.value
        observed.builtinErrors = failures.list
        observed.coverage = recorder.map { $0.report(of: set.modules) }
        guard let evaluation else { throw ValidationError("--count must be positive") }
        return (evaluation, observed)
    }

    /// Writes the result and what was observed. Formats that have no place for the latter leave it to standard error.
    private func write(_ evaluation: PolicyEvaluation, _ observed: Observed) throws {
        switch format {
        case .json:
            let errors = observed.builtinErrors
            let list = errors.isEmpty ? nil : PolicyReport.errors(RegoErrors(errors))
            let members = [("errors", list), evaluation.resultMember] + observed.members(observation)
            try Console.write(PolicyReport.indented(PolicyReport.object(members)) + "\n")
        case .pretty, .discard, .source:
            try Console.write(evaluation.text(format) + observed.text(observation))
        case .raw, .values, .bindings:
            try Console.write(evaluation.text(format))
            for line in observed.text(observation).split(separator: "\n") { Console.narrate(String(line)) }
        }
    }
}
