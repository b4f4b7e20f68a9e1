internal import Advisories
internal import Content
internal import OCI
internal import RegistryClient

/// Brings databases into image layouts and registries, and out of them.
struct DatabaseTransfer: Sendable {
    let isOffline: Bool
    let isInsecure: Bool

    /// A database as it was handed on.
    struct Parcel: Sendable {
        var file: [UInt8]
        /// `nil` when nobody vouches for it.
        var signature: [UInt8]?
    }

    /// Where a database may lie as an artifact.
    ///
    /// - Throws: `ReferenceError`, or `OCIError` for a kind of place that holds images only.
    static func reference(_ text: String) throws -> ImageReference {
        let reference = try ImageReference(text)
        switch reference {
        case .layout, .registry: return reference
        case .archive, .dockerArchive, .directory:
            throw OCIError.notFound(
                place: text, reason: "no place for an artifact",
                hint: "Write oci:DIR[:TAG] or the name of a repository")
        }
    }

    /// - Returns: the digest of the manifest.
    func push(_ parcel: Parcel, to reference: ImageReference) async throws -> Digest {
        let (file, signature) = (parcel.file, parcel.signature)
        let database = try AdvisoryDatabase(file)
        try database.checkAll()
        let manifest = DatabaseArtifact.manifest(of: file, database, signature: signature)
        switch reference {
        case .layout(let path, let tag, let digest):
            try Self.expect(digest, of: manifest, "oci:\(path)")
            let layout = try LayoutWriter(directory: path)
            _ = try layout.add(DatabaseArtifact.empty)
            _ = try layout.add(file)
            if let signature { _ = try layout.add(signature) }
            return try layout.add(
                manifest: manifest, mediaType: MediaType.ociManifest, artifactType: DatabaseArtifact.type, tag: tag)
        case .registry(let reference):
            try Self.expect(reference.digest, of: manifest, "\(reference)")
            return try await opener.withClient(for: reference) { client in
                _ = try await client.pushBlob(DatabaseArtifact.empty, to: reference)
                _ = try await client.pushBlob(file, to: reference)
                if let signature { _ = try await client.pushBlob(signature, to: reference) }
                // What names the blobs comes last.
                return try await client.pushManifest(manifest, mediaType: MediaType.ociManifest, to: reference)
            }
        case .archive, .dockerArchive, .directory:
            throw OCIError.unsupported(subject: "\(reference)", feature: "an artifact in such a place")
        }
    }

    private static func expect(_ digest: Digest?, of manifest: [UInt8], _ subject: String) throws {
        guard let digest, digest != Digest.of(manifest, digest.algorithm) else { return }
        throw OCIError.digestMismatch(
            subject: subject, expected: digest, found: Digest.of(manifest, digest.algorithm))
    }

    /// The file, held against the digests of manifest and layer.
    func pull(_ reference: ImageReference) async throws -> Parcel {
        switch reference {
        case .layout(let path, let tag, let digest):
            let store = try ImageStore(directory: path)
            let (_, manifest) = try store.artifact(tag: tag, digest: digest)
            let layers = try DatabaseArtifact.layers(of: manifest, "\(reference)")
            return Parcel(
                file: try store.bytes(
                    of: layers.database, subject: "database \(layers.database.digest)", limit: DatabaseIntake.limit),
                signature: try layers.signature.map {
                    try store.bytes(of: $0, subject: "envelope \($0.digest)", limit: DatabaseSignature.limit)
                })
        case .registry(let name):
            return try await opener.withClient(for: name) { client in
                let answer = try await client.manifest(name, accept: [MediaType.ociManifest])
                let manifest = try Manifest(answer.bytes, digest: answer.digest)
                let layers = try DatabaseArtifact.layers(of: manifest, "\(name)")
                var parcel = Parcel(file: [])
                if let signature = layers.signature {
                    var bytes: [UInt8] = []
                    try await client.blob(signature.digest, size: Int64(signature.size), of: name) {
                        bytes.append(contentsOf: $0)
                    }
                    parcel.signature = bytes
                }
                try await client.blob(layers.database.digest, size: Int64(layers.database.size), of: name) {
                    parcel.file.append(contentsOf: $0)
                }
                return parcel
            }
        case .archive, .dockerArchive, .directory:
            throw OCIError.unsupported(subject: "\(reference)", feature: "an artifact in such a place")
        }
    }

    private var opener: RegistryOpener { RegistryOpener(isOffline: isOffline, isInsecure: isInsecure) }
}
