import Content
import Testing

@testable import Advisories

@Suite struct RustSecFeedTests {
    private static let markdown = """
        ```toml
        [advisory]
        id = "RUSTSEC-2024-0433"
        package = "age_core"
        date = "2024-12-18"
        url = "https://example.org/advisory"
        references = ["https://example.org/more"]
        categories = ["code-execution"]
        aliases = ["GHSA-4fg7-vxc8-qx5w"]
        related = ["GHSA-32gq-x56h-299c"]
        cvss = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"

        [affected]
        arch = ["x86"]
        os = ["windows"]
        functions = { "age::plugin::Identity::from_str" = ["0.6.0", ">= 0.7.0, < 0.7.2"] }

        [versions]
        patched = [">= 0.6.1, < 0.7.0", "^0.8.2", "> 0.9.9"]
        unaffected = ["< 0.6.0"]
        ```

        # Malicious plugin names

        A plugin name containing a path separator may do harm.
        """

    @Test func readsTOMLInMarkdown() throws {
        let advisory = try FeedReader.advisory(
            RustSecFeed(), Self.markdown, path: "crates/age/RUSTSEC-2024-0433.md")
        #expect(advisory.id == "RUSTSEC-2024-0433")
        #expect(advisory.summary == "Malicious plugin names")
        #expect(advisory.published?.day == "2024-12-18")
        #expect(advisory.aliases == ["GHSA-4fg7-vxc8-qx5w"])
        #expect(advisory.related == ["GHSA-32gq-x56h-299c"])
        #expect(advisory.references == ["https://example.org/advisory", "https://example.org/more"])
        #expect(advisory.severities.map(\.scheme) == [.cvss3])
        let affected = try #require(advisory.affected.first)
        #expect(affected.ecosystem == Ecosystem(.cargo))
        #expect(affected.name == "age-core")
        #expect(
            affected.ranges == [.outside([">= 0.6.1, < 0.7.0", "^0.8.2", "> 0.9.9", "< 0.6.0"], .cargo)])
        #expect(affected.fix == Fix(.fixed, ["0.6.1", "0.8.2"]))
        #expect(affected.architectures == ["x86"])
        #expect(affected.platforms == ["windows"])
        #expect(affected.symbols == [Symbols(path: "", names: ["age::plugin::Identity::from_str"])])
    }

    @Test(arguments: [
        (#""informational":"unmaintained""#, Advisory.Kind.unmaintained, Advisory.Status.published),
        (#""informational":"unsound""#, .unsound, .published), (#""informational":"notice""#, .notice, .published),
        (#""withdrawn":"2024-02-01""#, .vulnerability, .withdrawn),
    ])
    func readsTheKindFromJSON(member: String, kind: Advisory.Kind, status: Advisory.Status) throws {
        let advisory = try FeedReader.advisory(
            RustSecFeed(),
            #"{"advisory":{"date":"2024-01-01","id":"RUSTSEC-2024-1","package":"p",\#(member)},"#
                + ##""text":"# Title\n\nText","versions":{"patched":[]}}"##)
        #expect(advisory.kind == kind)
        #expect(advisory.status == status)
        #expect(advisory.summary == "Title")
        #expect(advisory.affected.map(\.ranges) == [[.everything]])
        #expect(advisory.affected.map(\.fix) == [Fix(.notFixed)])
    }

    @Test func takesRustItselfForNoCrate() throws {
        let record =
            #"{"advisory":{"id":"CVE-2019-16760","package":"cargo"},"text":"","versions":{"patched":[">= 1.26.0"]}}"#
        let advisory = try FeedReader.advisory(RustSecFeed(), record)
        #expect(advisory.affected.map(\.name) == ["rust"])
        #expect(advisory.affected.map(\.ecosystem) == [Ecosystem(.runtime)])
        #expect(advisory.affected.map(\.symbols) == [[Symbols(path: "cargo")]])
        let named = try FeedReader.advisory(
            RustSecFeed(), record.replacing("CVE-2019-16760", with: "RUSTSEC-2024-1"), path: "rust/cargo/x.json")
        #expect(named.affected.map(\.name) == ["rust"])
    }

    @Test(arguments: [
        (#"{"advisory":{"id":"RUSTSEC-1"},"versions":{}}"#, true),
        (#"{"advisory":{"id":"RUSTSEC-1","package":"p"},"text":""}"#, false),
        (#"{"advisory":{"id":"RUSTSEC-1","package":"p"},"versions":{"patched":">= 1"}}"#, false),
        (#"{"advisory":{"id":"RUSTSEC-1","package":"p","informational":"odd"},"versions":{"patched":[]}}"#, false),
        (#"{"advisory":{"id":"RUSTSEC-1","package":"p","cvss":"odd"},"versions":{"patched":[]}}"#, false),
    ])
    func tellsWhatItCannotRead(text: String, isRefused: Bool) throws {
        guard !isRefused else {
            #expect(throws: FeedError.self) { try FeedReader.read(RustSecFeed(), text) }
            return
        }
        #expect(try FeedReader.read(RustSecFeed(), text).skipped.map(\.id) == ["RUSTSEC-1"])
    }

    @Test func saysThatAMarkdownTextHoldsNoTOML() {
        let text = "```toml\n[advisory]\nid = \"x\"\nid = \"y\"\n```\n# T"
        #expect(throws: (any Error).self) { try FeedReader.read(RustSecFeed(), text, path: "a.md") }
    }
}

@Suite struct RubySecFeedTests {
    @Test func readsAGem() throws {
        let advisory = try FeedReader.advisory(
            RubySecFeed(),
            """
            ---
            gem: RedCloth
            framework: rails
            cve: 2023-31606
            ghsa: qcm3-vfq5-wfr2
            osvdb: 104365
            url: https://example.org/a
            title: RedCloth denial of service
            date: 2023-06-06
            description: |
              Text.
            cvss_v2: 5.0
            cvss_v3: 7.5
            unaffected_versions:
              - "< 4.0.0"
            patched_versions:
              - "~> 4.1.7, >= 4.1.7.1"
              - ">= 4.3.3"
            related:
              cve:
                - 2012-6684
              url:
                - https://example.org/a
                - https://example.org/b
            """, path: "gems/RedCloth/CVE-2023-31606.yml")
        #expect(advisory.id == "CVE-2023-31606")
        #expect(advisory.aliases == ["GHSA-qcm3-vfq5-wfr2", "OSVDB-104365"])
        #expect(advisory.related == ["CVE-2012-6684"])
        #expect(advisory.references == ["https://example.org/a", "https://example.org/b"])
        #expect(advisory.published?.day == "2023-06-06")
        #expect(
            advisory.severities == [
                SeverityStatement(.score, "7.5", by: "CVSS 3"), SeverityStatement(.score, "5.0", by: "CVSS 2"),
            ])
        let affected = try #require(advisory.affected.first)
        #expect(affected.ecosystem == Ecosystem(.rubygems))
        #expect(affected.name == "RedCloth")
        #expect(affected.ranges == [.outside(["~> 4.1.7, >= 4.1.7.1", ">= 4.3.3", "< 4.0.0"], .rubygems)])
        #expect(affected.fix == Fix(.fixed, ["4.1.7", "4.3.3"]))
    }

    @Test func readsAnInterpreterThatWasNeverFixed() throws {
        let advisory = try FeedReader.advisory(
            RubySecFeed(), #"{"engine":"jruby","ghsa":"GHSA-2222-3333-4444","title":"T","date":"2010-04-26","url":"u"}"#
        )
        #expect(advisory.id == "GHSA-2222-3333-4444")
        #expect(advisory.affected.map(\.ecosystem) == [Ecosystem(.runtime)])
        #expect(advisory.affected.map(\.ranges) == [[.everything]])
        #expect(advisory.affected.map(\.fix) == [Fix(.notFixed)])
    }

    @Test(arguments: [
        #"{"gem":"x","title":"no number"}"#, #"{"cve":"2024-1","patched_versions":[],"title":"no gem"}"#,
        #"{"gem":"x","cve":"2024-1","patched_versions":[{}]}"#,
        #"{"gem":"x","cve":"2024-1","unaffected_versions":">= 1"}"#,
    ])
    func refusesWhatSaysNothing(text: String) {
        #expect(throws: FeedError.self) { try FeedReader.read(RubySecFeed(), text) }
    }
}

@Suite struct FriendsOfPHPFeedTests {
    @Test func readsBranches() throws {
        let advisory = try FeedReader.advisory(
            FriendsOfPHPFeed(),
            """
            title:     Secured properties may be accessible
            link:      https://example.org/a
            cve:       CVE-2023-25575
            branches:
                "2.7.x":
                    time:     2023-02-28 10:37:00
                    versions: ['>=2.6.0', '<2.7.10']
                3.0.x:
                    time:     ~
                    versions: ['>=3.0.0', '<=3.0.11']
            reference: composer://API-Platform/core
            """, path: "api-platform/core/CVE-2023-25575.yaml")
        #expect(advisory.id == "CVE-2023-25575")
        #expect(advisory.references == ["https://example.org/a"])
        let affected = try #require(advisory.affected.first)
        #expect(affected.name == "api-platform/core")
        #expect(affected.ranges == [.inside([">=2.6.0, <2.7.10", ">=3.0.0, <=3.0.11"], .composer)])
        #expect(affected.fix == Fix(.fixed, ["2.7.10"], date: Timestamp("2023-02-28 10:37:00")))
    }

    @Test func namesARecordWithoutNumberByPackageAndDay() throws {
        let advisory = try FeedReader.advisory(
            FriendsOfPHPFeed(),
            #"{"title":"RCE","link":"https://example.org","cve":null,"branches":"#
                + #"{"1.x":{"time":"2017-05-15 09:09:00","versions":["<1.2"]}},"reference":"composer://3f/pygmentize"}"#
        )
        #expect(advisory.id == "3f/pygmentize/2017-05-15")
    }

    @Test(arguments: [
        #"{"branches":{},"reference":"composer://a/b"}"#,
        #"{"branches":{"1":{"versions":["<1"]}},"reference":"pear://a"}"#,
        #"{"branches":{"1":{"versions":["<1"]},"2":{"time":null}},"reference":"composer://a/b"}"#,
    ])
    func refusesWhatSaysNothing(text: String) throws {
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { bytes in
            var yield = FeedYield()
            #expect(throws: FeedError.self) {
                try FriendsOfPHPFeed().read(
                    FeedDocument(path: "x", line: 0, bytes: bytes, digest: .of(bytes)), into: &yield)
            }
        }
    }
}
