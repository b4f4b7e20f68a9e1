internal import Advisories
internal import BillOfMaterials
internal import Exploitability
internal import Inventory

/// Looks a subject up in a database.
struct Scan {
    let report: ScanReport
    /// With what was ruled out, for questions about it.
    let match: MatchResult
    let database: AdvisoryDatabase

    init(
        _ subject: ScanSubject, _ database: AdvisoryDatabase, exposed: DecisionInput<PubliclyExposed>,
        rules: [IgnoreRule], now: Timestamp, keepsRuledOut: Bool = false
    ) throws {
        let packages = subject.bill.scannedPackages
        let distribution = subject.bill.distribution
        match = try Matcher(database, distribution: distribution, keepsRuledOut: keepsRuledOut).match(packages)
        let assessments = try Assessor(database, exposed: exposed).assess(match.findings, packages: packages)
        var report = ScanReport(
            subject: subject.bill.artifact.name, packages: packages, match: match, assessments: assessments,
            rules: rules, now: CalendarDate(now),
            database: ScanReport.DatabaseState(
                digest: "\(database.digest)", created: database.created, validUntil: database.validUntil,
                sources: database.sources, isStale: now > database.validUntil),
            gaps: subject.gaps)
        report.subjectDigest = subject.bill.artifact.version ?? subject.bill.artifact.configuration.map { "\($0)" }
        report.distribution = distribution.map { system in
            system.version.map { "\(system.id) \($0)" } ?? system.id
        }
        self.report = report
        self.database = database
    }
}

extension CalendarDate {
    /// The day of a time, in UTC; the first or last day there is for times beyond.
    init(_ time: Timestamp) {
        self.init(clampingDaysSinceEpoch: Int(clamping: time.seconds / 86400))
    }
}
