internal import CPostgreSQL
internal import Glibc

/// A connection to PostgreSQL, through libpq.
///
/// Waits at most so long for an answer; a connection that did not answer is closed, which ends what it was doing.
/// Unchecked: a connection is used by one thread at a time, as the pool hands it out.
final class PostgresConnection: SQLConnection, @unchecked Sendable {
    let dialect = SQLDialect(
        begin: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", locking: " FOR UPDATE",
        exclusion: "SELECT CAST(pg_advisory_xact_lock(7309475598) AS TEXT)")
    private let place: String
    private var connection: OpaquePointer?
    /// The names of statements that the server has prepared.
    private var statements: [String: String] = [:]
    /// What the server said of the last statement without rows.
    private var tag = ""

    /// Seconds for a connection; milliseconds for the server to run a statement or wait for a lock, and for its answer to come.
    private static let connecting = 5
    private static let statement = 20_000
    private static let answering: Int32 = 25_000

    private enum TypeID {
        static let bytes: Oid = 17
        static let integer: Oid = 20
        static let text: Oid = 25
    }

    /// - Parameter url: without a password; libpq takes it from the environment or a file.
    init(_ url: String) throws(StoreError) {
        place = Self.place(of: url)
        // What the URL says comes later and is stronger, but for its name of the database, which is the URL itself.
        let parameters: [(String, String)] = [
            ("connect_timeout", "\(Self.connecting)"), ("tcp_user_timeout", "15000"), ("keepalives_idle", "10"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"), ("fallback_application_name", "obryza"),
            ("dbname", url), ("client_encoding", "UTF8"),
        ]
        var names = parameters.map { UnsafePointer<CChar>(strdup($0.0)) } + [nil]
        var values = parameters.map { UnsafePointer<CChar>(strdup($0.1)) } + [nil]
        defer { for text in names + values { free(UnsafeMutablePointer(mutating: text)) } }
        connection = PQconnectdbParams(&names, &values, 1)
        guard PQstatus(connection) == CONNECTION_OK else {
            let error = StoreError.unavailable(place: place, message)
            close()
            throw error
        }
        do throws(StoreError) {
            guard PQsetnonblocking(connection, 1) == 0 else { throw .unavailable(place: place, message) }
            // What a process that was stopped holds is given to others after a while.
            try run("SET statement_timeout = \(Self.statement)")
            try run("SET lock_timeout = \(Self.statement)")
            try run("SET idle_in_transaction_session_timeout = 30000")
            guard try run("SELECT CAST(current_setting('fsync') AS TEXT)").rows.first?.first?.text == "on" else {
                throw .unsafe(place: place, "the server's fsync is off: what it said was safe could be lost")
            }
            if try run("SELECT CAST(current_setting('synchronous_commit') AS TEXT)").rows.first?.first?.text == "off" {
                try run("SET synchronous_commit = on")
            }
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    /// A URL without its parameters: where it is, for messages.
    static func place(of url: String) -> String { String(url.prefix { $0 != "?" }) }

    var isUsable: Bool {
        guard connection != nil, PQstatus(connection) == CONNECTION_OK else { return false }
        // What a server says without being asked is that it has ended, or will.
        var descriptor = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) == 0
    }

    func close() {
        PQfinish(connection)
        connection = nil
    }

    private var message: String {
        guard let text = PQerrorMessage(connection) else { return "no memory" }
        return String(cString: text).split(separator: "\n").joined(separator: "; ")
    }

    func run(_ text: String, _ values: [SQLValue]) throws(StoreError) -> SQLAnswer {
        guard connection != nil else { throw .unavailable(place: place, "it is closed") }
        if statements[text] == nil {
            let name = "s\(statements.count)"
            let types = values.map { value in
                switch value {
                case .integer: TypeID.integer
                case .text: TypeID.text
                case .bytes: TypeID.bytes
                }
            }
            _ = try answer(PQsendPrepare(connection, name, text, Int32(clamping: types.count), types))
            statements[text] = name
        }
        let answer = try execute(statements[text] ?? "", values.map(Self.encoded))
        // The end of a transaction in which something failed is not an error for the server.
        guard text != "COMMIT" || tag == "COMMIT" else {
            throw .statement(place: place, "the transaction was rolled back")
        }
        return answer
    }

    /// In the formats that the server sends and takes without text: integers in big-endian order.
    private static func encoded(_ value: SQLValue) -> [UInt8] {
        switch value {
        case .integer(let value): withUnsafeBytes(of: value.bigEndian) { Array($0) }
        case .text(let value): Array(value.utf8)
        case .bytes(let value): value
        }
    }

    private func execute(_ name: String, _ values: [[UInt8]]) throws(StoreError) -> SQLAnswer {
        let count = Int32(clamping: values.count)
        let lengths = values.map { Int32(clamping: $0.count) }
        let formats = [Int32](repeating: 1, count: values.count)
        // All values one after the other, so that one buffer is held still.
        var bytes: [UInt8] = []
        var starts: [Int] = []
        for value in values {
            starts.append(bytes.count)
            bytes += value
        }
        // An empty value has a place too, or it would be NULL.
        bytes.append(0)
        let sent = bytes.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let places = starts.map { start in base.map { $0 + start } }
            return PQsendQueryPrepared(connection, name, count, places, lengths, formats, 1)
        }
        return try answer(sent)
    }

    /// Waits for what was sent to be answered.
    private func answer(_ sent: Int32) throws(StoreError) -> SQLAnswer {
        guard sent == 1 else { throw lost() }
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        deadline.tv_sec += Int(Self.answering / 1000)
        var unsent = PQflush(connection)
        while unsent == 1 || PQisBusy(connection) == 1 {
            try wait(writing: unsent == 1, until: deadline)
            guard PQconsumeInput(connection) == 1 else { throw lost() }
            if unsent == 1 { unsent = PQflush(connection) }
        }
        guard unsent == 0 else { throw lost() }
        var answer = SQLAnswer()
        var failure: StoreError?
        // The end of a statement is an empty result, for which there may be a wait as well.
        while true {
            while PQisBusy(connection) == 1 {
                try wait(writing: false, until: deadline)
                guard PQconsumeInput(connection) == 1 else { throw lost() }
            }
            guard let result = PQgetResult(connection) else { break }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK: answer.rows = try rows(result)
            case PGRES_COMMAND_OK: tag = PQcmdStatus(result).map { String(cString: $0) } ?? ""
            default: failure = error(result)
            }
            if let text = PQcmdTuples(result), let changed = Int(String(cString: text)) { answer.changed = changed }
        }
        if let failure { throw failure }
        guard PQstatus(connection) == CONNECTION_OK else { throw lost() }
        return answer
    }

    private func wait(writing: Bool, until deadline: timespec) throws(StoreError) {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let left = (deadline.tv_sec - now.tv_sec) * 1000 + (deadline.tv_nsec - now.tv_nsec) / 1_000_000
        guard left > 0 else {
            close()
            throw .unavailable(place: place, "no answer within \(Self.answering / 1000) seconds")
        }
        var descriptor = pollfd(
            fd: PQsocket(connection), events: Int16(POLLIN) | (writing ? Int16(POLLOUT) : 0), revents: 0)
        guard poll(&descriptor, 1, Int32(clamping: left)) >= 0 || errno == EINTR else { throw lost() }
    }

    /// The connection is of no more use.
    private func lost() -> StoreError {
        let reason = message
        close()
        return .unavailable(place: place, reason.isEmpty ? "the connection was lost" : reason)
    }

    private func error(_ result: OpaquePointer) -> StoreError {
        let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
        let text = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
        let message = text.split(separator: "\n").joined(separator: "; ")
        // Lost connections, rollbacks for the sake of others, no resources, and operators who end or stop something
        // (SQLSTATE classes 08, 40, 53, 55, 57, 58); 25P03 ends a transaction that idled, 25006 is a server that only reads.
        guard
            state.isEmpty || ["08", "40", "53", "55", "57", "58"].contains(state.prefix(2))
                || ["25P03", "25006"].contains(state)
        else { return .statement(place: place, message) }
        return .unavailable(place: place, message)
    }

    private func rows(_ result: OpaquePointer) throws(StoreError) -> [[SQLValue]] {
        var rows: [[SQLValue]] = []
        for row in 0..<PQntuples(result) {
            var values: [SQLValue] = []
            for column in 0..<PQnfields(result) {
                let count = Int(PQgetlength(result, row, column))
                let bytes = PQgetvalue(result, row, column).map {
                    Array(UnsafeRawBufferPointer(start: $0, count: count))
                }
                switch (PQftype(result, column), bytes) {
                case (TypeID.integer, let bytes?) where bytes.count == 8:
                    values.append(.integer(Int64(bitPattern: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })))
                case (TypeID.text, let bytes?): values.append(.text(String(decoding: bytes, as: UTF8.self)))
                case (TypeID.bytes, let bytes?): values.append(.bytes(bytes))
                case (let type, _):
                    throw .statement(place: place, "column \(column) is of a type that is not expected: \(type)")
                }
            }
            rows.append(values)
        }
        return rows
    }
}
