/// The records of a pax extended header that matter here (POSIX.1-2017, pax, "pax Extended Header").
struct PaxRecords {
    var isLocal = false
    var path: [UInt8]?
    var link: [UInt8]?
    var size: Int?
    var userID: UInt32?
    var groupID: UInt32?
    var modified: Int64?
    var hasCapabilities = false
    var sparseMajor: Int?
    var sparseMinor: Int?
    var sparseName: [UInt8]?
    var sparseSize: Int?
    /// Offsets and lengths in turn, of GNU sparse format 0.0 and 0.1.
    var sparseList: [Int]?

    /// Whether the records describe a sparse file of GNU's formats 0.0, 0.1 or 1.0.
    var isSparse: Bool {
        switch (sparseMajor, sparseMinor) {
        case (1, 0): true
        case (0, 0), (0, 1), (nil, nil): sparseList != nil
        default: false
        }
    }

    var hasUnknownSparseVersion: Bool { !isSparse && (sparseMajor ?? 0, sparseMinor ?? 0) > (0, 1) }

    /// Whether the records say more of an entry than whose it is and when it was changed.
    var changesContent: Bool {
        path != nil || link != nil || size != nil || sparseMajor != nil || sparseName != nil || sparseSize != nil
            || sparseList != nil
    }

    /// Adds records of the form `LENGTH KEY=VALUE\n`; an empty value takes a record back.
    mutating func merge(_ bytes: [UInt8], offset: Int) throws(ArchiveError) {
        var position = 0
        while position < bytes.count {
            var length = 0
            var cursor = position
            while cursor < bytes.count, bytes[cursor] >= 0x30, bytes[cursor] <= 0x39, length < 1 << 32 {
                length = length * 10 + Int(bytes[cursor] - 0x30)
                cursor += 1
            }
            // Padding of NUL bytes after the records is seen in the wild.
            if cursor == position, bytes[cursor...].allSatisfy({ $0 == 0 }) { return }
            let end = position + length
            guard cursor > position, cursor < bytes.count, bytes[cursor] == 0x20, end > cursor + 1, end <= bytes.count,
                bytes[end - 1] == 0x0a, let equals = bytes[(cursor + 1)..<end].firstIndex(of: UInt8(ascii: "="))
            else {
                throw .malformed(format: "tar", reason: "malformed extended header record", offset: offset)
            }
            let key = String(decoding: bytes[(cursor + 1)..<equals], as: UTF8.self)
            try set(key, bytes[(equals + 1)..<(end - 1)], offset: offset)
            position = end
        }
    }

    private mutating func set(_ key: String, _ value: ArraySlice<UInt8>, offset: Int) throws(ArchiveError) {
        func integer() throws(ArchiveError) -> Int? {
            if value.isEmpty { return nil }
            guard let number = Int(String(decoding: value, as: UTF8.self)), number >= 0, number <= Int.max - 512 else {
                throw .malformed(format: "tar", reason: "impossible \(key) in an extended header", offset: offset)
            }
            return number
        }
        switch key {
        case "path": path = value.isEmpty ? nil : Array(value)
        case "linkpath": link = value.isEmpty ? nil : Array(value)
        case "size": size = try integer()
        case "uid": userID = try integer().map { UInt32(truncatingIfNeeded: $0) }
        case "gid": groupID = try integer().map { UInt32(truncatingIfNeeded: $0) }
        case "mtime":
            let whole = value.prefix { $0 != UInt8(ascii: ".") }
            modified = Int64(String(decoding: whole, as: UTF8.self))
        case "SCHILY.xattr.security.capability": hasCapabilities = !value.isEmpty
        case "GNU.sparse.major": sparseMajor = try integer()
        case "GNU.sparse.minor": sparseMinor = try integer()
        case "GNU.sparse.name": sparseName = value.isEmpty ? nil : Array(value)
        case "GNU.sparse.size", "GNU.sparse.realsize": sparseSize = try integer()
        case "GNU.sparse.map":
            var list: [Int] = []
            for part in value.split(separator: UInt8(ascii: ",")) {
                guard let number = Int(String(decoding: part, as: UTF8.self)) else {
                    throw .malformed(format: "tar", reason: "malformed sparse map", offset: offset)
                }
                list.append(number)
            }
            sparseList = list
        case "GNU.sparse.offset", "GNU.sparse.numbytes":
            guard let number = try integer() else { return }
            sparseList?.append(number)
            if sparseList == nil { sparseList = [number] }
        default: break
        }
    }
}
