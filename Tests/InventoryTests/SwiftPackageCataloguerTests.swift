import Testing

@testable import Inventory

@Suite struct SwiftPackageCataloguerTests {
    private func read(_ text: String) throws -> Yield {
        var yield = Yield()
        try Array(text.utf8).withUnsafeBytes { bytes in
            try SwiftPackageCataloguer().read(WantedFile(path: "app/Package.resolved", bytes: bytes), into: &yield)
        }
        return yield
    }

    @Test(arguments: [
        #"{"object":{"pins":[{"package":"nio","repositoryURL":"git@github.com:apple/nio.git","state":{"version":"2.1.0"}}]},"version":1}"#,
        #"{"pins":[{"identity":"nio","location":"https://u@github.com:443/apple/nio.git","state":{"version":"2.1.0"}}],"version":3}"#,
    ])
    func namesThePackageByItsRepository(text: String) throws {
        #expect(try read(text).components.map(\.purl?.description) == ["pkg:swift/github.com/apple/nio@2.1.0"])
    }

    @Test func keepsGoodPinsBesideABadOne() throws {
        let yield = try read(
            #"{"pins":[{},{"identity":"a","location":"/srv/a","state":{"branch":"main","revision":"ff"}}],"version":2}"#
        )
        #expect(yield.components.map(\.version) == ["ff"])
        #expect(yield.components.first?.purl == nil)
        #expect(yield.gaps.count == 1)
    }

    @Test(arguments: ["", "{", "[]", #"{"version":9}"#])
    func refusesWhatIsNoResolution(text: String) {
        #expect(throws: (any Error).self) { try read(text) }
    }
}
