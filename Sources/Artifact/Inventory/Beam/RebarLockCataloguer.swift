/// Erlang packages that a `rebar.lock` names. The file has no edges.
struct RebarLockCataloguer: Cataloguer {
    static let name = "erlang-rebar-lock"

    var wants: [Want] { [.name("rebar.lock", limit: 16 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "rebar.lock: expected a list of dependencies"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        var reader = BeamTermReader(file.bytes, .erlang)
        guard let first = try reader.next() else { throw Malformed() }
        // `{"1.2.0", [dependency]}.` and checksums; before version 1 the list alone.
        let list = first.isTuple && first.elements.count == 2 ? first.elements[1] : first
        guard case .list(let dependencies) = list else { throw Malformed() }
        let checksums = try reader.next()?["pkg_hash_ext"]
        for dependency in dependencies {
            let parts = dependency.elements
            guard parts.count >= 2, let name = parts[0].text else {
                yield.gap(file.path, "a dependency without name")
                continue
            }
            let source = parts[1].elements
            var component: Component
            if source.count >= 3, source[0].text == "pkg", let package = source[1].text, let version = source[2].text {
                component = HexPackage.locked(
                    package, version: version, checksum: checksums?[name]?.text, in: file.path)
            } else if source.count >= 2, let kind = source[0].text, kind.hasPrefix("git"), let url = source[1].text {
                let revision = source.count > 2 ? source[2].elements.last?.text ?? source[2].text ?? "" : ""
                component = HexPackage.fetched(name, url: url, revision: revision, in: file.path)
            } else {
                yield.gap(file.path, "a dependency of unknown origin: \(name.prefix(80))")
                continue
            }
            if parts.count > 2, parts[2] == .number("0") { component.properties["direct"] = "true" }
            yield.component(component)
        }
    }
}
