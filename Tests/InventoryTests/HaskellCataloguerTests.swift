import Testing

@testable import Inventory

@Suite struct HaskellPackageTests {
    @Test(arguments: [
        ("aeson-2.0.3.0-H8BOQwtT8HYFvWPR1b6zvB", "aeson", "2.0.3.0"), ("base-4.15.1.0", "base", "4.15.1.0"),
        ("base-compat-0.11.2-D5DT1MGmUKa4Ww8Uu5S4h5", "base-compat", "0.11.2"),
        ("attoparsec-0.14.4-A8-attoparsec-internal", "attoparsec", "0.14.4"), ("foo-1-inplace", "foo", "1"),
    ])
    func splitsIdentifiers(text: String, name: String, version: String) throws {
        let parts = try #require(HaskellPackage.split(text[...]))
        #expect(parts == (name, version))
    }

    @Test(arguments: ["", "rts", "-1", "1.0", "a-", "a-.1", "a-1.", "../a-1", "a b-1"])
    func whatIsNoIdentifierIsLeft(text: String) { #expect(HaskellPackage.split(text[...]) == nil) }
}

@Suite struct GHCPackageCataloguerTests {
    static let aeson = """
        name:                 aeson
        version:              2.0.3.0
        id:                   aeson-2.0.3.0-H8
        license:              BSD-3-Clause
        author:               Bryan O'Sullivan <bos@serpentine.com>
        homepage:             https://github.com/haskell/aeson
        synopsis:             Fast JSON parsing and encoding
        description:
            A library.

            To get started.

        library-dirs:
            /usr/lib/ghc/aeson-2.0.3.0-H8
        dynamic-library-dirs: /usr/lib/ghc
        data-dir:             ${pkgroot}/../share/aeson-2.0.3.0
        hs-libraries:         HSaeson-2.0.3.0-H8
        depends:
            base-4.15.1.0
            attoparsec-0.14.4-A5
        """

    private func conclude(_ files: [String: String], libraries: [String] = []) -> Yield {
        let cataloguer = GHCPackageCataloguer()
        var view = PathsView(files, cataloguer: cataloguer)
        view.executables = libraries.map { ($0, ExecutableFacts(machine: "x86_64", isLibrary: true)) }
        var yield = Yield()
        cataloguer.conclude(view, into: &yield)
        return yield
    }

    @Test func readsADatabase() throws {
        let yield = conclude(
            ["usr/lib/ghc/package.conf.d/aeson.conf": Self.aeson],
            libraries: ["usr/lib/ghc/libHSaeson-2.0.3.0-H8-ghc9.0.2.so"])
        let aeson = try #require(yield.components.first)
        #expect(yield.components.count == 1)
        #expect(aeson.purl?.description == "pkg:hackage/aeson@2.0.3.0")
        #expect(aeson.presence == .installed)
        #expect(aeson.licences == [Licence("BSD-3-Clause")])
        #expect(aeson.provides == ["aeson-2.0.3.0-H8"])
        #expect(aeson.requirements == [Requirement("base-4.15.1.0"), Requirement("attoparsec-0.14.4-A5")])
        #expect(aeson.directories == ["usr/lib/ghc/aeson-2.0.3.0-H8", "usr/lib/share/aeson-2.0.3.0"])
        #expect(
            aeson.files.map(\.path) == [
                "usr/lib/ghc/package.conf.d/aeson.conf", "usr/lib/ghc/libHSaeson-2.0.3.0-H8-ghc9.0.2.so",
            ])
    }

    @Test func librariesOfOnePackageAreOneComponent() {
        let yield = conclude([
            "db/package.conf.d/a.conf": "name: a\nversion: 1\nid: a-1-X\ndepends: a-1-X-sub\n",
            "db/package.conf.d/z.conf":
                "name: z-a-z-sub\npackage-name: a\nlib-name: sub\nversion: 1\nid: a-1-X-sub\ndepends: base-4\n",
        ])
        #expect(yield.components.map(\.purl?.description) == ["pkg:hackage/a@1"])
        #expect(yield.components.map(\.provides) == [["a-1-X", "a-1-X-sub"]])
    }

    @Test func aLibraryThatNoDatabaseNamesIsKnownByItsFile() {
        let yield = conclude(
            [:],
            libraries: [
                "opt/lib/libHStext-short-0.1.5-9bvR93i5uk7DRYSOuH9YD6-ghc9.0.2.so", "opt/lib/libHSrts-ghc9.0.2.so",
                "opt/lib/libHSx-1-ghc.so", "opt/lib/libz.so",
            ])
        #expect(yield.components.map(\.purl?.description) == ["pkg:hackage/text-short@0.1.5"])
        #expect(yield.components.map(\.presence) == [.inferred])
    }

    /// The database of this machine, against what `ghc-pkg` says of it.
    @Test func readsTheDatabaseOfThisMachine() throws {
        let list = Shell.run(
            "ghc-pkg list --global --simple-output --expand-pkgroot 2>/dev/null && ls -d /var/lib/ghc/package.conf.d")
        guard list.status == 0 else {
            print("skipped: no ghc-pkg with a database in /var/lib/ghc")
            return
        }
        let names = Shell.run("ls /var/lib/ghc/package.conf.d/*.conf").output
        var files: [String: String] = [:]
        for path in String(decoding: names, as: UTF8.self).split(separator: "\n").map(String.init) {
            guard let bytes = InstalledFile.bytes(path) else { continue }
            files[String(path.dropFirst())] = String(decoding: bytes, as: UTF8.self)
        }
        let found = conclude(files).components.map { "\($0.name)-\($0.version)" }
        let expected = String(decoding: list.output, as: UTF8.self).split(separator: "\n")[0].split(separator: " ")
        #expect(found.sorted() == expected.map(String.init).sorted())
    }

    @Test(arguments: ["", "name: a\nversion: 1\n", "\u{0}"])
    func refusesWhatIsNoRegistration(text: String) {
        #expect(throws: (any Error).self) { try yielded(GHCPackageCataloguer(), "package.conf.d/a.conf", text) }
    }
}

@Suite struct StackLockCataloguerTests {
    @Test func readsPackages() throws {
        let yield = try yielded(
            StackLockCataloguer(), "stack.yaml.lock",
            """
            packages:
            - completed:
                hackage: fuzzyset-0.2.4@sha256:f1b6de8bf33277bf6255207541d65028f1f1ea93af5541b654c86b5674995485,1618
                pantry-tree:
                  sha256: cb2a3ad49a4a6a0a0b1d4a8aee7b2b0c0f5b3b0c
                  size: 574
              original:
                hackage: fuzzyset-0.2.4
            - completed:
                name: example
                version: 1.0
                git: https://example.org/example.git
                commit: ff00
            - completed: {}
            snapshots:
            - completed:
                url: https://example.org/lts/20/26.yaml
              original: lts-20.26
            """)
        #expect(
            yield.components.map(\.purl?.description) == [
                "pkg:hackage/fuzzyset@0.2.4",
                "pkg:hackage/example@1.0?vcs_url=git%2Bhttps://example.org/example.git%40ff00",
            ])
        #expect(yield.components.first?.properties["snapshot"] == "https://example.org/lts/20/26.yaml")
        #expect(yield.gaps.count == 1)
    }

    @Test(arguments: ["", "a: [", "[]"])
    func refusesWhatIsNoLockFile(text: String) {
        #expect(throws: (any Error).self) { try yielded(StackLockCataloguer(), "stack.yaml.lock", text) }
    }
}

@Suite struct CabalFreezeCataloguerTests {
    @Test func readsConstraints() throws {
        let yield = try yielded(
            CabalFreezeCataloguer(), "cabal.project.freeze",
            """
            active-repositories: hackage.haskell.org:merge
            constraints: any.Cabal ==3.4.1.0,
                         any.text-short ==0.1.5,
                         text-short -asserts,
                         -- a comment
                         setup.HTTP == 4000.3.16,
                         any.odd ==1.0 || ==1.1
            index-state: hackage.haskell.org 2023-01-01T00:00:00Z
            """)
        #expect(
            yield.components.map(\.purl?.description) == [
                "pkg:hackage/Cabal@3.4.1.0", "pkg:hackage/text-short@0.1.5", "pkg:hackage/HTTP@4000.3.16",
            ])
        #expect(yield.gaps.count == 1)
    }

    @Test(arguments: ["", "index-state: x", "any.a ==1"])
    func refusesWhatIsNoFreezeFile(text: String) {
        #expect(throws: (any Error).self) { try yielded(CabalFreezeCataloguer(), "cabal.project.freeze", text) }
    }
}
