/// Looks packages up in an advisory database.
///
/// By ecosystem and exact name only. A distribution's package is judged by that distribution's data, by source and by
/// binary name; a language's package that belongs to one is judged through it. What a record states of a package
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
        for index in packages.indices { try match(packages[index], index, into: &result) }
        try database.check()
        result.findings.sort { ($0.package, $0.flaw) < ($1.package, $1.flaw) }
        return result
    }

    private func match(
        _ package: ScannedPackage, _ index: Int, into result: inout MatchResult
    ) throws(DatabaseError) {
        if package.owner != nil {
            result.judgedByOwner += 1
            return
        }
        let identities: [PackageIdentity]
        do {
            identities = try package.identities(distribution: distribution)
        } catch {
            result.unknown.append((index, error.description))
            return
        }
        guard let first = identities.first else { return }
        guard database.knows(first.ecosystem) else {
            let what =
                database.knows(family: first.ecosystem.family)
                ? "the database has no data for \(first.ecosystem)"
                : "the database has no data for \(first.ecosystem.family.rawValue)"
            result.unknown.append((index, what))
            return
        }
        result.judged += 1
        var proofs: [Int: [Proof]] = [:]
        for identity in identities {
            for entry in database.entries(identity.ecosystem, identity.name) {
                guard let row = database.entry(entry) else {
                    try database.check()
                    throw .damaged("an entry that is not there")
                }
                // A source's name may be that of a binary package of another source.
                guard row.naming == .only || row.naming == identity.naming else { continue }
                if row.naming == .only, identity.naming == .source, identities.count > 1,
                    identities[0].name == identity.name
                {
                    continue
                }
                let proof = try judge(package, identity, entry, row)
                for flaw in database.flaws(ofAdvisory: row.advisory) { proofs[flaw, default: []].append(proof) }
            }
        }
        for (flaw, proofs) in proofs { conclude(index, flaw, proofs, into: &result) }
    }

    private func judge(
        _ package: ScannedPackage, _ identity: PackageIdentity, _ entry: Int, _ row: AdvisoryDatabase.Entry
    ) throws(DatabaseError) -> Proof {
        let name = database.name(ofAdvisory: row.advisory)
        var outcome = compare(identity, entry)
        if case .inside = outcome, row.isNarrowed, let reason = try elsewhere(package, row) {
            outcome = .elsewhere(reason)
        }
        switch (outcome, row.verdict) {
        case (.inside, .unaffected): outcome = .unaffected
        case (.outside, .unaffected) where try isUnconditional(row): outcome = .unaffected
        case (.outside, .unaffected):
            // Gone from a version on; nothing is said of earlier ones.
            if let fix = row.fixVersion {
                outcome = .unknown("\(name.source) says that it is fixed in \(fix), not whether it was there before")
            }
        case (.inside, .underInvestigation): outcome = .unknown("\(name.source) has not decided yet")
        default: break
        }
        return Proof(
            advisory: row.advisory, entry: entry, advisoryID: name.id, source: name.source, identity: identity,
            outcome: outcome, fixState: row.fixState, fixVersion: row.fixVersion, isIndirect: row.isIndirect)
    }

    /// Whether a record that clears a package names no version at all: it clears them all.
    private func isUnconditional(_ row: AdvisoryDatabase.Entry) throws(DatabaseError) -> Bool {
        let advisory = try database.advisory(row.advisory)
        guard row.ordinal < advisory.affected.count else { return false }
        let affected = advisory.affected[row.ordinal]
        return affected.ranges.isEmpty && affected.versions.isEmpty
    }

    private func compare(_ identity: PackageIdentity, _ entry: Int) -> Proof.Outcome {
        func outcome(_ version: String) -> Proof.Outcome {
            var version = version
            let membership = version.withUTF8 { database.membership(entry: entry, UnsafeRawBufferPointer($0)) }
            switch membership {
            case .inside(let interval): return .inside(interval)
            case .outside: return .outside
            case .unknown(let reason): return .unknown(reason)
            }
        }
        guard identity.lacksEpoch, !identity.version.contains(":") else { return outcome(identity.version) }
        // The file name of a source package has no epoch: it is taken for that of the ends it is compared with.
        let plain = outcome(identity.version)
        guard case .inside(let interval?) = plain else { return plain }
        let ends = [interval.upper, interval.lower].compactMap(\.self)
        guard let epoch = ends.lazy.compactMap({ Self.epoch($0.version) }).first, epoch != "0" else { return plain }
        return outcome("\(epoch):\(identity.version)")
    }

    private static func epoch(_ version: String) -> String? {
        guard let colon = version.firstIndex(of: ":") else { return nil }
        let text = version[..<colon]
        return text.allSatisfy(\.isNumber) && !text.isEmpty ? String(text) : nil
    }

    /// Why a narrowed record does not speak of this package; `nil` when it does.
    private func elsewhere(
        _ package: ScannedPackage, _ row: AdvisoryDatabase.Entry
    ) throws(DatabaseError) -> String? {
        let advisory = try database.advisory(row.advisory)
        guard row.ordinal < advisory.affected.count else { throw .damaged("an advisory without the package it names") }
        let affected = advisory.affected[row.ordinal]
        if !affected.channel.isEmpty { return "it is of the channel \(affected.channel)" }
        if let module = affected.module {
            guard let own = package.module else { return "it is of the module \(module)" }
            if own != module, !own.hasPrefix("\(module):") { return "it is of the module \(module), not \(own)" }
        }
        if !affected.architectures.isEmpty, let own = package.architecture, own != "all", own != "noarch",
            !affected.architectures.contains(own)
        {
            return "it is of \(affected.architectures.joined(separator: ", "))"
        }
        if !affected.platforms.isEmpty, !affected.platforms.contains("linux") {
            return "it is of \(affected.platforms.joined(separator: ", "))"
        }
        return nil
    }

    private func conclude(_ package: Int, _ flaw: Int, _ proofs: [Proof], into result: inout MatchResult) {
        let sorted = proofs.sorted { Self.rank($0) < Self.rank($1) }
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
