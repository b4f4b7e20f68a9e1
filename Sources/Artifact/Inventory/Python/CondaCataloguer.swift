import Content
import JSONText

/// Packages of conda environments: `conda-meta/*.json`, one file a package.
package struct CondaCataloguer: Cataloguer {
    package static let name = "conda-environment"

    package init() {}

    package let wants: [Want] = [.glob("**/conda-meta/*.json")]

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(file.bytes).root
        guard let name = root["name"]?.string, let version = root["version"]?.string else {
            throw PythonMetadata.Failure(description: "a conda record without name and version")
        }
        let prefix = RootPath.parent(file.directory)
        var qualifiers: [String: String] = [:]
        qualifiers["build"] = root["build"]?.string ?? root["build_string"]?.string
        qualifiers["subdir"] = root["subdir"]?.string
        qualifiers["channel"] = root["channel"]?.string.map(Self.channel)
        if let kind = root["fn"]?.string {
            qualifiers["type"] = kind.hasSuffix(".conda") ? "conda" : kind.hasSuffix(".tar.bz2") ? "tar.bz2" : nil
        }
        var component = Component(
            name: name, version: version, ecosystem: "conda",
            purl: PackageURL(type: "conda", name: name, version: version, qualifiers: qualifiers))
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
        component.realm = "conda:\(prefix)"
        if let licence = root["license"]?.string, !licence.isEmpty { component.licences = [Licence(licence)] }
        component.digests = [
            root["sha256"]?.string.flatMap { Digest(algorithm: .sha256, hex: $0) },
            root["md5"]?.string.flatMap { Digest(algorithm: .md5, hex: $0) },
        ].compactMap { $0 }
        // The first word of a match specification is the name.
        component.requirements = (root["depends"].map { Array($0.elements) } ?? []).compactMap { need in
            need.string?.split(whereSeparator: { " =<>!~[".contains($0) }).first.map { Requirement(String($0)) }
        }
        component.files = Self.files(root, in: prefix)
        component.files.append(ClaimedFile(file.path))
        if let noarch = root["noarch"]?.string { component.properties["noarch"] = noarch }
        yield.component(component)
    }

    private static func files(_ root: JSONValue, in prefix: String) -> [ClaimedFile] {
        var files: [ClaimedFile] = []
        for entry in root["paths_data"]?["paths"].map({ Array($0.elements) }) ?? [] {
            guard let path = entry["_path"]?.string.flatMap({ RootPath.join(prefix, $0) }) else { continue }
            // A prefix written into the file changes it; then the digest after installation is another member.
            let text =
                entry["sha256_in_prefix"]?.string
                ?? (entry["prefix_placeholder"] == nil ? entry["sha256"]?.string : nil)
            files.append(ClaimedFile(path, digest: text.flatMap { Digest(algorithm: .sha256, hex: $0) }))
        }
        if files.isEmpty {
            for entry in root["files"].map({ Array($0.elements) }) ?? [] {
                if let path = entry.string.flatMap({ RootPath.join(prefix, $0) }) { files.append(ClaimedFile(path)) }
            }
        }
        return files
    }

    /// The last part of a channel's address that names it.
    private static func channel(_ text: String) -> String {
        guard text.hasPrefix("http") else { return text }
        var segments = text.split(separator: "/").map(String.init)
        if let last = segments.last,
            last == "noarch" || last.hasPrefix("linux-") || last.hasPrefix("osx-") || last.hasPrefix("win-")
        {
            segments.removeLast()
        }
        return segments.last ?? text
    }
}
