internal import Advisories
internal import JSONText

/// What a database was built from, as it says itself.
struct DatabaseProvenance {
    struct Source {
        var name: String
        var documents: Int
        var skipped: Int
        var newest: Timestamp?
    }

    let sources: [Source]

    /// - Parameter json: `AdvisoryDatabase.provenance`, which was read once when the database was opened.
    init(_ json: [UInt8]) throws {
        let root = try JSONDocument(json).root
        sources =
            root["sources"]?.elements.map { source in
                Source(
                    name: source["name"]?.string ?? "",
                    documents: source["files"]?.elements.reduce(0) { $0 + ($1["documents"]?.int ?? 0) } ?? 0,
                    skipped: source["skipped"]?.int ?? 0,
                    newest: source["newestRecord"]?.string.flatMap { Timestamp($0) })
            } ?? []
    }
}
