/// Why a ZIP archive or one of its entries cannot be read.
package enum ZipError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No end of central directory record: not a ZIP archive, or a truncated one.
    case notAnArchive
    /// A record points outside the archive or lacks its signature; the text names the record.
    case malformed(String)
    /// Parts on other disks.
    case split
    case tooManyEntries(limit: Int)
    case nameTooLong(limit: Int)
    /// Two entries share bytes, as in archives made to inflate without end.
    case overlappingEntries
    case encrypted(String)
    case unsupportedMethod(UInt16, String)
    /// The entry inflates to more than the caller allowed.
    case tooLarge(String, limit: Int)
    /// All entries read so far, nested archives included, inflate to more than was allowed.
    case budgetExhausted
    /// The compressed data of the entry is damaged.
    case corrupt(String)
    /// The entry inflates to another number of bytes than the directory says.
    case sizeMismatch(String)
    case checksumMismatch(String)

    package var description: String {
        switch self {
        case .notAnArchive: "ZIP: no end of central directory record"
        case .malformed(let record): "ZIP: malformed \(record)"
        case .split: "ZIP: the archive is split over several files"
        case .tooManyEntries(let limit): "ZIP: more than \(limit) entries"
        case .nameTooLong(let limit): "ZIP: an entry name is longer than \(limit) bytes"
        case .overlappingEntries: "ZIP: entries overlap"
        case .encrypted(let name): "ZIP: entry \(name) is encrypted"
        case .unsupportedMethod(let method, let name): "ZIP: entry \(name) uses compression method \(method)"
        case .tooLarge(let name, let limit): "ZIP: entry \(name) inflates to more than \(limit) bytes"
        case .budgetExhausted: "ZIP: the entries together inflate to more than is allowed"
        case .corrupt(let name): "ZIP: the data of entry \(name) is damaged"
        case .sizeMismatch(let name): "ZIP: entry \(name) has another size than the directory says"
        case .checksumMismatch(let name): "ZIP: entry \(name) fails its CRC-32"
        }
    }
}

/// Bounds on a ZIP archive from outside.
package struct ZipLimits: Sendable {
    package var entries: Int
    /// Bytes of one name.
    package var nameLength: Int

    package init(entries: Int = 1_000_000, nameLength: Int = 4096) {
        self.entries = entries
        self.nameLength = nameLength
    }
}
