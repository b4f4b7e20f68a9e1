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

    /// - Returns: the digest of the manifest that carries it.
    func store(bundle json: [UInt8], of image: Descriptor, as form: Form) async throws -> Digest {
        let tag = EvidenceManifest.tag(of: image.digest, .attestation)
        switch reference {
        case .layout(let path, _, _):
            let manifest: EvidenceManifest
            if form == .tag {
                let place = try EvidenceLayout(try ImageStore(directory: path))
                manifest = try EvidenceManifest.attestation(bundle: json, addedTo: try await Self.existing(tag, place))
            } else {
                manifest = try EvidenceManifest.referrer(bundle: json, of: image)
            }
            let layout = try LayoutWriter(directory: path)
            for blob in manifest.blobs { _ = try layout.add(blob) }
            return try layout.add(
                manifest: manifest.bytes, mediaType: MediaType.ociManifest, artifactType: manifest.artifactType,
                tag: form == .tag ? tag : nil)
        case .registry(let reference):
            return try await RegistryOpener(options).withClient(for: reference) { client in
                try await Self.push(json, image, form, tag, client, reference)
            }
        case .archive, .dockerArchive, .directory:
            throw OCIError.unsupported(subject: "\(reference)", feature: "storing signatures there")
        }
    }

    private static func push(
        _ json: [UInt8], _ image: Descriptor, _ form: Form, _ tag: String, _ client: RegistryClient,
        _ reference: RegistryReference
    ) async throws -> Digest {
        let manifest =
            form == .tag
            ? try EvidenceManifest.attestation(
                bundle: json, addedTo: try await existing(tag, RegistryEvidence(client, reference)))
            : try EvidenceManifest.referrer(bundle: json, of: image)
        for blob in manifest.blobs { _ = try await client.pushBlob(blob, to: reference) }
        if let type = manifest.artifactType {
            return try await client.pushReferrer(
                manifest.bytes, artifactType: type, annotations: manifest.annotations, subject: image.digest,
                to: reference)
        }
        var tagged = reference
        tagged.digest = nil
        tagged.tag = tag
        return try await client.pushManifest(manifest.bytes, mediaType: MediaType.ociManifest, to: tagged)
    }

    private static func existing(_ tag: String, _ place: some EvidencePlace) async throws -> [UInt8]? {
        do {
            guard let descriptor = try await place.manifest(tagged: tag) else { return nil }
            return try await place.manifest(descriptor)
        } catch let error as EvidencePlaceError {
            throw OCIError.malformed(subject: "tag \(tag)", reason: "\(error.found); nothing is added to it")
        }
    }
}
