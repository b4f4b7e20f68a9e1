import Content

/// The list of a distribution's files: CSV of path, `algorithm=base64url`, size (PEP 376, PEP 627).
enum PythonRecord {
    /// - Parameter directory: what the paths are relative to.
    static func files(_ bytes: UnsafeRawBufferPointer, in directory: String) -> [ClaimedFile] {
        var files: [ClaimedFile] = []
        var position = 0
        while position < bytes.count {
            let fields = record(bytes, &position)
            guard let first = fields.first, !first.isEmpty, let path = RootPath.join(directory, first) else { continue }
            var digest: Digest?
            if fields.count > 1, let mark = fields[1].firstIndex(of: "="),
                let algorithm = Digest.Algorithm(rawValue: String(fields[1][..<mark]))
            {
                digest = Digest(algorithm: algorithm, base64: fields[1][fields[1].index(after: mark)...])
            }
            files.append(ClaimedFile(path, digest: digest))
        }
        return files
    }

    /// One record of CSV; a quoted field may hold commas, doubled quotes and line ends (RFC 4180).
    private static func record(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if position < bytes.count, bytes[position] == byte {
                    field.append(byte)
                    position += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
            case UInt8(ascii: "\r"): continue
            case UInt8(ascii: ","), UInt8(ascii: "\n"):
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
                if byte == UInt8(ascii: "\n") { return fields }
            default: field.append(byte)
            }
        }
        fields.append(String(decoding: field, as: UTF8.self))
        return fields
    }
}
