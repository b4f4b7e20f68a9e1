import Testing

@testable import Inventory

@Suite struct GoModuleCataloguerTests {
    private func conclude(_ files: [String: String]) throws -> Yield {
        let cataloguer = GoModuleCataloguer()
        let view = PathsView(files, cataloguer: cataloguer)
        #expect(view.failures.isEmpty)
        var yield = Yield()
        cataloguer.conclude(view, into: &yield)
        return yield
    }

    private static let mod = """
        module example.org/a // the module

        go 1.22
        toolchain go1.22.3

        require example.org/b v0.1.0
        require (
        \t"example.org/c" v1.0.0 // indirect
        \texample.org/d v1.0.0
        \texample.org/e v1.0.0
        \texample.org/x v0.9.0
        )

        replace example.org/d => ../d
        replace (
        \texample.org/e v1.0.0 => example.org/fork/v2 v2.0.0
        \texample.org/e => example.org/other v9.0.0
        )
        exclude example.org/x v0.9.0
        retract v0.0.1
        """

    @Test func readsRequirementsReplacementsAndSums() throws {
        let yield = try conclude([
            "src/go.mod": Self.mod,
            "src/go.sum":
                "example.org/b v0.1.0 h1:bb=\nexample.org/b v0.1.0/go.mod h1:mm=\nexample.org/fork/v2 v2.0.0 h1:ff=\nodd\n",
        ])
        #expect(
            yield.components.map(\.purl?.description) == [
                "pkg:golang/example.org/a", "pkg:golang/example.org/b@v0.1.0", "pkg:golang/example.org/c@v1.0.0", nil,
                "pkg:golang/example.org/fork/v2@v2.0.0",
            ])
        #expect(yield.components.map { $0.properties["h1"] } == [nil, "h1:bb=", nil, nil, "h1:ff="])
        #expect(yield.components.map { $0.properties["indirect"] } == [nil, nil, "true", nil, nil])
        #expect(edgeNames(yield).filter { $0.hasSuffix("c@v1.0.0") } == [])
        #expect(yield.edges.count == 3)
        #expect(yield.components[0].properties["toolchain"] == "go1.22.3")
    }

    @Test func aWorkspaceReplacesFirst() throws {
        let yield = try conclude([
            "w/go.work": "go 1.22\nuse (\n\t./a\n)\nreplace example.org/b => example.org/w v3.0.0\n",
            "w/a/go.mod":
                "module example.org/a\nrequire example.org/b v1.0.0\nreplace example.org/b => example.org/m v2.0.0\n",
            "w/z/go.mod": "module example.org/z\nrequire example.org/b v1.0.0\n",
        ])
        #expect(
            yield.components.map { "\($0.name)@\($0.version)" } == [
                "example.org/a@", "example.org/w@v3.0.0", "example.org/z@", "example.org/b@v1.0.0",
            ])
    }

    @Test func readsWhatWasVendored() throws {
        let yield = try yielded(
            GoModuleCataloguer(), "src/vendor/modules.txt",
            """
            # example.org/b v0.1.0
            ## explicit; go 1.20
            example.org/b
            example.org/b/x
            # example.org/c v1.0.0 => example.org/fork v1.1.0
            example.org/c
            # example.org/unused v1.0.0
            ## explicit
            # example.org/c => example.org/fork v1.1.0
            """)
        #expect(
            yield.components.map(\.purl?.description) == [
                "pkg:golang/example.org/b@v0.1.0", "pkg:golang/example.org/fork@v1.1.0",
            ])
        #expect(
            yield.components.map(\.directories) == [["src/vendor/example.org/b"], ["src/vendor/example.org/c"]])
        #expect(yield.components.map { $0.properties["indirect"] } == [nil, "true"])
    }

    @Test func theModuleCacheSaysNothing() throws {
        let yield = try yielded(GoModuleCataloguer(), "root/go/pkg/mod/example.org/a@v1.0.0/go.mod", Self.mod)
        #expect(yield.isEmpty)
    }

    @Test(arguments: ["require", "require a", "replace a", "replace a => ", "module", "replace => b v1"])
    func refusesMalformedDirectives(text: String) {
        #expect(throws: GoModFile.Failure.malformed(line: 2)) {
            try yielded(GoModuleCataloguer(), "go.mod", "\n\(text)\n")
        }
    }

    @Test(arguments: [
        ("github.com/a/b/cmd/c", "github.com/a/b"), ("github.com/a/b/v2/cmd/c", "github.com/a/b/v2"),
        ("example.org/a/cmd/c", "example.org/a"), ("example.org/a", "example.org/a"), ("", ""),
    ])
    func findsTheModuleOfAPackage(package: String, module: String) {
        #expect(GoModule.path(ofPackage: package) == module)
    }
}
