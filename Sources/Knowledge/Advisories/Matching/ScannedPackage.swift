package import Inventory

/// A component as the matcher sees it, out of an inventory or of anybody's bill of materials.
package struct ScannedPackage: Sendable {
    /// The component's reference in its document.
    package var ref: String
    package var name: String
    package var version: String
    package var purl: PackageURL?
    /// Where in the artifact it was found, the first of its evidence; `nil` when the document does not say.
    package var path: String?
    /// The distribution package that its files belong to: the distribution's data decides about it then.
    package var owner: String?
    /// Source package, where the ecosystem has such.
    package var source: String?
    package var sourceVersion: String?
    package var architecture: String?
    /// `name:stream` of a modular package.
    package var module: String?

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
}

extension ScannedPackage {
    /// What to look up.
    ///
    /// - Parameter distribution: the operating system of the image, for package URLs that do not name a release.
    package func identities(
        distribution: (id: String, version: String?)?
    ) throws(UnidentifiedPackage) -> [PackageIdentity] {
        guard let purl else { throw .noPackageURL }
        guard !version.isEmpty else { throw .noVersion }
        switch purl.type {
        case "deb", "apk", "rpm", "alpm":
            return try distributionLookups(purl, distribution)
        default:
            guard let ecosystem = Ecosystem(purlType: purl.type) else { throw .unknownType(purl.type) }
            return [
                PackageIdentity(
                    ecosystem: ecosystem, name: ecosystem.normalise(Self.registryName(purl)), version: version,
                    naming: .only)
            ]
        }
    }

    private func distributionLookups(
        _ purl: PackageURL, _ distribution: (id: String, version: String?)?
    ) throws(UnidentifiedPackage) -> [PackageIdentity] {
        let stated = purl.qualifiers.first { $0.key == "distro" }?.value
        var id = purl.namespace ?? distribution?.id ?? ""
        var release = distribution?.version
        if let stated {
            // `debian-12`, `opensuse-leap-15.5`, `alpine-3.20.1`
            if let dash = stated.lastIndex(of: "-") {
                id = String(stated[..<dash])
                release = String(stated[stated.index(after: dash)...])
            } else {
                id = stated
                release = nil
            }
        }
        guard
            let family = Ecosystem.Family(osRelease: id) ?? purl.namespace.flatMap({ Ecosystem.Family(osRelease: $0) })
        else { throw .unknownType("\(purl.type)/\(id)") }
        guard let ecosystem = Ecosystem(family, osVersion: release) else {
            throw .unknownRelease(id)
        }
        var version = version
        if purl.type == "rpm", let epoch = purl.qualifiers.first(where: { $0.key == "epoch" })?.value,
            !version.contains(":"), epoch != "0"
        {
            version = "\(epoch):\(version)"
        }
        var result = [
            PackageIdentity(ecosystem: ecosystem, name: ecosystem.normalise(name), version: version, naming: .binary)
        ]
        let upstream = purl.qualifiers.first { $0.key == "upstream" }?.value
        let (sourceName, sourceVersion, lacksEpoch) = sourcePackage(purl.type, upstream, binaryVersion: version)
        result.append(
            PackageIdentity(
                ecosystem: ecosystem, name: ecosystem.normalise(sourceName), version: sourceVersion, naming: .source,
                lacksEpoch: lacksEpoch))
        return result
    }

    private func sourcePackage(
        _ type: String, _ upstream: String?, binaryVersion: String
    ) -> (name: String, version: String, lacksEpoch: Bool) {
        if type == "rpm", let file = source ?? upstream, file.hasSuffix(".src.rpm") {
            // NAME-VERSION-RELEASE.src.rpm
            let stem = file.dropLast(8)
            if let release = stem.lastIndex(of: "-"), let version = stem[..<release].lastIndex(of: "-") {
                return (String(stem[..<version]), String(stem[stem.index(after: version)...]), true)
            }
        }
        if let source { return (source, withoutBuild(type, sourceVersion ?? binaryVersion), false) }
        if let upstream {
            let parts = upstream.split(separator: "@", maxSplits: 1).map(String.init)
            if let first = parts.first {
                return (first, parts.count > 1 ? parts[1] : withoutBuild(type, binaryVersion), false)
            }
        }
        return (name, withoutBuild(type, binaryVersion), false)
    }

    /// A binary package that was only rebuilt has the number of the rebuild after its source's version
    /// (`1.2-3+b1`, Debian policy 5.6.12).
    private func withoutBuild(_ type: String, _ version: String) -> String {
        guard type == "deb", let plus = version.lastIndex(of: "+") else { return version }
        let suffix = version[version.index(after: plus)...]
        guard suffix.first == "b", suffix.dropFirst().allSatisfy(\.isNumber), suffix.count > 1 else { return version }
        return String(version[..<plus])
    }

    /// The name as registries and advisories write it.
    private static func registryName(_ purl: PackageURL) -> String {
        guard let namespace = purl.namespace else { return purl.name }
        return purl.type == "maven" ? "\(namespace):\(purl.name)" : "\(namespace)/\(purl.name)"
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

extension Ecosystem {
    /// The registry of a package URL's type; `nil` for distributions and types without one.
    package init?(purlType: String) {
        switch purlType {
        case "npm": self.init(.npm)
        case "pypi": self.init(.pypi)
        case "maven": self.init(.maven)
        case "golang": self.init(.golang)
        case "cargo": self.init(.cargo)
        case "gem": self.init(.rubygems)
        case "composer": self.init(.composer)
        case "nuget": self.init(.nuget)
        case "pub": self.init(.pub)
        case "hex", "otp": self.init(.hex)
        case "swift": self.init(.swift)
        case "cran": self.init(.cran)
        case "hackage": self.init(.hackage)
        case "conan": self.init(.conan)
        case "bitnami": self.init(.bitnami)
        case "julia": self.init(.julia)
        case "opam": self.init(.opam)
        case "cocoapods": self.init(.cocoapods)
        case "luarocks": self.init(.luarocks)
        case "cpan": self.init(.cpan)
        case "githubactions", "github": self.init(.githubActions)
        default: return nil
        }
    }

    /// The release of a distribution as advisories name it.
    ///
    /// - Parameter osVersion: `VERSION_ID` of os-release, or a longer version that begins with it.
    package init?(_ family: Family, osVersion: String?) {
        let parts = (osVersion ?? "").split(separator: ".").map(String.init)
        switch family {
        case .wolfi, .chainguard, .archlinux, .minimos, .cleanstart: self.init(family)
        case .alpine:
            if osVersion == "edge" { self.init(family, "edge"); return }
            guard parts.count >= 2 else { return nil }
            self.init(family, "v\(parts[0]).\(parts[1])")
        case .ubuntu, .opensuse, .suse, .azurelinux, .photon, .openeuler:
            guard parts.count >= 2 else { return nil }
            self.init(family, "\(parts[0]).\(parts[1])")
        default:
            guard let major = parts.first else { return nil }
            self.init(family, major)
        }
    }
}

extension Ecosystem.Family {
    /// The family whose data speaks of a distribution (`ID` of os-release, or the namespace of a package URL).
    package init?(osRelease id: String) {
        switch id {
        case "debian", "raspbian": self = .debian
        case "ubuntu": self = .ubuntu
        case "alpine", "postmarketos": self = .alpine
        case "wolfi": self = .wolfi
        case "chainguard": self = .chainguard
        case "minimos": self = .minimos
        case "cleanstart": self = .cleanstart
        case "rhel", "redhat", "centos", "scientific": self = .redhat
        case "almalinux": self = .almalinux
        case "rocky": self = .rocky
        case "ol", "oracle": self = .oracle
        case "amzn", "amazon": self = .amazon
        case "fedora": self = .fedora
        case "sles", "suse", "sled", "sle_hpc": self = .suse
        case "opensuse", "opensuse-leap", "opensuse-tumbleweed": self = .opensuse
        case "photon": self = .photon
        case "azurelinux", "mariner": self = .azurelinux
        case "openEuler", "openeuler": self = .openeuler
        case "mageia": self = .mageia
        case "arch", "archlinux": self = .archlinux
        default: return nil
        }
    }
}
