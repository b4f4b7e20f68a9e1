/// Elixir packages that a `mix.lock` names.
struct MixLockCataloguer: Cataloguer {
    static let name = "elixir-mix-lock"

    var wants: [Want] { [.name("mix.lock", limit: 16 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "mix.lock: expected a map"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        var reader = BeamTermReader(file.bytes, .elixir)
        guard case .map(let members) = try reader.next() else { throw Malformed() }
        var graph = LockGraph()
        for (key, value) in members {
            let parts = value.elements
            // `{:hex, name, version, inner checksum, managers, dependencies, repository, outer checksum}`, the last
            // ones since Hex 0.17 and 0.20; `{:git, url, revision, options}`.
            let first = parts.first?.text
            if first == "hex", parts.count >= 3, let name = parts[1].text, let version = parts[2].text {
                let handle = yield.component(
                    HexPackage.locked(
                        name, version: version, repository: parts.count > 6 ? parts[6].text : nil,
                        checksum: parts.count > 7 ? parts[7].text : nil, in: file.path))
                graph.add(handle, as: key)
                for need in parts.count > 5 ? parts[5].elements : [] {
                    if let name = need.elements.first?.text { graph.need([name], of: handle) }
                }
            } else if first == "git", parts.count >= 3, let url = parts[1].text, let revision = parts[2].text {
                graph.add(
                    yield.component(HexPackage.fetched(key, url: url, revision: revision, in: file.path)), as: key)
            } else {
                yield.gap(file.path, "an entry that is neither of Hex nor of git: \(key.prefix(80))")
            }
        }
        graph.finish(into: &yield)
    }
}
