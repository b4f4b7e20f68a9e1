internal import Advisories
internal import BillOfMaterials
internal import Exploitability
internal import Inventory
internal import VEX

/// Looks a subject up in a database.
struct Scan {
    let report: ScanReport
    /// With what was ruled out, for questions about it.
    let match: MatchResult
    let database: AdvisoryDatabase
    /// Statements that do not count, and why.
    private(set) var statementNotes: [String] = []

    /// - Parameter statements: what is said of the findings, and what names the subject for those who say it.
    init(
        _ subject: ScanSubject, _ database: AdvisoryDatabase, exposed: DecisionInput<PubliclyExposed>,
        base: ScanSubject? = nil, rules: [IgnoreRule],
        statements: (input: VEXInput, subject: String)? = nil, now: Timestamp, keepsRuledOut: Bool = false
    ) throws {
        let packages = subject.bill.scannedPackages
        let distribution = subject.bill.distribution
        match = try Matcher(database, distribution: distribution, keepsRuledOut: keepsRuledOut).match(packages)
        var assessments = try Assessor(database, exposed: exposed).assess(match.findings, packages: packages)
        if let (input, name) = statements, !input.sources.isEmpty || !input.notes.isEmpty {
            let findings = VEXFindings(input, text: name, subject.bill, packages)
            for index in assessments.indices {
                assessments[index].statement = findings.statement(on: assessments[index])
            }
            statementNotes =
                input.notes
                + findings.foreign.map { "\($0.origin): about something else than \(subject.bill.artifact.name)" }
            for note in statementNotes { Console.narrate("statements: \(Table.printable(note))") }
        }
        let day = CalendarDate(now)
        let lifecycles = try database.lifecycles()
        var report = ScanReport(
            subject: subject.bill.artifact.name, packages: packages, match: match, assessments: assessments,
            rules: rules, now: day,
            database: ScanReport.DatabaseState(
                digest: "\(database.digest)", created: database.created, validUntil: database.validUntil,
                sources: database.sources, isStale: now > database.validUntil),
            gaps: subject.gaps, base: try Self.base(of: subject, base, database),
            endOfLife: EndOfLifeNotice.notices(
                lifecycles, distribution: distribution, packages: packages, on: day))
        report.knowsEndOfLife = !lifecycles.isEmpty
        report.subjectDigest = subject.bill.artifact.version ?? subject.bill.artifact.configuration.map { "\($0)" }
        report.distribution = distribution.map { system in
            system.version.map { "\(system.id) \($0)" } ?? system.id
        }
        self.report = report
        self.database = database
    }

    /// What of the subject is its base image's, and what another one would clear.
    ///
    /// A base whose layers are those that the subject begins with is the one that it was built on. Otherwise at least
    /// those up to the first that brought packages of a distribution are of a base.
    private static func base(
        of subject: ScanSubject, _ given: ScanSubject?, _ database: AdvisoryDatabase
    ) throws -> BaseImage? {
        guard given != nil || subject.baseName != nil else { return nil }
        let own = subject.bill.layers.map(\.diffID)
        let first = subject.bill.parts.lazy.filter { $0.purl.map(BillOfMaterials.isOfSystem) ?? false }
            .compactMap(\.layer).min()
        guard let given else {
            guard let name = subject.baseName, let first else { return nil }
            return BaseImage(name: name, layers: first + 1)
        }
        let layers = given.bill.layers.map(\.diffID)
        let name = given.bill.artifact.name
        if !layers.isEmpty, own.starts(with: layers) { return BaseImage(name: name, layers: layers.count) }
        guard let first else {
            Console.narrate("--base \(Table.printable(name)): which packages a base image brought is not known")
            return nil
        }
        let packages = given.bill.scannedPackages
        let match = try Matcher(database, distribution: given.bill.distribution).match(packages)
        guard let candidate = BaseImage.Candidate(name: name, packages: packages, match: match) else {
            Console.narrate("--base \(Table.printable(name)): nothing can be said about its packages")
            return nil
        }
        return BaseImage(name: subject.baseName ?? name, layers: first + 1, candidate: candidate)
    }
}

extension CalendarDate {
    /// The day of a time, in UTC; the first or last day there is for times beyond.
    init(_ time: Timestamp) {
        self.init(clampingDaysSinceEpoch: Int(clamping: time.seconds / 86400))
    }
}
