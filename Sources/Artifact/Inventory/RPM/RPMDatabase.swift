/// Hands over the header blobs of an rpm database, whichever of the three stores holds them.
///
/// The store is told by the content: the same file name has meant different stores in different releases.
enum RPMDatabase {
    enum Store: Sendable, Equatable { case berkeley, ndb, sqlite }

    struct Failure: Error, Equatable, CustomStringConvertible {
        let reason: String

        init(_ reason: String) { self.reason = reason }

        var description: String { "rpm database: \(reason)" }
    }

    static func store(of buffer: UnsafeRawBufferPointer) -> Store? {
        if FileKind(start: buffer) == .sqlite { return .sqlite }
        if CheckedBytes(buffer, order: .little).uint32(0) == RPMNewDatabase.magic { return .ndb }
        if BerkeleyHashFile.byteOrder(of: buffer) != nil { return .berkeley }
        return nil
    }
}
