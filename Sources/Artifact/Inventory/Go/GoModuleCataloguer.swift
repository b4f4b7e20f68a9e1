/// Go source trees: `go.mod` with the hashes of the `go.sum` beside it, `go.work`, and `vendor/modules.txt`.
///
/// Replacements of a workspace go before those of its modules. Modules that are only in `go.sum` are not components:
/// it keeps the hashes of all versions that were ever looked at. Files in the module cache (`pkg/mod`) belong to
/// dependencies and say nothing of what was built.
struct GoModuleCataloguer: Cataloguer {
    static let name = "go-module"

    let wants: [Want] = [.name("go.mod"), .name("go.sum"), .name("go.work"), .glob("**/vendor/modules.txt")]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard file.path.firstRange(of: "pkg/mod/") == nil else { return }
        switch file.name {
        case "go.mod", "go.work": yield.fact(try GoModFile(file.bytes))
        case "go.sum": yield.fact(GoSumFile(file.bytes))
        default: vendored(GoVendorList(file.bytes), file, &yield)
        }
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        var sums: [String: GoSumFile] = [:]
        for (path, sum) in view.facts(GoSumFile.self) { sums[RootPath.parent(path)] = sum }
        var workspaces: [String: GoModFile] = [:]
        let files = view.facts(GoModFile.self)
        for (path, file) in files where RootPath.name(path) == "go.work" {
            for use in file.uses {
                if let directory = RootPath.join(RootPath.parent(path), use) { workspaces[directory] = file }
            }
        }
        for (path, file) in files where RootPath.name(path) == "go.mod" {
            let directory = RootPath.parent(path)
            declare(file, workspace: workspaces[directory], sums[directory]?.sums ?? [:], path, &yield)
        }
    }

    private func declare(
        _ file: GoModFile, workspace: GoModFile?, _ sums: [String: String], _ path: String, _ yield: inout Yield
    ) {
        var root: Yield.Handle?
        if let name = file.module {
            var component = Component(
                name: name, ecosystem: "golang", purl: GoModule.purl(name, version: nil), kind: .application,
                presence: .declared)
            component.realm = path
            component.properties["goVersion"] = file.goVersion
            component.properties["toolchain"] = file.toolchain
            component.evidence = [Evidence(path: path, technique: .manifestAnalysis, detail: "module \(name)")]
            root = yield.component(component)
        }
        for requirement in file.requirements
        where !file.exclusions.contains(where: {
            $0.path == requirement.path && $0.version == requirement.version
        }) {
            let replacement =
                workspace?.replacement(of: requirement.path, version: requirement.version)
                ?? file.replacement(of: requirement.path, version: requirement.version)
            var component = Self.component(
                requirement.path, requirement.version, replacement?.newPath, replacement?.newVersion)
            component.presence = .declared
            component.realm = path
            component.properties["h1"] = sums["\(component.name)@\(component.version)"]
            component.properties["indirect"] = requirement.isIndirect ? "true" : nil
            component.evidence = [
                Evidence(
                    path: path, technique: .manifestAnalysis, detail: "\(requirement.path) \(requirement.version)")
            ]
            let handle = yield.component(component)
            // Indirect ones are needed by others, of which the file does not say which.
            if let root, !requirement.isIndirect { yield.relate(root, .dependsOn, handle) }
        }
    }

    private func vendored(_ list: GoVendorList, _ file: WantedFile, _ yield: inout Yield) {
        for module in list.modules where !module.packages.isEmpty {
            var component = Self.component(
                module.path, module.version, module.replacement, module.replacementVersion)
            component.realm = file.path
            if let directory = RootPath.join(file.directory, module.path) { component.directories = [directory] }
            component.properties["indirect"] = module.isExplicit ? nil : "true"
            component.evidence = [
                Evidence(path: file.path, technique: .manifestAnalysis, detail: "\(module.path) \(module.version)")
            ]
            yield.component(component)
        }
    }

    private static func component(
        _ path: String, _ version: String, _ newPath: String?, _ newVersion: String?
    ) -> Component {
        let isLocal = newPath.map { GoModule.isLocal($0) || newVersion == nil } ?? false
        let name = isLocal ? path : newPath ?? path
        let version = isLocal ? version : newVersion ?? version
        var component = Component(
            name: name, version: version, ecosystem: "golang",
            purl: isLocal ? nil : GoModule.purl(name, version: version))
        if let newPath {
            component.properties[isLocal ? "replacement" : "replaces"] = isLocal ? newPath : "\(path)@\(version)"
        }
        return component
    }
}
