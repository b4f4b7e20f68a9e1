import Content
import Inventory
import Testing

@testable import Advisories

/// Looking up by CPE name, where there is no package identity and nowhere else.
@Suite struct CPEMatchingTests {
    private static func record(
        _ cpe: String, below fix: String = "1.20.1", _ change: (inout Affected) -> Void = { _ in }
    ) throws -> Advisory {
        let product = try #require(CPEName(cpe)?.product.text)
        var affected = Affected(Ecosystem(.generic), product.lowercased())
        affected.cpes = [cpe]
        affected.ranges = [.before(fix)]
        change(&affected)
        var advisory = Advisory(source: "nvd", id: "CVE-2021-23017", document: Digest.of([]))
        advisory.affected = [affected]
        return advisory
    }

    private static func package(
        _ purl: String?, _ version: String, cpes: [String], owner: String? = nil
    ) -> ScannedPackage {
        var package = ScannedPackage(
            ref: "binary", name: "nginx", version: version, purl: purl.flatMap { PackageURL($0) })
        package.cpes = cpes
        package.owner = owner
        return package
    }

    private static let nginx = "cpe:2.3:a:f5:nginx:1.20.0:*:*:*:*:*:*:*"

    /// `affected`, `unknown`, `ruled out`, or why nothing can be said of the package.
    private static func verdict(_ records: [Advisory], _ packages: [ScannedPackage]) throws -> String {
        let database = try AdvisoryDatabase(AdvisoryDatabase.bytes(records))
        let result = try Matcher(database, distribution: nil, keepsRuledOut: true).match(packages)
        #expect(result.findings.count + result.ruledOut.count + result.unknown.count <= 1)
        for finding in result.findings { #expect(finding.isByCPE) }
        if let finding = result.findings.first { return finding.verdict.rawValue }
        if let unknown = result.unknown.first { return unknown.reason }
        return result.ruledOut.isEmpty ? "nothing" : "ruled out"
    }

    @Test(arguments: [
        // The record's name, the component's names, its version, the answer.
        ("a:f5:nginx:*:*:*:*:*:*:*:*", ["a:f5:nginx:1.20.0:*:*:*:*:*:*:*"], "1.20.0", "affected"),
        ("a:F5:Nginx:*:*:*:*:*:*:*:*", ["a:f5:nginx:1.20.0:*:*:*:*:*:*:*"], "1.20.0", "affected"),
        ("a:f5:nginx:*:*:*:*:*:*:*:*", ["a:f5:nginx:1.20.1:*:*:*:*:*:*:*"], "1.20.1", "ruled out"),
        // Another vendor, a similar product, another kind of thing: never the same.
        (
            "a:other:nginx:*:*:*:*:*:*:*:*", ["a:f5:nginx:1.20.0:*:*:*:*:*:*:*"], "1.20.0",
            "no record names the product f5:nginx"
        ),
        (
            "a:f5:nginx_plus:*:*:*:*:*:*:*:*", ["a:f5:nginx:1.20.0:*:*:*:*:*:*:*"], "1.20.0",
            "no record names the product f5:nginx"
        ),
        (
            "h:f5:nginx:*:*:*:*:*:*:*:*", ["a:f5:nginx:1.20.0:*:*:*:*:*:*:*"], "1.20.0",
            "no record names the product f5:nginx"
        ),
        // One of several names is enough.
        (
            "a:f5:nginx:*:*:*:*:*:*:*:*",
            ["a:nginx:nginx:1.20.0:*:*:*:*:*:*:*", "a:f5:nginx:1.20.0:*:*:*:*:*:*:*"], "1.20.0", "affected"
        ),
        // For Windows; for a platform that is not told; of an edition.
        ("a:f5:nginx:*:*:*:*:*:windows:*:*", ["a:f5:nginx:1.20.0:*:*:*:*:*:*:*"], "1.20.0", "ruled out"),
        ("a:f5:nginx:*:*:*:*:*:linux:*:*", ["a:f5:nginx:1.20.0:*:*:*:*:*:*:*"], "1.20.0", "affected"),
        ("a:f5:nginx:*:*:*:*:*:wordpress:*:*", ["a:f5:nginx:1.20.0:*:*:*:*:*:*:*"], "1.20.0", "unknown"),
        ("a:f5:nginx:*:*:*:*:plus:*:*:*", ["a:f5:nginx:1.20.0:*:*:*:*:*:*:*"], "1.20.0", "unknown"),
        ("a:f5:nginx:*:*:*:*:plus:*:*:*", ["a:f5:nginx:1.20.1:*:*:*:*:*:*:*"], "1.20.1", "ruled out"),
        // No name that says a vendor.
        (
            "a:f5:nginx:*:*:*:*:*:*:*:*", ["a:*:nginx:1.20.0:*:*:*:*:*:*:*"], "1.20.0",
            "no advisories are kept for packages of type generic"
        ),
        ("a:f5:nginx:*:*:*:*:*:*:*:*", ["a:f5:nginx:*:*:*:*:*:*:*:*"], "", "its version is not known"),
    ])
    func `takes vendor, product and version exactly`(
        _ record: String, _ cpes: [String], _ version: String, _ expected: String
    ) throws {
        let records = [try Self.record("cpe:2.3:" + record)]
        let package = Self.package("pkg:generic/nginx", version, cpes: cpes.map { "cpe:2.3:" + $0 })
        #expect(try Self.verdict(records, [package]) == expected)
    }

    @Test func `a component without any package URL is looked up too`() throws {
        let records = [try Self.record("cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*")]
        #expect(try Self.verdict(records, [Self.package(nil, "1.20.0", cpes: [Self.nginx])]) == "affected")
        #expect(
            try Self.verdict(records, [Self.package(nil, "1.20.0", cpes: [])]) == "it has no package URL")
    }

    @Test func `a package identity is never set aside for a CPE name`() throws {
        let records = [try Self.record("cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*")]
        let package = Self.package("pkg:npm/nginx@1.20.0", "1.20.0", cpes: [Self.nginx])
        #expect(try Self.verdict(records, [package]) == "the database has no data for npm")
    }

    @Test func `what belongs to a package of which something is known is judged through it`() throws {
        var affected = Affected(Ecosystem(.pypi), "wheel")
        affected.ranges = [.before("2")]
        var wheel = Advisory(source: "pypa", id: "PYSEC-1", document: Digest.of([]))
        wheel.affected = [affected]
        let records = [try Self.record("cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*"), wheel]
        let purl = try #require(PackageURL("pkg:pypi/wheel@3"))
        let owner = ScannedPackage(ref: "wheel", name: "wheel", version: "3", purl: purl)
        let inside = Self.package("pkg:generic/nginx", "1.20.0", cpes: [Self.nginx], owner: "wheel")
        let database = try AdvisoryDatabase(AdvisoryDatabase.bytes(records))
        let result = try Matcher(database, distribution: nil).match([owner, inside])
        #expect(result.findings.isEmpty)
        #expect(result.judgedByOwner == 1)
        // Without data about the owner it is judged by itself.
        #expect(try Self.verdict([records[0]], [inside]) == "affected")
    }

    @Test func `a flaw that needs another product beside it is undecided`() throws {
        let condition = ProductCondition(anyOf: [.init(cpe: "cpe:2.3:o:vendor:system:*:*:*:*:*:*:*:*")])
        let records = [
            try Self.record("cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*") { $0.conditions = [condition] }
        ]
        for (version, expected) in [("1.20.0", "unknown"), ("1.21", "ruled out")] {
            let package = Self.package("pkg:generic/nginx", version, cpes: [Self.nginx])
            #expect(try Self.verdict(records, [package]) == expected)
        }
    }

    @Test func `no data about products is said as such`() throws {
        let package = Self.package("pkg:generic/nginx", "1", cpes: [Self.nginx])
        #expect(try Self.verdict([], [package]) == "the database has no data for products by CPE name")
    }
}
