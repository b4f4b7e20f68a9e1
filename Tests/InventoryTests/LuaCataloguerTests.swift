import Testing

@testable import Inventory

@Suite struct LuaDataReaderTests {
    private func read(_ text: String) throws -> LuaDataReader {
        try Array(text.utf8).withUnsafeBytes {
            var reader = LuaDataReader($0)
            try reader.read()
            return reader
        }
    }

    @Test func readsConstants() throws {
        let reader = try read(
            """
            #!/usr/bin/lua
            -- c
            --[==[ long ]] comment ]==]
            local a, b = "1", '-\\050\\z
                x'; v = a .. b .. 3
            t = { "x", [2.5] = nil, ["k l"] = true; n = { -1 }, [=[
            long ]] text]=], (a), }
            """)
        #expect(reader.globals["v"] == .string("1-2x3"))
        #expect(
            reader.globals["t"]
                == .table([
                    ("1", .string("x")), ("2.5", .null), ("k l", .boolean(true)), ("n", .table([("1", .number("-1"))])),
                    ("2", .string("long ]] text")), ("3", .string("1")),
                ]))
        #expect(try read("return {a=1} ;\n").returned == .table([("a", .number("1"))]))
    }

    @Test(arguments: [
        "a", "a =", "a == 1", "a = {", "a = f()", "a = {} b = {a}", "a = \"x", "a = [[x", "a = \"\\999\"",
        "if x then end",
        "return 1 a = 2", "a = {[1] 2}", "a = 1 .. {}", "--[[", "a = 1 2", "a = " + String(repeating: "{", count: 9999),
        "a = " + String(repeating: "(", count: 9999),
    ])
    func refusesWhatIsNoData(text: String) {
        #expect(throws: LuaDataReader.Malformed.self) { try read(text) }
    }

    @Test func doublingATextEnds() {
        let text = "a = \"0123456789\"\n" + String(repeating: "a = a .. a\n", count: 64)
        #expect(throws: LuaDataReader.Malformed.self) { try read(text) }
    }
}

@Suite struct RocksTreeCataloguerTests {
    static let rockspec = """
        rockspec_format = "3.0"
        package = "Hello"
        local _MODREV, _SPECREV = "1.2", "-1"
        version = _MODREV .. _SPECREV
        source = { url = "git+https://example.org/hello.git" }
        description = { summary = "Says hello", license = "MIT/X11", homepage = "https://example.org" }
        dependencies = { "lua >= 5.1, < 5.5", "luasocket>=3.0rc1-2", "user/name ~> 1" }
        test_dependencies = { "busted" }
        """

    private func conclude(_ files: [String: String]) -> (yield: Yield, failures: [String]) {
        let cataloguer = RocksTreeCataloguer()
        let view = PathsView(files, cataloguer: cataloguer)
        var yield = Yield()
        cataloguer.conclude(view, into: &yield)
        return (yield, view.failures)
    }

    @Test func readsATree() throws {
        let tree = "usr/local/lib/luarocks/rocks-5.1"
        let (yield, failures) = conclude([
            "\(tree)/manifest":
                "repository = { hello = { [\"1.2-1\"] = { { arch = \"installed\" } } }, gone = { [\"2-1\"] = {} } }",
            "\(tree)/hello/1.2-1/hello-1.2-1.rockspec": Self.rockspec,
            "\(tree)/hello/1.2-1/rock_namespace": "acme\n",
            "\(tree)/hello/1.2-1/rock_manifest": """
            rock_manifest = {
               bin = { ["hello-cli"] = "7abf18107428feae4203b87457f5205c" },
               ["hello-1.2-1.rockspec"] = "87a06444d41a97f7200a2a6299417d9d",
               lib = { hello = { ["core.so"] = "931eaf05191e3c3d9ed9e6f9743e57c7" } },
               lua = { ["hello.lua"] = "f0849714d8b0e64ca9586a3a5612e718", ["../../../../../x"] = "" }
            }
            """,
        ])
        #expect(failures.isEmpty)
        #expect(
            yield.components.map(\.purl?.description) == [
                "pkg:luarocks/gone@2-1", "pkg:luarocks/acme/hello@1.2-1",
            ])
        let hello = try #require(yield.components.last)
        #expect(hello.licences == [Licence("MIT")])
        #expect(hello.directories == ["\(tree)/hello/1.2-1"])
        #expect(
            hello.requirements == [
                Requirement("luasocket"), Requirement("name"), Requirement("busted", relation: .development),
            ])
        #expect(
            hello.files.map(\.path) == [
                "\(tree)/hello/1.2-1/bin/hello-cli", "usr/local/bin/hello-cli",
                "\(tree)/hello/1.2-1/hello-1.2-1.rockspec", "usr/local/lib/lua/5.1/hello/core.so",
                "usr/local/share/lua/5.1/hello.lua",
            ])
        #expect(hello.files.map { $0.digest != nil } == [true, false, true, true, true])
    }

    @Test func aRockspecOfASourceTreeIsDeclared() throws {
        let yield = try yielded(RocksTreeCataloguer(), "src/hello-1.2-1.rockspec", Self.rockspec)
        #expect(yield.components.map(\.purl?.description) == ["pkg:luarocks/hello@1.2-1"])
        #expect(yield.components.map(\.presence) == [.declared])
    }

    @Test func aRockspecThatComputesIsReadAsFarAsItIsData() throws {
        let yield = try yielded(
            RocksTreeCataloguer(), "a-1-1.rockspec", "package = 'a'\nversion = '1-1'\nsource = f()\n")
        #expect(yield.components.map(\.version) == ["1-1"])
        #expect(yield.gaps.count == 1)
    }

    @Test(arguments: [
        ("a.rockspec", ""), ("a.rockspec", "package = f()"), ("lib/luarocks/rocks-5.1/manifest", "a = 1"),
        ("lib/luarocks/rocks-5.1/a/1-1/rock_manifest", "return {}"),
    ])
    func refusesWhatIsMalformed(path: String, text: String) {
        #expect(throws: (any Error).self) { try yielded(RocksTreeCataloguer(), path, text) }
    }
}

@Suite struct LuaRocksLockCataloguerTests {
    @Test func readsPins() throws {
        let yield = try yielded(
            LuaRocksLockCataloguer(), "luarocks.lock",
            """
            return {
               dependencies = { ["lua-cjson"] = "2.1.0-1", lua = "5.1-1", ["acme/Odd"] = "1-1", bad = {} },
               test_dependencies = { busted = "2.0-1" }
            }
            """)
        #expect(
            yield.components.map(\.purl?.description) == [
                "pkg:luarocks/lua-cjson@2.1.0-1", "pkg:luarocks/acme/odd@1-1", "pkg:luarocks/busted@2.0-1",
            ])
        #expect(yield.components.map { $0.properties["development"] } == [nil, nil, "true"])
        #expect(yield.gaps.count == 1)
    }

    @Test(arguments: ["", "return 1", "dependencies = {}", "return {"])
    func refusesWhatIsNoLockFile(text: String) {
        #expect(throws: (any Error).self) { try yielded(LuaRocksLockCataloguer(), "luarocks.lock", text) }
    }
}
