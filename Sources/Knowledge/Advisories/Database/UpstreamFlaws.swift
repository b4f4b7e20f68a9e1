/// Which flaws a record speaks of in the end: `upstream` is transitive (OSV schema 1.7, "upstream field").
///
/// A notice may name a distribution's own record of a flaw, and that record the flaw itself; all their findings are
/// then of the one flaw.
struct UpstreamFlaws {
    private var parents: [Int: [Int]] = [:]

    /// - Parameters:
    ///   - flaws: the names of each.
    ///   - records: for each, the flaw that it is itself and those that it speaks of.
    init(_ flaws: [[String]], _ records: [(own: Int, flaws: [Int])]) {
        for record in records where record.flaws != [record.own] {
            // What has a number of its own is where the chain ends.
            if flaws[record.own].first?.hasPrefix("CVE-") ?? true { continue }
            parents[record.own, default: []] += record.flaws.filter { $0 != record.own }
        }
    }

    /// The flaws at the ends of the chains, sorted; a circle ends where it was entered.
    func resolve(_ flaws: [Int]) -> [Int] {
        guard flaws.contains(where: { parents[$0] != nil }) else {
            return flaws.count == 1 ? flaws : Set(flaws).sorted()
        }
        var ends: Set<Int> = []
        for flaw in flaws {
            var seen: Set<Int> = [flaw]
            var pending = [flaw]
            var found: Set<Int> = []
            while let next = pending.popLast() {
                guard let above = parents[next], !above.isEmpty else {
                    found.insert(next)
                    continue
                }
                for parent in above where seen.insert(parent).inserted { pending.append(parent) }
            }
            ends.formUnion(found.isEmpty ? [flaw] : found)
        }
        return ends.sorted()
    }
}
