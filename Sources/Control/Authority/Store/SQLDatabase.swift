internal import Dispatch
internal import Synchronization

/// A database and a few connections to it, which are opened when they are needed and again when they were lost.
final class SQLDatabase: Sendable {
    /// For messages.
    let place: String
    private let open: @Sendable () throws(StoreError) -> any SQLConnection
    private let idle = Mutex<[any SQLConnection]?>([])
    private let free: DispatchSemaphore

    /// Connections at once; who finds none waits so many seconds.
    private static let width = 8
    private static let patience = 20

    /// Opens the database and brings its tables to the version of this program.
    init(place: String, open: @escaping @Sendable () throws(StoreError) -> any SQLConnection) throws(StoreError) {
        self.place = place
        self.open = open
        free = DispatchSemaphore(value: Self.width)
        try SQLSchema.migrate(self)
    }

    convenience init(sqlite path: String) throws(StoreError) {
        try self.init(place: path) { () throws(StoreError) in try SQLiteConnection(path) }
    }

    convenience init(postgres url: String) throws(StoreError) {
        try self.init(place: PostgresConnection.place(of: url)) { () throws(StoreError) in
            try PostgresConnection(url)
        }
    }

    /// Waiting users get an error from the connections that are opened for them no more.
    func close() {
        let connections = idle.withLock { idle in
            defer { idle = nil }
            return idle ?? []
        }
        for connection in connections { connection.close() }
    }

    /// Lends a connection.
    func with<Result, Failure: Error>(
        failing: (StoreError) -> Failure, _ body: (any SQLConnection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard free.wait(timeout: .now() + .seconds(Self.patience)) == .success else {
            throw failing(.unavailable(place: place, "too many wait for it"))
        }
        defer { free.signal() }
        let connection: any SQLConnection
        do throws(StoreError) { connection = try take() } catch { throw failing(error) }
        defer {
            let isKept = connection.isUsable && idle.withLock { $0?.append(connection) } != nil
            if !isKept { connection.close() }
        }
        return try body(connection)
    }

    private func take() throws(StoreError) -> any SQLConnection {
        while true {
            let (isOpen, found) = idle.withLock { idle in (idle != nil, idle?.popLast()) }
            guard isOpen else { throw .unavailable(place: place, "it is closed") }
            guard let found else { return try open() }
            if found.isUsable { return found }
            found.close()
        }
    }

    /// One statement, with a connection of its own.
    @discardableResult
    func run(_ statement: String, _ values: [SQLValue] = []) throws(StoreError) -> SQLAnswer {
        try with(failing: { $0 }) { connection throws(StoreError) in try connection.run(statement, values) }
    }

    func transaction<Result, Failure: Error>(
        failing: (StoreError) -> Failure, _ body: (any SQLConnection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try with(failing: failing) { connection throws(Failure) in
            try connection.transaction(failing: failing) { () throws(Failure) in try body(connection) }
        }
    }

    /// Statements that take many rows are prepared for powers of two of them, so that there are few.
    static func pieces(_ count: Int) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = 0
        while start < count {
            let length = min(128, 1 << (Int.bitWidth - 1 - (count - start).leadingZeroBitCount))
            pieces.append(start..<start + length)
            start += length
        }
        return pieces
    }

    /// `($1, $2), ($3, $4)` for two rows of two.
    static func places(rows: Int, of width: Int) -> String {
        (0..<rows).map { row in
            "(" + (1...width).map { "$\(row * width + $0)" }.joined(separator: ", ") + ")"
        }.joined(separator: ", ")
    }
}
