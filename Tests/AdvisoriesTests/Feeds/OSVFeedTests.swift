import Testing

@testable import Advisories

@Suite struct OSVFeedTests {
    @Test func readsAnAdvisoryOfGo() throws {
        let advisory = try FeedReader.advisory(
            GoFeed(),
            #"""
            {"schema_version":"1.3.1","id":"GO-2021-0001","modified":"0001-01-01T00:00:00Z",
             "published":"2021-04-14T20:04:52Z","aliases":["CVE-2020-36567"],"summary":"Line injection",
             "affected":[{"package":{"ecosystem":"Go","name":"github.com/Gin-Gonic/gin"},
               "ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.6.0"}]}],
               "ecosystem_specific":{"imports":[
                 {"path":"github.com/gin-gonic/gin","symbols":["Default","Logger"],"goos":["js"],"goarch":["wasm"]},
                 {"path":"github.com/gin-gonic/gin/binding"}]}}],
             "references":[{"type":"FIX","url":"https://example.org/fix"}],
             "database_specific":{"url":"https://pkg.go.dev/vuln/GO-2021-0001","review_status":"REVIEWED"}}
            """#)
        #expect(advisory.id == "GO-2021-0001")
        #expect(advisory.aliases == ["CVE-2020-36567"])
        #expect(advisory.modified == nil)
        #expect(advisory.published?.day == "2021-04-14")
        #expect(advisory.references == ["https://example.org/fix"])
        let affected = try #require(advisory.affected.first)
        #expect(affected.name == "github.com/gin-gonic/gin")
        #expect(affected.naming == .only)
        #expect(affected.ranges == [.events([.introduced("0"), .fixed("1.6.0")])])
        #expect(affected.fix == Fix(.fixed, ["1.6.0"]))
        #expect(
            affected.symbols == [
                Symbols(
                    path: "github.com/gin-gonic/gin", names: ["Default", "Logger"], systems: ["js"],
                    architectures: ["wasm"]),
                Symbols(path: "github.com/gin-gonic/gin/binding"),
            ])
        #expect(affected.cautions == [])
    }

    @Test func prefersCustomRangesOfGoAndWarnsOfThem() throws {
        let advisory = try FeedReader.advisory(
            GoFeed(),
            #"""
            {"schema_version":"1.3.1","id":"GO-2023-1","modified":"2023-10-20T00:00:00Z","affected":[{
              "package":{"ecosystem":"Go","name":"k8s.io/ingress-nginx"},
              "ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}],
              "ecosystem_specific":{"custom_ranges":[
                {"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.9.0"}]}]}}],
             "database_specific":{"review_status":"UNREVIEWED"}}
            """#)
        let affected = try #require(advisory.affected.first)
        #expect(affected.ranges == [.events([.introduced("0"), .fixed("1.9.0")])])
        #expect(affected.fix == Fix(.fixed, ["1.9.0"]))
        #expect(affected.cautions == [.foreignVersions, .unreviewed])
    }

    @Test func readsAReviewedAdvisoryOfGitHub() throws {
        let advisory = try FeedReader.advisory(
            GHSAFeed(),
            #"""
            {"schema_version":"1.4.0","id":"GHSA-2222-3333-4444","modified":"2024-05-02T00:00:00Z",
             "published":"2024-05-01T00:00:00Z","aliases":["CVE-2024-0001"],"summary":"Traversal",
             "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"},
                         {"type":"CVSS_V4","score":"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N"}],
             "affected":[
               {"package":{"ecosystem":"npm","name":"Left-Pad"},
                "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],
                "database_specific":{"last_known_affected_version_range":"<= 1.2.3"}},
               {"package":{"ecosystem":"Maven","name":"org.example:Thing"},
                "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"1.0"},{"last_affected":"1.4"}]}]}],
             "references":[],"database_specific":{"cwe_ids":["CWE-22"],"severity":"HIGH","github_reviewed":true}}
            """#)
        #expect(advisory.kind == .vulnerability)
        #expect(advisory.weaknesses == ["CWE-22"])
        #expect(advisory.severities.map(\.scheme) == [.cvss3, .cvss4, .label])
        #expect(advisory.severities.last?.text == "high")
        #expect(advisory.affected.map(\.name) == ["left-pad", "org.example:Thing"])
        #expect(advisory.affected[0].ranges == [.events([.introduced("0"), .lastAffected("1.2.3")])])
        #expect(advisory.affected[1].ranges == [.events([.introduced("1.0"), .lastAffected("1.4")])])
        #expect(advisory.affected[1].fix == Fix(.unknown))
    }

    @Test func keepsUnreviewedAdvisoriesOfGitHubWithoutPackages() throws {
        let advisory = try FeedReader.advisory(
            GHSAFeed(),
            #"""
            {"schema_version":"1.4.0","id":"GHSA-2222-3333-5555","modified":"2024-05-02T00:00:00Z",
             "aliases":["CVE-2024-2"],"details":"First line\nsecond","affected":[],
             "database_specific":{"github_reviewed":false,"severity":null}}
            """#)
        #expect(advisory.affected == [])
        #expect(advisory.summary == "First line")
    }

    @Test func tellsMaliciousPackages() throws {
        let record = #"""
            {"schema_version":"1.5.0","id":"ID","modified":"2024-05-02T00:00:00Z","summary":"Malicious code in x",
             "affected":[{"package":{"ecosystem":"npm","name":"x"},"versions":["1.0.0"]}],
             "database_specific":{"cwe_ids":["CWE-506"]}}
            """#
        for (feed, id) in [(MaliciousFeed() as any Feed, "MAL-2024-1"), (GHSAFeed(), "GHSA-aaaa-bbbb-cccc")] {
            let advisory = try FeedReader.advisory(feed, record.replacing(#""ID""#, with: "\"\(id)\""))
            #expect(advisory.kind == .malicious)
            #expect(advisory.affected.map(\.versions) == [["1.0.0"]])
        }
    }

    @Test func readsYAMLOfPyPA() throws {
        let advisory = try FeedReader.advisory(
            PyPAFeed(),
            """
            id: PYSEC-2021-335
            details: "** DISPUTED ** The module `AccessControl` defines policies."
            affected:
            - package:
                name: Access_Control
                ecosystem: PyPI
                purl: pkg:pypi/accesscontrol
              ranges:
              - type: GIT
                repo: https://github.com/zopefoundation/AccessControl
                events:
                - introduced: "0"
                - fixed: b42dd4badf803bb9fb71ac34cd9cb0c249262f2c
              - type: ECOSYSTEM
                events:
                - introduced: "4.0"
                - fixed: "4.3"
                - introduced: 5.0
                - fixed: 5.10
              versions:
              - "4.0"
              - 5.10
            aliases:
            - CVE-2021-32807
            modified: "2021-09-26T23:32:08.989778Z"
            published: 2021-07-30T22:15:00Z
            """, path: "vulns/accesscontrol/PYSEC-2021-335.yaml")
        #expect(advisory.status == .disputed)
        #expect(advisory.published?.day == "2021-07-30")
        let affected = try #require(advisory.affected.first)
        #expect(affected.name == "access-control")
        #expect(affected.ranges == [.events([.introduced("4.0"), .fixed("4.3"), .introduced("5.0"), .fixed("5.10")])])
        #expect(affected.versions == ["4.0", "5.10"])
        #expect(affected.fix == Fix(.fixed, ["4.3", "5.10"]))
    }

    @Test func readsAnErratumOfRocky() throws {
        let advisory = try FeedReader.advisory(
            RockyFeed(),
            #"""
            {"id":"RLSA-2024:1","modified":"2024-02-02T00:00:00Z","published":"2024-02-01T00:00:00Z",
             "aliases":["CVE-2024-1","CVE-2024-2"],"related":["CVE-2024-1"],"summary":"Important: kernel security update",
             "affected":[{"package":{"ecosystem":"Rocky Linux:9","name":"kernel","purl":"pkg:rpm/rocky-linux/kernel"},
               "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"0:5.14.0-1.el9"}]}]}]}
            """#)
        // As aliases of one record, the two flaws would become one.
        #expect(advisory.aliases == [])
        #expect(advisory.related == [])
        #expect(advisory.upstream == ["CVE-2024-1", "CVE-2024-2"])
        #expect(advisory.severities == [SeverityStatement(.label, "important")])
        let affected = try #require(advisory.affected.first)
        #expect(affected.ecosystem == Ecosystem(.rocky, "9"))
        #expect(affected.naming == .source)
        #expect(affected.fix.date?.day == "2024-02-01")
    }

    @Test func recognisesARecordWhoseIdComesLateByItsEcosystem() throws {
        let package =
            #"{"package":{"ecosystem":"AlmaLinux:9","name":"NAME"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1"}]}]}"#
        let packages = (0..<100).map { package.replacing("NAME", with: "p\($0)") }
        let advisory = try FeedReader.advisory(
            AlmaLinuxFeed(), #"{"affected":["# + packages.joined(separator: ",") + #"],"id":"ALSA-2024:1"}"#)
        #expect(advisory.affected.count == 100)
        #expect(advisory.affected.allSatisfy { $0.naming == .binary })
    }

    @Test func recognisesARecordOfWhichTheStartTellsNothingByItsFile() throws {
        let symbols = (0..<1000).map { "\"Symbol\($0)\"" }.joined(separator: ",")
        let record =
            #"{"affected":[{"ecosystem_specific":{"imports":[{"path":"a/b","symbols":["# + symbols
            + #"]}]},"package":{"ecosystem":"Go","name":"a/b"},"#
            + #""ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]}],"id":"GO-2024-1"}"#
        let advisory = try FeedReader.advisory(GoFeed(), record, path: "ID/GO-2024-1.json")
        #expect(advisory.affected.first?.symbols.first?.names.count == 1000)
        _ = try FeedReader.read(GoFeed(), record, path: "other.json", recognised: false)
    }

    @Test func dropsTheFixedVersionOfCleanStartFromTheAffectedOnes() throws {
        let advisory = try FeedReader.advisory(
            CleanStartFeed(),
            #"""
            {"affected":[{"package":{"ecosystem":"Alpine","name":"calico-fips"},
              "ranges":[{"events":[{"introduced":"0"},{"fixed":"3.28.5-r4"}],"type":"ECOSYSTEM"}],
              "versions":["3.28.5-r3","3.28.5-r4"]}],"credits":[],"database_specific":{},
             "id":"CLEANSTART-2026-AA33691","modified":"2026-07-30T09:33:59Z","schema_version":"1.7.3",
             "summary":"Security fixes in calico-fips 3.28.5-r4","upstream":["CVE-2026-33186"]}
            """#)
        let affected = try #require(advisory.affected.first)
        #expect(affected.ecosystem == Ecosystem(.cleanstart))
        #expect(affected.versions == ["3.28.5-r3"])
        #expect(affected.cautions == [.contradiction])
    }

    @Test func concludesThatTheOrdinaryReleaseLacksWhatOnlyProHasFixed() throws {
        let advisory = try FeedReader.advisory(
            UbuntuFeed(),
            #"""
            {"schema_version":"1.7.0","id":"UBUNTU-CVE-2023-50471","published":"2023-12-14T00:00:00Z",
             "modified":"2025-07-16T00:00:00Z","upstream":["CVE-2023-50471"],
             "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"},
                         {"type":"Ubuntu","score":"Medium"}],
             "affected":[
               {"package":{"ecosystem":"Ubuntu:Pro:22.04:LTS","name":"cjson"},
                "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.7.15-1ubuntu0.1~esm2"}]}],
                "versions":["1.7.14-1","1.7.15-1"],
                "ecosystem_specific":{"binaries":[{"binary_name":"libcjson1","binary_version":"1"}]}},
               {"package":{"ecosystem":"Ubuntu:Pro:FIPS-updates:20.04:LTS","name":"openssl"},
                "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.1.1f-1ubuntu2.fips.1"}]}]},
               {"package":{"ecosystem":"Ubuntu:Pro:24.04:LTS","name":"cjson"},
                "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2"}]}]},
               {"package":{"ecosystem":"Ubuntu:24.04:LTS","name":"cjson"},
                "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.7.17-1"}]}],
                "ecosystem_specific":{"ubuntu_priority":"low"}}]}
            """#)
        #expect(advisory.severities.map(\.text).last == "medium")
        let seen = advisory.affected.map { "\($0.ecosystem) \($0.channel) \($0.name) \($0.fix.state)" }
        #expect(
            seen == [
                "ubuntu:22.04 pro cjson fixed", "ubuntu:20.04 pro-fips-updates openssl fixed",
                "ubuntu:24.04 pro cjson fixed", "ubuntu:24.04  cjson fixed", "ubuntu:22.04  cjson notFixed",
            ])
        #expect(advisory.affected.last?.ranges == [.everything])
        #expect(advisory.affected.map(\.basis) == [.stated, .stated, .stated, .stated, .inferred])
        #expect(advisory.affected[3].severities == [SeverityStatement(.label, "low")])
        #expect(advisory.affected[3].fix.date == nil)
    }

    @Test func takesTheDayOfAFixFromANoticeOfUbuntu() throws {
        let advisory = try FeedReader.advisory(
            UbuntuFeed(),
            #"""
            {"schema_version":"1.7.0","id":"USN-6587-1","published":"2024-01-16T10:00:00Z","upstream":["CVE-2023-6816"],
             "affected":[{"package":{"ecosystem":"Ubuntu:Pro:18.04:LTS","name":"xorg-server"},
               "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2:1.19.6-1ubuntu4.15+esm4"}]}]}]}
            """#)
        #expect(advisory.affected.map(\.fix) == [Fix(.fixed, ["2:1.19.6-1ubuntu4.15+esm4"], date: advisory.published)])
        #expect(advisory.affected.map(\.channel) == ["pro"])
    }

    @Test(arguments: [
        ("DEBIAN-CVE-2024-1", "Debian:12", "debian:12"), ("RSEC-2023-1", "CRAN", "cran"),
        ("SUSE-SU-2024:1-1", "openSUSE:Leap 15.5", "opensuse:15.5"),
        ("ALPINE-CVE-2024-1", "Alpine:v3.20", "alpine:v3.20"),
        ("RUSTSEC-2024-0001", "crates.io", "cargo"),
        ("RHSA-2024:1", "Red Hat:enterprise_linux:9::appstream", "redhat:9"),
    ])
    func readsAnyOtherDatabase(id: String, ecosystem: String, expected: String) throws {
        let advisory = try FeedReader.advisory(
            GenericOSVFeed(),
            #"{"schema_version":"1.7.5","id":"\#(id)","modified":"2024-01-01T00:00:00Z","affected":[{"package":"#
                + #"{"ecosystem":"\#(ecosystem)","name":"p"},"versions":["1"]}]}"#)
        #expect(advisory.affected.map(\.ecosystem.description) == [expected])
    }

    @Test func readsWhatRustSecExports() throws {
        let advisory = try FeedReader.advisory(
            GenericOSVFeed(),
            #"""
            {"id":"RUSTSEC-2024-0433","modified":"2024-12-19T00:00:00Z","affected":[{
              "package":{"ecosystem":"crates.io","name":"some_crate","purl":"pkg:cargo/some_crate"},
              "ecosystem_specific":{"affects":{"arch":["x86_64"],"os":["windows"],"functions":["a::b"]}},
              "ranges":[{"type":"SEMVER","events":[{"introduced":"0.0.0-0"}]}],"versions":[],
              "database_specific":{"informational":"unmaintained"}}]}
            """#)
        #expect(advisory.kind == .unmaintained)
        let affected = try #require(advisory.affected.first)
        #expect(affected.name == "some-crate")
        #expect(affected.symbols == [Symbols(path: "", names: ["a::b"])])
        #expect(affected.architectures == ["x86_64"])
        #expect(affected.platforms == ["windows"])
        #expect(affected.fix.state == .notFixed)
    }

    @Test func readsAListOfRecordsAndGoesOnAfterABadOne() throws {
        let good = #"{"schema_version":"1.3.1","id":"GO-2021-1","modified":"2021-01-01T00:00:00Z","affected":[]}"#
        let yield = try FeedReader.read(GoFeed(), "[\(good),{\"schema_version\":\"1\"},3]")
        #expect(yield.advisories.map(\.id) == ["GO-2021-1"])
        #expect(
            yield.skipped == [
                FeedYield.Skipped(id: "file.json:[1]", reason: "a record without id"),
                FeedYield.Skipped(id: "file.json:[2]", reason: "not an object"),
            ])
    }

    /// An affected entry, and what is said of it.
    @Test(arguments: [
        (#"{"package":{"ecosystem":"npm","name":"p"}}"#, "p: neither ranges nor versions"),
        (#"{"package":{"ecosystem":"Fruit","name":"p"},"versions":["1"]}"#, "p: unknown ecosystem Fruit"),
        (#"{"package":{"ecosystem":"npm"},"versions":["1"]}"#, "affected: no package"),
        (
            #"{"ranges":[{"type":"GIT","repo":"r","events":[{"introduced":"0"}]}]}"#,
            "commits of a repository, no package"
        ),
        (
            #"{"package":{"ecosystem":"npm","name":"p"},"ranges":[{"type":"GIT","events":[{"introduced":"0"}]}]}"#,
            "p: only commits"
        ),
        (
            #"{"package":{"ecosystem":"npm","name":"p"},"versions":["1"],"ranges":[{"type":"SEMVER","events":[]}]}"#,
            "p: a range without events"
        ),
        (
            #"{"package":{"ecosystem":"npm","name":"p"},"versions":["1"],"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixd":"2"}]}]}"#,
            "p: unknown event fixd"
        ),
        (
            #"{"package":{"ecosystem":"npm","name":"p"},"versions":["1"],"ranges":[{"type":"SEMVER","events":[{"fixed":"2"}]}]}"#,
            "p: a range that begins nowhere"
        ),
        (
            #"{"package":{"ecosystem":"npm","name":"p"},"versions":["1"],"ranges":[{"type":"SEMVER","events":[{"introduced":null}]}]}"#,
            "p: event introduced without version"
        ),
        (#"{"package":{"ecosystem":"npm","name":"p"},"versions":["1",{}]}"#, "p: versions: not a list of texts"),
        (
            #"{"package":{"ecosystem":"npm","name":"p"},"versions":["1"],"severity":[{"type":"X","score":"1"}]}"#,
            "severity: unknown type X"
        ),
        (#"{"package":{"ecosystem":"npm","name":"p"},"versions":["1"],"ranges":{}}"#, "p: ranges: not a list"),
    ])
    func tellsWhatItCannotUse(entry: String, problem: String) throws {
        let yield = try FeedReader.read(
            GenericOSVFeed(), #"{"schema_version":"1.7.5","id":"X-1","affected":[\#(entry)]}"#)
        #expect(yield.skipped == [FeedYield.Skipped(id: "X-1", reason: problem)])
        #expect(yield.advisories.map(\.id) == ["X-1"])
    }

    @Test func dropsALimitThatIsNone() throws {
        let advisory = try FeedReader.advisory(
            GenericOSVFeed(),
            #"""
            {"id":"X-1","modified":"2024-01-01T00:00:00Z","withdrawn":"2024-01-02T00:00:00Z","affected":[{
              "package":{"ecosystem":"npm","name":"p"},"ranges":[
                {"type":"SEMVER","events":[{"fixed":"3"},{"introduced":"1"},{"limit":"*"}]},
                {"type":"SEMVER","events":[{"introduced":"4"},{"limit":"5"}]}]}]}
            """#)
        #expect(advisory.status == .withdrawn)
        #expect(
            advisory.affected.map(\.ranges) == [
                [.events([.fixed("3"), .introduced("1")]), .events([.introduced("4"), .limit("5")])]
            ])
    }

    @Test(arguments: [
        #"{"id":"x"}"#, #"[{"id":"GO-1999-0001","modified":"2024-01-01T00:00:00Z","aliases":["CVE-2024-1"]}]"#,
        #"{"dataType":"CVE_RECORD","cveMetadata":{"cveId":"CVE-2024-1"},"containers":{"cna":{"affected":[]}}}"#,
        "", "[]", "null", #"{"affected":[{"package":{"name":"p"}}]}"#, "id: X-1\nmodified: 2024\n",
    ])
    func recognisesNothingElse(text: String) {
        let bytes = Array(text.utf8)
        let found = bytes.withUnsafeBytes { start in
            GenericOSVFeed.others.contains { $0.recognises(path: "x.json", start: start) }
                || GenericOSVFeed().recognises(path: "x.json", start: start)
        }
        #expect(!found)
    }
}
