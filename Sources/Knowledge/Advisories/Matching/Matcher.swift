internal import Inventory

/// Looks packages up in an advisory database.
///
/// By ecosystem and exact name only. A distribution's package is judged by that distribution's data, by source and by
/// binary name; a language's package that belongs to one is judged through it. What has no package identity is looked
/// up by vendor and product of its CPE name, and its proofs say so. What a record states of a package
/// outranks what was concluded or gathered from changelogs. Nothing is dropped silently: what a record names and the
/// package does not have is in `ruledOut`, what cannot be decided in `findings` as unknown or in `unknown`.
package struct Matcher {
    private let database: AdvisoryDatabase
    private let distribution: (id: String, version: String?)?
    /// Whether flaws that were ruled out are kept; costs memory.
    private let keepsRuledOut: Bool

    package init(
        _ database: AdvisoryDatabase, distribution: (id: String, version: String?)?, keepsRuledOut: Bool = false
    ) {
        self.database = database
        self.distribution = distribution
        self.keepsRuledOut = keepsRuledOut
    }

    /// - Throws: `DatabaseError` when a part of the database that was needed is damaged.
    package func match(_ packages: [ScannedPackage]) throws(DatabaseError) -> MatchResult {
        var result = MatchResult()
        var state = State(releases: ReleaseLookup(distribution))
        let owners = Set(packages.compactMap(\.owner))
        if !owners.isEmpty {
            for package in packages
            where package.owner == nil && owners.contains(package.ref) && canAnswer(package, &state.releases) {
                state.answering.insert(package.ref)
            }
        }
        for index in packages.indices { try match(packages[index], index, &state, into: &result) }
        try database.check()
        return result
    }

    /// Whether the database decides about a package that owns others: one of which it knows nothing answers for nobody.
    private func canAnswer(_ package: ScannedPackage, _ releases: inout ReleaseLookup) -> Bool {
        guard let lookup = try? PackageLookup(package, &releases) else { return false }
        return lookup.products.isEmpty && database.knows(lookup.ecosystem)
    }

    /// What a look-up needs that is the same for many packages.
    private struct State {
        var releases: ReleaseLookup
        /// A name as bytes.
        var name: [UInt8] = []
        /// Packages that answer for those they own.
        var answering: Set<String> = []
    }

    private func match(
        _ package: ScannedPackage, _ index: Int, _ state: inout State, into result: inout MatchResult
    ) throws(DatabaseError) {
        if let owner = package.owner, state.answering.contains(owner) {
            result.judgedByOwner += 1
            return
        }
        let lookup: PackageLookup
        do {
            lookup = try PackageLookup(package, &state.releases)
        } catch {
            result.unknown.append((index, error.description))
            return
        }
        guard let number = database.number(of: lookup.ecosystem) else {
            let what =
                !lookup.products.isEmpty
                ? "the database has no data for products by CPE name"
                : database.knows(family: lookup.ecosystem.family)
                    ? "the database has no data for \(lookup.ecosystem)"
                    : "the database has no data for \(lookup.ecosystem.family.rawValue)"
            result.unknown.append((index, what))
            return
        }
        result.judged += 1
        // Most packages have no entry at all: that is found out without making a string.
        let isSpokenOf =
            lookup.hasEntries(in: database, number, &state.name)
            ? try judge(package, lookup.identities(of: package), lookup.products, index, into: &result) : false
        // A dictionary may have the product under another name, so silence says nothing.
        if !isSpokenOf, let product = lookup.products.first {
            result.judged -= 1
            result.unknown.append((index, "no record names the product \(product.vendor):\(product.product)"))
        }
    }

    /// An entry and what comparing its versions came to.
    private struct Candidate {
        var identity: Int
        var entry: Int
        var row: AdvisoryDatabase.Entry
        var place: AdvisoryDatabase.Place
        /// The epoch that was put before a version that lacks one.
        var epoch: String?
        /// Whether a record that names products by CPE speaks of this one.
        var reach = ProductName.Reach.here
    }

    /// - Parameter products: of `identities`, where they are CPE names.
    /// - Returns: whether any record speaks of the package.
    private func judge(
        _ package: ScannedPackage, _ identities: [PackageIdentity], _ products: [ProductName], _ index: Int,
        into result: inout MatchResult
    ) throws(DatabaseError) -> Bool {
        var candidates: [Candidate] = []
        var isQuiet = true
        for (number, identity) in identities.enumerated() {
            for entry in database.entries(identity.ecosystem, identity.name) {
                guard let row = database.entry(entry) else {
                    try database.check()
                    throw .damaged("an entry that is not there")
                }
                // A source's name may be that of a binary package of another source.
                guard row.naming == .only || row.naming == identity.naming else { continue }
                if row.naming == .only, number > 0, products.isEmpty, identities[0].name == identity.name { continue }
                let reach = try products.isEmpty ? .here : reach(of: row, products[number])
                if reach == .other { continue }
                let (place, epoch) = compare(identity, entry)
                candidates.append(
                    Candidate(
                        identity: number, entry: entry, row: row, place: place, epoch: epoch, reach: reach))
                if !Self.isQuiet(row, place) { isQuiet = false }
            }
        }
        // Where no record speaks against the package there is nothing to weigh.
        if candidates.isEmpty || isQuiet && !keepsRuledOut { return !candidates.isEmpty }
        var proofs: [Int: [Proof]] = [:]
        for candidate in candidates {
            let proof = try prove(package, identities[candidate.identity], candidate)
            for flaw in database.flaws(ofAdvisory: candidate.row.advisory) {
                proofs[flaw, default: []].append(proof)
            }
        }
        for flaw in proofs.keys.sorted() { conclude(index, flaw, proofs[flaw] ?? [], into: &result) }
        return true
    }

    /// The CPE names of an entry stand only in its record.
    private func reach(
        of row: AdvisoryDatabase.Entry, _ product: ProductName
    ) throws(DatabaseError) -> ProductName.Reach {
        let record = try database.advisory(row.advisory)
        guard row.ordinal < record.affected.count else { throw .damaged("an entry without its record") }
        return product.reach(of: record.affected[row.ordinal])
    }

    private static func isQuiet(_ row: AdvisoryDatabase.Entry, _ place: AdvisoryDatabase.Place) -> Bool {
        switch (place, row.verdict) {
        case (.outside, .unaffected): !row.isIndirect
        case (.outside, _), (.inside, .unaffected), (.listed, .unaffected), (.unsaid, .unaffected): true
        default: false
        }
    }

    private func prove(
        _ package: ScannedPackage, _ identity: PackageIdentity, _ candidate: Candidate
    ) throws(DatabaseError) -> Proof {
        let row = candidate.row
        let name = database.name(ofAdvisory: row.advisory)
        var outcome: Proof.Outcome
        var fixVersion = row.fixVersion
        switch database.membership(entry: candidate.entry, candidate.place) {
        case .inside(let interval):
            outcome = .inside(interval)
            // Where several branches have their own fixes, that of the package's branch is where its range ends.
            if row.fixState == .fixed, let end = interval?.upper, !end.isInclusive { fixVersion = end.version }
        case .outside: outcome = .outside
        case .unknown(let reason): outcome = .unknown(reason)
        }
        switch (candidate.place, row.verdict) {
        case (.inside, .unaffected), (.listed, .unaffected), (.unsaid, .unaffected): outcome = .unaffected
        case (.outside, .unaffected) where row.isIndirect:
            outcome = .unknown("\(row.fixVersion ?? "another version") has the fix; nothing is said of earlier ones")
        case (.inside, .underInvestigation), (.listed, .underInvestigation), (.unsaid, .underInvestigation):
            outcome = .unknown("\(name.source) has not decided yet")
        default: break
        }
        if row.isNarrowed {
            guard let narrowing = database.narrowing(entry: candidate.entry) else {
                throw .damaged("what narrows an entry")
            }
            switch Self.reach(of: narrowing, package) {
            case .here: break
            case .elsewhere(let reason): outcome = .elsewhere(reason)
            case .unknown(let reason): if case .outside = outcome {} else { outcome = .unknown(reason) }
            }
        }
        switch candidate.reach {
        case .here, .other: break
        case .elsewhere(let reason): outcome = .elsewhere(reason)
        case .unknown(let reason): if case .inside = outcome { outcome = .unknown(reason) }
        }
        return Proof(
            advisory: row.advisory, entry: candidate.entry, advisoryID: name.id, source: name.source,
            identity: identity, outcome: outcome, fixState: row.fixState, fixVersion: fixVersion,
            isIndirect: row.isIndirect)
    }

    private func compare(
        _ identity: PackageIdentity, _ entry: Int
    ) -> (place: AdvisoryDatabase.Place, epoch: String?) {
        func place(_ version: String) -> AdvisoryDatabase.Place {
            var version = version
            return version.withUTF8 { database.place(entry: entry, UnsafeRawBufferPointer($0)) }
        }
        guard identity.lacksEpoch, !identity.version.utf8.contains(UInt8(ascii: ":")) else {
            return (place(identity.version), nil)
        }
        // The file name of a source package has no epoch: it is taken for those of the ends it is compared with.
        var epochs: [String] = []
        for interval in database.intervals(entry: entry) {
            for end in [interval.lower, interval.upper] {
                guard let end, end.version != "0" else { continue }
                let epoch = Self.epoch(end.version) ?? "0"
                if !epochs.contains(epoch) { epochs.append(epoch) }
            }
        }
        var last: AdvisoryDatabase.Place?
        for epoch in epochs {
            let found = place(epoch == "0" ? identity.version : "\(epoch):\(identity.version)")
            if found != .outside { return (found, epoch) }
            last = found
        }
        return (last ?? place(identity.version), nil)
    }

    private static func epoch(_ version: String) -> String? {
        guard let colon = version.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let text = version[..<colon]
        return text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } && !text.isEmpty
            ? String(text) : nil
    }

    private enum Reach {
        case here
        case elsewhere(String)
        case unknown(String)
    }

    /// Whether a narrowed record speaks of a package.
    private static func reach(of narrowing: Narrowing, _ package: ScannedPackage) -> Reach {
        if !narrowing.channel.isEmpty { return .elsewhere("it is of the channel \(narrowing.channel)") }
        func qualifier(_ key: String) -> String? { package.purl?.qualifiers.first { $0.key == key }?.value }
        let architecture = package.architecture ?? qualifier("arch")
        if !narrowing.architectures.isEmpty, let own = architecture, own != "all", own != "noarch",
            !narrowing.architectures.contains(own)
        {
            return .elsewhere("it is of \(narrowing.architectures.joined(separator: ", "))")
        }
        if !narrowing.platforms.isEmpty, !narrowing.platforms.contains("linux") {
            return .elsewhere("it is of \(narrowing.platforms.joined(separator: ", "))")
        }
        guard let module = narrowing.module else { return .here }
        guard let own = package.module ?? qualifier("rpmmod") else {
            // Modular builds say so in their release (`1.module+el8…`, `1.module_el8…`), not of which stream they are.
            return package.version.contains(".module")
                ? .unknown("it is of the module \(module); of which stream the package is, is not known")
                : .elsewhere("it is of the module \(module)")
        }
        return own == module || own.hasPrefix("\(module):")
            ? .here : .elsewhere("it is of the module \(module), not \(own)")
    }

    private func conclude(_ package: Int, _ flaw: Int, _ proofs: [Proof], into result: inout MatchResult) {
        let sorted = proofs.sorted {
            let (a, b) = (Self.rank($0), Self.rank($1))
            return a == b ? $0.entry < $1.entry : a < b
        }
        let stated = sorted.filter { !$0.isIndirect }
        // What is only gathered from changelogs counts where nobody states anything.
        let deciding = stated.contains(where: Self.speaks) ? stated : sorted
        if let cleared = deciding.first(where: { $0.outcome == .unaffected }),
            !deciding.contains(where: { Self.isInside($0) && $0.source == cleared.source })
        {
            ruleOut(
                package, flaw, "\(cleared.source) \(cleared.advisoryID) says that it is not affected", sorted, &result)
        } else if deciding.contains(where: Self.isInside) {
            result.findings.append(Finding(package: package, flaw: flaw, verdict: .affected, proofs: sorted))
        } else if deciding.contains(where: Self.isUnknown) {
            result.findings.append(Finding(package: package, flaw: flaw, verdict: .unknown, proofs: sorted))
        } else if let first = sorted.first {
            let reason: String
            switch first.outcome {
            case .elsewhere(let why): reason = "\(first.source) \(first.advisoryID) speaks of something else: \(why)"
            case .unaffected: reason = "\(first.source) \(first.advisoryID) says that it is not affected"
            default:
                reason =
                    first.fixVersion.map { "\(first.identity.version) is not below \($0), where it is fixed" }
                    ?? "\(first.identity.version) is in no affected range of \(first.source) \(first.advisoryID)"
            }
            ruleOut(package, flaw, reason, sorted, &result)
        }
    }

    private func ruleOut(
        _ package: Int, _ flaw: Int, _ reason: String, _ proofs: [Proof], _ result: inout MatchResult
    ) {
        guard keepsRuledOut else { return }
        result.ruledOut.append(RuledOut(package: package, flaw: flaw, reason: reason, proofs: proofs))
    }

    private static func isInside(_ proof: Proof) -> Bool { if case .inside = proof.outcome { true } else { false } }
    private static func isUnknown(_ proof: Proof) -> Bool { if case .unknown = proof.outcome { true } else { false } }
    private static func speaks(_ proof: Proof) -> Bool {
        if case .elsewhere = proof.outcome { false } else { true }
    }

    /// Stated before concluded, decided before undecided, then by source and id.
    private static func rank(_ proof: Proof) -> (Int, Int, String, String) {
        let weight =
            switch proof.outcome {
            case .inside: 0
            case .unaffected: 1
            case .unknown: 2
            case .outside: 3
            case .elsewhere: 4
            }
        return (proof.isIndirect ? 1 : 0, weight, proof.source, proof.advisoryID)
    }
}
