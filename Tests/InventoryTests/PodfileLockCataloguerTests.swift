import Testing

@testable import Inventory

@Suite struct PodfileLockCataloguerTests {
    @Test func readsPodsAndEdges() throws {
        let yield = try yielded(
            PodfileLockCataloguer(), "ios/Podfile.lock",
            """
            PODS:
              - AFNetworking (4.0.1):
                - AFNetworking/NSURLSession (= 4.0.1)
              - AFNetworking/NSURLSession (4.0.1)
              - Forked (0.1)
              - Local (1.0):
                - AFNetworking
              - odd

            DEPENDENCIES:
              - AFNetworking (~> 4.0)
              - Forked (from `https://example.org/forked.git`)
              - Local (from `../Local`)

            SPEC REPOS:
              trunk:
                - AFNetworking

            EXTERNAL SOURCES:
              Forked:
                :git: https://example.org/forked.git
              Local:
                :path: "../Local"

            CHECKOUT OPTIONS:
              Forked:
                :commit: ff00
                :git: https://example.org/forked.git

            SPEC CHECKSUMS:
              AFNetworking: 3bd23d814e976cd148d7d44c3ab78017b744cd58

            PODFILE CHECKSUM: 00

            COCOAPODS: 1.11.3
            """)
        #expect(
            yield.components.map(\.purl?.description) == [
                "pkg:cocoapods/AFNetworking@4.0.1", "pkg:cocoapods/AFNetworking@4.0.1#NSURLSession",
                "pkg:cocoapods/Forked@0.1?vcs_url=git%2Bhttps://example.org/forked.git%40ff00", nil,
            ])
        #expect(
            edgeNames(yield) == [
                "AFNetworking@4.0.1 -> AFNetworking/NSURLSession@4.0.1", "Local@1.0 -> AFNetworking@4.0.1",
            ])
        #expect(yield.components.map { $0.properties["direct"] } == ["true", nil, "true", "true"])
        #expect(yield.gaps.count == 1)
    }

    @Test(arguments: ["", "[]", "PODS: ["])
    func refusesWhatIsNoLockFile(text: String) {
        #expect(throws: (any Error).self) { try yielded(PodfileLockCataloguer(), "Podfile.lock", text) }
    }
}
