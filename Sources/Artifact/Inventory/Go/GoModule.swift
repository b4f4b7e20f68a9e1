/// Names of Go modules.
enum GoModule {
    /// `github.com/a/b/v2` gives `pkg:golang/github.com/a/b/v2`.
    static func purl(_ path: String, version: String?) -> PackageURL? {
        guard let slash = path.lastIndex(of: "/") else {
            return PackageURL(type: "golang", name: path, version: version)
        }
        return PackageURL(
            type: "golang", namespace: String(path[..<slash]), name: String(path[path.index(after: slash)...]),
            version: version)
    }

    /// Whether a replacement is a directory and not a module.
    static func isLocal(_ path: String) -> Bool { path.hasPrefix(".") || path.hasPrefix("/") }
}
