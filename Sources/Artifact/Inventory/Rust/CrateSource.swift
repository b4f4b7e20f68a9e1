/// Where a crate comes from, as Cargo writes it: `registry+URL`, `sparse+URL`, `git+URL?branch=…#COMMIT`; a crate of
/// the same workspace has none.
enum CrateSource: Equatable {
    case cratesIO
    case registry(String)
    case git(url: String, commit: String?)
    case local

    init(_ text: String?) {
        guard let text, !text.isEmpty else {
            self = .local
            return
        }
        if text.hasPrefix("git+") {
            let parts = text.dropFirst(4).split(separator: "#", maxSplits: 1)
            let url = parts.first.map { $0.split(separator: "?", maxSplits: 1).first ?? $0 } ?? ""
            self = .git(url: String(url), commit: parts.count == 2 ? String(parts[1]) : nil)
        } else if text.hasPrefix("path+") || text.hasPrefix("directory+") {
            self = .local
        } else {
            let plus = text.firstIndex(of: "+")
            let url = plus.map { String(text[text.index(after: $0)...]) } ?? text
            let isPublic =
                url.hasPrefix("https://github.com/rust-lang/crates.io-index")
                || url.hasPrefix("https://index.crates.io")
            self = isPublic ? .cratesIO : .registry(url)
        }
    }

    /// The crate's package URL; where it was fetched from is a qualifier unless it is the public registry.
    func purl(name: String, version: String) -> PackageURL? {
        var qualifiers: [String: String] = [:]
        switch self {
        case .cratesIO, .local: break
        case .registry(let url): qualifiers["repository_url"] = url
        case .git(let url, let commit): qualifiers["vcs_url"] = "git+\(url)" + (commit.map { "@\($0)" } ?? "")
        }
        return PackageURL(type: "cargo", name: name, version: version, qualifiers: qualifiers)
    }

    /// For the property `source`; `nil` for the public registry, where nothing needs to be said.
    var label: String? {
        switch self {
        case .cratesIO: nil
        case .registry: "registry"
        case .git: "git"
        case .local: "local"
        }
    }
}
