import Content
import Testing

@testable import Inventory

#if canImport(Glibc)
    import Glibc
#endif

/// Bytes of a file beside the tests.
func fixture(_ name: String, _ here: String = #filePath) throws -> [UInt8] {
    let directory = here.split(separator: "/").dropLast().joined(separator: "/")
    let file = try #require(fopen("/\(directory)/Fixtures/\(name)", "rb"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return bytes
}

/// The fixtures hold the headers that rpm 4.18 wrote when it installed three packages; the expectations are what
/// `rpm -qa` says of them.
@Suite struct RPMDatabaseCataloguerTests {
    static let stores = [
        ("Packages", "var/lib/rpm/Packages"), ("Packages.big-endian", "var/lib/rpm/Packages"),
        ("Packages.db", "usr/lib/sysimage/rpm/Packages.db"), ("rpmdb.sqlite", "var/lib/rpm/rpmdb.sqlite"),
    ]

    private func components(
        _ files: [(String, [UInt8])], release: OSRelease? = OSRelease(id: "rhel", versionID: "9.4"),
        present: Set<String> = []
    ) throws -> [Component] {
        var view = try FactsView(RPMDatabaseCataloguer(), files, release: release)
        view.paths.formUnion(present)
        var yield = Yield()
        RPMDatabaseCataloguer().conclude(view, into: &yield)
        #expect(yield.gaps.isEmpty)
        return yield.components
    }

    @Test(arguments: stores) func readsTheSamePackagesFromEveryStore(_ name: String, _ path: String) throws {
        let found = try components([(path, fixture("RPM/\(name)"))])
        #expect(
            found.map { $0.purl?.description ?? "" }.sorted() == [
                "pkg:rpm/redhat/alpha@1.2.3-4.el9?arch=noarch&distro=rhel-9.4&epoch=2"
                    + "&upstream=alpha-1.2.3-4.el9.src.rpm",
                "pkg:rpm/redhat/beta@0.9~rc1-1?arch=noarch&distro=rhel-9.4&upstream=beta-0.9~rc1-1.src.rpm",
                "pkg:rpm/redhat/gamma@7-1?arch=noarch&distro=rhel-9.4&upstream=gamma-7-1.src.rpm",
            ])
        let alpha = try #require(found.first { $0.name == "alpha" })
        #expect(alpha.version == "2:1.2.3-4.el9")
        #expect(alpha.licences == [Licence("MIT AND Apache-2.0")])
        #expect(alpha.supplier == "Example Project")
        #expect(alpha.homepage == "https://example.org/alpha")
        #expect(alpha.properties["modularityLabel"] == "alpha:1.2:20240101:abcdef")
        #expect(alpha.properties["layerKey"] == "alpha|noarch|2:1.2.3-4.el9")
        #expect(alpha.evidence == [Evidence(path: path, technique: .manifestAnalysis)])
        #expect(
            alpha.requirements == [
                Requirement(["beta", "gamma"]), Requirement("/usr/share/beta/data"), Requirement("config(alpha)"),
                Requirement("gamma", relation: .optional),
            ])
        #expect(alpha.provides == ["alpha-api", "config(alpha)"])
        let beta = try #require(found.first { $0.name == "beta" })
        #expect(beta.files.count == 61)
        #expect(beta.provides == ["/usr/share/beta/data"])
    }

    @Test func claimsGhostsAndSkippedDocumentsOnlyWhereTheyAre() throws {
        let database = try fixture("RPM/Packages.db")
        let bare = try components([("var/lib/rpm/Packages.db", database)])
        let alpha = try #require(bare.first { $0.name == "alpha" })
        #expect(alpha.files.map(\.path) == ["etc/alpha.conf", "usr/share/alpha/hello", "usr/share/alpha/link"])
        #expect(alpha.files.map(\.isConfiguration) == [true, false, false])
        #expect(alpha.files[1].digest == Digest.of(Array("hello\n".utf8)))
        #expect(alpha.files[2].digest == nil)
        let full = try components([("var/lib/rpm/Packages.db", database)], present: ["var/log/alpha.log"])
        #expect(full.first { $0.name == "alpha" }?.files.last?.path == "var/log/alpha.log")
    }

    @Test func appliesAWriteAheadLog() throws {
        let database = try fixture("RPM/rpmdb.sqlite")
        let log = try fixture("RPM/rpmdb.sqlite-wal")
        let path = "var/lib/rpm/rpmdb.sqlite"
        #expect(try components([(path, database), (path + "-wal", [])]).count == 3)
        let found = try components([(path, database), (path + "-wal", log)])
        #expect(found.map(\.name) == ["beta", "gamma", "delta"])
        #expect(found.first?.files.count == 61)
        // Without the last frame nothing was committed.
        let cut = Array(log.dropLast())
        #expect(
            try components([(path, database), (path + "-wal", cut)]).map(\.name).sorted() == ["alpha", "beta", "gamma"])
    }

    @Test func namesTheDistributionByVendorWhereNothingElseDoes() throws {
        #expect(RPMVendor.namespace(release: nil, vendor: "Fedora Project") == "fedora")
        #expect(RPMVendor.namespace(release: "opensuse-leap", vendor: nil) == "opensuse")
        #expect(RPMVendor.namespace(release: "rocky", vendor: "x") == "rocky")
        #expect(RPMVendor.namespace(release: nil, vendor: nil) == nil)
    }

    @Test func readsTheManifestOfImagesWithoutADatabase() throws {
        let line =
            "openssl-libs\t1.1.1k-21.cm2\t1676\t1675\tMicrosoft Corporation\t(none)\t0\tx86_64\t0\topenssl-1.1.1k.src.rpm\n"
        let path = "var/lib/rpmmanifest/container-manifest-2"
        let found = try components(
            [(path, Array(line.utf8))], release: OSRelease(id: "mariner", versionID: "2.0"))
        #expect(
            found.first?.purl?.description
                == "pkg:rpm/mariner/openssl-libs@1.1.1k-21.cm2?arch=x86_64&distro=mariner-2.0&upstream=openssl-1.1.1k.src.rpm"
        )
    }

    @Test func readsChoicesButNotConditions() {
        #expect(RPMDependency.alternatives("perl(Carp)") == ["perl(Carp)"])
        #expect(RPMDependency.alternatives("(a >= 1 or b(x))") == ["a", "b(x)"])
        #expect(RPMDependency.alternatives("(a if b)") == nil)
        #expect(RPMDependency.alternatives("((a and b) or c)") == nil)
        #expect(RPMDependency.alternatives("(") == nil)
    }

    /// Deterministic damage all over each store: every outcome is fine but a trap or a hang.
    @Test(arguments: stores) func survivesDamage(_ name: String, _ path: String) throws {
        let whole = try fixture("RPM/\(name)")
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for round in 0..<150 {
            var bytes = whole
            if round.isMultiple(of: 5) { bytes.removeLast(random(bytes.count)) }
            for _ in 0..<(1 + round / 4) where !bytes.isEmpty {
                let offset = round.isMultiple(of: 2) ? random(min(bytes.count, 512)) : random(bytes.count)
                bytes[offset] = [0, 0xff, UInt8(random(256))][random(3)]
            }
            var yield = Yield()
            bytes.withUnsafeBytes { buffer in
                // Any error will do.
                try? RPMDatabaseCataloguer().read(WantedFile(path: path, bytes: buffer), into: &yield)
            }
            #expect(yield.facts.count <= 1)
        }
    }

    @Test func reportsAChainThatLeadsInACircle() throws {
        var bytes = try fixture("RPM/Packages")
        let overflow = try #require(
            stride(from: 4096, to: bytes.count, by: 4096).first { bytes[$0 + 25] == 7 && bytes[$0 + 16] != 0 })
        bytes[overflow + 16] = UInt8(overflow / 4096)
        var yield = Yield()
        try bytes.withUnsafeBytes {
            try RPMDatabaseCataloguer().read(WantedFile(path: "var/lib/rpm/Packages", bytes: $0), into: &yield)
        }
        #expect(yield.gaps.count == 1)
        #expect((yield.facts.first as? RPMDatabaseFact)?.records.count == 2)
    }

    @Test func refusesWhatIsNoDatabase() {
        var yield = Yield()
        #expect(throws: RPMDatabase.Failure.self) {
            try Array("hello".utf8).withUnsafeBytes {
                try RPMDatabaseCataloguer().read(WantedFile(path: "var/lib/rpm/Packages", bytes: $0), into: &yield)
            }
        }
    }
}
