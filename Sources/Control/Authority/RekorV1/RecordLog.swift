internal import Content
internal import JSONText
internal import Signing
internal import Transparency

/// A log of Rekor's first generation: it promises in each answer when the entry came in, and can be searched.
struct RecordLog: Sendable {
    let log: TileLog
    private let key: SigningKey
    private let times: any EntryTimes
    private let index: SearchIndex
    /// Names the tree in entries' names and in the origin of checkpoints.
    let treeID: UInt64

    var publicKey: VerificationKey { key.publicKey }
    /// The digest of the key, by which clients find it (RFC 6962 §3.2).
    var logID: [UInt8] { key.publicKey.fingerprint.bytes }

    /// A number that follows from the key, as new logs have new keys.
    static func treeID(_ key: VerificationKey) -> UInt64 {
        key.fingerprint.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } & 0x7fff_ffff_ffff_ffff
    }

    /// - Parameters:
    ///   - folder: which must exist.
    ///   - host: signs the checkpoints; their origin has the number of the tree too.
    init(folder: String, host: String, key: SigningKey) throws {
        self.key = key
        let publicKey = key.publicKey
        treeID = Self.treeID(publicKey)
        log = try TileLog(
            folder: folder,
            signer: CheckpointSigner(
                origin: "\(host) - \(treeID)",
                key: NoteKey(name: host, id: Array(publicKey.fingerprint.bytes.prefix(4))) {
                    // A key of the wrong kind cannot have signed.
                    (try? publicKey.verifies($1, of: .message($0), scheme: .ecdsa(.sha256))) ?? false
                }
            ) { try key.signature(of: .message($0), scheme: .ecdsa(.sha256)) })
        times = try EntryTimeFile("\(folder)/times")
        index = try SearchIndex("\(folder)/search")
    }

    func close() async {
        await log.close()
        await times.close()
        await index.close()
    }

    struct Record: Sendable {
        var body: [UInt8]
        var inclusion: TileLog.Inclusion
        var time: Int64
    }

    // MARK: Writing

    /// - Throws: `LogError`; `.duplicate` for an entry that is there.
    func record(_ entry: ProposedEntry, now: Instant) async throws -> Record {
        let inclusion = try await log.append(entry.body)
        let time = try await times.time(of: inclusion.index, now: now.seconds)
        try await index.add(entry.subjects.map(EntryKeys.hash), to: inclusion.index)
        return Record(body: entry.body, inclusion: inclusion, time: time)
    }

    // MARK: Reading

    func record(at position: UInt64, now: Instant) async throws -> Record? {
        guard let found = try log.entry(at: position) else { return nil }
        return Record(
            body: found.entry, inclusion: found.inclusion,
            time: try await times.time(of: position, now: now.seconds))
    }

    /// Brings the index to where the log is.
    func follow() async throws {
        let log = log
        try await index.follow(to: log.checkpoint.checkpoint.size) { from, to in
            let width = UInt64(Tile.width)
            let end = min(to, (from / width + 1) * width)
            guard let tile = Tile(level: .entries, index: from / width, width: Int(end - from / width * width)),
                let bytes = try log.tile(tile)
            else { throw LogError.damaged(path: "tile/entries", "expected the entries up to \(end)") }
            return Array(try TileContent.entries(bytes, width: tile.width).dropFirst(Int(from % width)))
        }
    }

    /// Where the entry with this leaf stands.
    func position(of leaf: MerkleHash) async throws -> UInt64? {
        try await follow()
        for position in try await index.entries(SearchIndex.Key(.leaf, leaf.bytes))
        where try self.leaf(at: position) == leaf {
            return position
        }
        return nil
    }

    func positions(_ key: SearchIndex.Key) async throws -> [UInt64] {
        try await follow()
        return try await index.entries(key)
    }

    func leaf(at position: UInt64) throws -> MerkleHash? {
        let width = Int(position % UInt64(Tile.width)) + 1
        guard let tile = Tile(level: .hashes(0), index: position / UInt64(Tile.width), width: width),
            let bytes = try log.tile(tile)
        else { return nil }
        return MerkleHash(bytes.suffix(32))
    }

    /// That the tree of the first `part` entries is the beginning of the one of `size`.
    func consistency(of part: UInt64, size: UInt64) async throws -> [MerkleHash] {
        let log = log
        return try await TileReader { path, _ in try Tile(path: path).flatMap { try log.tile($0) } }
            .consistency(of: part, size: size)
    }

    // MARK: Names

    /// The number of the tree and the hash of the leaf, in hexadecimal.
    func name(of leaf: MerkleHash) -> String {
        Hex.encode(withUnsafeBytes(of: treeID.bigEndian) { Array($0) }) + Hex.encode(leaf.bytes)
    }

    /// The leaf that a name stands for, with the tree's number or without.
    func leaf(named name: String) -> MerkleHash? {
        guard let bytes = Hex.decode(name.utf8) else { return nil }
        switch bytes.count {
        case 32: return MerkleHash(bytes)
        case 40:
            guard bytes.prefix(8).reduce(UInt64(0), { $0 << 8 | UInt64($1) }) == treeID else { return nil }
            return MerkleHash(bytes.dropFirst(8))
        default: return nil
        }
    }

    // MARK: Answers

    /// One member: the entry's name, and what the log promises of it.
    func write(_ record: Record, into writer: inout JSONWriter) throws {
        let body = Base64.encode(record.body)
        let logID = Hex.encode(logID)
        // What is signed is canonical (RFC 8785): these names are in order.
        var promised = JSONWriter()
        promised.object { writer in
            writer.member("body", body)
            writer.member("integratedTime", record.time)
            writer.member("logID", logID)
            writer.member("logIndex", record.inclusion.index)
        }
        let promise = try key.signature(of: .message(promised.bytes), scheme: .ecdsa(.sha256))
        writer.object { writer in
            writer.key(name(of: .leaf(record.body)))
            writer.object { writer in
                writer.member("body", body)
                writer.member("integratedTime", record.time)
                writer.member("logID", logID)
                writer.member("logIndex", record.inclusion.index)
                writer.key("verification")
                writer.object { writer in
                    writer.key("inclusionProof")
                    writer.object { writer in
                        writer.member("checkpoint", String(decoding: record.inclusion.note.bytes, as: UTF8.self))
                        writer.key("hashes")
                        writer.array { writer in
                            for hash in record.inclusion.proof { writer.value(Hex.encode(hash.bytes)) }
                        }
                        writer.member("logIndex", record.inclusion.index)
                        writer.member("rootHash", Hex.encode(record.inclusion.checkpoint.root.bytes))
                        writer.member("treeSize", record.inclusion.checkpoint.size)
                    }
                    writer.member("signedEntryTimestamp", Base64.encode(promise))
                }
            }
        }
    }
}
