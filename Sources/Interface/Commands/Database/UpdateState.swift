internal import Advisories
internal import Content
internal import JSONText
internal import RegistryClient

/// What is known of a cache: where its database came from, and the copy of each feed (`feeds.json`).
///
/// Served with the folder `feeds` beside it, it is the manifest of a mirror.
struct UpdateState: Equatable {
    /// The copy of one feed.
    struct Feed: Equatable {
        var name: String
        /// The address in the list of origins.
        var url: String
        /// Where the file itself was, when `url` only points there.
        var target: String?
        /// The copy; `nil` when none was ever had.
        var copy: Copy?
        /// Why the last update did not bring it, or did not take it.
        var failure: String?
    }

    struct Copy: Equatable {
        /// In the folder `feeds`.
        var file: String
        var digest: Digest
        var size: Int64
        var validators = DownloadValidators()
        var fetched: Timestamp
        /// When its publisher last said that it is the current one.
        var checked: Timestamp
        var records: Int
        var newest: Timestamp?
    }

    struct Database: Equatable {
        /// An address, a path or a reference; `nil` when it was built from the feeds here.
        var from: String?
        var digest: String
        var saved: Timestamp
        var validators = DownloadValidators()
    }

    var database: Database?
    /// Sorted by name.
    var feeds: [Feed] = []

    subscript(name: String) -> Feed? { feeds.first { $0.name == name } }

    static let limit = 16 << 20
    private static let version = 1

    /// - Returns: `nil` when there is no such file.
    static func read(_ cache: UpdateCache) throws -> UpdateState? {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try OpenFile.contents(of: cache.statePath, limit: limit)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
        return try UpdateState(bytes, place: cache.statePath)
    }

    /// - Parameter place: for errors.
    init(_ bytes: [UInt8], place: String) throws {
        let root: JSONValue
        do {
            root = try JSONDocument(bytes, limits: JSONLimits(depth: 16)).root
        } catch {
            throw UpdateStateError("\(place): \(error)")
        }
        guard root["schemaVersion"]?.int == Self.version else {
            throw UpdateStateError("\(place): expected schemaVersion \(Self.version)")
        }
        if let value = root["database"], value.kind == .object {
            guard let digest = value["digest"]?.string, let saved = Self.time(value["saved"]) else {
                throw UpdateStateError("\(place): expected digest and time of the database")
            }
            database = Database(
                from: value["from"]?.string, digest: digest, saved: saved, validators: Self.validators(value))
        }
        for value in root["feeds"]?.elements.map({ $0 }) ?? [] {
            guard let name = value["name"]?.string, FeedOrigin.isName(name), let url = value["url"]?.string else {
                throw UpdateStateError("\(place): expected name and url of each feed")
            }
            var feed = Feed(name: name, url: url, target: value["target"]?.string)
            feed.failure = value["failure"]?.string
            if value["file"] != nil {
                guard let file = value["file"]?.string, FeedOrigin.isName(file),
                    let digest = value["digest"]?.string.flatMap({ Digest($0) }), digest.algorithm == .sha256,
                    let size = value["size"]?.int, size >= 0, let fetched = Self.time(value["fetched"]),
                    let checked = Self.time(value["checked"]), let records = value["records"]?.int
                else {
                    throw UpdateStateError(
                        "\(place): expected file, digest, size, records and times of the copy of \(name)")
                }
                feed.copy = Copy(
                    file: file, digest: digest, size: Int64(size), validators: Self.validators(value),
                    fetched: fetched, checked: checked, records: records, newest: Self.time(value["newestRecord"]))
            }
            feeds.append(feed)
        }
        feeds.sort { $0.name < $1.name }
        guard Set(feeds.map(\.name)).count == feeds.count,
            Set(feeds.compactMap { $0.copy?.file }).count == feeds.count(where: { $0.copy != nil })
        else { throw UpdateStateError("\(place): expected each feed and file once") }
    }

    init() {}

    private static func time(_ value: JSONValue?) -> Timestamp? { value?.string.flatMap { Timestamp($0) } }

    private static func validators(_ value: JSONValue) -> DownloadValidators {
        DownloadValidators(etag: value["etag"]?.string, lastModified: value["lastModified"]?.string)
    }

    func save(_ cache: UpdateCache) throws { try FileSaving.save(json, to: cache.statePath) }

    var json: [UInt8] {
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            writer.member("schemaVersion", Self.version)
            if let database {
                writer.key("database")
                writer.object { writer in
                    writer.member("from", database.from)
                    writer.member("digest", database.digest)
                    writer.member("saved", database.saved.text)
                    writer.member("etag", database.validators.etag)
                    writer.member("lastModified", database.validators.lastModified)
                }
            }
            writer.key("feeds")
            writer.array { writer in
                for feed in feeds { write(feed, &writer) }
            }
        }
        writer.newline()
        return writer.bytes
    }

    private func write(_ feed: Feed, _ writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", feed.name)
            writer.member("url", feed.url)
            writer.member("target", feed.target)
            if let copy = feed.copy {
                writer.member("file", copy.file)
                writer.member("digest", copy.digest.description)
                writer.member("size", copy.size)
                writer.member("etag", copy.validators.etag)
                writer.member("lastModified", copy.validators.lastModified)
                writer.member("fetched", copy.fetched.text)
                writer.member("checked", copy.checked.text)
                writer.member("records", copy.records)
                writer.member("newestRecord", copy.newest?.text)
            }
            writer.member("failure", feed.failure)
        }
    }
}

struct UpdateStateError: Error, Equatable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
