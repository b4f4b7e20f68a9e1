internal import StructuredText

/// Where a publisher keeps a feed.
package struct FeedOrigin: Sendable, Equatable {
    /// Of this origin, and of its file in a cache: letters, digits, `-`, `_` and `.`.
    package var name: String
    package var url: String
    /// The file at `url` is a line with the name of the feed's file beside it.
    package var isPointer = false
    /// Bytes that the file may have.
    package var limit: Int64 = 1 << 30
    /// Fetched without being asked for by name.
    package var isDefault = true

    package init(_ name: String, _ url: String) {
        self.name = name
        self.url = url
    }

    /// The file in a cache: the endings of the address say what it is, and some feeds are told by their names.
    package func file(for url: String) -> String {
        let last = url.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last.map(String.init) ?? ""
        return name + (Self.endings.filter { last.hasSuffix($0) }.max { $0.count < $1.count } ?? "")
    }

    private static let endings = [
        ".json", ".json.gz", ".json.xz", ".json.zst", ".csv", ".csv.gz", ".zip", ".tar", ".tar.gz", ".tar.xz",
        ".tar.zst", ".tar.bz2", ".xml", ".xml.gz", ".xml.bz2", ".xml.xz", ".yaml", ".ndjson", ".ndjson.zst",
        ".ndjson.gz", ".list", ".tsv",
    ]

    /// Whether a name leaves the ending to the address, so that files of two origins never have one name.
    static func hasEnding(_ name: String) -> Bool { endings.contains { name.lowercased().hasSuffix($0) } }

    /// Whether a text may name an origin or a file of a cache: it leads nowhere else and hides nothing.
    package static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 100, first != UInt8(ascii: "."),
            first != UInt8(ascii: "-")
        else { return false }
        return text.utf8.allSatisfy {
            0x30...0x39 ~= $0 || 0x41...0x5a ~= $0 || 0x61...0x7a ~= $0 || [0x2d, 0x2e, 0x5f].contains($0)
        }
    }
}

/// The list of origins, in YAML.
///
/// Read strictly: a misspelt member would otherwise be a feed that is silently not what was meant.
package enum FeedOrigins {
    private static let members: Set<String> = ["name", "url", "pointer", "megabytes", "default"]
    private static let most = 2000

    /// - Parameter file: its name, for errors.
    package static func read(_ bytes: [UInt8], file: String) throws(FeedOriginsError) -> [FeedOrigin] {
        guard bytes.count <= 4 << 20 else { throw FeedOriginsError(file, "expected at most 4 MiB") }
        let reading = bytes.withUnsafeBytes { bytes in
            Result { () throws(StructuredTextError) in
                try YAML.documents(bytes, limits: StructuredTextLimits(depth: 8, nodes: 100_000))
            }
        }
        let documents: [StructuredValue]
        switch reading {
        case .success(let read): documents = read
        case .failure(let error): throw FeedOriginsError(file, error.description)
        }
        guard documents.count == 1, let top = documents.first, top.members.map(\.key) == ["feeds"],
            case .sequence(let entries)? = top["feeds"], !entries.isEmpty, entries.count <= most
        else { throw FeedOriginsError(file, "expected one member \"feeds\" with a list of 1 to \(most) feeds") }
        var origins: [FeedOrigin] = []
        var names: Set<String> = []
        for (index, entry) in entries.enumerated() {
            let origin = try origin(entry, "feed \(index + 1)", file)
            guard names.insert(origin.name.lowercased()).inserted else {
                throw FeedOriginsError(file, "feed \(index + 1): \"\(origin.name)\" is there already")
            }
            origins.append(origin)
        }
        return origins
    }

    private static func origin(
        _ entry: StructuredValue, _ place: String, _ file: String
    ) throws(FeedOriginsError) -> FeedOrigin {
        guard case .mapping(let given) = entry else { throw FeedOriginsError(file, "\(place): expected a mapping") }
        if let other = given.first(where: { !members.contains($0.key) }) {
            throw FeedOriginsError(
                file, "\(place): expected one of \(members.sorted().joined(separator: ", ")), found \"\(other.key)\"")
        }
        guard let name = entry["name"]?.string, FeedOrigin.isName(name) else {
            throw FeedOriginsError(file, "\(place): expected a name of letters, digits, - _ and .")
        }
        guard !FeedOrigin.hasEnding(name) else {
            throw FeedOriginsError(file, "\(place) (\(name)): expected a name without the ending of a file")
        }
        guard let url = entry["url"]?.string, url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw FeedOriginsError(file, "\(place) (\(name)): expected a url that begins with https://")
        }
        var origin = FeedOrigin(name, url)
        if let value = entry["megabytes"] {
            guard let megabytes = value.int, 1...8192 ~= megabytes else {
                throw FeedOriginsError(file, "\(place) (\(name)): expected megabytes from 1 to 8192")
            }
            origin.limit = Int64(megabytes) << 20
        }
        for (key, path) in [("pointer", \FeedOrigin.isPointer), ("default", \FeedOrigin.isDefault)] {
            guard let value = entry[key] else { continue }
            guard let flag = value.bool else {
                throw FeedOriginsError(file, "\(place) (\(name)): expected true or false for \(key)")
            }
            origin[keyPath: path] = flag
        }
        return origin
    }
}

/// Why a list of origins cannot be used.
package struct FeedOriginsError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    init(_ file: String, _ reason: String) { description = "\(file): \(reason)" }
}
