import Content
import JSONText

/// Names, sources and licences of npm packages.
enum NodePackage {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A component with the purl of the type `npm`, the scope in the namespace.
    static func component(
        _ name: String, version: String, presence: Component.Presence, qualifiers: [String: String] = [:]
    ) -> Component {
        var namespace: String?
        var last = name
        if name.hasPrefix("@"), let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")) {
            namespace = String(name[..<slash])
            last = String(name[name.index(after: slash)...])
        }
        return Component(
            name: name, version: version, ecosystem: "npm",
            purl: PackageURL(type: "npm", namespace: namespace, name: last, version: version, qualifiers: qualifiers),
            presence: presence)
    }

    /// A component of a lock file. A package from a repository carries `vcs_url`, one from elsewhere `download_url`;
    /// a local one has no purl, since no registry knows it.
    static func locked(
        _ name: String, version: String, source: String?, integrity: String?, in path: String
    ) -> Component {
        var qualifiers: [String: String] = [:]
        var isLocal = false
        if let source {
            if isLocalSource(source) {
                isLocal = true
            } else if let repository = repository(source) {
                qualifiers["vcs_url"] = repository
            } else if source.hasPrefix("http"), !source.utf8.contains(where: { $0 == UInt8(ascii: "#") }),
                !isRegistry(source)
            {
                qualifiers["download_url"] = source
            }
        }
        var component = component(name, version: version, presence: .declared, qualifiers: qualifiers)
        if isLocal {
            component.purl = nil
            component.properties["origin"] = "local"
        }
        component.digests = integrity.flatMap { Digest(integrity: $0) }.map { [$0] } ?? []
        component.realm = path
        if let source { component.properties["resolved"] = source }
        component.evidence = [
            Evidence(path: path, technique: .manifestAnalysis, detail: version.isEmpty ? name : "\(name)@\(version)")
        ]
        return component
    }

    /// `name@version` or an alias `npm:other@version`; the name may start with the `@` of a scope.
    static func splitSpecifier(_ text: some StringProtocol) -> (name: String, version: String)? {
        guard let at = text.utf8.dropFirst().firstIndex(of: UInt8(ascii: "@")) else { return nil }
        return (String(text[..<at]), String(text[text.index(after: at)...]))
    }

    static func isLocalSource(_ text: String) -> Bool {
        ["file:", "link:", "workspace:", "portal:", "./", "../"].contains { text.hasPrefix($0) }
    }

    static func repository(_ text: String) -> String? {
        if text.hasPrefix("git+") { return text }
        if text.hasPrefix("git:") || text.hasPrefix("git@") || text.hasPrefix("ssh:") { return "git+" + text }
        for (scheme, host) in [("github:", "github.com"), ("gitlab:", "gitlab.com"), ("bitbucket:", "bitbucket.org")]
        where text.hasPrefix(scheme) {
            return "git+https://\(host)/\(text.dropFirst(scheme.count))"
        }
        return nil
    }

    private static func isRegistry(_ url: String) -> Bool {
        // Registries of every make keep archives under `/-/`.
        var previous: (UInt8, UInt8) = (0, 0)
        for byte in url.utf8 {
            if previous == (UInt8(ascii: "/"), UInt8(ascii: "-")), byte == UInt8(ascii: "/") { return true }
            previous = (previous.1, byte)
        }
        return false
    }

    /// `license` as text or object, and the `licenses` list of old packages.
    static func licences(_ root: JSONValue) -> [Licence] {
        func name(_ value: JSONValue) -> String? {
            let text = value.string ?? value["type"]?.string ?? value["name"]?.string
            return text.flatMap { $0.isEmpty ? nil : $0 }
        }
        if let licence = root["license"].flatMap(name) { return [Licence(licence)] }
        var names: [String] = []
        for key in ["license", "licenses"] {
            guard let value = root[key] else { continue }
            names += value.elements.compactMap(name)
            if let single = name(value) { names.append(single) }
        }
        return Array(Set(names)).sorted().map { Licence($0) }
    }

    /// `Name <mail> (url)`, or the object with these members.
    static func person(_ value: JSONValue?) -> String? {
        if let text = value?.string { return text.isEmpty ? nil : text }
        guard let name = value?["name"]?.string, !name.isEmpty else { return nil }
        return value?["email"]?.string.map { "\(name) <\($0)>" } ?? name
    }
}
