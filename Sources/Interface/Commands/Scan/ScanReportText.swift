internal import Advisories
internal import Exploitability

/// A scan for people: what to do, the findings, and what is not known.
struct ScanReportText {
    private static let mostActions = 10

    private let report: ScanReport

    init(_ report: ScanReport) { self.report = report }

    func text(_ palette: Palette, width: Int) -> String {
        var text = ""
        text += palette.strong(Table.printable(report.subject))
        if let distribution = report.distribution { text += ", \(Table.printable(distribution))" }
        text += "\n" + palette.strong(Table.wrapped(summary, indent: 2, width: width)) + "\n"
        if !report.actions.isEmpty { text += "\n" + palette.strong("What to do first") + "\n" + actions(width) }
        if !report.assessments.isEmpty { text += "\n" + findings(width) }
        let said = statements(width)
        if !said.isEmpty { text += "\n" + palette.strong("What others say") + "\n" + said }
        if !report.suppressed.isEmpty { text += "\n" + palette.strong("Left out") + "\n" + suppressed(width) }
        let open = unknown(width)
        if !open.isEmpty { text += "\n" + palette.warning("Not known") + "\n" + open }
        return text
    }

    private var summary: String {
        let affected = report.assessments.filter { $0.finding.verdict == .affected }
        let undecided = report.assessments.count - affected.count
        var parts: [String] = []
        let exploited = affected.count { $0.isKnownExploited == true }
        if exploited > 0 { parts.append("\(exploited) known to be exploited") }
        for due in DueClass.allCases.reversed() {
            let count = affected.count { $0.due.outcome == due }
            if count > 0 { parts.append("\(count) \(Self.due(due))") }
        }
        var line =
            affected.isEmpty
            ? "no known vulnerability found"
            : "\(affected.count) findings: " + parts.joined(separator: ", ")
        if undecided > 0 { line += "; \(undecided) undecided" }
        if !report.isComplete { line += " (incomplete)" }
        return line
    }

    private func actions(_ width: Int) -> String {
        var text = ""
        for (index, action) in report.actions.prefix(Self.mostActions).enumerated() {
            let line =
                action.text + (action.findings > 0 ? " (clears \(action.findings), \(Self.due(action.due)))" : "")
            text += "\(index + 1). " + Table.wrapped(Table.printable(line), indent: 3, width: width) + "\n"
        }
        let more = report.actions.count - Self.mostActions
        if more > 0 {
            let findings = report.actions.dropFirst(Self.mostActions).reduce(0) { $0 + $1.findings }
            text += "   and \(more) further actions that clear \(findings)\n"
        }
        return text
    }

    private func findings(_ width: Int) -> String {
        var table = Table(["FLAW", "SEVERITY", "DUE", "PACKAGE", "VERSION", "FIXED IN"], whole: [0, 2])
        for assessment in report.assessments {
            let package = report.packages[assessment.finding.package]
            table.append([
                assessment.name + (assessment.finding.isByCPE ? "~" : ""), Self.severity(assessment),
                assessment.finding.verdict == .unknown
                    ? "unknown"
                    : Self.short(assessment.due.outcome) + (assessment.due.basis.assumed.isEmpty ? "" : "*"),
                package.name,
                package.version, Self.fix(assessment),
            ])
        }
        var text = table.render(width: width)
        var assumed: Set<String> = []
        for assessment in report.assessments { assumed.formUnion(assessment.due.basis.assumed) }
        if !assumed.isEmpty {
            let inputs = assumed.sorted().map { $0.lowercased() }.joined(separator: ", ")
            text += "* " + Table.wrapped("not known and taken at its worst: \(inputs)", indent: 2, width: width) + "\n"
        }
        if report.assessments.contains(where: \.finding.isByCPE) {
            text +=
                "~ "
                + Table.wrapped(
                    "found by CPE name for want of a package identity: less certain", indent: 2, width: width)
                + "\n"
        }
        return text
    }

    /// Statements on findings that count, and contradictions.
    private func statements(_ width: Int) -> String {
        var lines: [String] = []
        for assessment in report.assessments + report.suppressed.map(\.assessment) {
            guard let statement = assessment.statement else { continue }
            guard !statement.suppresses || !statement.conflicts.isEmpty else { continue }
            let package = report.packages[assessment.finding.package]
            lines.append(
                "\(assessment.name) in \(package.label): \(statement.decisive.line)"
                    + (statement.heldBack.map { "; still counted: \($0)" } ?? "")
                    + statement.conflicts.map { "; against: \($0.line)" }.joined())
        }
        return lines.map { "  " + Table.wrapped(Table.printable($0), indent: 4, width: width) + "\n" }.joined()
    }

    private func suppressed(_ width: Int) -> String {
        var text = ""
        for item in report.suppressed {
            let package = report.packages[item.assessment.finding.package]
            let line =
                "\(item.assessment.name) in \(package.label): \(item.basis.reason) "
                + "(\(item.basis.owner)\(item.basis.expires.map { ", until \($0)" } ?? ""))"
            text += "  " + Table.wrapped(Table.printable(line), indent: 4, width: width) + "\n"
        }
        return text
    }

    private func unknown(_ width: Int) -> String {
        var lines: [String] = []
        if report.database.isStale {
            lines.append(
                "the database is of \(report.database.created.day) and was to be relied on until "
                    + "\(report.database.validUntil.day)")
        }
        lines += report.endOfLife.map(\.text)
        for group in report.unknown {
            let names = group.packages.prefix(3).map { report.packages[$0].name }.joined(separator: ", ")
            let count = group.packages.count
            lines.append(
                "\(count) package\(count == 1 ? "" : "s"): \(group.reason) (\(names)\(count > 3 ? ", …" : ""))")
        }
        for gap in report.gaps.prefix(5) { lines.append("not read: \(gap)") }
        if report.gaps.count > 5 { lines.append("and \(report.gaps.count - 5) further parts that were not read") }
        for rule in report.expiredRules {
            lines.append("the rule of \(rule.owner) for \(rule.vulnerability) ended on \(rule.expires)")
        }
        for rule in report.unusedRules {
            lines.append("the rule of \(rule.owner) for \(rule.vulnerability) leaves nothing out")
        }
        return lines.map { "  " + Table.wrapped(Table.printable($0), indent: 4, width: width) + "\n" }.joined()
    }

    private static func severity(_ assessment: Assessment) -> String {
        guard let severity = assessment.severity else { return "-" }
        return severity.score.map { "\(severity.rating.rawValue) \($0)" } ?? severity.rating.rawValue
    }

    private static func fix(_ assessment: Assessment) -> String {
        let fix = assessment.finding.fix
        if let version = fix.version { return version }
        switch fix.state {
        case .notFixed: return "no fix yet"
        case .willNotFix: return "won't fix"
        case .deferred: return "deferred"
        case .endOfLife: return "end of life"
        case .fixed, .unknown: return "-"
        }
    }

    static func due(_ due: DueClass) -> String {
        switch due {
        case .threeDaysWithForensics: "due in 3 days with forensics"
        case .threeDays: "due in 3 days"
        case .fourteenDays: "due in 14 days"
        case .sixtyDays: "due in 60 days"
        case .nextUpgrade: "with the next upgrade"
        }
    }

    static func short(_ due: DueClass) -> String {
        switch due {
        case .threeDaysWithForensics: "3d+f"
        case .threeDays: "3d"
        case .fourteenDays: "14d"
        case .sixtyDays: "60d"
        case .nextUpgrade: "upgrade"
        }
    }
}
