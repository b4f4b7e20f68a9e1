/// The tables in a database, brought from version to version by numbered steps.
enum SQLSchema {
    /// Each step brings the tables from the version of its position to the next. A step that was released never changes.
    static let steps: [[String]] = [
        [
            // How far each log came; the row that writers of a log wait for.
            """
            CREATE TABLE authority_log (name TEXT NOT NULL PRIMARY KEY, size BIGINT NOT NULL, signed BYTEA NOT NULL,
            shown BYTEA NOT NULL, is_frozen BIGINT NOT NULL)
            """,
            """
            CREATE TABLE authority_entry (log TEXT NOT NULL, position BIGINT NOT NULL, leaf BYTEA NOT NULL,
            body BYTEA NOT NULL, PRIMARY KEY (log, position))
            """,
            "CREATE UNIQUE INDEX authority_entry_leaf ON authority_entry (log, leaf)",
            // The hashes of tile levels from 1 on; those of level 0 stand with the entries.
            """
            CREATE TABLE authority_node (log TEXT NOT NULL, level BIGINT NOT NULL, position BIGINT NOT NULL,
            hash BYTEA NOT NULL, PRIMARY KEY (log, level, position))
            """,
            "CREATE TABLE authority_document (name TEXT NOT NULL PRIMARY KEY, content BYTEA NOT NULL)",
            // What is forgotten at a time, in seconds since 1970.
            """
            CREATE TABLE authority_state (name TEXT NOT NULL PRIMARY KEY, content BYTEA NOT NULL,
            expiry BIGINT NOT NULL)
            """,
            "CREATE INDEX authority_state_expiry ON authority_state (expiry)",
            // What only one does at a time.
            "CREATE TABLE authority_turn (name TEXT NOT NULL PRIMARY KEY)",
            "INSERT INTO authority_turn (name) VALUES ('documents')",
        ]
    ]

    /// - Throws: `StoreError.schema` for tables of a newer program.
    static func migrate(_ database: SQLDatabase) throws(StoreError) {
        try database.with(failing: { $0 }) { connection throws(StoreError) in
            try connection.transaction(failing: { $0 }) { () throws(StoreError) in
                try migrate(connection, database.place)
            }
        }
    }

    private static func migrate(_ connection: any SQLConnection, _ place: String) throws(StoreError) {
        if let exclusion = connection.dialect.exclusion { try connection.run(exclusion) }
        try connection.run("CREATE TABLE IF NOT EXISTS authority_schema (version BIGINT NOT NULL)")
        let found = try connection.run("SELECT version FROM authority_schema").rows.first?.first?.integer
        if found == nil { try connection.run("INSERT INTO authority_schema (version) VALUES (0)") }
        let version = found ?? 0
        guard version >= 0, version <= steps.count else {
            throw .schema(place: place, found: version, known: Int64(steps.count))
        }
        guard version < steps.count else { return }
        for step in steps[Int(version)...] {
            for statement in step { try connection.run(statement) }
        }
        _ = try connection.run("UPDATE authority_schema SET version = $1", [.integer(Int64(steps.count))])
    }
}
