import Testing

@testable import Advisories

@Suite struct FeedTextTests {
    @Test(arguments: [
        ("  A flaw.\nMore.", 40, "A flaw."), ("one two three", 9, "one two…"), ("one two", 7, "one two"),
        ("trailing   \r\nx", 40, "trailing"), ("größer", 3, "gr…"), ("ééé", 5, "éé…"), ("", 5, ""),
        ("abcdef", 3, "abc…"),
    ])
    func cutsProseAtAWord(text: String, limit: Int, summary: String) {
        #expect(FeedText.summary(text, limit: limit) == summary)
    }

    @Test(arguments: ["CVE-1999-0001", "CVE-2024-1234567", "CVE-2024-123456789012345"])
    func knowsCVENumbers(text: String) { #expect(FeedText.isCVE(text)) }

    @Test(arguments: [
        "", "CVE-1999-001", "CVE-199-00001", "cve-1999-0001", "CVE-1999-0001 ", "CVE-1999-000A", "CVE_1999-0001",
        "CVE-2024-1234567890123456", "CVE-2024-XXXX", "XVE-2024-0001", "CWE-2024-0001", "CVA-2024-0001",
    ])
    func knowsWhatIsNoCVENumber(text: String) { #expect(!FeedText.isCVE(text)) }

    @Test func findsTheEndsOfLines() {
        let lines = Array("a\r\n\nb".utf8).withUnsafeBytes { bytes in
            TextLines(bytes).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(lines == ["a", "", "b"])
    }

    @Test(arguments: [
        ("", ""), ("\n\n# Title \n\nText", "Title "), ("One\r\ntwo", "One"), ("## \n", ""),
        (String(repeating: "x", count: 250), String(repeating: "x", count: 200) + "…"),
    ])
    func cutsTheFirstLineOut(text: String, line: String) { #expect(FeedText.firstLine(text) == line) }
}

@Suite struct RequirementTests {
    @Test(arguments: [
        (">= 1.2, < 2", "1.2"), ("~> 1.2", "1.2"), ("^1.2.3", "1.2.3"), ("1.2.3", "1.2.3"), ("= 1", "1"), ("< 2", nil),
        ("> 1.2", nil), ("< 1, >= 0.5", "0.5"), ("", nil), (">=", nil),
    ])
    func findsTheLowestVersionThatARequirementNames(requirement: String, version: String?) {
        #expect(Requirement.lowest(requirement) == version)
    }

    @Test(arguments: [
        ([">=1.0", "<1.2"], "1.2"), (["< 1.2"], "1.2"), (["<=1.2"], nil), ([">1"], nil), ([], nil), (["<"], nil),
    ])
    func findsWhereAnIntervalEnds(comparators: [String], version: String?) {
        #expect(Requirement.end(comparators) == version)
    }
}
