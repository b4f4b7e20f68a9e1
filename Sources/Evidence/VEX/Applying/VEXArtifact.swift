package import Content
package import Inventory

/// The artifact that statements are held against, by the names under which they may speak of it.
package struct VEXArtifact: Sendable {
    /// Of its manifest, and of the index that leads to it: statements name either.
    package var digests: [Digest]
    /// Its repositories without tag or digest, as `registry.example.org/team/app`.
    package var repositories: [String]
    /// Its own package URL, where it is no image.
    package var purl: PackageURL?
    /// `urn:cdx:SERIAL/VERSION` of the bills of materials that describe it.
    package var bomLinks: [String]

    package init(
        digests: [Digest] = [], repositories: [String] = [], purl: PackageURL? = nil, bomLinks: [String] = []
    ) {
        self.digests = digests
        self.repositories = repositories.map(Self.normalised)
        self.purl = purl
        self.bomLinks = bomLinks
    }

    /// Docker Hub goes by several names, and tools write the one or the other.
    static func normalised(_ repository: String) -> String {
        var parts = repository.lowercased().split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        guard let first = parts.first else { return "" }
        let isHost = parts.count > 1 && (first.contains(".") || first.contains(":") || first == "localhost")
        if !isHost { parts.insert("docker.io", at: 0) }
        if ["index.docker.io", "registry-1.docker.io"].contains(parts[0]) { parts[0] = "docker.io" }
        if parts[0] == "docker.io", parts.count == 2 { parts.insert("library", at: 1) }
        return parts.joined(separator: "/")
    }

    /// Whether a statement's product is this artifact.
    ///
    /// Content is what a digest says it is, whatever the name beside it. A tag is no product: what it names changes.
    package func isMeant(by component: VEXComponent) -> Bool {
        var compared = false
        for hash in component.hashes {
            for digest in digests where OpenVEXReader.hashName(digest.algorithm.rawValue) == hash.algorithm {
                if digest.hex == hash.value { return true }
                compared = true
            }
        }
        // Hashes of other content settle it: a name beside them is of that content.
        if compared { return false }
        if let id = component.id, isMeant(byID: id) { return true }
        return component.purls.contains(where: isMeant)
    }

    private func isMeant(byID id: String) -> Bool {
        guard !id.hasPrefix("pkg:") else { return false }
        if bomLinks.contains(where: { id == $0 }) { return true }
        // `sha256:D`, and `registry/app@sha256:D`, with a scheme or without.
        let tail = id.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? id
        return digests.contains { tail == $0.description }
    }

    private func isMeant(by purl: PackageURL) -> Bool {
        guard purl.type == "oci" || purl.type == "docker" else {
            return self.purl.map { VEXPattern(purl).matches($0) } ?? false
        }
        if let version = purl.version {
            return digests.contains { version.lowercased() == $0.description }
        }
        // All there ever is in a repository; its last part alone is anybody's.
        guard let text = purl.qualifier("repository_url"), purl.qualifier("tag") == nil else { return false }
        let named = Self.normalised(text)
        return repositories.contains {
            $0 == named && $0.split(separator: "/").last.map(String.init) == purl.name || $0 == "\(named)/\(purl.name)"
        }
    }
}

/// A package URL as the pattern that scanners take it for: what it does not say, it does not ask.
struct VEXPattern {
    private let pattern: PackageURL

    init(_ pattern: PackageURL) { self.pattern = pattern }

    /// Type, namespace and name are equal; a version that is given is equal; every qualifier that is given is there
    /// with the same value.
    func matches(_ purl: PackageURL) -> Bool {
        guard purl.type == pattern.type, purl.namespace == pattern.namespace, purl.name == pattern.name else {
            return false
        }
        if let version = pattern.version, !Self.isSame(version, purl) { return false }
        if let subpath = pattern.subpath, subpath != purl.subpath { return false }
        return pattern.qualifiers.allSatisfy { asked in
            // The epoch is part of the version, which `isSame` has looked at.
            asked.key == "epoch" || purl.qualifier(asked.key) == asked.value
        }
    }

    /// Some write the epoch into the version and others beside it.
    private static func isSame(_ version: String, _ purl: PackageURL) -> Bool {
        if version == purl.version { return true }
        guard let own = purl.version, let epoch = purl.qualifier("epoch") else { return false }
        return version == "\(epoch):\(own)"
    }
}
