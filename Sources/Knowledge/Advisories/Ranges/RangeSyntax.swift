/// The notations of version ranges, each with the scheme its versions are in.
package enum RangeSyntax: Sendable, Hashable {
    case npm, cargo, rubygems, composer, pep440, maven, nuget
    /// Comparisons such as `>= 1.0, < 2.0` over any scheme.
    case comparators(VersionScheme)

    package var scheme: VersionScheme {
        switch self {
        case .npm: .npm
        case .cargo: .cargo
        case .rubygems: .rubygems
        case .composer: .composer
        case .pep440: .pep440
        case .maven: .maven
        case .nuget: .nuget
        case .comparators(let scheme): scheme
        }
    }

    /// The versions that a text in this notation means.
    package func ranges(_ text: String) throws(RangeError) -> VersionRanges {
        switch self {
        case .npm: try NodeRange.ranges(text)
        case .cargo: try CargoRequirement.ranges(text)
        case .rubygems: try RubyRequirement.ranges(text)
        case .composer: try ComposerConstraint.ranges(text)
        case .pep440: try PythonSpecifier.ranges(text)
        case .maven: try BracketRange.ranges(text, .maven)
        case .nuget: try BracketRange.ranges(text, .nuget)
        case .comparators(let scheme): try ComparatorList.ranges(text, scheme)
        }
    }
}
