internal import Advisories
internal import Content
internal import JSONText
internal import OCI

/// The advisory database as an OCI artifact (OCI image specification 1.1, "Guidance for artifact usage").
///
/// One layer is the file as it is, another the envelope with its signatures, if it has any. What must be known before it is fetched stands in the annotations; what counts is in
/// the file.
enum DatabaseArtifact {
    static let type = "application/vnd.obryza.advisories.v1"
    static let layerType = "application/vnd.obryza.advisories.database.v1"
    static let emptyType = "application/vnd.oci.empty.v1+json"
    static let empty: [UInt8] = Array("{}".utf8)
    static let contentKey = "obryza.advisories.digest"
    static let expiryKey = "obryza.advisories.valid-until"

    /// The same database gives the same manifest, and so the same digest.
    static func manifest(of file: [UInt8], _ database: AdvisoryDatabase, signature: [UInt8]?) -> [UInt8] {
        func descriptor(_ writer: inout JSONWriter, _ type: String, _ bytes: [UInt8], title: String?) {
            writer.object { writer in
                writer.member("mediaType", type)
                writer.member("digest", Digest.of(bytes).description)
                writer.member("size", bytes.count)
                if let title {
                    writer.key("annotations")
                    writer.object { $0.member("org.opencontainers.image.title", title) }
                }
            }
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("schemaVersion", 2)
            writer.member("mediaType", MediaType.ociManifest)
            writer.member("artifactType", type)
            writer.key("config")
            descriptor(&writer, emptyType, empty, title: nil)
            writer.key("layers")
            writer.array { writer in
                descriptor(&writer, layerType, file, title: UpdateCache.databaseName)
                if let signature {
                    descriptor(
                        &writer, DatabaseSignature.mediaType, signature,
                        title: UpdateCache.databaseName + DatabaseSignature.suffix)
                }
            }
            writer.key("annotations")
            writer.object { writer in
                writer.member(contentKey, "\(database.digest)")
                writer.member(expiryKey, database.validUntil.text)
                writer.member("org.opencontainers.image.created", database.created.text)
            }
        }
        return writer.bytes
    }

    /// The layers that are the database and its envelope.
    static func layers(
        of manifest: Manifest, _ subject: String
    ) throws -> (database: Descriptor, signature: Descriptor?) {
        let layers = manifest.layers.filter { $0.mediaType == layerType }
        guard manifest.artifactType == type, layers.count == 1, let layer = layers.first else {
            throw OCIError.malformed(
                subject: subject,
                reason: "expected an artifact of type \(type) with one database, found type "
                    + "\(manifest.artifactType ?? manifest.configuration.mediaType) with \(layers.count)")
        }
        guard layer.size <= DatabaseIntake.limit else {
            throw OCIError.tooLarge(subject: subject, size: layer.size, limit: DatabaseIntake.limit)
        }
        let signatures = manifest.layers.filter { $0.mediaType == DatabaseSignature.mediaType }
        guard signatures.count <= 1 else {
            throw OCIError.malformed(subject: subject, reason: "\(signatures.count) envelopes for one database")
        }
        if let signature = signatures.first, signature.size > DatabaseSignature.limit {
            throw OCIError.tooLarge(subject: subject, size: signature.size, limit: DatabaseSignature.limit)
        }
        return (layer, signatures.first)
    }
}
