package import Content

/// What one source says of one flaw: a record of a feed in the form that all feeds are brought into.
///
/// Records of different sources stay apart, even when they speak of the same flaw: every finding names the record it
/// rests on. They meet through `aliases`.
package struct Advisory: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case vulnerability
        /// The package itself is the attack.
        case malicious
        /// No longer cared for by anybody.
        case unmaintained
        /// An interface that lets safe code do what is not safe.
        case unsound
        case notice
    }

    package enum Status: String, Sendable, CaseIterable {
        case published
        /// Taken back: kept for history, never matched.
        case withdrawn
        /// Said to be none by those concerned; matched, and shown as such.
        case disputed
        /// Never was one, as the numbering authority says: not matched.
        case rejected
    }

    /// The feed's short name, such as `go` or `debian-dsa`.
    package var source: String
    /// As its publisher writes it.
    package var id: String
    package var kind: Kind
    package var status: Status
    /// Other names of the same flaw; the relation is symmetric and transitive.
    package var aliases: [String]
    /// Flaws of which this record tells what they mean for a distribution; not symmetric.
    package var upstream: [String]
    /// Neither of these: worth a look.
    package var related: [String]
    /// One line.
    package var summary: String
    package var published: Timestamp?
    package var modified: Timestamp?
    package var severities: [SeverityStatement]
    package var references: [String]
    /// Such as `CWE-79`.
    package var weaknesses: [String]
    package var affected: [Affected]
    /// SHA-256 of the record as the feed delivered it.
    package var document: Digest

    package init(source: String, id: String, kind: Kind = .vulnerability, document: Digest) {
        self.source = source
        self.id = id
        self.kind = kind
        status = .published
        aliases = []
        upstream = []
        related = []
        summary = ""
        severities = []
        references = []
        weaknesses = []
        affected = []
        self.document = document
    }
}

/// How bad somebody says a flaw is, as it was written.
package struct SeverityStatement: Sendable, Hashable {
    package enum Scheme: String, Sendable, CaseIterable {
        case cvss2 = "CVSS_V2"
        case cvss3 = "CVSS_V3"
        case cvss4 = "CVSS_V4"
        /// A bare base score without its vector.
        case score
        /// A word of the source's own scale, in lower case.
        case label
    }

    package var scheme: Scheme
    /// A vector, a decimal number, or a word.
    package var text: String
    /// Who says so; empty when it is the record's own source.
    package var by: String

    package init(_ scheme: Scheme, _ text: String, by: String = "") {
        self.scheme = scheme
        self.text = text
        self.by = by
    }
}
