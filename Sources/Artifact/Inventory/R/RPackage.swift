/// What R's cataloguers agree on.
enum RPackage {
    /// - Parameter remote: looks up a `Remote…` field, which tells where a package not of CRAN came from.
    static func component(
        _ name: String, version: String, presence: Component.Presence, remote: (String) -> String?
    ) -> Component {
        var component = Component(name: name, version: version, ecosystem: "cran", presence: presence)
        var qualifiers: [String: String] = [:]
        let hosts = ["github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"]
        let kind = remote("RemoteType") ?? ""
        if let host = hosts[kind], let user = remote("RemoteUsername"), let repository = remote("RemoteRepo") {
            qualifiers["vcs_url"] =
                "git+https://\(host)/\(user)/\(repository)" + (remote("RemoteSha").map { "@\($0)" } ?? "")
        } else if kind.hasPrefix("git"), let url = remote("RemoteUrl") {
            qualifiers["vcs_url"] = "git+\(url)" + (remote("RemoteSha").map { "@\($0)" } ?? "")
        }
        component.purl = PackageURL(type: "cran", name: name, version: version, qualifiers: qualifiers)
        return component
    }

    /// The names of a dependency field, without version bounds and R itself.
    static func names(_ field: String?) -> [String] {
        (field ?? "").split(separator: ",").compactMap { part in
            let name = part.prefix { $0 != "(" }.split(whereSeparator: \.isWhitespace).first.map(String.init)
            return name == "R" ? nil : name
        }
    }
}
