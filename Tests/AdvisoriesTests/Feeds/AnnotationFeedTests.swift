import Testing

@testable import Advisories

@Suite struct KEVFeedTests {
    private let probe = FeedProbe(KEVFeed())

    private static func catalogue(count: Int) -> String {
        #"""
        {"title": "CISA Catalog of Known Exploited Vulnerabilities", "catalogVersion": "2025.08.25",
        "dateReleased": "2025-08-25T17:04:19.9796Z", "count": \#(count), "vulnerabilities": [{"cveID": "CVE-2025-48384",
        "vendorProject": "Git", "product": "Git", "vulnerabilityName": "Git Link Following Vulnerability",
        "dateAdded": "2025-08-25", "shortDescription": "x", "requiredAction": "x", "dueDate": "2025-09-15",
        "knownRansomwareCampaignUse": "Known", "notes": "", "cwes": ["CWE-59"]}]}
        """#
    }

    @Test func readsEntries() throws {
        let yield = try probe.read(Self.catalogue(count: 1))
        #expect(
            yield.annotations == [
                Annotation(
                    source: "kev", vulnerability: "CVE-2025-48384",
                    fact: .knownExploited(
                        KnownExploited(
                            added: Timestamp("2025-08-25"), due: Timestamp("2025-09-15"), isUsedByRansomware: true,
                            name: "Git Link Following Vulnerability"))),
                Annotation(source: "kev", vulnerability: "CVE-2025-48384", fact: .weakness("CWE-59")),
            ])
        #expect(yield.newest?.text == "2025-08-25T17:04:19Z")
    }

    @Test func refusesACatalogueThatIsCutShort() {
        #expect(throws: FeedError("the catalogue counts 2 vulnerabilities and lists 1")) {
            try probe.read(Self.catalogue(count: 2))
        }
        #expect(throws: FeedError.self) { try probe.read(#"{"catalogVersion": "1", "vulnerabilities": []}"#) }
    }

    @Test(.enabled(if: AdvisorySnapshots.has("kev.ndjson.zst"), AdvisorySnapshots.missing))
    func readsTheWholeCatalogue() throws {
        var yield = FeedYield()
        try probe.readLines(try AdvisorySnapshots.contents("kev.ndjson.zst"), into: &yield)
        let entries = yield.annotations.compactMap { annotation in
            if case .knownExploited(let entry) = annotation.fact { entry } else { nil }
        }
        #expect(entries.count == 1404)
        #expect(entries.count { $0.isUsedByRansomware } == 293)
        #expect(entries.allSatisfy { $0.added != nil })
        #expect(yield.skipped == [])
        #expect(yield.newest?.day == "2025-08-25")
    }
}

@Suite struct EPSSFeedTests {
    private let probe = FeedProbe(EPSSFeed())

    private static let head = "#model_version:v2025.03.14,score_date:2025-05-01T12:55:00Z\ncve,epss,percentile\n"

    @Test func readsScoresWithTheirDayAndModel() throws {
        let yield = try probe.read(Self.head + "CVE-1999-0001,0.01234,0.84\r\nCVE-1999-00022,1.0,9.4e-05\n")
        #expect(yield.annotations.map(\.vulnerability) == ["CVE-1999-0001", "CVE-1999-00022"])
        #expect(
            yield.annotations.map(\.fact) == [
                .prediction(
                    ExploitPrediction(
                        probability: 12_340, percentile: 840_000, date: Timestamp(seconds: 1_746_104_100),
                        model: "v2025.03.14")),
                .prediction(
                    ExploitPrediction(
                        probability: 1_000_000, percentile: 94, date: Timestamp(seconds: 1_746_104_100),
                        model: "v2025.03.14")),
            ])
    }

    @Test(arguments: [
        "cve,epss,percentile\nCVE-1999-0001,0.1,0.2\n",
        "#model_version:v1\ncve,epss,percentile\nCVE-1999-0001,0.1,0.2\n",
        EPSSFeedTests.head, EPSSFeedTests.head + "CVE-1999-0001,0.1\n", EPSSFeedTests.head + "CVE-1999-0001,0.1,0.2",
        EPSSFeedTests.head + "CVE-1999-0001,0.1,2\n", EPSSFeedTests.head + "CVE-1999-0001,-0.1,0.2\n",
        EPSSFeedTests.head + "CVE-1999,0.1,0.2\n", EPSSFeedTests.head + "CVE-1999-0001,,0.2\n",
        "#model_version:v1,score_date:2025-05-01\ncve,percentile\nCVE-1999-0001,0.1,0.2\n",
    ])
    func refusesADamagedTableAsAWhole(text: String) {
        #expect(throws: FeedError.self) { try probe.read(text) }
    }

    @Test(arguments: [
        ("0", 0), ("1", 1_000_000), ("0.0000005", 1), ("0.00000049", 0), ("1e-6", 1), ("00.5", 500_000),
        ("0.999999", 999_999),
        ("0.9999999", 1_000_000), ("10e-1", 1_000_000), ("5E-1", 500_000), (".5", 500_000),
    ])
    func readsDecimals(text: String, millionths: UInt32) { #expect(EPSSFeed.millionths(text.utf8) == millionths) }

    @Test(arguments: ["", ".", "1.1", "10", "5e3", "1e", "x", "0.1.2", "nan", "1e99999", "2"])
    func refusesWhatIsNoProbability(text: String) { #expect(EPSSFeed.millionths(text.utf8) == nil) }
}

@Suite struct VulnrichmentFeedTests {
    private let probe = FeedProbe(VulnrichmentFeed())

    private static func record(state: String = "PUBLISHED", options: String) -> String {
        #"""
        {"dataType": "CVE_RECORD", "containers": {"adp": [{"title": "CVE Program Container", "metrics": [{"cvssV3_1":
        {"vectorString": "CVSS:3.1/AV:P"}}]}, {"title": "CISA ADP Vulnrichment", "metrics": [{"cvssV3_1":
        {"vectorString": "CVSS:3.1/AV:N"}}, {"other": {"type": "ssvc", "content": {"options": [\#(options)],
        "timestamp": "2024-08-01T18:51:01.909711Z"}}}, {"other": {"type": "kev", "content": {"dateAdded": "2024-02-03"}}}],
        "problemTypes": [{"descriptions": [{"lang": "en", "type": "CWE", "cweId": "CWE-121"}]}]}],
        "cna": {"metrics": [{"cvssV3_0": {"vectorString": "CVSS:3.0/AV:L"}}], "title": "A flaw", "tags": ["disputed"],
        "providerMetadata": {"shortName": "mitre"}, "problemTypes": [{"descriptions": [{"cweId": "CWE-5"}]}]}},
        "cveMetadata": {"cveId": "CVE-2024-0001", "state": "\#(state)", "dateUpdated": "2024-08-02T00:00:00.1Z"}}
        """#
    }

    private static let plain = record(
        options: #"{"Exploitation": "PoC"}, {"Automatable": "Yes"}, {"Technical Impact": "Total"}"#)

    @Test func readsWhatCISAAddsInAnyCase() throws {
        let yield = try probe.read(Self.plain)
        #expect(yield.annotations.allSatisfy { $0.vulnerability == "CVE-2024-0001" && $0.source == "vulnrichment" })
        #expect(
            yield.annotations.map(\.fact) == [
                .decision(
                    StakeholderDecision(
                        exploitation: .poc, automatable: .yes, technicalImpact: .total,
                        date: Timestamp("2024-08-01T18:51:01Z"))),
                .knownExploited(
                    KnownExploited(
                        added: Timestamp("2024-02-03"), due: nil, isUsedByRansomware: false, name: "")),
                .severity(SeverityStatement(.cvss3, "CVSS:3.1/AV:N", by: "CISA-ADP")), .weakness("CWE-121"),
            ])
    }

    @Test func tellsRejectedNumbers() throws {
        #expect(try probe.read(Self.record(state: "REJECTED", options: "")).annotations.map(\.fact) == [.rejected])
        #expect(
            try FeedProbe(CVEListFeed()).read(Self.record(state: "REJECTED", options: "")).annotations.map(\.fact)
                == [.rejected])
    }

    @Test func listsDecisionsItDoesNotKnow() throws {
        let yield = try probe.read(Self.record(options: #"{"Exploitation": "perhaps"}"#))
        #expect(yield.skipped.map(\.reason) == ["SSVC: Exploitation cannot be “perhaps”"])
        #expect(throws: FeedError.self) { try probe.read("{}") }
    }

    @Test func leavesRecordsOfTheCVEListToTheirFeed() throws {
        let list = FeedProbe(CVEListFeed())
        #expect(probe.recognises(Self.plain, path: "feeds/vulnrichment.ndjson"))
        #expect(!list.recognises(Self.plain, path: "feeds/vulnrichment.ndjson"))
        #expect(list.recognises(Self.plain, path: "cvelistV5/cves/2024/0xxx/CVE-2024-0001.json"))
        #expect(!probe.recognises(Self.plain, path: "cvelistV5/cves/2024/0xxx/CVE-2024-0001.json"))
        #expect(
            try list.read(Self.plain).annotations.map(\.fact) == [
                .disputed, .summary("A flaw"), .severity(SeverityStatement(.cvss3, "CVSS:3.0/AV:L", by: "mitre")),
                .weakness("CWE-5"),
            ])
    }

    @Test(.enabled(if: AdvisorySnapshots.has("vulnrichment.ndjson.zst"), AdvisorySnapshots.missing))
    func readsTheWholeRepository() throws {
        let bytes = try AdvisorySnapshots.contents("vulnrichment.ndjson.zst")
        var yield = FeedYield()
        try probe.readLines(bytes, into: &yield)
        var exploitation: [StakeholderDecision.Exploitation: Int] = [:]
        var rejected = 0
        for annotation in yield.annotations {
            switch annotation.fact {
            case .decision(let decision): if let value = decision.exploitation { exploitation[value, default: 0] += 1 }
            case .rejected: rejected += 1
            default: break
            }
        }
        #expect(rejected == 104)
        #expect(exploitation == [.none: 36_169, .poc: 7643, .active: 214])
        #expect(yield.skipped == [])
        #expect(yield.newest?.day == "2024-10-24")
    }
}

@Suite struct EndOfLifeFeedTests {
    private let probe = FeedProbe(EndOfLifeFeed())

    private static let cycles = #"""
        [{"cycle": "12", "codename": "Bookworm", "releaseDate": "2023-06-10", "support": "2026-06-10",
        "eol": "2028-06-30", "extendedSupport": true}, {"cycle": 3.10, "eol": true}, {"cycle": "11", "eol": false,
        "extendedSupport": "2031-06-30"}, {"eol": true}]
        """#

    @Test func readsTheListOfAProduct() throws {
        #expect(probe.recognises(Self.cycles))
        let yield = try probe.read(Self.cycles, path: "endoflife/debian.json")
        var first = Lifecycle(product: "debian", cycle: "12")
        first.codename = "Bookworm"
        first.released = Timestamp("2023-06-10")
        first.supportEnds = Timestamp("2026-06-10")
        first.endOfLife = Timestamp("2028-06-30")
        var second = Lifecycle(product: "debian", cycle: "3.10")
        second.hasEnded = true
        var third = Lifecycle(product: "debian", cycle: "11")
        third.hasEnded = false
        third.extendedSupportEnds = Timestamp("2031-06-30")
        #expect(yield.lifecycles == [first, second, third])
        #expect(yield.skipped.map(\.id) == ["endoflife/debian.json cycle 4"])
    }

    @Test func readsTheFirstVersionOfTheInterface() throws {
        let text = #"""
            {"schema_version": "1.2.0", "last_modified": "2025-05-01T00:00:00+00:00", "result": {"name": "alpine",
            "releases": [{"name": "3.20", "codename": null, "releaseDate": "2024-05-22", "isEoas": false,
            "eoasFrom": null, "isEol": false, "eolFrom": "2026-04-01", "isEoes": null, "eoesFrom": null},
            {"name": "3.0", "isEol": true, "eolFrom": null, "eoasFrom": "2015-01-01", "eoesFrom": "2017-01-01"}]}}
            """#
        #expect(probe.recognises(text))
        let yield = try probe.read(text)
        #expect(yield.lifecycles.map(\.product) == ["alpine", "alpine"])
        #expect(yield.lifecycles.map(\.endOfLife) == [Timestamp("2026-04-01"), nil])
        #expect(yield.lifecycles.map(\.hasEnded) == [nil, true])
        #expect(yield.lifecycles.map(\.supportEnds) == [nil, Timestamp("2015-01-01")])
        #expect(yield.lifecycles[1].extendedSupportEnds == Timestamp("2017-01-01"))
        #expect(yield.newest?.day == "2025-05-01")
        let full = text.replacing(#""result": {"#, with: #""result": [{"#).replacing("]}}", with: "]}]}")
        #expect(try probe.read(full).lifecycles == yield.lifecycles)
    }
}
