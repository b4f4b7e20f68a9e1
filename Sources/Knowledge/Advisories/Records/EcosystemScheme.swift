extension Ecosystem {
    /// The order of its versions.
    package var scheme: VersionScheme {
        switch family {
        case .debian, .ubuntu: .dpkg
        case .alpine, .wolfi, .chainguard, .minimos, .cleanstart: .apk
        case .redhat, .almalinux, .rocky, .oracle, .amazon, .fedora, .suse, .opensuse, .photon, .azurelinux, .openeuler,
            .mageia:
            .rpm
        case .archlinux: .pacman
        case .npm: .npm
        case .pypi: .pep440
        case .maven: .maven
        case .golang: .go
        case .cargo: .cargo
        case .rubygems: .rubygems
        case .composer: .composer
        case .nuget: .nuget
        case .pub: .pub
        case .hex, .swift, .julia, .githubActions, .cocoapods: .semver
        case .cran, .bioconductor: .cran
        case .hackage, .ghc: .hackage
        case .conan: .conan
        case .bitnami: .bitnami
        case .runtime, .opam, .luarocks, .cpan, .android, .wordpress, .generic: .generic
        }
    }
}

extension RangeStatement {
    /// The statement in normal form.
    ///
    /// - Throws: `RangeError` when it cannot be read or ordered.
    package func normalised(_ scheme: VersionScheme) throws(RangeError) -> VersionRanges {
        switch self {
        case .events(let events):
            return try VersionRanges(
                scheme,
                osv: events.map {
                    switch $0 {
                    case .introduced(let version): .introduced(version)
                    case .fixed(let version): .fixed(version)
                    case .lastAffected(let version): .lastAffected(version)
                    case .limit(let version): .limit(version)
                    }
                })
        case .inside(let requirements, let dialect): return try Self.union(requirements, dialect, scheme)
        case .outside(let requirements, let dialect):
            return try Self.union(requirements, dialect, scheme).complement
        }
    }

    private static func union(
        _ requirements: [String], _ dialect: Dialect, _ scheme: VersionScheme
    ) throws(RangeError) -> VersionRanges {
        let syntax: RangeSyntax =
            switch dialect {
            case .npm: .npm
            case .cargo: .cargo
            case .rubygems: .rubygems
            case .composer: .composer
            case .pep440: .pep440
            case .maven: .maven
            case .nuget: .nuget
            case .comparators: .comparators(scheme)
            }
        var ranges = VersionRanges.nothing(syntax.scheme)
        for requirement in requirements { ranges = ranges.union(try syntax.ranges(requirement)) }
        return ranges
    }
}
