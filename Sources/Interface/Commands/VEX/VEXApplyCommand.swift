internal import Advisories
package import ArgumentParser
internal import Exploitability

/// `obryza vex apply`: what statements make of an artifact's findings.
package struct VEXApplyCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Show what statements make of the findings of an artifact, one by one.",
        discussion: """
            Scans like `obryza scan` and lists each finding of which anybody says something: what counts, who says it \
            and where, who contradicts, and what was said before. Exit code 3 when authors contradict each other or a \
            document is about something else, so that nobody takes silence for agreement.

            EXAMPLES
              obryza vex apply oci:./image --vex app.openvex.json
              obryza vex apply registry.example/app:1.0 --vex-attached --vex-authors authors.json

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var arguments: ScanArguments

    package init() {}

    package mutating func validate() throws {
        guard arguments.statements.isUsed else { throw ValidationError("give --vex or --vex-attached") }
    }

    package func run() async throws {
        try await Failure.reporting(arguments.subject) {
            let scan = try await arguments.scan()
            let report = scan.report
            var lines: [String] = []
            var status = ExitStatus.passed
            var counts = (cleared: 0, standing: 0)
            for assessment in report.suppressed.map(\.assessment) + report.assessments {
                guard let statement = assessment.statement else { continue }
                if statement.suppresses { counts.cleared += 1 } else { counts.standing += 1 }
                let package = report.packages[assessment.finding.package]
                lines.append("\(statement.suppresses ? "cleared" : "stands ") \(assessment.name) in \(package.label)")
                lines.append("        \(statement.decisive.line)")
                lines.append("        in \(statement.decisive.origin)")
                if let reason = statement.heldBack { lines.append("        still counted: \(reason)") }
                for opinion in statement.conflicts {
                    status = status.combined(with: .unknown)
                    lines.append("        against: \(opinion.line)")
                }
                for opinion in statement.others { lines.append("        also: \(opinion.line)") }
                for opinion in statement.superseded { lines.append("        before: \(opinion.line)") }
            }
            let silent = report.assessments.count { $0.statement == nil }
            lines.append(
                "\(counts.cleared) cleared, \(counts.standing) stand, of \(silent) findings nobody says anything")
            try Console.write(lines.map { Table.printable($0) + "\n" }.joined())
            if !scan.statementNotes.isEmpty { status = status.combined(with: .unknown) }
            return status
        }
    }
}
