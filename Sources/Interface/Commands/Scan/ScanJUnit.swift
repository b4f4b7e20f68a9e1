internal import Advisories
internal import Exploitability
internal import Inventory

/// JUnit XML: a test case for each package with findings.
///
/// A finding that counts is a failure, one that is suppressed alone is skipped, and what cannot be decided is an error:
/// unknown is not passed.
enum ScanJUnit {
    private struct Case {
        enum Outcome: String { case failure, error, skipped }
        var name: String
        var group: String
        var outcome: Outcome
        var message: String
        var lines: [String]
        var output: [String] = []
    }

    static func write(_ content: ReportContent) -> [UInt8] {
        let cases = packageCases(content) + unknownCases(content) + scanCases(content)
        func count(_ outcome: Case.Outcome) -> Int { cases.count { $0.outcome == outcome } }
        let counts =
            "tests=\"\(cases.count)\" failures=\"\(count(.failure))\" errors=\"\(count(.error))\""
            + " skipped=\"\(count(.skipped))\""
        let name = XMLText.line("obryza scan \(content.report.subject)")
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        xml += "<testsuites name=\"\(name)\" \(counts)>\n"
        let time = content.time.map { " timestamp=\"\($0.text.dropLast())\"" } ?? ""
        xml += "  <testsuite name=\"\(name)\" \(counts)\(time)>\n"
        for entry in cases { xml += text(entry) }
        xml += "  </testsuite>\n</testsuites>\n"
        return Array(xml.utf8)
    }

    private static func text(_ entry: Case) -> String {
        let tag = entry.outcome.rawValue
        var xml =
            "    <testcase classname=\"\(XMLText.line(entry.group))\" name=\"\(XMLText.line(entry.name))\">\n"
            + "      <\(tag) message=\"\(XMLText.line(entry.message))\">"
        xml += XMLText.escaped(entry.lines.map(Table.printable).joined(separator: "\n")) + "</\(tag)>\n"
        if !entry.output.isEmpty {
            let output = entry.output.map(Table.printable).joined(separator: "\n")
            xml += "      <system-out>\(XMLText.escaped(output))</system-out>\n"
        }
        return xml + "    </testcase>\n"
    }

    /// In the order of the most urgent finding of each package.
    private static func packageCases(_ content: ReportContent) -> [Case] {
        let all = content.findings + content.suppressed
        var order: [Int] = []
        var groups: [Int: [ReportedFinding]] = [:]
        for finding in all {
            let index = finding.finding.package
            if groups[index] == nil { order.append(index) }
            groups[index, default: []].append(finding)
        }
        return order.compactMap { index in
            guard let group = groups[index], let first = group.first else { return nil }
            let counted = group.filter { $0.basis == nil }
            let left = group.filter { $0.basis != nil }.map { "\($0.title): \($0.suppression ?? "")" }
            let affected = counted.count { $0.isAffected }
            let outcome: Case.Outcome = counted.isEmpty ? .skipped : affected > 0 ? .failure : .error
            let message =
                switch outcome {
                case .failure:
                    "\(affected) \(affected == 1 ? "vulnerability" : "vulnerabilities"); "
                        + (counted.first?.assessment.due.outcome.advice ?? "")
                case .error: "whether this version is affected cannot be decided"
                case .skipped: left.first ?? ""
                }
            return Case(
                name: first.package.label, group: first.package.purl?.type ?? "package", outcome: outcome,
                message: message, lines: counted.isEmpty ? left : counted.map { "\($0.message) \($0.proof)" },
                output: counted.isEmpty ? [] : left)
        }
    }

    private static func unknownCases(_ content: ReportContent) -> [Case] {
        content.report.unknown.flatMap { entry in
            entry.packages.map { index in
                let package = content.report.packages[index]
                return Case(
                    name: package.label, group: package.purl?.type ?? "package", outcome: .error,
                    message: entry.reason, lines: ["nothing can be said about this package: \(entry.reason)"])
            }
        }
    }

    /// What is wrong with the scan as a whole; packages have their own cases.
    private static func scanCases(_ content: ReportContent) -> [Case] {
        content.caveats.filter { $0.id != .unknownPackages }.map { caveat in
            // A rule that suppresses nothing takes nothing away: what it was about fails by itself.
            Case(
                name: caveat.id.rawValue, group: "scan",
                outcome: [.expiredRule, .unusedRule].contains(caveat.id) ? .skipped : .error,
                message: caveat.text, lines: [caveat.text])
        }
    }
}

/// Texts from outside in XML 1.0.
enum XMLText {
    /// For attributes that people read as one line.
    static func line(_ text: String) -> String { escaped(Table.printable(text)) }

    /// For attributes and elements; characters that XML forbids or that steer a terminal become U+FFFD, line ends stay.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            case "\n": result += "&#10;"
            case "\u{fffe}", "\u{ffff}": result += "\u{fffd}"
            case " "..."~": result.unicodeScalars.append(scalar)
            default: result += Table.printable(String(scalar))
            }
        }
        return result
    }
}
