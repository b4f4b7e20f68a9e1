internal import Content

/// Indexes may hold indexes; this walks them and picks the manifest of a platform.
package struct ManifestTree {
    private static let depthLimit = 8
    private static let manifestLimit = 4096

    private let source: any BlobSource

    package init(_ source: any BlobSource) { self.source = source }

    /// Every descriptor reachable through indexes, the given ones included, in order.
    func descendants(of roots: [Descriptor]) throws -> [Descriptor] {
        var all: [Descriptor] = []
        var walked = Walked()
        try walk(roots, depth: 0, &walked) { descriptor, _ in all.append(descriptor) }
        return all
    }

    /// Picks the image manifest for a platform.
    ///
    /// Attestations that builders store beside images (`unknown/unknown`, artifact types) are passed over.
    ///
    /// - Throws: `OCIError.noMatch` with the platforms there are, also when several images fit and none was asked for.
    package func choose(
        from roots: [Descriptor], platform: Platform?, asked: String
    ) throws -> (root: Descriptor, manifest: Descriptor) {
        var found: [(root: Descriptor, manifest: Descriptor, platform: Platform?)] = []
        var walked = Walked()
        for root in roots {
            walked.indexes = []
            try walk([root], depth: 0, &walked) { descriptor, isIndex in
                guard !isIndex, descriptor.artifactType == nil, descriptor.platform?.os != "unknown",
                    descriptor.annotations["vnd.docker.reference.type"] == nil, !Self.isAttached(descriptor)
                else { return }
                found.append((root, descriptor, descriptor.platform))
            }
        }
        func describe(_ platform: Platform?) -> String { platform?.description ?? "unnamed platform" }
        let available = found.map { "\(describe($0.platform)) (\($0.manifest.digest))" }.sorted()

        // What a root names directly and says no platform is judged by its configuration later on.
        if found.count == 1, let only = found.first, platform == nil || only.platform == nil {
            if let platform, only.platform == nil {
                let actual = try configuredPlatform(only.manifest)
                guard let actual, actual.satisfies(platform) else {
                    throw OCIError.noMatch(asked: "\(asked) on \(platform)", available: [describe(actual)])
                }
            }
            return (only.root, only.manifest)
        }
        let wanted = platform ?? .host
        let matches = found.filter { $0.platform?.satisfies(wanted) ?? false }
        let distinct = Set(matches.map(\.manifest.digest))
        if let first = matches.first, distinct.count == 1 || platform != nil || roots.count == 1 {
            return (first.root, first.manifest)
        }
        let hint = matches.isEmpty ? "\(asked) on \(wanted)" : "\(asked): several images fit, name one"
        throw OCIError.noMatch(asked: hint, available: available)
    }

    /// Whether it is what signing tools put beside an image, under a tag of theirs or marked so by `cosign save`.
    private static func isAttached(_ descriptor: Descriptor) -> Bool {
        if let kind = descriptor.annotations["kind"], kind.hasPrefix("dev.cosignproject.cosign/"),
            !kind.hasPrefix("dev.cosignproject.cosign/image")
        {
            return true
        }
        guard let name = descriptor.annotations["org.opencontainers.image.ref.name"] else { return false }
        let tag = name.split(separator: ":").last ?? ""
        let parts = tag.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, ["sig", "att", "sbom"].contains(parts[1]), let dash = parts[0].firstIndex(of: "-")
        else {
            return false
        }
        return Digest("\(parts[0][..<dash]):\(parts[0][parts[0].index(after: dash)...])") != nil
    }

    private func configuredPlatform(_ descriptor: Descriptor) throws -> Platform? {
        try Image(name: "", manifest: descriptor, from: source).configuration.platform
    }

    /// What a walk has behind it. An index that names another one many times, on every level, would be endless.
    private struct Walked {
        var indexes: Set<Digest> = []
        var count = 0
    }

    private func walk(
        _ roots: [Descriptor], depth: Int, _ walked: inout Walked,
        _ visit: (_ descriptor: Descriptor, _ isIndex: Bool) -> Void
    ) throws {
        guard depth < Self.depthLimit else {
            throw OCIError.malformed(
                subject: source.place, reason: "indexes nested deeper than \(Self.depthLimit) levels")
        }
        walked.count += roots.count
        guard walked.count <= Self.manifestLimit else {
            throw OCIError.malformed(
                subject: source.place, reason: "indexes that name more than \(Self.manifestLimit) manifests")
        }
        for descriptor in roots {
            let isIndex = MediaType.isIndex(descriptor.mediaType)
            visit(descriptor, isIndex)
            guard isIndex, walked.indexes.insert(descriptor.digest).inserted else { continue }
            let bytes = try Image.verified(descriptor, subject: "index", from: source, limit: Manifest.limit)
            let index = try Index(bytes, subject: "index \(descriptor.digest)")
            try walk(index.manifests, depth: depth + 1, &walked, visit)
        }
    }
}
