/// What is said of a product with regard to a vulnerability (CISA, “Minimum Requirements for VEX”; OpenVEX 0.2.0 §Status
/// Labels), in OpenVEX's spelling.
package enum VEXStatus: String, Sendable, CaseIterable {
    case affected
    case underInvestigation = "under_investigation"
    case fixed
    case notAffected = "not_affected"

    /// Whether a finding may be left out of the count for it.
    package var clears: Bool { self == .fixed || self == .notAffected }

    /// How much it asks for: of several statements of equal standing the one that asks for most is believed.
    package var weight: Int {
        switch self {
        case .affected: 3
        case .underInvestigation: 2
        case .fixed: 1
        case .notAffected: 0
        }
    }

    /// Its name in CSAF's `product_status` (CSAF 2.0 §3.2.3.9). The other five groups of CSAF say less than these four.
    package var csaf: String {
        switch self {
        case .affected: "known_affected"
        case .underInvestigation: "under_investigation"
        case .fixed: "fixed"
        case .notAffected: "known_not_affected"
        }
    }

    /// Its state in CycloneDX's `analysis`.
    package var cycloneDX: String {
        switch self {
        case .affected: "exploitable"
        case .underInvestigation: "in_triage"
        case .fixed: "resolved"
        case .notAffected: "not_affected"
        }
    }
}

/// Why a product is not affected: the five labels that OpenVEX and CSAF share (OpenVEX 0.2.0 §Status Justifications).
package enum VEXJustification: String, Sendable, CaseIterable {
    case componentNotPresent = "component_not_present"
    case codeNotPresent = "vulnerable_code_not_present"
    case codeNotInExecutePath = "vulnerable_code_not_in_execute_path"
    case codeNotControllable = "vulnerable_code_cannot_be_controlled_by_adversary"
    /// Only for protections that the user can neither configure nor switch off.
    case mitigated = "inline_mitigations_already_exist"

    /// The nearest of CycloneDX's nine, which are others.
    package var cycloneDX: String {
        switch self {
        case .componentNotPresent, .codeNotPresent: "code_not_present"
        case .codeNotInExecutePath: "code_not_reachable"
        case .codeNotControllable: "requires_environment"
        case .mitigated: "protected_by_mitigating_control"
        }
    }

    /// The nearest of the five for one of CycloneDX's nine.
    ///
    /// - Returns: `nil` for those that say that a protection of the deployment is in the way: it can be switched off,
    ///   and none of the five labels says that.
    package init?(cycloneDX text: String) {
        switch text {
        case "code_not_present", "requires_dependency": self = .codeNotPresent
        case "code_not_reachable": self = .codeNotInExecutePath
        case "requires_configuration": self = .codeNotInExecutePath
        case "requires_environment": self = .codeNotControllable
        case "protected_by_compiler", "protected_by_mitigating_control": self = .mitigated
        default: return nil
        }
    }
}
