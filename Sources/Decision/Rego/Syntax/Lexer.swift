/// Cuts a source into tokens, one at a time, so that imports can enable keywords on the way.
///
/// A copy is a cheap snapshot to come back to.
struct Lexer {
    let bytes: [UInt8]
    let file: Int32
    let name: String
    var keywords: FutureKeywords
    private var offset = 0
    private var row: Int32 = 1
    /// Of the scalar at `offset`, counted from 1.
    private var column: Int32 = 1
    private(set) var comments: [Comment] = []

    init(_ source: SourceText, file: Int32, keywords: FutureKeywords) {
        bytes = Array(source.text.utf8)
        name = source.name
        self.file = file
        self.keywords = keywords
        if bytes.starts(with: Lexer.byteOrderMark) { offset = 3 }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    func text(_ token: Token) -> String { text(from: token.start, to: token.end) }

    func text(from start: Int, to end: Int) -> String {
        guard start >= 0, start <= end, end <= bytes.count else { return "" }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    private mutating func advance() {
        guard offset < bytes.count else { return }
        let byte = bytes[offset]
        offset += 1
        if byte == UInt8(ascii: "\n") {
            row += 1
            column = 1
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
    }

    private mutating func advance(_ count: Int) {
        for _ in 0..<count { advance() }
    }

    /// An error at a place, with the line and a mark under the place.
    func failure(_ message: String, at start: SourceLocation) -> RegoError {
        RegoError(
            .parse, message, at: RegoError.Position(file: name, row: Int(start.row), column: Int(start.column)),
            details: excerpt(at: Int(start.offset)))
    }

    private func excerpt(at place: Int) -> [String] {
        guard !bytes.isEmpty else { return [] }
        var place = min(max(place, 0), bytes.count - 1)
        while place > 0, [9, 10, 11, 12, 13, 32].contains(bytes[place]) { place -= 1 }
        let isBreak: (UInt8) -> Bool = { $0 == 10 || $0 == 13 }
        let begin = bytes[...place].lastIndex(where: isBreak).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(where: isBreak) ?? bytes.count
        guard begin <= end else { return [] }
        // A minified source has no readable line.
        guard end - begin <= 1_000 else { return [] }
        let line = bytes[begin..<end].drop { $0 == 9 }
        let indent = max(0, place - line.startIndex)
        return [String(decoding: line, as: UTF8.self), String(repeating: " ", count: indent) + "^"]
    }

    private func place() -> SourceLocation {
        SourceLocation(file: file, row: row, column: column, offset: Int32(clamping: offset), length: 0)
    }

    // MARK: Tokens

    mutating func next() throws(RegoError) -> Token {
        var space = false
        var newline = false
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\n"):
                newline = true
                fallthrough
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                space = true
                advance()
                continue
            case UInt8(ascii: "#"):
                space = true
                comment()
                continue
            default: break
            }
            break
        }
        var location = place()
        let kind = try scan(from: location)
        location.length = Int32(clamping: offset) - location.offset
        return Token(kind: kind, followsSpace: space, followsNewline: newline, location: location)
    }

    private mutating func comment() {
        var location = place()
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { advance() }
        location.length = Int32(clamping: offset - start)
        // After a step back the same comment comes by again.
        if let last = comments.last, last.location.offset >= location.offset { return }
        var end = offset
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        comments.append(Comment(text: text(from: start + 1, to: end), at: location))
    }

    private mutating func scan(from start: SourceLocation) throws(RegoError) -> TokenKind {
        guard offset < bytes.count else { return .endOfFile }
        let byte = bytes[offset]
        if Lexer.isLetter(byte) { return identifier() }
        if Lexer.isDigit(byte) { return try number(from: start) }
        let following = self.byte(at: offset + 1)
        switch byte {
        case UInt8(ascii: "\""): return try string(from: start)
        case UInt8(ascii: "`"): return try rawString(from: start)
        case UInt8(ascii: "$"):
            if following == UInt8(ascii: "\"") || following == UInt8(ascii: "`") {
                advance(2)
                return following == UInt8(ascii: "`") ? .rawTemplateStart : .templateStart
            }
            throw failure("illegal $ character", at: start)
        case UInt8(ascii: ":"): return sign(.assign, if: UInt8(ascii: "="), else: .colon)
        case UInt8(ascii: "="): return sign(.equal, if: UInt8(ascii: "="), else: .unify)
        case UInt8(ascii: ">"): return sign(.greaterOrEqual, if: UInt8(ascii: "="), else: .greater)
        case UInt8(ascii: "<"): return sign(.lessOrEqual, if: UInt8(ascii: "="), else: .less)
        case UInt8(ascii: "!"):
            if following == UInt8(ascii: "=") {
                advance(2)
                return .notEqual
            }
            throw failure("illegal ! character", at: start)
        default: break
        }
        let kind: TokenKind
        switch byte {
        case UInt8(ascii: "["): kind = .leftBracket
        case UInt8(ascii: "]"): kind = .rightBracket
        case UInt8(ascii: "{"): kind = .leftBrace
        case UInt8(ascii: "}"): kind = .rightBrace
        case UInt8(ascii: "("): kind = .leftParenthesis
        case UInt8(ascii: ")"): kind = .rightParenthesis
        case UInt8(ascii: ","): kind = .comma
        case UInt8(ascii: "+"): kind = .plus
        case UInt8(ascii: "-"): kind = .minus
        case UInt8(ascii: "*"): kind = .times
        case UInt8(ascii: "/"): kind = .divide
        case UInt8(ascii: "%"): kind = .remainder
        case UInt8(ascii: "&"): kind = .intersection
        case UInt8(ascii: "|"): kind = .union
        case UInt8(ascii: ";"): kind = .semicolon
        case UInt8(ascii: "."): kind = .dot
        case 0: throw failure("illegal null character", at: start)
        case 0xEF where bytes[offset...].starts(with: Lexer.byteOrderMark):
            throw failure("illegal byte-order mark", at: start)
        default: throw failure("illegal token", at: start)
        }
        advance()
        return kind
    }

    private mutating func sign(_ double: TokenKind, if second: UInt8, else single: TokenKind) -> TokenKind {
        advance()
        if byte(at: offset) == second, offset < bytes.count {
            advance()
            return double
        }
        return single
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private mutating func identifier() -> TokenKind {
        let start = offset
        while offset < bytes.count, Lexer.isLetter(bytes[offset]) || Lexer.isDigit(bytes[offset]) { advance() }
        guard let keyword = TokenKind.keyword(bytes[start..<offset]), keywords.enables(keyword) else {
            return .identifier
        }
        // A keyword at the head of a reference is a name.
        if byte(at: offset) == UInt8(ascii: "."), Lexer.isLetter(byte(at: offset + 1)) { return .identifier }
        return keyword
    }

    private mutating func digits() -> Bool {
        let start = offset
        while offset < bytes.count, Lexer.isDigit(bytes[offset]) { advance() }
        return offset > start
    }

    private mutating func number(from start: SourceLocation) throws(RegoError) -> TokenKind {
        _ = digits()
        if byte(at: offset) == UInt8(ascii: ".") {
            advance()
            guard digits() else { throw failure("expected fraction", at: start) }
        }
        if byte(at: offset) | 0x20 == UInt8(ascii: "e") {
            advance()
            if byte(at: offset) == UInt8(ascii: "+") || byte(at: offset) == UInt8(ascii: "-") { advance() }
            guard digits() else { throw failure("expected exponent", at: start) }
        }
        if Lexer.isLetter(byte(at: offset)) { throw failure("illegal number format", at: start) }
        return .number
    }

    /// Goes on after a dot with which a number begins.
    mutating func fraction(after dot: Token) throws(RegoError) {
        guard digits() else { throw failure("expected fraction", at: dot.location) }
        if byte(at: offset) | 0x20 == UInt8(ascii: "e") {
            advance()
            if byte(at: offset) == UInt8(ascii: "+") || byte(at: offset) == UInt8(ascii: "-") { advance() }
            guard digits() else { throw failure("expected exponent", at: dot.location) }
        }
    }

    var position: Int { offset }

    // MARK: Strings

    private mutating func string(from start: SourceLocation) throws(RegoError) -> TokenKind {
        advance()
        while true {
            guard offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") else {
                throw failure("non-terminated string", at: start)
            }
            let byte = bytes[offset]
            if byte == 0 { throw failure("illegal null character", at: place()) }
            // Strings are those of JSON, which knows no bare control characters.
            if byte < 0x20 { throw failure("illegal string literal", at: start) }
            advance()
            if byte == UInt8(ascii: "\"") { return .string }
            if byte == UInt8(ascii: "\\") { try escape(from: start, allowingBrace: false) }
        }
    }

    /// Steps over what follows a backslash.
    private mutating func escape(from start: SourceLocation, allowingBrace: Bool) throws(RegoError) {
        switch byte(at: offset) {
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            advance()
        case UInt8(ascii: "{") where allowingBrace: advance()
        case UInt8(ascii: "u"):
            for index in 1...4 where Lexer.hexadecimal(byte(at: offset + index)) == nil {
                throw failure("illegal string literal", at: start)
            }
            advance(5)
        default: throw failure("illegal escape sequence", at: start)
        }
    }

    private mutating func rawString(from start: SourceLocation) throws(RegoError) -> TokenKind {
        advance()
        while offset < bytes.count {
            let byte = bytes[offset]
            advance()
            if byte == UInt8(ascii: "`") { return .rawString }
        }
        throw failure("non-terminated string", at: start)
    }

    /// The text of a template from here to its next brace or its end.
    ///
    /// - Returns: The text with escapes resolved, and whether the template ends there.
    mutating func templateText(
        raw: Bool, of start: SourceLocation
    ) throws(RegoError) -> (text: String, isLast: Bool) {
        let begin = offset
        while true {
            guard offset < bytes.count, raw || bytes[offset] != UInt8(ascii: "\n") else {
                throw failure("non-terminated string", at: start)
            }
            let byte = bytes[offset]
            if byte == (raw ? UInt8(ascii: "`") : UInt8(ascii: "\"")) || byte == UInt8(ascii: "{") {
                let text = Lexer.unescaped(bytes[begin..<offset], raw: raw)
                advance()
                return (text, byte != UInt8(ascii: "{"))
            }
            advance()
            guard byte == UInt8(ascii: "\\") else { continue }
            if !raw {
                try escape(from: start, allowingBrace: true)
            } else if self.byte(at: offset) == UInt8(ascii: "{") {
                advance()
            }
        }
    }

    static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// Resolves the escapes of JSON, with `\{`; in raw text only the last.
    static func unescaped(_ bytes: ArraySlice<UInt8>, raw: Bool) -> String {
        guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        func unit(at index: Int) -> UInt32? {
            guard index + 6 <= bytes.endIndex, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
            else { return nil }
            var value: UInt32 = 0
            for digit in bytes[(index + 2)..<(index + 6)] {
                guard let nibble = hexadecimal(digit) else { return nil }
                value = value << 4 | nibble
            }
            return value
        }
        while index < bytes.endIndex {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "\\"), index + 1 < bytes.endIndex else {
                result.append(byte)
                index += 1
                continue
            }
            let escaped = bytes[index + 1]
            if raw {
                if escaped != UInt8(ascii: "{") { result.append(byte) } else { result.append(escaped) }
                index += escaped == UInt8(ascii: "{") ? 2 : 1
                continue
            }
            index += 2
            switch escaped {
            case UInt8(ascii: "b"): result.append(8)
            case UInt8(ascii: "f"): result.append(12)
            case UInt8(ascii: "n"): result.append(10)
            case UInt8(ascii: "r"): result.append(13)
            case UInt8(ascii: "t"): result.append(9)
            case UInt8(ascii: "u"):
                guard var value = unit(at: index - 2) else { continue }
                index += 4
                if value & 0xFC00 == 0xD800, let low = unit(at: index), low & 0xFC00 == 0xDC00 {
                    value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
                    index += 6
                }
                // A lone surrogate becomes the replacement character, as in Go.
                result.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
            default: result.append(escaped)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
