import Archive
import Content
import StructuredText

/// What one archive says of itself, without the archives inside it.
struct JavaArchiveContent {
    /// What the files of one folder `META-INF/maven/GROUP/ARTIFACT` say.
    struct Maven {
        var folder: String
        var group: String
        var artifact: String
        var version: String?
        var pom: MavenPOM?

        /// The component of a part that was merged into an archive.
        func component(path: String) -> Component? {
            guard !artifact.isEmpty else { return nil }
            var component = Component(
                name: artifact, version: version ?? "", ecosystem: "maven",
                purl: PackageURL(type: "maven", namespace: group, name: artifact, version: version))
            component.evidence = [
                Evidence(
                    path: "\(path)!/\(folder)/\(pom == nil ? "pom.properties" : "pom.xml")",
                    technique: .manifestAnalysis, confidence: version == nil ? 0.7 : 0.9)
            ]
            describe(&component)
            return component
        }

        func describe(_ component: inout Component) {
            component.properties["groupId"] = group
            component.provides = ["\(group):\(artifact)"]
            guard let pom else { return }
            component.licences = pom.licences.map { Licence($0) }
            component.homepage = pom.homepage
            component.supplier = pom.organisation
            component.summary = pom.summary
            component.requirements = pom.requirements
        }
    }

    var manifest: JavaManifest?
    /// In the order of the archive.
    private(set) var maven: [Maven] = []
    var classes: [ZipEntry] = []
    var signatures: [String] = []
    /// Recognised in texts of licences, of which `licenceTexts` were read.
    var licences: Set<String> = []
    var licenceTexts = 0
    /// SBOMs that lie in `META-INF/sbom`.
    var documents: [SBOMStatement] = []

    /// Takes a `pom.properties` or `pom.xml`.
    ///
    /// - Returns: why it cannot be used, if so.
    mutating func addMaven(_ name: String, _ bytes: UnsafeRawBufferPointer) -> String? {
        let segments = name.split(separator: "/").map(String.init)
        guard segments.count == 5 else { return nil }
        let folder = segments[..<4].joined(separator: "/")
        let index = maven.firstIndex { $0.folder == folder } ?? maven.count
        if index == maven.count {
            guard maven.count < 4096 else { return "more than 4096 Maven descriptions in one archive" }
            maven.append(Maven(folder: folder, group: segments[2], artifact: segments[3]))
        }
        if segments[4] == "pom.properties" {
            let properties = JavaProperties.parse(bytes)
            if let group = properties["groupId"], JavaText.isResolved(group) { maven[index].group = group }
            if let artifact = properties["artifactId"], JavaText.isResolved(artifact) {
                maven[index].artifact = artifact
            }
            if let version = properties["version"], JavaText.isResolved(version) { maven[index].version = version }
            return nil
        }
        do throws(StructuredTextError) {
            let pom = try MavenPOM(bytes)
            maven[index].pom = pom
            maven[index].version = maven[index].version ?? pom.version
            return nil
        } catch {
            return error.description
        }
    }

    /// Adds what the class files tell: a fingerprint, and packages that the descriptions do not account for.
    ///
    /// The fingerprint is the SHA-256 over the lines `NAME NUL CRC-32 LF` of all class files, sorted by name, the
    /// CRC-32 in eight lower-case hexadecimal digits. It needs no inflation and survives repacking.
    func describeClasses(in component: inout Component, parts: [Maven]) {
        guard !classes.isEmpty else { return }
        let sorted = classes.sorted { $0.nameBytes.lexicographicallyPrecedes($1.nameBytes) }
        var lines: [UInt8] = []
        lines.reserveCapacity(sorted.count * 64)
        for entry in sorted {
            lines.append(contentsOf: entry.nameBytes)
            lines.append(0)
            let crc = (0..<4).map { UInt8(truncatingIfNeeded: entry.crc32 >> (24 - 8 * UInt32($0))) }
            lines.append(contentsOf: Hex.encode(crc).utf8)
            lines.append(0x0a)
        }
        component.properties["classes"] = String(sorted.count)
        component.properties["classFingerprint"] = Digest.of(lines).description
        if !signatures.isEmpty { component.properties["signatures"] = signatures.sorted().joined(separator: ",") }
        let packages = JavaPackages(sorted)
        var owners = parts.map(\.group)
        if let group = component.properties["groupId"] { owners.append(group) }
        if let foreign = packages.foreign(to: owners) { component.properties["foreignPackages"] = foreign }
        if let relocated = packages.relocated { component.properties["relocatedPackages"] = relocated }
    }
}

/// The packages of an archive's class files.
struct JavaPackages {
    /// Slash-separated, sorted, without the folders of web and multi-release archives.
    let names: [String]

    init(_ classes: [ZipEntry]) {
        var names: Set<String> = []
        var previous: UnsafeRawBufferPointer.SubSequence?
        for entry in classes {
            guard let slash = entry.nameBytes.lastIndex(of: UInt8(ascii: "/")) else { continue }
            let folder = entry.nameBytes[..<slash]
            // Sorted: neighbours mostly share their folder.
            if let previous, previous.elementsEqual(folder) { continue }
            previous = folder
            var name = String(decoding: UnsafeRawBufferPointer(rebasing: folder), as: UTF8.self)
            for prefix in ["WEB-INF/classes/", "BOOT-INF/classes/", "classes/"] where name.hasPrefix(prefix) {
                name.removeFirst(prefix.count)
            }
            if name.hasPrefix("META-INF/") || name == "META-INF" { continue }
            names.insert(name)
        }
        self.names = names.sorted()
    }

    /// The first two segments, dotted, of packages that lie under none of the groups; `nil` when there are none or
    /// no group is known.
    func foreign(to groups: [String]) -> String? {
        guard !groups.isEmpty else { return nil }
        let owned = Set(groups.map { $0.split(separator: ".").prefix(2).joined(separator: ".") })
        var found: Set<String> = []
        for name in names {
            let start = name.split(separator: "/").prefix(2).joined(separator: ".")
            if !owned.contains(start) { found.insert(start) }
        }
        return found.isEmpty ? nil : found.sorted().prefix(50).joined(separator: ",")
    }

    private static let roots: Set<String> = ["com", "org", "io", "net", "javax", "jakarta"]
    private static let marks: Set<String> = [
        "shaded", "shade", "relocated", "repackaged", "repackage", "thirdparty", "third_party", "vendor", "deps",
        "hidden", "internal", "lib", "libs", "embedded", "bundled",
    ]

    /// The original names of packages that were moved below another, such as `com.google.common` for
    /// `org/example/shaded/com/google/common`.
    var relocated: String? {
        var found: Set<String> = []
        for name in names {
            let segments = name.split(separator: "/")
            guard
                let start = segments.indices.first(where: { index in
                    guard index >= 2 else { return false }
                    let isMarked = Self.marks.contains(segments[index - 1].lowercased())
                    // `io` and `net` are names of packages of their own, as in `org/apache/commons/io`.
                    return Self.roots.contains(String(segments[index]))
                        && (isMarked || segments[index] == "com" || segments[index] == "org")
                }), segments.count - start >= 3
            else { continue }
            found.insert(segments[start..<start + 3].joined(separator: "."))
        }
        return found.isEmpty ? nil : found.sorted().prefix(50).joined(separator: ",")
    }
}
