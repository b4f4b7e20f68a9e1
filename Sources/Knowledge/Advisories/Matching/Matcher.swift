internal import Inventory

/// Looks packages up in an advisory database.
///
/// By ecosystem and exact name only. A distribution's package is judged by that distribution's data, by source and by
/// binary name; a language's package that belongs to one is judged through it. What has no package identity is looked
/// up by vendor and product of its CPE name, and its proofs say so. What a record states of a package
/// outranks what was concluded or gathered from changelogs. Nothing is dropped silently: what a record names and the
/// package does not have is in `ruledOut`, what cannot be decided in `findings` as unknown or in `unknown`.
package struct Matcher {
    let database: AdvisoryDatabase
    let distribution: (id: String, version: String?)?
    /// Whether flaws that were ruled out are kept; costs memory.
    private let keepsRuledOut: Bool
    /// Else every range is compared by itself, for tests that both find the same.
    var usesPositions = true

    package init(
        _ database: AdvisoryDatabase, distribution: (id: String, version: String?)?, keepsRuledOut: Bool = false
    ) {
        self.database = database
        self.distribution = distribution
        self.keepsRuledOut = keepsRuledOut
    }

    /// What `records` finds, in words.
    ///
    /// - Throws: `DatabaseError` when a part of the database that was needed is damaged.
    package func match(_ packages: [ScannedPackage]) throws(DatabaseError) -> MatchResult {
        try result(records(packages), packages)
    }

    /// Looks every package up and decides about it.
    ///
    /// - Throws: `DatabaseError` when a part of the database that was needed is damaged.
    package func records(_ packages: [ScannedPackage]) throws(DatabaseError) -> MatchRecords {
        var records = MatchRecords()
        var state = State(EcosystemLookup(distribution, database))
        let owners = Set(packages.compactMap(\.owner))
        if !owners.isEmpty {
            for package in packages
            where package.owner == nil && owners.contains(package.ref) && canAnswer(package, &state.ecosystems) {
                state.answering.insert(package.ref)
            }
        }
        for index in packages.indices { try match(packages[index], index, &state, into: &records) }
        try database.check()
        return records
    }

    /// Whether the database decides about a package that owns others: one of which it knows nothing answers for nobody.
    private func canAnswer(_ package: ScannedPackage, _ ecosystems: inout EcosystemLookup) -> Bool {
        guard let lookup = try? PackageLookup(package, &ecosystems) else { return false }
        return lookup.products.isEmpty && lookup.number != nil
    }

    /// What a look-up needs that is the same for many packages.
    private struct State {
        var ecosystems: EcosystemLookup
        /// A name as bytes.
        var name: [UInt8] = []
        /// Packages that answer for those they own.
        var answering: Set<String> = []
        /// Of the package at hand.
        var candidates: [Candidate] = []
        var failure: DatabaseError?
        var judgement = Judgement()

        init(_ ecosystems: EcosystemLookup) { self.ecosystems = ecosystems }
    }

    private func match(
        _ package: ScannedPackage, _ index: Int, _ state: inout State, into records: inout MatchRecords
    ) throws(DatabaseError) {
        if let owner = package.owner, state.answering.contains(owner) {
            records.judgedByOwner += 1
            return
        }
        let lookup: PackageLookup
        do {
            lookup = try PackageLookup(package, &state.ecosystems)
        } catch {
            records.unknown.append((index, error.description))
            return
        }
        guard let number = lookup.number else {
            let what =
                !lookup.products.isEmpty
                ? "the database has no data for products by CPE name"
                : database.knows(family: lookup.ecosystem.family)
                    ? "the database has no data for \(lookup.ecosystem)"
                    : "the database has no data for \(lookup.ecosystem.family.rawValue)"
            records.unknown.append((index, what))
            return
        }
        records.judged += 1
        state.candidates.removeAll(keepingCapacity: true)
        try collect(package, lookup, number, &state)
        guard !state.candidates.isEmpty else {
            // A dictionary may have the product under another name, so silence says nothing.
            if let product = lookup.products.first {
                records.judged -= 1
                records.unknown.append((index, "no record names the product \(product.vendor):\(product.product)"))
            }
            return
        }
        try state.judgement.judge(
            package, index, &state.candidates, database, keepsRuledOut: keepsRuledOut, into: &records)
    }

    // MARK: Comparing

    /// Bytes of a text, wherever they are.
    @inline(__always)
    private static func withBytes(_ text: Substring, _ body: (UnsafeRawBufferPointer) -> Void) {
        if text.utf8.withContiguousStorageIfAvailable({ body(UnsafeRawBufferPointer($0)) }) == nil {
            Array(text.utf8).withUnsafeBytes { body($0) }
        }
    }

    /// Holds the package against every entry of each of its names.
    private func collect(
        _ package: ScannedPackage, _ lookup: PackageLookup, _ number: Int, _ state: inout State
    ) throws(DatabaseError) {
        if lookup.isOfDistribution {
            let version = lookup.version(of: package)
            let binary = Query(number: number, naming: .binary, identity: 0)
            collect(package, lookup, binary, lookup.name[...], version[...], &state)
            let (name, sourceVersion) = lookup.sourceQuery(version[...])
            // What is said of a package whatever its naming is taken once.
            let source = Query(number: number, naming: .source, identity: 1, isRepeated: name == lookup.name[...])
            collect(package, lookup, source, name, sourceVersion, &state)
        } else if !lookup.products.isEmpty {
            for (place, product) in lookup.products.enumerated() {
                let query = Query(number: number, naming: .only, identity: UInt8(truncatingIfNeeded: place))
                let first = state.candidates.count
                collect(package, lookup, query, product.product[...], package.version[...], &state)
                if let failure = state.failure { throw failure }
                try keep(from: first, product, &state)
            }
        } else {
            var name: [UInt8] = []
            swap(&name, &state.name)
            lookup.fill(&name)
            let query = Query(number: number, naming: .only, identity: 0)
            name.withUnsafeBytes { name in
                Self.withBytes(lookup.ecosystem.release(of: package.version)[...]) { version in
                    collect(package, lookup, query, name, version, &state)
                }
            }
            swap(&name, &state.name)
        }
        if let failure = state.failure { throw failure }
    }

    /// Keeps of the candidates since one of them those whose records name the product.
    private func keep(from first: Int, _ product: ProductName, _ state: inout State) throws(DatabaseError) {
        var kept = first
        for place in first..<state.candidates.count {
            var candidate = state.candidates[place]
            switch try reach(ofEntry: Int(candidate.comparison.entry), product) {
            case .other: continue
            case .here: candidate.reach = .here
            case .elsewhere: candidate.reach = .elsewhere
            case .unknown: candidate.reach = .unknown
            }
            state.candidates[kept] = candidate
            kept += 1
        }
        state.candidates.removeSubrange(kept...)
    }

    /// What an entry says of a product. The CPE names of an entry stand only in its record.
    func reach(ofEntry entry: Int, _ product: ProductName) throws(DatabaseError) -> ProductName.Reach {
        guard let row = database.entry(entry) else { throw .damaged("an entry that is not there") }
        let record = try database.advisory(row.advisory)
        guard row.ordinal < record.affected.count else { throw .damaged("an entry without its record") }
        return product.reach(of: record.affected[row.ordinal])
    }

    /// What a name and a version are looked up as.
    private struct Query {
        /// The database's number of the ecosystem.
        var number: Int
        var naming: Affected.Naming
        /// Index into the package's identities.
        var identity: UInt8
        /// Whether the same name was looked up before.
        var isRepeated = false
    }

    private func collect(
        _ package: ScannedPackage, _ lookup: PackageLookup, _ query: Query, _ name: Substring, _ version: Substring,
        _ state: inout State
    ) {
        Self.withBytes(name) { name in
            Self.withBytes(version) { version in
                collect(package, lookup, query, name, version, &state)
            }
        }
    }

    /// Holds a version against every entry of a name.
    private func collect(
        _ package: ScannedPackage, _ lookup: PackageLookup, _ query: Query, _ name: UnsafeRawBufferPointer,
        _ version: UnsafeRawBufferPointer, _ state: inout State
    ) {
        guard let found = database.package(query.number, name) else { return }
        let wanted = RecordCodec.place(of: query.naming)
        if usesPositions, !(query.naming == .source && lookup.lacksEpoch),
            let positions = database.positions(ofPackage: found.number),
            let position = positions.position(of: version)
        {
            var entries = positions.entries
            for entry in found.entries {
                guard let head = entries.next() else {
                    state.failure = .damaged("what is known of the order of versions")
                    return
                }
                // A source's name may be that of a binary package of another source.
                guard head.naming == wanted || head.naming == Self.onlyNaming && !query.isRepeated else { continue }
                state.candidates.append(
                    Candidate(
                        entry: entry, identity: query.identity, flags: head.flags, verdict: head.verdict,
                        place: entries.place(head, position), isRelative: true))
            }
            return
        }
        let full = lookup.identities(of: package)[Int(query.identity)]
        for entry in found.entries {
            guard let row = database.entry(entry) else {
                state.failure = .damaged("an entry that is not there")
                return
            }
            guard row.naming == query.naming || row.naming == .only && !query.isRepeated else { continue }
            state.candidates.append(
                Candidate(
                    entry: entry, identity: query.identity,
                    flags: (row.isNarrowed ? DatabaseLayout.EntryFlags.isNarrowed : 0)
                        | (row.isIndirect ? DatabaseLayout.EntryFlags.isIndirect : 0),
                    verdict: RecordCodec.place(of: row.verdict), place: compare(full, entry), isRelative: false))
        }
    }

    private static let onlyNaming = RecordCodec.place(of: Affected.Naming.only)

    private func compare(_ identity: PackageIdentity, _ entry: Int) -> AdvisoryDatabase.Place {
        func place(_ version: String) -> AdvisoryDatabase.Place {
            var version = version
            return version.withUTF8 { database.place(entry: entry, UnsafeRawBufferPointer($0)) }
        }
        guard identity.lacksEpoch, !identity.version.utf8.contains(UInt8(ascii: ":")) else {
            return place(identity.version)
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
            if found != .outside { return found }
            last = found
        }
        return last ?? place(identity.version)
    }

    private static func epoch(_ version: String) -> String? {
        guard let colon = version.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let text = version[..<colon]
        return text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } && !text.isEmpty
            ? String(text) : nil
    }
}
