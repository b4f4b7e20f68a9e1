internal import Advisories
internal import Exploitability
internal import Inventory

/// Rows for a spreadsheet (RFC 4180): one for each finding, suppressed or not, for each unknown package,
/// and for each system or runtime that has ended.
enum ScanCSV {
    private static let columns = [
        "status", "vulnerability", "other names", "package", "version", "purl", "severity", "score", "vector",
        "severity source", "known exploited", "used by ransomware", "epss", "due", "due assumed", "fix state",
        "fix version", "advisory", "advisory source", "proof", "identity",
        "summary", "rule owner", "rule reason", "rule expires",
        "fingerprint",
    ]

    static func write(_ content: ReportContent) -> [UInt8] {
        var text = row(columns)
        for finding in content.findings + content.suppressed { text += row(cells(finding)) }
        for (reason, packages) in content.report.unknown {
            for index in packages {
                let package = content.report.packages[index]
                var cells = Array(repeating: "", count: columns.count)
                cells[0] = "not judged"
                cells[3] = package.name
                cells[4] = package.version
                cells[5] = package.purl?.description ?? ""
                cells[19] = reason
                text += row(cells)
            }
        }
        for notice in content.report.endOfLife {
            var cells = Array(repeating: "", count: columns.count)
            cells[0] = "end of life"
            cells[3] = notice.product
            cells[4] = notice.cycle
            cells[19] = notice.text
            text += row(cells)
        }
        return Array(text.utf8)
    }

    private static func cells(_ finding: ReportedFinding) -> [String] {
        let assessment = finding.assessment
        let proof = finding.finding.proofs.first
        return [
            finding.basis == nil ? finding.finding.verdict.rawValue : "suppressed",
            assessment.name, assessment.names.filter { $0 != assessment.name }.joined(separator: " "),
            finding.package.name, finding.package.version, finding.package.purl?.description ?? "",
            assessment.severity?.rating.rawValue ?? "", assessment.severity?.score.map { "\($0)" } ?? "",
            assessment.severity?.vector ?? "", assessment.severity?.source ?? "",
            assessment.isKnownExploited.map { $0 ? "yes" : "no" } ?? "unknown",
            assessment.isUsedByRansomware ? "yes" : "no",
            assessment.probability.map { ScanJSON.decimal($0.billionths) } ?? "", assessment.due.outcome.key,
            assessment.due.basis.assumed.joined(separator: "; "), finding.finding.fix.state.rawValue,
            finding.finding.fix.version ?? "", proof?.advisoryID ?? "", proof?.source ?? "", finding.proof,
            proof?.identity.cpe ?? "package", assessment.summary, finding.basis?.owner ?? "",
            finding.basis?.reason ?? "",
            finding.basis?.expires?.description ?? "", finding.fingerprint,
        ]
    }

    private static func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// A cell that a spreadsheet would take for a formula gets an apostrophe in front; control characters are replaced.
    static func cell(_ text: String) -> String {
        var text = Table.printable(text)
        if let first = text.first(where: { $0 != " " }), "=+-@＝＋－＠".contains(first) { text = "'" + text }
        guard text.contains(where: { ",\"'".contains($0) }) || text.hasPrefix(" ") || text.hasSuffix(" ") else {
            return text
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
