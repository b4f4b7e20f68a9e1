import Inventory

/// Whom a package URL itself names as the source of a package (purl specification, "Known purl types").
enum PackageOrigin {
    /// The repository that a type stands for unless a qualifier names another.
    private static let registries: [String: String] = [
        "cargo": "crates.io", "cocoapods": "cocoapods.org", "conan": "Conan Center", "cpan": "CPAN", "cran": "CRAN",
        "gem": "rubygems.org", "hackage": "Hackage", "hex": "hex.pm", "maven": "Maven Central", "npm": "npmjs.com",
        "nuget": "nuget.org",
        "pub": "pub.dev", "pypi": "pypi.org",
    ]

    /// Types whose namespace is the owner of the package.
    private static let owned: Set<String> = ["bitbucket", "composer", "github", "golang", "huggingface", "swift"]

    /// `nil` where the package comes from elsewhere or the type says nothing.
    static func agent(of purl: PackageURL) -> Agent? {
        for name in ["repository_url", "vcs_url", "download_url"] where purl.qualifier(name) != nil { return nil }
        // Conan Center has no packages of users.
        if purl.type == "conan", purl.qualifier("user") != nil { return nil }
        if owned.contains(purl.type) { return purl.namespace.flatMap { Agent(line: $0) } }
        return registries[purl.type].flatMap { Agent(line: $0) }
    }
}
