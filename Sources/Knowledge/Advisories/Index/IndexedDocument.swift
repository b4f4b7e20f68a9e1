package import Content

/// A bill of materials as the index takes it.
package struct IndexedDocument: Sendable {
    /// SHA-256 of the document: what is in the index already is not taken twice.
    package var digest: Digest
    /// What it is of, as people name it.
    package var name: String
    package var packages: [ScannedPackage]
    /// The operating system of the artifact.
    package var distribution: (id: String, version: String?)?
    /// Whether the document says that nothing is missing in it.
    package var isComplete: Bool

    package init(
        digest: Digest, name: String, packages: [ScannedPackage], distribution: (id: String, version: String?)?,
        isComplete: Bool
    ) {
        self.digest = digest
        self.name = name
        self.packages = packages
        self.distribution = distribution
        self.isComplete = isComplete
    }

    /// The ecosystems of the packages that own others, by reference.
    func ownerEcosystems(_ ecosystems: inout EcosystemLookup) -> [String: Ecosystem] {
        let named = Set(packages.compactMap(\.owner))
        guard !named.isEmpty else { return [:] }
        var result: [String: Ecosystem] = [:]
        for package in packages where named.contains(package.ref) && package.owner == nil {
            // One that cannot be looked up answers for nobody.
            guard let lookup = try? PackageLookup(package, &ecosystems), lookup.products.isEmpty else { continue }
            result[package.ref] = lookup.ecosystem
        }
        return result
    }
}
