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
