import Testing

@testable import Advisories

@Suite struct AmazonUpdateInfoFeedTests {
    private let probe = FeedProbe(AmazonUpdateInfoFeed())

    private static let updates = """
        <?xml version="1.0" ?>
        <updates><update author="linux-security@amazon.com" from="linux-security@amazon.com" status="final" \
        type="security" version="1.4"><id>ALAS2-2018-951</id>
        <title>Amazon Linux 2 - ALAS2-2018-951: important priority package update for curl</title>
        <issued date="2018-02-20 20:41:00" /><updated date="2018-02-22 23:22:00" />
        <severity>Important</severity><description>x</description>
        <references><reference href="http://cve.mitre.org/x" id="CVE-2018-1000005" type="cve" />
        <reference href="https://alas.aws.amazon.com/AL2/ALAS-2018-951.html" id="ALAS2-2018-951" type="self" /></references>
        <pkglist><collection short="amazon-linux-2"><name>Amazon Linux 2</name>
        <package arch="x86_64" epoch="0" name="curl" release="9.amzn2.0.1" version="7.55.1"><filename>c.rpm</filename></package>
        <package arch="aarch64" epoch="0" name="curl" release="9.amzn2.0.1" version="7.55.1" />
        <package arch="src" epoch="2" name="curl" release="9.amzn2.0.1" version="7.55.1" />
        <package arch="src" name="broken" />
        </collection></pkglist></update>
        <update type="bugfix"><id>ALAS2-2018-1</id></update>
        <update type="security"><title>none</title></update></updates>
        """

    @Test func readsUpdatesThatMendFlaws() throws {
        let yield = try probe.read(Self.updates)
        #expect(yield.advisories.map(\.id) == ["ALAS2-2018-951"])
        let advisory = try #require(yield.advisories.first)
        #expect(advisory.upstream == ["CVE-2018-1000005"])
        #expect(advisory.references == ["https://alas.aws.amazon.com/AL2/ALAS-2018-951.html"])
        #expect(advisory.severities == [SeverityStatement(.label, "important")])
        #expect(advisory.published?.text == "2018-02-20T20:41:00Z")
        #expect(advisory.affected.map(\.ecosystem.description) == ["amazon:2", "amazon:2"])
        #expect(advisory.affected.map(\.naming) == [.binary, .source])
        #expect(advisory.affected.map(\.architectures) == [["aarch64", "x86_64"], []])
        #expect(
            advisory.affected.map(\.ranges) == [[.before("7.55.1-9.amzn2.0.1")], [.before("2:7.55.1-9.amzn2.0.1")]])
        #expect(yield.skipped.map(\.id) == ["ALAS2-2018-951", "file:15"])
    }

    @Test(arguments: [
        ("amazon-linux-2023", "", "amazon:2023", ""), ("amazon-linux-2", "", "amazon:2", ""),
        ("amazon-linux", "", "amazon:1", ""), ("amazon-linux-2---kernel-5.10", "", "amazon:2", "kernel-5.10"),
        ("", "ALAS2023-2024-100", "amazon:2023", ""), ("", "ALAS-2014-1", "amazon:1", ""),
        ("", "ALAS2KERNEL-5.10-2022-001", "amazon:2", "kernel-5.10"), ("", "ALASDOCKER-2021-001", "amazon:2", "docker"),
    ])
    func tellsReleaseAndTopic(collection: String, id: String, ecosystem: String, channel: String) throws {
        let found = try #require(AmazonUpdateInfoFeed.release(collection, id: id))
        #expect(found.0.description == ecosystem)
        #expect(found.1 == channel)
    }

    @Test func refusesWhatIsNoList() {
        #expect(probe.recognises(Self.updates))
        #expect(!probe.recognises("<updates><update from=\"x@example.org\"></update></updates>"))
        #expect(throws: FeedError.self) { try probe.read("<html/>") }
        #expect(AmazonUpdateInfoFeed.release("", id: "RHSA-2024:1") == nil)
    }
}
