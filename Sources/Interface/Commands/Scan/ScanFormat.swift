package import Advisories
package import Exploitability

/// A format in which the report of a scan can be written.
///
/// A report comes in, bytes go out; the writers know neither clock nor terminal, and the same report gives the same
/// bytes. Each format carries what was suppressed and what is not known, in the words it has for that.
package enum ScanFormat: String, Sendable, CaseIterable {
    /// For people; written by the command line.
    case table
    /// Our own, which carries everything (`docs/schemas/scan-1.json`).
    case json
    case sarif
    case cycloneDXJSON = "cyclonedx-json"
    case gitlab
    case junit
    case markdown
    case csv

    /// Reads the name of a format.
    ///
    /// - Throws: with the names there are.
    package init(_ text: String) throws(ScanFormatError) {
        guard let format = ScanFormat(rawValue: text) else { throw .unknown(text) }
        self = format
    }

    /// The report in this format.
    ///
    /// - Parameter time: of the scan. Without it, formats that can do without a time have none, and GitLab's, which
    ///   must have one, takes that of the database: the state of knowledge that the answer is of.
    /// - Throws: for `table`, which depends on the terminal and is not a document.
    package func write(
        _ report: ScanReport, toolVersion: String, at time: Timestamp? = nil
    ) throws(ScanFormatError) -> [UInt8] {
        let content = ReportContent(report, toolVersion: toolVersion, time: time)
        return switch self {
        case .table: throw .notADocument
        case .json: ScanJSON.write(content)
        case .sarif: ScanSARIF.write(content)
        case .cycloneDXJSON: ScanCycloneDX.write(content)
        case .gitlab: ScanGitLab.write(content)
        case .junit: ScanJUnit.write(content)
        case .markdown: ScanMarkdown.write(content)
        case .csv: ScanCSV.write(content)
        }
    }
}

/// Why a report cannot be written.
package enum ScanFormatError: Error, Sendable, Equatable, CustomStringConvertible {
    case unknown(String)
    case notADocument

    package var description: String {
        switch self {
        case .unknown(let text):
            "format \"\(text.prefix(40))\": not known; choose one of "
                + ScanFormat.allCases.map(\.rawValue).joined(separator: ", ")
        case .notADocument: "format table: written by the command line, not as a document"
        }
    }
}
