internal import Advisories
package import ArgumentParser
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

            EXAMPLES
              obryza scan oci:./image --db advisories.db
              obryza scan image.spdx.json --fail-on kev,due:14d,malicious
              obryza scan registry.example/app:1.0 --exposed no --fail-on severity:high

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var arguments: ScanArguments

    @Option(
        help: ArgumentHelp(
            "Exit 1 when a finding is of one of these classes, separated by commas; may be given several times.",
            discussion: FailCondition.all.map(\.description).joined(separator: ", ")))
    package var failOn: [String] = []

    package init() {}

    package func validate() throws {
        do {
            _ = try FailOn(failOn)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    package func run() async throws {
        try await Failure.reporting(arguments.subject) {
            let conditions = try FailOn(failOn)
            let report = try await arguments.scan().report
            try Console.write(ScanReportText(report).text(Palette(), width: Console.width))
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
