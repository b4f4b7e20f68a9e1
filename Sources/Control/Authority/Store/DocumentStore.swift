internal import Content
internal import Glibc
internal import Synchronization

/// Files that an authority publishes, by name.
protocol DocumentStore: Sendable {
    /// - Parameter name: of letters, digits, `.`, `_` and `-`, behind `targets/` or nothing.
    func document(_ name: String) throws -> [UInt8]?

    /// The names of all documents, in no order.
    func names() throws -> [String]

    /// Reads and writes while nobody else writes. What is saved is seen by others in the order of saving, and in a
    /// database at once.
    func exclusively<Result>(_ body: (any DocumentTurn) throws -> Result) throws -> Result
}

protocol DocumentTurn {
    func document(_ name: String) throws -> [UInt8]?
    func save(_ bytes: [UInt8], as name: String) throws
}

/// Bytes of a document at most.
enum DocumentLimit { static let bytes = 4 << 20 }

/// Documents in a folder.
final class FolderDocuments: DocumentStore {
    private struct Turn: DocumentTurn {
        let folder: String

        func document(_ name: String) throws -> [UInt8]? {
            do throws(FileError) {
                return try OpenFile.contents(of: "\(folder)/\(name)", limit: DocumentLimit.bytes)
            } catch {
                guard error.isMissing else { throw error }
                return nil
            }
        }

        func save(_ bytes: [UInt8], as name: String) throws {
            if let slash = name.lastIndex(of: "/") { try AuthorityFolder.makeFolder("\(folder)/\(name[..<slash])") }
            try FileSaving.save(bytes, to: "\(folder)/\(name)")
        }
    }

    private let folder: String
    private let turn = Mutex(())

    init(_ folder: String) { self.folder = folder }

    func document(_ name: String) throws -> [UInt8]? { try Turn(folder: folder).document(name) }

    func names() throws -> [String] {
        try Self.names(folder) + Self.names("\(folder)/targets").map { "targets/\($0)" }
    }

    private static func names(_ folder: String) throws -> [String] {
        guard let directory = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw FileError(operation: "read", path: folder, code: errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".json"), !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    func exclusively<Result>(_ body: (any DocumentTurn) throws -> Result) throws -> Result {
        try turn.withLock { _ in
            try AuthorityFolder.makeFolder(folder)
            return try body(Turn(folder: folder))
        }
    }
}

/// Documents in a database, the same for all who share it.
struct SQLDocuments: DocumentStore {
    private struct Turn: DocumentTurn {
        let connection: any SQLConnection

        func document(_ name: String) throws -> [UInt8]? { try SQLDocuments.document(name, connection) }

        func save(_ bytes: [UInt8], as name: String) throws {
            _ = try connection.run(
                """
                INSERT INTO authority_document (name, content) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET content = excluded.content
                """, [.text(name), .bytes(bytes)])
        }
    }

    private let database: SQLDatabase

    init(_ database: SQLDatabase) { self.database = database }

    private static func document(_ name: String, _ connection: any SQLConnection) throws(StoreError) -> [UInt8]? {
        try connection.run("SELECT content FROM authority_document WHERE name = $1", [.text(name)]).rows.first?.first?
            .bytes
    }

    func document(_ name: String) throws -> [UInt8]? {
        try database.with(failing: { $0 }) { connection throws(StoreError) in try Self.document(name, connection) }
    }

    func names() throws -> [String] {
        try database.run("SELECT name FROM authority_document").rows.compactMap { $0.first?.text }
    }

    func exclusively<Result>(_ body: (any DocumentTurn) throws -> Result) throws -> Result {
        try database.transaction(failing: { $0 as any Error }) { connection in
            // Writers of documents go one after the other.
            _ = try connection.run(
                "SELECT name FROM authority_turn WHERE name = 'documents'" + connection.dialect.locking, [])
            return try body(Turn(connection: connection))
        }
    }
}
