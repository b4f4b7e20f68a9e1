import Content
import OCI
import StructuredText

/// GitHub Actions: what workflows and composite actions use (GitHub documentation, "Workflow syntax",
/// "Metadata syntax").
struct WorkflowCataloguer: Cataloguer {
    static let name = "github-actions"

    let wants: [Want] = [
        .glob("**/.github/workflows/*.yml", limit: 4 << 20), .glob("**/.github/workflows/*.yaml", limit: 4 << 20),
        .name("action.yml", limit: 4 << 20), .name("action.yaml", limit: 4 << 20),
    ]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try YAML.documents(file.bytes).first ?? .null
        var seen: Set<String> = []
        for use in Self.uses(root) where seen.insert(use).inserted {
            guard var component = Self.component(use) else { continue }
            component.evidence = [
                Evidence(path: file.path, technique: .manifestAnalysis, detail: String(use.prefix(200)))
            ]
            component.realm = file.path
            yield.component(component)
        }
    }

    /// The values of `uses` and the images, in the order of the file; images as `docker://NAME`.
    static func uses(_ root: StructuredValue) -> [String] {
        var found: [String] = []
        func image(_ value: StructuredValue?) {
            guard let text = value?.string ?? value?["image"]?.string, !text.isEmpty else { return }
            found.append(text.hasPrefix("docker://") ? text : "docker://\(text)")
        }
        func steps(_ holder: StructuredValue) {
            for step in holder["steps"]?.elements ?? [] { if let use = step["uses"]?.string { found.append(use) } }
        }
        for job in root["jobs"]?.members ?? [] {
            if let use = job.value["uses"]?.string { found.append(use) }
            image(job.value["container"])
            for service in job.value["services"]?.members ?? [] { image(service.value) }
            steps(job.value)
        }
        if let runs = root["runs"] {
            steps(runs)
            // An action of its own image names a Dockerfile otherwise.
            if let text = runs["image"]?.string, text.hasPrefix("docker://") { found.append(text) }
        }
        return found
    }

    /// - Returns: `nil` for an action of the same repository, and for what is computed when the workflow runs.
    static func component(_ use: String) -> Component? {
        guard !use.hasPrefix("."), !use.contains("${{") else { return nil }
        if use.hasPrefix("docker://") { return ContainerReference.component(String(use.dropFirst(9))) }
        let parts = use.split(separator: "@", maxSplits: 1)
        let path = parts.first?.split(separator: "/") ?? []
        guard path.count >= 2 else { return nil }
        let version = parts.count == 2 ? String(parts[1]) : ""
        var component = Component(
            name: path.joined(separator: "/"), version: version, ecosystem: "github",
            purl: PackageURL(
                type: "github", namespace: String(path[0]), name: String(path[1]), version: version,
                subpath: path.dropFirst(2).joined(separator: "/")),
            presence: .declared)
        let isCommit = version.utf8.count == 40 && Hex.decode(version.utf8) != nil
        component.properties["pinned"] = isCommit ? "true" : "false"
        return component
    }
}

/// A container image that a file names.
enum ContainerReference {
    /// The component with the purl of the type `oci`; one that is not pinned by digest has no version.
    ///
    /// - Returns: `nil` when the text is no reference.
    static func component(_ text: String) -> Component? {
        let reference: RegistryReference
        do throws(ReferenceError) {
            reference = try RegistryReference(text)
        } catch {
            return nil
        }
        let place = "\(reference.registry)/\(reference.repository)"
        var qualifiers = ["repository_url": place]
        qualifiers["tag"] = reference.tag
        let version = reference.digest.map { "\($0)" } ?? ""
        var component = Component(
            name: place, version: version.isEmpty ? reference.tag ?? "" : version, ecosystem: "oci",
            purl: PackageURL(
                type: "oci", name: RootPath.name(reference.repository), version: version, qualifiers: qualifiers),
            kind: .container, presence: .declared)
        component.properties["pinned"] = version.isEmpty ? "false" : "true"
        component.digests = reference.digest.map { [$0] } ?? []
        return component
    }
}
