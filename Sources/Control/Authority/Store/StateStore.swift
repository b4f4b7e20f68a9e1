internal import Signing
internal import Synchronization

/// Small things that are kept until a time, by name: which requests were seen, what was begun and is to be ended.
///
/// All methods may wait for a database; `StateThreads` calls them where that keeps nobody waiting.
protocol StateStore: Sendable {
    /// Keeps a value, unless there is one that has not expired.
    func put(
        _ name: String, _ content: [UInt8], until expiry: Instant, at now: Instant
    ) throws(StoreError)
        -> StatePutting

    /// A value that has not expired.
    func get(_ name: String, at now: Instant) throws(StoreError) -> [UInt8]?

    /// Takes a value away; of many who ask at once, one gets it.
    func take(_ name: String, at now: Instant) throws(StoreError) -> [UInt8]?
}

enum StatePutting: Equatable, Sendable {
    case new, there
    /// More is kept than there may be.
    case full
}

/// Keeps them in memory, until the process ends.
final class MemoryStateStore: StateStore {
    private struct State {
        var all: [String: (content: [UInt8], expiry: Int64)] = [:]
        var nextSweep: Int64 = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int = 1 << 20) { self.limit = limit }

    func put(
        _ name: String, _ content: [UInt8], until expiry: Instant, at now: Instant
    ) throws(StoreError) -> StatePutting {
        state.withLock { state in
            if now.seconds >= state.nextSweep || state.all.count >= limit {
                state.all = state.all.filter { $0.value.expiry > now.seconds }
                state.nextSweep = now.seconds + 60
            }
            guard state.all.count < limit else { return .full }
            if let known = state.all[name], known.expiry > now.seconds { return .there }
            state.all[name] = (content, expiry.seconds)
            return .new
        }
    }

    func get(_ name: String, at now: Instant) throws(StoreError) -> [UInt8]? {
        state.withLock { state in state.all[name].flatMap { $0.expiry > now.seconds ? $0.content : nil } }
    }

    func take(_ name: String, at now: Instant) throws(StoreError) -> [UInt8]? {
        state.withLock { state in
            state.all.removeValue(forKey: name).flatMap { $0.expiry > now.seconds ? $0.content : nil }
        }
    }
}

/// Keeps them in a database, for all who share it.
final class SQLStateStore: StateStore {
    private struct Sweeping {
        var next: Int64 = 0
        var isFull = false
    }

    private let database: SQLDatabase
    private let sweeping = Mutex(Sweeping())
    private let limit: Int64

    init(_ database: SQLDatabase, limit: Int64 = 1 << 24) {
        self.database = database
        self.limit = limit
    }

    func put(
        _ name: String, _ content: [UInt8], until expiry: Instant, at now: Instant
    ) throws(StoreError) -> StatePutting {
        let isDue = sweeping.withLock { sweeping in
            defer { if now.seconds >= sweeping.next { sweeping.next = now.seconds + 60 } }
            return now.seconds >= sweeping.next
        }
        if isDue {
            try database.run("DELETE FROM authority_state WHERE expiry <= $1", [.integer(now.seconds)])
            let count = try database.run("SELECT COUNT(*) FROM authority_state").rows.first?.first?.integer ?? 0
            sweeping.withLock { $0.isFull = count >= limit }
        }
        guard !sweeping.withLock({ $0.isFull }) else { return .full }
        // One statement, so that of many at once one is the first.
        let answer = try database.run(
            """
            INSERT INTO authority_state (name, content, expiry) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET content = excluded.content, expiry = excluded.expiry
            WHERE authority_state.expiry <= $4
            """, [.text(name), .bytes(content), .integer(expiry.seconds), .integer(now.seconds)])
        return answer.changed == 1 ? .new : .there
    }

    func get(_ name: String, at now: Instant) throws(StoreError) -> [UInt8]? {
        try database.run(
            "SELECT content FROM authority_state WHERE name = $1 AND expiry > $2",
            [.text(name), .integer(now.seconds)]
        ).rows.first?.first?.bytes
    }

    func take(_ name: String, at now: Instant) throws(StoreError) -> [UInt8]? {
        let row = try database.run(
            "DELETE FROM authority_state WHERE name = $1 RETURNING content, expiry", [.text(name)]
        ).rows.first
        guard let row, row.count == 2, let expiry = row[1].integer, expiry > now.seconds else { return nil }
        return row[0].bytes
    }
}
