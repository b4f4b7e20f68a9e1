import Testing

@testable import Inventory

@Suite struct OpamFileReaderTests {
    private func fields(_ text: String) throws -> [String: [OpamValue]] {
        try Array(text.utf8).withUnsafeBytes { bytes throws(OpamFileReader.Malformed) in
            try OpamFileReader.fields(bytes)
        }
    }

    @Test func readsFieldsAndSections() throws {
        let fields = try fields(
            """
            # c
            opam-version: "2.0" (* c *)
            available: arch != "x" & os = "linux"
            depends: [ "a" {>= "1.0" & build} ("b" | "c") ]
            description: \"\"\"
            A "long" \\"text\\".\"\"\"
            url {
              src: "https://example.org"
              checksum: ["md5=00" "sha256=11"]
            }
            extra-source "x" { src: "y" }
            """)
        #expect(fields["opam-version"]?.map(\.string) == ["2.0"])
        #expect(fields["available"]?.count == 7)
        #expect(fields["depends"]?.first?.elements.map(\.string) == ["a", nil])
        #expect(fields["depends"]?.first?.elements.first?.options.flatMap(\.words) == [">=", "&", "build"])
        #expect(fields["description"]?.first?.string == "\nA \"long\" \"text\".")
        #expect(fields["url.checksum"]?.first?.elements.map(\.string) == ["md5=00", "sha256=11"])
        #expect(fields["extra-source.x.src"]?.first?.string == "y")
    }

    @Test(arguments: [
        "a", "a: [", "a: \"x", "a: \"\"\"x\"", "a {", "a: (\"x\"", ": 1", "a: ]", "(*",
        "a: " + String(repeating: "[", count: 9999), String(repeating: "a {", count: 9999),
    ])
    func refusesWhatIsMalformed(text: String) {
        #expect(throws: OpamFileReader.Malformed.self) { try fields(text) }
    }
}

@Suite struct OpamCataloguerTests {
    @Test func readsASwitch() throws {
        let home = "home/u/.opam/dev/.opam-switch"
        let cataloguer = OpamCataloguer()
        let view = PathsView(
            [
                "\(home)/switch-state":
                    "opam-version: \"2.0\"\nroots: [\"bar.0.1~beta\"]\ninstalled: [\"bar.0.1~beta\" \"foo.1.2\" \"bare.1\"]\n",
                "\(home)/packages/foo.1.2/opam": "opam-version: \"2.0\"\nlicense: \"MIT\"\n",
                "\(home)/packages/gone.1/opam": "opam-version: \"2.0\"\n",
                "\(home)/packages/bar.0.1~beta/opam": """
                opam-version: "2.0"
                synopsis: "Bar"
                maintainer: "a@example.org"
                authors: ["A" "B"]
                license: [
                  "LGPL-2.1-or-later WITH OCaml-LGPL-linking-exception" "BSD-3-Clause"
                ]
                depends: [
                  "foo" {>= "1.0" & build}
                  ("foo" | "baz")
                  "qux" {with-test}
                ]
                depopts: ["zed"]
                """,
                "\(home)/install/bar.changes": "opam-version: \"2.0\"\nadded: \"bin/bar\" {\"F:S35664T1.88\"}\n",
                "\(home)/install/foo.changes":
                    "opam-version: \"2.0\"\nadded: [\n  \"lib/foo\" {\"D\"}\n  \"lib/foo/META\" {\"F:00\"}\n  \"../../../../x\" {\"F:0\"}\n]\n",
            ], cataloguer: cataloguer)
        #expect(view.failures.isEmpty)
        var yield = Yield()
        cataloguer.conclude(view, into: &yield)
        #expect(
            yield.components.map(\.purl?.description) == [
                "pkg:opam/bar@0.1~beta", "pkg:opam/bare@1", "pkg:opam/foo@1.2",
            ])
        let bar = yield.components[0]
        #expect(
            bar.licences == [
                Licence("LGPL-2.1-or-later WITH OCaml-LGPL-linking-exception"), Licence("BSD-3-Clause"),
            ])
        #expect(bar.supplier == "A, B")
        #expect(
            bar.requirements == [
                Requirement("foo", relation: .build), Requirement(["foo", "baz"]),
                Requirement("qux", relation: .development), Requirement("zed", relation: .optional),
            ])
        #expect(bar.files.map(\.path) == ["\(home)/install/bar.changes", "home/u/.opam/dev/bin/bar"])
        #expect(
            yield.components[2].files.map(\.path) == [
                "\(home)/install/foo.changes", "home/u/.opam/dev/lib/foo/META",
            ])
    }

    @Test func readsPins() throws {
        let yield = try yielded(
            OpamCataloguer(), "app.opam.locked",
            "opam-version: \"2.0\"\ndepends: [ \"a\" {= \"1.2\"} \"b\" {= \"2\" & with-test} \"c\" ]\n")
        #expect(yield.components.map(\.purl?.description) == ["pkg:opam/a@1.2", "pkg:opam/b@2"])
        #expect(yield.components.map { $0.properties["development"] } == [nil, "true"])
        #expect(yield.gaps.count == 1)
    }

    @Test(arguments: ["", "a: 1", "opam-version: \"2.0\"\nroots: []"])
    func refusesWhatIsNoState(text: String) {
        #expect(throws: (any Error).self) { try yielded(OpamCataloguer(), "d/.opam-switch/switch-state", text) }
    }
}
