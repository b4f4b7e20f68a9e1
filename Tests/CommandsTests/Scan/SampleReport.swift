import Inventory

@testable import Advisories
@testable import Exploitability

/// Reports made by hand.
enum SampleReport {
    static let today = CalendarDate("2026-01-15")

    static func package(_ name: String, _ version: String, purl: String?, ref: String? = nil) -> ScannedPackage {
        ScannedPackage(
            ref: ref ?? "\(name)@\(version)", name: name, version: version, purl: purl.flatMap { PackageURL($0) })
    }

    static func proof(
        _ ecosystem: String, _ name: String, _ version: String, advisory: String, source: String,
        outcome: Proof.Outcome, fix: String? = nil, state: Fix.State = .unknown
    ) -> Proof {
        Proof(
            advisory: 0, entry: 0, advisoryID: advisory, source: source,
            identity: PackageIdentity(
                ecosystem: Ecosystem(ecosystem) ?? Ecosystem(.generic), name: name, version: version, naming: .source),
            outcome: outcome, fixState: state, fixVersion: fix, isIndirect: false)
    }

    static func assessment(
        _ names: [String], package: Int, proofs: [Proof], verdict: Finding.Verdict = .affected,
        vector: String? = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", label: String? = nil, isKnown: Bool? = false,
        summary: String = "A flaw.", kind: Advisory.Kind = .vulnerability, references: [String] = [],
        weaknesses: [String] = []
    ) -> Assessment {
        let statement =
            vector.map {
                SeverityStatement($0.hasPrefix("CVSS:4") ? .cvss4 : $0.hasPrefix("CVSS:3") ? .cvss3 : .cvss2, $0)
            }
            ?? label.map { SeverityStatement(.label, $0) }
        var remediation = Remediation(exploitation: isKnown == true ? .knownExploited : .noEvidence)
        if let vector, let parsed = try? CVSSVector(vector) { remediation.derive(from: parsed) }
        return Assessment(
            finding: Finding(package: package, flaw: 0, verdict: verdict, proofs: proofs), names: names,
            summary: summary, kind: kind, isDisputed: false,
            severity: statement.flatMap { RatedSeverity($0, source: "nvd") }, isKnownExploited: isKnown,
            knownExploitedSince: isKnown == true ? Timestamp("2024-03-29") : nil, isUsedByRansomware: false,
            probability: ExploitProbability("0.97565"), due: remediation.due,
            rank: FindingRank(FindingRank.Inputs(isKnownExploited: isKnown)), references: references,
            weaknesses: weaknesses)
    }

    static func report(
        subject: String = "registry.example/app:1.0", _ packages: [ScannedPackage], _ assessments: [Assessment],
        rules: [IgnoreRule] = [], unknown: [(package: Int, reason: String)] = [], gaps: [String] = [],
        isStale: Bool = false, endOfLife: [EndOfLifeNotice] = []
    ) -> ScanReport {
        var match = MatchResult()
        match.judged = packages.count - unknown.count
        match.unknown = unknown
        return ScanReport(
            subject: subject, packages: packages, match: match, assessments: assessments, rules: rules,
            now: today ?? CalendarDate.zero,
            database: ScanReport.DatabaseState(
                digest: "sha256:00ff", created: Timestamp(seconds: 1_700_000_000),
                validUntil: Timestamp(seconds: 1_700_432_000), sources: ["debian", "nvd"], isStale: isStale),
            gaps: gaps, endOfLife: endOfLife)
    }

    static func rule(
        _ vulnerability: String, package: String = "", expires: String = "2026-06-30", reason: String = "not reachable"
    ) -> IgnoreRule {
        IgnoreRule(
            vulnerability: vulnerability, package: package, owner: "team@example.com", reason: reason,
            expires: CalendarDate(expires) ?? .zero, includesKnownExploited: false)
    }

    /// One of everything: a fixed and exploited flaw, one without fix, an undecided one, a suppressed one, an expired
    /// rule, an unknown package, a gap and a stale database.
    static let full: ScanReport = {
        let openssl = package("libssl3", "3.0.11-1", purl: "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64")
        let lodash = package("lodash", "4.17.20", purl: "pkg:npm/lodash@4.17.20")
        let blob = package("blob", "", purl: nil)
        var log4j = package(
            "log4j-core", "2.14.1", purl: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", ref: "log4j")
        log4j.path = "opt/app/lib/log4j core.jar"
        var report = SampleReport.report(
            [openssl, lodash, blob, log4j],
            [
                assessment(
                    ["CVE-2021-44228", "GHSA-jfh8-c2jp-5v3q"], package: 3,
                    proofs: [
                        proof(
                            "maven", "org.apache.logging.log4j:log4j-core", "2.14.1", advisory: "GHSA-jfh8-c2jp-5v3q",
                            source: "github", outcome: .inside(interval("2.13.0", "2.15.0")), fix: "2.15.0",
                            state: .fixed),
                        proof(
                            "maven", "org.apache.logging.log4j:log4j-core", "2.14.1", advisory: "CVE-2021-44228",
                            source: "nvd", outcome: .elsewhere("another platform")),
                    ], isKnown: true, references: ["https://logging.apache.org/security.html", "javascript:alert(1)"],
                    weaknesses: ["CWE-20", "CWE-917", "NVD-CWE-Other"]),
                assessment(
                    ["CVE-2023-0001"], package: 0,
                    proofs: [
                        proof(
                            "debian:12", "openssl", "3.0.11-1", advisory: "CVE-2023-0001", source: "debian",
                            outcome: .inside(nil), state: .willNotFix)
                    ], vector: nil, label: "medium"),
                assessment(
                    ["CVE-2023-0002"], package: 0,
                    proofs: [
                        proof(
                            "debian:12", "openssl", "3.0.11-1", advisory: "CVE-2023-0002", source: "debian",
                            outcome: .unknown("debian has not decided yet"))
                    ], verdict: .unknown, vector: nil, isKnown: nil),
                assessment(
                    ["CVE-2020-8203"], package: 1,
                    proofs: [
                        proof(
                            "npm", "lodash", "4.17.20", advisory: "GHSA-p6mc-m468-83gw", source: "github",
                            outcome: .inside(interval(nil, "4.17.21")), fix: "4.17.21", state: .fixed)
                    ], vector: "AV:N/AC:M/Au:N/C:N/I:P/A:P"),
            ],
            rules: [
                rule("CVE-2020-8203", package: "pkg:npm/lodash"),
                rule("CVE-2023-0001", expires: "2025-12-31"),
            ],
            unknown: [(2, "it has no package URL")], gaps: ["usr/lib/x.jar: damaged"], isStale: true)
        report.subjectDigest = "sha256:" + String(repeating: "ab", count: 32)
        report.distribution = "debian:12"
        return report
    }()

    static func interval(_ lower: String?, _ upper: String) -> VersionInterval {
        VersionInterval(
            from: lower.map { VersionBound($0, isInclusive: true) }, to: VersionBound(upper, isInclusive: false))
    }

    /// Everything that a format could take for its own, in every text from outside.
    static let nasty =
        "=<b>\"'&|`](https://evil.example)[x]{0}*_@all,;\r\n\u{0}\u{1b}[31m\u{202e}\u{2028}\u{ffff}--]]>\u{7f}"

    static let hostile: ScanReport = {
        let evil = package(nasty, nasty, purl: "pkg:npm/%3Cscript%3E@1", ref: nasty)
        var report = SampleReport.report(
            subject: nasty, [evil, evil],
            [
                assessment(
                    [nasty, "CVE-1\"><script>"], package: 0,
                    proofs: [
                        proof(
                            "npm", nasty, nasty, advisory: nasty, source: nasty,
                            outcome: .inside(interval(nasty, nasty)), fix: nasty, state: .fixed)
                    ], summary: nasty, references: [nasty, "https://x.example/\"><script>"], weaknesses: [nasty]),
                assessment(
                    ["CVE-2"], package: 1,
                    proofs: [proof("npm", nasty, nasty, advisory: "CVE-2", source: "s", outcome: .unknown(nasty))],
                    verdict: .unknown),
                assessment(
                    ["CVE-3"], package: 1,
                    proofs: [proof("npm", nasty, nasty, advisory: "CVE-3", source: "s", outcome: .inside(nil))]),
            ],
            rules: [rule("CVE-3", reason: nasty)], unknown: [(1, nasty)], gaps: [nasty])
        report.distribution = nasty
        return report
    }()

    /// A system and a runtime that have ended, and a rule that no finding meets.
    static let ended: ScanReport = report(
        [package("python", "3.8.1", purl: "pkg:generic/python@3.8.1")], [], rules: [rule("CVE-2000-0001")],
        endOfLife: [
            EndOfLifeNotice(
                product: "debian", cycle: "10", codename: "Buster", ended: Timestamp("2024-06-30"),
                extendedUntil: Timestamp("2029-06-30"), packages: []),
            EndOfLifeNotice(
                product: "python", cycle: "3.8", codename: "", ended: Timestamp("2024-10-07"), extendedUntil: nil,
                packages: [0]),
        ])

    static let empty = report([package("bash", "5.2", purl: "pkg:deb/debian/bash@5.2")], [])
}

extension CalendarDate {
    /// 1970-01-01, for a date written wrongly in a test, which then fails.
    fileprivate static var zero: CalendarDate {
        guard let day = CalendarDate(daysSinceEpoch: 0) else { fatalError("1970-01-01 is a day") }
        return day
    }
}
