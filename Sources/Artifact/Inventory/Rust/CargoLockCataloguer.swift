import Content
import StructuredText

/// `Cargo.lock` of any version: 1 keeps the checksums at the end, 2 and later beside each package, 4 encodes the
/// references in git URLs.
struct CargoLockCataloguer: Cataloguer {
    static let name = "cargo-lock"

    let wants: [Want] = [.name("Cargo.lock")]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try TOML.document(file.bytes)
        let checksums = Self.checksums(root)
        var graph = LockGraph()
        // The first versions kept the main package in a table of its own.
        for package in [root["root"]].compactMap({ $0 }) + (root["package"]?.elements ?? []) {
            guard let name = package["name"]?.string, let version = package["version"]?.scalar else {
                yield.gap(file.path, "a package without name or version")
                continue
            }
            let sourceText = package["source"]?.string
            let source = CrateSource(sourceText)
            var component = Component(
                name: name, version: version, ecosystem: "cargo", purl: source.purl(name: name, version: version),
                presence: .declared)
            component.realm = file.path
            let full = sourceText.map { "\(name) \(version) (\($0))" } ?? "\(name) \(version)"
            if let hex = package["checksum"]?.string ?? checksums[full],
                let digest = Digest(algorithm: .sha256, hex: hex)
            {
                component.digests = [digest]
            }
            component.properties["source"] = source.label
            component.properties["replacedBy"] = package["replace"]?.string
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, detail: "\(name) \(version)")]
            let handle = yield.component(component)
            for key in Set([name, "\(name) \(version)", full]) { graph.add(handle, as: key) }
            for dependency in package["dependencies"]?.elements ?? [] {
                guard let text = dependency.string else { continue }
                graph.need(Self.keys(text), of: handle)
            }
        }
        graph.finish(into: &yield)
    }

    /// `NAME`, `NAME VERSION` or `NAME VERSION (SOURCE)`: as much as is needed to tell packages apart.
    private static func keys(_ text: String) -> [String] {
        guard let parenthesis = text.firstRange(of: " (")?.lowerBound else { return [text] }
        return [text, String(text[..<parenthesis])]
    }

    private static func checksums(_ root: StructuredValue) -> [String: String] {
        var checksums: [String: String] = [:]
        for member in root["metadata"]?.members ?? [] where member.key.hasPrefix("checksum ") {
            checksums[String(member.key.dropFirst("checksum ".utf8.count))] = member.value.string
        }
        return checksums
    }
}
