import StructuredText

/// Helm charts: `Chart.yaml`, and what `Chart.lock` or, before Helm 3, `requirements.lock` resolved.
struct HelmChartCataloguer: Cataloguer {
    static let name = "helm-chart"

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let wants: [Want] = [
        .name("Chart.yaml", limit: 4 << 20), .name("Chart.lock", limit: 4 << 20),
        .name("requirements.lock", limit: 4 << 20),
    ]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root: StructuredValue
        do {
            root = try YAML.documents(file.bytes).first ?? .null
        } catch {
            // Rye and others write a list of Python requirements under this name.
            if file.name == "requirements.lock" { return }
            throw error
        }
        if file.name == "Chart.yaml" {
            try readChart(root, file, into: &yield)
            return
        }
        for need in root["dependencies"]?.elements ?? [] {
            guard let name = need["name"]?.string, !name.isEmpty else {
                yield.gap(file.path, "a dependency without a name")
                continue
            }
            var component = Self.component(
                name, need["version"]?.scalar ?? "", repository: need["repository"]?.string, presence: .declared)
            component.realm = Self.realm(of: file.directory)
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
            yield.component(component)
        }
    }

    private func readChart(_ root: StructuredValue, _ file: WantedFile, into yield: inout Yield) throws {
        guard let name = root["name"]?.scalar, !name.isEmpty else {
            throw Failure(description: "Chart.yaml has no name")
        }
        // What `helm create` copies from holds a template in place of the version.
        let version = root["version"]?.scalar ?? ""
        var component = Self.component(name, version, repository: nil, presence: .installed)
        component.kind = .application
        component.summary = root["description"]?.string
        component.homepage = root["home"]?.string
        component.supplier = root["maintainers"]?.elements.compactMap { $0["name"]?.string }.first
        component.properties["appVersion"] = root["appVersion"]?.scalar
        component.realm = Self.realm(of: file.directory)
        component.directories = file.directory.isEmpty ? [] : [file.directory]
        component.requirements = (root["dependencies"]?.elements ?? []).compactMap { $0["name"]?.string }
            .map { Requirement($0) }
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
        yield.component(component)
    }

    private static func component(
        _ name: String, _ version: String, repository: String?, presence: Component.Presence
    ) -> Component {
        var qualifiers: [String: String] = [:]
        var isLocal = false
        if let repository, !repository.isEmpty {
            isLocal = repository.hasPrefix("file:") || repository.hasPrefix(".")
            if !isLocal, !repository.hasPrefix("@"), !repository.hasPrefix("alias:") {
                qualifiers["repository_url"] = repository
            }
        }
        var component = Component(
            name: name, version: version, ecosystem: "helm",
            purl: isLocal
                ? nil : PackageURL(type: "helm", name: name, version: version, qualifiers: qualifiers),
            presence: presence)
        if isLocal { component.properties["origin"] = "local" }
        return component
    }

    /// Charts under `charts/` of another chart are its parts.
    private static func realm(of directory: String) -> String {
        guard let mark = directory.firstRange(of: "/charts/") else { return "helm:\(directory)" }
        return "helm:\(directory[..<mark.lowerBound])"
    }
}
