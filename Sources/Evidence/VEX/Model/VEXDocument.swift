package import Advisories

/// A document with statements of one author, in a form that all formats are read into and written from.
package struct VEXDocument: Sendable, Equatable {
    package var format: VEXFormat
    /// An IRI in OpenVEX, the tracking id in CSAF, the serial number in CycloneDX.
    package var id: String
    /// Who says it. Nothing but a signature shows that they did.
    package var author: String
    package var role: String?
    package var time: Timestamp?
    package var lastUpdated: Timestamp?
    /// Raised with every change.
    package var version: Int
    package var tooling: String?
    package var statements: [VEXStatement]
    /// What could not be taken from the document: statements that break its format's rules, products that it does not
    /// resolve. None of it clears anything.
    package var defects: [String] = []

    package init(
        format: VEXFormat = .openVEX, id: String, author: String, role: String? = nil, time: Timestamp?,
        version: Int = 1,
        tooling: String? = nil, statements: [VEXStatement]
    ) {
        self.format = format
        self.id = id
        self.author = author
        self.role = role
        self.time = time
        self.version = version
        self.tooling = tooling
        self.statements = statements
    }

    /// When what a statement says was last said: its own times before the document's (OpenVEX 0.2.0 §Inheritance).
    package func time(of statement: VEXStatement) -> Timestamp? {
        statement.lastUpdated ?? statement.time ?? lastUpdated ?? time
    }

    /// Statements in the order of OpenVEX: by vulnerability, then by time, then by product.
    package var sorted: [VEXStatement] {
        statements.map { statement in
            (
                name: statement.vulnerability.name, time: time(of: statement)?.seconds ?? 0,
                key: statement.products.map(\.key).joined(separator: "\u{1d}"), statement
            )
        }.sorted { ($0.name, $0.time, $0.key, $0.3.status.weight) < ($1.name, $1.time, $1.key, $1.3.status.weight) }
            .map(\.3)
    }
}
