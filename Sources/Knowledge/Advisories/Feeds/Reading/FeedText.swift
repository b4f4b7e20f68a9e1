internal import JSONText
internal import StructuredText

/// What is taken out of a document is bounded: names, versions and numbers are short, and a text that is not is none.
enum FeedText {
    /// Bytes of a name, a version or an address.
    static let longest = 2048
    /// Bytes of a document, unless a feed is known to be published in larger pieces.
    static let document = 64 << 20
    /// Bytes of a name, version, requirement or link in a record of one of the registries.
    static let longestInRecord = 8192
    /// Elements of any list of such a record.
    static let mostElements = 200_000
    /// Characters of a summary that is the first line of a longer text.
    static let title = 200

    /// The first line of prose, cut at a word.
    static func summary(_ text: some StringProtocol, limit: Int = 240) -> String {
        var kept: [UInt8] = []
        kept.reserveCapacity(min(limit, text.utf8.count) + 3)
        var isCut = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if kept.isEmpty, byte == 0x20 { continue }
            guard kept.count < limit else {
                isCut = true
                break
            }
            kept.append(byte)
        }
        if isCut {
            if let space = kept.lastIndex(of: 0x20) {
                kept.removeLast(kept.count - space)
            } else {
                // Not within a scalar.
                while let last = kept.last, last & 0xc0 == 0x80 { kept.removeLast() }
                if let last = kept.last, last >= 0xc0 { kept.removeLast() }
            }
        }
        while kept.last == 0x20 { kept.removeLast() }
        return String(decoding: kept, as: UTF8.self) + (isCut ? "…" : "")
    }

    /// `CVE-`, a year, and four digits or more (CVE record format 5.1, `cveId`).
    static func isCVE(_ text: some StringProtocol) -> Bool {
        var place = 0
        for byte in text.utf8 {
            let isDigit = (0x30...0x39).contains(byte)
            switch place {
            case 0: guard byte == UInt8(ascii: "C") else { return false }
            case 1: guard byte == UInt8(ascii: "V") else { return false }
            case 2: guard byte == UInt8(ascii: "E") else { return false }
            case 3, 8: guard byte == UInt8(ascii: "-") else { return false }
            default: guard isDigit, place < 24 else { return false }
            }
            place += 1
        }
        return place >= 13
    }

    /// `CWE-79`; NVD's `NVD-CWE-noinfo` and the like say nothing.
    static func isCWE(_ text: String) -> Bool {
        text.hasPrefix("CWE-") && (5...10).contains(text.utf8.count)
            && text.utf8.dropFirst(4).allSatisfy { (0x30...0x39).contains($0) }
    }
}

// Records that come as JSON, YAML or TOML have one form, so that a feed is written once.
extension FeedText {
    /// Reads a document that is JSON when it begins with a bracket, and YAML otherwise.
    static func record(_ bytes: UnsafeRawBufferPointer) throws -> JSONValue {
        let first = OpeningBytes(bytes).first
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return try JSONDocument(Array(bytes)).root }
        let documents = try YAML.documents(bytes)
        guard let document = documents.first else { throw FeedError("an empty document") }
        guard documents.count == 1 else { throw FeedError("\(documents.count) YAML documents in one file") }
        return try json(document)
    }

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
            if words.count <= title { return String(Substring(words)) }
            return Substring(words).prefix(title) + "…"
        }
        return ""
    }

    /// Whether a description begins with the mark that the numbering authority puts on disputed entries.
    static func isDisputed(_ text: String) -> Bool { text.hasPrefix("** DISPUTED **") }
}

extension FeedDocument {
    /// The document as JSON.
    func parsed(upTo limit: Int = FeedText.document) throws -> JSONValue {
        guard bytes.count <= limit else {
            throw FeedError("a document of \(bytes.count) bytes is larger than the \(limit) accepted")
        }
        return try JSONDocument(Array(bytes), limits: JSONLimits(depth: 64, size: limit)).root
    }

    /// How the document is called where it has no id: the line only where it is one of many.
    var place: String { line > 0 ? "\(path):\(line)" : path }
}

extension JSONValue {
    /// The text of a member that is a string of bearable length and not empty.
    func text(_ key: String, limit: Int = FeedText.longest) -> String? {
        guard let text = self[key]?.string, !text.isEmpty, text.utf8.count <= limit else { return nil }
        return text
    }

    /// The elements of a member that is an array; none of any other.
    func list(_ key: String) -> FeedList { FeedList(elements: self[key]?.elements) }

    /// The strings of a member that is an array of them.
    func texts(_ key: String) -> [String] {
        list(key).compactMap { element in
            element.string.flatMap { $0.isEmpty || $0.utf8.count > FeedText.longest ? nil : $0 }
        }
    }

    func time(_ key: String) -> Timestamp? { text(key).flatMap { Timestamp($0) } }
}

extension JSONValue {
    /// A string that is not too long, or a number as written.
    var text: String? {
        guard let text = string ?? number, text.utf8.count <= FeedText.longestInRecord else { return nil }
        return text
    }

    /// The elements of a list that are texts, and whether these are all.
    var texts: (texts: [String], areAll: Bool) {
        if isNull { return ([], true) }
        guard kind == .array, count <= FeedText.mostElements else { return ([], false) }
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

/// The elements of an array that may be missing.
struct FeedList: Sequence, IteratorProtocol {
    fileprivate var elements: JSONValue.Elements?

    mutating func next() -> JSONValue? { elements?.next() }
}
