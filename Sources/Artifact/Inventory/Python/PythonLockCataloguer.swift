import Content
import StructuredText

/// Lock files in TOML: `poetry.lock`, `pdm.lock`, `uv.lock` and `pylock.toml` (PEP 751).
package struct PythonLockCataloguer: Cataloguer {
    package static let name = "python-lock"

    package init() {}

    package let wants: [Want] = [
        .name("poetry.lock"), .name("pdm.lock"), .name("uv.lock"), .name("pylock.toml"), .glob("**/pylock.*.toml"),
    ]

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try TOML.document(file.bytes)
        var graph = LockGraph()
        for (key, format) in [("package", file.name), ("packages", file.name)] {
            for package in root[key]?.elements ?? [] {
                guard let name = package["name"]?.string else {
                    yield.gap(file.path, "a package without a name in \(format)")
                    continue
                }
                add(package, name, root, file, &graph, &yield)
            }
        }
        graph.finish(into: &yield)
    }

    private func add(
        _ package: StructuredValue, _ name: String, _ root: StructuredValue, _ file: WantedFile,
        _ graph: inout LockGraph, _ yield: inout Yield
    ) {
        let version = package["version"]?.scalar ?? ""
        var qualifiers: [String: String] = [:]
        var properties: [String: String] = [:]
        if let url = Self.repository(package) { qualifiers["vcs_url"] = url }
        if Self.isLocal(package) { properties["origin"] = "local" }
        var component = PythonName.component(name, version: version, presence: .declared, qualifiers: qualifiers)
        component.realm = file.path
        component.summary = package["description"]?.string
        component.digests = Self.digests(of: package, in: root, name: name)
        if package["optional"]?.bool == true { properties["optional"] = "true" }
        let groups =
            (package["groups"]?.elements ?? []).compactMap(\.string) + [package["category"]?.string].compactMap { $0 }
        if !groups.isEmpty, !groups.contains("main"), !groups.contains("default") {
            properties["groups"] = groups.sorted().joined(separator: ",")
        }
        component.properties = properties
        component.evidence = [
            Evidence(
                path: file.path, technique: .manifestAnalysis, detail: version.isEmpty ? name : "\(name) \(version)")
        ]
        let handle = yield.component(component)
        let normalized = PythonName.normalized(name)
        graph.add(handle, as: normalized)
        graph.add(handle, as: "\(normalized)@\(version)")
        for need in Self.needs(of: package) { graph.need(need.keys, of: handle, relation: need.relation) }
    }

    /// Dependencies in their four spellings: a table by name (poetry), strings (pdm), tables with a name (uv, PEP 751).
    private static func needs(of package: StructuredValue) -> [(keys: [String], relation: Yield.Relation)] {
        func keys(_ element: StructuredValue) -> [String]? {
            if let text = element.string { return PythonRequirement(text).map { [PythonName.normalized($0.name)] } }
            guard let name = element["name"]?.string.map(PythonName.normalized) else { return nil }
            // Several versions of one package carry the version in the edge.
            return element["version"]?.scalar.map { ["\(name)@\($0)"] } ?? [name]
        }
        var needs: [(keys: [String], relation: Yield.Relation)] = []
        let dependencies = package["dependencies"]
        for member in dependencies?.members ?? [] {
            needs.append(([PythonName.normalized(member.key)], .dependsOn))
        }
        let lists =
            [dependencies?.elements ?? []] + (package["optional-dependencies"]?.members ?? []).map(\.value.elements)
        for element in lists.joined() { if let keys = keys(element) { needs.append((keys, .dependsOn)) } }
        for group in package["dev-dependencies"]?.members ?? [] {
            for element in group.value.elements {
                if let keys = keys(element) { needs.append((keys, .developmentDependency)) }
            }
        }
        return needs
    }

    private static func repository(_ package: StructuredValue) -> String? {
        if let source = package["source"], source["type"]?.string == "git", let url = source["url"]?.string {
            return "git+\(url)" + (source["resolved_reference"]?.string.map { "@\($0)" } ?? "")
        }
        if let git = package["source"]?["git"]?.string {
            // `URL?rev=…#COMMIT`
            let parts = git.split(separator: "#", maxSplits: 1)
            let url = parts.first.map { $0.split(separator: "?", maxSplits: 1).first ?? $0 } ?? ""
            return parts.count == 2 ? "git+\(url)@\(parts[1])" : "git+\(url)"
        }
        if let git = package["git"]?.string {
            return "git+\(git)" + (package["revision"]?.string.map { "@\($0)" } ?? "")
        }
        if let vcs = package["vcs"], let type = vcs["type"]?.string, let url = vcs["url"]?.string {
            return "\(type)+\(url)" + (vcs["commit-id"]?.string.map { "@\($0)" } ?? "")
        }
        return nil
    }

    private static func isLocal(_ package: StructuredValue) -> Bool {
        let source = package["source"]
        if let type = source?["type"]?.string { return type == "directory" || type == "file" }
        let keys = ["editable", "virtual", "directory", "path"]
        return keys.contains { source?[$0] != nil } || package["directory"] != nil || package["path"] != nil
    }

    /// Hashes of all the files that may be installed, sorted.
    private static func digests(of package: StructuredValue, in root: StructuredValue, name: String) -> [Digest] {
        var files = package["files"]?.elements ?? []
        files += package["wheels"]?.elements ?? []
        if let archive = package["sdist"] { files.append(archive) }
        if let archive = package["archive"] { files.append(archive) }
        // Poetry before 1.3 kept them at the end.
        if files.isEmpty { files = root["metadata"]?["files"]?[name]?.elements ?? [] }
        var digests: Set<Digest> = []
        for file in files {
            if let digest = file["hash"]?.string.flatMap({ Digest($0) }) { digests.insert(digest) }
            for member in file["hashes"]?.members ?? [] {
                guard let algorithm = Digest.Algorithm(rawValue: member.key), let hex = member.value.string,
                    let digest = Digest(algorithm: algorithm, hex: hex)
                else { continue }
                digests.insert(digest)
            }
        }
        return digests.sorted()
    }
}
