import Content

/// Rocks in trees of LuaRocks, `…/lib/luarocks/rocks-5.4/NAME/VERSION/`, and rockspecs in source trees.
struct RocksTreeCataloguer: Cataloguer {
    static let name = "luarocks"

    var wants: [Want] {
        [
            .suffix(".rockspec", limit: 4 << 20), .glob("**/luarocks/rocks*/*/*/rock_manifest", limit: 32 << 20),
            .glob("**/luarocks/rocks*/*/*/rock_namespace", limit: 4096),
            .glob("**/luarocks/rocks*/manifest", limit: 64 << 20),
        ]
    }

    /// The rocks that the manifest of a tree names, as `NAME/VERSION`.
    struct Manifest: Sendable { var rocks: [String] }

    /// The files of a rock below `share/lua`, `lib/lua`, `bin` and its own directory, with their MD5.
    struct RockManifest: Sendable { var files: [(path: String, digest: Digest?)] }

    struct Namespace: Sendable { var name: String }

    private struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        if file.name == "rock_namespace" {
            yield.fact(Namespace(name: String(file.text.prefix { !$0.isWhitespace })))
            return
        }
        var reader = LuaDataReader(file.bytes)
        do {
            try reader.read()
        } catch {
            // A rockspec may compute what comes after its name and version.
            guard let rockspec = Rockspec(reader.globals) else { throw error }
            yield.gap(file.path, String(describing: error))
            add(rockspec, file, into: &yield)
            return
        }
        switch file.name {
        case "manifest":
            guard let repository = reader.globals["repository"] else {
                throw Malformed(description: "manifest of a rocks tree: expected `repository`")
            }
            let rocks = repository.members.flatMap { name in name.value.members.map { "\(name.key)/\($0.key)" } }
            yield.fact(Manifest(rocks: rocks))
        case "rock_manifest":
            guard let manifest = reader.globals["rock_manifest"] else {
                throw Malformed(description: "rock_manifest: expected a table of that name")
            }
            var files: [(path: String, digest: Digest?)] = []
            Self.list(manifest, below: "", into: &files)
            yield.fact(RockManifest(files: files))
        default:
            guard let rockspec = Rockspec(reader.globals) else {
                throw Malformed(description: "rockspec: expected `package` and `version`")
            }
            add(rockspec, file, into: &yield)
        }
    }

    private func add(_ rockspec: Rockspec, _ file: WantedFile, into yield: inout Yield) {
        if Self.place(file.directory) != nil {
            yield.fact(rockspec)
            return
        }
        var component = LuaRock.component(rockspec.name, version: rockspec.version, presence: .declared)
        rockspec.describe(&component)
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, confidence: 0.9)]
        component.realm = file.directory
        yield.component(component)
    }

    private static func list(_ table: LuaValue, below path: String, into files: inout [(path: String, digest: Digest?)])
    {
        for member in table.members {
            let path = path.isEmpty ? member.key : path + "/" + member.key
            if let hex = member.value.string {
                files.append((path, Digest(algorithm: .md5, hex: hex)))
            } else {
                list(member.value, below: path, into: &files)
            }
        }
    }

    /// What the directory of a rock tells.
    private struct Place {
        /// `usr/local/lib/luarocks/rocks-5.1`
        var tree: String
        /// `usr/local`
        var root: String
        /// `5.1`
        var lua: String
        var name: String
        var version: String
    }

    private static func place(_ directory: String) -> Place? {
        let segments = directory.split(separator: "/").map(String.init)
        guard segments.count >= 4 else { return nil }
        let rocks = segments[segments.count - 3]
        guard rocks == "rocks" || rocks.hasPrefix("rocks-"), segments[segments.count - 4] == "luarocks" else {
            return nil
        }
        // `lib/luarocks` is below the root of a tree.
        let root = segments.dropLast(4)
        return Place(
            tree: segments.dropLast(2).joined(separator: "/"),
            root: (root.last == "lib" ? root.dropLast() : root).joined(separator: "/"),
            lua: rocks == "rocks" ? "5.1" : String(rocks.dropFirst(6)), name: segments[segments.count - 2],
            version: segments[segments.count - 1])
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        var rocks: [String: Component] = [:]
        func add(_ directory: String, _ path: String, _ change: (inout Component, Place) -> Void) {
            guard let place = Self.place(directory) else { return }
            var component =
                rocks[directory] ?? LuaRock.component(place.name, version: place.version, presence: .installed)
            component.realm = place.tree
            component.directories = [directory]
            component.evidence.append(Evidence(path: path, technique: .manifestAnalysis))
            change(&component, place)
            rocks[directory] = component
        }
        for (path, manifest) in view.facts(Manifest.self) {
            for rock in manifest.rocks {
                guard let directory = RootPath.join(RootPath.parent(path), rock) else { continue }
                add(directory, path) { _, _ in }
            }
        }
        for (path, rockspec) in view.facts(Rockspec.self) {
            add(RootPath.parent(path), path) { component, _ in rockspec.describe(&component) }
        }
        for (path, namespace) in view.facts(Namespace.self) {
            add(RootPath.parent(path), path) { component, place in
                component.purl = PackageURL(
                    type: "luarocks", namespace: namespace.name, name: place.name, version: place.version.lowercased())
            }
        }
        for (path, manifest) in view.facts(RockManifest.self) {
            add(RootPath.parent(path), path) { component, place in
                component.files = manifest.files.flatMap { Self.claims($0.path, $0.digest, place) }
            }
        }
        for directory in rocks.keys.sorted() {
            if let component = rocks[directory] { yield.component(component) }
        }
    }

    private static func claims(_ path: String, _ digest: Digest?, _ place: Place) -> [ClaimedFile] {
        func at(_ base: String, _ tail: some StringProtocol) -> String? {
            RootPath.join(place.root, "\(base)/\(tail)")
        }
        // No rock has files outside of the tree's directories for rocks.
        guard !path.split(separator: "/").contains("..") else { return [] }
        let own = RootPath.join(place.tree, "\(place.name)/\(place.version)/\(path)").map {
            ClaimedFile($0, digest: digest)
        }
        let deployed: ClaimedFile?
        if path.hasPrefix("lua/") {
            return at("share/lua/\(place.lua)", path.dropFirst(4)).map { [ClaimedFile($0, digest: digest)] } ?? []
        } else if path.hasPrefix("lib/") {
            return at("lib/lua/\(place.lua)", path.dropFirst(4)).map { [ClaimedFile($0, digest: digest)] } ?? []
        } else if path.hasPrefix("bin/") {
            // What lies in `bin` of the tree is a script written at installation, which starts the rock's own.
            deployed = at("bin", path.dropFirst(4)).map { ClaimedFile($0) }
        } else {
            deployed = nil
        }
        return [own, deployed].compactMap(\.self)
    }
}
