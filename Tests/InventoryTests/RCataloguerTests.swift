import Testing

@testable import Inventory

@Suite struct RDescriptionCataloguerTests {
    static let rlang = """
        Package: rlang
        Version: 1.0.6
        Title: Functions for Base Types
          and Core R
        License: MIT + file LICENSE
        Depends: R (>= 3.4.0)
        Imports: utils, vctrs (>= 0.2.3),
                glue
        LinkingTo: cpp11
        Suggests: cli
        URL: https://rlang.r-lib.org, https://github.com/r-lib/rlang
        Maintainer: Lionel Henry <lionel@example.org>
        RemoteType: github
        RemoteUsername: r-lib
        RemoteRepo: rlang
        RemoteSha: abc
        Built: R 4.2.1; x86_64-pc-linux-gnu; 2022-09-30; unix
        """

    @Test func readsAnInstalledPackage() throws {
        let yield = try yielded(RDescriptionCataloguer(), "usr/lib/R/site-library/rlang/DESCRIPTION", Self.rlang)
        let rlang = try #require(yield.components.first)
        #expect(rlang.purl?.coordinates.description == "pkg:cran/rlang@1.0.6")
        #expect(rlang.purl?.qualifier("vcs_url") == "git+https://github.com/r-lib/rlang@abc")
        #expect(rlang.presence == .installed)
        #expect(rlang.licences == [Licence("MIT")])
        #expect(rlang.homepage == "https://rlang.r-lib.org")
        #expect(rlang.summary == "Functions for Base Types and Core R")
        #expect(rlang.directories == ["usr/lib/R/site-library/rlang"])
        #expect(
            rlang.requirements == [
                Requirement("utils"), Requirement("vctrs"), Requirement("glue"), Requirement("cpp11", relation: .build),
            ])
    }

    @Test func aSourcePackageIsOnlyDeclared() throws {
        let yield = try yielded(
            RDescriptionCataloguer(), "src/a/DESCRIPTION", "Package: a\nVersion: 1\nPackaged: 2020-01-01\n")
        #expect(yield.components.map(\.presence) == [.declared])
    }

    @Test(arguments: ["", "A product description.", "Package: a\nVersion: 1\n", "\u{0}\u{0}", "Package:\nBuilt: x"])
    func leavesOtherFilesAlone(text: String) throws {
        #expect(try yielded(RDescriptionCataloguer(), "x/DESCRIPTION", text).isEmpty)
    }

    @Test(arguments: [
        ("GPL (>= 2)", "GPL-2.0-or-later"), ("GPL-2 | GPL-3", "GPL-2.0-only OR GPL-3.0-only"),
        ("MIT + file LICENSE", "MIT"), ("Apache License (== 2.0)", "Apache-2.0"),
        ("LGPL (>= 2.1)", "LGPL-2.1-or-later"),
        ("BSD_3_clause + file LICENSE | GPL-3", "BSD-3-Clause OR GPL-3.0-only"), ("Part of R 4.2.2", "Part of R 4.2.2"),
        ("GPL (> 2", "GPL (> 2"), ("|", "|"), ("file LICENSE", "file LICENSE"),
    ])
    func translatesLicences(field: String, expected: String) {
        #expect(RLicence.licence(field).text == expected)
    }
}

@Suite struct RenvLockCataloguerTests {
    @Test func readsBothVersionsAndTheirEdges() throws {
        let yield = try yielded(
            RenvLockCataloguer(), "renv.lock",
            #"""
            {"R":{"Version":"4.3.0"},"Packages":{
             "markdown":{"Package":"markdown","Version":"1.0","Source":"Repository","Repository":"CRAN","Requirements":["R","mime"]},
             "mime":{"Package":"mime","Version":"0.12.1","Source":"GitHub","RemoteUsername":"yihui","RemoteRepo":"mime","RemoteSha":"f0"},
             "new":{"Package":"new","Version":"2.0","License":"GPL-3","Imports":["mime (>= 0.3)","utils"]},
             "bad":{"Package":"bad"}}}
            """#)
        #expect(yield.components.map(\.version) == ["1.0", "0.12.1", "2.0"])
        #expect(yield.components[1].purl?.qualifier("vcs_url") == "git+https://github.com/yihui/mime@f0")
        #expect(yield.components[2].licences == [Licence("GPL-3.0-only")])
        #expect(edgeNames(yield) == ["markdown@1.0 -> mime@0.12.1", "new@2.0 -> mime@0.12.1"])
        #expect(yield.gaps.count == 1)
    }

    @Test(arguments: ["", "{", "[]", #"{"Packages":[]}"#])
    func refusesWhatIsNoLockFile(text: String) {
        #expect(throws: (any Error).self) { try yielded(RenvLockCataloguer(), "renv.lock", text) }
    }
}
