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

    @Flag(name: [.customShort("S"), .long], help: "Check policies strictly.")
    package var strict = false

    @Option(help: "End after this time: 500ms, 5s; a plain number is of seconds.")
    package var timeout = PolicyTimeout(nanoseconds: 60_000_000_000)

    @Option(help: "End after so many iterations and calls.")
    package var maxSteps = EvaluationLimits.defaultSteps

    @Option(help: "End before its values take more than so many MiB.")
    package var maxMemory = EvaluationLimits.defaultMemory >> 20

    package init() {}

    package func validate() throws {
        guard (1...1 << 40).contains(maxMemory) else { throw ValidationError("--max-memory must be positive") }
        guard maxSteps > 0 else { throw ValidationError("--max-steps must be positive") }
        guard partial.partial || format != .source else {
            throw ValidationError("--format source is for what --partial leaves; a value has no Rego text")
        }
        guard !partial.partial || [.json, .pretty, .source, .discard].contains(format) else {
            throw ValidationError("--format \(format.rawValue) with --partial: use json, pretty, source or discard")
        }
    }

    package func run() async throws {
        let (text, isUndefined): (String, Bool)
        do {
            if partial.partial {
                let result = try evaluatePartially()
                (text, isUndefined) = (result.text(format), result.queries.isEmpty)
            } else {
                let evaluation = try evaluate()
                (text, isUndefined) = (evaluation.text(format), evaluation.isUndefined)
            }
        } catch {
            if format == .json {
                try Console.write(
                    PolicyReport.indented(PolicyReport.object([("errors", PolicyReport.errors(error))])) + "\n")
            } else {
                PolicyReport.narrate(error)
            }
            throw ExitCode(2)
        }
        try Console.write(text)
        if fail && isUndefined || failDefined && !isUndefined { throw ExitCode(1) }
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

    private func evaluate() throws -> Evaluation {
        var request = try options.request()
        request.compiler.isStrict = strict
        let set = try PolicySet(request)
        let compiled = try query.compiled(for: set, capturesValues: true)
        let prepared = try PreparedQuery(set.modules, query: compiled, data: set.data)
        let document = try query.document()
        return try withExtendedLifetime(document) {
            try prepared.evaluate(
                input: document?.root ?? .undefined,
                options: EvaluationOptions(isStrict: strictBuiltinErrors, limits: limits)
            ) { solutions in Evaluation(solutions, compiled, names: prepared.variables) }
        }
    }
}

/// The solutions of a query as text.
private struct Evaluation {
    struct Expression {
        var value: String
        /// As `raw` writes it: a string without its quotes.
        var raw: String
        var text: String
        var row: Int
        var column: Int
    }

    struct Solution {
        var expressions: [Expression]
        var bindings: [(name: String, value: String)]
    }

    let solutions: [Solution]
    var isUndefined: Bool {
        // A single expression that is false is a result, as OPA counts.
        solutions.isEmpty
    }

    init(_ values: Value, _ query: CompiledQuery, names: [String]) {
        var places: [String: Int] = [:]
        for (index, name) in names.enumerated() { places[name] = index }
        solutions = values.elements.map { solution in
            let parts = solution.elements
            let bindings = query.bindings.indices.map { index in
                (name: query.bindings[index].name, value: JSONOutput.text(of: parts[index], escapingHTML: true))
            }
            let expressions = query.expressions.map { expression in
                let value = expression.variable.flatMap { places[$0] }.map { parts[$0] } ?? .true
                return Expression(
                    value: JSONOutput.text(of: value, escapingHTML: true),
                    raw: value.string ?? JSONOutput.text(of: value), text: expression.text,
                    row: Int(expression.location.row), column: Int(expression.location.column))
            }
            return Solution(expressions: expressions, bindings: bindings)
        }
    }

    func text(_ format: PolicyEvalCommand.Format) -> String {
        switch format {
        case .json: return PolicyReport.indented(json) + "\n"
        case .discard: return ""
        case .raw:
            return solutions.map { $0.expressions.map(\.raw).joined(separator: " ") + "\n" }.joined()
        case .values:
            return solutions.map { PolicyReport.indented(PolicyReport.array($0.expressions.map(\.value))) + "\n" }
                .joined()
        case .bindings:
            return solutions.map { PolicyReport.indented(bindings(of: $0)) + "\n" }.joined()
        case .pretty, .source: return pretty
        }
    }

    private func bindings(of solution: Solution) -> String {
        PolicyReport.object(solution.bindings.map { (name: $0.name, json: $0.value) })
    }

    private var json: String {
        if solutions.isEmpty { return "{}" }
        let results = solutions.map { solution in
            let expressions = solution.expressions.map { expression in
                PolicyReport.object([
                    ("value", expression.value), ("text", PolicyReport.quoted(expression.text)),
                    (
                        "location",
                        PolicyReport.location(
                            .init(file: "", row: expression.row, column: expression.column), withFile: false)
                    ),
                ])
            }
            return PolicyReport.object([
                ("expressions", PolicyReport.array(expressions)),
                ("bindings", solution.bindings.isEmpty ? nil : bindings(of: solution)),
            ])
        }
        return PolicyReport.object([("result", PolicyReport.array(results))])
    }

    /// One value as indented JSON; more than one, or bindings, as a table.
    private var pretty: String {
        guard let first = solutions.first else { return "undefined\n" }
        if solutions.count == 1, first.bindings.isEmpty, first.expressions.count == 1 {
            return PolicyReport.indented(first.expressions[0].value) + "\n"
        }
        // A literal that only binds has no value worth a column.
        let shown = first.expressions.indices.filter { index in
            solutions.contains { $0.expressions[index].value != "true" }
        }
        var rows = [first.bindings.map(\.name) + shown.map { first.expressions[$0].text }]
        for solution in solutions {
            rows.append(solution.bindings.map(\.value) + shown.map { solution.expressions[$0].value })
        }
        rows = rows.map { $0.map(Table.printable) }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let rule = "+" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "+") + "+\n"
        let lines = rows.map { row in
            let cells = zip(row, widths).map { " \($0)" + String(repeating: " ", count: $1 - $0.count) + " " }
            return "|" + cells.joined(separator: "|") + "|\n"
        }
        return rule + lines[0] + rule + lines.dropFirst().joined() + rule
    }
}
