/// Name, version and group of an archive, from the best of what it says.
///
/// In order: Maven's own description when it is the archive's own and not a merged part's, the manifest, the file
/// name. A group is never made up from the artifact; without one there is no purl.
struct JavaArchiveIdentity {
    enum Source { case maven, manifest, fileName }

    private(set) var name: String
    private(set) var version: String?
    private(set) var group: String?
    private(set) var classifier: String?
    private(set) var source: Source
    /// Descriptions of merged parts.
    private(set) var parts: [JavaArchiveContent.Maven]
    private let own: JavaArchiveContent.Maven?

    init(_ content: JavaArchiveContent, path: String) {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let dot = file.lastIndex(of: ".") ?? file.endIndex
        let stem = String(file[..<dot])
        let isPlugin = [".hpi", ".jpi"].contains(file[dot...].lowercased())
        let (fileArtifact, fileVersion) = JavaText.splitVersion(stem)
        let manifest = content.manifest
        let ownIndex = Self.ownDescription(content, stem: stem, fileArtifact: fileArtifact, fileVersion: fileVersion)
        parts = content.maven
        own = ownIndex.map { content.maven[$0] }
        if let ownIndex { parts.remove(at: ownIndex) }

        if let own {
            name = own.artifact
            group = own.group
            version = own.version ?? fileVersion ?? Self.version(manifest)
            source = .maven
            let prefix = "\(own.artifact)-\(version ?? "")-"
            if stem.hasPrefix(prefix), stem.utf8.count > prefix.utf8.count {
                classifier = String(stem.dropFirst(prefix.count))
            }
            return
        }
        if isPlugin, let manifest, let short = manifest["Short-Name"] ?? manifest["Extension-Name"],
            let stated = manifest["Plugin-Version"] ?? manifest["Implementation-Version"]
        {
            name = short
            version = JavaText.head(stated, before: " ")
            group = manifest["Group-Id"]
            source = .manifest
            return
        }
        name = fileArtifact
        source = .fileName
        version = fileVersion
        let stated = Self.version(manifest)
        if let stated, let found = fileVersion, found.hasPrefix("\(stated)-") {
            classifier = String(found.dropFirst(stated.count + 1))
            version = stated
        } else if version == nil {
            version = stated
            if stated != nil { source = .manifest }
        }
        group = MavenGroups.group(of: name) ?? Self.group(manifest, artifact: name)
    }

    /// The description that is about the archive itself.
    private static func ownDescription(
        _ content: JavaArchiveContent, stem: String, fileArtifact: String, fileVersion: String?
    ) -> Int? {
        let exact = content.maven.indices.filter { content.maven[$0].artifact == fileArtifact }
        if let first = exact.first {
            return exact.first { content.maven[$0].version == fileVersion && fileVersion != nil } ?? first
        }
        // `name-1.2-classifier`, or a name that itself holds a hyphen and a digit.
        let leading = content.maven.indices.filter {
            stem == content.maven[$0].artifact
                || stem.hasPrefix("\(content.maven[$0].artifact)-")
                    && (content.maven[$0].version.map { version in
                        stem.utf8.count >= version.utf8.count && stem.contains(version)
                    } ?? false)
        }
        if let longest = leading.max(by: {
            content.maven[$0].artifact.utf8.count < content.maven[$1].artifact.utf8.count
        }) {
            return longest
        }
        let titles = ["Implementation-Title", "Bundle-SymbolicName", "Bundle-Name", "Automatic-Module-Name"]
            .compactMap { content.manifest?[$0].map { JavaText.head($0, before: ";") } }
        if let index = content.maven.indices.first(where: { index in
            let part = content.maven[index]
            return titles.contains(part.artifact) || titles.contains("\(part.group).\(part.artifact)")
                || titles.contains("\(part.group):\(part.artifact)")
        }) {
            return index
        }
        // A lone description is the archive's own unless the file name or the manifest contradicts it.
        guard content.maven.count == 1, let only = content.maven.first else { return nil }
        if let fileVersion, fileVersion != only.version { return nil }
        let owner = only.group.split(separator: ".").prefix(2).joined(separator: ".")
        for title in titles where JavaText.startsLikeDomain(title) && !title.hasPrefix(owner) { return nil }
        return 0
    }

    private static func version(_ manifest: JavaManifest?) -> String? {
        for key in ["Implementation-Version", "Bundle-Version", "Plugin-Version", "Specification-Version"] {
            guard let value = manifest?[key] else { continue }
            let version = JavaText.head(value, before: " ")
            if let first = version.utf8.first, first >= 0x30 && first <= 0x39 || first == UInt8(ascii: "v") {
                return version
            }
        }
        return nil
    }

    private static func group(_ manifest: JavaManifest?, artifact: String) -> String? {
        guard let manifest else { return nil }
        if let group = manifest["Group-Id"] { return group }
        if let symbolic = manifest.symbolicName, JavaText.startsLikeDomain(symbolic) {
            return withoutArtifact(symbolic, artifact: artifact)
        }
        let keys = [
            "Extension-Name", "Implementation-Vendor-Id", "Implementation-Title", "Specification-Vendor",
            "Implementation-Vendor", "Automatic-Module-Name", "Bundle-Activator", "Main-Class", "Package",
        ]
        for key in keys {
            guard let value = manifest[key], JavaText.startsLikeDomain(value), value != artifact else { continue }
            switch key {
            case "Bundle-Activator", "Main-Class":
                // A class: its package, of which the first three segments are as near as one can guess.
                return value.split(separator: ".").dropLast().prefix(3).joined(separator: ".")
            default:
                return withoutArtifact(value, artifact: artifact)
            }
        }
        return nil
    }

    /// `org.example.lib` is the group `org.example` of the artifact `lib`, and `org.example` that of `example-lib`.
    private static func withoutArtifact(_ name: String, artifact: String) -> String {
        let segments = name.split(separator: ".")
        if segments.count > 2, artifact == segments.suffix(2).joined(separator: "-") {
            return segments.dropLast().joined(separator: ".")
        }
        guard name.hasSuffix(".\(artifact)"), name.split(separator: ".").count > 2 else { return name }
        return String(name.dropLast(artifact.count + 1))
    }

    func component(path: String, content: JavaArchiveContent) -> Component {
        let manifest = content.manifest
        var component = Component(name: name, version: version ?? "", ecosystem: "maven", purl: purl)
        component.evidence = [
            Evidence(
                path: path, technique: source == .fileName ? .filename : .manifestAnalysis,
                confidence: source == .maven ? 1 : source == .manifest ? 0.7 : group == nil ? 0.4 : 0.6,
                detail: own.map { "\($0.folder)" })
        ]
        if let group {
            component.properties["groupId"] = group
            component.provides = ["\(group):\(name)"]
        }
        own?.describe(&component)
        component.supplier =
            component.supplier ?? manifest?["Bundle-Vendor"] ?? manifest?["Implementation-Vendor"]
            ?? manifest?["Specification-Vendor"]
        component.homepage = component.homepage ?? manifest?["Bundle-DocURL"] ?? manifest?["Url"]
        component.summary = component.summary ?? manifest?["Bundle-Description"]
        if component.licences.isEmpty { component.licences = Self.licences(manifest) }
        component.requirements += Self.pluginRequirements(manifest)
        for key in ["Main-Class", "Start-Class", "Automatic-Module-Name"] {
            if let value = manifest?[key] { component.properties[key] = value }
        }
        if let symbolic = manifest?.symbolicName { component.properties["Bundle-SymbolicName"] = symbolic }
        return component
    }

    private var purl: PackageURL? {
        guard let group else { return nil }
        return PackageURL(
            type: "maven", namespace: group, name: name, version: version,
            qualifiers: classifier.map { ["classifier": $0] } ?? [:])
    }

    /// `Bundle-License`: expressions or addresses with parameters, between commas (OSGi Core 8 §3.2.1.11).
    private static func licences(_ manifest: JavaManifest?) -> [Licence] {
        guard let text = manifest?["Bundle-License"] else { return [] }
        return text.split(separator: ",").compactMap { part in
            let value = JavaText.head(String(part), before: ";").filter { $0 != "\"" }
            return value.isEmpty || value.utf8.contains(UInt8(ascii: "=")) ? nil : Licence(value)
        }
    }

    /// `Plugin-Dependencies` of a Jenkins plugin: `name:version;resolution:=optional,…`.
    private static func pluginRequirements(_ manifest: JavaManifest?) -> [Requirement] {
        guard let text = manifest?["Plugin-Dependencies"] else { return [] }
        return text.split(separator: ",").compactMap { part in
            let name = JavaText.head(String(part), before: ":")
            let isOptional = part.split(separator: ";").dropFirst().contains("resolution:=optional")
            return name.isEmpty ? nil : Requirement(name, relation: isOptional ? .optional : .runtime)
        }
    }
}
