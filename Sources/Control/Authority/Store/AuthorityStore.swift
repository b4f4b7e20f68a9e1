internal import Transparency

/// Where an authority keeps what changes: its logs, what it publishes of itself, and what it remembers for a while.
package final class AuthorityStore: Sendable {
    private enum Kind {
        case files
        case database(SQLDatabase)
    }

    package let address: StoreAddress
    private let folder: AuthorityFolder
    private let kind: Kind

    /// The logs by their names in a database.
    enum LogName: String, CaseIterable, Sendable { case log, certificates = "ctlog" }

    /// Opens the store, and makes the tables of a database that has none.
    ///
    /// - Throws: `StoreError`.
    package init(_ address: StoreAddress, of folder: AuthorityFolder) throws(StoreError) {
        self.address = address
        self.folder = folder
        kind =
            switch address {
            case .files: .files
            case .sqlite: .database(try SQLDatabase(sqlite: folder.database))
            case .postgres(let url): .database(try SQLDatabase(postgres: url))
            }
    }

    /// A log, which may not have begun.
    ///
    /// - Parameter name: of a folder in the authority's, or among the logs of the database.
    package func log(named name: String) throws(LogError) -> any LogStore { try log(name) { _ in true } }

    func log(
        _ name: LogName, isShown: @Sendable (SignedNote) -> Bool = { _ in true }
    ) throws(LogError) -> any LogStore { try log(name.rawValue, isShown: isShown) }

    /// - Parameter isShown: whether a checkpoint has the signatures without which it is not shown; asked of files only,
    ///   as a database knows what was shown.
    private func log(_ name: String, isShown: @Sendable (SignedNote) -> Bool) throws(LogError) -> any LogStore {
        switch kind {
        case .files: return try FileLogStore(folder: "\(folder.path)/\(name)", isShown: isShown)
        case .database(let database): return SQLLogStore(database, name: name)
        }
    }

    /// A log to be served.
    ///
    /// One in files that are not there begins; a database without the log is not the one that the authority was made with.
    func openLog(
        _ name: LogName, signer: CheckpointSigner, isShown: @Sendable (SignedNote) -> Bool = { _ in true }
    ) throws(LogError) -> any LogStore {
        let log = try self.log(name, isShown: isShown)
        guard case .files = kind else { return log }
        do throws(LogError) {
            try TileLog.begin(log, signer: signer)
        } catch {
            log.close()
            throw error
        }
        return log
    }

    /// - Throws: `StoreError.content` when a database has an authority's logs or documents.
    func requireEmpty() throws(StoreError) {
        guard case .database(let database) = kind else { return }
        let found = try database.run(
            """
            SELECT name FROM authority_log UNION ALL SELECT name FROM authority_document
            """)
        guard found.rows.isEmpty else {
            throw .content(place: database.place, "it holds an authority already")
        }
    }

    var documents: any DocumentStore {
        switch kind {
        case .files: FolderDocuments(folder.updates)
        case .database(let database): SQLDocuments(database)
        }
    }

    /// Shared by all who have the database; of files, this process's alone.
    func states() -> StateThreads {
        switch kind {
        case .files: StateThreads(MemoryStateStore(), threads: 0)
        case .database(let database): StateThreads(SQLStateStore(database), threads: 2)
        }
    }

    package func close() {
        if case .database(let database) = kind { database.close() }
    }
}
