internal import Archive
internal import Content
internal import JSONText

/// What `docker save` writes: a tar archive with `manifest.json` (Docker image specification 1.2).
///
/// The format names layers by path and not by digest, so only `diff_ids` and the configuration's own digest can be
/// verified.
package enum DockerArchive {
    /// - Parameter name: `NAME[:TAG]` of one of the images, when there are several.
    package static func image(_ path: String, name: String?, platform: Platform?) throws -> Image {
        let tar = try TarFile(path)
        let place = "archive \(path)"
        guard let bytes = try tar.contents(of: "manifest.json", limit: Manifest.limit) else {
            throw OCIError.notFound(
                place: place, reason: "no member manifest.json in it",
                hint: "If it is an OCI image layout, use oci-archive:\(path)")
        }
        let entries = Array(try parse(bytes, subject: "\(place): manifest.json").elements)
        let all = entries.map { $0["RepoTags"]?.elements.compactMap(\.string) ?? [] }
        var chosen = Array(entries.indices)
        if let name {
            chosen = chosen.filter { all[$0].contains { $0 == name || $0 == "\(name):latest" } }
        }
        guard let index = chosen.first, chosen.count == 1 else {
            throw OCIError.noMatch(
                asked: name.map { "\(place):\($0)" } ?? "\(place): name one of several images",
                available: all.flatMap(\.self).sorted())
        }
        let entry = entries[index]
        guard let configPath = entry["Config"]?.string.flatMap(member),
            let configBytes = try tar.contents(of: configPath, limit: ImageConfiguration.limit)
        else { throw OCIError.malformed(subject: place, reason: "the image configuration is missing") }
        let digest = Digest.of(configBytes)
        let stem = configPath.split(separator: "/").last.map { $0.hasSuffix(".json") ? $0.dropLast(5) : $0 } ?? ""
        if let named = Digest(algorithm: .sha256, hex: stem), named != digest {
            throw OCIError.digestMismatch(
                subject: "image configuration \(configPath)", expected: named, found: digest)
        }
        let configuration = try ImageConfiguration(configBytes, digest: digest)
        if let platform, let actual = configuration.platform, !actual.satisfies(platform) {
            throw OCIError.noMatch(asked: "\(place) on \(platform)", available: [actual.description])
        }
        let paths = entry["Layers"]?.elements.compactMap { $0.string.flatMap(member) } ?? []
        guard paths.count == configuration.diffIDs.count else {
            throw OCIError.malformed(
                subject: place, reason: "\(configuration.diffIDs.count) diff_ids for \(paths.count) layers")
        }
        let commands = configuration.layerCommands
        let layers = paths.enumerated().map { index, layerPath in
            Image.StoredLayer(
                descriptor: nil, diffID: configuration.diffIDs[index], createdBy: commands[index],
                open: {
                    guard let reader = try tar.open(layerPath) else {
                        throw OCIError.missingBlob(subject: "layer \(layerPath)", place: place)
                    }
                    return reader
                })
        }
        return Image(
            name: all[index].sorted().first ?? digest.description, configurationDigest: digest,
            configuration: configuration, layers: layers, tags: all[index].sorted())
    }

    private static func member(_ path: String) -> String? {
        ArchivePath.normalise(path.utf8).map { String(decoding: $0, as: UTF8.self) }
    }
}
