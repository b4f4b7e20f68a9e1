internal import Advisories
internal import Exploitability
internal import JSONText

/// GitLab's container-scanning report, schema 15.0.
///
/// It has no place for what is suppressed or unknown: both are messages of the scan, so that the job's log has them.
enum ScanGitLab {
    static let schemaVersion = "15.0.2"
    /// Limits that the schema sets, in characters.
    private static let longestName = 255
    private static let longestSolution = 7000

    static func write(_ content: ReportContent) -> [UInt8] {
        var json = JSONWriter(pretty: true, reserving: 4096 + content.findings.count * 1024)
        json.object { json in
            json.member("version", schemaVersion)
            json.key("scan")
            json.object { scan(content, &$0) }
            json.objects("vulnerabilities", content.findings) { vulnerability($1, content.report, &$0) }
        }
        json.newline()
        return json.bytes
    }

    private static func scan(_ content: ReportContent, _ json: inout JSONWriter) {
        for role in ["analyzer", "scanner"] {
            json.key(role)
            json.object { json in
                json.member("id", "obryza")
                json.member("name", "Obryza")
                json.key("vendor")
                json.object { $0.member("name", "Obryza") }
                json.member("version", content.toolVersion)
            }
        }
        json.member("type", "container_scanning")
        // Universal time without its mark.
        let time = (content.time ?? content.report.database.created).text.dropLast()
        json.member("start_time", String(time))
        json.member("end_time", String(time))
        json.member("status", "success")
        let messages =
            content.caveats.map { ("warn", $0.text) }
            + content.suppressed.map { ("info", "\($0.title): \($0.suppression ?? "")") }
        json.objects("messages", messages) {
            $0.member("level", $1.0)
            $0.member("value", Table.printable($1.1))
        }
    }

    private static func vulnerability(_ finding: ReportedFinding, _ report: ScanReport, _ json: inout JSONWriter) {
        let assessment = finding.assessment
        json.member("id", finding.uuid)
        let summary = assessment.summary.isEmpty ? assessment.name : "\(assessment.name): \(assessment.summary)"
        json.member("name", clipped(summary, longestName))
        // GitLab renders descriptions as Markdown.
        json.member("description", MarkdownText.code(finding.message + " " + finding.proof))
        json.member("severity", severity(assessment.severity?.rating))
        json.member("solution", clipped("\(finding.remedy); \(finding.due)", longestSolution))
        json.objects("identifiers", assessment.names.isEmpty ? [assessment.name] : assessment.names) {
            $0.member("type", FlawName.scheme($1)?.lowercased() ?? "obryza")
            $0.member("name", $1)
            $0.member("value", $1)
            $0.member("url", FlawName.link($1))
        }
        json.objects("links", finding.links) { $0.member("url", $1) }
        json.key("location")
        json.object { json in
            json.key("dependency")
            json.object { json in
                json.key("package")
                json.object { $0.member("name", finding.package.name) }
                json.member("version", finding.package.version)
            }
            json.member("operating_system", report.distribution.flatMap { $0.isEmpty ? nil : $0 } ?? "unknown")
            json.member("image", report.subject.isEmpty ? "artifact" : report.subject)
        }
    }

    private static func severity(_ rating: SeverityRating?) -> String {
        switch rating {
        case .critical?: "Critical"
        case .high?: "High"
        case .medium?: "Medium"
        case .low?: "Low"
        case SeverityRating.none?: "Info"
        case nil: "Unknown"
        }
    }

    private static func clipped(_ text: String, _ longest: Int) -> String {
        let scalars = Table.printable(text).unicodeScalars
        guard scalars.count > longest else { return String(scalars) }
        return String(String.UnicodeScalarView(scalars.prefix(longest - 1))) + "…"
    }
}
