import JSONText

/// Packages installed in `node_modules` trees (and where Debian keeps them), and applications beside them.
package struct InstalledNodePackageCataloguer: Cataloguer {
    package static let name = "node-package"

    package init() {}

    package let wants: [Want] = [.name("package.json", limit: 16 << 20)]

    struct Found: Sendable {
        var component: Component
        var needs: [(name: String, relation: Requirement.Relation)]
    }

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        let place = Self.place(of: file.directory)
        guard place != .inside else { return }
        let root = try JSONDocument(file.bytes).root
        guard let name = root["name"]?.string, !name.isEmpty else { return }
        let version = root["version"]?.string ?? ""
        // A package that is not in a tree of packages is one only if it says which.
        guard place == .package || !version.isEmpty else { return }
        let presence: Component.Presence = place == .package || file.isImage ? .installed : .declared
        var component = NodePackage.component(name, version: version, presence: presence)
        component.licences = NodePackage.licences(root)
        component.supplier = NodePackage.person(root["author"])
        component.homepage = root["homepage"]?.string
        component.summary = root["description"]?.string
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
        if place == .package {
            component.directories = [file.directory]
        } else {
            component.kind = .application
        }
        if root["private"]?.bool == true { component.properties["private"] = "true" }
        // Where npm 6 and older put it, they noted where it came from.
        if let resolved = root["_resolved"]?.string { component.properties["resolved"] = resolved }
        var needs: [(name: String, relation: Requirement.Relation)] = []
        for (key, relation) in [
            ("dependencies", Requirement.Relation.runtime), ("optionalDependencies", .optional),
            ("peerDependencies", .runtime),
        ] {
            for (name, _) in root[key].map({ Array($0.members) }) ?? [] { needs.append((name, relation)) }
        }
        yield.fact(Found(component: component, needs: needs))
    }

    /// Follows Node's search: `node_modules` of the package's directory, then of each directory above.
    package func conclude(_ view: any ImageView, into yield: inout Yield) {
        var handles: [String: Yield.Handle] = [:]
        let facts = view.facts(Found.self)
        let places = Set(facts.map { RootPath.parent($0.path) })
        for (path, found) in facts {
            let directory = RootPath.parent(path)
            var component = found.component
            // Named by place, so that the search below and the engine's look-up agree.
            component.realm = "node_modules"
            component.provides = [directory]
            component.requirements = found.needs.compactMap { need in
                Self.find(need.name, from: directory, places, view).map { Requirement($0, relation: need.relation) }
            }
            handles[directory] = yield.component(component)
        }
    }

    private static func find(
        _ name: String, from directory: String, _ places: Set<String>, _ view: any ImageView
    ) -> String? {
        var current = directory
        while true {
            if RootPath.name(current) != "node_modules" {
                let candidate = current.isEmpty ? "node_modules/\(name)" : "\(current)/node_modules/\(name)"
                if places.contains(candidate) { return candidate }
                // pnpm and workspaces link to where the package really is.
                if view.exists(candidate), let target = view.resolve(candidate), places.contains(target) {
                    return target
                }
            }
            if current.isEmpty { break }
            current = RootPath.parent(current)
        }
        return debianTrees.lazy.map { "\($0)/\(name)" }.first { places.contains($0) }
    }

    /// The module path that Debian's node is built with.
    private static let debianTrees = ["usr/share/nodejs", "usr/lib/nodejs"]

    enum Place { case package, application, inside }

    /// Whether a directory is that of a package, inside one, or outside all trees of packages.
    static func place(of directory: String) -> Place {
        let segments = directory.split(separator: "/")
        var start = segments.lastIndex(of: "node_modules")
        if start == nil, segments.count > 2, segments[0] == "usr", segments[1] == "share" || segments[1] == "lib",
            segments[2] == "nodejs"
        {
            start = 2
        }
        guard let start else {
            let isSample = segments.contains {
                ["test", "tests", "__tests__", "fixtures", "__fixtures__", "examples"].contains($0)
            }
            return isSample ? .inside : .application
        }
        let rest = segments[(start + 1)...]
        guard let first = rest.first, !first.hasPrefix(".") else { return .inside }
        return rest.count == (first.hasPrefix("@") ? 2 : 1) ? .package : .inside
    }
}
