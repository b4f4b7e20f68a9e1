import Testing

@testable import Inventory

/// Lock files that the tools wrote for one project (`rich`, `httpcore[socks]` and, for development, `pytest`), against
/// what the tools say of them: `poetry show`, `uv export` and `uv tree`, `pdm list`, `pipenv requirements`.
@Suite struct PythonLockFixtureTests {
    static let packages = [
        "certifi@2026.10.19.post1", "colorama@0.4.6", "h11@0.16.0", "httpcore@1.0.9", "iniconfig@2.3.1",
        "markdown-it-py@4.3.0", "mdurl@0.1.2", "packaging@26.4", "pluggy@1.7.0", "pygments@2.21.0", "pytest@9.2.0",
        "rich@15.0.0", "socksio@1.0.0",
    ]

    static let edges = [
        "httpcore -> certifi", "httpcore -> h11", "httpcore -> socksio", "markdown-it-py -> mdurl",
        "pytest -> colorama", "pytest -> iniconfig", "pytest -> packaging", "pytest -> pluggy", "pytest -> pygments",
        "rich -> markdown-it-py", "rich -> pygments",
    ]

    private static func read(
        _ name: String, _ cataloguer: any Cataloguer
    ) throws -> (packages: [String], edges: [String]) {
        let bytes = try fixture("Python/\(name)")
        let yield = try yielded(cataloguer, name, String(decoding: bytes, as: UTF8.self))
        #expect(yield.gaps.isEmpty)
        func label(_ handle: Yield.Handle) -> String { PythonName.normalized(yield.components[handle.index].name) }
        // A package that is asked for with extras may have an entry for itself and one for these.
        let packages = Set(yield.components.map { "\(PythonName.normalized($0.name))@\($0.version)" })
        let edges = yield.edges.map { edge in
            edge.relation == .developmentDependency
                ? "\(label(edge.to)) -> \(label(edge.from))" : "\(label(edge.from)) -> \(label(edge.to))"
        }
        return (packages.sorted(), Set(edges.filter { !$0.hasPrefix("httpcore -> httpcore") }).sorted())
    }

    @Test(arguments: ["poetry.lock", "pdm.lock"]) func saysWhatTheToolSays(name: String) throws {
        let found = try Self.read(name, PythonLockCataloguer())
        #expect(found.packages == Self.packages)
        #expect(found.edges == Self.edges)
    }

    @Test func uvNamesTheProjectToo() throws {
        let found = try Self.read("uv.lock", PythonLockCataloguer())
        #expect(found.packages == (Self.packages + ["example@0.1.0"]).sorted())
        #expect(
            found.edges
                == (Self.edges + ["example -> httpcore", "example -> pytest", "example -> rich"]).sorted())
    }

    @Test func pipenvHasNoEdgesAndOnlyWhatThisPlatformNeeds() throws {
        let found = try Self.read("Pipfile.lock", PipfileLockCataloguer())
        #expect(found.packages == Self.packages.filter { !$0.hasPrefix("colorama") })
        #expect(found.edges.isEmpty)
    }
}
