package import ArgumentParser
internal import Rego

/// `obryza policy test`: the tests that policies bring with them.
package struct PolicyTestCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the rules named test_… of policies.",
        discussion: """
            A test passes when its rule is true. A rule with keys, test_name[case] if …, is a table of tests. Rules \
            named todo_test_… are skipped.

            EXAMPLES
              obryza policy test policy/
              obryza policy test --run 'test_deny' --verbose policy/
              obryza policy test --format json -b bundle.tar.gz
              obryza policy test --threshold 90 policy/

            Exit codes: 0 all passed, 1 the policies cannot be compiled, 2 usage, a test failed, \
            or less is covered than --threshold says.
            """)

    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case pretty, json }

    @Argument(help: "Policies, documents, or folders of them.")
    package var paths: [String]

    @Flag(name: [.short, .long], help: "The paths are bundles.")
    package var bundle = false

    @Flag(name: [.short, .long], help: "List the tests that passed too.")
    package var verbose = false

    @Option(
        name: [.customShort("r"), .customLong("run")],
        help: "Run the tests whose full name (data.app.test_allow) a regular expression matches.")
    package var wanted: String?

    @Option(name: [.short, .long], help: "pretty or json.")
    package var format: Format = .pretty

    @Option(help: "End a test after this time: 500ms, 5s; a plain number is of seconds.")
    package var timeout = PolicyTimeout(nanoseconds: 5_000_000_000)

    @Option(help: "End a test after so many iterations and calls.")
    package var maxSteps = EvaluationLimits.defaultSteps

    @Option(help: "End a test before its values take more than so many MiB.")
    package var maxMemory = EvaluationLimits.defaultMemory >> 20

    @Flag(name: [.short, .long], help: "Print, as JSON, which rows of policies the tests evaluate.")
    package var coverage = false

    @Option(help: "Exit 2 when less than this share of rows, in percent, is covered; implies --coverage.")
    package var threshold: Double?

    @Option(help: "How often to run the tests.")
    package var count = 1

    @Flag(help: "Exit 2 when there is no test.")
    package var failOnEmpty = false

    @Option(parsing: .singleValue, help: "Leave out files and folders with such a name.")
    package var ignore: [String] = []

    @Flag(name: .customLong("v0-compatible"), help: "Read policies as version 0 of the language.")
    package var isV0 = false

    @OptionGroup package var verification: BundleVerificationOptions
    @OptionGroup package var language: PolicyLanguageOptions

    package init() {}

    package func validate() throws {
        guard (1...1 << 40).contains(maxMemory) else { throw ValidationError("--max-memory must be positive") }
        guard maxSteps > 0 else { throw ValidationError("--max-steps must be positive") }
        guard count > 0 else { throw ValidationError("--count must be positive") }
        if let threshold, !(0...100).contains(threshold) {
            throw ValidationError("--threshold is a share in percent, from 0 to 100")
        }
    }

    package func run() async throws {
        var request = PolicySet.Request()
        if bundle { request.bundles = paths } else { request.paths = paths }
        request.ignoring = ignore
        request.version = isV0 ? .v0 : .v1
        let set: PolicySet
        let tests: PolicyTests
        do {
            request.signatures = try verification.rule()
            try language.apply(to: &request.compiler)
            request.compiler.keepsPrint = true
            set = try PolicySet(request)
            tests = try PolicyTests(set, matching: wanted)
        } catch {
            PolicyReport.narrate(error)
            throw ExitCode(1)
        }
        let limits = EvaluationLimits(memory: maxMemory << 20, steps: maxSteps, time: timeout.duration)
        let recorder = coverage || threshold != nil ? CoverageRecorder() : nil
        var failed = false
        for _ in 0..<count {
            let outcomes = tests.tests.map { tests.run($0, limits: limits, coverage: recorder) }
            failed = failed || outcomes.contains { !$0.test.isSkipped && !$0.passed }
            if recorder == nil {
                try Console.write(format == .json ? json(outcomes) : text(outcomes))
            } else if failed {
                // What standard output has is the coverage.
                for line in PolicyReport.printableLines(text(outcomes)).dropLast() { Console.narrate(line) }
            }
        }
        if let recorder, try !writeCoverage(recorder.report(of: set.modules)) { failed = true }
        if failed || failOnEmpty && tests.tests.isEmpty { throw ExitCode(2) }
    }

    /// - Returns: Whether enough is covered.
    private func writeCoverage(_ report: CoverageReport) throws -> Bool {
        try Console.write(PolicyReport.indented(PolicyReport.coverage(report)) + "\n")
        guard let threshold, report.percentage < threshold else { return true }
        Console.narrate(
            "coverage: expected at least \(PolicyReport.number(threshold))%, found "
                + "\(PolicyReport.number(report.percentage))%; these rows are not covered:")
        for file in report.files where !file.notCovered.isEmpty {
            let rows = file.notCovered.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            Console.narrate("  \(Table.printable(file.name)): \(rows.joined(separator: ", "))")
        }
        return false
    }

    private func text(_ outcomes: [PolicyTests.Outcome]) -> String {
        var text = ""
        var file = ""
        for outcome in outcomes {
            let word = Self.word(outcome)
            guard verbose || word != "PASS" else { continue }
            if outcome.test.position.file != file {
                file = outcome.test.position.file
                text += "\(Table.printable(file)):\n"
            }
            text += Table.printable("\(outcome.test.package).\(outcome.test.name): \(word)") + "\n"
            for line in outcome.output.flatMap({ PolicyReport.printableLines($0.text) }) { text += "  \(line)\n" }
            if let error = outcome.error { text += "  " + Table.printable(error.description) + "\n" }
            for entry in outcome.cases where verbose || !entry.passed {
                text += Table.printable("  \(entry.name): \(entry.passed ? "PASS" : "FAIL")") + "\n"
            }
            if let explanation = outcome.explanation {
                for line in PolicyReport.printableLines(explanation.description) where !line.isEmpty {
                    text += "  \(line)\n"
                }
            }
        }
        if !text.isEmpty { text += String(repeating: "-", count: 80) + "\n" }
        for word in ["PASS", "FAIL", "ERROR", "SKIPPED"] {
            let count = outcomes.count { Self.word($0) == word }
            if count > 0 { text += "\(word): \(count)/\(outcomes.count)\n" }
        }
        return text
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds &* 1_000_000_000 &+ duration.components.attoseconds / 1_000_000_000
    }

    private static func word(_ outcome: PolicyTests.Outcome) -> String {
        if outcome.test.isSkipped { return "SKIPPED" }
        if outcome.error != nil { return "ERROR" }
        return outcome.passed ? "PASS" : "FAIL"
    }

    private func json(_ outcomes: [PolicyTests.Outcome]) -> String {
        let items = outcomes.map { outcome in
            let word = Self.word(outcome)
            let cases = outcome.cases.map { entry in
                (name: entry.name, json: Optional(PolicyReport.object([("fail", entry.passed ? nil : "true")])))
            }
            return PolicyReport.object([
                ("location", PolicyReport.location(outcome.test.position)),
                ("package", PolicyReport.quoted(outcome.test.package)),
                ("name", PolicyReport.quoted(outcome.test.name)),
                ("fail", word == "FAIL" ? "true" : nil), ("skip", word == "SKIPPED" ? "true" : nil),
                ("error", outcome.error.map { PolicyReport.errors($0) }),
                ("output", outcome.encodedOutput.map(PolicyReport.quoted)),
                ("duration", "\(Self.nanoseconds(outcome.duration))"),
                ("explanation", outcome.explanation.map { PolicyReport.explanation($0) }),
                ("sub_results", cases.isEmpty ? nil : PolicyReport.object(cases)),
            ])
        }
        return PolicyReport.indented(PolicyReport.array(items)) + "\n"
    }
}
