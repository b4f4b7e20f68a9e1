import Content
import Testing

@testable import Advisories

@Suite struct FlawGroupsTests {
    private static func record(_ id: String, aliases: [String] = [], upstream: [String] = []) -> Advisory {
        var advisory = Advisory(source: "test", id: id, document: Digest.of(Array(id.utf8)))
        advisory.aliases = aliases
        advisory.upstream = upstream
        return advisory
    }

    @Test func `aliases are transitive, and a CVE number comes first`() throws {
        let database = try AdvisoryDatabase.of(
            Self.record("PYSEC-1", aliases: ["GHSA-a"]), Self.record("GHSA-a", aliases: ["CVE-2024-1"]),
            Self.record("GO-1", aliases: ["CVE-2024-1"]), Self.record("RUSTSEC-1"))
        let flaw = try #require(database.flaw(named: "PYSEC-1"))
        #expect(try database.flaw(flaw).names == ["CVE-2024-1", "GHSA-a", "GO-1", "PYSEC-1"])
        #expect(try database.flaw(flaw).advisories == [0, 1, 2])
        for name in ["CVE-2024-1", "GHSA-a", "GO-1"] { #expect(database.flaw(named: name) == flaw) }
        #expect(database.flaw(named: "RUSTSEC-1") != flaw)
        #expect(database.flaw(named: "CVE-2024-2") == nil)
        #expect(database.names(startingWith: "G", limit: 9) == ["GHSA-a", "GO-1"])
    }

    @Test func `numbers of a year are in the order of numbers`() {
        let names = ["CVE-2024-10000", "CVE-2023-20000", "GHSA-a", "CVE-2024-9999", "A-1"]
        #expect(
            names.sorted(by: FlawGroups.precedes)
                == ["CVE-2023-20000", "CVE-2024-9999", "CVE-2024-10000", "GHSA-a", "A-1"])
    }

    @Test func `a notice speaks of the flaws upstream of it, whatever lies between, and is found by its own name`()
        throws
    {
        let database = try AdvisoryDatabase.of(
            Self.record("USN-1", upstream: ["UBUNTU-CVE-2024-1", "CVE-2024-2"]),
            Self.record("UBUNTU-CVE-2024-1", upstream: ["CVE-2024-1"]), Self.record("CVE-2024-1"))
        let flaws = ["CVE-2024-1", "CVE-2024-2"].map { database.flaw(named: $0) ?? -1 }
        #expect(database.flaws(ofAdvisory: 0) == flaws.sorted())
        #expect(database.flaws(ofAdvisory: 1) == [flaws[0]])
        let notice = try #require(database.flaw(named: "USN-1"))
        #expect(try database.flaw(notice).advisories == [0])
        // What is upstream of a notice is no other name of it.
        #expect(try database.flaw(notice).names == ["USN-1"])
    }

    @Test func `a circle of upstreams ends`() throws {
        let database = try AdvisoryDatabase.of(Self.record("A", upstream: ["B"]), Self.record("B", upstream: ["A"]))
        for index in 0..<2 { #expect(database.flaws(ofAdvisory: index).count == 1) }
    }
}
