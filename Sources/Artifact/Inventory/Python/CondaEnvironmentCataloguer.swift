import Content
import StructuredText

/// `environment.yml` and `conda-lock.yml`, with the packages of pip that they name.
package struct CondaEnvironmentCataloguer: Cataloguer {
    package static let name = "conda-lock"

    package init() {}

    package let wants: [Want] = [
        .name("environment.yml"), .name("environment.yaml"), .name("conda-lock.yml"), .name("conda-lock.yaml"),
    ]

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        var graph = LockGraph()
        for document in try YAML.documents(file.bytes) {
            for package in document["package"]?.elements ?? [] { addLocked(package, file, &graph, &yield) }
            // Other tools name their files so too; only conda lists dependencies as a sequence.
            for entry in document["dependencies"]?.elements ?? [] {
                if let text = entry.string { addSpecification(text, file, &yield) }
                for text in entry["pip"]?.elements ?? [] {
                    guard let need = text.string.flatMap({ PythonRequirement($0) }) else { continue }
                    let component = PythonName.component(need.name, version: need.pinned ?? "", presence: .declared)
                    yield.component(Self.placed(component, file, detail: text.string))
                }
            }
        }
        graph.finish(into: &yield)
    }

    /// A package of `conda-lock.yml`: `manager` is `conda` or `pip`; one entry for each platform.
    private func addLocked(
        _ package: StructuredValue, _ file: WantedFile, _ graph: inout LockGraph, _ yield: inout Yield
    ) {
        guard let name = package["name"]?.string, let version = package["version"]?.scalar else {
            yield.gap(file.path, "a package without name or version")
            return
        }
        let platform = package["platform"]?.string ?? ""
        var component: Component
        if package["manager"]?.string == "pip" {
            component = PythonName.component(name, version: version, presence: .declared)
        } else {
            component = Component(
                name: name, version: version, ecosystem: "conda",
                purl: PackageURL(type: "conda", name: name, version: version, qualifiers: ["subdir": platform]),
                presence: .declared)
        }
        component.digests = [
            package["hash"]?["sha256"]?.string.flatMap { Digest(algorithm: .sha256, hex: $0) },
            package["hash"]?["md5"]?.string.flatMap { Digest(algorithm: .md5, hex: $0) },
        ].compactMap { $0 }
        let handle = yield.component(Self.placed(component, file, detail: "\(name) \(version)"))
        graph.add(handle, as: "\(platform)/\(PythonName.normalized(name))")
        for need in package["dependencies"]?.members ?? [] {
            graph.need(["\(platform)/\(PythonName.normalized(need.key))"], of: handle)
        }
    }

    /// `channel::name=version=build`; ranges give no version.
    private func addSpecification(_ text: String, _ file: WantedFile, _ yield: inout Yield) {
        let specification = text.split(separator: ":").last ?? ""
        let isRange = specification.utf8.contains { [0x3c, 0x3e, 0x21, 0x7e, 0x2a, 0x2c].contains($0) }
        let parts = specification.split { "=<>!~ ".contains($0) }
        guard let name = parts.first else { return }
        let version = !isRange && parts.count > 1 ? String(parts[1]) : ""
        var qualifiers: [String: String] = [:]
        if !isRange, parts.count > 2 { qualifiers["build"] = String(parts[2]) }
        let component = Component(
            name: String(name), version: version, ecosystem: "conda",
            purl: PackageURL(type: "conda", name: String(name), version: version, qualifiers: qualifiers),
            presence: .declared)
        yield.component(Self.placed(component, file, detail: text))
    }

    private static func placed(_ component: Component, _ file: WantedFile, detail: String?) -> Component {
        var component = component
        component.realm = file.path
        component.evidence = [
            Evidence(
                path: file.path, technique: .manifestAnalysis, confidence: component.version.isEmpty ? 0.5 : 0.9,
                detail: detail)
        ]
        return component
    }
}
