package import JSONText

/// How tests of an artifact ended (in-toto test-result 0.1).
package struct TestResult: Predicate {
    package static let types = ["https://in-toto.io/attestation/test-result/v0.1"]

    package enum Outcome: String, Sendable { case passed = "PASSED", warned = "WARNED", failed = "FAILED" }

    package var outcome: Outcome
    package var configuration: [ResourceDescriptor]
    package var url: String?
    package var passedTests: [String]
    package var warnedTests: [String]
    package var failedTests: [String]
    private var unknown = UnknownMembers()

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        guard let outcome = Outcome(rawValue: try root.text("result")) else {
            throw root.failure("result", "PASSED, WARNED or FAILED")
        }
        self.outcome = outcome
        _ = try root.requiredList("configuration")
        configuration = try root.resources("configuration")
        url = try root.optionalText("url")
        passedTests = try root.texts("passedTests")
        warnedTests = try root.texts("warnedTests")
        failedTests = try root.texts("failedTests")
        unknown = root.unknown(except: ["result", "configuration", "url", "passedTests", "warnedTests", "failedTests"])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("result", outcome.rawValue)
            writer.key("configuration")
            writer.array { writer in for item in configuration { item.write(into: &writer) } }
            writer.member("url", url)
            for (name, tests) in [
                ("passedTests", passedTests), ("warnedTests", warnedTests), ("failedTests", failedTests),
            ] where !tests.isEmpty { writer.member(name, texts: tests) }
            unknown.write(into: &writer)
        }
    }
}
