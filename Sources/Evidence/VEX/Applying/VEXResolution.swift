package import Advisories
package import Inventory

/// A finding, by all the names under which statements may speak of it.
package struct VEXFinding: Sendable {
    package var names: [String]
    /// Of the component: binary package, source package, with and without qualifiers.
    package var purls: [PackageURL]
    /// The component's reference in its bill of materials.
    package var refs: [String]
    /// `nil` when no catalogue was consulted.
    package var isKnownExploited: Bool?

    package init(names: [String], purls: [PackageURL], refs: [String] = [], isKnownExploited: Bool? = nil) {
        self.names = names
        self.purls = purls
        self.refs = refs
        self.isKnownExploited = isKnownExploited
    }
}

/// What one author says now of a finding.
package struct VEXOpinion: Sendable, Equatable {
    /// How wide the statement is that says it.
    package enum Scope: String, Sendable {
        /// Of this artifact, and this part of it.
        case component
        /// Of this artifact with all its parts.
        case artifact
        /// Of the package, in whatever artifact.
        case package
    }

    package var author: String
    package var isVerified: Bool
    package var rank: Int
    package var origin: String
    package var document: String
    package var statement: VEXStatement
    package var time: Timestamp?
    package var scope: Scope

    package var status: VEXStatus { statement.status }

    /// `not_affected: vulnerable_code_not_present: …`
    package var reason: String {
        [
            status.rawValue, statement.justification?.rawValue, statement.impact ?? statement.action ?? statement.notes,
        ].compactMap(\.self).joined(separator: ": ")
    }
}

/// What all statements together make of a finding.
package struct VEXResolution: Sendable {
    /// The opinion that counts.
    package var decisive: VEXOpinion
    /// What every author says now, the decisive one first.
    package var opinions: [VEXOpinion]
    /// What the same authors said before.
    package var superseded: [VEXOpinion]
    /// Why the finding stays although the decisive opinion would clear it.
    package var heldBack: String?

    /// Whether the finding may be left out of the count.
    package var clears: Bool { decisive.status.clears && heldBack == nil }

    /// Those who say the opposite of what counts.
    package var conflicts: [VEXOpinion] { opinions.filter { $0.status.clears != decisive.status.clears } }
}
