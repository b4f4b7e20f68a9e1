/// What was read from one rpm database file.
struct RPMDatabaseFact: LayeredFact {
    struct Record: Sendable {
        /// Row of the SQLite store; 0 in the others.
        var row: Int64
        var package: RPMPackage
    }

    var store: RPMDatabase.Store
    var records: [Record] {
        didSet { keys = records.filter(\.package.isSoftware).map(\.package.key) }
    }
    /// Pages of the table `Packages` and of the schema, without the overflow pages that hold most of the bytes:
    /// what it takes to apply a write-ahead log later. Only kept of databases in that mode.
    var treePages: [Int: [UInt8]] = [:]

    private(set) var keys: [String] = []

    init(store: RPMDatabase.Store) {
        self.store = store
        records = []
    }
}

/// The committed content of `rpmdb.sqlite-wal`.
struct RPMLogFact: LayeredFact {
    var log: SQLiteLog
    /// Packages appear only once the log is applied to the database below it.
    var keys: [String] { [] }
}

extension RPMDatabase {
    /// Reads every package of a database.
    ///
    /// - Parameter problem: called for each package that cannot be read.
    /// - Throws: when nothing more can be read; `fact` then holds what came before.
    static func read(
        _ buffer: UnsafeRawBufferPointer, into fact: inout RPMDatabaseFact, problem: (String) -> Void
    ) throws {
        var records: [RPMDatabaseFact.Record] = []
        func add(_ blob: UnsafeRawBufferPointer, _ row: Int64) {
            do {
                records.append(.init(row: row, package: try RPMPackage(try RPMHeader(blob))))
            } catch {
                problem("\(error)")
            }
        }
        defer { fact.records = records }
        switch fact.store {
        case .berkeley:
            try BerkeleyHashFile(buffer).forEachValue(
                { value in
                    // The counter of instances is stored beside the headers, in four bytes.
                    if value.count > 8 { add(value, 0) }
                }, problem: problem)
        case .ndb:
            try RPMNewDatabase(buffer).forEachValue({ add($0, 0) }, problem: problem)
        case .sqlite:
            let file = try SQLiteFile(buffer)
            guard let table = try file.table("Packages"), let column = table.columns.firstIndex(of: "blob") else {
                throw Failure("no table Packages with a column blob")
            }
            let pages = try file.rows(of: table) { row in
                switch row {
                case .whole(let identity, let record):
                    guard let blob = SQLiteRecord(record).blob(column) else {
                        problem("rpm database: row \(identity) has no header")
                        return
                    }
                    add(blob, identity)
                case .partial(let identity, let reason):
                    problem("rpm database: row \(identity): \(reason)")
                }
            }
            // The read version in the file header is 2 when a write-ahead log is in use (file format §1.3.3).
            if CheckedBytes(buffer).byte(19) == 2 {
                fact.treePages = try file.copies(of: pages + file.schemaPages())
            }
        }
    }

    /// The records as they are once a write-ahead log is applied.
    ///
    /// A row whose overflow pages are not in the log has not been written since, so its record stands.
    static func apply(
        _ log: SQLiteLog, to fact: RPMDatabaseFact, problem: (String) -> Void
    ) throws -> [RPMDatabaseFact.Record] {
        let file = try SQLiteFile(base: fact.treePages, log: log)
        guard let table = try file.table("Packages"), let column = table.columns.firstIndex(of: "blob") else {
            throw Failure("no table Packages with a column blob")
        }
        var known: [Int64: RPMDatabaseFact.Record] = [:]
        for record in fact.records { known[record.row] = record }
        var records: [RPMDatabaseFact.Record] = []
        try file.rows(of: table) { row in
            switch row {
            case .whole(let identity, let record):
                do {
                    guard let blob = SQLiteRecord(record).blob(column) else { throw Failure("no header") }
                    records.append(.init(row: identity, package: try RPMPackage(try RPMHeader(blob))))
                } catch {
                    problem("rpm database: row \(identity): \(error)")
                }
            case .partial(let identity, let reason):
                if let record = known[identity] {
                    records.append(record)
                } else {
                    problem("rpm database: row \(identity): \(reason)")
                }
            }
        }
        return records
    }
}
