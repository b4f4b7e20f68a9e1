import Content
import JSONText

/// `deno.lock` of versions 2 to 5: packages of npm and JSR.
///
/// Modules that are imported by address (`remote`) have neither name nor version and are left out.
package struct DenoLockCataloguer: Cataloguer {
    package static let name = "deno-lock"

    package init() {}

    package let wants: [Want] = [.name("deno.lock")]

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(file.bytes).root
        // Version 3 keeps both kinds under `packages`, version 2 keeps npm's under `npm.packages`.
        let holder = root["packages"] ?? root
        let npm = holder["npm"]?["packages"] ?? holder["npm"]
        var graph = LockGraph()
        let packages: [(key: String, value: JSONValue)] = npm.map { Array($0.members) } ?? []
        for (key, package) in packages {
            let bare = Self.withoutPeers(key)
            guard let (name, version) = NodePackage.splitSpecifier(bare) else { continue }
            let component = NodePackage.locked(
                name, version: version, source: nil, integrity: package["integrity"]?.string, in: file.path)
            let handle = yield.component(component)
            graph.add(handle, as: key)
            graph.add(handle, as: name)
            for list in ["dependencies", "optionalDependencies"] {
                guard let needs = package[list] else { continue }
                // A list of keys, or in versions 2 and 3 keys by name.
                for need in needs.elements { if let key = need.string { graph.need([key], of: handle) } }
                for (_, need) in needs.members { if let key = need.string { graph.need([key], of: handle) } }
            }
        }
        let modules: [(key: String, value: JSONValue)] = holder["jsr"].map { Array($0.members) } ?? []
        for (key, package) in modules {
            guard let (name, version) = NodePackage.splitSpecifier(key) else { continue }
            var component = NodePackage.component(
                name, version: version, presence: .declared, qualifiers: ["repository_url": "https://jsr.io"])
            component.realm = file.path
            component.digests =
                package["integrity"]?.string.flatMap { Digest(algorithm: .sha256, hex: $0) }.map { [$0] } ?? []
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, detail: key)]
            graph.add(yield.component(component), as: "jsr:\(key)")
        }
        graph.finish(into: &yield)
    }

    /// Peers follow an underscore after the version.
    private static func withoutPeers(_ key: String) -> String {
        guard let (name, version) = NodePackage.splitSpecifier(key) else { return key }
        return "\(name)@\(version.utf8.firstIndex(of: UInt8(ascii: "_")).map { String(version[..<$0]) } ?? version)"
    }
}
