internal import Rego

extension PolicyReport {
    /// A report of coverage in the form of OPA's.
    static func coverage(_ report: CoverageReport) -> String {
        let files = report.files.map { file in
            (
                name: file.name,
                json: Optional(
                    object([
                        ("covered", ranges(file.covered)), ("not_covered", ranges(file.notCovered)),
                        ("covered_lines", count(file.coveredLines)),
                        ("not_covered_lines", count(file.notCoveredLines)),
                        ("coverage", file.percentage > 0 ? number(file.percentage) : nil),
                    ]))
            )
        }
        return object([
            ("files", object(files)), ("covered_lines", "\(report.coveredLines)"),
            ("not_covered_lines", "\(report.notCoveredLines)"), ("coverage", number(report.percentage)),
        ])
    }

    /// A number with at most two digits behind the point.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func count(_ lines: Int) -> String? { lines == 0 ? nil : "\(lines)" }

    private static func ranges(_ rows: [ClosedRange<Int>]) -> String? {
        guard !rows.isEmpty else { return nil }
        return array(
            rows.map { rows in
                object([
                    ("start", object([("row", "\(rows.lowerBound)")])),
                    ("end", object([("row", "\(rows.upperBound)")])),
                ])
            })
    }
}
