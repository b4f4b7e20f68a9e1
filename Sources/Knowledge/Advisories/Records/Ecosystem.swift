/// Where a package name and its versions have their meaning: a distribution's release or a language's registry.
package struct Ecosystem: Sendable, Hashable, Comparable, CustomStringConvertible {
    package enum Family: String, Sendable, CaseIterable {
        // Distributions
        case debian, ubuntu, alpine, wolfi, chainguard, minimos, cleanstart
        case redhat, almalinux, rocky, oracle, amazon, fedora, suse, opensuse, photon, azurelinux, openeuler, mageia
        case archlinux
        // Languages and registries
        case npm, pypi, maven, golang, cargo, rubygems, composer, nuget, pub, hex, swift, cran, bioconductor, hackage
        case conan, bitnami, ghc, julia, opam, cocoapods, luarocks, cpan
        case githubActions = "github-actions"
        case android, wordpress
        /// Interpreters, named by the interpreter.
        case runtime
        /// What has no registry: a product by its own name.
        case generic
    }

    package var family: Family
    /// `12`, `v3.20`, `9`, `22.04`; empty for registries and for distributions that only roll on.
    package var release: String

    package init(_ family: Family, _ release: String = "") {
        self.family = family
        self.release = release
    }

    /// `debian:12`, `npm`
    package var description: String { release.isEmpty ? family.rawValue : "\(family.rawValue):\(release)" }

    /// The inverse of `description`.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, let family = Family(rawValue: String(name)) else { return nil }
        self.init(family, parts.count > 1 ? String(parts[1]) : "")
    }

    package static func < (a: Ecosystem, b: Ecosystem) -> Bool { a.description < b.description }

    /// Reads an OSV ecosystem (OSV schema 1.7, "Defined ecosystems"): a name, then a suffix that the name defines.
    ///
    /// - Returns: the ecosystem and the channel within it, empty for the ordinary one; `nil` for a name not known here.
    package static func osv(_ text: String) -> (ecosystem: Ecosystem, channel: String)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, let family = osvNames[name.lowercased()] else { return nil }
        let suffix = Array(parts.dropFirst())
        switch family {
        case .ubuntu:
            // `22.04:LTS`, `Pro:18.04:LTS`, `Pro:FIPS-updates:20.04:LTS`
            guard let release = suffix.first(where: { $0.first?.isNumber ?? false }) else { return nil }
            let channel = suffix.prefix { $0 != release }.joined(separator: "-").lowercased()
            return (Ecosystem(family, release), channel)
        case .redhat:
            // A CPE without its head: `enterprise_linux:9::appstream`, `rhel_aus:8.4::appstream`.
            guard let product = suffix.first, suffix.count > 1 else { return (Ecosystem(family), "") }
            let channel = product.hasPrefix("rhel_") ? String(product.dropFirst(5)) : ""
            return (
                Ecosystem(family, suffix[1]), product == "enterprise_linux" ? "" : channel.isEmpty ? product : channel
            )
        case .maven, .cargo, .githubActions:
            // The suffix names another registry than the usual one.
            return suffix.isEmpty ? (Ecosystem(family), "") : (Ecosystem(family), suffix.joined(separator: ":"))
        case .opensuse, .suse:
            return (Ecosystem(family, suffix.joined(separator: ":").replacing("Leap ", with: "")), "")
        default:
            return (Ecosystem(family, suffix.joined(separator: ":")), "")
        }
    }

    private static let osvNames: [String: Family] = [
        "debian": .debian, "ubuntu": .ubuntu, "alpine": .alpine, "wolfi": .wolfi, "chainguard": .chainguard,
        "minimos": .minimos, "cleanstart": .cleanstart, "red hat": .redhat, "almalinux": .almalinux,
        "rocky linux": .rocky, "suse": .suse, "opensuse": .opensuse, "photon os": .photon,
        "azure linux": .azurelinux, "openeuler": .openeuler, "mageia": .mageia, "npm": .npm, "pypi": .pypi,
        "maven": .maven, "go": .golang, "crates.io": .cargo, "rubygems": .rubygems, "packagist": .composer,
        "nuget": .nuget, "pub": .pub, "hex": .hex, "swifturl": .swift, "cran": .cran, "bioconductor": .bioconductor,
        "hackage": .hackage, "ghc": .ghc, "conancenter": .conan, "bitnami": .bitnami, "julia": .julia,
        "opam": .opam, "github actions": .githubActions, "android": .android, "arch linux": .archlinux,
    ]

    /// Whether source packages and binary packages have names of their own.
    package var isDistribution: Bool {
        switch family {
        case .debian, .ubuntu, .alpine, .wolfi, .chainguard, .minimos, .cleanstart, .redhat, .almalinux, .rocky,
            .oracle, .amazon, .fedora, .suse, .opensuse, .photon, .azurelinux, .openeuler, .mageia, .archlinux:
            true
        default: false
        }
    }

    /// The name under which the ecosystem itself would look a package up: registries that fold case or take `-`, `_`
    /// and `.` for the same are full of advisories that spell names otherwise.
    package func normalise(_ name: String) -> String {
        switch family {
        case .pypi:
            // PEP 503
            var result = ""
            var isAfterSeparator = false
            for character in name.lowercased() {
                if "-_.".contains(character) {
                    isAfterSeparator = true
                } else {
                    if isAfterSeparator { result.append("-") }
                    isAfterSeparator = false
                    result.append(character)
                }
            }
            return result
        case .cargo: return name.lowercased().replacing("_", with: "-")
        case .npm, .composer, .nuget, .golang, .hex, .pub, .bitnami, .githubActions, .swift, .conan, .wordpress:
            return name.lowercased()
        default: return name
        }
    }
}
