internal import Advisories
package import ArgumentParser
internal import Exploitability

/// `obryza why`: what stands behind a finding, or behind its absence.
package struct WhyCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Show why a vulnerability is reported for an artifact, or why it is not.",
        discussion: """
            Shows the chain from component to record: what was compared with which range of which record, and the \
            digest of that record. For a flaw that is not reported, the fact that ruled it out. Exit code 1 when it is \
            there, 0 when it was ruled out, 3 when nothing can be said.

            EXAMPLES
              obryza why CVE-2021-44228 oci:./image
              obryza why CVE-2024-3094 image.cdx.json --db advisories.db

            \(ExitStatus.discussion)
            """)

    @Argument(help: "Any name of the flaw: CVE, GHSA or a distribution's own.")
    package var vulnerability: String

    @OptionGroup package var arguments: ScanArguments

    package init() {}

    package func run() async throws {
        try await Failure.reporting(arguments.subject) {
            let scan = try await arguments.scan(keepsRuledOut: true)
            let answer = try WhyAnswer(vulnerability, scan)
            try Console.write(answer.text(Palette(), width: Console.width))
            return answer.status
        }
    }
}

/// The answer to one question about one flaw.
struct WhyAnswer {
    private(set) var status: ExitStatus
    private var lines: [(indent: Int, text: String)] = []

    init(_ name: String, _ scan: Scan) throws {
        status = .passed
        guard let number = scan.database.flaw(named: name) else {
            status = .unknown
            add(0, "\(name): the database does not know it; nothing can be said")
            for near in scan.database.names(startingWith: name, limit: 5) { add(2, "known: \(near)") }
            return
        }
        let flaw = try scan.database.flaw(number)
        add(0, flaw.names.joined(separator: ", "))
        let report = scan.report
        let assessments = report.assessments + report.suppressed.map(\.assessment)
        for assessment in assessments where assessment.finding.flaw == number {
            let package = report.packages[assessment.finding.package]
            add(0, "")
            if assessment.finding.verdict == .affected {
                status = status.combined(with: .failed)
                add(0, "affected: \(Self.name(package))")
            } else {
                status = status.combined(with: .unknown)
                add(0, "undecided: \(Self.name(package))")
            }
            if let rule = report.suppressed.first(where: {
                $0.assessment.finding.flaw == number && $0.assessment.finding.package == assessment.finding.package
            })?.basis.rule {
                add(2, "ignored until \(rule.expires) by \(rule.owner): \(rule.reason)")
            }
            if let statement = assessment.statement { addStatement(statement) }
            if let severity = assessment.severity {
                add(
                    2,
                    "severity: \(severity.rating.rawValue)\(severity.score.map { " \($0)" } ?? "")"
                        + "\(severity.vector.map { " \($0)" } ?? "") by \(severity.source)")
            }
            add(2, "due: \(assessment.due.outcome.advice), by \(assessment.due.basis.table)")
            for value in assessment.due.basis.row { add(4, value) }
            for name in assessment.due.basis.assumed { add(4, "not known, taken at its worst: \(name)") }
            for derived in assessment.due.basis.derived { add(4, "concluded: \(derived.input), \(derived.rule)") }
            try addProofs(assessment.finding.proofs, scan.database)
        }
        // Binary packages of one source share their answer.
        var groups: [(first: RuledOut, packages: [Int])] = []
        for ruled in scan.match.ruledOut where ruled.flaw == number {
            if let place = groups.firstIndex(where: {
                $0.first.reason == ruled.reason && $0.first.proofs == ruled.proofs
            }) {
                groups[place].packages.append(ruled.package)
            } else {
                groups.append((ruled, [ruled.package]))
            }
        }
        for group in groups {
            add(0, "")
            for package in group.packages.prefix(5) { add(0, "not affected: \(Self.name(report.packages[package]))") }
            if group.packages.count > 5 {
                add(0, "not affected: and \(group.packages.count - 5) more of the same source")
            }
            add(2, group.first.reason)
            try addProofs(group.first.proofs, scan.database)
        }
        if lines.count == 1 { try explainAbsence(flaw, scan) }
    }

    /// No package of the artifact is one of which a record of the flaw speaks.
    private mutating func explainAbsence(_ flaw: AdvisoryDatabase.Flaw, _ scan: Scan) throws {
        var named: Set<String> = []
        for index in flaw.advisories {
            for affected in try scan.database.advisory(index).affected {
                named.insert("\(affected.ecosystem) \(affected.name)")
            }
        }
        if named.isEmpty {
            status = .unknown
            add(0, "no record of it names a package; nothing can be said")
            return
        }
        add(0, "not reported: none of the \(scan.report.judged) packages that were looked up is one it is known in")
        for name in named.sorted().prefix(20) { add(2, name) }
        if named.count > 20 { add(2, "and \(named.count - 20) more") }
        if !scan.report.isComplete {
            status = .unknown
            add(0, "and not everything in the artifact could be looked up: see `obryza scan`")
        }
    }

    private mutating func addStatement(_ statement: AppliedStatement) {
        add(2, "said: \(statement.decisive.line)")
        add(4, "in \(statement.decisive.origin)")
        if let reason = statement.heldBack { add(4, "and still counted: \(reason)") }
        for opinion in statement.conflicts { add(4, "against: \(opinion.line)") }
        for opinion in statement.others { add(4, "also: \(opinion.line)") }
        for opinion in statement.superseded { add(4, "before: \(opinion.line)") }
    }

    private mutating func addProofs(_ proofs: [Proof], _ database: AdvisoryDatabase) throws {
        for proof in proofs {
            let identity = proof.identity
            let what =
                "\(identity.ecosystem) \(identity.name) \(identity.version)"
                + (identity.naming == .source ? " (source package)" : "")
                + (identity.cpe.map { " (by CPE name, less certain: \($0))" } ?? "")
            let outcome: String
            switch proof.outcome {
            case .inside(let interval?): outcome = "is in \(interval)"
            case .inside(nil): outcome = "is listed by itself"
            case .outside: outcome = "is in no range"
            case .unaffected: outcome = "is said not to be affected"
            case .unknown(let reason): outcome = "cannot be decided: \(reason)"
            case .elsewhere(let reason): outcome = "is not meant: \(reason)"
            }
            add(2, "\(proof.source) \(proof.advisoryID): \(what) \(outcome)")
            if let version = proof.fixVersion { add(4, "fixed in \(version)") }
            if proof.isIndirect { add(4, "concluded, not stated by the source") }
            let record = try database.advisory(proof.advisory)
            if let ordinal = database.entry(proof.entry)?.ordinal, ordinal < record.affected.count {
                for caution in record.affected[ordinal].cautions { add(4, "with caution: \(caution.text)") }
            }
            add(4, "record \(record.document)")
        }
    }

    private static func name(_ package: ScannedPackage) -> String {
        package.purl.map { "\($0)" } ?? "\(package.name) \(package.version)"
    }

    private mutating func add(_ indent: Int, _ text: String) { lines.append((indent, text)) }

    func text(_ palette: Palette, width: Int) -> String {
        lines.map { line in
            let indent = String(repeating: " ", count: line.indent)
            return indent + Table.wrapped(Table.printable(line.text), indent: line.indent + 2, width: width) + "\n"
        }.joined()
    }
}

extension Caution {
    fileprivate var text: String {
        switch self {
        case .contradiction: "the record says two things, and the one that its own text bears out was kept"
        case .foreignVersions: "the versions are the project's, not those that the registry gives out"
        case .unreviewed: "it was taken over from elsewhere, and nobody at the source has looked at it"
        }
    }
}
