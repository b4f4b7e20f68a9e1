internal import Advisories
internal import Exploitability

/// What every writer is given: the report, its findings with their packages, and who writes when.
struct ReportContent {
    let report: ScanReport
    let toolVersion: String
    let time: Timestamp?
    /// Those that count, in the order in which to work through them.
    let findings: [ReportedFinding]
    /// Those that are left out of the count.
    let suppressed: [ReportedFinding]

    init(_ report: ScanReport, toolVersion: String, time: Timestamp?) {
        self.report = report
        self.toolVersion = toolVersion
        self.time = time
        var seen: [String: Int] = [:]
        func reported(_ assessment: Assessment, _ basis: Suppression?) -> ReportedFinding {
            let finding = ReportedFinding(assessment, report.packages[assessment.finding.package], basis: basis)
            let count = seen[finding.identity, default: 0] + 1
            seen[finding.identity] = count
            return finding.numbered(count)
        }
        // Suppressing a finding must not change the fingerprint of another, so the count follows the packages.
        let all =
            report.assessments.map { ($0, nil as Suppression?) } + report.suppressed.map { ($0.assessment, $0.basis) }
        let places = all.indices.sorted { (all[$0].0.finding.package, $0) < (all[$1].0.finding.package, $1) }
        var made: [ReportedFinding?] = Array(repeating: nil, count: all.count)
        for place in places { made[place] = reported(all[place].0, all[place].1) }
        findings = made.prefix(report.assessments.count).compactMap(\.self)
        suppressed = made.dropFirst(report.assessments.count).compactMap(\.self)
    }

    /// What stands between "no finding" and "clean", in sentences: unknown packages by reason, gaps, stale data.
    var caveats: [(id: Caveat, text: String)] {
        var all: [(id: Caveat, text: String)] = []
        if report.database.isStale {
            all.append(
                (
                    .staleDatabase,
                    "the database is of \(report.database.created.text) and was valid until "
                        + "\(report.database.validUntil.text): newer vulnerabilities are not in it"
                ))
        }
        for notice in report.endOfLife { all.append((.endOfLife, notice.text)) }
        for (reason, packages) in report.unknown {
            let names = packages.prefix(5).map { report.packages[$0].label }.joined(separator: ", ")
            let rest = packages.count > 5 ? " and \(packages.count - 5) more" : ""
            all.append(
                (
                    .unknownPackages,
                    "nothing can be said about \(packages.count) \(packages.count == 1 ? "package" : "packages"): "
                        + "\(reason) (\(names)\(rest))"
                ))
        }
        for gap in report.gaps { all.append((.gap, "not read: \(gap)")) }
        for rule in report.expiredRules {
            all.append(
                (
                    .expiredRule,
                    "the rule of \(rule.owner) for \(rule.vulnerability)"
                        + (rule.package.isEmpty ? "" : " in \(rule.package)")
                        + " ended on \(rule.expires) and suppresses nothing"
                ))
        }
        for rule in report.unusedRules {
            all.append(
                (
                    .unusedRule,
                    "the rule of \(rule.owner) for \(rule.vulnerability)"
                        + (rule.package.isEmpty ? "" : " in \(rule.package)")
                        + " leaves nothing out: there is no finding that it may"
                ))
        }
        return all
    }

    enum Caveat: String, CaseIterable {
        case staleDatabase = "stale-database"
        case endOfLife = "end-of-life"
        case unknownPackages = "unknown-packages"
        case gap
        case expiredRule = "expired-rule"
        case unusedRule = "unused-rule"

        var explanation: String {
            switch self {
            case .staleDatabase: "The advisory database is older than it may be."
            case .endOfLife: "A system or runtime for which no more advisories are made."
            case .unknownPackages: "Packages about which nothing can be said."
            case .gap: "A part of the artifact that could not be read."
            case .expiredRule: "A rule to leave a finding out of the count that is past its day."
            case .unusedRule: "A rule to leave a finding out of the count that no finding meets."
            }
        }
    }
}

extension ScannedPackage {
    /// `openssl 3.0.11-1`
    var label: String { version.isEmpty ? name : "\(name) \(version)" }
}
