import Testing

@testable import Advisories

@Suite struct SUSECSAFFeedTests {
    private let probe = FeedProbe(SUSECSAFFeed())

    private static let advisory = #"""
        {"document": {"aggregate_severity": {"namespace": "https://www.suse.com/support/security/rating/",
          "text": "important"}, "category": "csaf_security_advisory", "csaf_version": "2.0",
          "publisher": {"category": "vendor", "name": "SUSE Product Security Team", "namespace": "https://www.suse.com/"},
          "title": "Security update for cups", "tracking": {"id": "SUSE-SU-2023:3815-1",
          "initial_release_date": "2023-09-27T14:37:29Z", "current_release_date": "2023-09-27T14:37:29Z"}},
        "product_tree": {"branches": [{"category": "vendor", "name": "SUSE", "branches": [
          {"category": "architecture", "name": "x86_64", "branches": [{"category": "product_version",
            "name": "cups-client-1.7.5-20.46.1.x86_64", "product": {"name": "cups-client-1.7.5-20.46.1.x86_64",
            "product_id": "cups-client-1.7.5-20.46.1.x86_64"}}]},
          {"category": "product_version", "name": "cups", "product": {"name": "cups", "product_id": "cups"}},
          {"category": "product_family", "name": "SUSE Linux Enterprise", "branches": [
            {"category": "product_name", "name": "SUSE Linux Enterprise Server 12 SP5", "product":
              {"name": "SUSE Linux Enterprise Server 12 SP5", "product_id": "SUSE Linux Enterprise Server 12 SP5",
              "product_identification_helper": {"cpe": "cpe:/o:suse:sles:12:sp5"}}}]}]}],
        "relationships": [
          {"category": "default_component_of", "full_product_name": {"name": "x", "product_id": "1"},
            "product_reference": "cups-client-1.7.5-20.46.1.x86_64",
            "relates_to_product_reference": "SUSE Linux Enterprise Server 12 SP5"},
          {"category": "default_component_of", "full_product_name": {"name": "x", "product_id": "2"},
            "product_reference": "cups", "relates_to_product_reference": "SUSE Linux Enterprise Server 12 SP5"}]},
        "vulnerabilities": [{"cve": "CVE-2023-4504", "product_status": {"recommended": ["1"], "fixed": ["1"],
          "known_affected": ["2"]}, "remediations": [{"category": "vendor_fix", "date": "2023-09-27T14:37:29Z",
          "details": "Use zypper", "product_ids": ["1"]}]}]}
        """#

    @Test func readsThePackageFromItsBranchWhereThereIsNoPackageURL() throws {
        let yield = try probe.read(Self.advisory)
        #expect(yield.skipped == [])
        let advisory = try #require(yield.advisories.first)
        #expect(advisory.id == "SUSE-SU-2023:3815-1")
        #expect(advisory.upstream == ["CVE-2023-4504"])
        var fixed = Affected(Ecosystem(.suse, "12.5"), "cups-client", naming: .binary)
        fixed.ranges = [.before("1.7.5-20.46.1")]
        fixed.fix = Fix(.fixed, ["1.7.5-20.46.1"], date: Timestamp("2023-09-27T14:37:29Z"))
        fixed.architectures = ["x86_64"]
        var open = Affected(Ecosystem(.suse, "12.5"), "cups", naming: .source)
        open.ranges = [.everything]
        open.fix = Fix(.notFixed)
        #expect(advisory.affected == [fixed, open])
    }

    @Test(arguments: [
        ("cpe:/o:suse:sles:15:sp4", "suse:15.4", ""), ("cpe:/o:suse:sle-module-basesystem:15:sp4", "suse:15.4", ""),
        ("cpe:/o:suse:sles-ltss:12:sp2", "suse:12.2", "ltss"),
        ("cpe:/o:suse:sle_hpc-espos:15:sp3", "suse:15.3", "espos"),
        ("cpe:/o:suse:sle-micro:5.3", "suse:5.3", "sle-micro"), ("cpe:/o:opensuse:leap:15.5", "opensuse:15.5", ""),
        ("cpe:/o:opensuse:tumbleweed", "opensuse:Tumbleweed", ""), ("cpe:/o:suse:sles:16:16.0:server", "suse:16.0", ""),
    ])
    func tellsReleaseAndChannelByThePlatform(cpe: String, ecosystem: String, channel: String) throws {
        let name = try #require(CPEName(cpe))
        let found = try #require(SUSECSAFFeed.release(name))
        #expect(found.0.description == ecosystem)
        #expect(found.1 == channel)
    }

    @Test func recognisesItsOwn() {
        #expect(probe.recognises(Self.advisory))
        #expect(!probe.recognises(RedHatCSAFFeedTests.vex))
        #expect(!FeedProbe(RedHatCSAFFeed()).recognises(Self.advisory))
    }
}
