import Testing

@testable import Advisories

@Suite struct NVDFeedTests {
    private let probe = FeedProbe(NVDFeed())

    private static func page(_ records: String...) -> String {
        #"{"resultsPerPage": 1, "startIndex": 0, "totalResults": 1, "format": "NVD_CVE", "version": "2.0", "#
            + #""timestamp": "2024-05-01T12:00:00.123", "vulnerabilities": [\#(records.joined(separator: ","))]}"#
    }

    private static func record(
        _ id: String = "CVE-2024-0001", status: String = "Analyzed", _ more: String = ""
    ) -> String {
        #"{"cve": {"id": "\#(id)", "sourceIdentifier": "cna@example.org", "published": "2024-01-02T03:04:05.677", "#
            + #""lastModified": "2024-02-02T03:04:05.677", "vulnStatus": "\#(status)", "descriptions": ["#
            + #"{"lang": "es", "value": "Un fallo."}, {"lang": "en", "value": "A flaw.\nMore."}]\#(more)}}"#
    }

    private static func configurations(_ text: String) throws -> [Affected] {
        let yield = try FeedProbe(NVDFeed()).read(page(record("CVE-2024-0001", #", "configurations": [\#(text)]"#)))
        #expect(yield.skipped == [])
        return yield.advisories.flatMap(\.affected)
    }

    private static func match(_ name: String, _ more: String = "", isVulnerable: Bool = true) -> String {
        #"{"vulnerable": \#(isVulnerable), "criteria": "cpe:2.3:\#(name)", "matchCriteriaId": "X"\#(more)}"#
    }

    @Test func readsTheRecord() throws {
        let yield = try probe.read(
            Self.page(
                Self.record(
                    "CVE-2024-0001",
                    #"""
                    , "metrics": {"cvssMetricV31": [{"source": "nvd@nist.gov", "type": "Primary", "cvssData":
                    {"version": "3.1", "vectorString": "CVSS:3.1/AV:N"}}, {"source": "cna@example.org", "type": "Secondary",
                    "cvssData": {"vectorString": "CVSS:3.1/AV:L"}}], "cvssMetricV2": [{"source": "nvd@nist.gov",
                    "cvssData": {"vectorString": "AV:N/AC:L/Au:N/C:P/I:P/A:P"}}]},
                    "weaknesses": [{"description": [{"lang": "en", "value": "CWE-79"}, {"lang": "en",
                    "value": "NVD-CWE-noinfo"}]}], "references": [{"url": "https://example.org/"}],
                    "cveTags": [{"sourceIdentifier": "x", "tags": ["disputed"]}]
                    """#)))
        let advisory = try #require(yield.advisories.first)
        #expect(advisory.summary == "A flaw.")
        #expect(advisory.status == .disputed)
        #expect(advisory.modified?.text == "2024-02-02T03:04:05Z")
        #expect(advisory.weaknesses == ["CWE-79"])
        #expect(
            advisory.severities == [
                SeverityStatement(.cvss3, "CVSS:3.1/AV:N", by: "nvd@nist.gov"),
                SeverityStatement(.cvss3, "CVSS:3.1/AV:L", by: "cna@example.org"),
                SeverityStatement(.cvss2, "AV:N/AC:L/Au:N/C:P/I:P/A:P", by: "nvd@nist.gov"),
            ])
        #expect(yield.newest?.text == "2024-05-01T12:00:00Z")
    }

    @Test func readsRangesAndExactVersionsOfOneProduct() throws {
        let name = "a:oracle:jre:*:*:*:*:*:*:*:*"
        let matches = [
            Self.match(name, #", "versionStartIncluding": "1.0", "versionEndExcluding": "1.4""#),
            Self.match(name, #", "versionStartExcluding": "2.0", "versionEndIncluding": "2.4""#),
            Self.match(name, #", "versionEndIncluding": "0.9""#), Self.match(name),
            Self.match("a:oracle:jre:8:update342:*:*:*:*:*:*"), Self.match("a:oracle:jre:17.0.1:*:*:*:*:*:*:*"),
            Self.match("a:oracle:jre:1.2.*:*:*:*:*:*:*:*"), Self.match("a:other:jre:-:*:*:*:*:*:*:*"),
        ]
        let affected = try Self.configurations(
            #"{"nodes": [{"operator": "OR", "negate": false, "cpeMatch": [\#(matches.joined(separator: ","))]}]}"#)
        #expect(affected.map(\.cpes) == [["cpe:2.3:\(name)"], ["cpe:2.3:a:other:jre:*:*:*:*:*:*:*:*"]])
        #expect(affected.map(\.name) == ["jre", "jre"])
        #expect(affected.allSatisfy { $0.ecosystem == Ecosystem(.generic) && $0.conditions.isEmpty })
        #expect(affected[0].versions == ["8:update342", "17.0.1"])
        #expect(
            affected[0].ranges == [
                .events([.introduced("1.0"), .fixed("1.4")]), .inside(["> 2.0, <= 2.4"], .comparators),
                .events([.introduced("0"), .lastAffected("0.9")]), .everything, .inside(["= 1.2.*"], .comparators),
            ])
        #expect(affected[1].ranges == [.everything])
    }

    @Test func keepsThePlatformsOnWhichAProductIsVulnerable() throws {
        let affected = try Self.configurations(
            #"{"operator": "AND", "nodes": [{"operator": "OR", "cpeMatch": [\#(Self.match("o:v:firmware:1:*:*:*:*:*:*:*"))]}, "#
                + #"{"operator": "OR", "cpeMatch": [\#(Self.match("h:v:device:-:*:*:*:*:*:*:*", isVulnerable: false)), "#
                + Self.match("o:v:os:*:*:*:*:*:*:*:*", #", "versionEndExcluding": "3""#, isVulnerable: false)
                + #"]}, {"operator": "OR", "negate": true, "cpeMatch": [\#(Self.match("a:v:guard:*:*:*:*:*:*:*:*"))]}]}"#
        )
        #expect(affected.map(\.name) == ["firmware"])
        #expect(
            affected[0].conditions == [
                ProductCondition(anyOf: [
                    .init(cpe: "cpe:2.3:h:v:device:-:*:*:*:*:*:*:*"),
                    .init(cpe: "cpe:2.3:o:v:os:*:*:*:*:*:*:*:*", versions: "< 3"),
                ]),
                ProductCondition(anyOf: [.init(cpe: "cpe:2.3:a:v:guard:*:*:*:*:*:*:*:*")], isNegated: true),
            ])
    }

    @Test func keepsAndWithinANode() throws {
        let affected = try Self.configurations(
            #"{"nodes": [{"operator": "AND", "cpeMatch": [\#(Self.match("a:v:one:1:*:*:*:*:*:*:*")), "#
                + #"\#(Self.match("a:v:two:2:*:*:*:*:*:*:*", isVulnerable: false))]}]}"#)
        #expect(affected.map(\.name) == ["one"])
        #expect(affected[0].conditions == [ProductCondition(anyOf: [.init(cpe: "cpe:2.3:a:v:two:2:*:*:*:*:*:*:*")])])
    }

    @Test func readsAVersionWithEscapes() throws {
        let affected = try Self.configurations(
            #"{"nodes": [{"cpeMatch": [\#(Self.match(#"a:v:p\\/q:1.0\\:2:*:*:*:*:*:*:*"#))]}]}"#)
        #expect(affected.map(\.name) == ["p/q"])
        #expect(affected[0].versions == ["1.0:2"])
    }

    @Test func keepsRejectedNumbersWithoutProducts() throws {
        let yield = try probe.read(Self.page(Self.record(status: "Rejected", #", "configurations": [{}]"#)))
        #expect(yield.advisories.map(\.status) == [.rejected])
        #expect(yield.advisories[0].affected == [])
    }

    @Test func listsWhatItCannotRead() throws {
        let bad =
            #", "configurations": [{"nodes": [{"cpeMatch": [{"vulnerable": true, "criteria": "cpe:2.3:a"}]}]}, "#
            + #"{"negate": true, "nodes": []}]"#
        let yield = try probe.read(Self.page(#"{"cve": {"id": "x"}}"#, "{}", Self.record("CVE-2024-0001", bad)))
        #expect(yield.advisories.map(\.id) == ["CVE-2024-0001"])
        #expect(yield.skipped.map(\.id) == ["file entry 1", "file entry 2", "CVE-2024-0001", "CVE-2024-0001"])
    }

    @Test func refusesConfigurationsThatGrowWithTheSquare() throws {
        let node = #"{"operator": "OR", "cpeMatch": [\#(Self.match("a:v:p:1:*:*:*:*:*:*:*"))]}"#
        let nodes = Array(repeating: node, count: 60).joined(separator: ",")
        let yield = try probe.read(
            Self.page(Self.record("CVE-2024-0001", #", "configurations": [{"operator": "AND", "nodes": [\#(nodes)]}]"#))
        )
        #expect(yield.skipped.map(\.reason) == ["a configuration of 60 nodes that must all hold"])
    }

    @Test func readsARecordALine() throws {
        let text = Self.record()
        #expect(probe.recognises(text))
        #expect(probe.recognises(Self.page(text)))
        #expect(try probe.read(text).advisories.map(\.id) == ["CVE-2024-0001"])
    }
}
