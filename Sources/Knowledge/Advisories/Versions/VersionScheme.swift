/// The order of versions in each ecosystem.
///
/// What comes in: two versions as bytes, of any content. What goes out: their order, or that the scheme cannot order them
/// and why. Nothing is allocated, and the time is linear in the length. Each order is total on the versions that its
/// scheme accepts, except Maven's (see `MavenVersion`) and pacman's (see `isTotal`).
package enum VersionScheme: String, CaseIterable, Sendable {
    case dpkg, rpm, apk, pacman
    /// SemVer 2.0 read leniently: Hex, Swift, Julia, GitHub Actions and other registries.
    case semver
    case npm, pep440, maven, nuget, rubygems, composer, go, cargo, cran, conan, bitnami, hackage, pub
    /// For versions of no known scheme.
    case generic

    /// Whether versions can be sorted by the order. Maven's is not transitive; pacman calls `1.0-1` and `1.0-2` both equal to
    /// `1.0`, since releases count only where both versions have one.
    var isTotal: Bool { self != .maven && self != .pacman }

    /// Longer versions are not compared.
    package static let longest = 4096

    /// How `a` stands to `b`.
    package func order(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> VersionOrder {
        guard a.count &- 1 < Self.longest, b.count &- 1 < Self.longest, !a.isEmpty, !b.isEmpty else {
            return .incomparable
        }
        let (a, b) = (VersionBytes(a), VersionBytes(b))
        switch self {
        case .semver, .cargo: return SemanticVersion.order(a, b, SemanticVersion.lenient)
        case .npm: return SemanticVersion.order(a, b, SemanticVersion.node)
        case .go: return SemanticVersion.order(a, b, SemanticVersion.go)
        case .bitnami: return SemanticVersion.order(a, b, SemanticVersion.bitnami)
        case .pub: return SemanticVersion.order(a, b, SemanticVersion.pub)
        case .dpkg: return DpkgVersion.order(a, b)
        case .rpm: return RPMVersion.order(a, b)
        case .apk: return APKVersion.order(a, b)
        case .pacman: return PacmanVersion.order(a, b)
        case .pep440: return PythonVersion.order(a, b)
        case .maven: return MavenVersion.order(a, b)
        case .generic: return GenericVersion.order(a, b)
        default: break
        }
        guard refusal(a) == nil, refusal(b) == nil else { return .incomparable }
        switch self {
        case .nuget: return NuGetVersion.order(a, b)
        case .rubygems: return RubyVersion.order(a, b)
        case .composer: return ComposerVersion.order(a, b)
        case .cran: return NumberListVersion.order(a, b, NumberListVersion.cran)
        case .hackage: return NumberListVersion.order(a, b, NumberListVersion.hackage)
        case .conan: return ConanVersion.order(a, b)
        default: return .incomparable
        }
    }

    package func order(_ a: String, _ b: String) -> VersionOrder {
        var (a, b) = (a, b)
        return a.withUTF8 { a in
            b.withUTF8 { b in order(UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b)) }
        }
    }

    /// Why the scheme cannot order a version; `nil` when it can.
    package func refusal(of version: UnsafeRawBufferPointer) -> VersionRefusal? {
        if version.isEmpty { return .empty }
        if version.count > Self.longest { return .tooLong(version.count) }
        return refusal(VersionBytes(version))
    }

    package func refusal(of version: String) -> VersionRefusal? {
        var version = version
        return version.withUTF8 { refusal(of: UnsafeRawBufferPointer($0)) }
    }

    private func refusal(_ version: VersionBytes) -> VersionRefusal? {
        switch self {
        case .rpm, .apk, .pacman, .pep440, .maven, .generic: nil
        case .semver, .cargo: SemanticVersion.refusal(version, SemanticVersion.lenient)
        case .npm: SemanticVersion.refusal(version, SemanticVersion.node)
        case .go: SemanticVersion.refusal(version, SemanticVersion.go)
        case .bitnami: SemanticVersion.refusal(version, SemanticVersion.bitnami)
        case .pub: SemanticVersion.refusal(version, SemanticVersion.pub)
        case .dpkg: DpkgVersion.refusal(version)
        case .nuget: NuGetVersion.refusal(version)
        case .rubygems: RubyVersion.refusal(version)
        case .composer: ComposerVersion.refusal(version)
        case .cran: NumberListVersion.refusal(version, NumberListVersion.cran)
        case .hackage: NumberListVersion.refusal(version, NumberListVersion.hackage)
        case .conan: ConanVersion.refusal(version)
        }
    }
}
