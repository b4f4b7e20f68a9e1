import Archive
import Content

/// Python distributions that lie as archives: wheels (PEP 427) and zipped eggs.
///
/// Wheels carry others in their `_vendor` directories, and SBOMs in `*.dist-info/sboms` (PEP 770).
struct PythonArchiveCataloguer: Cataloguer {
    static let name = "python-archive"

    private static let descriptionLimit = 4 << 20
    /// Distributions in one archive.
    private static let distributionLimit = 1024

    let wants: [Want] = [.suffix(".whl", limit: 256 << 20), .suffix(".egg", limit: 256 << 20)]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let isWheel = file.name.lowercased().hasSuffix(".whl")
        // Other formats share the suffix `.egg`, and development files may be empty.
        guard isWheel || file.kind == .zip else { return }
        let archive = try ZipArchive(file.bytes, inflater: ZipInflater(budget: 256 << 20))
        var own: [ZipEntry] = []
        var vendored: [ZipEntry] = []
        var documents: [ZipEntry] = []
        var needs: ZipEntry?
        for entry in archive.entries where !entry.isDirectory {
            if entry.hasName("EGG-INFO/PKG-INFO") {
                own.append(entry)
            } else if entry.hasName("EGG-INFO/requires.txt") {
                needs = entry
            } else if entry.hasSuffix(".dist-info/METADATA") {
                let depth = entry.nameBytes.count { $0 == UInt8(ascii: "/") }
                if depth == 1 { own.append(entry) } else { vendored.append(entry) }
            } else if Self.isDocument(entry) {
                documents.append(entry)
            }
        }
        guard let first = own.first else {
            throw PythonMetadata.Failure(description: "a Python archive without METADATA or EGG-INFO/PKG-INFO")
        }
        var component = try Self.component(first, of: archive, file)
        component.files = [ClaimedFile(file.path)]
        component.digests = [Digest.of(file.bytes, .sha256)]
        component.properties["archive"] = isWheel ? "wheel" : "egg"
        // An egg is imported from where it lies; wheels of one directory are meant for each other.
        component.realm =
            isWheel ? "python-archives:\(file.directory)" : PythonDistributionCataloguer.realm(of: file.directory)
        if let needs {
            let text = String(decoding: try archive.read(needs, limit: Self.descriptionLimit), as: UTF8.self)
            component.requirements += PythonMetadata.eggRequirements(text)
        }
        let holder = yield.component(component)
        for (index, entry) in vendored.enumerated() {
            guard index < Self.distributionLimit else {
                yield.gap(file.path, "more than \(Self.distributionLimit) distributions in one archive")
                break
            }
            do {
                var part = try Self.component(entry, of: archive, file)
                part.realm = file.path
                part.properties["vendored"] = "true"
                yield.relate(holder, .contains, yield.component(part))
            } catch {
                yield.gap("\(file.path)!/\(entry.name)", "\(error)")
            }
        }
        for entry in documents.prefix(Self.distributionLimit) {
            let path = "\(file.path)!/\(entry.name)"
            do {
                let bytes = try archive.read(entry, limit: 16 << 20)
                let statement = try bytes.withUnsafeBytes { try SBOMDocumentReader.read($0, path: path) }
                statement?.emit(into: &yield, container: holder)
            } catch {
                yield.gap(path, "\(error)")
            }
        }
    }

    private static func component(_ entry: ZipEntry, of archive: ZipArchive, _ file: WantedFile) throws -> Component {
        let bytes = try archive.read(entry, limit: descriptionLimit)
        return try bytes.withUnsafeBytes { bytes in
            try PythonMetadata.component(WantedFile(path: "\(file.path)!/\(entry.name)", bytes: bytes))
        }
    }

    /// Whether an entry is in the `sboms` directory of a metadata directory.
    private static func isDocument(_ entry: ZipEntry) -> Bool {
        let segments = entry.name.split(separator: "/")
        guard segments.count > 2 else { return false }
        return segments[1] == "sboms" && segments[0].hasSuffix(".dist-info")
    }
}
