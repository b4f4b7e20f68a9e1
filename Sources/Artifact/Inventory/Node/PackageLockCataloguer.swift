import JSONText

/// npm's `package-lock.json`, `npm-shrinkwrap.json` and `node_modules/.package-lock.json` (lockfileVersion 1 to 3).
package struct PackageLockCataloguer: Cataloguer {
    package static let name = "npm-lock"

    package init() {}

    package let wants: [Want] = [
        .name("package-lock.json"), .name("npm-shrinkwrap.json"), .name(".package-lock.json"),
    ]

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(file.bytes).root
        var graph = LockGraph()
        if let packages = root["packages"] {
            for (place, package) in packages.members {
                add(package, at: place, root, file, &graph, &yield)
            }
        } else if let dependencies = root["dependencies"] {
            addTree(dependencies, under: "", file, &graph, &yield, depth: 0)
        } else if root["lockfileVersion"] == nil {
            throw NodePackage.Failure(description: "no npm lock file: neither packages nor dependencies")
        }
        graph.finish(into: &yield)
    }

    /// An entry of `packages` (versions 2 and 3), keyed by its place from the root of the project.
    private func add(
        _ package: JSONValue, at place: String, _ root: JSONValue, _ file: WantedFile, _ graph: inout LockGraph,
        _ yield: inout Yield
    ) {
        if package["link"]?.bool == true { return }
        let folder = Self.name(at: place)
        // An alias has its true name in the entry.
        let own = package["name"]?.string ?? folder ?? (place.isEmpty ? root["name"]?.string : nil)
        guard let name = own, !name.isEmpty else { return }
        let isProject = folder == nil
        var component = NodePackage.locked(
            name, version: package["version"]?.string ?? "", source: isProject ? nil : package["resolved"]?.string,
            integrity: package["integrity"]?.string, in: file.path)
        if isProject { component.kind = .application }
        if let folder, folder != name { component.properties["alias"] = folder }
        component.licences = NodePackage.licences(package)
        mark(&component, package)
        let handle = yield.component(component)
        graph.add(handle, as: place)
        for (key, relation) in [
            ("dependencies", Yield.Relation.dependsOn), ("optionalDependencies", .dependsOn),
            ("peerDependencies", .dependsOn), ("devDependencies", .developmentDependency),
        ] {
            for (need, _) in package[key].map({ Array($0.members) }) ?? [] {
                graph.need(Self.candidates(need, from: place), of: handle, relation: relation)
            }
        }
    }

    /// An entry of `dependencies` (version 1), nested as the folders are.
    private func addTree(
        _ dependencies: JSONValue, under place: String, _ file: WantedFile, _ graph: inout LockGraph,
        _ yield: inout Yield, depth: Int
    ) {
        // The reader bounds the depth of the text already.
        for (folder, package) in dependencies.members {
            let here = place.isEmpty ? "node_modules/\(folder)" : "\(place)/node_modules/\(folder)"
            var name = folder
            var version = package["version"]?.string ?? ""
            var source = package["resolved"]?.string
            if version.hasPrefix("npm:"), let (target, number) = NodePackage.splitSpecifier(version.dropFirst(4)) {
                name = target
                version = number
            } else if NodePackage.repository(version) != nil || NodePackage.isLocalSource(version)
                || version.hasPrefix("http")
            {
                source = version
                version = ""
            }
            var component = NodePackage.locked(
                name, version: version, source: source, integrity: package["integrity"]?.string, in: file.path)
            if folder != name { component.properties["alias"] = folder }
            mark(&component, package)
            let handle = yield.component(component)
            graph.add(handle, as: here)
            for (need, _) in package["requires"].map({ Array($0.members) }) ?? [] {
                graph.need(Self.candidates(need, from: here), of: handle)
            }
            if let nested = package["dependencies"] {
                addTree(nested, under: here, file, &graph, &yield, depth: depth + 1)
            }
        }
    }

    private func mark(_ component: inout Component, _ package: JSONValue) {
        for (key, property) in [
            ("dev", "development"), ("optional", "optional"), ("devOptional", "development-or-optional"),
            ("bundled", "bundled"), ("inBundle", "bundled"), ("peer", "peer"), ("extraneous", "extraneous"),
        ] where package[key]?.bool == true {
            component.properties[property] = "true"
        }
    }

    /// The folder names after the last `node_modules/`; `nil` for a project of the workspace.
    static func name(at place: String) -> String? {
        let segments = place.split(separator: "/")
        guard let last = segments.lastIndex(of: "node_modules"), last + 1 < segments.count else { return nil }
        return segments[(last + 1)...].joined(separator: "/")
    }

    /// The places where Node looks for a package, nearest first.
    static func candidates(_ name: String, from place: String) -> [String] {
        var candidates: [String] = []
        var current = place
        while true {
            if RootPath.name(current) != "node_modules" {
                candidates.append(current.isEmpty ? "node_modules/\(name)" : "\(current)/node_modules/\(name)")
            }
            guard !current.isEmpty, candidates.count < 256 else { return candidates }
            current = RootPath.parent(current)
        }
    }
}
