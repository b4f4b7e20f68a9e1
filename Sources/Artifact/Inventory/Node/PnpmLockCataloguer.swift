import StructuredText

/// `pnpm-lock.yaml` of lockfileVersion 5, 6 and 9; the last may hold several documents.
package struct PnpmLockCataloguer: Cataloguer {
    package static let name = "pnpm-lock"

    package init() {}

    package let wants: [Want] = [.name("pnpm-lock.yaml")]

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        var graph = LockGraph()
        for document in try YAML.documents(file.bytes) {
            let version = document["lockfileVersion"]?.scalar ?? ""
            // Versions 5 separate name and version with `/`, later ones with `@`.
            let separator: UInt8 = version.hasPrefix("5") ? UInt8(ascii: "/") : UInt8(ascii: "@")
            let snapshots = document["snapshots"]
            // One lookup table; subscripting a mapping is linear.
            var variants: [String: [StructuredValue]] = [:]
            for snapshot in snapshots?.members ?? [] {
                variants[Self.withoutPeers(snapshot.key), default: []].append(snapshot.value)
            }
            for member in document["packages"]?.members ?? [] {
                let package = member.value
                let key = Self.withoutPeers(member.key)
                guard let (name, number) = Self.identity(key, package, separator) else {
                    yield.gap(file.path, "a package whose key has no version: \(member.key.prefix(80))")
                    continue
                }
                let resolution = package["resolution"]
                var source = resolution?["tarball"]?.string
                if let repository = resolution?["repo"]?.string {
                    let url = repository.hasPrefix("git") ? repository : "git+\(repository)"
                    source = url + (resolution?["commit"]?.string.map { "#\($0)" } ?? "")
                } else if resolution?["directory"] != nil {
                    source = "file:" + (resolution?["directory"]?.string ?? "")
                }
                var component = NodePackage.locked(
                    name, version: number, source: source, integrity: resolution?["integrity"]?.string, in: file.path)
                if package["dev"]?.bool == true { component.properties["development"] = "true" }
                if package["optional"]?.bool == true { component.properties["optional"] = "true" }
                let handle = yield.component(component)
                graph.add(handle, as: key)
                graph.add(handle, as: "\(name)@\(number)")
                for body in [package] + (variants[key] ?? []) {
                    for list in ["dependencies", "optionalDependencies"] {
                        for need in body[list]?.members ?? [] {
                            let target = Self.withoutPeers(need.value.scalar ?? "")
                            let bare = separator == UInt8(ascii: "/") ? Self.withoutUnderscore(target) : target
                            graph.need(["\(need.key)@\(bare)", target, bare, "/\(target)"], of: handle)
                        }
                    }
                }
            }
        }
        graph.finish(into: &yield)
    }

    private static func identity(
        _ key: String, _ package: StructuredValue, _ separator: UInt8
    ) -> (name: String, version: String)? {
        if let name = package["name"]?.string { return (name, package["version"]?.scalar ?? "") }
        let path = key.hasPrefix("/") ? key.dropFirst() : Substring(key)
        guard let mark = path.utf8.dropFirst().lastIndex(of: separator) else { return nil }
        // In version 9 a URL may follow the name.
        let first = separator == UInt8(ascii: "@") ? path.utf8.dropFirst().firstIndex(of: separator) ?? mark : mark
        let version = String(path[path.index(after: first)...])
        let name = String(path[..<first])
        if let number = package["version"]?.scalar { return (name, number) }
        return (name, separator == UInt8(ascii: "/") ? withoutUnderscore(version) : version)
    }

    /// Peers follow in parentheses.
    private static func withoutPeers(_ key: String) -> String {
        key.utf8.firstIndex(of: UInt8(ascii: "(")).map { String(key[..<$0]) } ?? key
    }

    /// In version 5 peers follow an underscore, which no semantic version holds.
    private static func withoutUnderscore(_ version: String) -> String {
        version.utf8.firstIndex(of: UInt8(ascii: "_")).map { String(version[..<$0]) } ?? version
    }
}
