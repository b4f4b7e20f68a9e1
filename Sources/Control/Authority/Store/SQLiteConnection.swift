internal import CSQLite
internal import Content
internal import Glibc

/// A connection to a database of SQLite in one file, with a log of writes beside it (WAL) that is on the disk before a
/// transaction has ended.
///
/// Unchecked: a connection is used by one thread at a time, as the pool hands it out.
final class SQLiteConnection: SQLConnection, @unchecked Sendable {
    let dialect = SQLDialect(begin: "BEGIN IMMEDIATE", locking: "", exclusion: nil)
    private let path: String
    private var database: OpaquePointer?
    private var statements: [String: OpaquePointer] = [:]

    /// Milliseconds that one waits for others who write.
    private static let patience: Int32 = 10_000

    init(_ path: String) throws(StoreError) {
        self.path = path
        // Readable by its owner alone: there may be more in it than is public.
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unavailable(place: path, FileError(operation: "open", path: path, code: errno).description)
        }
        Glibc.close(descriptor)
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
        let code = sqlite3_open_v2(path, &database, flags, nil)
        guard code == SQLITE_OK else {
            let error = failure(code)
            close()
            throw error
        }
        sqlite3_extended_result_codes(database, 1)
        sqlite3_busy_timeout(database, Self.patience)
        do throws(StoreError) {
            guard try run("PRAGMA journal_mode = WAL").rows.first?.first?.text == "wal" else {
                throw .unsafe(place: path, "its file system cannot hold a database with a log of writes")
            }
            try run("PRAGMA synchronous = FULL")
            try run("PRAGMA trusted_schema = OFF")
            guard try run("PRAGMA synchronous").rows.first?.first?.integer == 2 else {
                throw .unsafe(place: path, "it does not bring writes to the disk")
            }
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    var isUsable: Bool { database != nil }

    func close() {
        for statement in statements.values { sqlite3_finalize(statement) }
        statements = [:]
        sqlite3_close_v2(database)
        database = nil
    }

    private func failure(_ code: Int32) -> StoreError {
        let message = database.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "it is closed"
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_NOMEM:
            return .unavailable(place: path, message)
        default: return .statement(place: path, message)
        }
    }

    private func prepared(_ text: String) throws(StoreError) -> OpaquePointer {
        if let statement = statements[text] { return statement }
        guard let database else { throw .unavailable(place: path, "it is closed") }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(
            database, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code) }
        statements[text] = statement
        return statement
    }

    func run(_ text: String, _ values: [SQLValue]) throws(StoreError) -> SQLAnswer {
        let statement = try prepared(text)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (position, value) in values.enumerated() {
            let code = bind(value, statement, Int32(clamping: position + 1))
            guard code == SQLITE_OK else { throw failure(code) }
        }
        let before = sqlite3_total_changes64(database)
        var answer = SQLAnswer()
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { break }
            guard code == SQLITE_ROW else { throw failure(code) }
            answer.rows.append((0..<sqlite3_column_count(statement)).map { Self.column(statement, $0) })
        }
        answer.changed = Int(clamping: sqlite3_total_changes64(database) - before)
        return answer
    }

    private func bind(_ value: SQLValue, _ statement: OpaquePointer, _ position: Int32) -> Int32 {
        // The database copies what is not there any more when the call has returned.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .integer(let value): return sqlite3_bind_int64(statement, position, value)
        case .text(let value):
            return sqlite3_bind_text(statement, position, value, Int32(clamping: value.utf8.count), copied)
        case .bytes(let value):
            guard !value.isEmpty else { return sqlite3_bind_zeroblob(statement, position, 0) }
            return value.withUnsafeBytes {
                sqlite3_bind_blob(statement, position, $0.baseAddress, Int32(clamping: $0.count), copied)
            }
        }
    }

    private static func column(_ statement: OpaquePointer, _ position: Int32) -> SQLValue {
        switch sqlite3_column_type(statement, position) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, position))
        case SQLITE_TEXT:
            return .text(sqlite3_column_text(statement, position).map { String(cString: $0) } ?? "")
        default:
            let count = Int(sqlite3_column_bytes(statement, position))
            return .bytes(
                sqlite3_column_blob(statement, position).map {
                    Array(UnsafeRawBufferPointer(start: $0, count: count))
                } ?? [])
        }
    }
}
