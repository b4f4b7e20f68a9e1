import Archive
import Content

/// Finds Java archives, those nested in them and those merged into them.
///
/// Debian builds archives without Maven's descriptions but keeps a repository of links under
/// `usr/share/maven-repo`; an archive that cannot say who it is gets its identity from there.
struct JavaArchiveCataloguer: Cataloguer {
    static let name = "java-archive"

    private static let repository = "usr/share/maven-repo/"

    var wants: [Want] {
        JavaArchiveReader.suffixes.map { .suffix($0.description, limit: 128 << 20) }
            + [.suffix(".jmod", limit: 128 << 20), .glob("\(Self.repository)**/*.pom", limit: 4 << 20)]
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        if file.path.hasPrefix(Self.repository), file.name.hasSuffix(".pom") {
            if let coordinates = MavenRepositoryPath(file.path) { yield.fact(coordinates) }
            return
        }
        let lower = file.name.lowercased()
        if lower.hasSuffix(".jmod") {
            // The modules of the JDK belong to the runtime, which its `release` file names.
            guard !lower.hasPrefix("java."), !lower.hasPrefix("jdk.") else { return }
        } else if file.kind != .zip {
            // Other formats share the rarer suffixes; a shell script may stand before an executable archive.
            let isScript = file.kind == .script || file.kind == .other
            guard isScript, [".jar", ".war", ".ear"].contains(where: { lower.hasSuffix($0) }) else { return }
            if file.bytes.isEmpty { return }
        }
        var reader = JavaArchiveReader(path: file.path)
        defer {
            if let explanation = reader.findings.explanation { yield.explain(file.path, explanation) }
            if !reader.findings.isCertain, file.isImage, file.path.hasPrefix("usr/share/") {
                yield.fact(reader.findings)
            } else {
                reader.findings.emit(into: &yield)
            }
        }
        try reader.read(file.bytes)
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        var known: [String: MavenRepositoryPath] = [:]
        for (path, coordinates) in view.facts(MavenRepositoryPath.self) {
            guard let archive = view.resolve("\(path.dropLast(4)).jar") else { continue }
            // Each archive is linked under its version and again under the placeholder `debian`.
            if coordinates.version != "debian" || known[archive] == nil { known[archive] = coordinates }
        }
        for (path, fact) in view.facts(JavaArchiveFindings.self) {
            var findings = fact
            if let coordinates = known[path], !findings.components.isEmpty {
                coordinates.identify(&findings.components[0], path: path)
            }
            findings.emit(into: &yield)
        }
    }
}

/// Coordinates in the layout of a Maven repository: `GROUP/AS/FOLDERS/ARTIFACT/VERSION/ARTIFACT-VERSION.pom`.
struct MavenRepositoryPath: Sendable, Equatable {
    let group: String
    let artifact: String
    let version: String
    let path: String

    init?(_ path: String) {
        let segments = path.split(separator: "/").map(String.init)
        guard let root = segments.firstIndex(of: "maven-repo"), segments.count - root >= 5 else { return nil }
        version = segments[segments.count - 2]
        artifact = segments[segments.count - 3]
        group = segments[(root + 1)..<(segments.count - 3)].joined(separator: ".")
        guard segments[segments.count - 1].hasPrefix("\(artifact)-\(version)") else { return nil }
        self.path = path
    }

    func identify(_ component: inout Component, path archive: String) {
        let version = version == "debian" ? component.version : version
        component.name = artifact
        component.version = version
        component.purl = PackageURL(type: "maven", namespace: group, name: artifact, version: version)
        component.provides = ["\(group):\(artifact)"]
        component.properties["groupId"] = group
        component.evidence = [
            Evidence(path: archive, technique: .manifestAnalysis, confidence: 0.9, detail: path),
            Evidence(path: path, technique: .filename, confidence: 0.9),
        ]
    }
}
