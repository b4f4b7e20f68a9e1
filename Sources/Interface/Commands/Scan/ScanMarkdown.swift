internal import Advisories
internal import Exploitability

/// A summary for the page of a job: first what to do, then the findings, then what is not known.
enum ScanMarkdown {
    /// Pages of jobs are cut off at a megabyte; what is left out is counted.
    static let mostRows = 100

    static func write(_ content: ReportContent) -> [UInt8] {
        let report = content.report
        var text = "# \(MarkdownText.code(report.subject))\n\n\(summary(content))\n"
        text += actions(report.actions) + findings(content.findings) + suppressed(content.suppressed)
        let caveats = content.caveats
        if !caveats.isEmpty {
            text += "\n## Not known\n\n"
            text += lines(caveats) { "- \(MarkdownText.code($0.text))" }
        }
        text +=
            "\nDatabase \(MarkdownText.code(report.database.digest)) of \(report.database.created.day), "
            + "\(report.packages.count) packages. Written by obryza \(MarkdownText.code(content.toolVersion)).\n"
        return Array(text.utf8)
    }

    private static func summary(_ content: ReportContent) -> String {
        let affected = content.findings.count { $0.isAffected }
        let exploited = content.findings.count { $0.assessment.isKnownExploited == true }
        let undecided = content.findings.count - affected
        var parts = ["\(affected) \(affected == 1 ? "vulnerability" : "vulnerabilities")"]
        if exploited > 0 { parts.append("\(exploited) known to be exploited") }
        if undecided > 0 { parts.append("\(undecided) undecided") }
        if !content.suppressed.isEmpty { parts.append("\(content.suppressed.count) left out by rules and statements") }
        let unknown = content.report.unknown.reduce(0) { $0 + $1.packages.count }
        if unknown > 0 { parts.append("nothing known about \(unknown) \(unknown == 1 ? "package" : "packages")") }
        return "**" + parts.joined(separator: ", ") + "**"
            + (content.report.isComplete ? "" : "; the answer is not complete")
    }

    private static func actions(_ actions: [RemediationAction]) -> String {
        guard !actions.isEmpty else { return "" }
        return "\n## What to do\n\n"
            + lines(actions) { action in
                "1. \(MarkdownText.code(action.text)): clears \(action.findings) "
                    + "\(action.findings == 1 ? "finding" : "findings"); \(action.due.advice)"
            }
    }

    private static func findings(_ findings: [ReportedFinding]) -> String {
        guard !findings.isEmpty else { return "" }
        return "\n## Findings\n\n| vulnerability | package | version | severity | exploited | due | fix |\n"
            + "|---|---|---|---|---|---|---|\n"
            + lines(findings) { finding in
                let assessment = finding.assessment
                let cells = [
                    MarkdownText.code(assessment.name) + (finding.isAffected ? "" : " (undecided)")
                        + (finding.finding.isByCPE ? " (by CPE name)" : ""),
                    MarkdownText.code(finding.package.name), MarkdownText.code(finding.package.version),
                    assessment.severity.map { "\($0.rating.rawValue)\($0.score.map { " \($0)" } ?? "")" }
                        ?? "not known",
                    assessment.isKnownExploited.map { $0 ? "**yes**" : "no" } ?? "not known",
                    assessment.due.outcome.description,
                    finding.finding.fix.version.map(MarkdownText.code) ?? finding.finding.fix.state.rawValue,
                ]
                return "| " + cells.joined(separator: " | ") + " |"
            }
    }

    private static func suppressed(_ findings: [ReportedFinding]) -> String {
        guard !findings.isEmpty else { return "" }
        return "\n## Left out by rules and statements\n\n"
            + lines(findings) { "- \(MarkdownText.code($0.title)): \(MarkdownText.code($0.suppression ?? ""))" }
    }

    private static func lines<Element>(_ elements: [Element], _ line: (Element) -> String) -> String {
        let shown = elements.prefix(mostRows).map { line($0) + "\n" }.joined()
        return elements.count > mostRows ? shown + "\nand \(elements.count - mostRows) more\n" : shown
    }
}

/// Texts from outside in Markdown.
enum MarkdownText {
    /// A code span, in which neither markup, links, mentions nor HTML have a meaning.
    ///
    /// A backtick would end the span and `|` the cell of a table: both are shown as U+FFFD, like control characters.
    static func code(_ text: String) -> String {
        let clean = Table.printable(text).replacing("`", with: "\u{fffd}").replacing("|", with: "\u{fffd}")
        // Spaces at both ends would be taken off (CommonMark §6.1), and a span of nothing is no span.
        return clean.allSatisfy { $0 == " " } ? "`-`" : "`\(clean)`"
    }
}
