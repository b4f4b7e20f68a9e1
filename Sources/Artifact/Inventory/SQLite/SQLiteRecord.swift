/// The columns of one row (SQLite file format §2.1). Valid as long as its bytes.
struct SQLiteRecord {
    private struct Column {
        let serialType: Int64
        let offset: Int
        let length: Int
    }

    /// More columns than SQLite allows by far are not read.
    private static let columnLimit = 4096

    private let bytes: CheckedBytes
    private var columns: [Column] = []

    /// Reads the record's header; columns that lie outside the record are missing.
    init(_ buffer: UnsafeRawBufferPointer) {
        bytes = CheckedBytes(buffer)
        var offset = 0
        guard let size = Self.varint(bytes, &offset), size >= 0, size <= Int64(buffer.count) else { return }
        let end = Int(size)
        var content = end
        while offset < end, columns.count < Self.columnLimit {
            guard let type = Self.varint(bytes, &offset), let length = Self.length(ofType: type),
                length <= buffer.count - content
            else { return }
            columns.append(Column(serialType: type, offset: content, length: length))
            content += length
        }
    }

    private static func length(ofType type: Int64) -> Int? {
        switch type {
        case 0, 8, 9: 0
        case 1...4: Int(type)
        case 5: 6
        case 6, 7: 8
        case 12...Int64(Int32.max): Int((type - 12) / 2)
        default: nil
        }
    }

    func text(_ index: Int) -> String? {
        guard let column = column(index), column.serialType >= 13, !column.serialType.isMultiple(of: 2) else {
            return nil
        }
        return bytes.slice(column.offset, column.length).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a blob, or of a text.
    func blob(_ index: Int) -> UnsafeRawBufferPointer? {
        guard let column = column(index), column.serialType >= 12 else { return nil }
        return bytes.slice(column.offset, column.length)
    }

    func integer(_ index: Int) -> Int64? {
        guard let column = column(index) else { return nil }
        switch column.serialType {
        case 8: return 0
        case 9: return 1
        case 1...6:
            var value: Int64 = 0
            for position in 0..<column.length {
                guard let byte = bytes.byte(column.offset + position) else { return nil }
                value = position == 0 ? Int64(Int8(bitPattern: byte)) : value << 8 | Int64(byte)
            }
            return value
        default: return nil
        }
    }

    private func column(_ index: Int) -> Column? {
        index >= 0 && index < columns.count ? columns[index] : nil
    }

    /// A big-endian number of one to nine bytes (§1.6).
    static func varint(_ bytes: CheckedBytes, _ offset: inout Int) -> Int64? {
        var value: UInt64 = 0
        for position in 0..<9 {
            guard let byte = bytes.byte(offset) else { return nil }
            offset += 1
            if position == 8 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
            value = value << 7 | UInt64(byte & 0x7f)
            if byte & 0x80 == 0 { return Int64(bitPattern: value) }
        }
        return nil
    }
}

/// Reads the names of columns out of a `CREATE TABLE` statement.
enum SQLiteSchema {
    private static let constraints: Set<String> = ["constraint", "primary", "unique", "check", "foreign"]

    static func columns(_ statement: String) -> [String] {
        var names: [String] = []
        for definition in definitions(Array(statement.utf8)) {
            guard let name = firstWord(definition) else { continue }
            let lower = name.text.lowercased()
            if !name.isQuoted, constraints.contains(lower) { continue }
            names.append(lower)
        }
        return names
    }

    /// The parts between the outermost parentheses, split at commas that are not inside further ones or quotes.
    private static func definitions(_ bytes: [UInt8]) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var part: [UInt8] = []
        var depth = 0
        var quote: UInt8?
        for byte in bytes {
            if let open = quote {
                if byte == open { quote = nil }
                if depth > 0 { part.append(byte) }
                continue
            }
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): quote = byte
            case UInt8(ascii: "["): quote = UInt8(ascii: "]")
            case UInt8(ascii: "("):
                depth += 1
                if depth == 1 { continue }
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 {
                    parts.append(part)
                    return parts
                }
            case UInt8(ascii: ",") where depth == 1:
                parts.append(part)
                part = []
                continue
            default: break
            }
            if depth > 0 { part.append(byte) }
        }
        return parts
    }

    private static func firstWord(_ bytes: [UInt8]) -> (text: String, isQuoted: Bool)? {
        let rest = bytes.drop { $0 <= 0x20 }
        guard let first = rest.first else { return nil }
        let quotes: [UInt8: UInt8] = [
            UInt8(ascii: "'"): UInt8(ascii: "'"), UInt8(ascii: "\""): UInt8(ascii: "\""),
            UInt8(ascii: "`"): UInt8(ascii: "`"), UInt8(ascii: "["): UInt8(ascii: "]"),
        ]
        if let end = quotes[first] {
            return (String(decoding: rest.dropFirst().prefix { $0 != end }, as: UTF8.self), true)
        }
        return (String(decoding: rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: "(") }, as: UTF8.self), false)
    }
}
