package import JSONText

/// That someone has verified an artifact against a policy (SLSA Verification Summary 1.0 to 1.2).
package struct VerificationSummary: Predicate {
    package static let types = ["https://slsa.dev/verification_summary/v1"]

    package enum Verdict: String, Sendable { case passed = "PASSED", failed = "FAILED" }

    package var verifierID: String
    package var verifierVersion: [(name: String, value: String)] = []
    /// RFC 3339.
    package var timeVerified: String?
    package var resourceURI: String
    package var policy: ResourceDescriptor
    /// All that were used, if any are listed.
    package var inputAttestations: [ResourceDescriptor] = []
    package var verdict: Verdict
    package var verifiedLevels: [String]
    /// Level and number of dependencies; `nil` claims nothing.
    package var dependencyLevels: [(level: String, count: Int)]?
    package var slsaVersion: String?
    private var unknown = UnknownMembers()

    package init(
        verifierID: String, resourceURI: String, policy: ResourceDescriptor, verdict: Verdict, verifiedLevels: [String]
    ) {
        self.verifierID = verifierID
        self.resourceURI = resourceURI
        self.policy = policy
        self.verdict = verdict
        self.verifiedLevels = verifiedLevels
        slsaVersion = "1.2"
    }

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        let verifier = try root.object("verifier")
        verifierID = try verifier.text("id")
        verifierVersion = try verifier.map("version")
        timeVerified = try root.optionalText("timeVerified")
        resourceURI = try root.text("resourceUri")
        policy = try ResourceDescriptor(root.object("policy").value, path: "policy")
        guard policy.uri != nil else { throw root.failure("policy.uri", "a string") }
        inputAttestations = try root.resources("inputAttestations")
        guard let verdict = Verdict(rawValue: try root.text("verificationResult")) else {
            throw root.failure("verificationResult", "PASSED or FAILED")
        }
        self.verdict = verdict
        _ = try root.requiredList("verifiedLevels")
        verifiedLevels = try root.texts("verifiedLevels")
        if let levels = try root.optionalRaw("dependencyLevels") {
            var counts: [(String, Int)] = []
            for (level, member) in levels.members {
                guard let count = member.int ?? member.string.flatMap({ Int($0) }), count >= 0 else {
                    throw root.failure("dependencyLevels.\(level.prefix(60))", "a number")
                }
                counts.append((level, count))
            }
            dependencyLevels = counts
        }
        slsaVersion = try root.optionalText("slsaVersion")
        unknown = root.unknown(except: [
            "verifier", "timeVerified", "resourceUri", "policy", "inputAttestations", "verificationResult",
            "verifiedLevels",
            "dependencyLevels", "slsaVersion",
        ])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("verifier")
            writer.object { writer in
                writer.member("id", verifierID)
                writer.member("version", map: verifierVersion)
            }
            writer.member("timeVerified", timeVerified)
            writer.member("resourceUri", resourceURI)
            writer.key("policy")
            policy.write(into: &writer)
            writer.member("inputAttestations", resources: inputAttestations)
            writer.member("verificationResult", verdict.rawValue)
            writer.member("verifiedLevels", texts: verifiedLevels)
            if let dependencyLevels {
                writer.key("dependencyLevels")
                writer.object { writer in
                    for (level, count) in dependencyLevels { writer.member(level, count) }
                }
            }
            writer.member("slsaVersion", slsaVersion)
            unknown.write(into: &writer)
        }
    }

    /// The level of a track that this summary claims: the highest of its results, since a level holds those below.
    ///
    /// - Parameter track: `BUILD` or `SOURCE`.
    package func level(of track: String) -> Int? {
        guard verdict == .passed else { return nil }
        let prefix = "SLSA_\(track)_LEVEL_"
        return verifiedLevels.compactMap { $0.hasPrefix(prefix) ? Int($0.dropFirst(prefix.utf8.count)) : nil }
            .filter { (0...4).contains($0) }.max()
    }
}
