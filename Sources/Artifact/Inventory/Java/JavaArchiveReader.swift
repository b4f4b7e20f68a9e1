import Archive
import Content

/// What an archive and those nested in it hold: components with the index of the one that contains each.
struct JavaArchiveFindings: Sendable {
    var components: [Component] = []
    /// Index of the container of each component.
    var containers: [Int?] = []
    var gaps: [Yield.Gap] = []
    /// SBOMs found inside, with the index of the archive that holds each.
    var documents: [(statement: SBOMStatement, container: Int)] = []
    /// Why the outermost archive is no component of its own.
    var explanation: String?
    /// Whether the identity of the outermost archive comes from Maven's own files.
    var isCertain = false

    func emit(into yield: inout Yield) {
        let handles = components.map { yield.component($0) }
        for (index, container) in containers.enumerated() {
            if let container { yield.relate(handles[container], .contains, handles[index]) }
        }
        for document in documents { document.statement.emit(into: &yield, container: handles[document.container]) }
        for gap in gaps { yield.gap(gap.path, gap.reason) }
    }
}

/// Reads a Java archive in memory, and the archives nested in it.
struct JavaArchiveReader {
    static let depthLimit = 16
    /// Bytes of one nested archive or description.
    private static let archiveLimit = 512 << 20
    private static let descriptionLimit = 4 << 20
    private static let documentLimit = 32 << 20
    /// Files of one archive.
    private static let licenceTextLimit = 64
    /// Suffixes of archives; the same that are looked for inside archives.
    static let suffixes: [StaticString] = [
        ".jar", ".war", ".ear", ".par", ".sar", ".nar", ".jpi", ".hpi", ".kar", ".far", ".lpkg", ".rar", ".zap",
    ]

    private let inflater: ZipInflater
    private var classAllowance = RelocatedLibraries.Allowance()
    private(set) var findings = JavaArchiveFindings()
    private let outermost: String

    /// - Parameter budget: bytes to which everything that is read may inflate together.
    init(path: String, budget: Int = 1 << 30) {
        outermost = path
        inflater = ZipInflater(budget: budget)
    }

    /// - Throws: `ZipError` when the outermost archive cannot be read; the rest becomes gaps.
    mutating func read(_ bytes: UnsafeRawBufferPointer) throws(ZipError) {
        try read(bytes, path: outermost, container: nil, depth: 0)
    }

    private mutating func read(
        _ bytes: UnsafeRawBufferPointer, path: String, container: Int?, depth: Int
    ) throws(ZipError) {
        let archive = try ZipArchive(bytes, inflater: inflater)
        var content = JavaArchiveContent()
        var nested: [ZipEntry] = []
        for entry in archive.entries where !entry.isDirectory {
            if entry.hasSuffix(".class") {
                content.classes.append(entry)
            } else if Self.suffixes.contains(where: { entry.hasSuffixIgnoringCase($0) }) {
                nested.append(entry)
            } else if Self.isLicence(entry) {
                readLicence(entry, of: archive, path: path, into: &content)
            } else if entry.hasPrefix("META-INF/") {
                readDescription(entry, of: archive, path: path, into: &content)
            }
        }
        if let weaves = content.manifest?["Weave-Classes"] ?? content.manifest?["Weave-Methods"] {
            if depth == 0 { findings.explanation = "instrumentation that imitates \(weaves.prefix(80))" }
            return
        }
        let index = add(content, of: archive, path: path, container: container, hasNested: !nested.isEmpty)
        findings.documents += content.documents.map { ($0, index) }
        for entry in nested { descend(into: entry, of: archive, path: path, container: index, depth: depth) }
    }

    private mutating func descend(
        into entry: ZipEntry, of archive: ZipArchive, path: String, container: Int, depth: Int
    ) {
        let inner = "\(path)!/\(entry.name)"
        guard depth < Self.depthLimit else {
            findings.gaps.append(.init(path: inner, reason: "archives nested deeper than \(Self.depthLimit) levels"))
            return
        }
        do throws(ZipError) {
            if let stored = archive.stored(entry) {
                guard Self.isZip(stored, name: entry) else { return }
                try read(stored, path: inner, container: container, depth: depth + 1)
            } else {
                let bytes = try archive.read(entry, limit: Self.archiveLimit)
                var failure: ZipError?
                bytes.withUnsafeBytes { bytes in
                    guard Self.isZip(bytes, name: entry) else { return }
                    do throws(ZipError) {
                        try read(bytes, path: inner, container: container, depth: depth + 1)
                    } catch {
                        failure = error
                    }
                }
                if let failure { throw failure }
            }
        } catch {
            findings.gaps.append(.init(path: inner, reason: error.description))
        }
    }

    /// Suffixes such as `.rar` belong to other formats too; only a `.jar`, `.war` or `.ear` has to be an archive.
    private static func isZip(_ bytes: UnsafeRawBufferPointer, name: ZipEntry) -> Bool {
        FileKind(start: bytes) == .zip || name.hasSuffix(".jar") || name.hasSuffix(".war") || name.hasSuffix(".ear")
    }

    private mutating func readDescription(
        _ entry: ZipEntry, of archive: ZipArchive, path: String, into content: inout JavaArchiveContent
    ) {
        let isManifest = entry.hasName("META-INF/MANIFEST.MF")
        let isMaven = entry.hasPrefix("META-INF/maven/")
        if entry.hasPrefix("META-INF/sbom/") {
            readDocument(entry, of: archive, path: path, into: &content)
            return
        }
        if entry.hasSuffix(".SF") {
            content.signatures.append(entry.name)
            return
        }
        guard isManifest || isMaven && (entry.hasSuffix("/pom.properties") || entry.hasSuffix("/pom.xml")) else {
            return
        }
        let bytes: [UInt8]
        do throws(ZipError) {
            bytes = try archive.read(entry, limit: Self.descriptionLimit)
        } catch {
            findings.gaps.append(.init(path: "\(path)!/\(entry.name)", reason: error.description))
            return
        }
        bytes.withUnsafeBytes { bytes in
            if isManifest {
                content.manifest = content.manifest ?? JavaManifest(bytes)
            } else if let reason = content.addMaven(entry.name, bytes) {
                findings.gaps.append(.init(path: "\(path)!/\(entry.name)", reason: reason))
            }
        }
    }

    /// `LICENSE` and `COPYING` with whatever ending, at the root, in `META-INF` or in a folder of such files.
    private static func isLicence(_ entry: ZipEntry) -> Bool {
        let isAtRoot = !entry.nameBytes.contains(UInt8(ascii: "/"))
        guard isAtRoot || entry.hasPrefix("META-INF/"), !entry.hasPrefix("META-INF/maven/") else { return false }
        let path = entry.name.lowercased().split(separator: "/")
        let inFolder = path.count == 3 && ["license", "licenses", "licence"].contains(path[1])
        guard path.count <= 2 || inFolder, let name = path.last else { return false }
        return inFolder || ["license", "licence", "copying", "al2.0", "lgpl2.1"].contains { name.hasPrefix($0) }
    }

    private mutating func readLicence(
        _ entry: ZipEntry, of archive: ZipArchive, path: String, into content: inout JavaArchiveContent
    ) {
        guard content.licenceTexts < Self.licenceTextLimit else { return }
        content.licenceTexts += 1
        do throws(ZipError) {
            let bytes = try archive.read(entry, limit: Self.descriptionLimit)
            content.licences.formUnion(bytes.withUnsafeBytes { LicenceText.licences(in: $0) })
        } catch {
            findings.gaps.append(.init(path: "\(path)!/\(entry.name)", reason: error.description))
        }
    }

    private mutating func readDocument(
        _ entry: ZipEntry, of archive: ZipArchive, path: String, into content: inout JavaArchiveContent
    ) {
        let path = "\(path)!/\(entry.name)"
        do {
            let bytes = try archive.read(entry, limit: Self.documentLimit)
            let statement = try bytes.withUnsafeBytes { try SBOMDocumentReader.read($0, path: path) }
            if let statement { content.documents.append(statement) }
        } catch {
            findings.gaps.append(.init(path: path, reason: "\(error)"))
        }
    }

    private mutating func add(
        _ content: JavaArchiveContent, of archive: ZipArchive, path: String, container: Int?, hasNested: Bool
    ) -> Int {
        let identity = JavaArchiveIdentity(content, path: path)
        if container == nil { findings.isCertain = identity.source == .maven }
        var component = identity.component(path: path, content: content)
        // Class files see each other across a class path: the archives of one folder, or all inside one archive.
        let slash = outermost.lastIndex(of: "/") ?? outermost.startIndex
        let realm = hasNested || container != nil ? outermost : String(outermost[..<slash])
        component.realm = realm
        component.digests = [Digest.of(archive.bytes, .sha1)]
        component.addRecognised(content.licences)
        content.describeClasses(in: &component, parts: identity.parts)
        let index = findings.components.count
        findings.components.append(component)
        findings.containers.append(container)
        for part in identity.parts {
            guard var shaded = part.component(path: path) else { continue }
            shaded.realm = realm
            findings.components.append(shaded)
            findings.containers.append(index)
        }
        addRelocated(content, of: archive, path: path, identity: identity, container: index)
        return index
    }

    /// Adds libraries that are known by their classes alone.
    private mutating func addRelocated(
        _ content: JavaArchiveContent, of archive: ZipArchive, path: String, identity: JavaArchiveIdentity,
        container: Int
    ) {
        let component = findings.components[container]
        let libraries = RelocatedLibraries(
            archive, classes: content.classes,
            owner: .init(
                artifacts: Set(content.maven.map(\.artifact) + [component.name]), group: identity.group,
                packages: [identity.group, content.manifest?.symbolicName, content.manifest?["Automatic-Module-Name"]]
                    .compactMap(\.self)),
            allowance: classAllowance)
        classAllowance = libraries.allowance
        for match in libraries.matches {
            // An archive of nothing else is that library, when neither description nor file name tells another.
            if component.purl == nil, !match.isRelocated, match.classes == libraries.classCount {
                match.identify(&findings.components[container], path: path)
                continue
            }
            var relocated = match.component(path: path)
            relocated.realm = component.realm
            findings.components.append(relocated)
            findings.containers.append(container)
        }
        for reason in libraries.gaps.sorted() { findings.gaps.append(.init(path: path, reason: reason)) }
    }
}

extension ZipEntry {
    func hasSuffixIgnoringCase(_ suffix: StaticString) -> Bool {
        guard suffix.utf8CodeUnitCount <= nameBytes.count else { return false }
        return suffix.withUTF8Buffer { letters in
            let start = nameBytes.count - letters.count
            for (index, letter) in letters.enumerated() {
                let byte = nameBytes[start + index]
                let lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
                if lower != letter { return false }
            }
            return true
        }
    }
}
