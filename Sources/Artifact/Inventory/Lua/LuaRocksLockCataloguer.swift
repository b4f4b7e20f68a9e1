/// Rocks that a `luarocks.lock` pins. The file has no edges.
struct LuaRocksLockCataloguer: Cataloguer {
    static let name = "luarocks-lock"

    var wants: [Want] { [.name("luarocks.lock", limit: 4 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "luarocks.lock: expected a table with `dependencies`"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        var reader = LuaDataReader(file.bytes)
        try reader.read()
        let lists = ["dependencies", "build_dependencies", "test_dependencies"]
        guard let root = reader.returned, lists.contains(where: { root[$0] != nil }) else { throw Malformed() }
        for list in lists {
            for member in root[list]?.members ?? [] where member.key != "lua" {
                guard let version = member.value.string else {
                    yield.gap(file.path, "a rock without version: \(member.key.prefix(80))")
                    continue
                }
                let parts = member.key.split(separator: "/").map(String.init)
                guard let name = parts.last else { continue }
                var component = LuaRock.component(
                    name, version: version, namespace: parts.count > 1 ? parts[0] : nil, presence: .declared)
                if list == "test_dependencies" { component.properties["development"] = "true" }
                component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
                component.realm = file.path
                yield.component(component)
            }
        }
    }
}
