internal import JSONText

/// What is taken out of a document is bounded: names, versions and numbers are short, and a text that is not is none.
enum FeedText {
    /// Bytes of a name, a version or an address.
    static let longest = 2048
    /// Bytes of a document, unless a feed is known to be published in larger pieces.
    static let document = 64 << 20

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

/// The elements of an array that may be missing.
struct FeedList: Sequence, IteratorProtocol {
    fileprivate var elements: JSONValue.Elements?

    mutating func next() -> JSONValue? { elements?.next() }
}
