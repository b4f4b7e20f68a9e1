import Content

/// What the cataloguers of Hex packages agree on.
enum HexPackage {
    /// A package of a Hex repository; organisations are named `hexpm:ORGANISATION`.
    static func locked(
        _ name: String, version: String, repository: String? = nil, checksum: String? = nil, in path: String
    ) -> Component {
        var component = Component(name: name, version: version, ecosystem: "hex", presence: .declared)
        var namespace: String?
        var qualifiers: [String: String] = [:]
        if let repository, repository != "hexpm", !repository.isEmpty {
            if repository.hasPrefix("hexpm:") {
                namespace = String(repository.dropFirst(6))
            } else {
                qualifiers["repository_url"] = repository
            }
        }
        component.purl = PackageURL(
            type: "hex", namespace: namespace, name: name, version: version, qualifiers: qualifiers)
        if let checksum, let digest = Digest(algorithm: .sha256, hex: checksum) { component.digests = [digest] }
        component.evidence = [Evidence(path: path, technique: .manifestAnalysis)]
        component.realm = path
        return component
    }

    /// What was taken from a repository of source code.
    static func fetched(_ name: String, url: String, revision: String, in path: String) -> Component {
        var component = locked(name, version: revision, in: path)
        component.purl = PackageURL(
            type: "hex", name: name, version: revision,
            qualifiers: ["vcs_url": "git+\(url)" + (revision.isEmpty ? "" : "@\(revision)")])
        return component
    }
}
