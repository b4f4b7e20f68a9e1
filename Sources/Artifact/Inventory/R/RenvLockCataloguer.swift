import JSONText

/// R packages that an `renv.lock` names.
struct RenvLockCataloguer: Cataloguer {
    static let name = "r-renv-lock"

    var wants: [Want] { [.name("renv.lock", limit: 32 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "renv.lock: expected an object with `Packages`"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(Array(file.bytes)).root
        guard let packages = root["Packages"], packages.kind == .object else { throw Malformed() }
        var graph = LockGraph()
        for (key, package) in packages.members {
            let name = package["Package"]?.string ?? key
            guard let version = package["Version"]?.string, !name.isEmpty else {
                yield.gap(file.path, "a package without version: \(key.prefix(80))")
                continue
            }
            let source = package["Source"]?.string ?? ""
            var component = RPackage.component(name, version: version, presence: .declared) {
                package[$0]?.string ?? ($0 == "RemoteType" ? source.lowercased() : nil)
            }
            component.properties["repository"] = package["Repository"]?.string
            if source == "Bioconductor" { component.properties["repository"] = source }
            if let licence = package["License"]?.string { component.licences = [RLicence.licence(licence)] }
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
            component.realm = file.path
            let handle = yield.component(component)
            graph.add(handle, as: name)
            // Version 1 has `Requirements`, version 2 the fields of DESCRIPTION.
            for list in ["Requirements", "Depends", "Imports", "LinkingTo"] {
                for need in package[list]?.elements.compactMap(\.string) ?? [] {
                    for name in RPackage.names(need) { graph.need([name], of: handle) }
                }
            }
        }
        graph.finish(into: &yield)
    }
}
