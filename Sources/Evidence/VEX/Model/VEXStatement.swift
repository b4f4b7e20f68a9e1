package import Advisories

/// What somebody says of products with regard to one vulnerability.
package struct VEXStatement: Sendable, Equatable {
    package struct Vulnerability: Sendable, Equatable {
        /// As scanners report it: `CVE-2024-3094`.
        package var name: String
        package var id: String?
        package var description: String?
        package var aliases: [String] = []

        package init(name: String, id: String? = nil, description: String? = nil, aliases: [String] = []) {
            self.name = name
            self.id = id
            self.description = description
            self.aliases = aliases
        }

        /// All that it is called, the name first.
        package var names: [String] { [name] + [id].compactMap(\.self) + aliases }
    }

    package var id: String?
    package var vulnerability: Vulnerability
    package var products: [VEXProduct]
    package var status: VEXStatus
    package var justification: VEXJustification?
    /// Why a product is not affected, in words.
    package var impact: String?
    /// What to do about it, and since when that is known.
    package var action: String?
    package var actionTime: Timestamp?
    package var notes: String?
    package var supplier: String?
    /// Its own times; where there are none, those of the document hold.
    package var time: Timestamp?
    package var lastUpdated: Timestamp?
    /// What CycloneDX says and the other formats have no word for.
    package var analysis: Analysis?

    /// CycloneDX's own words (`vulnerabilities[].analysis`).
    package struct Analysis: Sendable, Equatable {
        package var state: String?
        package var justification: String?
        package var responses: [String] = []

        package init(state: String? = nil, justification: String? = nil, responses: [String] = []) {
            self.state = state
            self.justification = justification
            self.responses = responses
        }
    }

    package init(_ vulnerability: Vulnerability, products: [VEXProduct], status: VEXStatus) {
        self.vulnerability = vulnerability
        self.products = products
        self.status = status
    }

    /// What its format forbids (OpenVEX 0.2.0 §Status Labels, CSAF 2.0 §4.5); `nil` when it may stand as it is.
    ///
    /// Stricter than OpenVEX's schema, as its reference library is: what belongs to another status is refused.
    package var defect: String? {
        switch status {
        case .notAffected:
            if justification == nil, impact?.isEmpty ?? true {
                return "“not_affected” needs a justification or an impact statement"
            }
            if action != nil { return "an action belongs to “affected” alone" }
        case .affected:
            if action?.isEmpty ?? true { return "“affected” needs an action statement: what to do about it" }
            if justification != nil || impact != nil { return "a justification belongs to “not_affected” alone" }
        case .fixed, .underInvestigation:
            if justification != nil || impact != nil { return "a justification belongs to “not_affected” alone" }
            if action != nil { return "an action belongs to “affected” alone" }
        }
        if vulnerability.name.isEmpty { return "the vulnerability has no name" }
        if products.isEmpty { return "it names no product" }
        if products.contains(where: { !$0.component.isNamed || $0.subcomponents.contains { !$0.isNamed } }) {
            return "a product or part of one has no name"
        }
        return nil
    }
}
