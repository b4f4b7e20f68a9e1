import Content
import Testing

@testable import Inventory

/// Lock files that npm 10.8, yarn 1.22 and deno 2.9 wrote for one project, from a registry of five small packages on
/// loopback; the expectations are what `npm ls --all` says of it.
@Suite struct NodeLockFixtureTests {
    static let packages = ["@scope/gamma@0.1.0", "alpha@1.2.3", "beta@1.9.0", "beta@2.1.0", "delta@1.0.0"]
    static let edges = [
        "@scope/gamma@0.1.0 -> beta@1.9.0", "@scope/gamma@0.1.0 -> delta@1.0.0", "alpha@1.2.3 -> beta@2.1.0",
    ]

    @Test(arguments: [
        ("package-lock.v1.json", "package-lock.json"), ("package-lock.v2.json", "package-lock.json"),
        ("package-lock.v3.json", "package-lock.json"), ("yarn.lock", "yarn.lock"), ("deno.lock", "deno.lock"),
    ])
    func `says what npm says`(fixtureName: String, name: String) throws {
        let all: [any Cataloguer] = [PackageLockCataloguer(), YarnLockCataloguer(), DenoLockCataloguer()]
        let cataloguer = try #require(all.first { $0.wants.contains { $0.pattern == .name(name) } })
        let text = String(decoding: try fixture("Node/\(fixtureName)"), as: UTF8.self)
        let yield = try yielded(cataloguer, name, text)
        #expect(yield.gaps.isEmpty)
        let found = yield.components.map { "\($0.name)@\($0.version)" }.filter { $0 != "example@1.0.0" }
        #expect(found.sorted() == Self.packages)
        #expect(edgeNames(yield).filter { !$0.contains("example@1.0.0") } == Self.edges)
        for component in yield.components where component.name != "example" {
            #expect(component.digests.map(\.algorithm) == [.sha512], "\(component.name)")
        }
    }
}

@Suite struct ConanLockFixtureTests {
    /// Conan 2.34 wrote it for `alpha/1.2.3`, which needs `beta/2.1.0`, and the tool `tool/0.9`.
    @Test func `says what conan says`() throws {
        let text = String(decoding: try fixture("Conan/conan.lock"), as: UTF8.self)
        let yield = try yielded(ConanCataloguer(), "conan.lock", text)
        #expect(yield.gaps.isEmpty)
        #expect(
            yield.components.compactMap { $0.purl?.description }.sorted() == [
                "pkg:conan/alpha@1.2.3?rrev=e598171c06d07c1ce92bc5509f9b10c5",
                "pkg:conan/beta@2.1.0?rrev=bfb07d74ec4fe5c3a1836c25bb3d58ed",
                "pkg:conan/tool@0.9?rrev=94034d5dd81ce36a831e9f4c6cd07532",
            ])
    }
}

@Suite struct TerraformLockFixtureTests {
    /// Terraform 1.11 wrote it for two providers of a local mirror.
    @Test func `says what terraform says`() throws {
        let text = String(decoding: try fixture("Terraform/terraform.lock.hcl"), as: UTF8.self)
        let yield = try yielded(TerraformLockCataloguer(), ".terraform.lock.hcl", text)
        #expect(yield.gaps.isEmpty)
        #expect(
            yield.components.map { "\($0.name)@\($0.version)" } == [
                "registry.terraform.io/example/alpha@1.2.3", "registry.terraform.io/example/beta@0.4.0",
            ])
    }
}
