extension VersionScheme {
    /// The scheme of an OSV ecosystem such as `Debian:12`, `Red Hat:rhel_aus:8.4::appstream` or `npm`: what precedes the
    /// first colon decides (OSV schema 1.7.5, `affected[].package`).
    ///
    /// - Returns: `nil` for an ecosystem whose order is not known here.
    package init?(osvEcosystem ecosystem: some StringProtocol) {
        let name = ecosystem.prefix { $0 != ":" }
        switch name {
        case "Debian", "Ubuntu", "Echo": self = .dpkg
        case "Red Hat", "AlmaLinux", "Rocky Linux", "SUSE", "openSUSE", "openEuler", "Mageia", "Photon OS",
            "Azure Linux", "Oracle Linux", "Amazon Linux", "Fedora":
            self = .rpm
        case "Alpine", "Wolfi", "Chainguard", "MinimOS", "Alpaquita", "BellSoft Hardened Containers", "CleanStart":
            self = .apk
        case "Arch Linux": self = .pacman
        case "npm": self = .npm
        case "PyPI": self = .pep440
        case "Maven": self = .maven
        case "NuGet": self = .nuget
        case "RubyGems": self = .rubygems
        case "Packagist": self = .composer
        case "Go": self = .go
        case "crates.io": self = .cargo
        case "CRAN", "Bioconductor": self = .cran
        case "ConanCenter": self = .conan
        case "Bitnami": self = .bitnami
        case "Hackage", "GHC": self = .hackage
        case "Pub": self = .pub
        case "Hex", "SwiftURL", "Julia", "GitHub Actions", "VSCode": self = .semver
        default: return nil
        }
    }

    /// The scheme of a package URL's type.
    ///
    /// - Returns: `nil` for a type without an order of its own (`generic`, `oci`, `github` with commits).
    package init?(purlType type: some StringProtocol) {
        switch type {
        case "deb": self = .dpkg
        case "rpm": self = .rpm
        case "apk": self = .apk
        case "alpm": self = .pacman
        case "npm": self = .npm
        case "pypi": self = .pep440
        case "maven": self = .maven
        case "nuget": self = .nuget
        case "gem": self = .rubygems
        case "composer": self = .composer
        case "golang": self = .go
        case "cargo": self = .cargo
        case "cran", "bioconductor": self = .cran
        case "conan": self = .conan
        case "bitnami": self = .bitnami
        case "hackage": self = .hackage
        case "pub": self = .pub
        case "hex", "otp", "swift", "julia", "githubactions", "cocoapods": self = .semver
        default: return nil
        }
    }

    /// The scheme that a user names: a scheme, a package URL type or an OSV ecosystem, in any case.
    package init?(named name: String) {
        let lowered = name.lowercased()
        if let scheme = Self(rawValue: lowered) ?? Self(purlType: lowered) ?? Self(osvEcosystem: name) {
            self = scheme
            return
        }
        let ecosystem = lowered.prefix { $0 != ":" }
        guard let known = Self.osvEcosystems.first(where: { $0.lowercased() == ecosystem }),
            let scheme = Self(osvEcosystem: known)
        else { return nil }
        self = scheme
    }

    /// The names of ecosystems that `init(osvEcosystem:)` knows.
    package static let osvEcosystems = [
        "AlmaLinux", "Alpaquita", "Alpine", "Amazon Linux", "Arch Linux", "Azure Linux", "BellSoft Hardened Containers",
        "Bioconductor", "Bitnami", "Chainguard", "CleanStart", "ConanCenter", "CRAN", "crates.io", "Debian", "Echo",
        "Fedora", "GHC", "GitHub Actions", "Go", "Hackage", "Hex", "Julia", "Mageia", "Maven", "MinimOS", "npm",
        "NuGet",
        "openEuler", "openSUSE", "Oracle Linux", "Packagist", "Photon OS", "Pub", "PyPI", "Red Hat", "Rocky Linux",
        "RubyGems", "SUSE", "SwiftURL", "Ubuntu", "VSCode", "Wolfi",
    ]
}
