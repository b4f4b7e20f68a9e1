internal import Content
internal import OCI
internal import RegistryClient
internal import Signing

/// Stores signatures beside the image they are of: in its repository, or in its layout.
struct EvidenceUpload: Sendable {
    /// How a bundle is stored.
    enum Form: String, CaseIterable, Sendable { case referrer, tag }

    let reference: ImageReference
    let options: SourceOptions

    /// - Throws: `ReferenceError`, or `OCIError` for a place that takes nothing.
    init(_ text: String, _ options: SourceOptions) throws {
        reference = try ImageReference(text, kind: ArtifactOpener.kind)
        self.options = options
        switch reference {
        case .layout, .registry: break
        case .archive, .dockerArchive, .directory:
            throw OCIError.notFound(
                place: text, reason: "no place to store signatures in",
                hint: "Write oci:DIR[:TAG] or the name of a repository")
        }
    }

    /// What is stored.
    enum Item: Sendable {
        /// A bundle over the image's digest, or around a statement about it.
        case bundle([UInt8], Form)
        /// A bundle over a payload that names the image, for the classic layout.
        case signature(SimpleSigning, bundle: [UInt8])

        /// The tag it goes under; `nil` for a referrer.
        func tag(of image: Digest) -> String? {
            switch self {
            case .bundle(_, .referrer): nil
            case .bundle(_, .tag): EvidenceManifest.tag(of: image, .attestation)
            case .signature: EvidenceManifest.tag(of: image, .signature)
            }
        }

        func manifest(of image: Descriptor, addedTo existing: [UInt8]?) throws -> EvidenceManifest {
            switch self {
            case .bundle(let json, .referrer): try EvidenceManifest.referrer(bundle: json, of: image)
            case .bundle(let json, .tag): try EvidenceManifest.attestation(bundle: json, addedTo: existing)
            case .signature(let payload, let json):
                try EvidenceManifest.signature(of: payload, bundle: json, addedTo: existing)
            }
        }
    }

    /// - Returns: the digest of the manifest that carries it.
    func store(_ item: Item, of image: Descriptor) async throws -> Digest {
        let tag = item.tag(of: image.digest)
        switch reference {
        case .layout(let path, _, _):
            let place = try EvidenceLayout(try ImageStore(directory: path))
            let manifest = try item.manifest(of: image, addedTo: try await Self.existing(tag, place))
            let layout = try LayoutWriter(directory: path)
            for blob in manifest.blobs { _ = try layout.add(blob) }
            return try layout.add(
                manifest: manifest.bytes, mediaType: MediaType.ociManifest, artifactType: manifest.artifactType,
                tag: tag)
        case .registry(let reference):
            return try await RegistryOpener(options).withClient(for: reference) { client in
                // A mirror may be behind, and what it lacks would be lost.
                let place = RegistryEvidence(client, reference, skippingMirrors: true)
                let manifest = try item.manifest(of: image, addedTo: try await Self.existing(tag, place))
                return try await Self.push(manifest, image.digest, tag, client, reference)
            }
        case .archive, .dockerArchive, .directory:
            throw OCIError.unsupported(subject: "\(reference)", feature: "storing signatures there")
        }
    }

    private static func push(
        _ manifest: EvidenceManifest, _ image: Digest, _ tag: String?, _ client: RegistryClient,
        _ reference: RegistryReference
    ) async throws -> Digest {
        for blob in manifest.blobs { _ = try await client.pushBlob(blob, to: reference) }
        if let type = manifest.artifactType {
            return try await client.pushReferrer(
                manifest.bytes, artifactType: type, annotations: manifest.annotations, subject: image, to: reference)
        }
        var tagged = reference
        tagged.digest = nil
        tagged.tag = tag
        return try await client.pushManifest(manifest.bytes, mediaType: MediaType.ociManifest, to: tagged)
    }

    private static func existing(_ tag: String?, _ place: some EvidencePlace) async throws -> [UInt8]? {
        guard let tag else { return nil }
        do {
            guard let descriptor = try await place.manifest(tagged: tag) else { return nil }
            return try await place.manifest(descriptor)
        } catch let error as EvidencePlaceError {
            throw OCIError.malformed(subject: "tag \(tag)", reason: "\(error.found); nothing is added to it")
        }
    }
}
