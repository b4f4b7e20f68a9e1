extension Matcher {
    /// Records in words: findings with their proofs.
    ///
    /// - Parameter packages: those that the records are about.
    /// - Throws: `DatabaseError` when a part of the database that was needed is damaged.
    package func result(
        _ records: MatchRecords, _ packages: [ScannedPackage]
    ) throws(DatabaseError) -> MatchResult {
        var result = MatchResult()
        result.unknown = records.unknown
        result.judged = records.judged
        result.judgedByOwner = records.judgedByOwner
        var ecosystems = EcosystemLookup(distribution, nil)
        /// Of the package at hand; several flaws may rest on one comparison.
        var identities: [PackageIdentity] = []
        var products: [ProductName] = []
        var made: [UInt32: Proof] = [:]
        var current: UInt32?
        for decision in records.decisions {
            let package = packages[Int(decision.package)]
            if current != decision.package {
                current = decision.package
                made.removeAll(keepingCapacity: true)
                do {
                    let lookup = try PackageLookup(package, &ecosystems)
                    identities = lookup.identities(of: package)
                    products = lookup.products
                } catch {
                    throw .damaged("a finding about a package that is not looked up: \(error)")
                }
            }
            var proofs: [Proof] = []
            proofs.reserveCapacity(Int(decision.count))
            for place in decision.first..<decision.first + decision.count {
                let index = records.proofs[Int(place)]
                if let proof = made[index] {
                    proofs.append(proof)
                    continue
                }
                let comparison = records.comparisons[Int(index)]
                let identity = Int(comparison.identity)
                let proof = try prove(
                    package, identities[identity], products.isEmpty ? nil : products[identity], comparison)
                made[index] = proof
                proofs.append(proof)
            }
            let (number, flaw) = (Int(decision.package), Int(decision.flaw))
            switch decision.verdict {
            case .affected, .unknown:
                result.findings.append(
                    Finding(
                        package: number, flaw: flaw, verdict: decision.verdict == .affected ? .affected : .unknown,
                        proofs: proofs))
            case .ruledOut:
                result.ruledOut.append(
                    RuledOut(package: number, flaw: flaw, reason: Self.reason(proofs), proofs: proofs))
            }
        }
        try database.check()
        return result
    }

    private func prove(
        _ package: ScannedPackage, _ identity: PackageIdentity, _ product: ProductName?,
        _ comparison: MatchRecords.Comparison
    ) throws(DatabaseError) -> Proof {
        let entry = Int(comparison.entry)
        guard let row = database.entry(entry) else { throw .damaged("an entry that is not there") }
        let name = database.name(ofAdvisory: row.advisory)
        var outcome: Proof.Outcome
        var fixVersion = row.fixVersion
        switch database.membership(entry: entry, comparison.place) {
        case .inside(let interval):
            outcome = .inside(interval)
            // Where several branches have their own fixes, that of the package's branch is where its range ends.
            if row.fixState == .fixed, let end = interval?.upper, !end.isInclusive { fixVersion = end.version }
        case .outside: outcome = .outside
        case .unknown(let reason): outcome = .unknown(reason)
        }
        switch (comparison.place, row.verdict) {
        case (.inside, .unaffected), (.listed, .unaffected), (.unsaid, .unaffected): outcome = .unaffected
        case (.outside, .unaffected) where row.isIndirect:
            outcome = .unknown("\(row.fixVersion ?? "another version") has the fix; nothing is said of earlier ones")
        case (.inside, .underInvestigation), (.listed, .underInvestigation), (.unsaid, .underInvestigation):
            outcome = .unknown("\(name.source) has not decided yet")
        default: break
        }
        if row.isNarrowed {
            guard let narrowing = database.narrowing(entry: entry) else { throw .damaged("what narrows an entry") }
            switch narrowing.reach(package) {
            case .here: break
            case .elsewhere(let reason): outcome = .elsewhere(reason)
            case .unknown(let reason): if case .outside = outcome {} else { outcome = .unknown(reason) }
            }
        }
        if let product {
            switch try reach(ofEntry: entry, product) {
            case .here, .other: break
            case .elsewhere(let reason): outcome = .elsewhere(reason)
            case .unknown(let reason): if case .inside = outcome { outcome = .unknown(reason) }
            }
        }
        return Proof(
            advisory: row.advisory, entry: entry, advisoryID: name.id, source: name.source, identity: identity,
            outcome: outcome, fixState: row.fixState, fixVersion: fixVersion, isIndirect: row.isIndirect)
    }

    /// Why a package does not have a flaw, by the proofs about it, strongest first.
    private static func reason(_ proofs: [Proof]) -> String {
        let stated = proofs.filter { !$0.isIndirect }
        let deciding = stated.contains(where: speaks) ? stated : proofs
        if let cleared = deciding.first(where: { $0.outcome == .unaffected }),
            !deciding.contains(where: { isInside($0) && $0.source == cleared.source })
        {
            return "\(cleared.source) \(cleared.advisoryID) says that it is not affected"
        }
        guard let first = proofs.first else { return "no record speaks of it" }
        switch first.outcome {
        case .elsewhere(let why): return "\(first.source) \(first.advisoryID) speaks of something else: \(why)"
        case .unaffected: return "\(first.source) \(first.advisoryID) says that it is not affected"
        default:
            return first.fixVersion.map { "\(first.identity.version) is not below \($0), where it is fixed" }
                ?? "\(first.identity.version) is in no affected range of \(first.source) \(first.advisoryID)"
        }
    }

    private static func isInside(_ proof: Proof) -> Bool { if case .inside = proof.outcome { true } else { false } }

    private static func speaks(_ proof: Proof) -> Bool {
        if case .elsewhere = proof.outcome { false } else { true }
    }
}
