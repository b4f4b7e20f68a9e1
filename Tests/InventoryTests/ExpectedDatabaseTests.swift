import Testing

@testable import Inventory

@Suite struct ExpectedDatabaseTests {
    private func gaps(_ release: OSRelease?, _ paths: Set<String>, isImage: Bool = true) throws -> Int {
        var view = try FactsView(RPMDatabaseCataloguer(), [], release: release)
        view.paths = paths
        view.isImage = isImage
        var yield = Yield()
        RPMDatabaseCataloguer().conclude(view, into: &yield)
        AlpineDatabaseCataloguer().conclude(view, into: &yield)
        PacmanDatabaseCataloguer().conclude(view, into: &yield)
        return yield.gaps.count
    }

    @Test func noticesADatabaseThatWasDeleted() throws {
        #expect(try gaps(OSRelease(id: "fedora"), []) == 1)
        #expect(try gaps(OSRelease(id: "alpine"), []) == 1)
        #expect(try gaps(OSRelease(id: "arch"), []) == 1)
        var leap = OSRelease(id: "opensuse-leap")
        leap.idLike = ["suse", "opensuse"]
        #expect(try gaps(leap, []) == 1)
    }

    @Test func isSilentWhereNothingIsMissing() throws {
        #expect(try gaps(OSRelease(id: "fedora"), ["usr/lib/sysimage/rpm/rpmdb.sqlite"]) == 0)
        #expect(try gaps(OSRelease(id: "arch"), ["var/lib/pacman/local/zlib-1-1/desc"]) == 0)
        #expect(try gaps(OSRelease(id: "debian"), []) == 0)
        #expect(try gaps(nil, []) == 0)
        #expect(try gaps(OSRelease(id: "fedora"), [], isImage: false) == 0)
    }
}
