package import JSONText

/// A predicate that is a whole document of another specification: a bill of materials, or statements on exploitability.
///
/// Only what tells the document apart is looked at; reading it is the business of those who know its format.
package struct DocumentPredicate: Sendable {
    package enum Format: String, Sendable, CaseIterable { case spdx, cycloneDX, openVEX }

    package let format: Format
    /// `SPDX-2.3`, `1.6`, or the context of OpenVEX.
    package let version: String
    package let document: JSONValue

    private static let types: [Format: [String]] = [
        .spdx: ["https://spdx.dev/Document", "https://spdx.dev/Document/v2.3", "https://spdx.dev/Document/v3"],
        .cycloneDX: ["https://cyclonedx.org/bom"], .openVEX: ["https://openvex.dev/ns"],
    ]

    /// The format that a predicate type names; versions at its end are allowed where they are seen.
    package static func format(of type: String) -> Format? {
        Format.allCases.first { format in
            types[format]?.contains { type == $0 || type.hasPrefix("\($0)/v") } ?? false
        }
    }

    /// - Returns: `nil` for predicates of other types.
    package init?(_ statement: Statement) throws(AttestationError) {
        guard let format = Self.format(of: statement.predicateType) else { return nil }
        func failure(_ path: String, _ expected: String) -> AttestationError {
            .member(subject: statement.predicateType, path: path, expected: expected)
        }
        guard let value = statement.predicate else { throw failure("predicate", "a document") }
        self.format = format
        document = value
        switch format {
        case .spdx:
            // 2.x says its version at the top, 3.x names its context.
            guard let version = value["spdxVersion"]?.string ?? value["@context"]?.string else {
                throw failure("predicate.spdxVersion", "an SPDX document")
            }
            self.version = version
        case .cycloneDX:
            guard value["bomFormat"]?.string == "CycloneDX", let version = value["specVersion"]?.string else {
                throw failure("predicate.bomFormat", "a CycloneDX document")
            }
            self.version = version
        case .openVEX:
            guard let context = value["@context"]?.string, context.hasPrefix("https://openvex.dev/ns") else {
                throw failure("predicate.@context", "an OpenVEX document")
            }
            version = context
        }
    }
}
