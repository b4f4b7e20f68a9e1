internal import Content
internal import OCI
internal import RegistryClient
internal import Signing

/// An image's digests, and what was found beside it.
struct ImageEvidence: Sendable {
    /// Of its manifest, then of the index that was asked for. Who signs the index signs all that it names.
    var images: [Descriptor]
    var found: [FoundEvidence]

    /// - Parameters:
    ///   - searching: whether to look for signatures; without it only the digests are found.
    ///   - elsewhere: the repository to look in, when it is not the image's place.
    static func collect(
        _ text: String, _ options: SourceOptions, searching: Bool, elsewhere: RegistryReference? = nil
    ) async throws -> ImageEvidence {
        guard searching, let elsewhere else { return try await collect(text, options, searching) }
        var evidence = try await collect(text, options, false)
        let images = evidence.images.map(\.digest)
        evidence.found = try await RegistryOpener(options).withClient(for: elsewhere) { client in
            try await EvidenceFinder(RegistryEvidence(client, elsewhere)).find(images)
        }
        return evidence
    }

    private static func collect(
        _ text: String, _ options: SourceOptions, _ searching: Bool
    ) async throws -> ImageEvidence {
        let reference = try ImageReference(text, kind: ArtifactOpener.kind)
        let platform = options.platform.flatMap { Platform($0) }
        switch reference {
        case .layout(let path, let tag, let digest):
            return try await collect(ImageStore(directory: path), tag, digest, platform, searching)
        case .archive(let path, let tag, let digest):
            try ArtifactOpener.refuseDirectory(path)
            return try await collect(ImageStore(archive: path), tag, digest, platform, searching)
        case .registry(let reference):
            return try await RegistryOpener(options).withClient(for: reference) { client in
                var images: [Descriptor]
                var index: Descriptor?
                do {
                    let image = try await client.image(reference, platform: platform)
                    images = [image.manifest].compactMap(\.self)
                    index = image.index
                } catch OCIError.unsupported {
                    // Signatures are of any artifact, not of images alone.
                    let answer = try await client.manifest(reference)
                    images = [
                        Descriptor(mediaType: answer.mediaType, digest: answer.digest, size: answer.bytes.count)
                    ]
                }
                return try await find(RegistryEvidence(client, reference), images, index, searching)
            }
        case .dockerArchive, .directory:
            throw OCIError.notFound(
                place: text, reason: "it has no manifest, and so no digest that could be signed",
                hint: "Name an image in a layout, an OCI archive or a registry")
        }
    }

    private static func collect(
        _ store: ImageStore, _ tag: String?, _ digest: Digest?, _ platform: Platform?, _ searching: Bool
    ) async throws -> ImageEvidence {
        var images: [Descriptor]
        var index: Descriptor?
        do {
            let image = try store.image(tag: tag, digest: digest, platform: platform)
            images = [image.manifest].compactMap(\.self)
            index = image.index
        } catch OCIError.unsupported {
            images = [try store.artifact(tag: tag, digest: digest).descriptor]
        }
        return try await find(EvidenceLayout(store), images, index, searching)
    }

    private static func find(
        _ place: some EvidencePlace, _ images: [Descriptor], _ index: Descriptor?, _ searching: Bool
    ) async throws -> ImageEvidence {
        let all = images + [index].compactMap(\.self)
        guard searching else { return ImageEvidence(images: all, found: []) }
        return ImageEvidence(images: all, found: try await EvidenceFinder(place).find(all.map(\.digest), index: index))
    }
}
