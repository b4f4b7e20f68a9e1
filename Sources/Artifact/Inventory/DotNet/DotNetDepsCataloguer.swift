import Content
import JSONText

/// Reads `*.deps.json`, by which the .NET host resolves the assemblies of an application
/// (dotnet/runtime, "Runtime Configuration Files").
///
/// The file also lists packages that only took part in the build, or whose assemblies were never copied: a package
/// is installed when one of its files is there, and only declared otherwise.
struct DotNetDepsCataloguer: Cataloguer {
    static let name = "dotnet-deps"

    var wants: [Want] { [.suffix(".deps.json")] }

    /// The libraries of one file with what each needs, by index.
    struct Graph: Sendable {
        var components: [Component] = []
        var needs: [[Int]] = []
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        yield.fact(try Self.graph(file, gap: { yield.gap(file.path, $0) }))
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        for (_, graph) in view.facts(Graph.self) {
            let components = Self.settled(graph) { view.exists($0) }
            let handles = components.map { yield.component($0) }
            for (from, needs) in graph.needs.enumerated() {
                for to in needs { yield.relate(handles[from], .dependsOn, handles[to]) }
            }
        }
    }

    /// The components with the files that are there, and what their presence is then worth.
    static func settled(_ graph: Graph, exists: (String) -> Bool) -> [Component] {
        var components = graph.components
        for index in components.indices {
            let listed = components[index].files
            components[index].files = listed.filter { exists($0.path) }
            let isThere = components[index].properties["type"] == "project" || !components[index].files.isEmpty
            components[index].presence = isThere ? .installed : .declared
        }
        return components
    }

    static func graph(_ file: WantedFile, gap: (String) -> Void) throws -> Graph {
        let root = try JSONDocument(Array(file.text.utf8)).root
        guard let target = target(of: root) else { throw DotNetError("deps.json has no target") }
        var graph = Graph()
        var indices: [String: Int] = [:]
        var names: [[String]] = []
        for (key, entry) in target.members {
            guard let slash = key.firstIndex(of: "/") else {
                gap("library without a version: \(key.prefix(80))")
                continue
            }
            let name = String(key[..<slash])
            let version = String(key[key.index(after: slash)...])
            guard !name.isEmpty else { continue }
            let library = root["libraries"]?[key]
            let type = library?["type"]?.string ?? "package"
            var component = Component(
                name: name, version: version, ecosystem: "nuget",
                purl: type == "project" ? nil : PackageURL(type: "nuget", name: name, version: version),
                kind: type == "project" ? .application : .library)
            if type == "runtimepack", name.hasPrefix("runtimepack.") {
                let pack = String(name.dropFirst("runtimepack.".count))
                component.name = pack
                component.purl = PackageURL(type: "nuget", name: pack, version: version)
            }
            component.properties["type"] = type
            component.realm = file.path
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, detail: key)]
            if let digest = library?["sha512"]?.string.flatMap(digest) { component.digests = [digest] }
            component.files = files(of: entry, directory: file.directory).map { ClaimedFile($0) }
            indices[name.lowercased()] = graph.components.count
            graph.components.append(component)
            names.append(entry["dependencies"].memberList.map(\.key).sorted())
        }
        graph.needs = names.map { needs in
            needs.compactMap { indices[$0.lowercased()] ?? indices["runtimepack.\($0.lowercased())"] }
        }
        return graph
    }

    /// The target that the file is for, or else the last.
    private static func target(of root: JSONValue) -> JSONValue? {
        let targets = root["targets"]
        if let name = root["runtimeTarget"]?["name"]?.string ?? root["runtimeTarget"]?.string,
            let target = targets?[name]
        {
            return target
        }
        var last: JSONValue?
        for (_, target) in targets.memberList { last = target }
        return last
    }

    /// `sha512-` and base 64.
    static func digest(_ text: String) -> Digest? {
        guard text.hasPrefix("sha512-"), let bytes = Base64.decode(text.utf8.dropFirst(7)) else { return nil }
        return Digest(algorithm: .sha512, bytes: bytes)
    }

    private static let groups = ["runtime", "native", "resources", "runtimeTargets"]

    /// Assets keep their path inside the package in the file, and lie beside it, or in their culture's or their
    /// runtime's folder.
    private static func files(of entry: JSONValue, directory: String) -> [String] {
        var paths: Set<String> = []
        let base = directory.isEmpty ? "" : "\(directory)/"
        for group in groups {
            for (path, asset) in entry[group].memberList {
                let segments = path.split(separator: "/")
                guard let name = segments.last, name != "_._", !segments.contains("..") else { continue }
                if group == "runtimeTargets" {
                    paths.insert(base + path)
                } else if let locale = asset["locale"]?.string {
                    paths.insert("\(base)\(locale)/\(name)")
                } else {
                    paths.insert("\(base)\(name)")
                }
            }
        }
        return paths.sorted()
    }
}
