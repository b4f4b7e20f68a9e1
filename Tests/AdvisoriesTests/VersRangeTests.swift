import Testing

@testable import Advisories

@Suite struct VersRangeTests {
    @Test(arguments: [
        ("vers:npm/>=1.2.3|<2.0.0", "1.5.0", true), ("vers:npm/>=1.2.3|<2.0.0", "2.0.0", false),
        ("vers:npm/>=1.2.3|<2.0.0", "1.2.3", true), ("vers:npm/<1.0.0|>=2.0.0", "0.1.0", true),
        ("vers:npm/<1.0.0|>=2.0.0", "1.5.0", false), ("vers:npm/<1.0.0|>=2.0.0", "3.0.0", true),
        ("vers:npm/<1.0.0|>=2.0.0|<3.0.0", "3.0.0", false), ("vers:npm/1.0.0|1.2.0", "1.2.0", true),
        ("vers:npm/1.0.0|1.2.0", "1.1.0", false), ("vers:npm/*", "7.0.0", true),
        ("vers:npm/>1.0.0|!=1.5.0", "1.5.0", false), ("vers:npm/!=1.5.0", "1.4.0", true),
        ("vers:generic/>=2.9|<=4.1", "3.0", true), ("vers:generic/>=2.9|<=4.1", "4.2", false),
        ("vers:deb/<1%3A2.0-1", "1:1.9-1", true), ("vers:deb/<1%3A2.0-1", "1:2.0-1", false),
        ("vers:semver/<2.0.0", "1.9.9", true), ("vers:pypi/ >= 1.0 | < 2.0 ", "1.9", true),
    ]) func `a version is inside or outside`(range: String, version: String, isInside: Bool) throws {
        #expect(try VersRange(range).contains(version) == isInside)
    }

    @Test(arguments: [
        "", "npm/1", "vers:npm", "vers:unheardof/1", "vers:npm/>=", "vers:npm/>=1.0|", "vers:npm/>=not a version",
        "vers:deb/%zz",
    ]) func `what is no range is refused`(text: String) {
        #expect(throws: RangeError.self) { try VersRange(text) }
    }

    @Test func `a version that the scheme cannot place is neither in nor out`() throws {
        #expect(try VersRange("vers:npm/>=1.0.0").contains("not a version") == nil)
    }
}
