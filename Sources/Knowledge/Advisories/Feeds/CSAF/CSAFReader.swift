internal import JSONText

/// Advisories and VEX documents of CSAF 2.0 that speak of RPM packages.
///
/// A document that tells of one flaw gives one record. One that tells of several gives a record for each set of
/// packages: most often a single one, since an update mends all its flaws in the same packages.
struct CSAFReader {
    /// The feed's name.
    let source: String
    /// The release, and the channel in it, of a platform.
    let release: (CPEName) -> (Ecosystem, String)?

    /// Products that a document may name through groups.
    private static let budget = 4_000_000

    func read(_ document: FeedDocument, _ root: JSONValue, into yield: inout FeedYield) throws {
        guard let head = root["document"], let tracking = head["tracking"], let id = tracking.text("id") else {
            throw FeedError("expected a CSAF document with an id")
        }
        let tree = CSAFProductTree(root["product_tree"] ?? root, release: release)
        var budget = Self.budget
        var packages: [String: CSAFPackage?] = [:]
        var groups: [[CSAFStatement]: Int] = [:]
        var records: [(flaws: [CSAFFlaw], statements: [CSAFStatement])] = []
        for (index, vulnerability) in root.list("vulnerabilities").enumerated() {
            do throws(FeedError) {
                let flaw = try CSAFFlaw(vulnerability, tree, budget: &budget)
                let statements = CSAFStatement.gather(vulnerability, flaw) { product in
                    if let known = packages[product] { return known }
                    let package = tree.package(product)
                    packages[product] = .some(package)
                    return package
                }
                if statements.isEmpty, flaw.id.isEmpty { continue }
                if let at = groups[statements] {
                    records[at].flaws.append(flaw)
                } else {
                    groups[statements] = records.count
                    records.append(([flaw], statements))
                }
            } catch { yield.skip("\(id) vulnerability \(index + 1)", error.description) }
        }
        let foreign = packages.filter { $0.value == nil }.keys.sorted()
        if let first = foreign.first {
            yield.skip(id, "\(foreign.count) products are no packages of a known release, such as “\(first)”")
        }
        for (flaws, statements) in records {
            var advisory = Advisory(
                source: source, id: records.count > 1 ? "\(id)#\(flaws[0].id)" : id, document: document.digest)
            let isOfOneFlaw = flaws.count == 1
            advisory.summary = FeedText.summary((isOfOneFlaw ? flaws[0].title : nil) ?? head.text("title") ?? "")
            advisory.published = tracking.time("initial_release_date")
            advisory.modified = tracking.time("current_release_date")
            advisory.upstream = flaws.map(\.id).filter { $0 != advisory.id && !$0.isEmpty }
            if records.count > 1 { advisory.related = [id] }
            advisory.weaknesses = Set(flaws.flatMap(\.weaknesses)).sorted()
            advisory.references = head.list("references").prefix(64).compactMap { $0.text("url") }
            if isOfOneFlaw { advisory.severities = flaws[0].scores }
            if let label = (isOfOneFlaw ? flaws[0].impact : nil) ?? head["aggregate_severity"]?.text("text") {
                advisory.severities.append(SeverityStatement(.label, label.lowercased()))
            }
            advisory.affected = statements.map(\.affected)
            yield.add(advisory)
            guard !isOfOneFlaw else { continue }
            for flaw in flaws where !flaw.id.isEmpty {
                for score in flaw.scores {
                    yield.add(Annotation(source: source, vulnerability: flaw.id, fact: .severity(score)))
                }
            }
        }
    }
}

/// What a document says of a flaw, and of products with regard to it.
struct CSAFFlaw {
    struct Remedy {
        var state: Fix.State
        var date: Timestamp?
        var notice: String
    }

    /// Empty when the document gives none.
    var id: String
    var title: String?
    var weaknesses: [String]
    var scores: [SeverityStatement] = []
    /// The one impact of all products; `nil` when there is none, or several.
    var impact: String?

    /// By product id.
    var remedies: [String: Remedy] = [:]
    var justifications: [String: String] = [:]
    /// Where the impact is not the same everywhere.
    var impacts: [String: String] = [:]

    init(_ vulnerability: JSONValue, _ tree: CSAFProductTree, budget: inout Int) throws(FeedError) {
        id = vulnerability.text("cve") ?? vulnerability.list("ids").lazy.compactMap { $0.text("text") }.first ?? ""
        title = vulnerability.text("title")
        weaknesses = (vulnerability["cwe"]?.text("id")).map { [$0] } ?? []
        weaknesses += vulnerability.list("cwes").compactMap { $0.text("id") }
        weaknesses = weaknesses.filter(FeedText.isCWE)
        for score in vulnerability.list("scores") { addScores(score) }
        for metric in vulnerability.list("metrics") { if let content = metric["content"] { addScores(content) } }
        for remediation in vulnerability.list("remediations") {
            guard let remedy = Self.remedy(remediation) else { continue }
            for product in try tree.targets(of: remediation, budget: &budget) {
                // The fix that is there outweighs what was said before there was one.
                if remedies[product]?.state == .fixed, remedy.state != .fixed { continue }
                remedies[product] = remedy
            }
        }
        for flag in vulnerability.list("flags") {
            guard let label = flag.text("label") else { continue }
            for product in try tree.targets(of: flag, budget: &budget) { justifications[product] = label }
        }
        var seen: Set<String> = []
        for threat in vulnerability.list("threats") where threat.text("category") == "impact" {
            guard let details = threat.text("details", limit: 40)?.lowercased() else { continue }
            seen.insert(details)
            for product in try tree.targets(of: threat, budget: &budget) { impacts[product] = details }
        }
        if seen.count == 1 {
            impact = seen.first
            impacts = [:]
        }
    }

    private mutating func addScores(_ value: JSONValue) {
        for (key, scheme) in [("cvss_v2", SeverityStatement.Scheme.cvss2), ("cvss_v3", .cvss3), ("cvss_v4", .cvss4)] {
            guard let vector = value[key]?.text("vectorString", limit: 512) else { continue }
            let score = SeverityStatement(scheme, vector)
            if !scores.contains(score), scores.count < 16 { scores.append(score) }
        }
    }

    /// CSAF 2.0 §3.2.3.12; workarounds and mitigations tell nothing of a fix. Red Hat says in words why none is
    /// planned or there.
    private static func remedy(_ remediation: JSONValue) -> Remedy? {
        let details = remediation.text("details")?.lowercased() ?? ""
        let state: Fix.State
        switch remediation.text("category") {
        case "vendor_fix": state = .fixed
        case "no_fix_planned": state = details.contains("out of support") ? .endOfLife : .willNotFix
        case "none_available", "fix_planned": state = details.contains("deferred") ? .deferred : .notFixed
        default: return nil
        }
        let page = remediation.text("url").map { url in
            String(url[(url.lastIndex(of: "/") ?? url.startIndex)...].dropFirst())
        }
        return Remedy(
            state: state, date: remediation.time("date"),
            notice: state == .fixed ? page.flatMap { $0.contains("-") && !$0.contains(".") ? $0 : nil } ?? "" : "")
    }
}
