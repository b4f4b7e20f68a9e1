/// `Gemfile.lock` or `gems.locked` as Bundler writes it: sections, and within a source the gems with their needs,
/// told by indentation.
struct GemfileLock {
    enum Source: Equatable { case registry, git, path, plugin }

    struct Gem {
        var name: String
        var version: String
        var platform: String?
        var source: Source
        var remote: String
        var revision: String?
        var dependencies: [String] = []
    }

    private(set) var gems: [Gem] = []
    /// Names that the Gemfile itself asks for.
    private(set) var direct: Set<String> = []
    /// `algorithm=hex` by `NAME (VERSION)`.
    private(set) var checksums: [String: String] = [:]
    private(set) var bundler: String?

    init(_ text: String) {
        var section: Substring = ""
        var remote = ""
        var revision: String?
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
            let indent = line.utf8.prefix { $0 == 0x20 }.count
            let content = line.dropFirst(indent)
            guard !content.isEmpty else { continue }
            guard indent > 0 else {
                section = content
                remote = ""
                revision = nil
                continue
            }
            switch section {
            case "GEM", "GIT", "PATH", "PLUGIN SOURCE":
                if indent == 2 {
                    if content.hasPrefix("remote: ") { remote = String(content.dropFirst(8)) }
                    if content.hasPrefix("revision: ") { revision = String(content.dropFirst(10)) }
                } else if indent == 4, let entry = Self.entry(content) {
                    let version = entry.detail ?? ""
                    let dash = version.firstIndex(of: "-")
                    let source: Source =
                        switch section {
                        case "GIT": .git
                        case "PATH": .path
                        case "GEM": .registry
                        default: .plugin
                        }
                    gems.append(
                        Gem(
                            name: entry.name, version: dash.map { String(version[..<$0]) } ?? version,
                            platform: dash.map { String(version[version.index(after: $0)...]) }, source: source,
                            remote: remote, revision: revision))
                } else if indent >= 6, let entry = Self.entry(content), let last = gems.indices.last {
                    gems[last].dependencies.append(entry.name)
                }
            case "DEPENDENCIES":
                if let entry = Self.entry(content) { direct.insert(entry.name) }
            case "CHECKSUMS":
                if let close = content.firstIndex(of: ")") {
                    let sum = content[content.index(after: close)...].drop { $0 == " " }
                    checksums[String(content[...close])] = sum.isEmpty ? nil : String(sum)
                }
            case "BUNDLED WITH": bundler = String(content)
            default: break
            }
        }
    }

    /// `rails (~> 7.0)`, `rack`, `mygem!`.
    private static func entry(_ text: Substring) -> (name: String, detail: String?)? {
        let words = text.split(separator: " ", maxSplits: 1)
        guard var name = words.first else { return nil }
        if name.hasSuffix("!") { name = name.dropLast() }
        guard !name.isEmpty else { return nil }
        var detail: String?
        if words.count == 2, words[1].hasPrefix("(") {
            detail = String(words[1].dropFirst().prefix { $0 != ")" })
        }
        return (String(name), detail)
    }
}
