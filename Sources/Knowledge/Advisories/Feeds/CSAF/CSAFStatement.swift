internal import JSONText

/// What a document says of a package in all its architectures.
struct CSAFStatement: Hashable {
    /// CSAF 2.0 §3.2.3.9
    enum Status: Hashable {
        case fixed, affected, lastAffected, notAffected, underInvestigation

        static let keys: [(key: String, status: Status)] = [
            ("first_fixed", .fixed), ("fixed", .fixed), ("known_affected", .affected), ("first_affected", .affected),
            ("last_affected", .lastAffected), ("known_not_affected", .notAffected),
            ("under_investigation", .underInvestigation),
        ]
    }

    /// Without its architecture.
    var package: CSAFPackage
    var status: Status
    var fix: Fix.State
    var date: Timestamp?
    var notice: String
    var justification: String
    var impact: String
    /// Sorted.
    var architectures: [String] = []

    func hash(into hasher: inout Hasher) {
        hasher.combine(package)
        hasher.combine(status)
    }

    /// - Parameter resolve: the package that a product id stands for.
    static func gather(
        _ vulnerability: JSONValue, _ flaw: CSAFFlaw, resolve: (String) -> CSAFPackage?
    ) -> [CSAFStatement] {
        guard let statuses = vulnerability["product_status"] else { return [] }
        var places: [CSAFStatement: Int] = [:]
        var statements: [CSAFStatement] = []
        var architectures: [Set<String>] = []
        for (key, status) in Status.keys {
            for product in statuses.list(key) {
                guard let product = product.string, product.utf8.count <= FeedText.longest,
                    var package = resolve(product)
                else { continue }
                let architecture = package.architecture
                package.architecture = nil
                let remedy = flaw.remedies[product]
                let statement = CSAFStatement(
                    package: package, status: status, fix: remedy?.state ?? .unknown, date: remedy?.date,
                    notice: remedy?.notice ?? "", justification: flaw.justifications[product] ?? "",
                    impact: flaw.impacts[product] ?? "")
                let at: Int
                if let known = places[statement] {
                    at = known
                } else {
                    at = statements.count
                    places[statement] = at
                    statements.append(statement)
                    architectures.append([])
                }
                if let architecture { architectures[at].insert(architecture) }
            }
        }
        for at in statements.indices { statements[at].architectures = architectures[at].sorted() }
        return statements
    }

    var affected: Affected {
        var result = Affected(package.ecosystem, package.name, naming: package.naming)
        result.channel = package.channel
        result.module = package.module
        result.architectures = architectures
        result.justification = justification
        if !impact.isEmpty { result.severities = [SeverityStatement(.label, impact)] }
        switch status {
        case .fixed:
            guard let version = package.version else {
                // A product of no version is fixed: the package as it is there now.
                result.verdict = .unaffected
                break
            }
            result.ranges = [.before(version)]
            result.fix = Fix(.fixed, [version], date: date, notice: notice)
        case .affected:
            if let version = package.version {
                result.versions = [version]
            } else {
                result.ranges = [.everything]
            }
            result.fix = Fix(fix == .unknown ? .notFixed : fix, date: date, notice: notice)
        case .lastAffected:
            result.ranges = package.version.map { [.events([.introduced("0"), .lastAffected($0)])] } ?? [.everything]
            result.fix = Fix(fix, date: date, notice: notice)
        case .notAffected:
            result.verdict = .unaffected
            if let version = package.version { result.versions = [version] }
        case .underInvestigation: result.verdict = .underInvestigation
        }
        return result
    }
}
