package import JSONText

/// What a policy decided about an artifact, from which evidence, and why.
package struct DecisionRecord: Predicate {
    package static let types = ["obryza:decision:v1"]

    /// Unknown is a verdict of its own, and never a clean one.
    package enum Verdict: String, Sendable { case pass, fail, unknown }

    package var policy: ResourceDescriptor
    package var verdict: Verdict
    package var reasons: [String]
    /// All statements that were looked at, by digest.
    package var evidence: [ResourceDescriptor]
    /// RFC 3339.
    package var decidedOn: String?
    private var unknown = UnknownMembers()

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        policy = try ResourceDescriptor(root.object("policy").value, path: "policy")
        guard let verdict = Verdict(rawValue: try root.text("verdict")) else {
            throw root.failure("verdict", "pass, fail or unknown")
        }
        self.verdict = verdict
        _ = try root.requiredList("reasons")
        reasons = try root.texts("reasons")
        _ = try root.requiredList("evidence")
        evidence = try root.resources("evidence")
        decidedOn = try root.optionalText("decidedOn")
        unknown = root.unknown(except: ["policy", "verdict", "reasons", "evidence", "decidedOn"])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("policy")
            policy.write(into: &writer)
            writer.member("verdict", verdict.rawValue)
            writer.member("reasons", texts: reasons)
            writer.key("evidence")
            writer.array { writer in for item in evidence { item.write(into: &writer) } }
            writer.member("decidedOn", decidedOn)
            unknown.write(into: &writer)
        }
    }
}
