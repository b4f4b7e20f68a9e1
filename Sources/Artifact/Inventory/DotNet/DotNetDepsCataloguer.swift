import Content
import JSONText

/// Reads `*.deps.json`, by which the .NET host resolves the assemblies of an application
/// (dotnet/runtime, "Runtime Configuration Files").
struct DotNetDepsCataloguer: Cataloguer {
    static let name = "dotnet-deps"

    var wants: [Want] { [.suffix(".deps.json")] }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(Array(file.bytes)).root
        guard let target = Self.target(of: root) else { throw DotNetError("deps.json has no target") }
        var handles: [String: Yield.Handle] = [:]
        var needs: [(Yield.Handle, [String])] = []
        for (key, entry) in target.members {
            guard let slash = key.firstIndex(of: "/") else {
                yield.gap(file.path, "library without a version: \(key.prefix(80))")
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
            if let digest = library?["sha512"]?.string.flatMap(Self.digest) { component.digests = [digest] }
            component.files = Self.files(of: entry, directory: file.directory).map { ClaimedFile($0) }
            if component.files.isEmpty, library?["type"] != nil, type != "project" {
                component.properties["assemblies"] = "none"
            }
            let handle = yield.component(component)
            handles[name.lowercased()] = handle
            needs.append((handle, entry["dependencies"].memberList.map(\.key)))
        }
        for (handle, names) in needs {
            for name in names.sorted() {
                guard let other = handles[name.lowercased()] ?? handles["runtimepack.\(name.lowercased())"] else {
                    continue
                }
                yield.relate(handle, .dependsOn, other)
            }
        }
        yield.fact(DotNetManifest(directory: file.directory, names: Self.assemblies(of: target)))
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
        guard text.hasPrefix("sha512-"), let bytes = Base64Text.decode(text.dropFirst(7)) else { return nil }
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

    private static func assemblies(of target: JSONValue) -> Set<String> {
        var names: Set<String> = []
        for (_, entry) in target.members {
            for group in groups {
                for (path, _) in entry[group].memberList {
                    if let name = path.split(separator: "/").last { names.insert(name.lowercased()) }
                }
            }
        }
        return names
    }
}

/// The file names a `deps.json` accounts for, in lower case, in and below its folder.
struct DotNetManifest: Sendable {
    var directory: String
    var names: Set<String>
}
