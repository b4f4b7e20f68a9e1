/// One flaw in one package, with the proof.
package struct Finding: Sendable {
    package enum Verdict: String, Sendable {
        case affected
        /// A record speaks of the package and it cannot be decided whether of this version.
        case unknown
    }

    /// Index into the packages that were scanned.
    package var package: Int
    /// Index of the flaw in the database.
    package var flaw: Int
    package var verdict: Verdict
    /// What was compared, strongest first; never empty.
    package var proofs: [Proof]

    /// Whether the package was looked up by its CPE name, for want of a package identity.
    package var isByCPE: Bool { proofs.first?.identity.cpe != nil }

    /// The state of the fix by the strongest proof.
    package var fix: (state: Fix.State, version: String?) {
        let best = proofs.first { $0.fixVersion != nil } ?? proofs.first
        return (best?.fixState ?? .unknown, best?.fixVersion)
    }
}

/// One record that speaks of a package, and what came of comparing.
package struct Proof: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        /// In these ends, or listed by itself when there are none.
        case inside(VersionInterval?)
        case outside
        /// The record says that the package does not have the flaw.
        case unaffected
        case unknown(String)
        /// The record speaks of something else: another architecture, module stream, channel or platform.
        case elsewhere(String)
    }

    package var advisory: Int
    package var entry: Int
    package var advisoryID: String
    package var source: String
    package var identity: PackageIdentity
    package var outcome: Outcome
    package var fixState: Fix.State
    package var fixVersion: String?
    package var isIndirect: Bool
}

/// A flaw that a record names for a package and that the package does not have.
package struct RuledOut: Sendable {
    package var package: Int
    package var flaw: Int
    package var reason: String
    package var proofs: [Proof]
}

/// What matching a list of packages gave.
package struct MatchResult: Sendable {
    package var findings: [Finding] = []
    package var ruledOut: [RuledOut] = []
    /// Packages about which nothing can be said, with the reason; their number is part of every answer.
    package var unknown: [(package: Int, reason: String)] = []
    /// Packages that the distribution's data decided about through the package that owns them.
    package var judgedByOwner: Int = 0
    package var judged: Int = 0

    package init() {}
}
