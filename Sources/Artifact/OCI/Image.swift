package import Archive
package import Content

/// Where the blobs of an image come from: a layout, an archive or a registry.
package protocol BlobSource: Sendable {
    /// Opens a blob for reading from its start. Nothing is verified here: `VerifyingReader` does that.
    func open(_ descriptor: Descriptor) throws -> any ByteReader
    /// In words, for errors: `layout ./image`.
    var place: String { get }
}

/// An image whose manifest and configuration were read and verified; layers are read from it.
package struct Image: Sendable {
    /// A layer as it is stored.
    package struct StoredLayer: Sendable {
        /// What the manifest says of the blob; `nil` in a docker archive, which does not record it.
        package var descriptor: Descriptor?
        package var diffID: Digest
        package var createdBy: String?
        /// Opens the stored, possibly compressed bytes.
        package var open: @Sendable () throws -> any ByteReader

        /// Foreign layers are named in the manifest and not distributed with the image.
        package var isForeign: Bool { descriptor.map { MediaType.isForeign($0.mediaType) } ?? false }
    }

    /// As the image names itself, or as it was asked for without paths of this machine.
    package var name: String
    package var manifestDigest: Digest?
    /// What names the manifest; `nil` for a docker archive.
    package var manifest: Descriptor?
    /// What was asked for, when it is an index and the image was chosen from it.
    package var index: Descriptor?
    package var configurationDigest: Digest
    package var configuration: ImageConfiguration
    package var layers: [StoredLayer]
    /// Names under which the store holds it.
    package var tags: [String]
    /// Of the manifest; empty for a docker archive, which has none.
    package var annotations: [String: String] = [:]

    /// Reads and verifies manifest and configuration.
    package init(
        name: String, manifest descriptor: Descriptor, from source: any BlobSource
    ) throws {
        let bytes = try Self.verified(descriptor, subject: "manifest", from: source, limit: Manifest.limit)
        let manifest = try Manifest(bytes, digest: descriptor.digest)
        guard
            manifest.configuration.mediaType == MediaType.ociConfiguration
                || manifest.configuration.mediaType == MediaType.dockerConfiguration
                || manifest.layers.contains(where: { MediaType.isLayer($0.mediaType) })
        else {
            throw OCIError.unsupported(
                subject: "manifest \(descriptor.digest)",
                feature: "an artifact of type \(manifest.artifactType ?? manifest.configuration.mediaType)")
        }
        let configBytes = try Self.verified(
            manifest.configuration, subject: "image configuration", from: source, limit: ImageConfiguration.limit)
        let configuration = try ImageConfiguration(configBytes, digest: manifest.configuration.digest)
        guard configuration.diffIDs.count == manifest.layers.count else {
            throw OCIError.malformed(
                subject: "image configuration \(manifest.configuration.digest)",
                reason: "\(configuration.diffIDs.count) diff_ids for \(manifest.layers.count) layers")
        }
        let commands = configuration.layerCommands
        self.name = name
        manifestDigest = descriptor.digest
        self.manifest = descriptor
        configurationDigest = manifest.configuration.digest
        self.configuration = configuration
        tags = []
        annotations = manifest.annotations
        layers = manifest.layers.enumerated().map { index, layer in
            StoredLayer(
                descriptor: layer, diffID: configuration.diffIDs[index], createdBy: commands[index],
                open: { try source.open(layer) })
        }
    }

    package init(
        name: String, configurationDigest: Digest, configuration: ImageConfiguration, layers: [StoredLayer],
        tags: [String]
    ) {
        self.name = name
        manifestDigest = nil
        self.configurationDigest = configurationDigest
        self.configuration = configuration
        self.layers = layers
        self.tags = tags
    }

    /// Reads a small blob whole and verifies it.
    package static func verified(
        _ descriptor: Descriptor, subject: String, from source: any BlobSource, limit: Int
    ) throws -> [UInt8] {
        let subject = "\(subject) \(descriptor.digest)"
        guard descriptor.size <= limit else {
            throw OCIError.tooLarge(subject: subject, size: descriptor.size, limit: limit)
        }
        let reader = VerifyingReader(
            try source.open(descriptor), subject: subject, digest: descriptor.digest, size: descriptor.size)
        var bytes = [UInt8](repeating: 0, count: descriptor.size)
        let count = try bytes.withUnsafeMutableBytes { try reader.fill($0) }
        try reader.finish()
        guard count == bytes.count else {
            throw OCIError.sizeMismatch(subject: subject, expected: bytes.count, found: count)
        }
        return bytes
    }
}
