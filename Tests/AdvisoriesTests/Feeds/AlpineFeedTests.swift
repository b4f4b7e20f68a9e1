import Testing

@testable import Advisories

@Suite struct AlpineFeedTests {
    @Test func readsTheYAMLOfARelease() throws {
        let yield = try FeedReader.read(
            AlpineFeed(),
            """
            ---
            distroversion: v3.20
            reponame: main
            archs:
              - x86_64
            urlprefix: https://dl-cdn.alpinelinux.org/alpine
            apkurl: "{{urlprefix}}/{{distroversion}}/{{reponame}}/{{arch}}/{{pkg.name}}-{{pkg.ver}}.apk"
            packages:
              - pkg:
                  name: xen
                  secfixes:
                    4.9.0-r1:
                      - CVE-2017-10920 XSA-224
                      - CVE-2017-10921 XSA-224
                      - XSA-235
                    "4.10":
                      - CVE_2019-2201 (+ regression fix)
                      - CVE-2017-10921
                    0:
                      - CVE-2020-1 GHSA-2222-3333-4444
                      - CVE-2019-2201
              - pkg:
                  name: ghostscript
                  secfixes:
                    1.0-r0:
                      - CVE-2017-10920
            """, path: "v3.20/main.yaml")
        #expect(yield.skipped == [])
        #expect(
            yield.advisories.map(\.id) == [
                "CVE-2017-10920", "CVE-2017-10921", "CVE-2019-2201", "CVE-2020-1", "XSA-235",
            ])
        let first = yield.advisories[0]
        // One announcement about two flaws makes them no aliases.
        #expect(first.aliases == [])
        #expect(first.related == ["XSA-224"])
        #expect(first.affected.map(\.name) == ["xen", "ghostscript"])
        #expect(first.affected.allSatisfy { $0.ecosystem == Ecosystem(.alpine, "v3.20") && $0.naming == .source })
        #expect(yield.advisories[1].affected.map(\.ranges) == [[.before("4.9.0-r1"), .before("4.10")]])
        #expect(yield.advisories[1].affected.map(\.fix.versions) == [["4.9.0-r1", "4.10"]])
        #expect(yield.advisories[2].affected.map(\.verdict) == [.affected])
        #expect(yield.advisories[3].affected.map(\.verdict) == [.unaffected])
        #expect(yield.advisories[3].affected.map(\.ranges) == [[]])
        #expect(yield.advisories[3].aliases == ["GHSA-2222-3333-4444"])
    }

    @Test(arguments: [
        ("https://packages.wolfi.dev", Ecosystem(.wolfi)),
        ("https://packages.cgr.dev/chainguard", Ecosystem(.chainguard)),
    ])
    func readsTheDatabasesOfRollingDistributions(address: String, ecosystem: Ecosystem) throws {
        let advisory = try FeedReader.advisory(
            AlpineFeed(),
            #"""
            {"apkurl":"{{urlprefix}}/{{arch}}/{{pkg.name}}-{{pkg.ver}}.apk","archs":["x86_64"],"reponame":"os",
             "urlprefix":"\#(address)","packages":[{"pkg":{"name":"binutils",
               "secfixes":{"2.39-r1":["CVE-2022-38533"]}}}]}
            """#, path: "security.json")
        #expect(advisory.affected.map(\.ecosystem) == [ecosystem])
        #expect(advisory.affected.map(\.fix) == [Fix(.fixed, ["2.39-r1"])])
    }

    @Test func takesRejectionsForPackagesWithoutTheFlaw() throws {
        let yield = try FeedReader.read(
            AlpineFeed(), "# why\nbusybox:\n  - CVE-2022-28391\n  - CVE-2023-39810\ncurl:\n- CVE-2022-28391\n",
            path: "security-rejections/main.yaml")
        #expect(yield.advisories.map(\.id) == ["CVE-2022-28391", "CVE-2023-39810"])
        #expect(yield.advisories[0].affected.map(\.name) == ["busybox", "curl"])
        #expect(
            yield.advisories[0].affected.allSatisfy {
                $0.verdict == .unaffected && $0.ecosystem == Ecosystem(.alpine) && $0.ranges.isEmpty
            })
    }

    @Test(arguments: [
        ("CVE-2019-1", ["CVE-2019-1"], []), ("CVE_2019-2201", ["CVE-2019-2201"], []),
        ("CVE 2018-16859", ["CVE-2018-16859"], []), ("CVE-2017-17434-2", ["CVE-2017-17434"], []),
        ("CVE-2017-12122 TALOS-2017-0488", ["CVE-2017-12122"], ["TALOS-2017-0488"]),
        ("CVE-2019-1, CVE-2019-2", ["CVE-2019-1", "CVE-2019-2"], []), ("XSA-207", ["XSA-207"], []),
        ("CVE-????-?????  XSA-295", ["XSA-295"], []), ("CVE-2019-1 (+ regression fix)", ["CVE-2019-1"], []),
        ("GHSA-qq97-vm5h-rrhg", ["GHSA-qq97-vm5h-rrhg"], []), ("", [], []), ("CVE-", [], []),
        ("CVE-20-1", ["CVE-20-1"], []),
    ])
    func takesIdentifiersOutOfAnEntry(entry: String, flaws: [String], others: [String]) {
        let names = SecurityDatabaseReader.names(entry)
        #expect(names.flaws == flaws)
        #expect(names.others == others)
    }

    @Test func readsAReleaseWithoutFixesAndTellsWhatIsMalformed() throws {
        let empty = try FeedReader.read(
            AlpineFeed(), #"{"distroversion":"v3.3","reponame":"community","archs":[],"packages":null}"#)
        #expect(empty.advisories == [] && empty.skipped == [])
        let odd = try FeedReader.read(
            AlpineFeed(),
            #"{"distroversion":"v3.3","reponame":"main","packages":[{},{"pkg":{"name":"a","secfixes":[]}},"#
                + #"{"pkg":{"name":"b","secfixes":{"1":["?"],"2":[{}],"3":null}}},{"pkg":{"name":"c","secfixes":null}}]}"#
        )
        #expect(odd.skipped.map(\.id) == ["file.json", "a", "b", "b"])
        #expect(throws: FeedError.self) {
            try FeedReader.read(AlpineFeed(), #"{"reponame":"main","packages":[]}"#)
        }
    }
}
