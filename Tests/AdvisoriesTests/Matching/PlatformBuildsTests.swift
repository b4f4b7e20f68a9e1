import Content
import Inventory
import Testing

@testable import Advisories

@Suite struct PlatformBuildsTests {
    @Test(arguments: [
        (Ecosystem.Family.rubygems, "1.16.2-x86_64-linux", "1.16.2"), (.rubygems, "1.16.2-x86_64-linux-gnu", "1.16.2"),
        (.rubygems, "1.16.2-java", "1.16.2"), (.rubygems, "1.16.2.rc1-arm64-darwin", "1.16.2.rc1"),
        (.rubygems, "1.16.2-rc1", "1.16.2-rc1"), (.rubygems, "1.16.2", "1.16.2"), (.rubygems, "-java", "-java"),
        (.rubygems, "1.0-rc1-x64-mingw-ucrt", "1.0-rc1"),
        (.maven, "12.10.2.jre11", "12.10.2"), (.maven, "9.4.1.jdk8", "9.4.1"),
        (.maven, "12.5.0.jre11-preview", "12.5.0.jre11-preview"), (.maven, "31.1-jre", "31.1-jre"),
        (.maven, "1.jre", "1.jre"), (.maven, "jre8", "jre8"), (.npm, "1.0.0-java", "1.0.0-java"),
    ])
    func `takes the mark of a build off, and nothing else`(
        _ family: Ecosystem.Family, _ version: String, _ release: String
    ) {
        #expect(Ecosystem(family).release(of: version) == release)
    }

    private static func verdict(
        _ ecosystem: Ecosystem, _ name: String, fixed: String, _ purl: String
    ) throws -> String {
        var affected = Affected(ecosystem, name)
        affected.ranges = [.events([.introduced("0"), .fixed(fixed)])]
        affected.fix = Fix(.fixed, [fixed])
        var advisory = Advisory(source: "test", id: "CVE-2024-1", document: Digest.of([]))
        advisory.affected = [affected]
        let database = try AdvisoryDatabase(AdvisoryDatabase.bytes([advisory]))
        let url = try #require(PackageURL(purl))
        let package = ScannedPackage(ref: "x", name: url.name, version: url.version ?? "", purl: url)
        let result = try Matcher(database, distribution: nil).match([package])
        return result.findings.first.map { "\($0.verdict.rawValue), \($0.fix.version ?? "")" } ?? "nothing"
    }

    @Test(arguments: [
        ("1.16.2-x86_64-linux", "nothing"), ("1.16.1-x86_64-linux", "affected, 1.16.2"),
        ("1.16.2.rc1", "affected, 1.16.2"),
    ])
    func `a gem built for a platform is no pre-release`(_ version: String, _ expected: String) throws {
        #expect(
            try Self.verdict(Ecosystem(.rubygems), "nokogiri", fixed: "1.16.2", "pkg:gem/nokogiri@\(version)")
                == expected)
    }

    @Test(arguments: [
        ("12.10.2.jre8", "nothing"), ("12.10.2.jre11", "nothing"), ("12.10.1.jre11", "affected, 12.10.2"),
        ("12.10.2", "nothing"),
    ])
    func `what is fixed for one Java is fixed for another`(_ version: String, _ expected: String) throws {
        let name = "com.microsoft.sqlserver:mssql-jdbc"
        let purl = "pkg:maven/com.microsoft.sqlserver/mssql-jdbc@\(version)"
        #expect(try Self.verdict(Ecosystem(.maven), name, fixed: "12.10.2.jre11", purl) == expected)
    }
}
