import Content
import Testing

@testable import Inventory

@Suite struct NodeCataloguerTests {
    @Test func resolvesDependenciesAlongNodesSearchPath() {
        let cataloguer = InstalledNodePackageCataloguer()
        let view = PathsView(
            [
                "app/package.json": #"{"name":"app","version":"1","dependencies":{"b":"*"}}"#,
                "app/node_modules/@s/a/package.json":
                    #"{"name":"@s/a","version":"1","dependencies":{"b":"1"},"licenses":[{"type":"MIT"}]}"#,
                "app/node_modules/@s/a/node_modules/b/package.json": #"{"name":"b","version":"1"}"#,
                "app/node_modules/@s/a/dist/package.json": #"{"name":"x","version":"0"}"#,
                "app/node_modules/b/package.json":
                    #"{"name":"b","version":"2","optionalDependencies":{"c":"*","gone":"*"}}"#,
                "app/node_modules/.pnpm/c@3/node_modules/c/package.json": #"{"name":"c","version":"3"}"#,
                "app/test/fixtures/q/package.json": #"{"name":"q","version":"1"}"#,
            ], links: ["app/node_modules/c": "app/node_modules/.pnpm/c@3/node_modules/c"], cataloguer: cataloguer)
        var yield = Yield()
        cataloguer.conclude(view, into: &yield)
        let byPlace = Dictionary(uniqueKeysWithValues: yield.components.map { ($0.provides[0], $0) })
        #expect(yield.components.count == 5)
        #expect(byPlace["app"]?.requirements == [Requirement("app/node_modules/b")])
        #expect(byPlace["app/node_modules/@s/a"]?.requirements == [Requirement("app/node_modules/@s/a/node_modules/b")])
        #expect(byPlace["app/node_modules/@s/a"]?.purl?.description == "pkg:npm/%40s/a@1")
        #expect(byPlace["app/node_modules/@s/a"]?.licences == [Licence("MIT")])
        #expect(
            byPlace["app/node_modules/b"]?.requirements
                == [Requirement("app/node_modules/.pnpm/c@3/node_modules/c", relation: .optional)])
    }

    private static let sha512 = "sha512-" + String(repeating: "A", count: 86) + "=="

    @Test(arguments: [
        (
            "package-lock.json",
            #"{"lockfileVersion":1,"dependencies":{"a":{"version":"1","integrity":"\#(sha512)","requires":{"b":"1"},"dependencies":{"b":{"version":"1"}}},"b":{"version":"2"}}}"#
        ),
        (
            "package-lock.json",
            #"{"lockfileVersion":3,"packages":{"":{},"node_modules/a":{"version":"1","integrity":"\#(sha512)","dependencies":{"b":"1"}},"node_modules/a/node_modules/b":{"version":"1"},"node_modules/b":{"version":"2"}}}"#
        ),
        (
            "yarn.lock",
            "# yarn lockfile v1\n\na@^1, \"a@1\":\n  version \"1\"\n  resolved \"https://r/a/-/a.tgz#x\"\n  integrity \(sha512)\n  dependencies:\n    b \"^1\"\n\nb@^1:\n  version \"1\"\n\nb@2:\n  version \"2\"\n"
        ),
        (
            "pnpm-lock.yaml",
            "lockfileVersion: 5.4\npackages:\n  /a/1_x@2:\n    resolution: {integrity: \(sha512)}\n    dependencies:\n      b: 1\n  /b/1:\n    dev: true\n  /b/2:\n    dev: false\n"
        ),
        (
            "pnpm-lock.yaml",
            "lockfileVersion: '6.0'\npackages:\n  /a@1(x@2):\n    resolution: {integrity: \(sha512)}\n    dependencies:\n      b: 1\n  /b@1:\n    dev: true\n  /b@2:\n    dev: false\n"
        ),
        (
            "pnpm-lock.yaml",
            "---\nlockfileVersion: '9.0'\n---\nlockfileVersion: '9.0'\npackages:\n  a@1:\n    resolution: {integrity: \(sha512)}\n  b@1: {}\n  b@2: {}\nsnapshots:\n  a@1(x@2):\n    dependencies:\n      b: 1\n"
        ),
        (
            "bun.lock",
            #"{"packages":{/* c */"a":["a@1","",{"dependencies":{"b":"1",},},"\#(sha512)"],"a/b":["b@1","",{},"x"], // t"#
                + "\n" + #""b":["b@2","",{},"sha",],},}"#
        ),
        (
            "deno.lock",
            #"{"version":"4","npm":{"a@1":{"integrity":"\#(sha512)","dependencies":["b@1"]},"b@1":{},"b@2":{}}}"#
        ),
    ])
    func readsLockFilesWithTheirEdges(name: String, text: String) throws {
        let all: [any Cataloguer] = [
            PackageLockCataloguer(), YarnLockCataloguer(), PnpmLockCataloguer(), BunLockCataloguer(),
            DenoLockCataloguer(),
        ]
        let cataloguer = try #require(all.first { $0.wants.contains { $0.pattern == .name(name) } })
        let yield = try yielded(cataloguer, name, text)
        #expect(
            yield.components.compactMap { $0.purl?.description }.sorted() == [
                "pkg:npm/a@1", "pkg:npm/b@1", "pkg:npm/b@2",
            ])
        #expect(edgeNames(yield) == ["a@1 -> b@1"])
        #expect(yield.components.first { $0.name == "a" }?.digests.first?.algorithm == .sha512)
        #expect(yield.gaps.isEmpty)
    }

    @Test func readsBerryWithAliasesWorkspacesAndPatches() throws {
        let yield = try yielded(
            YarnLockCataloguer(), "yarn.lock",
            "__metadata:\n  version: 8\n\n\"app@workspace:.\":\n  version: 0.0.0-use.local\n  resolution: \"app@workspace:.\"\n"
                + "  dependencies:\n    b: \"npm:^1\"\n\n\"b@npm:1, b@npm:^1\":\n  version: 1.2\n  resolution: \"b@npm:1.2\"\n"
        )
        #expect(yield.components.map { $0.purl?.description } == [nil, "pkg:npm/b@1.2"])
        #expect(edgeNames(yield) == ["app@0.0.0-use.local -> b@1.2"])
    }

    @Test func keepsAliasesRepositoriesAndLocalPackagesApart() throws {
        let yield = try yielded(
            PackageLockCataloguer(), "package-lock.json",
            #"{"packages":{"node_modules/x":{"name":"y","version":"1"},"node_modules/g":{"version":"1","resolved":"git+ssh://h/g.git#abc"},"node_modules/l":{"resolved":"lib","link":true},"lib":{"name":"l","version":"0"}}}"#
        )
        #expect(yield.components.map(\.name) == ["y", "g", "l"])
        #expect(yield.components.first?.properties["alias"] == "x")
        #expect(yield.components[1].purl?.qualifier("vcs_url") == "git+ssh://h/g.git#abc")
    }

    @Test func neverTrapsOnTruncatedOrNestedTexts() {
        let deep = String(repeating: #"{"dependencies":{"a":"#, count: 10_000)
        #expect(throws: (any Error).self) { try yielded(PackageLockCataloguer(), "package-lock.json", deep) }
        let text = #"{"packages":{"a":["a@1",{"d":"\"/*,"},/* x */ // y"#
        for length in 0..<text.utf8.count {
            _ = try? yielded(BunLockCataloguer(), "bun.lock", String(text.prefix(length)))
        }
        let entry = "\"@s/a@npm:@t/b@1\":\n  version \"1\"\n  dependencies:\n    c"
        for length in 0..<entry.count {
            _ = try? yielded(YarnLockCataloguer(), "yarn.lock", String(entry.prefix(length)))
        }
    }

    @Test func reportsWhatIsNoYarnLock() throws {
        let garbage = try yielded(YarnLockCataloguer(), "yarn.lock", "<<<<<<< HEAD\n<html>\n")
        #expect(garbage.gaps.count == 1)
        let conflict = try yielded(
            YarnLockCataloguer(), "yarn.lock", "# yarn lockfile v1\n\n=======\na@1:\n  version \"1\"\n")
        #expect(conflict.gaps.map(\.reason) == ["not the syntax of yarn.lock: 1 lines, first 3"])
        #expect(conflict.components.map(\.name) == ["a"])
        #expect(try yielded(YarnLockCataloguer(), "yarn.lock", "# yarn lockfile v1\n\n").isEmpty)
    }

    @Test func keepsDevelopmentNeedsApart() throws {
        let yield = try yielded(
            PackageLockCataloguer(), "package-lock.json",
            #"{"packages":{"":{"name":"p","version":"1","dependencies":{"a":"1"},"devDependencies":{"b":"1"}},"node_modules/a":{"version":"1"},"node_modules/b":{"version":"1"}}}"#
        )
        #expect(edgeNames(yield) == ["b@1 -> p@1", "p@1 -> a@1"])
        #expect(Set(yield.edges.map(\.relation)) == [.dependsOn, .developmentDependency])
    }
}
