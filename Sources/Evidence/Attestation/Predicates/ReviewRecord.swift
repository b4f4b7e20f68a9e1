package import JSONText

/// That a person has looked at a change, bound to the place and the content it was approved for.
///
/// An approval names repository, reference, start and resulting tree, so that it counts for no other branch and for no
/// later state (SLSA 1.2 source track, “two-party review”).
package struct ReviewRecord: Predicate {
    package static let types = ["obryza:review:v1"]

    package enum Decision: String, Sendable { case approved, rejected, dismissed }

    package var repository: String
    /// Such as `refs/heads/main`.
    package var reference: String
    /// The revision the change starts from, and the tree that results from it, as git names them.
    package var from: DigestSet
    package var result: DigestSet
    package var author: String
    package var reviewer: String
    package var decision: Decision
    /// RFC 3339.
    package var decidedOn: String
    private var unknown = UnknownMembers()

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        repository = try root.text("repository")
        reference = try root.text("reference")
        from = try DigestSet(root.object("from").value, path: "from")
        result = try DigestSet(root.object("result").value, path: "result")
        guard !from.isEmpty, !result.isEmpty else { throw root.failure("result", "a digest of start and result") }
        author = try root.text("author")
        reviewer = try root.text("reviewer")
        guard let decision = Decision(rawValue: try root.text("decision")) else {
            throw root.failure("decision", "approved, rejected or dismissed")
        }
        self.decision = decision
        decidedOn = try root.text("decidedOn")
        unknown = root.unknown(except: [
            "repository", "reference", "from", "result", "author", "reviewer", "decision", "decidedOn",
        ])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("repository", repository)
            writer.member("reference", reference)
            writer.key("from")
            from.write(into: &writer)
            writer.key("result")
            result.write(into: &writer)
            writer.member("author", author)
            writer.member("reviewer", reviewer)
            writer.member("decision", decision.rawValue)
            writer.member("decidedOn", decidedOn)
            unknown.write(into: &writer)
        }
    }

    /// Whether two persons stand behind the change: one who wrote it and another who approved it.
    package var isTwoParty: Bool { decision == .approved && author != reviewer }
}
