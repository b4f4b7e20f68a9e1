import Testing

@testable import Advisories
@testable import Commands
@testable import Exploitability

@Suite struct IgnoreRulesTests {
    private func read(_ text: String) throws -> [IgnoreRule] {
        try IgnoreRules.read(Array(text.utf8), file: "rules.yaml")
    }

    private static let complete = """
        ignore:
          - vulnerability: CVE-2020-8203
            package: pkg:npm/%40Scope/lodash
            owner: team@example.com
            reason: not reachable
            expires: 2026-06-30
            includes-known-exploited: true
        """

    @Test func `a rule is read with all it says`() throws {
        let rule = try #require(read(Self.complete).first)
        #expect(rule.vulnerability == "CVE-2020-8203")
        #expect(rule.package == "pkg:npm/%40Scope/lodash")
        #expect(rule.owner == "team@example.com")
        #expect(rule.reason == "not reachable")
        #expect(rule.expires.description == "2026-06-30")
        #expect(rule.includesKnownExploited)
    }

    @Test func `package and known exploited may be left out, and no rules are rules`() throws {
        let rules = try read(
            "ignore:\n- {vulnerability: CVE-1, owner: a, reason: b, expires: 2026-01-01}\n"
                + "- {vulnerability: CVE-2, owner: a, reason: b, expires: 2026-01-02}\n")
        #expect(rules.map(\.vulnerability) == ["CVE-1", "CVE-2"])
        #expect(rules.allSatisfy { $0.package.isEmpty && !$0.includesKnownExploited })
        #expect(try read("ignore: []").isEmpty)
    }

    @Test func `a package URL is brought into the form findings have`() throws {
        #expect(
            try read(Self.complete.replacing("pkg:npm/%40Scope/lodash", with: "pkg:PyPI/My_Lib")).first?.package
                == "pkg:pypi/my-lib")
    }

    @Test(arguments: ["vulnerability", "owner", "reason", "expires"])
    func `what must be there is asked for by name and by rule`(_ key: String) throws {
        let lines = Self.complete.split(separator: "\n").filter { !$0.contains("\(key):") || key == "vulnerability" }
        let text = lines.joined(separator: "\n").replacing(
            "vulnerability: CVE-2020-8203", with: key == "vulnerability" ? "reason: x" : "vulnerability: CVE-2020-8203")
        let error = try #require(throws: IgnoreRulesError.self) { try read(text) }
        #expect(error.description.hasPrefix("rules.yaml, rule 1"))
        #expect(error.description.contains(", \(key): expected "))
        #expect(error.description.hasSuffix("found nothing"))
    }

    @Test(arguments: [
        ("", "0 documents"), ("ignore: []\n---\nignore: []", "2 documents"), ("[]", "a list"), ("ignore: x", "\"x\""),
        ("ignored: []", "\"ignored\""), ("ignore: [x]", "rule 1"), ("a: [\n", "line 2"),
        ("ignore:\n- {vulnerability: CVE-*, owner: a, reason: b, expires: 2026-01-01}", "CVE-*"),
        ("ignore:\n- {vulnerability: 7, owner: a, reason: b, expires: 2026-01-01}", "the number 7"),
        ("ignore:\n- {vulnerability: CVE-1, owner: ' ', reason: b, expires: 2026-01-01}", "owner"),
        ("ignore:\n- {vulnerability: CVE-1, owner: a, reason: b, expires: 2026-02-30}", "YYYY-MM-DD"),
        ("ignore:\n- {vulnerability: CVE-1, owner: a, reason: b, expires: never}", "YYYY-MM-DD"),
        ("ignore:\n- {vulnerability: CVE-1, owner: a, reason: b, expires: 2026-01-01, package: lodash}", "pkg:"),
        ("ignore:\n- {vulnerability: CVE-1, owner: a, reason: b, expires: 2026-01-01, until: x}", "\"until\""),
        (
            "ignore:\n- {vulnerability: CVE-1, owner: a, reason: b, expires: 2026-01-01, includes-known-exploited: yes}",
            "true or false"
        ),
    ])
    func `anything else is refused, with what was expected and found`(_ text: String, _ part: String) throws {
        let error = try #require(throws: IgnoreRulesError.self) { try read(text) }
        #expect(error.description.contains(part))
        #expect(error.description.contains("expected"))
        #expect(Failure.status(error) == .usage)
    }

    @Test func `sizes are bounded`() {
        #expect(throws: IgnoreRulesError.self) { try read(String(repeating: "#", count: 1 << 20 + 1)) }
        #expect(throws: IgnoreRulesError.self) {
            try read(Self.complete.replacing("not reachable", with: String(repeating: "x", count: 2001)))
        }
        #expect(throws: IgnoreRulesError.self) { try read(String(repeating: "[", count: 1000)) }
    }

    @Test func `an expired rule suppresses nothing and is listed`() throws {
        let rules = try read(Self.complete.replacing("2026-06-30", with: "2026-01-14"))
        let package = SampleReport.package("lodash", "1", purl: "pkg:npm/%40Scope/lodash@1")
        let proof = SampleReport.proof(
            "npm", "lodash", "1", advisory: "CVE-2020-8203", source: "s", outcome: .inside(nil))
        let assessment = SampleReport.assessment(["CVE-2020-8203"], package: 0, proofs: [proof])
        let report = SampleReport.report([package], [assessment], rules: rules)
        #expect(report.suppressed.isEmpty && report.assessments.count == 1 && report.expiredRules == rules)
        let valid = SampleReport.report([package], [assessment], rules: try read(Self.complete))
        #expect(valid.suppressed.count == 1 && valid.assessments.isEmpty && valid.expiredRules.isEmpty)
    }
}
