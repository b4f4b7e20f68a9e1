import Content
import StructuredText

/// Dart packages that a `pubspec.lock` names. The file has no edges.
struct PubspecLockCataloguer: Cataloguer {
    static let name = "dart-pubspec-lock"

    var wants: [Want] { [.name("pubspec.lock", limit: 16 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "pubspec.lock: expected a mapping with `packages`"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard let document = try YAML.documents(file.bytes).first, let packages = document["packages"] else {
            throw Malformed()
        }
        for member in packages.members {
            guard let version = member.value["version"]?.scalar else {
                yield.gap(file.path, "a package without version: \(member.key.prefix(80))")
                continue
            }
            let description = member.value["description"]
            let name = description?["name"]?.string ?? member.key
            let source = member.value["source"]?.string ?? "hosted"
            var component: Component
            switch source {
            case "hosted":
                component = DartPackage.hosted(
                    name, version: version, host: description?["url"]?.string, presence: .declared)
                if let hex = description?["sha256"]?.string, let digest = Digest(algorithm: .sha256, hex: hex) {
                    component.digests = [digest]
                }
            case "git":
                component = Component(name: name, version: version, ecosystem: "pub", presence: .declared)
                if let url = description?["url"]?.string {
                    let revision = (description?["resolved-ref"] ?? description?["ref"])?.scalar
                    component.purl = PackageURL(
                        type: "pub", name: name, version: version,
                        qualifiers: ["vcs_url": "git+\(url)" + (revision.map { "@\($0)" } ?? "")])
                }
            default:
                // What lies beside the lock file, or comes with the SDK, was published nowhere and has no purl.
                component = Component(name: name, version: version, ecosystem: "pub", presence: .declared)
                component.properties["source"] = source
            }
            let dependency = member.value["dependency"]?.string ?? ""
            if dependency.hasPrefix("direct") { component.properties["direct"] = "true" }
            if dependency.hasSuffix("dev") { component.properties["development"] = "true" }
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
            component.realm = file.path
            yield.component(component)
        }
    }
}
