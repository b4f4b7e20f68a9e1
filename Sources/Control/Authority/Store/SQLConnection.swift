/// A value that goes to a database or comes from it.
enum SQLValue: Equatable, Sendable {
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
    var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
}

/// What a statement answers.
struct SQLAnswer: Sendable {
    var rows: [[SQLValue]] = []
    /// Rows that were inserted, updated or deleted.
    var changed = 0
}

/// What differs between databases in the few statements of this module.
struct SQLDialect: Sendable {
    /// Begins a transaction that may write.
    var begin: String
    /// Stands behind a query whose rows nobody else is to change until the transaction ends.
    var locking: String
    /// Keeps others from making tables at the same time, within a transaction.
    var exclusion: String?
}

/// A connection to a database, for one user at a time.
///
/// Parameters are `$1`, `$2`… in the order of their first appearance. No column that is read is ever NULL.
protocol SQLConnection: AnyObject, Sendable {
    var dialect: SQLDialect { get }
    /// Whether it may be used again: not after it was lost.
    var isUsable: Bool { get }

    /// Runs one statement, prepared once for each text.
    func run(_ statement: String, _ values: [SQLValue]) throws(StoreError) -> SQLAnswer
    func close()
}

extension SQLConnection {
    @discardableResult
    func run(_ statement: String) throws(StoreError) -> SQLAnswer { try run(statement, []) }

    /// What is done in `body` is kept whole or not at all.
    func transaction<Result, Failure: Error>(
        failing: (StoreError) -> Failure, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do throws(StoreError) { try run(dialect.begin) } catch { throw failing(error) }
        let result: Result
        do throws(Failure) {
            result = try body()
        } catch {
            // A connection that cannot roll back is closed, which rolls back.
            do throws(StoreError) { try run("ROLLBACK") } catch { close() }
            throw error
        }
        do throws(StoreError) {
            try run("COMMIT")
        } catch {
            close()
            throw failing(error)
        }
        return result
    }
}
