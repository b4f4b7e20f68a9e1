/// An entry of a package at hand, and what comparing its versions came to.
struct Candidate {
    var comparison: MatchRecords.Comparison
    var flags: UInt8
    /// Position in `Affected.Verdict`.
    var verdict: UInt8
    /// The number of the range counts from the entry's first.
    var isRelative: Bool
    /// Whether it narrows what it says, and that was not looked at yet.
    var isOpen = false
    /// Whether a record that names products by CPE speaks of this one.
    var reach = Reach.here

    enum Reach: UInt8 { case here, elsewhere, unknown }

    init(
        entry: Int, identity: UInt8, flags: UInt8, verdict: UInt8, place: AdvisoryDatabase.Place, isRelative: Bool
    ) {
        comparison = MatchRecords.Comparison(
            entry: entry, identity: identity, isIndirect: flags & DatabaseLayout.EntryFlags.isIndirect != 0, place)
        self.flags = flags
        self.verdict = verdict
        self.isRelative = isRelative
    }

    var isNarrowed: Bool { flags & DatabaseLayout.EntryFlags.isNarrowed != 0 }

    private static let unaffected = RecordCodec.place(of: Affected.Verdict.unaffected)
    private static let underInvestigation = RecordCodec.place(of: Affected.Verdict.underInvestigation)

    /// Whether no record can speak against a package by this.
    var isQuiet: Bool {
        switch comparison.place {
        case .outside: verdict != Self.unaffected || !comparison.isIndirect
        case .inside, .listed, .unsaid: verdict == Self.unaffected
        case .undecidable, .unordered, .damaged: false
        }
    }

    /// What the comparison means for the record, before what narrows it.
    var outcome: MatchRecords.Outcome {
        switch comparison.place {
        case .outside: verdict == Self.unaffected && comparison.isIndirect ? .unknown : .outside
        case .inside, .listed, .unsaid:
            if verdict == Self.unaffected {
                .unaffected
            } else if verdict == Self.underInvestigation {
                .unknown
            } else {
                comparison.place == .unsaid ? .unknown : .inside
            }
        case .undecidable, .unordered, .damaged: .unknown
        }
    }
}

/// Decides about one package after another, by flaw.
///
/// What a record states outranks what was concluded or gathered from changelogs; a source that says of a package that it
/// does not have a flaw outranks all that do not accuse it themselves.
struct Judgement {
    /// For each flaw the last package in which a record speaks against it; empty until one does.
    private var marks: [UInt32] = []
    private var stamp: UInt32 = 0
    /// A flaw in the upper half, a candidate in the lower.
    private var pairs: [UInt64] = []
    private var group: [UInt32] = []

    mutating func judge(
        _ package: ScannedPackage, _ index: Int, _ candidates: inout [Candidate], _ database: AdvisoryDatabase,
        keepsRuledOut: Bool, into records: inout MatchRecords
    ) throws(DatabaseError) {
        // Where no record speaks against the package there is nothing to weigh.
        if !keepsRuledOut, candidates.allSatisfy(\.isQuiet) { return }
        var isAccused = false
        for place in candidates.indices {
            try weigh(&candidates[place], package, database)
            switch candidates[place].comparison.outcome {
            case .inside, .unknown: isAccused = true
            case .outside, .unaffected, .elsewhere: break
            }
        }
        if !isAccused, !keepsRuledOut { return }
        try pair(candidates, database, keepsRuledOut: keepsRuledOut)
        let base = UInt32(truncatingIfNeeded: records.comparisons.count)
        guard records.comparisons.count + candidates.count < Int(Int32.max) else { throw .tooLarge("findings") }
        var start = 0
        while start < pairs.count {
            let flaw = pairs[start] >> 32
            var end = start
            group.removeAll(keepingCapacity: true)
            while end < pairs.count, pairs[end] >> 32 == flaw {
                let place = Int(pairs[end] & 0xffff_ffff)
                // Whether it speaks of this package counts only now.
                if candidates[place].isOpen { try narrow(&candidates[place], package, database) }
                group.append(UInt32(truncatingIfNeeded: place))
                end += 1
            }
            conclude(index, UInt32(truncatingIfNeeded: flaw), candidates, base, database, keepsRuledOut, &records)
            start = end
        }
        for candidate in candidates { records.comparisons.append(candidate.comparison) }
    }

    private func weigh(
        _ candidate: inout Candidate, _ package: ScannedPackage, _ database: AdvisoryDatabase
    ) throws(DatabaseError) {
        let row = database.row(ofEntry: Int(candidate.comparison.entry))
        candidate.comparison.advisory = row.advisory
        if candidate.isRelative { candidate.comparison.range &+= row.firstRange }
        candidate.comparison.outcome = candidate.outcome
        if candidate.isNarrowed {
            if candidate.comparison.outcome == .outside {
                candidate.isOpen = true
            } else {
                try narrow(&candidate, package, database)
            }
        }
        switch candidate.reach {
        case .here: break
        case .elsewhere:
            candidate.comparison.outcome = .elsewhere
            candidate.isOpen = false
        case .unknown: if candidate.comparison.outcome == .inside { candidate.comparison.outcome = .unknown }
        }
    }

    private func narrow(
        _ candidate: inout Candidate, _ package: ScannedPackage, _ database: AdvisoryDatabase
    ) throws(DatabaseError) {
        candidate.isOpen = false
        guard let narrowing = database.narrowing(entry: Int(candidate.comparison.entry)) else {
            throw .damaged("what narrows an entry")
        }
        switch narrowing.reach(package) {
        case .here: break
        case .elsewhere: candidate.comparison.outcome = .elsewhere
        case .unknown: if candidate.comparison.outcome != .outside { candidate.comparison.outcome = .unknown }
        }
    }

    /// Flaws of which a record may speak against the package, each with every candidate that speaks of it.
    private mutating func pair(
        _ candidates: [Candidate], _ database: AdvisoryDatabase, keepsRuledOut: Bool
    ) throws(DatabaseError) {
        pairs.removeAll(keepingCapacity: true)
        if marks.isEmpty { marks = Array(repeating: 0, count: max(1, database.size.flaws)) }
        stamp &+= 1
        if stamp == 0 {
            marks = Array(repeating: 0, count: marks.count)
            stamp = 1
        }
        for candidate in candidates {
            switch candidate.comparison.outcome {
            case .inside, .unknown: break
            case .outside, .unaffected, .elsewhere: if !keepsRuledOut { continue }
            }
            let flaws = database.flawList(ofAdvisory: candidate.comparison.advisory)
            for place in 0..<flaws.count {
                let flaw = Int(flaws[place])
                guard flaw < marks.count else { throw .damaged("a flaw that is not there") }
                marks[flaw] = stamp
            }
        }
        for (number, candidate) in candidates.enumerated() {
            let flaws = database.flawList(ofAdvisory: candidate.comparison.advisory)
            for place in 0..<flaws.count {
                let flaw = flaws[place]
                if Int(flaw) < marks.count, marks[Int(flaw)] == stamp {
                    pairs.append(UInt64(flaw) << 32 | UInt64(number))
                }
            }
        }
        if pairs.count > 1 { pairs.sort() }
    }

    private mutating func conclude(
        _ package: Int, _ flaw: UInt32, _ candidates: [Candidate], _ base: UInt32, _ database: AdvisoryDatabase,
        _ keepsRuledOut: Bool, _ records: inout MatchRecords
    ) {
        if group.count > 1 {
            // Insertion: there are few, and mostly in order.
            for place in 1..<group.count {
                var at = place
                while at > 0, Self.precedes(candidates[Int(group[at])], candidates[Int(group[at - 1])], database) {
                    group.swapAt(at, at - 1)
                    at -= 1
                }
            }
        }
        func outcome(_ place: UInt32) -> MatchRecords.Outcome { candidates[Int(place)].comparison.outcome }
        func isStated(_ place: UInt32) -> Bool { !candidates[Int(place)].comparison.isIndirect }
        // What is only gathered from changelogs counts where nobody states anything.
        let onlyStated = group.contains { isStated($0) && outcome($0) != .elsewhere }
        func decides(_ place: UInt32) -> Bool { !onlyStated || isStated(place) }
        let cleared = group.first { decides($0) && outcome($0) == .unaffected }
        let verdict: MatchRecords.Decision.Verdict
        if let cleared, !isAccused(bySourceOf: cleared, candidates, database, decides) {
            verdict = .ruledOut
        } else if group.contains(where: { decides($0) && outcome($0) == .inside }) {
            verdict = .affected
        } else if group.contains(where: { decides($0) && outcome($0) == .unknown }) {
            verdict = .unknown
        } else {
            verdict = .ruledOut
        }
        guard verdict != .ruledOut || keepsRuledOut else { return }
        records.decisions.append(
            MatchRecords.Decision(
                package: UInt32(truncatingIfNeeded: package), flaw: flaw, verdict: verdict,
                first: UInt32(truncatingIfNeeded: records.proofs.count),
                count: UInt32(truncatingIfNeeded: group.count)))
        for place in group { records.proofs.append(base + place) }
    }

    /// Whether the source that clears a package accuses it elsewhere.
    private func isAccused(
        bySourceOf cleared: UInt32, _ candidates: [Candidate], _ database: AdvisoryDatabase,
        _ decides: (UInt32) -> Bool
    ) -> Bool {
        func source(_ place: UInt32) -> UInt32 {
            database.places(ofAdvisory: candidates[Int(place)].comparison.advisory).source
        }
        return group.contains {
            decides($0) && candidates[Int($0)].comparison.outcome == .inside && source($0) == source(cleared)
        }
    }

    /// Stated before concluded, decided before undecided, then by source and id.
    private static func precedes(_ a: Candidate, _ b: Candidate, _ database: AdvisoryDatabase) -> Bool {
        let (a, b) = (a.comparison, b.comparison)
        if a.isIndirect != b.isIndirect { return b.isIndirect }
        if a.outcome != b.outcome { return a.outcome.rawValue < b.outcome.rawValue }
        if a.advisory != b.advisory {
            let (left, right) = (database.places(ofAdvisory: a.advisory), database.places(ofAdvisory: b.advisory))
            if left.source != right.source { return database.precedes(left.source, right.source) }
            if left.id != right.id { return database.precedes(left.id, right.id) }
        }
        return a.entry < b.entry
    }
}
