internal import JSONText
internal import StructuredText

/// Bounds within one record, far above what any publisher writes.
enum RecordLimits {
    /// Elements of any list.
    static let list = 200_000
    /// Bytes of a name, version, requirement or link.
    static let text = 8192
    /// Characters of a summary that is cut from a longer text.
    static let summary = 200
}

/// One form for records that come as JSON, YAML or TOML, so that a feed is written once.
enum RecordText {
    /// Reads a document that is JSON when it begins with a bracket, and YAML otherwise.
    static func document(_ bytes: UnsafeRawBufferPointer) throws -> JSONValue {
        let first = bytes.first { !DocumentReader.isBlank($0) && !byteOrderMark.contains($0) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return try JSONDocument(Array(bytes)).root }
        let documents = try YAML.documents(bytes)
        guard let document = documents.first else { throw FeedError("an empty document") }
        guard documents.count == 1 else { throw FeedError("\(documents.count) YAML documents in one file") }
        return try json(document)
    }

    static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    /// Numbers become strings as they were written: `1.10` in YAML is a version more often than a number.
    static func json(_ value: StructuredValue) throws -> JSONValue {
        var writer = JSONWriter()
        write(value, to: &writer)
        return try JSONDocument(writer.bytes).root
    }

    private static func write(_ value: StructuredValue, to writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .boolean(let value): writer.value(value)
        case .number(let text), .string(let text): writer.value(text)
        case .sequence(let elements):
            writer.array { writer in for element in elements { write(element, to: &writer) } }
        case .mapping(let members):
            writer.object { writer in
                for member in members {
                    writer.key(member.key)
                    write(member.value, to: &writer)
                }
            }
        }
    }

    /// The first line of a longer text, without the marks of a heading, cut to a length that fits a table.
    static func firstLine(_ text: String) -> String {
        var rest = text.utf8[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0x0a && $0 != 0x0d }
            rest = rest[line.endIndex...].dropFirst()
            let words = line.drop { $0 == UInt8(ascii: "#") || DocumentReader.isBlank($0) }
            guard !words.isEmpty else { continue }
            if words.count <= RecordLimits.summary { return String(Substring(words)) }
            return Substring(words).prefix(RecordLimits.summary) + "…"
        }
        return ""
    }

    /// Whether a description begins with the mark that the numbering authority puts on disputed entries.
    static func isDisputed(_ text: String) -> Bool { text.hasPrefix("** DISPUTED **") }
}

extension JSONValue {
    /// A string that is not too long, or a number as written.
    var text: String? {
        guard let text = string ?? number, text.utf8.count <= RecordLimits.text else { return nil }
        return text
    }

    /// The elements of a list that are texts, and whether these are all.
    var texts: (texts: [String], areAll: Bool) {
        if isNull { return ([], true) }
        guard kind == .array, count <= RecordLimits.list else { return ([], false) }
        var result: [String] = []
        result.reserveCapacity(count)
        for element in elements { if let text = element.text { result.append(text) } }
        return (result, result.count == count)
    }
}

extension Sequence<String> {
    /// Each text once, where it first was. Records from outside hold lists long enough to make the square of their
    /// length matter.
    var distinct: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

extension SeverityStatement {
    /// Reads a CVSS vector of any version; `nil` for what is none.
    init?(vector: String) {
        if vector.hasPrefix("CVSS:4") {
            self.init(.cvss4, vector)
        } else if vector.hasPrefix("CVSS:3") {
            self.init(.cvss3, vector)
        } else if vector.hasPrefix("AV:") || vector.hasPrefix("(AV:") {
            self.init(.cvss2, vector)
        } else {
            return nil
        }
    }
}
