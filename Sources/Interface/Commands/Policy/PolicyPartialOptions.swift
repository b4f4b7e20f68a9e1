package import ArgumentParser
internal import Rego

/// How a query is evaluated when some documents are unknown.
package struct PolicyPartialOptions: ParsableArguments {
    @Flag(name: [.short, .long], help: "Evaluate what does not depend on unknown documents, and print what is left.")
    package var partial = false

    @Option(
        name: [.short, .long], parsing: .singleValue,
        help: "With --partial: unknown documents, as input.user,data.roles. May be repeated. (default: input)")
    package var unknowns: [String] = []

    @Option(
        parsing: .singleValue,
        help: "With --partial: keep these rules, or all rules of these packages, as rules: data.app.roles.")
    package var disableInlining: [String] = []

    @Flag(help: "With --partial: keep all rules that depend on unknown documents as rules.")
    package var shallowInlining = false

    @Flag(
        name: .customLong("nondeterministic-builtins"),
        help: "With --partial: evaluate time.now_ns and the like now, not with what is left.")
    package var evaluatesNondeterministic = false

    package init() {}

    package func validate() throws {
        guard
            partial
                || unknowns.isEmpty && disableInlining.isEmpty && !shallowInlining && !evaluatesNondeterministic
        else {
            throw ValidationError(
                "--unknowns, --disable-inlining, --shallow-inlining and --nondeterministic-builtins need --partial")
        }
        _ = try Self.references(unknowns, "--unknowns")
        _ = try Self.references(disableInlining, "--disable-inlining")
    }

    func options(_ limits: EvaluationLimits) throws -> PartialOptions {
        var options = PartialOptions(
            disabledInlining: try Self.references(disableInlining, "--disable-inlining"),
            isShallow: shallowInlining, evaluatesNondeterministic: evaluatesNondeterministic)
        if !unknowns.isEmpty { options.unknowns = try Self.references(unknowns, "--unknowns") }
        options.limits.evaluation = limits
        options.limits.steps = min(options.limits.steps, limits.steps)
        return options
    }

    private static func references(_ arguments: [String], _ option: String) throws -> [Reference] {
        try arguments.flatMap { $0.split(separator: ",") }.map { text in
            do {
                return try Reference(path: String(text))
            } catch {
                throw ValidationError("\(option) \(text): \(error)")
            }
        }
    }
}

extension PartialResult {
    /// The result as `policy eval` prints it.
    func text(_ format: PolicyEvalCommand.Format) -> String {
        switch format {
        case .json: return PolicyReport.indented("{\"partial\":\(json)}") + "\n"
        case .source: return source
        case .discard: return ""
        default:
            if queries.isEmpty { return "undefined\n" }
            var table = BoxTable(["part", "text"], merging: [0])
            func add(_ name: String, _ text: String) {
                for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                    table.append([name, String(line).replacing("\t", with: "    ")])
                }
            }
            for (index, query) in queries.enumerated() { add("Query \(index + 1)", query.text) }
            for (index, support) in support.enumerated() {
                add(
                    "Support \(index + 1)",
                    support.text.hasSuffix("\n") ? String(support.text.dropLast()) : support.text)
            }
            return table.render()
        }
    }
}
