internal import Advisories
internal import JSONText

/// What a database was built from, as it says itself.
struct DatabaseProvenance {
    struct Source {
        var name: String
        var documents: Int
        /// `nil` in databases that do not say.
        var records: Int?
        var skipped: Int
        var newest: Timestamp?
    }

    let sources: [Source]
    /// Digests of the files, by their names.
    let files: [String: String]

    /// - Parameter json: `AdvisoryDatabase.provenance`, which was read once when the database was opened.
    init(_ json: [UInt8]) throws {
        let root = try JSONDocument(json).root
        sources =
            root["sources"]?.elements.map { source in
                Source(
                    name: source["name"]?.string ?? "",
                    documents: source["files"]?.elements.reduce(0) { $0 + ($1["documents"]?.int ?? 0) } ?? 0,
                    records: source["records"]?.int, skipped: source["skipped"]?.int ?? 0,
                    newest: source["newestRecord"]?.string.flatMap { Timestamp($0) })
            } ?? []
        var files: [String: String] = [:]
        for source in root["sources"]?.elements.map({ $0 }) ?? [] {
            for file in source["files"]?.elements.map({ $0 }) ?? [] {
                if let path = file["path"]?.string { files[path] = file["digest"]?.string }
            }
        }
        self.files = files
    }

    /// By the name of the feed.
    var extents: [String: FeedRegression.Extent] {
        Dictionary(
            sources.map {
                ($0.name, FeedRegression.Extent(documents: $0.documents, records: $0.records, newest: $0.newest))
            }, uniquingKeysWith: { first, _ in first })
    }
}
