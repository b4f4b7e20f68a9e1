/// Why an SQLite database cannot be read.
struct SQLiteError: Error, Equatable, CustomStringConvertible {
    let reason: String

    init(_ reason: String) { self.reason = reason }

    var description: String { "SQLite database: \(reason)" }
}
