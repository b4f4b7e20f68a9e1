internal import Inventory

/// Looks packages up in an advisory database.
///
/// By ecosystem and exact name only. A distribution's package is judged by that distribution's data, by source and by
/// binary name; a language's package that belongs to one is judged through it. What a record states of a package
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
        if packages.contains(where: { $0.owner != nil }) {
            for package in packages where package.owner == nil && canAnswer(package, &state.ecosystems) {
                state.answering.insert(package.ref)
            }
        }
        for index in packages.indices { try match(packages[index], index, &state, into: &records) }
        try database.check()
        return records
    }

    /// Whether the database decides about a distribution's package: one of which it knows nothing answers for nobody.
    private func canAnswer(_ package: ScannedPackage, _ ecosystems: inout EcosystemLookup) -> Bool {
        guard let lookup = try? PackageLookup(package, &ecosystems) else { return false }
        return lookup.ecosystem.isDistribution && database.knows(lookup.ecosystem)
    }

    /// What a look-up needs that is the same for many packages.
    private struct State {
        var ecosystems: EcosystemLookup
        /// A name as bytes.
        var name: [UInt8] = []
        /// Distribution packages that answer for those they own.
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
                database.knows(family: lookup.ecosystem.family)
                ? "the database has no data for \(lookup.ecosystem)"
                : "the database has no data for \(lookup.ecosystem.family.rawValue)"
            records.unknown.append((index, what))
            return
        }
        records.judged += 1
        state.candidates.removeAll(keepingCapacity: true)
        if lookup.isOfDistribution {
            let version = lookup.version(of: package)
            collect(package, lookup, number, lookup.name[...], version[...], .binary, &state)
            let source = lookup.sourceQuery(version[...])
            collect(package, lookup, number, source.name, source.version, .source, &state)
        } else {
            var name: [UInt8] = []
            swap(&name, &state.name)
            lookup.fill(&name)
            name.withUnsafeBytes { name in
                Self.withBytes(package.version[...]) { version in
                    collect(package, lookup, number, name, version, .only, false, &state)
                }
            }
            swap(&name, &state.name)
        }
        if let failure = state.failure { throw failure }
        guard !state.candidates.isEmpty else { return }
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

    private func collect(
        _ package: ScannedPackage, _ lookup: PackageLookup, _ number: Int, _ name: Substring, _ version: Substring,
        _ naming: Affected.Naming, _ state: inout State
    ) {
        // What is said of a package whatever its naming is taken once.
        let isRepeated = naming == .source && name == lookup.name[...]
        Self.withBytes(name) { name in
            Self.withBytes(version) { version in
                collect(package, lookup, number, name, version, naming, isRepeated, &state)
            }
        }
    }

    /// Holds a version against every entry of a name.
    private func collect(
        _ package: ScannedPackage, _ lookup: PackageLookup, _ number: Int, _ name: UnsafeRawBufferPointer,
        _ version: UnsafeRawBufferPointer, _ naming: Affected.Naming, _ isRepeated: Bool, _ state: inout State
    ) {
        guard let found = database.package(number, name) else { return }
        let identity: UInt8 = naming == .source ? 1 : 0
        let wanted = RecordCodec.place(of: naming)
        if usesPositions, !(naming == .source && lookup.lacksEpoch),
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
                guard head.naming == wanted || head.naming == Self.onlyNaming && !isRepeated else { continue }
                state.candidates.append(
                    Candidate(
                        entry: entry, identity: identity, flags: head.flags, verdict: head.verdict,
                        place: entries.place(head, position), isRelative: true))
            }
            return
        }
        let full = lookup.identities(of: package)[Int(identity)]
        for entry in found.entries {
            guard let row = database.entry(entry) else {
                state.failure = .damaged("an entry that is not there")
                return
            }
            guard row.naming == naming || row.naming == .only && !isRepeated else { continue }
            state.candidates.append(
                Candidate(
                    entry: entry, identity: identity,
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
