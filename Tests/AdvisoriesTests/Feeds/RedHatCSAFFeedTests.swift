import Testing

@testable import Advisories

@Suite struct RedHatCSAFFeedTests {
    private let probe = FeedProbe(RedHatCSAFFeed())

    /// Ids are meant to mislead: what they stand for is in the tree alone.
    static let vex = #"""
        {"document": {"aggregate_severity": {"namespace": "https://access.redhat.com/security/updates/classification/",
          "text": "moderate"}, "category": "csaf_vex", "csaf_version": "2.0",
          "publisher": {"category": "vendor", "name": "Red Hat Product Security", "namespace": "https://www.redhat.com"},
          "references": [{"category": "self", "url": "https://example.org/vex"}], "title": "sudo: a flaw",
          "tracking": {"id": "CVE-2023-42465", "initial_release_date": "2023-12-21T00:00:00+00:00",
            "current_release_date": "2024-11-15T13:00:00+00:00", "status": "final"}},
        "product_tree": {"branches": [{"category": "vendor", "name": "Red Hat", "branches": [
          {"category": "product_family", "name": "Red Hat Enterprise Linux", "branches": [
            {"category": "product_name", "name": "AppStream (v. 9)", "product": {"name": "AppStream (v. 9)",
              "product_id": "P9", "product_identification_helper": {"cpe": "cpe:/a:redhat:enterprise_linux:9::appstream"}}},
            {"category": "product_name", "name": "AppStream EUS (v.9.2)", "product": {"name": "EUS",
              "product_id": "PEUS", "product_identification_helper": {"cpe": "cpe:/a:redhat:rhel_eus:9.2::appstream"}}},
            {"category": "product_name", "name": "RHEL 7", "product": {"name": "RHEL 7",
              "product_id": "P7", "product_identification_helper": {"cpe": "cpe:/o:redhat:enterprise_linux:7"}}}]},
          {"category": "architecture", "name": "x86_64", "branches": [
            {"category": "product_version", "name": "sudo", "product": {"name": "sudo", "product_id": "s-x86",
              "product_identification_helper": {"purl": "pkg:rpm/redhat/sudo@1.9.5p2-10.el9_3?arch=x86_64&epoch=1"}}}]},
          {"category": "architecture", "name": "aarch64", "branches": [
            {"category": "product_version", "name": "sudo", "product": {"name": "sudo", "product_id": "s-arm",
              "product_identification_helper": {"purl": "pkg:rpm/redhat/sudo@1.9.5p2-10.el9_3?arch=aarch64&epoch=1"}}}]},
          {"category": "architecture", "name": "src", "branches": [
            {"category": "product_version", "name": "sudo", "product": {"name": "sudo", "product_id": "s-src",
              "product_identification_helper": {"purl": "pkg:rpm/redhat/sudo@1.9.5p2-10.el9_3?arch=src&epoch=1"}}},
            {"category": "product_version", "name": "sudo", "product": {"name": "sudo", "product_id": "s-any",
              "product_identification_helper": {"purl": "pkg:rpm/redhat/sudo?arch=src"}}},
            {"category": "product_version", "name": "m", "product": {"name": "delve", "product_id": "m-new",
              "product_identification_helper":
                {"purl": "pkg:rpm/redhat/delve@1.7.2-1.module%2Bel8?arch=x86_64&rpmmod=go-toolset:rhel8:8060:97d7"}}},
            {"category": "product_version", "name": "m", "product": {"name": "ruby", "product_id": "m-old",
              "product_identification_helper": {"purl": "pkg:rpm/redhat/ruby@3.0.4-1.module%2Bel9?arch=x86_64"}}},
            {"category": "product_version", "name": "ruby:3.0", "product": {"name": "ruby:3.0:80", "product_id": "mod",
              "product_identification_helper": {"purl": "pkg:rpmmod/redhat/ruby@3.0:8060020:ad008a3a"}}},
            {"category": "product_version", "name": "squid:4/libecap", "product": {"name": "squid:4/libecap",
              "product_id": "m-name"}},
            {"category": "product_version", "name": "image", "product": {"name": "image", "product_id": "oci",
              "product_identification_helper": {"purl": "pkg:oci/image@sha256%3Aabc?arch=amd64"}}}]}]}],
        "relationships": [
          {"category": "default_component_of", "full_product_name": {"name": "", "product_id": "a"},
            "product_reference": "s-x86", "relates_to_product_reference": "P9"},
          {"category": "default_component_of", "full_product_name": {"name": "", "product_id": "b"},
            "product_reference": "s-arm", "relates_to_product_reference": "P9"},
          {"category": "default_component_of", "full_product_name": {"name": "", "product_id": "c"},
            "product_reference": "s-src", "relates_to_product_reference": "PEUS"},
          {"category": "default_component_of", "full_product_name": {"name": "", "product_id": "AppStream-9:fake-0:1-1.x"},
            "product_reference": "s-any", "relates_to_product_reference": "P7"},
          {"category": "default_component_of", "full_product_name": {"name": "", "product_id": "e"},
            "product_reference": "m-new", "relates_to_product_reference": "P9"},
          {"category": "default_component_of", "full_product_name": {"name": "", "product_id": "mod9"},
            "product_reference": "mod", "relates_to_product_reference": "P9"},
          {"category": "default_component_of", "full_product_name": {"name": "", "product_id": "f"},
            "product_reference": "m-old", "relates_to_product_reference": "mod9"},
          {"category": "default_component_of", "full_product_name": {"name": "", "product_id": "g"},
            "product_reference": "m-name", "relates_to_product_reference": "P9"},
          {"category": "default_component_of", "full_product_name": {"name": "", "product_id": "h"},
            "product_reference": "oci", "relates_to_product_reference": "P9"},
          {"category": "default_component_of", "full_product_name": {"name": "", "product_id": "loop"},
            "product_reference": "loop", "relates_to_product_reference": "loop"}]},
        "vulnerabilities": [{"cve": "CVE-2023-42465", "cwe": {"id": "CWE-1319", "name": "x"}, "title": "sudo: Targeted",
          "flags": [{"label": "vulnerable_code_not_present", "product_ids": ["g"]}],
          "product_status": {"fixed": ["a", "b", "c", "f", "h"], "known_affected": ["AppStream-9:fake-0:1-1.x"],
            "known_not_affected": ["g"], "under_investigation": ["e", "loop"]},
          "remediations": [
            {"category": "vendor_fix", "date": "2024-02-12T15:00:00+00:00", "details": "x", "product_ids": ["a", "b"],
              "url": "https://access.redhat.com/errata/RHSA-2024:0811"},
            {"category": "workaround", "details": "none", "product_ids": ["a", "AppStream-9:fake-0:1-1.x"]},
            {"category": "no_fix_planned", "details": "Out of support scope",
              "product_ids": ["AppStream-9:fake-0:1-1.x"]}],
          "scores": [{"cvss_v3": {"vectorString": "CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H", "version": "3.1"},
            "products": ["a", "b"]}],
          "threats": [{"category": "impact", "details": "Moderate", "product_ids": ["a"]}]}]}
        """#

    @Test func resolvesProductsThroughTheTree() throws {
        let yield = try probe.read(Self.vex)
        let advisory = try #require(yield.advisories.first)
        #expect(advisory.id == "CVE-2023-42465")
        #expect(advisory.upstream == [])
        #expect(advisory.summary == "sudo: Targeted")
        #expect(advisory.modified?.text == "2024-11-15T13:00:00Z")
        #expect(advisory.weaknesses == ["CWE-1319"])
        #expect(
            advisory.severities == [
                SeverityStatement(.cvss3, "CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H"),
                SeverityStatement(.label, "moderate"),
            ])
        let rows = advisory.affected.map { affected in
            "\(affected.ecosystem) \(affected.channel) \(affected.module ?? "-") \(affected.name) \(affected.naming) "
                + "\(affected.architectures.joined(separator: ",")) \(affected.verdict.rawValue) \(affected.fix.state.rawValue)"
        }
        #expect(
            rows == [
                "redhat:9  - sudo binary aarch64,x86_64 affected fixed",
                "redhat:9.2 eus - sudo source  affected fixed",
                "redhat:9  ruby:3.0 ruby binary x86_64 affected fixed",
                "redhat:7  - sudo source  affected end-of-life",
                "redhat:9  squid:4 libecap source  unaffected unknown",
                "redhat:9  go-toolset:rhel8 delve binary x86_64 under-investigation unknown",
            ])
    }

    @Test func keepsVersionNoticeAndJustification() throws {
        let affected = try probe.read(Self.vex).advisories[0].affected
        #expect(affected[0].ranges == [.before("1:1.9.5p2-10.el9_3")])
        #expect(
            affected[0].fix
                == Fix(
                    .fixed, ["1:1.9.5p2-10.el9_3"], date: Timestamp("2024-02-12T15:00:00Z"), notice: "RHSA-2024:0811"))
        #expect(affected[3].ranges == [.everything])
        #expect(affected[4].justification == "vulnerable_code_not_present")
    }

    @Test func saysHowManyProductsAreNoPackages() throws {
        let skipped = try probe.read(Self.vex).skipped
        #expect(skipped.map(\.id) == ["CVE-2023-42465"])
        #expect(skipped[0].reason == "2 products are no packages of a known release, such as “h”")
    }

    @Test func makesOneRecordOfFlawsThatAreMendedInTheSamePackages() throws {
        func flaw(_ number: Int, _ products: String) -> String {
            #"{"cve": "CVE-2024-000\#(number)", "product_status": {"fixed": [\#(products)]}, "scores": [{"cvss_v3": "#
                + #"{"vectorString": "CVSS:3.1/AV:\#(number)"}}], "threats": ["#
                + #"{"category": "impact", "details": "Low", "product_ids": ["a"]}, "#
                + #"{"category": "impact", "details": "High", "product_ids": ["b"]}]}"#
        }
        func document(_ flaws: String...) -> String {
            let at = Self.vex.firstRange(of: #""vulnerabilities":"#)?.lowerBound ?? Self.vex.endIndex
            return Self.vex[..<at].replacing(#""id": "CVE-2023-42465""#, with: #""id": "RHSA-2024:0811""#)
                + #""vulnerabilities": [\#(flaws.joined(separator: ","))]}"#
        }
        let same = try probe.read(document(flaw(1, #""a", "b""#), flaw(2, #""a", "b""#)))
        #expect(same.advisories.map(\.id) == ["RHSA-2024:0811"])
        #expect(same.advisories[0].upstream == ["CVE-2024-0001", "CVE-2024-0002"])
        #expect(same.advisories[0].severities == [SeverityStatement(.label, "moderate")])
        #expect(same.annotations.map(\.vulnerability) == ["CVE-2024-0001", "CVE-2024-0002"])
        #expect(same.advisories[0].affected.map { $0.severities.map(\.text) } == [["low"], ["high"]])

        let apart = try probe.read(document(flaw(1, #""a""#), flaw(2, #""b""#)))
        #expect(apart.advisories.map(\.id) == ["RHSA-2024:0811#CVE-2024-0001", "RHSA-2024:0811#CVE-2024-0002"])
        #expect(apart.advisories.map(\.related) == [["RHSA-2024:0811"], ["RHSA-2024:0811"]])
    }

    @Test(arguments: [
        ("cpe:/a:redhat:enterprise_linux:8::appstream", "redhat:8", ""),
        ("cpe:/o:redhat:enterprise_linux:10.0", "redhat:10", ""),
        ("cpe:/a:redhat:rhel_aus:8.4::appstream", "redhat:8.4", "aus"),
        ("cpe:/o:redhat:rhel_tus:8.6::baseos", "redhat:8.6", "tus"),
        ("cpe:/o:redhat:rhel_e4s:9.0::baseos", "redhat:9.0", "e4s"),
        ("cpe:/o:redhat:rhel_els:7", "redhat:7", "els"),
        ("cpe:/a:redhat:openshift:4.12::el8", "redhat:4.12", "openshift"),
    ])
    func tellsReleaseAndChannelByThePlatform(cpe: String, ecosystem: String, channel: String) throws {
        let name = try #require(CPEName(cpe))
        let found = try #require(RedHatCSAFFeed.release(name))
        #expect(found.0.description == ecosystem)
        #expect(found.1 == channel)
    }

    @Test func refusesDocumentsOfOthers() throws {
        #expect(probe.recognises(Self.vex))
        let other = Self.vex.replacing("redhat.com", with: "example.org").replacing("Red Hat", with: "Somebody")
        #expect(!probe.recognises(other))
        #expect(throws: FeedError.self) { try probe.read(other) }
        #expect(throws: FeedError.self) { try probe.read("{}") }
    }

    @Test func refusesGroupsThatStandForTooMuch() throws {
        let ids = (0..<3000).map { "\"p\($0)\"" }.joined(separator: ",")
        let items = (0..<2000).map { _ in #"{"label": "component_not_present", "group_ids": ["g"]}"# }
        let text = #"""
            {"document": {"publisher": {"name": "Red Hat"}, "tracking": {"id": "x"}}, "product_tree":
            {"product_groups": [{"group_id": "g", "product_ids": [\#(ids)]}]},
            "vulnerabilities": [{"cve": "CVE-2024-0001", "flags": [\#(items.joined(separator: ","))]}]}
            """#
        let yield = try probe.read(text)
        #expect(yield.advisories == [])
        #expect(yield.skipped.map(\.id) == ["x vulnerability 1"])
    }
}
