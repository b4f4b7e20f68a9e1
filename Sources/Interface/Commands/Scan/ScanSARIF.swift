internal import Advisories
internal import Exploitability
internal import Inventory
internal import JSONText

/// SARIF 2.1.0: a rule for each flaw, a result for each flaw in a package.
///
/// What cannot be decided is a result of the kind `open`; what is suppressed carries its suppression; what stands
/// between "no finding" and "clean" is a notification of the invocation.
enum ScanSARIF {
    static let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

    static func write(_ content: ReportContent) -> [UInt8] {
        let results = content.findings + content.suppressed
        let rules = SARIFRule.rules(results)
        let places = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.name, $0) })
        var json = JSONWriter(pretty: true, reserving: 4096 + results.count * 2048)
        json.object { json in
            json.member("$schema", schema)
            json.member("version", "2.1.0")
            json.objects("runs", [content]) { json, content in
                json.key("tool")
                json.object { json in
                    json.key("driver")
                    json.object { driver(content, rules, &$0) }
                }
                json.objects("invocations", [content], invocation)
                json.key("automationDetails")
                json.object { $0.member("id", "obryza/scan/") }
                json.member("columnKind", "utf16CodeUnits")
                json.objects("results", results) { result($1, places[$1.assessment.name], content.report, &$0) }
                json.key("properties")
                json.object { json in
                    json.member("subject", content.report.subject)
                    json.member("subjectDigest", content.report.subjectDigest)
                    json.member("databaseDigest", content.report.database.digest)
                    json.member("databaseCreated", content.report.database.created.text)
                    json.member("isComplete", content.report.isComplete)
                }
            }
        }
        json.newline()
        return json.bytes
    }

    private static func driver(_ content: ReportContent, _ rules: [SARIFRule], _ json: inout JSONWriter) {
        json.member("name", "obryza")
        json.member("version", content.toolVersion)
        json.objects("rules", rules) { $1.write(&$0) }
        json.objects("notifications", ReportContent.Caveat.allCases) {
            $0.member("id", $1.rawValue)
            $0.text("shortDescription", $1.explanation)
        }
    }

    private static func invocation(_ json: inout JSONWriter, _ content: ReportContent) {
        json.member("executionSuccessful", true)
        json.member("endTimeUtc", content.time?.text)
        json.objects("toolExecutionNotifications", content.caveats) { json, caveat in
            json.key("descriptor")
            json.object { json in
                json.member("id", caveat.id.rawValue)
                if let index = ReportContent.Caveat.allCases.firstIndex(of: caveat.id) { json.member("index", index) }
            }
            json.member("level", "warning")
            json.text("message", SARIFText.message(caveat.text))
        }
    }

    /// The image and the path in it; for what is no image, the path alone, which is then one of the repository.
    private static func uri(_ package: ScannedPackage, _ report: ScanReport) -> String {
        guard let path = package.path, !path.isEmpty else { return SARIFText.relativeURI(report.subject) }
        guard report.subjectDigest != nil else { return SARIFText.relativeURI(path) }
        return SARIFText.relativeURI(report.subject) + "/" + SARIFText.relativeURI(path)
    }

    private static func result(
        _ finding: ReportedFinding, _ rule: Int?, _ report: ScanReport, _ json: inout JSONWriter
    ) {
        json.member("ruleId", finding.assessment.name)
        if let rule { json.member("ruleIndex", rule) }
        // A kind other than `fail` goes with the level `none` (SARIF 2.1.0 §3.27.10).
        json.member("kind", finding.isAffected ? "fail" : "open")
        json.member("level", finding.isAffected ? SARIFRule.level(finding) : "none")
        json.text("message", SARIFText.message(finding.message + " " + finding.proof + "."))
        json.objects("locations", [finding]) { json, finding in
            json.key("physicalLocation")
            json.object { json in
                json.key("artifactLocation")
                json.object { $0.member("uri", uri(finding.package, report)) }
                // GitHub shows only what has a region; an image has no lines but the first.
                json.key("region")
                json.object { $0.member("startLine", 1) }
            }
            json.objects("logicalLocations", [finding.package]) {
                $0.member("name", $1.name)
                $0.member("fullyQualifiedName", $1.purl?.description ?? $1.label)
                $0.member("kind", "package")
            }
        }
        json.key("partialFingerprints")
        json.object { $0.member("vulnerabilityInPackage/v1", finding.fingerprint) }
        // An empty list says that nothing suppresses the result, as §3.27.23 asks of a tool that knows suppressions.
        json.objects("suppressions", finding.basis.map { [$0] } ?? []) { json, basis in
            json.member("kind", "external")
            json.member("status", "accepted")
            json.member("justification", Table.printable(basis.text))
        }
        json.key("properties")
        json.object { json in
            json.member("purl", finding.package.purl?.description)
            json.member("due", finding.assessment.due.outcome.key)
            json.member("fixState", finding.finding.fix.state.rawValue)
            json.member("fixVersion", finding.finding.fix.version)
        }
    }
}

/// A flaw as SARIF's rule.
struct SARIFRule {
    let name: String
    /// The most urgent of the flaw's findings, which gives the rule its severity and texts.
    private let finding: ReportedFinding
    private let remedies: [String]

    /// In the order of the findings.
    static func rules(_ findings: [ReportedFinding]) -> [SARIFRule] {
        var order: [String] = []
        var groups: [String: [ReportedFinding]] = [:]
        for finding in findings {
            if groups[finding.assessment.name] == nil { order.append(finding.assessment.name) }
            groups[finding.assessment.name, default: []].append(finding)
        }
        return order.compactMap { name in
            guard let group = groups[name] else { return nil }
            let worst = group.max { rank($0) < rank($1) }
            var remedies: [String] = []
            for finding in group where !remedies.contains(finding.remedy) { remedies.append(finding.remedy) }
            return worst.map { SARIFRule(name: name, finding: $0, remedies: remedies) }
        }
    }

    private static func rank(_ finding: ReportedFinding) -> Int {
        securitySeverity(finding.assessment.severity)?.tenths ?? -1
    }

    /// The score; without one a value inside the band of the rating, for sorting only.
    static func securitySeverity(_ severity: RatedSeverity?) -> CVSSScore? {
        guard let severity else { return nil }
        if let score = severity.score { return score }
        return switch severity.rating {
        case .none: .zero
        case .low: CVSSScore(tenths: 20)
        case .medium: CVSSScore(tenths: 55)
        case .high: CVSSScore(tenths: 80)
        case .critical: CVSSScore(tenths: 95)
        }
    }

    /// What is exploited or hostile is an error whatever its score; what nobody rated is a warning, not a note.
    static func level(_ finding: ReportedFinding) -> String {
        let assessment = finding.assessment
        if assessment.isKnownExploited == true || assessment.kind == .malicious { return "error" }
        return switch assessment.severity?.rating {
        case .critical?, .high?: "error"
        case .medium?, nil: "warning"
        case .low?, SeverityRating.none?: "note"
        }
    }

    func write(_ json: inout JSONWriter) {
        let assessment = finding.assessment
        json.member("id", name)
        let summary = assessment.summary.isEmpty ? name : "\(name): \(assessment.summary)"
        json.text("shortDescription", Table.printable(summary))
        json.text("fullDescription", Table.printable(summary))
        if let link = FlawName.link(name) ?? finding.links.first { json.member("helpUri", link) }
        var help = ["\(name): \(finding.severityText); \(finding.exploitation).", "When: \(finding.due)."]
        help += remedies.map { "What to do: \($0)." }
        json.key("help")
        json.object { json in
            json.member("text", help.map(Table.printable).joined(separator: "\n"))
            json.member("markdown", help.map { "- " + MarkdownText.code($0) }.joined(separator: "\n"))
        }
        json.key("defaultConfiguration")
        json.object { $0.member("level", Self.level(finding)) }
        json.key("properties")
        json.object { json in
            if let score = Self.securitySeverity(assessment.severity) {
                json.member("security-severity", "\(score)")
            }
            json.strings(
                "tags",
                ["security", "vulnerability"]
                    + assessment.weaknesses.compactMap(FlawName.weakness).map { "external/cwe/cwe-\($0)" })
        }
    }
}

/// Texts from outside in places where SARIF gives characters a meaning.
enum SARIFText {
    /// Braces are doubled, for they mark placeholders (§3.11.5), and no text from outside becomes a link (§3.11.6).
    static func message(_ text: String) -> String {
        Table.printable(text).replacing("{", with: "{{").replacing("}", with: "}}").replacing("](", with: "] (")
    }

    /// A reference as a relative URI: bytes that a path segment does not have, and the colon that would make a scheme
    /// of what is before it, are encoded (RFC 3986 §4.2).
    static func relativeURI(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8.drop(while: { $0 == UInt8(ascii: "/") }) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                bytes.append(byte)
            case _ where "-._~/@".utf8.contains(byte): bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return bytes.isEmpty ? "artifact" : String(decoding: bytes, as: UTF8.self)
    }
}
