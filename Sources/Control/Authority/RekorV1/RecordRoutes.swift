internal import Content
internal import JSONText
internal import NIOHTTP1
internal import Signing
internal import Transparency

/// Rekor's API v1.
struct RecordRoutes: Sendable {
    let records: RecordLog
    let url: String

    /// Where the log is, besides the root: its address in what clients are told.
    static let prefix = "/rekor1"

    /// The path of the API, whichever of both addresses it was asked at.
    static func path(_ path: String) -> String? {
        let path = path.hasPrefix("\(prefix)/") ? String(path.dropFirst(prefix.count)) : path
        return path == "/api/v1/log" || path.hasPrefix("/api/v1/log/") || path.hasPrefix("/api/v1/index/") ? path : nil
    }

    /// By what methods a path of the API is reached; `nil` for one that is none.
    static func methods(_ path: String) -> [HTTPMethod]? {
        switch path {
        case "/api/v1/log", "/api/v1/log/publicKey", "/api/v1/log/proof": [.GET]
        case "/api/v1/log/entries": [.GET, .POST]
        case "/api/v1/log/entries/retrieve", "/api/v1/index/retrieve": [.POST]
        default: path.hasPrefix("/api/v1/log/entries/") ? [.GET] : nil
        }
    }

    /// Entries that are asked for at once.
    private static let retrievalLimit = 10
    private static let documentLimits = JSONLimits(depth: 32, size: ProposedEntry.limit)

    func answer(_ request: HTTPRequest, _ path: String, at now: Instant) async throws -> HTTPAnswer {
        switch (path, request.method) {
        case ("/api/v1/log", _): return state()
        case ("/api/v1/log/publicKey", _):
            return .cached("application/x-pem-file", Array(records.publicKey.pem.utf8), seconds: 3600)
        case ("/api/v1/log/proof", _): return try await proof(request)
        case ("/api/v1/log/entries", .POST): return try await record(request, at: now)
        case ("/api/v1/log/entries", _):
            let fields = try query(request)
            guard let position = fields["logIndex"].flatMap(Self.number) else {
                throw Problem(.badRequest, "expected a logIndex")
            }
            return try await entry(position, at: now)
        case ("/api/v1/log/entries/retrieve", _): return try await retrieve(request, at: now)
        case ("/api/v1/index/retrieve", _): return try await search(request)
        default:
            let name = String(path.dropFirst("/api/v1/log/entries/".count))
            guard let leaf = records.leaf(named: name), let position = try await records.position(of: leaf) else {
                throw Problem(.notFound, "there is no entry with this name")
            }
            return try await entry(position, at: now)
        }
    }

    private func query(_ request: HTTPRequest) throws -> FormFields {
        do throws(FormError) { return try FormFields(request.query.utf8) } catch {
            throw Problem(.badRequest, error.description)
        }
    }

    /// A number in decimal.
    private static func number(_ text: String) -> UInt64? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt64(text) : nil
    }

    // MARK: The log

    private func state() -> HTTPAnswer {
        let (checkpoint, note) = records.log.checkpoint
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("inactiveShards")
            writer.array { _ in }
            writer.member("rootHash", Hex.encode(checkpoint.root.bytes))
            writer.member("signedTreeHead", String(decoding: note.bytes, as: UTF8.self))
            writer.member("treeID", "\(records.treeID)")
            writer.member("treeSize", checkpoint.size)
        }
        return .cached("application/json", writer.bytes, seconds: 1)
    }

    private func proof(_ request: HTTPRequest) async throws -> HTTPAnswer {
        let fields = try query(request)
        let checkpoint = records.log.checkpoint.checkpoint
        if let tree = fields["treeID"], Self.number(tree) != records.treeID {
            throw Problem(.badRequest, "expected the treeID \(records.treeID)")
        }
        let first = fields["firstSize"].map(Self.number) ?? 1
        guard let first, let last = fields["lastSize"].flatMap(Self.number), first >= 1, first <= last,
            last <= checkpoint.size
        else { throw Problem(.badRequest, "expected 1 ≤ firstSize ≤ lastSize ≤ \(checkpoint.size)") }
        let hashes = first == last ? [] : try await records.consistency(of: first, size: last)
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("hashes")
            writer.array { writer in
                for hash in hashes { writer.value(Hex.encode(hash.bytes)) }
            }
            writer.member("rootHash", Hex.encode(checkpoint.root.bytes))
        }
        return .json(writer.bytes)
    }

    // MARK: Entries

    private func record(_ request: HTTPRequest, at now: Instant) async throws -> HTTPAnswer {
        let entry: ProposedEntry
        do throws(EntryError) { entry = try ProposedEntry(json: request.body) } catch {
            throw Problem(.badRequest, "\(error)")
        }
        let name = records.name(of: .leaf(entry.body))
        let place = [("Location", "\(url)\(Self.prefix)/api/v1/log/entries/\(name)"), ("ETag", "\"\(name)\"")]
        do {
            let record = try await records.record(entry, now: now)
            var writer = JSONWriter()
            try records.write(record, into: &writer)
            return HTTPAnswer(.created, type: "application/json", writer.bytes, headers: place)
        } catch let error as LogError {
            throw Problem(
                error,
                duplicate: { _ in
                    Problem(.conflict, "the entry is in the log already, with the name \(name)", headers: place)
                }) ?? error
        }
    }

    private func entry(_ position: UInt64, at now: Instant) async throws -> HTTPAnswer {
        guard let record = try await records.record(at: position, now: now) else {
            throw Problem(.notFound, "there is no entry with this index")
        }
        var writer = JSONWriter()
        try records.write(record, into: &writer)
        return .json(writer.bytes)
    }

    private func document(_ request: HTTPRequest) throws -> JSONValue {
        do throws(JSONError) {
            let document = try JSONDocument(request.body, limits: Self.documentLimits)
            if document.root.kind == .object, document.firstDuplicateName == nil { return document.root }
        } catch {
            throw Problem(.badRequest, "\(error)")
        }
        throw Problem(.badRequest, "expected an object of distinct names")
    }

    private func retrieve(_ request: HTTPRequest, at now: Instant) async throws -> HTTPAnswer {
        let root = try document(request)
        func list(_ name: String) throws(Problem) -> [JSONValue] {
            guard let list = root[name], !list.isNull else { return [] }
            guard list.kind == .array, list.count <= Self.retrievalLimit else {
                throw Problem(.badRequest, "expected at most \(Self.retrievalLimit) of \(name)")
            }
            return list.elements.map { $0 }
        }
        do throws(EntryError) {
            try RequestMember(value: root, path: "the request").only(["entryUUIDs", "logIndexes", "entries"])
        } catch {
            throw Problem(.badRequest, "\(error)")
        }
        let (names, indexes, entries) = (try list("entryUUIDs"), try list("logIndexes"), try list("entries"))
        guard (1...Self.retrievalLimit).contains(names.count + indexes.count + entries.count) else {
            throw Problem(.badRequest, "expected 1 to \(Self.retrievalLimit) of entryUUIDs, logIndexes and entries")
        }
        var positions: [UInt64] = []
        for item in names {
            guard let leaf = item.string.flatMap({ records.leaf(named: $0) }) else {
                throw Problem(.badRequest, "expected names of entries in entryUUIDs")
            }
            if let position = try await records.position(of: leaf) { positions.append(position) }
        }
        for item in indexes {
            guard let position = item.number.flatMap({ UInt64($0) }) else {
                throw Problem(.badRequest, "expected numbers in logIndexes")
            }
            positions.append(position)
        }
        for item in entries {
            let entry: ProposedEntry
            do throws(EntryError) { entry = try ProposedEntry(RequestMember(value: item, path: "entries")) } catch {
                throw Problem(.badRequest, "\(error)")
            }
            if let position = try await records.position(of: .leaf(entry.body)) { positions.append(position) }
        }
        var found: [RecordLog.Record] = []
        for position in positions {
            if let record = try await records.record(at: position, now: now) { found.append(record) }
        }
        var writer = JSONWriter()
        try writer.array { writer in
            for record in found { try records.write(record, into: &writer) }
        }
        return .json(writer.bytes)
    }

    // MARK: Search

    private func search(_ request: HTTPRequest) async throws -> HTTPAnswer {
        let root = try document(request)
        do throws(EntryError) {
            try RequestMember(value: root, path: "the request").only(["email", "hash", "publicKey", "operator"])
        } catch {
            throw Problem(.badRequest, "\(error)")
        }
        var wanted: [SearchIndex.Key] = []
        if let hash = root["hash"], !hash.isNull {
            guard let text = hash.string, let key = Self.hash(text) else {
                throw Problem(.badRequest, "expected sha1:, sha256:, sha384: or sha512: and hexadecimal digits as hash")
            }
            wanted.append(key)
        }
        if let email = root["email"], !email.isNull {
            // Workloads are found by the URI that stands in their certificates.
            guard let text = email.string, text.utf8.count <= 2048,
                LocalUser.isAddress(text) || text.contains("://")
            else { throw Problem(.badRequest, "expected an address or a URI as email") }
            wanted.append(EntryKeys.name(text))
        }
        if let publicKey = root["publicKey"], !publicKey.isNull {
            guard publicKey["format"]?.string == "x509",
                let pem = publicKey["content"]?.string.flatMap({ Base64.decode($0.utf8) })
            else { throw Problem(.badRequest, "expected publicKey with the format x509 and its content in base 64") }
            do throws(EntryError) {
                // Of a certificate: itself; of a key: also the certificates for it.
                guard let key = EntryKeys.keys(of: try EntryKey(pem: pem)).last else { throw EntryError("no key") }
                wanted.append(key)
            } catch {
                throw Problem(.badRequest, "\(error)")
            }
        }
        guard let first = wanted.first else { throw Problem(.badRequest, "expected email, hash or publicKey") }
        let mode = root["operator"]?.string ?? "or"
        guard mode == "or" || mode == "and" else { throw Problem(.badRequest, "expected the operator and, or or") }
        var found = try await records.positions(first)
        for key in wanted.dropFirst() {
            let more = try await records.positions(key)
            found = mode == "and" ? found.filter(Set(more).contains) : found + more
        }
        // The newest first, each once.
        let positions = Set(found).sorted(by: >).prefix(SearchIndex.limit)
        var writer = JSONWriter()
        try writer.array { writer in
            for position in positions {
                if let leaf = try records.leaf(at: position) { writer.value(records.name(of: leaf)) }
            }
        }
        return .json(writer.bytes)
    }

    private static func hash(_ text: String) -> SearchIndex.Key? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let (algorithm, value) = parts.count == 2 ? (parts[0].lowercased(), parts[1]) : ("sha256", parts[0])
        guard let kind = Digest.Algorithm(rawValue: algorithm), kind != .md5, value.utf8.count == kind.length * 2,
            value.utf8.allSatisfy({ Hex.value($0) != nil })
        else { return nil }
        return EntryKeys.hash("\(algorithm):\(value)")
    }
}
