import JSONText

/// Bitnami's list of what it unpacked: `opt/bitnami/.bitnami_components.json`.
struct BitnamiCataloguer: Cataloguer {
    static let name = "bitnami-components"

    let wants: [Want] = [.name(".bitnami_components.json", limit: 4 << 20)]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        for (name, details) in try JSONDocument(file.bytes).root.members {
            guard !name.isEmpty, let version = details["version"]?.string else {
                yield.gap(file.path, "a component without a version: \(name.prefix(80))")
                continue
            }
            var qualifiers: [String: String] = [:]
            qualifiers["arch"] = details["arch"]?.string
            qualifiers["distro"] = details["distro"]?.string
            var component = Component(
                name: name, version: version, ecosystem: "bitnami",
                purl: PackageURL(type: "bitnami", name: name, version: version, qualifiers: qualifiers),
                kind: .application)
            component.evidence = [
                Evidence(path: file.path, technique: .manifestAnalysis, detail: "\(name) \(version)")
            ]
            if !name.utf8.contains(UInt8(ascii: "/")), let directory = RootPath.join(file.directory, name) {
                component.directories = [directory]
            }
            yield.component(component)
        }
    }
}
