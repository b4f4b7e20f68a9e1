/// Media types of manifests and layers (OCI image specification 1.1, Docker image manifest version 2 schema 2).
package enum MediaType {
    package static let ociIndex = "application/vnd.oci.image.index.v1+json"
    package static let ociManifest = "application/vnd.oci.image.manifest.v1+json"
    package static let ociConfiguration = "application/vnd.oci.image.config.v1+json"
    package static let dockerList = "application/vnd.docker.distribution.manifest.list.v2+json"
    package static let dockerManifest = "application/vnd.docker.distribution.manifest.v2+json"
    package static let dockerConfiguration = "application/vnd.docker.container.image.v1+json"

    /// What a reader of images accepts, in order of preference.
    package static let manifests = [ociIndex, ociManifest, dockerList, dockerManifest]

    package static func isIndex(_ type: String) -> Bool { type == ociIndex || type == dockerList }

    package static func isManifest(_ type: String) -> Bool { type == ociManifest || type == dockerManifest }

    /// Whether a descriptor names a file-system layer.
    package static func isLayer(_ type: String) -> Bool {
        type.hasPrefix("application/vnd.oci.image.layer.") || type.hasPrefix("application/vnd.docker.image.rootfs.")
    }

    /// Layers that may not be distributed and are fetched from elsewhere (`nondistributable`, `foreign`).
    package static func isForeign(_ type: String) -> Bool {
        type.contains("nondistributable") || type.contains(".foreign.")
    }

    /// Encrypted layers (OCI image encryption).
    package static func isEncrypted(_ type: String) -> Bool { type.hasSuffix("+encrypted") }
}
