import Content
import StructuredText

/// Packages that a `stack.yaml.lock` names beside those of the snapshot, which is named by its address alone.
struct StackLockCataloguer: Cataloguer {
    static let name = "haskell-stack-lock"

    var wants: [Want] { [.name("stack.yaml.lock", limit: 16 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "stack.yaml.lock: expected a mapping with `packages`"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard let document = try YAML.documents(file.bytes).first, let packages = document["packages"] else {
            throw Malformed()
        }
        let snapshots = (document["snapshots"]?.elements ?? []).compactMap {
            $0["completed"]?["url"]?.string ?? $0["original"]?["url"]?.string ?? $0["original"]?.string
        }
        for entry in packages.elements {
            let pinned = entry["completed"] ?? entry["original"]
            guard var component = Self.component(pinned) else {
                yield.gap(file.path, "a package without name or version")
                continue
            }
            component.properties["snapshot"] = snapshots.isEmpty ? nil : snapshots.joined(separator: " ")
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
            component.realm = file.path
            yield.component(component)
        }
    }

    private static func component(_ pinned: StructuredValue?) -> Component? {
        if let text = pinned?["hackage"]?.string {
            // `NAME-VERSION@sha256:HEX,SIZE`, the digest being that of the package's description.
            let parts = text.split(separator: "@", maxSplits: 1)
            guard let (name, version) = parts.first.flatMap(HaskellPackage.split) else { return nil }
            var component = HaskellPackage.component(name, version: version, presence: .declared)
            component.properties["cabalFile"] = parts.count == 2 ? String(parts[1]) : nil
            return component
        }
        guard let name = pinned?["name"]?.string, let version = pinned?["version"]?.scalar else { return nil }
        var component = HaskellPackage.component(name, version: version, presence: .declared)
        if let repository = pinned?["git"]?.string {
            let revision = pinned?["commit"]?.scalar
            component.purl = PackageURL(
                type: "hackage", name: name, version: version,
                qualifiers: ["vcs_url": "git+\(repository)" + (revision.map { "@\($0)" } ?? "")])
        } else if let address = pinned?["url"]?.string {
            component.purl = PackageURL(
                type: "hackage", name: name, version: version, qualifiers: ["download_url": address])
            let digest = pinned?["sha256"]?.string.flatMap { Digest(algorithm: .sha256, hex: $0) }
            component.digests = digest.map { [$0] } ?? []
        }
        return component
    }
}
