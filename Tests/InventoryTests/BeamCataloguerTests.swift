import Testing

@testable import Inventory

@Suite struct BeamTermReaderTests {
    private func first(_ text: String, _ dialect: BeamTermReader.Dialect) throws -> BeamTerm? {
        try Array(text.utf8).withUnsafeBytes {
            var reader = BeamTermReader($0, dialect)
            return try reader.next()
        }
    }

    @Test func readsErlang() throws {
        let term = try first("%% c\n{a, 'B c', \"x\" \"y\", <<\"z\"/utf8>>, [1|-2], #{k => v}}.", .erlang)
        #expect(
            term
                == .tuple([
                    .atom("a"), .atom("B c"), .string("xy"), .string("z"), .list([.number("1"), .number("-2")]),
                    .map([("k", .atom("v"))]),
                ]))
    }

    @Test func readsElixir() throws {
        let term = try first("# c\n%{\"a\": {:hex, :\"b c\", [opt: true, n: nil,]}, \"d\" => 1}", .elixir)
        #expect(
            term
                == .map([
                    (
                        "a",
                        .tuple([
                            .atom("hex"), .atom("b c"),
                            .list([.tuple([.atom("opt"), .atom("true")]), .tuple([.atom("n"), .atom("nil")])]),
                        ])
                    ), ("d", .number("1")),
                ]))
    }

    @Test(arguments: [
        "{", "[a", "\"x", "<<\"a\"", "{a b}", ")", "#{a}", "#{[] => 1}", String(repeating: "[", count: 9999),
    ])
    func refusesWhatIsMalformed(text: String) {
        #expect(throws: BeamTermReader.Malformed.self) { try first(text, .erlang) }
    }
}

@Suite struct MixLockCataloguerTests {
    static let lock = """
        %{
          "cowboy": {:hex, :cowboy, "2.9.0", "865dd8b6", [:make, :rebar3], [{:cowlib, "2.11.0", [hex: :cowlib, repo: "hexpm", optional: false]}], "hexpm", "2c729f934b4e1aa149aff882f57c6372c15399a20d54f65c8d67bef583021bde"},
          "cowlib": {:hex, :cowlib, "2.11.0", "0b9ff9c3", [:make], [], "hexpm:acme", "00"},
          "forked": {:git, "https://example.org/forked.git", "abc", [branch: "main"]},
          "odd": {:path, "x"},
        }
        """

    @Test func readsPackagesAndEdges() throws {
        let yield = try yielded(MixLockCataloguer(), "mix.lock", Self.lock)
        #expect(
            yield.components.map(\.purl?.description) == [
                "pkg:hex/cowboy@2.9.0", "pkg:hex/acme/cowlib@2.11.0",
                "pkg:hex/forked@abc?vcs_url=git%2Bhttps://example.org/forked.git%40abc",
            ])
        #expect(yield.components.map(\.digests.count) == [1, 0, 0])
        #expect(edgeNames(yield) == ["cowboy@2.9.0 -> cowlib@2.11.0"])
        #expect(yield.gaps.count == 1)
    }

    @Test(arguments: ["", "[]", "%{\"a\": {", "%{\"a\"}"])
    func refusesWhatIsNoLockFile(text: String) {
        #expect(throws: (any Error).self) { try yielded(MixLockCataloguer(), "mix.lock", text) }
    }
}

@Suite struct RebarLockCataloguerTests {
    @Test func readsBothForms() throws {
        let new = try yielded(
            RebarLockCataloguer(), "rebar.lock",
            """
            {"1.2.0",
            [{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.9.0">>},0},
             {<<"lib">>,{git,"https://example.org/lib.git",{ref,"ff00"}},1},
             {<<"bad">>,odd,0}]}.
            [
            {pkg_hash,[{<<"cowboy">>, <<"00">>}]},
            {pkg_hash_ext,[{<<"cowboy">>, <<"2C729F934B4E1AA149AFF882F57C6372C15399A20D54F65C8D67BEF583021BDE">>}]}
            ].
            """)
        #expect(new.components.map(\.purl?.coordinates.description) == ["pkg:hex/cowboy@2.9.0", "pkg:hex/lib@ff00"])
        #expect(new.components[0].digests.count == 1)
        #expect(new.components.map { $0.properties["direct"] } == ["true", nil])
        #expect(new.gaps.count == 1)
        let old = try yielded(RebarLockCataloguer(), "rebar.lock", "[{<<\"a\">>,{pkg,<<\"a\">>,<<\"1.0\">>},0}].")
        #expect(old.components.map(\.version) == ["1.0"])
    }

    @Test(arguments: ["", "a.", "{\"1.2.0\",[", "{1,2}."])
    func refusesWhatIsNoLockFile(text: String) {
        #expect(throws: (any Error).self) { try yielded(RebarLockCataloguer(), "rebar.lock", text) }
    }
}

@Suite struct GleamManifestCataloguerTests {
    @Test func readsPackagesAndEdges() throws {
        let yield = try yielded(
            GleamManifestCataloguer(), "manifest.toml",
            """
            packages = [
              { name = "gleam_json", version = "1.0.0", build_tools = ["gleam"], requirements = ["gleam_stdlib"], otp_app = "gleam_json", source = "hex", outer_checksum = "8B197DD5D578EA6AC2C0D4BDC634C71A5BCA8E7DB5F47091C263ECB411A60DF3" },
              { name = "gleam_stdlib", version = "0.34.0", build_tools = ["gleam"], requirements = [], source = "local", path = "../s" },
            ]
            [requirements]
            gleam_json = { version = "~> 1.0" }
            """)
        #expect(yield.components.map(\.purl?.description) == ["pkg:hex/gleam_json@1.0.0", nil])
        #expect(yield.components[0].digests.count == 1)
        #expect(edgeNames(yield) == ["gleam_json@1.0.0 -> gleam_stdlib@0.34.0"])
    }

    @Test(arguments: ["", "a = 1", "packages = [", "\u{0}"])
    func leavesOtherManifestsAlone(text: String) throws {
        #expect(try yielded(GleamManifestCataloguer(), "manifest.toml", text).isEmpty)
    }
}

@Suite struct BeamApplicationCataloguerTests {
    @Test func readsAnApplicationOfARelease() throws {
        let yield = try yielded(
            BeamApplicationCataloguer(), "app/lib/p1_utils-1.0.25/ebin/p1_utils.app",
            """
            %% generated
            {application,p1_utils,
             [{description,"Erlang utility modules"},
              {vsn,"1.0.25"},
              {modules,[p1_fsm,'Elixir.A']},
              {applications,[kernel,p1_acme]},
              {optional_applications,[p1_acme]},
              {env,[]},{mod,{p1_utils,[]}},
              {licenses,["Apache 2.0"]},
              {links,[{"Github","https://github.com/processone/p1_utils"}]}]}.
            """)
        let application = try #require(yield.components.first)
        #expect(application.purl?.description == "pkg:hex/p1_utils@1.0.25")
        #expect(application.licences == [Licence("Apache-2.0")])
        #expect(application.homepage == "https://github.com/processone/p1_utils")
        #expect(application.directories == ["app/lib/p1_utils-1.0.25"])
        #expect(
            application.requirements == [
                Requirement(["app/lib/kernel", "kernel"]),
                Requirement(["app/lib/p1_acme", "p1_acme"], relation: .optional),
            ])
    }

    @Test func whatComesWithErlangIsOTP() throws {
        let yield = try yielded(
            BeamApplicationCataloguer(), "usr/lib/erlang/lib/kernel-8.5.3/ebin/kernel.app",
            "{application, kernel, [{vsn, \"8.5.3\"}]}.")
        #expect(yield.components.map(\.purl?.description) == ["pkg:otp/kernel@8.5.3"])
    }

    @Test(arguments: ["", "{application, a}.", "{application, a, [", "application"])
    func refusesWhatIsNoApplication(text: String) {
        #expect(throws: (any Error).self) { try yielded(BeamApplicationCataloguer(), "x/ebin/a.app", text) }
    }
}
