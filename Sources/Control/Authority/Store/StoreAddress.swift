internal import CPostgreSQL

/// Where an authority keeps its state: in files, in an SQLite database in its folder, or in a PostgreSQL database.
package enum StoreAddress: Equatable, Sendable, CustomStringConvertible {
    case files
    case sqlite
    /// A URL as libpq reads them, without a password.
    case postgres(String)

    static let limit = 2048

    /// Reads `files`, `sqlite` or `postgres://…`.
    ///
    /// - Throws: `StoreError.address`; for a URL with a password too: it would stand in a file that is copied about.
    package init(_ text: String) throws(StoreError) {
        switch text {
        case "files": self = .files
        case "sqlite": self = .sqlite
        default:
            guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") else {
                // Not repeated: whatever it is, it may hold a password.
                throw .address("expected files, sqlite or postgres://USER@HOST/DATABASE")
            }
            guard text.utf8.count <= Self.limit, text.utf8.allSatisfy({ (0x21..<0x7f).contains($0) }) else {
                throw .address("expected a URL of at most \(Self.limit) printable characters")
            }
            let options = try Self.options(text)
            guard options["password"] == nil, options["sslpassword"] == nil else {
                throw .address(
                    "expected a URL without a password: give it by PGPASSWORD, or in a file that PGPASSFILE names")
            }
            self = .postgres(text)
        }
    }

    /// What a URL says, by the names of libpq's parameters.
    private static func options(_ url: String) throws(StoreError) -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        defer { if let message { PQfreemem(message) } }
        guard let options = PQconninfoParse(url, &message) else {
            // The message repeats what it does not understand.
            throw .address("expected a URL like postgres://USER@HOST:PORT/DATABASE?sslmode=verify-full")
        }
        defer { PQconninfoFree(options) }
        var found: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { found[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return found
    }

    package var description: String {
        switch self {
        case .files: "files"
        case .sqlite: "sqlite"
        case .postgres(let url): url
        }
    }
}
