package import Inventory

/// A component as the matcher sees it, out of an inventory or of anybody's bill of materials.
package struct ScannedPackage: Sendable {
    /// The component's reference in its document.
    package var ref: String
    package var name: String
    package var version: String
    package var purl: PackageURL?
    /// The package that its files belong to, whose data decides about it then: of a distribution, or of a language where
    /// the component has no package identity.
    package var owner: String?
    /// Source package, where the ecosystem has such.
    package var source: String?
    package var sourceVersion: String?
    package var architecture: String?
    /// `name:stream` of a modular package.
    package var module: String?
    /// CPE names that the inventory gives it.
    package var cpes: [String] = []

    /// Where it was found, in the artifact.
    package var path: String?
    /// The image's layer that brought it, from 0.
    package var layer: Int?
    /// The direct dependency of the application that alone brings it in, by reference; `nil` for a direct one, for one
    /// that several bring in, and where nothing tells.
    package var broughtBy: String?

    package init(ref: String, name: String, version: String, purl: PackageURL?) {
        self.ref = ref
        self.name = name
        self.version = version
        self.purl = purl
    }
}

/// A name and version to look up.
package struct PackageIdentity: Sendable, Hashable {
    package var ecosystem: Ecosystem
    /// Normalised.
    package var name: String
    package var version: String
    package var naming: Affected.Naming
    /// The version's epoch is not known and was taken for that of the advisory: a source package's file name has none.
    package var lacksEpoch = false
    /// The CPE name by which the product was looked up, for want of a package identity: less certain, for dictionaries
    /// of products name nothing that a package manager knows.
    package var cpe: String?
}

extension ScannedPackage {
    /// The source package's name without its version, as far as the inventory tells.
    package var sourceName: String? {
        guard let source else { return nil }
        guard source.hasSuffix(".src.rpm") else { return source }
        // NAME-VERSION-RELEASE.src.rpm
        let parts = source.dropLast(8).split(separator: "-", omittingEmptySubsequences: false)
        return parts.count > 2 ? parts.dropLast(2).joined(separator: "-") : nil
    }

    /// What to look up.
    ///
    /// - Parameter distribution: the operating system of the image, for package URLs that do not name a release.
    package func identities(
        distribution: (id: String, version: String?)?
    ) throws(UnidentifiedPackage) -> [PackageIdentity] {
        var ecosystems = EcosystemLookup(distribution, nil)
        return try PackageLookup(self, &ecosystems).identities(of: self)
    }
}

/// Why nothing can be looked up for a package.
package enum UnidentifiedPackage: Error, Equatable, CustomStringConvertible {
    case noPackageURL
    case noVersion
    case unknownType(String)
    case unknownRelease(String)

    package var description: String {
        switch self {
        case .noPackageURL: "it has no package URL"
        case .noVersion: "its version is not known"
        case .unknownType(let type): "no advisories are kept for packages of type \(type)"
        case .unknownRelease(let name): "the release of the distribution \(name) is not known"
        }
    }
}
