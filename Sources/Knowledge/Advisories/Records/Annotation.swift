/// What is known of a flaw besides where it is. An annotation adds to a match; it never makes one.
package struct Annotation: Sendable, Equatable {
    package enum Fact: Sendable, Equatable {
        case knownExploited(KnownExploited)
        case prediction(ExploitPrediction)
        case decision(StakeholderDecision)
        /// A severity that somebody other than the advisory's source gives.
        case severity(SeverityStatement)
        case weakness(String)
        /// The numbering authority took the number back.
        case rejected
        /// Part of the flaw's record says that it is disputed.
        case disputed
        case summary(String)
    }

    package var source: String
    /// The name of the flaw, normally a CVE number.
    package var vulnerability: String
    package var fact: Fact

    package init(source: String, vulnerability: String, fact: Fact) {
        self.source = source
        self.vulnerability = vulnerability
        self.fact = fact
    }
}

/// An entry of CISA's catalogue of known exploited vulnerabilities.
package struct KnownExploited: Sendable, Equatable {
    package var added: Timestamp?
    /// As the catalogue says; follows a directive that is no longer in force and is shown, not used.
    package var due: Timestamp?
    package var isUsedByRansomware: Bool
    package var name: String

    package init(added: Timestamp?, due: Timestamp?, isUsedByRansomware: Bool, name: String) {
        self.added = added
        self.due = due
        self.isUsedByRansomware = isUsedByRansomware
        self.name = name
    }
}

/// FIRST's estimate that a flaw will be exploited within 30 days, in millionths, with the day it was made.
package struct ExploitPrediction: Sendable, Equatable {
    package var probability: UInt32
    package var percentile: UInt32
    package var date: Timestamp
    package var model: String

    package init(probability: UInt32, percentile: UInt32, date: Timestamp, model: String) {
        self.probability = probability
        self.percentile = percentile
        self.date = date
        self.model = model
    }
}

/// The decision points of SSVC as CISA publishes them in CVE records.
package struct StakeholderDecision: Sendable, Equatable {
    package enum Exploitation: String, Sendable, CaseIterable { case none, poc, active }
    package enum Automatable: String, Sendable, CaseIterable { case no, yes }
    package enum TechnicalImpact: String, Sendable, CaseIterable { case partial, total }

    package var exploitation: Exploitation?
    package var automatable: Automatable?
    package var technicalImpact: TechnicalImpact?
    package var date: Timestamp?

    package init(
        exploitation: Exploitation?, automatable: Automatable?, technicalImpact: TechnicalImpact?, date: Timestamp?
    ) {
        self.exploitation = exploitation
        self.automatable = automatable
        self.technicalImpact = technicalImpact
        self.date = date
    }
}

/// Until when a release of a product is looked after.
package struct Lifecycle: Sendable, Equatable {
    package var product: String
    /// `12`, `3.20`, `22.04`
    package var cycle: String
    package var codename: String
    package var released: Timestamp?
    package var supportEnds: Timestamp?
    package var endOfLife: Timestamp?
    /// The source says that it has ended, or not, without a day.
    package var hasEnded: Bool?
    package var extendedSupportEnds: Timestamp?

    package init(product: String, cycle: String) {
        self.product = product
        self.cycle = cycle
        codename = ""
    }
}
