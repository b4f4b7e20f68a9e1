internal import Advisories
package import ArgumentParser
internal import Content
internal import Exploitability

/// `obryza scan`: the known flaws of an artifact, what to do about them, and by when.
package struct ScanCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Find known vulnerabilities, with a due date and a proof for each.",
        discussion: """
            Prints first what to do, then the findings. Due dates follow CISA BOD 26-04: known exploitation, exposure, \
            automatability and technical impact; what is not known counts as the worst and is named.

            Without --fail-on findings do not fail the run. Packages about which nothing can be said, a database past \
            its day and parts that could not be read give exit code 3.

            Formats: \(ScanFormat.allCases.map(\.rawValue).joined(separator: ", ")). Give --format several times for several \
            documents of one scan; NAME=FILE writes to a file, and at most one document goes to standard output.

            --ignore reads a YAML file of rules, each with vulnerability, owner, reason and expires; what they leave out of \
            the count stays in the report.

            EXAMPLES
              obryza scan oci:./image --db advisories.db
              obryza scan image.spdx.json --fail-on kev,due:14d,malicious
              obryza scan registry.example/app:1.0 --exposed no --fail-on severity:high
              obryza scan oci:./image --format table --format sarif=scan.sarif --ignore accepted.yaml

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var arguments: ScanArguments

    @Option(
        help: ArgumentHelp(
            "Exit 1 when a finding is of one of these classes, separated by commas; may be given several times.",
            discussion: FailCondition.all.map(\.description).joined(separator: ", ")))
    package var failOn: [String] = []

    @Option(name: [.short, .long], help: "NAME[=FILE]; may be given several times. Default: table.")
    package var format: [String] = []

    @Option(name: .customLong("ignore"), help: "A YAML file of rules for what to leave out of the count.")
    package var ignore: String?

    package init() {}

    package func validate() throws {
        do {
            _ = try FailOn(failOn)
            let outputs = try outputs()
            guard outputs.count(where: { $0.file == nil }) <= 1 else {
                throw ValidationError(
                    "only one document can go to standard output; write the others as --format NAME=FILE")
            }
            let files = outputs.compactMap(\.file)
            guard Set(files).count == files.count else { throw ValidationError("two documents for one file") }
        } catch let error as ValidationError {
            throw error
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private struct Output {
        var format: ScanFormat
        var file: String?
    }

    private func outputs() throws -> [Output] {
        try (format.isEmpty ? ["table"] : format).map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 1 || !parts[1].isEmpty else {
                throw ValidationError("--format \(text): a file name is missing after =")
            }
            return Output(format: try ScanFormat(parts[0]), file: parts.count == 2 ? parts[1] : nil)
        }
    }

    package func run() async throws {
        try await Failure.reporting(arguments.subject) {
            let conditions = try FailOn(failOn)
            let rules =
                try ignore.map { try IgnoreRules.read(OpenFile.contents(of: $0, limit: 16 << 20), file: $0) } ?? []
            let report = try await arguments.scan(rules: rules).report
            for output in try outputs() {
                let bytes: [UInt8]
                if output.format == .table {
                    let palette = output.file == nil ? Palette() : Palette(isOn: false)
                    bytes = Array(ScanReportText(report).text(palette, width: Console.width).utf8)
                } else {
                    bytes = try output.format.write(report, toolVersion: ObryzaCommand.version, at: Clock.now)
                }
                if let file = output.file {
                    try Console.save(bytes, to: file)
                } else {
                    try Console.write(bytes)
                }
            }
            return ScanOutcome(report, conditions).report()
        }
    }
}

/// What a scan means for the exit code.
struct ScanOutcome {
    private let status: ExitStatus
    private let messages: [String]

    init(_ report: ScanReport, _ conditions: FailOn) {
        var messages: [String] = []
        var status = ExitStatus.passed
        var met: [String: Int] = [:]
        var undecided: [String: Int] = [:]
        for assessment in report.assessments {
            let answer = conditions.answer(assessment.facts)
            for condition in answer.met { met[condition.description, default: 0] += 1 }
            for condition in answer.undecided { undecided[condition.description, default: 0] += 1 }
        }
        let whole = conditions.answer(endOfLife: report.isPastEndOfLife)
        if !whole.met.isEmpty {
            messages.append("fail: " + report.endOfLife.map(\.label).joined(separator: ", ") + " past the end of life")
            status = .failed
        }
        if !whole.undecided.isEmpty {
            messages.append("unknown: the database does not say when systems and runtimes end")
            status = status.combined(with: .unknown)
        }
        for (condition, count) in met.sorted(by: { $0.key < $1.key }) {
            messages.append("fail: \(count) findings are of class \(condition)")
            status = .failed
        }
        for (condition, count) in undecided.sorted(by: { $0.key < $1.key }) {
            messages.append("unknown: whether \(count) findings are of class \(condition)")
            status = status.combined(with: .unknown)
        }
        if !report.isComplete { status = status.combined(with: .unknown) }
        self.status = status
        self.messages = messages
    }

    func report() -> ExitStatus {
        for message in messages { Console.narrate(message) }
        return status
    }
}
