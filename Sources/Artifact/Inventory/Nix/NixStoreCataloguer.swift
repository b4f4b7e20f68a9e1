/// Store paths of Nix, from its database and from the folders of the store itself.
struct NixStoreCataloguer: Cataloguer {
    static let name = "nix-store"

    private static let store = "nix/store"
    private static let database = "nix/var/nix/db/db.sqlite"

    var wants: [Want] { [.path(Self.database)] }

    private struct Database: LayeredFact {
        let entries: [NixStorePath: [NixStorePath]]
        let keys: [String]

        init(entries: [NixStorePath: [NixStorePath]]) {
            self.entries = entries
            keys = entries.keys.map(\.key).sorted()
        }
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let database = try SQLiteFile(file.bytes)
        guard let table = try database.table("ValidPaths"), let column = table.columns.firstIndex(of: "path") else {
            throw SQLiteError("no table ValidPaths with a column path")
        }
        var paths: [Int64: NixStorePath] = [:]
        var gaps: [String] = []
        func note(_ row: SQLiteFile.Row) {
            if case .partial(_, let reason) = row { gaps.append(reason) }
        }
        try database.rows(of: table) { row in
            note(row)
            guard case .whole(let identity, let record) = row, let text = SQLiteRecord(record).text(column),
                let name = text.split(separator: "/").last
            else { return }
            paths[identity] = NixStorePath(name)
        }
        var entries: [NixStorePath: [NixStorePath]] = [:]
        for path in paths.values { entries[path] = [] }
        if let table = try database.table("Refs"), let from = table.columns.firstIndex(of: "referrer"),
            let to = table.columns.firstIndex(of: "reference")
        {
            try database.rows(of: table) { row in
                note(row)
                guard case .whole(_, let record) = row else { return }
                let values = SQLiteRecord(record)
                guard let referrer = values.integer(from).flatMap({ paths[$0] }),
                    let reference = values.integer(to).flatMap({ paths[$0] }), referrer != reference
                else { return }
                entries[referrer, default: []].append(reference)
            }
        }
        for gap in gaps { yield.gap(file.path, gap) }
        yield.fact(Database(entries: entries))
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        let references = view.facts(Database.self).first?.fact.entries ?? [:]
        for child in view.children(of: Self.store) {
            // A path of the database that is not in the store was collected; one of the store that is not in the
            // database was copied in, as image builders do.
            guard let path = NixStorePath(child), !path.isDerivation else { continue }
            let isKnown = references[path] != nil
            let location = "\(Self.store)/\(child)"
            var component = Component(name: path.name, version: path.version, ecosystem: "nix")
            var qualifiers = ["outputhash": path.hash]
            qualifiers["output"] = path.output
            component.purl = PackageURL(
                type: "nix", name: path.name, version: path.version, qualifiers: qualifiers)
            component.evidence = [
                Evidence(
                    path: isKnown ? Self.database : location,
                    technique: isKnown ? .manifestAnalysis : .filename, confidence: isKnown ? 1 : 0.9,
                    detail: child)
            ]
            if view.file(location) != nil {
                component.files = [ClaimedFile(location)]
            } else {
                component.directories = [location]
            }
            component.provides = [path.key]
            component.requirements = (references[path] ?? []).map(\.key).sorted().map { Requirement($0) }
            component.properties["layerKey"] = isKnown ? path.key : nil
            component.properties["output"] = path.output
            yield.component(component)
        }
    }
}

/// `HASH-NAME-VERSION-OUTPUT` of `/nix/store/…`.
struct NixStorePath: Hashable, Sendable {
    private static let outputs: Set<Substring> = [
        "bin", "dev", "doc", "debug", "info", "lib", "man", "devdoc", "devman", "static", "data", "getent", "dist",
    ]

    let hash: String
    let name: String
    /// Empty when the path has none.
    let version: String
    /// `nil` for the main output.
    let output: String?

    /// `hash-…`, unique within the store.
    let key: String

    var isDerivation: Bool { key.hasSuffix(".drv") }

    /// - Returns: `nil` when the name does not start with a hash of the store's alphabet.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        // Base 32 without e, o, t and u.
        guard parts.count >= 2, let hash = parts.first, hash.utf8.count == 32,
            hash.utf8.allSatisfy({ "0123456789abcdfghijklmnpqrsvwxyz".utf8.contains($0) })
        else { return nil }
        var rest = parts.dropFirst().map { Substring($0) }[...]
        var output: String?
        if rest.count > 1, let last = rest.last, Self.outputs.contains(last) {
            output = String(last)
            rest = rest.dropLast()
        }
        let cut = rest.dropFirst().firstIndex { $0.utf8.first.map { 0x30...0x39 ~= $0 } ?? false } ?? rest.endIndex
        let name = rest[..<cut].joined(separator: "-")
        guard !name.isEmpty else { return nil }
        self.hash = String(hash)
        self.name = name
        self.version = rest[cut...].joined(separator: "-")
        self.output = output
        self.key = String(text)
    }
}
