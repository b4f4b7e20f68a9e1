import JSONText
import StructuredText

/// vcpkg: its database of installed packages with their file lists, and the manifest `vcpkg.json`.
///
/// The SPDX documents that it leaves beside installed packages are read as SBOMs.
struct VcpkgCataloguer: Cataloguer {
    static let name = "vcpkg"

    let wants: [Want] = [
        .glob("**/vcpkg/status"), .glob("**/vcpkg/updates/*"), .glob("**/vcpkg/info/*.list", limit: 16 << 20),
        .name("vcpkg.json", limit: 4 << 20),
    ]

    /// A stanza of the database.
    private struct Record: Sendable {
        var component: Component
        var isInstalled: Bool
        /// `NAME:TRIPLET`.
        var key: String
    }

    /// The files of one package: `info/NAME_VERSION_TRIPLET.list`.
    private struct Listing: Sendable {
        var files: [ClaimedFile]
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        if file.name == "vcpkg.json" {
            try readManifest(file, into: &yield)
        } else if file.name.hasSuffix(".list"), RootPath.name(file.directory) == "info" {
            // Paths start at the directory that holds that of vcpkg.
            let root = RootPath.parent(RootPath.parent(file.directory))
            let files = file.text.split(whereSeparator: \.isNewline).filter { !$0.hasSuffix("/") }
                .compactMap { RootPath.join(root, $0) }.map { ClaimedFile($0) }
            yield.fact(Listing(files: files))
        } else {
            readDatabase(file, into: &yield)
        }
    }

    private func readDatabase(_ file: WantedFile, into yield: inout Yield) {
        for block in HeaderBlocks(file.bytes) {
            // A stanza of a feature repeats the package that it belongs to.
            guard let name = block["Package"], block["Feature"] == nil, let state = block["Status"] else { continue }
            let triplet = block["Architecture"] ?? ""
            var qualifiers = ["triplet": triplet]
            let port = block["Port-Version"].flatMap { $0 == "0" ? nil : $0 }
            qualifiers["port_version"] = port
            let version = block["Version"] ?? ""
            var component = Component(
                name: name, version: version, ecosystem: "vcpkg",
                purl: PackageURL(type: "vcpkg", name: name, version: version, qualifiers: qualifiers))
            component.summary = block["Description"].map { String($0.prefix { !$0.isNewline }) }
            component.properties["architecture"] = triplet
            component.properties["abi"] = block["Abi"]
            component.properties["portVersion"] = port
            component.requirements = (block["Depends"] ?? "").split { $0 == "," || $0.isWhitespace }
                .map { Requirement(String($0.prefix { $0 != ":" && $0 != "[" })) }
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, detail: "\(name):\(triplet)")]
            yield.fact(
                Record(
                    component: component, isInstalled: state.split(separator: " ").last == "installed",
                    key: "\(name):\(triplet)"))
        }
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        let listings = Dictionary(
            view.facts(Listing.self).map { ($0.path, $0.fact.files) }, uniquingKeysWith: { first, _ in first })
        // Updates are a log with file names that sort in order of time, after the status that they change.
        var installed: [String: (path: String, record: Record)] = [:]
        for (path, record) in view.facts(Record.self).sorted(by: Self.isEarlier) {
            let root = Self.database(of: path)
            installed["\(root):\(record.key)"] = record.isInstalled ? (path, record) : nil
        }
        for (_, entry) in installed.sorted(by: { $0.key < $1.key }) {
            var component = entry.record.component
            let root = Self.database(of: entry.path)
            let triplet = component.properties["architecture"] ?? ""
            component.realm = "vcpkg:\(root)"
            component.files =
                listings["\(root)/info/\(component.name)_\(Self.listed(component))_\(triplet).list"]
                ?? listings["\(root)/info/\(component.name)_\(component.version)_\(triplet).list"] ?? []
            component.directories = ["\(RootPath.parent(root))/\(triplet)/share/\(component.name)"]
            yield.component(component)
        }
    }

    /// The version in the name of a list, where a revision of the port follows a hash sign.
    private static func listed(_ component: Component) -> String {
        component.properties["portVersion"].map { "\(component.version)#\($0)" } ?? component.version
    }

    private static func isEarlier(_ left: (path: String, fact: Record), _ right: (path: String, fact: Record)) -> Bool {
        let (leftUpdate, rightUpdate) = (isUpdate(left.path), isUpdate(right.path))
        return leftUpdate == rightUpdate ? left.path < right.path : rightUpdate
    }

    private static func isUpdate(_ path: String) -> Bool { RootPath.name(RootPath.parent(path)) == "updates" }

    private static func database(of path: String) -> String {
        isUpdate(path) ? RootPath.parent(RootPath.parent(path)) : RootPath.parent(path)
    }

    /// The needs of a project. Versions follow from a baseline that lies elsewhere; only overrides are here.
    private func readManifest(_ file: WantedFile, into yield: inout Yield) throws {
        // A registry of ports holds a manifest for each of them; none of that is needed by anything yet.
        guard RootPath.name(RootPath.parent(file.directory)) != "ports" else { return }
        let root = try JSONDocument(file.bytes).root
        var overrides: [String: String] = [:]
        for override in root["overrides"].map({ Array($0.elements) }) ?? [] {
            guard let name = override["name"]?.string else { continue }
            overrides[name] = Self.version(override)
        }
        for need in root["dependencies"].map({ Array($0.elements) }) ?? [] {
            guard let name = need.string ?? need["name"]?.string, !name.isEmpty else {
                yield.gap(file.path, "a dependency without a name")
                continue
            }
            let version = overrides[name] ?? ""
            var component = Component(
                name: name, version: version, ecosystem: "vcpkg",
                purl: PackageURL(type: "vcpkg", name: name, version: version), presence: .declared)
            component.realm = file.path
            component.properties["minimum"] = need["version>="]?.string
            component.properties["baseline"] = root["builtin-baseline"]?.string
            if need["host"]?.bool == true { component.properties["scope"] = "host" }
            component.evidence = [
                Evidence(path: file.path, technique: .manifestAnalysis, confidence: version.isEmpty ? 0.5 : 0.9)
            ]
            yield.component(component)
        }
    }

    private static func version(_ value: JSONValue) -> String? {
        for key in ["version", "version-semver", "version-date", "version-string"] {
            if let text = value[key]?.string { return text }
        }
        return nil
    }
}
