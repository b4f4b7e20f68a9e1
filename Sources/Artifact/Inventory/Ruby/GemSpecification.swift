/// What a gemspec says in literals.
///
/// RubyGems writes installed gemspecs as Ruby code of one shape: an assignment a statement, only literals on the
/// right. A handwritten gemspec may compute its values; what is no literal is left out, nothing is run.
struct GemSpecification: Sendable {
    var name: String?
    var version: String?
    var platform: String?
    var licences: [String] = []
    var authors: [String] = []
    var homepage: String?
    var summary: String?
    /// Names of gems it needs at run time and in development.
    var dependencies: [(name: String, isDevelopment: Bool)] = []

    init(_ buffer: UnsafeRawBufferPointer) {
        var scanner = RubyLiterals(buffer)
        while let statement = scanner.nextStatement() {
            switch statement.attribute {
            case "name": name = statement.single ?? name
            case "version": version = statement.single ?? version
            case "platform": platform = statement.single ?? platform
            case "license": licences += statement.strings.prefix(1)
            case "licenses": licences += statement.strings
            case "author": authors += statement.strings.prefix(1)
            case "authors": authors += statement.strings
            case "homepage": homepage = statement.single ?? homepage
            case "summary": summary = statement.single ?? summary
            case "add_runtime_dependency", "add_dependency":
                if let gem = statement.strings.first { add(gem, isDevelopment: false) }
            case "add_development_dependency":
                if let gem = statement.strings.first { add(gem, isDevelopment: true) }
            default: break
            }
        }
        // The comment that RubyGems puts on top: `# stub: NAME VERSION PLATFORM PATHS`.
        if let stub = Self.stub(buffer) {
            name = name ?? stub.name
            version = version ?? stub.version
            if let found = stub.platform { platform = platform ?? found }
        }
        if platform == "ruby" || platform == "" { platform = nil }
        // A URI with a part to be computed is none.
        if homepage?.contains("#{") == true || homepage == "" { homepage = nil }
        licences.removeAll(where: \.isEmpty)
        authors.removeAll(where: \.isEmpty)
    }

    private mutating func add(_ name: String, isDevelopment: Bool) {
        // RubyGems used to repeat all dependencies for versions of itself that knew but one kind.
        guard !dependencies.contains(where: { $0.name == name }) else { return }
        dependencies.append((name, isDevelopment))
    }

    private static func stub(_ buffer: UnsafeRawBufferPointer) -> (name: String, version: String, platform: String?)? {
        let head = String(decoding: buffer.prefix(1024), as: UTF8.self)
        for line in head.split(separator: "\n").prefix(4) where line.hasPrefix("# stub: ") {
            let words = line.dropFirst(8).split(separator: " ")
            guard words.count >= 2 else { return nil }
            return (String(words[0]), String(words[1]), words.count > 2 ? String(words[2]) : nil)
        }
        return nil
    }
}

/// Finds statements of the shape `variable.attribute = literals` and `variable.method(literals)` in Ruby text.
struct RubyLiterals {
    struct Statement {
        var attribute: String
        /// Every string of the statement in order, up to the first bracket that closes it.
        var strings: [String]
        /// The value, where it is one string or a version made of one.
        var single: String? { strings.count == 1 ? strings[0] : nil }
    }

    /// A statement with more strings, such as a list of files, is cut.
    private static let stringLimit = 4096

    private let bytes: CheckedBytes
    private var position = 0

    init(_ buffer: UnsafeRawBufferPointer) { bytes = CheckedBytes(buffer) }

    mutating func nextStatement() -> Statement? {
        while position < bytes.count {
            skipBlanks()
            let start = position
            let receiver = word()
            if !receiver.isEmpty, bytes.byte(position) == UInt8(ascii: ".") {
                position += 1
                let attribute = word()
                if !attribute.isEmpty, let statement = statement(attribute) { return statement }
            } else if receiver == "if" || receiver == "then" || receiver == "else" {
                continue
            }
            if position == start || !atLineEnd { skipLine() }
        }
        return nil
    }

    private var atLineEnd: Bool { bytes.byte(position).map { $0 == UInt8(ascii: "\n") } ?? true }

    private mutating func skipLine() {
        position = bytes.index(of: UInt8(ascii: "\n"), from: position).map { $0 + 1 } ?? bytes.count
    }

    private mutating func skipBlanks() {
        while let byte = bytes.byte(position), byte <= 0x20 || byte == UInt8(ascii: ";") { position += 1 }
    }

    private mutating func word() -> String {
        let start = position
        while let byte = bytes.byte(position), Self.isWord(byte) { position += 1 }
        return bytes.slice(start, position - start).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// Reads what follows the attribute up to the end of the line on which all brackets are closed.
    private mutating func statement(_ attribute: String) -> Statement? {
        while bytes.byte(position) == 0x20 { position += 1 }
        guard let first = bytes.byte(position), "=(\"'%".utf8.contains(first) else { return nil }
        var statement = Statement(attribute: attribute, strings: [])
        var depth = 0
        while let byte = bytes.byte(position) {
            switch byte {
            case UInt8(ascii: "\n"):
                if depth <= 0 { return statement }
                position += 1
            case UInt8(ascii: "#"): skipComment()
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                position += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                position += 1
                if depth <= 0 {
                    skipToLineEnd()
                    return statement
                }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                position += 1
                append(string(until: byte, opening: nil, escapes: byte == UInt8(ascii: "\"")), to: &statement)
            case UInt8(ascii: "%"):
                percentLiteral(into: &statement)
            case UInt8(ascii: "i"), UInt8(ascii: "u"):
                let modifier = word()
                if depth <= 0, modifier == "if" || modifier == "unless" {
                    skipToLineEnd()
                    return statement
                }
            default:
                if Self.isWord(byte) { _ = word() } else { position += 1 }
            }
        }
        return statement
    }

    private func append(_ text: String, to statement: inout Statement) {
        if statement.strings.count < Self.stringLimit { statement.strings.append(text) }
    }

    private mutating func skipComment() {
        position = bytes.index(of: UInt8(ascii: "\n"), from: position) ?? bytes.count
    }

    private mutating func skipToLineEnd() {
        // A semicolon starts another statement on the same line.
        while let byte = bytes.byte(position), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: ";") { position += 1 }
    }

    /// `%q<…>`, `%Q(…)`, `%(…)`, `%w[…]`.
    private mutating func percentLiteral(into statement: inout Statement) {
        position += 1
        var kind = UInt8(ascii: "Q")
        if let byte = bytes.byte(position), "qQwW".utf8.contains(byte) {
            kind = byte
            position += 1
        }
        let pairs: [UInt8: UInt8] = [
            UInt8(ascii: "<"): UInt8(ascii: ">"), UInt8(ascii: "("): UInt8(ascii: ")"),
            UInt8(ascii: "["): UInt8(ascii: "]"), UInt8(ascii: "{"): UInt8(ascii: "}"),
        ]
        guard let open = bytes.byte(position), let close = pairs[open] ?? (open == UInt8(ascii: "|") ? open : nil)
        else {
            return
        }
        position += 1
        let text = string(until: close, opening: open == close ? nil : open, escapes: kind == UInt8(ascii: "Q"))
        if kind | 0x20 == UInt8(ascii: "w") {
            for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }) {
                append(String(word), to: &statement)
            }
        } else {
            append(text, to: &statement)
        }
    }

    private mutating func string(until close: UInt8, opening: UInt8?, escapes: Bool) -> String {
        var text: [UInt8] = []
        var depth = 0
        while let byte = bytes.byte(position) {
            position += 1
            if byte == UInt8(ascii: "\\"), let next = bytes.byte(position) {
                position += 1
                switch (next, escapes) {
                case (UInt8(ascii: "n"), true): text.append(0x0a)
                case (UInt8(ascii: "t"), true): text.append(0x09)
                case (UInt8(ascii: "u"), true): unicodeEscape(into: &text)
                case (close, _), (UInt8(ascii: "\\"), _), (_, true): text.append(next)
                default: text += [byte, next]
                }
                continue
            }
            if byte == opening { depth += 1 }
            if byte == close {
                if depth == 0 { break }
                depth -= 1
            }
            text.append(byte)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `\u00e9` or `\u{e9}`.
    private mutating func unicodeEscape(into text: inout [UInt8]) {
        var digits = ""
        if bytes.byte(position) == UInt8(ascii: "{") {
            position += 1
            digits = word()
            if bytes.byte(position) == UInt8(ascii: "}") { position += 1 }
        } else if let four = bytes.slice(position, 4) {
            digits = String(decoding: four, as: UTF8.self)
            position += 4
        }
        let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{fffd}"
        text += Array(String(scalar).utf8)
    }
}
