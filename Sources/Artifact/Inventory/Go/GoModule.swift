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

    /// The module of a program's package where nothing records it: the repository on a host whose layout is known,
    /// else what stands before the directory of commands.
    static func path(ofPackage package: String) -> String {
        let segments = package.split(separator: "/").map(String.init)
        if let host = segments.first, ["github.com", "gitlab.com", "bitbucket.org"].contains(host), segments.count > 3 {
            let isMajor =
                segments[3].first == "v" && segments[3].dropFirst().allSatisfy(\.isNumber) && segments[3].count > 1
            return segments.prefix(isMajor ? 4 : 3).joined(separator: "/")
        }
        if let command = segments.firstIndex(of: "cmd"), command > 1 {
            return segments.prefix(command).joined(separator: "/")
        }
        return package
    }

    /// Whether a replacement is a directory and not a module.
    static func isLocal(_ path: String) -> Bool { path.hasPrefix(".") || path.hasPrefix("/") }
}
