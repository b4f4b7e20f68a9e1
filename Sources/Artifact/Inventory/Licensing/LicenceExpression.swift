/// An SPDX licence expression (SPDX 2.3 annex D; SPDX 3.0.1 annex B).
///
/// Identifiers are matched without case and kept in the list's spelling. Identifiers that the list deprecates in
/// favour of an exact successor, such as `GPL-2.0+`, are kept as that successor.
package indirect enum LicenceExpression: Sendable, Hashable {
    /// `orLater` is the operator `+`, which the GNU family spells in the identifier instead.
    case licence(String, orLater: Bool)
    /// `LicenseRef-…` or `DocumentRef-…:LicenseRef-…`, in its own spelling.
    case reference(String)
    case with(LicenceExpression, exception: String)
    case and([LicenceExpression])
    case or([LicenceExpression])

    /// Longer texts are not expressions but licences.
    static let longestText = 4096

    /// Reads an expression; operators may be in either case.
    ///
    /// - Returns: `nil` when the text is malformed or names what the licence list does not have.
    package static func parse(_ text: String) -> LicenceExpression? {
        guard text.utf8.count <= longestText, let tokens = LicenceTokens(text) else { return nil }
        var parser = LicenceParser(tokens: tokens.words) { identifier in
            LicenceExpression.identified(identifier)
        } exception: { name in
            LicenceList.exceptions[name.lowercased()]?.id
        }
        return parser.expression()
    }

    /// The expression in canonical spelling.
    package var canonical: String { render(within: 0) }

    /// Whether the expression names an identifier that the licence list deprecates without an exact successor.
    package var isDeprecated: Bool {
        switch self {
        case .licence(let id, _): LicenceList.licences[id.lowercased()]?.isDeprecated ?? false
        case .reference: false
        case .with(let base, let exception):
            base.isDeprecated || LicenceList.exceptions[exception.lowercased()]?.isDeprecated ?? false
        case .and(let parts), .or(let parts): parts.contains(where: \.isDeprecated)
        }
    }

    private func render(within precedence: Int) -> String {
        switch self {
        case .licence(let id, let orLater): return orLater ? id + "+" : id
        case .reference(let id): return id
        case .with(let base, let exception): return base.render(within: 3) + " WITH " + exception
        case .and(let parts):
            let text = parts.map { $0.render(within: 2) }.joined(separator: " AND ")
            return precedence > 2 ? "(" + text + ")" : text
        case .or(let parts):
            let text = parts.map { $0.render(within: 1) }.joined(separator: " OR ")
            return precedence > 1 ? "(" + text + ")" : text
        }
    }

    /// One identifier, with or without `+`.
    static func identified(_ text: String) -> LicenceExpression? {
        if text.hasPrefix("LicenseRef-") || text.hasPrefix("DocumentRef-") {
            return isReference(text) ? .reference(text) : nil
        }
        if let entry = LicenceList.licences[text.lowercased()] {
            guard entry.isDeprecated else { return .licence(entry.id, orLater: false) }
            return successor(of: entry.id) ?? .licence(entry.id, orLater: false)
        }
        guard text.hasSuffix("+"), let entry = LicenceList.licences[text.dropLast().lowercased()] else { return nil }
        if entry.id.hasSuffix("-or-later") { return .licence(entry.id, orLater: false) }
        if entry.id.hasSuffix("-only"),
            let later = LicenceList.licences[
                (entry.id.dropLast(5) + "-or-later").lowercased()]
        {
            return .licence(later.id, orLater: false)
        }
        guard !entry.isDeprecated || successor(of: entry.id) == nil else {
            guard let later = LicenceList.licences[entry.id.lowercased() + "-or-later"] else { return nil }
            return .licence(later.id, orLater: false)
        }
        return .licence(entry.id, orLater: true)
    }

    private static func isReference(_ text: String) -> Bool {
        func isName(_ part: Substring, _ prefix: String) -> Bool {
            part.hasPrefix(prefix) && part.utf8.count > prefix.utf8.count
                && part.utf8.allSatisfy { LicenceTokens.isIdentifierByte($0) && $0 != UInt8(ascii: "+") }
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return isName(parts[0], "LicenseRef-")
        case 2: return isName(parts[0], "DocumentRef-") && isName(parts[1], "LicenseRef-")
        default: return false
        }
    }

    /// What the licence list says to write instead of a deprecated identifier.
    private static func successor(of id: String) -> LicenceExpression? {
        if let expression = successors[id] {
            return .with(.licence(expression.0, orLater: false), exception: expression.1)
        }
        if id == "Nunit" || id == "wxWindows" || id == "eCos-2.0" { return nil }
        if let renamed = renamed[id] { return .licence(renamed, orLater: false) }
        let later = id.hasSuffix("+")
        let base = later ? String(id.dropLast()) : id
        guard let entry = LicenceList.licences[(base + (later ? "-or-later" : "-only")).lowercased()] else {
            return nil
        }
        return .licence(entry.id, orLater: false)
    }

    private static let successors: [String: (String, String)] = [
        "GPL-2.0-with-autoconf-exception": ("GPL-2.0-only", "Autoconf-exception-2.0"),
        "GPL-2.0-with-bison-exception": ("GPL-2.0-or-later", "Bison-exception-2.2"),
        "GPL-2.0-with-classpath-exception": ("GPL-2.0-only", "Classpath-exception-2.0"),
        "GPL-2.0-with-font-exception": ("GPL-2.0-only", "Font-exception-2.0"),
        "GPL-2.0-with-GCC-exception": ("GPL-2.0-or-later", "GCC-exception-2.0"),
        "GPL-3.0-with-autoconf-exception": ("GPL-3.0-only", "Autoconf-exception-3.0"),
        "GPL-3.0-with-GCC-exception": ("GPL-3.0-only", "GCC-exception-3.1"),
    ]

    private static let renamed: [String: String] = [
        "BSD-2-Clause-FreeBSD": "BSD-2-Clause", "BSD-2-Clause-NetBSD": "BSD-2-Clause",
        "bzip2-1.0.5": "bzip2-1.0.6", "StandardML-NJ": "SMLNJ", "Net-SNMP": "Net-SNMP",
    ]
}

/// The words and brackets of an expression.
struct LicenceTokens {
    private(set) var words: [String] = []

    /// - Returns: `nil` for a byte that no expression has.
    init?(_ text: String) {
        var word: [UInt8] = []
        func finish() {
            guard !word.isEmpty else { return }
            words.append(String(decoding: word, as: UTF8.self))
            word.removeAll(keepingCapacity: true)
        }
        for byte in text.utf8 {
            switch byte {
            case 0x20, 0x09, 0x0a, 0x0d: finish()
            case UInt8(ascii: "("), UInt8(ascii: ")"):
                finish()
                words.append(byte == UInt8(ascii: "(") ? "(" : ")")
            default:
                guard Self.isIdentifierByte(byte) else { return nil }
                word.append(byte)
            }
        }
        finish()
        guard !words.isEmpty else { return nil }
    }

    static func isIdentifierByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "+"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }
}

/// Recursive descent over words: `OR` binds weakest, then `AND`, then `WITH`.
struct LicenceParser {
    let tokens: [String]
    let licence: (String) -> LicenceExpression?
    let exception: (String) -> String?
    private var position = 0
    private var depth = 0

    init(
        tokens: [String], licence: @escaping (String) -> LicenceExpression?,
        exception: @escaping (String) -> String?
    ) {
        self.tokens = tokens
        self.licence = licence
        self.exception = exception
    }

    /// The whole of the tokens, or `nil`.
    mutating func expression() -> LicenceExpression? {
        guard let expression = alternatives(), position == tokens.count else { return nil }
        return expression
    }

    private mutating func alternatives() -> LicenceExpression? {
        guard let first = conjunction() else { return nil }
        var parts = [first]
        while accept("or") {
            guard let next = conjunction() else { return nil }
            parts.append(next)
        }
        return parts.count == 1 ? first : .or(flatten(parts) { if case .or(let inner) = $0 { inner } else { nil } })
    }

    private mutating func conjunction() -> LicenceExpression? {
        guard let first = exempted() else { return nil }
        var parts = [first]
        while accept("and") {
            guard let next = exempted() else { return nil }
            parts.append(next)
        }
        return parts.count == 1 ? first : .and(flatten(parts) { if case .and(let inner) = $0 { inner } else { nil } })
    }

    private mutating func exempted() -> LicenceExpression? {
        guard position < tokens.count else { return nil }
        if accept("(") {
            guard depth < 64 else { return nil }
            depth += 1
            defer { depth -= 1 }
            guard let inner = alternatives(), accept(")") else { return nil }
            return inner
        }
        guard let base = licence(tokens[position]) else { return nil }
        position += 1
        guard accept("with") else { return base }
        guard position < tokens.count, let name = exception(tokens[position]) else { return nil }
        position += 1
        return .with(base, exception: name)
    }

    private mutating func accept(_ word: String) -> Bool {
        guard position < tokens.count, tokens[position].lowercased() == word else { return false }
        position += 1
        return true
    }

    private func flatten(
        _ parts: [LicenceExpression], _ inner: (LicenceExpression) -> [LicenceExpression]?
    ) -> [LicenceExpression] {
        var seen: Set<LicenceExpression> = []
        return parts.flatMap { inner($0) ?? [$0] }.filter { seen.insert($0).inserted }
    }
}
