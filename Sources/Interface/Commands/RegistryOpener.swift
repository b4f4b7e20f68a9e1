internal import OCI

/// Opens images in registries.
struct RegistryOpener: Sendable {
    init(_ options: SourceOptions) {}

    func image(_ reference: RegistryReference, platform: Platform?) async throws -> Image {
        throw OCIError.unsupported(subject: "\(reference)", feature: "a registry")
    }
}
