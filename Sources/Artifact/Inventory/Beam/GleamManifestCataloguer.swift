import StructuredText

/// Gleam packages that a `manifest.toml` names.
struct GleamManifestCataloguer: Cataloguer {
    static let name = "gleam-manifest"

    var wants: [Want] { [.name("manifest.toml", limit: 16 << 20)] }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        // Other tools have manifests of that name; each package of Gleam's says how it is built.
        guard Self.isGleam(file.bytes) else { return }
        let document = try TOML.document(file.bytes)
        var graph = LockGraph()
        let direct = Set((document["requirements"]?.members ?? []).map(\.key))
        for package in document["packages"]?.elements ?? [] {
            guard let name = package["name"]?.string, let version = package["version"]?.string else {
                yield.gap(file.path, "a package without name or version")
                continue
            }
            var component: Component
            switch package["source"]?.string {
            case "git":
                component = HexPackage.fetched(
                    name, url: package["repo"]?.string ?? "", revision: package["commit"]?.string ?? "", in: file.path)
                component.version = version
            case "local":
                component = HexPackage.locked(name, version: version, in: file.path)
                component.purl = nil
                component.properties["path"] = package["path"]?.string
            default:
                component = HexPackage.locked(
                    name, version: version, checksum: package["outer_checksum"]?.string, in: file.path)
            }
            if direct.contains(name) { component.properties["direct"] = "true" }
            let handle = yield.component(component)
            graph.add(handle, as: name)
            for need in package["requirements"]?.elements.compactMap(\.string) ?? [] { graph.need([need], of: handle) }
        }
        graph.finish(into: &yield)
    }

    private static func isGleam(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let mark = Array("build_tools".utf8)
        guard bytes.count >= mark.count else { return false }
        for start in 0...(bytes.count - mark.count) where bytes[start] == mark[0] {
            if bytes[start..<start + mark.count].elementsEqual(mark) { return true }
        }
        return false
    }
}
