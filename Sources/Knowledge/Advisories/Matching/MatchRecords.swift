/// What matching a list of packages found, as numbers: `Matcher.result` puts it into words.
///
/// A scan of a million packages has millions of findings, of which few are read; here each takes some tens of bytes
/// and no allocation.
package struct MatchRecords: Sendable {
    /// What came of holding a version against an entry. The order of cases is that of their weight as proofs.
    package enum Outcome: UInt8, Sendable {
        case inside, unaffected, unknown, outside, elsewhere
    }

    /// An entry and one of the package's identities.
    struct Comparison: Sendable {
        var entry: UInt32
        var advisory: UInt32
        /// Of `AdvisoryDatabase.Place.inside`.
        var range: UInt32 = 0
        private var kind: Kind
        /// 0: the package's own; 1: its source package. Of a product by CPE name the number of the name.
        var identity: UInt8
        var outcome = Outcome.outside
        var isIndirect: Bool

        private enum Kind: UInt8, Sendable { case outside, inside, listed, undecidable, unordered, unsaid, damaged }

        init(entry: Int, identity: UInt8, isIndirect: Bool, _ place: AdvisoryDatabase.Place) {
            self.entry = UInt32(truncatingIfNeeded: entry)
            advisory = DatabaseLayout.none
            self.identity = identity
            self.isIndirect = isIndirect
            switch place {
            case .outside: kind = .outside
            case .inside(let range):
                kind = .inside
                self.range = UInt32(truncatingIfNeeded: range)
            case .listed: kind = .listed
            case .undecidable: kind = .undecidable
            case .unordered: kind = .unordered
            case .unsaid: kind = .unsaid
            case .damaged: kind = .damaged
            }
        }

        var place: AdvisoryDatabase.Place {
            switch kind {
            case .outside: .outside
            case .inside: .inside(range: Int(range))
            case .listed: .listed
            case .undecidable: .undecidable
            case .unordered: .unordered
            case .unsaid: .unsaid
            case .damaged: .damaged
            }
        }
    }

    /// A flaw in a package, or not.
    package struct Decision: Sendable {
        package enum Verdict: UInt8, Sendable { case affected, unknown, ruledOut }

        /// Index into the packages that were scanned.
        package var package: UInt32
        /// Index of the flaw in the database.
        package var flaw: UInt32
        package var verdict: Verdict
        /// Where its proofs are in `proofs`, strongest first.
        var first: UInt32
        var count: UInt32
    }

    var comparisons: [Comparison] = []
    /// Indices of comparisons.
    var proofs: [UInt32] = []
    /// By package, then by flaw.
    package internal(set) var decisions: [Decision] = []
    /// Packages about which nothing can be said, with the reason; their number is part of every answer.
    package internal(set) var unknown: [(package: Int, reason: String)] = []
    package internal(set) var judgedByOwner = 0
    package internal(set) var judged = 0

    init() {}
}
