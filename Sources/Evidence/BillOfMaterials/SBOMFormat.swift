/// A format of documents, with the version to write.
package struct SBOMFormat: Hashable, Sendable, CustomStringConvertible {
    package enum Name: String, Sendable, CaseIterable {
        case spdxJSON = "spdx-json"
        case spdx3JSON = "spdx3-json"
        case cycloneDXJSON = "cyclonedx-json"
        case cycloneDXXML = "cyclonedx-xml"
        /// Our own, which carries everything (`docs/schemas/inventory-1.json`).
        case json
        /// For people; written by the command line.
        case table

        /// Versions that can be written, the default first.
        package var versions: [String] {
            switch self {
            case .spdxJSON: ["2.3"]
            case .spdx3JSON: ["3.0.1"]
            case .cycloneDXJSON, .cycloneDXXML: ["1.6", "1.7"]
            case .json: ["1"]
            case .table: []
            }
        }
    }

    package let name: Name
    /// Empty for `table`.
    package let version: String

    package static let spdx = SBOMFormat(.spdxJSON, "2.3")
    package static let spdx3 = SBOMFormat(.spdx3JSON, "3.0.1")
    package static let json = SBOMFormat(.json, "1")

    private init(_ name: Name, _ version: String) {
        self.name = name
        self.version = version
    }

    /// Reads `NAME` or `NAME@VERSION`.
    ///
    /// - Throws: with the names or versions there are.
    package init(_ text: String) throws(BillOfMaterialsError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = Name(rawValue: String(parts[0])) else {
            let names = Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw BillOfMaterialsError("format \(parts[0]): not known; choose one of \(names)")
        }
        guard parts.count == 2 else {
            self.init(name, name.versions.first ?? "")
            return
        }
        guard name.versions.contains(String(parts[1])) else {
            let versions = name.versions.joined(separator: ", ")
            throw BillOfMaterialsError(
                versions.isEmpty
                    ? "format \(name.rawValue): has no versions; leave out @\(parts[1])"
                    : "format \(name.rawValue): no version \(parts[1]); available: \(versions)")
        }
        self.init(name, String(parts[1]))
    }

    package var description: String { version.isEmpty ? name.rawValue : "\(name.rawValue)@\(version)" }
}
