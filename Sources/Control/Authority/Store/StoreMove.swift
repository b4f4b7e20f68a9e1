internal import Content
internal import Glibc
internal import JSONText
internal import Transparency

/// Moves what an authority keeps from one store to another.
///
/// The logs are frozen where they are, so that nobody goes on with them there; copied, each in one step; read back, and
/// hashed to the roots that were published; and only then `authority.json` names the new store. A move that was cut is
/// done again, or undone by a move to the store that the authority has.
package enum StoreMove {
    package struct Moved: Equatable, Sendable {
        /// Entries of the log and of the certificate log.
        package var entries: UInt64 = 0
        package var certificates: UInt64 = 0
        package var documents = 0
    }

    /// - Throws: `LogError.inUse` while files are served; `StoreError.content` when the other store has another log.
    package static func move(_ folder: AuthorityFolder, to address: StoreAddress) throws -> Moved {
        let settings = try AuthoritySettings(folder)
        let signers = try AuthorityLogs.signers(folder, settings)
        let source = try AuthorityStore(settings.store, of: folder)
        defer { source.close() }
        guard address != settings.store else {
            for name in AuthorityStore.LogName.allCases {
                let log = try source.log(name)
                defer { log.close() }
                try log.freeze(false)
            }
            return Moved()
        }
        try requireNoRecords(folder, settings)
        let destination = try AuthorityStore(address, of: folder)
        defer { destination.close() }
        var moved = Moved()
        moved.entries = try move(.log, signers.log, from: source, to: destination)
        moved.certificates = try move(.certificates, signers.certificateLog, from: source, to: destination)
        moved.documents = try moveDocuments(from: source.documents, to: destination.documents)
        try name(address, in: folder)
        return moved
    }

    /// The log of Rekor's API v1 is kept in files alone: what it promised to keep is not left behind.
    private static func requireNoRecords(_ folder: AuthorityFolder, _ settings: AuthoritySettings) throws {
        guard settings.store == .files, access(folder.records, F_OK) == 0 else { return }
        let records = try FileLogStore(folder: folder.records) { _ in true }
        defer { records.close() }
        guard try records.head()?.signed.checkpoint.size ?? 0 == 0 else {
            throw StoreError.content(
                place: folder.records, "the log of Rekor's API v1 has entries, and is kept in files alone")
        }
    }

    private static func move(
        _ name: AuthorityStore.LogName, _ signer: CheckpointSigner, from source: AuthorityStore,
        to destination: AuthorityStore
    ) throws -> UInt64 {
        let old = try source.log(name)
        defer { old.close() }
        try old.freeze(true)
        // Whoever was writing has ended by now.
        guard let head = try old.head() else { throw LogError.missing(path: old.place) }
        try signer.verify(head.signed, from: old.place)
        try signer.verify(head.shown, from: old.place)
        let new = try destination.log(name)
        defer { new.close() }
        do throws(LogError) {
            try new.begin(head) { add throws(LogError) in try read(old, head, add) }
        } catch {
            guard case .exists = error else { throw error }
            // Of a move that was cut, if it is the same; then it is whole.
            let found = try new.head()
            guard found?.signed.note.bytes == head.signed.note.bytes, found?.shown.note.bytes == head.shown.note.bytes
            else { throw StoreError.content(place: new.place, "it holds another log") }
        }
        try read(new, head) { _, _ in }
        try new.freeze(false)
        return head.signed.checkpoint.size
    }

    /// Reads all entries, and checks that they hash to the roots of the head.
    private static func read(
        _ log: any LogStore, _ head: LogHead, _ visit: LogFilling
    ) throws(LogError) {
        var edge = TreeEdge()
        let (size, shown) = (head.signed.checkpoint.size, head.shown.checkpoint)
        func check(_ checkpoint: Checkpoint) throws(LogError) {
            guard edge.frontier.root == checkpoint.root else {
                throw .damaged(
                    path: log.place, "\(checkpoint.size) entries do not hash to the root that was published")
            }
        }
        if shown.size == 0 { try check(shown) }
        while edge.frontier.size < size {
            let first = edge.frontier.size
            let width = Int(min(size - first, UInt64(Tile.width)))
            guard let bytes = try log.entries(tile: first / UInt64(Tile.width), width: width) else {
                throw .damaged(path: log.place, "expected \(width) entries from \(first), found fewer")
            }
            var entries: [[UInt8]]
            do throws(TileError) {
                entries = try TileContent.entries(bytes, width: width)
            } catch {
                throw .damaged(path: log.place, "\(error)")
            }
            // In two parts where the tree that is shown ends within the tile.
            if first < shown.size, shown.size < first + UInt64(width) {
                let part = Array(entries.prefix(Int(shown.size - first)))
                try visit(part, try edge.append(part.map { .leaf($0) }))
                try check(shown)
                entries.removeFirst(part.count)
            }
            try visit(entries, try edge.append(entries.map { .leaf($0) }))
            if edge.frontier.size == shown.size { try check(shown) }
        }
        try check(head.signed.checkpoint)
    }

    private static func moveDocuments(from source: any DocumentStore, to destination: any DocumentStore) throws -> Int {
        // The one that says what is the latest comes last.
        let names = try source.names().sorted().filter { $0 != "timestamp.json" } + ["timestamp.json"]
        return try destination.exclusively { turn in
            var count = 0
            for name in names {
                guard let bytes = try source.document(name) else { continue }
                try turn.save(bytes, as: name)
                count += 1
            }
            return count
        }
    }

    /// Writes the store into the authority's settings; what else they say stays as it is.
    private static func name(_ address: StoreAddress, in folder: AuthorityFolder) throws {
        let bytes = try OpenFile.contents(of: folder.settings, limit: AuthoritySettings.limit)
        let document = try JSONDocument(bytes, limits: JSONLimits(depth: 8, size: AuthoritySettings.limit))
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            for member in document.root.members where member.key != "store" {
                writer.key(member.key)
                writer.value(member.value)
            }
            writer.member("store", address.description)
        }
        writer.newline()
        try FileSaving.save(writer.bytes, to: folder.settings)
    }
}
