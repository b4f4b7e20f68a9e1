import Testing

@testable import Advisories

@Suite struct DebianTrackerFeedTests {
    private let probe = FeedProbe(DebianTrackerFeed())

    private static let export = """
        {"bash": {"CVE-2022-3715": {"description": "A flaw was found in the bash package, where a heap-buffer overflow \
        can occur in valid parameter_transform.", "scope": "local", "releases": {
          "bookworm": {"status": "resolved", "repositories": {"bookworm": "5.2.15-2"}, "fixed_version": "5.2~rc2-1", \
        "urgency": "unimportant"},
          "bullseye": {"status": "open", "repositories": {"bullseye": "5.1-2"}, "urgency": "low**", \
        "nodsa": "Minor issue", "nodsa_reason": ""},
          "buster": {"status": "open", "repositories": {"buster": "5.0-4"}, "urgency": "end-of-life"},
          "sid": {"status": "resolved", "repositories": {"sid": "5.2.37-1"}, "fixed_version": "0", \
        "urgency": "not yet assigned"}}},
         "TEMP-0841856-B18BAF": {"debianbug": 841856, "releases": {
          "trixie": {"status": "undetermined", "repositories": {"trixie": "5.2.37-1"}, "urgency": "unimportant"},
          "forky": {"status": "open", "repositories": {"forky": "5.2.37-1"}, "urgency": "high", \
        "nodsa": "x", "nodsa_reason": "ignored"},
          "sid": {"status": "open", "repositories": {"sid": "5.2.37-1"}, "urgency": "medium**", \
        "nodsa": "x", "nodsa_reason": "postponed"}}}},
         "bash-static": {"CVE-2022-3715": {"releases": {"bookworm": {"status": "open", "repositories": {}, \
        "urgency": "not yet assigned"}}}}}
        """

    @Test func gathersAFlawFromItsSourcePackages() throws {
        let yield = try probe.read(Self.export)
        #expect(yield.skipped == [])
        #expect(yield.advisories.map(\.id) == ["CVE-2022-3715", "TEMP-0841856-B18BAF"])
        let flaw = try #require(yield.advisories.first)
        #expect(flaw.summary.hasPrefix("A flaw was found in the bash package"))
        #expect(flaw.affected.map(\.name) == ["bash", "bash", "bash", "bash", "bash-static"])
        #expect(flaw.affected.allSatisfy { $0.naming == .source && $0.basis == .stated })
        #expect(flaw.affected.map(\.ecosystem.release) == ["12", "11", "10", "sid", "12"])
    }

    @Test func readsStatusFixAndReason() throws {
        let advisories = try probe.read(Self.export).advisories
        let bash = advisories[0].affected
        #expect(bash[0].ranges == [.before("5.2~rc2-1")])
        #expect(bash.map(\.verdict) == [.affected, .affected, .affected, .unaffected, .affected])
        #expect(bash.map(\.fix.state) == [.fixed, .notFixed, .endOfLife, .unknown, .notFixed])
        let temporary = advisories[1].affected
        #expect(temporary.map(\.verdict) == [.underInvestigation, .affected, .affected])
        #expect(temporary.map(\.fix.state) == [.unknown, .willNotFix, .deferred])
    }

    @Test func marksAnUrgencyThatNobodyChose() throws {
        let bash = try probe.read(Self.export).advisories[0].affected
        #expect(bash[0].severities == [SeverityStatement(.label, "negligible")])
        #expect(bash[1].severities == [SeverityStatement(.label, "low", by: "debian-tracker-automatic")])
        #expect(bash[2].severities == [])
    }

    @Test(arguments: [
        (#"{"a": {"CVE-2022-3715": {"releases": {"utopia": {"status": "open"}}}}}"#, "a CVE-2022-3715"),
        (#"{"a": {"CVE-2022-3715": {"releases": {"sid": {"status": "closed"}}}}}"#, "a CVE-2022-3715"),
        (#"{"a": {"CVE-2022-3715": {"releases": {"sid": {"status": "resolved"}}}}}"#, "a CVE-2022-3715"),
        (#"{"a": {"CVE-2022-3715": {"releases": []}}}"#, "a CVE-2022-3715"),
        (#"{"a": {"CVE-2022": {"releases": {}}}}"#, "a CVE-2022"), (#"{"a": []}"#, "a"),
    ])
    func listsWhatItCannotRead(text: String, id: String) throws {
        let yield = try probe.read(text)
        #expect(yield.advisories.flatMap(\.affected) == [])
        #expect(yield.skipped.map(\.id) == [id])
    }

    @Test func refusesWhatIsNoExport() {
        #expect(throws: FeedError.self) { try probe.read("[]") }
        #expect(throws: (any Error).self) { try probe.read("{") }
    }

    @Test func recognisesTheExport() {
        #expect(probe.recognises(Self.export))
        #expect(!probe.recognises(#"{"id": "CVE-2022-3715", "releases": {}}"#))
    }
}
