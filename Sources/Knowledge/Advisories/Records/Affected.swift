/// One package of which an advisory speaks, and in which versions the flaw is.
package struct Affected: Sendable, Equatable {
    /// Which packages a name means where a source package and the binary packages built from it have names of
    /// their own.
    package enum Naming: String, Sendable, CaseIterable {
        case source, binary
        /// The ecosystem knows no such difference.
        case only
    }

    package enum Verdict: String, Sendable, CaseIterable {
        /// In the versions that `ranges` and `versions` say.
        case affected
        /// The source says that this package does not have the flaw, in these versions or, without any, at all.
        case unaffected
        /// The source has not looked yet.
        case underInvestigation = "under-investigation"
    }

    /// On what the record rests.
    package enum Basis: String, Sendable, CaseIterable {
        /// The source says it of this package and release.
        case stated
        /// Concluded from what the source says elsewhere, or leaves out.
        case inferred
        /// A maintainer named the flaw in a changelog: also done where a fix is taken back, or said not to be needed.
        case changelog
    }

    package var ecosystem: Ecosystem
    /// Normalised as the ecosystem demands (`Ecosystem.normalise`).
    package var name: String
    package var naming: Naming
    package var verdict: Verdict
    package var basis: Basis
    /// Why the package does not have the flaw, by the VEX justifications (CSAF 2.0 §3.2.3.5, flag labels); empty when
    /// the source gives none.
    package var justification: String
    /// Any of these.
    package var ranges: [RangeStatement]
    /// Exact versions, besides the ranges.
    package var versions: [String]
    package var fix: Fix
    /// Empty: all architectures.
    package var architectures: [String]
    /// Modular packages only: `name:stream`.
    package var module: String?
    /// A channel such as `eus`; empty for the ordinary one.
    package var channel: String
    /// Empty: all; else `linux`, `windows`, …
    package var platforms: [String]
    /// Functions, methods or import paths that hold the flaw, where the source says so.
    package var symbols: [Symbols]
    /// Overrides the advisory's.
    package var severities: [SeverityStatement]
    /// CPE 2.3 names of the product, for what has no package identity.
    package var cpes: [String]
    /// Why this may not be quite so.
    package var cautions: [Caution]
    /// All of these must hold beside the product for the flaw to be there; empty: nothing else is needed.
    package var conditions: [ProductCondition]

    package init(_ ecosystem: Ecosystem, _ name: String, naming: Naming = .only) {
        self.ecosystem = ecosystem
        self.name = ecosystem.normalise(name)
        self.naming = naming
        verdict = .affected
        basis = .stated
        justification = ""
        ranges = []
        versions = []
        fix = Fix(.unknown)
        architectures = []
        channel = ""
        platforms = []
        symbols = []
        severities = []
        cpes = []
        cautions = []
        conditions = []
    }
}

/// What must be there beside a product, such as the platform it runs on: one of several products.
package struct ProductCondition: Sendable, Hashable {
    package struct Product: Sendable, Hashable {
        /// A CPE 2.3 name.
        package var cpe: String
        /// Comparators joined by commas where the name leaves the version open and the source does not.
        package var versions: String

        package init(cpe: String, versions: String = "") {
            self.cpe = cpe
            self.versions = versions
        }
    }

    package var anyOf: [Product]
    /// None of them instead.
    package var isNegated: Bool

    package init(anyOf products: [Product], isNegated: Bool = false) {
        anyOf = products
        self.isNegated = isNegated
    }
}

/// Why a statement deserves less trust than others of its source. It lowers no finding; it is shown with it.
package enum Caution: String, Sendable, CaseIterable {
    /// The record says two things; the one that its own text bears out was kept.
    case contradiction
    /// The versions are those of the project, not those that the registry gives out.
    case foreignVersions = "foreign-versions"
    /// Taken over from elsewhere; nobody at the source has looked at it.
    case unreviewed
}

/// What was or will be done about a flaw in a package.
package struct Fix: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case fixed
        /// There is no fix yet.
        case notFixed = "not-fixed"
        /// The maintainers have said that there will be none.
        case willNotFix = "wont-fix"
        /// It waits for an occasion.
        case deferred
        /// The release is no longer looked after.
        case endOfLife = "end-of-life"
        case unknown
    }

    package var state: State
    /// The first version that has it; several where several branches are kept.
    package var versions: [String]
    package var date: Timestamp?
    /// The publisher's own name of the notice that brought it, such as `RHSA-2024:1234`; empty when none is named.
    package var notice: String

    package init(_ state: State, _ versions: [String] = [], date: Timestamp? = nil, notice: String = "") {
        self.state = state
        self.versions = versions
        self.date = date
        self.notice = notice
    }
}

/// Where in a package a flaw is.
package struct Symbols: Sendable, Equatable {
    /// An import path, class or file; empty when the names stand for themselves.
    package var path: String
    /// Empty: all of it.
    package var names: [String]
    package var systems: [String]
    package var architectures: [String]

    package init(path: String, names: [String] = [], systems: [String] = [], architectures: [String] = []) {
        self.path = path
        self.names = names
        self.systems = systems
        self.architectures = architectures
    }
}

/// Versions in the words of a source. The database builder brings them into one form.
package enum RangeStatement: Sendable, Equatable {
    package enum Event: Sendable, Equatable {
        /// `0` is before everything.
        case introduced(String)
        case fixed(String)
        case lastAffected(String)
        case limit(String)
    }

    /// In which language a requirement is written.
    package enum Dialect: String, Sendable, CaseIterable {
        case npm, cargo, rubygems, composer, pep440, maven, nuget
        /// Comparators joined by commas: `>= 1.0, < 2.0`.
        case comparators
    }

    /// OSV events in any order.
    case events([Event])
    /// All versions that satisfy one of the requirements.
    case inside([String], Dialect)
    /// All versions that satisfy none of the requirements: those that are patched or never were affected.
    case outside([String], Dialect)

    /// Everything before a version.
    package static func before(_ version: String) -> RangeStatement {
        .events([.introduced("0"), .fixed(version)])
    }

    /// Every version there is.
    package static let everything = RangeStatement.events([.introduced("0")])
}
