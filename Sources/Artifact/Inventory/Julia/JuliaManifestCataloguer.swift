import StructuredText

/// Packages of Julia that a `Manifest.toml` names (Pkg manual, "Project.toml and Manifest.toml"), formats 1 and 2.
struct JuliaManifestCataloguer: Cataloguer {
    static let name = "julia-manifest"

    var wants: [Want] {
        [
            .name("Manifest.toml", limit: 16 << 20), .name("JuliaManifest.toml", limit: 16 << 20),
            // Since 1.11 there may be one for each version of Julia.
            .prefix("Manifest-v", limit: 16 << 20), .prefix("JuliaManifest-v", limit: 16 << 20),
        ]
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard file.name.hasSuffix(".toml") else { return }
        let document = try TOML.document(file.bytes)
        // Before format 2 the packages stood at the top.
        let packages =
            document["manifest_format"] == nil
            ? document.members.filter { !$0.value.elements.isEmpty } : document["deps"]?.members ?? []
        var graph = LockGraph()
        for package in packages {
            for entry in package.value.elements {
                // Another tool's manifest of that name.
                guard let uuid = entry["uuid"]?.string else { continue }
                let version = entry["version"]?.string ?? ""
                var component = Component(
                    name: package.key, version: version, ecosystem: "julia", presence: .declared)
                var qualifiers = ["uuid": uuid]
                if let repository = entry["repo-url"]?.string {
                    qualifiers["vcs_url"] = "git+\(repository)" + (entry["repo-rev"]?.string.map { "@\($0)" } ?? "")
                }
                component.purl = PackageURL(type: "julia", name: package.key, version: version, qualifiers: qualifiers)
                component.properties["tree"] = entry["git-tree-sha1"]?.string
                component.properties["path"] = entry["path"]?.string
                if entry["git-tree-sha1"] == nil, entry["path"] == nil {
                    // It comes with Julia; before 1.8 without a version of its own.
                    component.properties["standardLibrary"] = "true"
                    component.properties["julia"] = document["julia_version"]?.string
                }
                component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
                component.realm = file.path
                let handle = yield.component(component)
                graph.add(handle, as: package.key)
                graph.add(handle, as: uuid)
                // A list of names, or where a name is not unique a table of identifiers.
                for need in entry["deps"]?.elements.compactMap(\.string) ?? [] { graph.need([need], of: handle) }
                for need in entry["deps"]?.members ?? [] {
                    if let uuid = need.value.string { graph.need([uuid], of: handle) }
                }
            }
        }
        graph.finish(into: &yield)
    }
}
