import Testing

@testable import Advisories

@Suite struct OracleOVALFeedTests {
    private let probe = FeedProbe(OracleOVALFeed())

    private static let document = #"""
        <?xml version="1.0" encoding="UTF-8"?>
        <oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5">
        <generator><product_name>Oracle Errata System</product_name></generator>
        <definitions><definition id="oval:com.oracle.elsa:def:20244928" version="501" class="patch"><metadata>
        <title>ELSA-2024-4928: kernel security update (IMPORTANT)</title>
        <affected family="unix"><platform>Oracle Linux 9</platform></affected>
        <reference source="elsa" ref_id="ELSA-2024-4928" ref_url="https://linux.oracle.com/errata/ELSA-2024-4928.html"/>
        <reference source="CVE" ref_id="CVE-2021-47606" ref_url="https://linux.oracle.com/cve/CVE-2021-47606.html"/>
        <advisory><severity>IMPORTANT</severity><issued date="2024-08-05"/></advisory></metadata>
        <criteria operator="AND"><criterion test_ref="t:1" comment="Oracle Linux 9 is installed"/>
        <criteria operator="OR"><criteria operator="AND"><criterion test_ref="t:2" comment="Oracle Linux arch is aarch64"/>
        <criteria operator="OR"><criteria operator="AND"><criterion test_ref="t:4" comment="bpftool is earlier than x"/>
        <criterion test_ref="t:5" comment="bpftool is signed with the Oracle Linux 9 key"/></criteria></criteria></criteria>
        <criteria operator="AND"><criterion test_ref="t:3" comment="Oracle Linux arch is x86_64"/>
        <criteria operator="OR"><criteria operator="AND"><criterion test_ref="t:4" comment="bpftool is earlier than x"/>
        <criterion test_ref="t:5" comment="bpftool is signed with the Oracle Linux 9 key"/></criteria>
        <criteria operator="AND"><criterion test_ref="t:6" comment="glibc is earlier than y"/></criteria>
        <criteria operator="AND"><criterion test_ref="t:9" comment="Module nodejs:18 is enabled"/>
        <criterion test_ref="t:7" comment="npm is earlier than z"/></criteria>
        <criterion test_ref="t:8" comment="a test that is missing"/></criteria></criteria></criteria></criteria>
        </definition><definition id="x" class="inventory"/></definitions>
        <tests>
        <rpminfo_test id="t:1"><object object_ref="o:1"/><state state_ref="s:1"/></rpminfo_test>
        <rpminfo_test id="t:2"><object object_ref="o:1"/><state state_ref="s:2"/></rpminfo_test>
        <rpminfo_test id="t:3"><object object_ref="o:1"/><state state_ref="s:3"/></rpminfo_test>
        <rpminfo_test id="t:4"><object object_ref="o:2"/><state state_ref="s:4"/></rpminfo_test>
        <rpminfo_test id="t:5"><object object_ref="o:2"/><state state_ref="s:5"/></rpminfo_test>
        <rpminfo_test id="t:6"><object object_ref="o:3"/><state state_ref="s:6"/></rpminfo_test>
        <rpminfo_test id="t:7"><object object_ref="o:4"/><state state_ref="s:7"/></rpminfo_test></tests>
        <objects><rpminfo_object id="o:1"><name>oraclelinux-release</name></rpminfo_object>
        <rpminfo_object id="o:2"><name>bpftool</name></rpminfo_object>
        <rpminfo_object id="o:3"><name>glibc</name></rpminfo_object>
        <rpminfo_object id="o:4"><name>npm</name></rpminfo_object></objects>
        <states><rpminfo_state id="s:1"><version operation="pattern match">^9</version></rpminfo_state>
        <rpminfo_state id="s:2"><arch operation="pattern match">aarch64</arch></rpminfo_state>
        <rpminfo_state id="s:3"><arch operation="pattern match">x86_64</arch></rpminfo_state>
        <rpminfo_state id="s:4"><evr datatype="evr_string" operation="less than">0:7.3.0-427.28.1.el9_4</evr></rpminfo_state>
        <rpminfo_state id="s:5"><signature_keyid operation="equals">bc4d06a08d8b756f</signature_keyid></rpminfo_state>
        <rpminfo_state id="s:6"><evr operation="less than">2:2.34-100.0.1.ksplice1.el9_4</evr></rpminfo_state>
        <rpminfo_state id="s:7"><evr operation="less than">1:10.7.0-1.module+el9</evr></rpminfo_state></states>
        </oval_definitions>
        """#

    @Test func joinsTestsObjectsAndStates() throws {
        let yield = try probe.read(Self.document)
        #expect(yield.advisories.map(\.id) == ["ELSA-2024-4928"])
        let advisory = try #require(yield.advisories.first)
        #expect(advisory.upstream == ["CVE-2021-47606"])
        #expect(advisory.references == ["https://linux.oracle.com/errata/ELSA-2024-4928.html"])
        #expect(advisory.severities == [SeverityStatement(.label, "important")])
        let rows = advisory.affected.map {
            "\($0.ecosystem) \($0.name) \($0.fix.versions) \($0.architectures) \($0.channel) \($0.module ?? "-")"
        }
        #expect(
            rows == [
                #"oracle:9 bpftool ["7.3.0-427.28.1.el9_4"] ["aarch64", "x86_64"]  -"#,
                #"oracle:9 glibc ["2:2.34-100.0.1.ksplice1.el9_4"] ["x86_64"] ksplice -"#,
                #"oracle:9 npm ["1:10.7.0-1.module+el9"] ["x86_64"]  nodejs:18"#,
            ])
        #expect(advisory.affected[0].ranges == [.before("7.3.0-427.28.1.el9_4")])
        #expect(advisory.affected[0].fix.notice == "ELSA-2024-4928")
    }

    @Test func listsCriteriaThatCannotBeTold() throws {
        #expect(
            try probe.read(Self.document).skipped.map(\.reason) == [
                "a criterion cannot be told: “a test that is missing”"
            ])
        #expect(throws: FeedError.self) { try probe.read("<oval/>") }
    }
}
