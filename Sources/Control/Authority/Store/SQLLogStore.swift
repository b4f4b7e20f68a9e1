internal import Content
internal import Transparency

/// A log in a database: entries with their leaf hashes, the hashes of higher tile levels, and one row that says how far
/// the log came.
///
/// Who writes locks that row first, so that writers of all processes and machines go one after the other; entries and the
/// new head are kept in the same transaction, the head only if it is still the one that was read.
final class SQLLogStore: LogStore {
    private let database: SQLDatabase
    private let name: String
    private let cache = TileCache()

    var place: String { "\(database.place), log “\(name)”" }
    var isShared: Bool { true }

    /// - Parameter name: of the log among those of the database.
    init(_ database: SQLDatabase, name: String) {
        self.database = database
        self.name = name
    }

    /// The database is closed by who opened it.
    func close() {}

    // MARK: Reading

    private static let headColumns = "SELECT size, signed, shown, is_frozen FROM authority_log WHERE name = $1"

    func head() throws(LogError) -> LogHead? {
        try database.with(failing: \.ofLog) { connection throws(LogError) in
            try head(connection, Self.headColumns)?.head
        }
    }

    private func head(
        _ connection: any SQLConnection, _ query: String
    ) throws(LogError) -> (head: LogHead, isFrozen: Bool)? {
        let rows: [[SQLValue]]
        do throws(StoreError) {
            rows = try connection.run(query, [.text(name)]).rows
        } catch {
            throw error.ofLog
        }
        guard let row = rows.first else { return nil }
        guard row.count == 4, let size = row[0].integer, let signed = row[1].bytes, let shown = row[2].bytes,
            let isFrozen = row[3].integer
        else { throw .damaged(path: place, "expected size and checkpoints of the log") }
        do throws(NoteError) {
            let head = LogHead(signed: try LogRecord(SignedNote(signed)), shown: try LogRecord(SignedNote(shown)))
            guard Int64(exactly: head.signed.checkpoint.size) == size else {
                throw NoteError.format("the checkpoint is of another size than the log")
            }
            return (head, isFrozen != 0)
        } catch {
            throw .damaged(path: place, "\(error)")
        }
    }

    func hashes(level: Int, from index: UInt64, count: Int) throws(LogError) -> [UInt8] {
        var bytes: [UInt8] = []
        var next = index
        let end = index + UInt64(count)
        let width = UInt64(Tile.width)
        // Tile by tile: what is there of one never changes, and a few of them are asked for again and again.
        while next < end {
            let tile = next / width
            let needed = Int(min(end - tile * width, width))
            let content = try cache.tile(level: level, tile, count: needed) { known throws(LogError) in
                try read(level: level, from: tile * width + UInt64(known), count: needed - known)
            }
            let start = Int(next - tile * width) * 32
            bytes += content[start..<needed * 32]
            next = tile * width + UInt64(needed)
        }
        return bytes
    }

    private func read(level: Int, from index: UInt64, count: Int) throws(LogError) -> [UInt8] {
        let range: [SQLValue] = [
            .integer(Int64(clamping: index)), .integer(Int64(clamping: index + UInt64(count))),
        ]
        let rows: [[SQLValue]]
        do throws(StoreError) {
            if level == 0 {
                rows = try database.run(
                    """
                    SELECT leaf FROM authority_entry WHERE log = $1 AND position >= $2 AND position < $3
                    ORDER BY position
                    """, [.text(name)] + range
                ).rows
            } else {
                rows = try database.run(
                    """
                    SELECT hash FROM authority_node WHERE log = $1 AND level = $2 AND position >= $3 AND position < $4
                    ORDER BY position
                    """, [.text(name), .integer(Int64(level))] + range
                ).rows
            }
        } catch {
            throw error.ofLog
        }
        let hashes = rows.compactMap { $0.first?.bytes }.filter { $0.count == 32 }
        guard hashes.count == count else {
            throw .damaged(
                path: place, "expected \(count) hashes of level \(level) from \(index), found \(hashes.count)")
        }
        return hashes.flatMap { $0 }
    }

    func entries(tile: UInt64, width: Int) throws(LogError) -> [UInt8]? {
        let (first, overflow) = tile.multipliedReportingOverflow(by: UInt64(Tile.width))
        guard !overflow, let start = Int64(exactly: first), start < Int64.max - Int64(Tile.width) else { return nil }
        let rows: [[SQLValue]]
        do throws(StoreError) {
            rows = try database.run(
                """
                SELECT body FROM authority_entry WHERE log = $1 AND position >= $2 AND position < $3
                ORDER BY position
                """, [.text(name), .integer(start), .integer(start + Int64(width))]
            ).rows
        } catch {
            throw error.ofLog
        }
        let entries = rows.compactMap { $0.first?.bytes }
        guard entries.count == width else { return nil }
        return TileContent.encode(entries: entries)
    }

    // MARK: Writing

    func freeze(_ isFrozen: Bool) throws(LogError) {
        do throws(StoreError) {
            try database.run(
                "UPDATE authority_log SET is_frozen = $1 WHERE name = $2", [.integer(isFrozen ? 1 : 0), .text(name)])
        } catch {
            throw error.ofLog
        }
    }

    func begin(_ head: LogHead, fill: (LogFilling) throws(LogError) -> Void) throws(LogError) {
        try database.transaction(failing: \.ofLog) { connection throws(LogError) in
            let row: [SQLValue] = [
                .text(name), .integer(Int64(clamping: head.signed.checkpoint.size)), .bytes(head.signed.note.bytes),
                .bytes(head.shown.note.bytes),
            ]
            let answer = try run(
                connection,
                """
                INSERT INTO authority_log (name, size, signed, shown, is_frozen) VALUES ($1, $2, $3, $4, 0)
                ON CONFLICT (name) DO NOTHING
                """, row)
            guard answer.changed == 1 else { throw .exists(path: place) }
            try fill { entries, growth throws(LogError) in try add(connection, entries, growth) }
        }
    }

    func write<Result>(_ body: (any LogTurn) throws(LogError) -> Result) throws(LogError) -> Result {
        let (result, growth) = try database.transaction(failing: \.ofLog) { connection throws(LogError) in
            guard let found = try head(connection, Self.headColumns + connection.dialect.locking) else {
                throw .missing(path: place)
            }
            guard !found.isFrozen else { throw .frozen(path: place) }
            let turn = Turn(store: self, connection: connection, head: found.head)
            let result = try body(turn)
            return (result, turn.growth)
        }
        if let growth { cache.extend(by: growth) }
        return result
    }

    private func run(
        _ connection: any SQLConnection, _ statement: String, _ values: [SQLValue]
    ) throws(LogError) -> SQLAnswer {
        do throws(StoreError) {
            return try connection.run(statement, values)
        } catch {
            throw error.ofLog
        }
    }

    private func add(
        _ connection: any SQLConnection, _ entries: [[UInt8]], _ growth: TreeGrowth
    ) throws(LogError) {
        guard let leaves = growth.levels.first, leaves.hashes.count == entries.count else { return }
        for piece in SQLDatabase.pieces(entries.count) {
            _ = try run(
                connection,
                "INSERT INTO authority_entry (log, position, leaf, body) VALUES "
                    + SQLDatabase.places(rows: piece.count, of: 4),
                piece.flatMap { offset -> [SQLValue] in
                    [
                        .text(name), .integer(Int64(clamping: leaves.first + UInt64(offset))),
                        .bytes(leaves.hashes[offset].bytes), .bytes(entries[offset]),
                    ]
                })
        }
        for (level, new) in growth.levels.enumerated().dropFirst() {
            for piece in SQLDatabase.pieces(new.hashes.count) {
                _ = try run(
                    connection,
                    "INSERT INTO authority_node (log, level, position, hash) VALUES "
                        + SQLDatabase.places(rows: piece.count, of: 4),
                    piece.flatMap { offset -> [SQLValue] in
                        [
                            .text(name), .integer(Int64(level)),
                            .integer(Int64(clamping: new.first + UInt64(offset))), .bytes(new.hashes[offset].bytes),
                        ]
                    })
            }
        }
    }

    private final class Turn: LogTurn {
        private let store: SQLLogStore
        private let connection: any SQLConnection
        let head: LogHead
        private(set) var growth: TreeGrowth?

        init(store: SQLLogStore, connection: any SQLConnection, head: LogHead) {
            self.store = store
            self.connection = connection
            self.head = head
        }

        func indices(of leaves: [MerkleHash]) throws(LogError) -> [UInt64?] {
            var found: [MerkleHash: UInt64] = [:]
            for piece in SQLDatabase.pieces(leaves.count) {
                let places = (2...piece.count + 1).map { "$\($0)" }.joined(separator: ", ")
                let answer = try store.run(
                    connection, "SELECT leaf, position FROM authority_entry WHERE log = $1 AND leaf IN (\(places))",
                    [.text(store.name)] + leaves[piece].map { .bytes($0.bytes) })
                for row in answer.rows {
                    guard row.count == 2, let leaf = row[0].bytes.flatMap({ MerkleHash($0) }),
                        let index = row[1].integer.flatMap({ UInt64(exactly: $0) })
                    else { continue }
                    found[leaf] = index
                }
            }
            return leaves.map { found[$0] }
        }

        func append(_ addition: LogAddition) throws(LogError) {
            try store.add(connection, addition.entries, addition.growth)
            let record = addition.record
            let answer = try store.run(
                connection,
                """
                UPDATE authority_log SET size = $1, signed = $2, shown = $3 WHERE name = $4 AND size = $5 AND signed = $6
                """,
                [
                    .integer(Int64(clamping: record.checkpoint.size)), .bytes(record.note.bytes),
                    .bytes((addition.isShown ? record : head.shown).note.bytes), .text(store.name),
                    .integer(Int64(clamping: head.signed.checkpoint.size)), .bytes(head.signed.note.bytes),
                ])
            guard answer.changed == 1 else { throw .store("\(store.place): another has written in this turn") }
            growth = addition.growth
        }

        func show(_ record: LogRecord) throws(LogError) {
            guard
                record.checkpoint.size > head.shown.checkpoint.size
                    || record.checkpoint.size == head.shown.checkpoint.size
                        && record.note.bytes != head.shown.note.bytes
            else { return }
            let answer = try store.run(
                connection, "UPDATE authority_log SET shown = $1 WHERE name = $2 AND size >= $3",
                [
                    .bytes(record.note.bytes), .text(store.name), .integer(Int64(clamping: record.checkpoint.size)),
                ])
            guard answer.changed == 1 else { throw .store("\(store.place): expected a checkpoint that was signed") }
        }
    }
}
