package import OCI

/// A repository at the place where it is asked for.
package struct Repository: Hashable, Sendable {
    package var registry: RegistryAddress
    package var path: String
    /// Plain http and unverified certificates are allowed at this place.
    package var isInsecure = false

    package init(registry: RegistryAddress, path: String, isInsecure: Bool = false) {
        self.registry = registry
        self.path = path
        self.isInsecure = isInsecure
    }

    package init(_ reference: RegistryReference) {
        self.init(registry: reference.registry, path: reference.repository)
    }
}
