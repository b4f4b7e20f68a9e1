import Content
import Inventory

/// Licence texts as documents need them.
enum LicenceText {
    /// The SPDX expression that a text found in an artifact stands for, or `nil` when that is not known for sure.
    static func normalised(_ text: String) -> String? { LicenceExpression.normalise(text) }

    /// The text as an SPDX expression (SPDX 2.3 annex D) in canonical spelling, or `nil` when it is none.
    ///
    /// An expression that refers to another document is none here: its texts are not at hand.
    static func expression(_ text: String) -> LicenceExpression? {
        guard let expression = LicenceExpression.parse(text) else { return nil }
        return references(expression).contains { $0.hasPrefix("DocumentRef-") } ? nil : expression
    }

    /// The licence references inside an expression, in order.
    static func references(_ expression: LicenceExpression) -> [String] {
        switch expression {
        case .licence: []
        case .reference(let id): [id]
        case .with(let base, _): references(base)
        case .and(let parts), .or(let parts): parts.flatMap(references)
        }
    }

    /// The name under which a document refers to a licence that SPDX does not list.
    ///
    /// Depends on the text alone, so that every document names the same licence alike.
    static func reference(_ text: String) -> String {
        var slug: [UInt8] = []
        for byte in text.utf8.prefix(40) {
            let isPlain =
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: ".")
            if isPlain {
                slug.append(byte)
            } else if slug.last != UInt8(ascii: "-") {
                slug.append(UInt8(ascii: "-"))
            }
        }
        let mark = Digest.of(Array(text.utf8)).hex.prefix(8)
        return "LicenseRef-" + String(decoding: slug, as: UTF8.self) + "-" + mark
    }
}

/// What each licence text of a bill of materials is, worked out once: packages share few licences.
struct LicenceTable: Sendable {
    struct Entry: Sendable {
        /// Canonical spelling; `nil` for a text that is no expression.
        var expression: String?
        /// One identifier of the licence list, without operators.
        var isIdentifier: Bool
        /// The expression, or the reference that stands for the text.
        var term: LicenceExpression
        /// The references that a document must explain, with the text of each.
        var extracted: [String: String]
    }

    private(set) var entries: [String: Entry] = [:]

    init(_ bill: BillOfMaterials) {
        for part in bill.parts {
            for licence in part.licences where entries[licence.text] == nil {
                entries[licence.text] = Self.entry(licence.text)
            }
        }
    }

    subscript(text: String) -> Entry { entries[text] ?? Self.entry(text) }

    /// Every reference with its text; what an expression only refers to has none, and says so.
    var extracted: [(id: String, text: String)] {
        var all: [String: String] = [:]
        for entry in entries.values { all.merge(entry.extracted) { min($0, $1) } }
        return all.sorted { $0.key < $1.key }.map { (id: $0.key, text: $0.value) }
    }

    /// The licences as one expression; `nil` without any.
    func joined(_ licences: [Licence]) -> String? {
        guard let first = licences.first else { return nil }
        if licences.count == 1 { return self[first.text].term.canonical }
        return LicenceExpression.and(licences.map { self[$0.text].term }).canonical
    }

    private static func entry(_ text: String) -> Entry {
        guard let expression = LicenceText.expression(text) else {
            let id = LicenceText.reference(text)
            return Entry(expression: nil, isIdentifier: false, term: .reference(id), extracted: [id: text])
        }
        var isIdentifier = false
        if case .licence(_, orLater: false) = expression { isIdentifier = true }
        var extracted: [String: String] = [:]
        for id in LicenceText.references(expression) { extracted[id] = "The text of \(id) is not known." }
        return Entry(
            expression: expression.canonical, isIdentifier: isIdentifier, term: expression, extracted: extracted)
    }
}
