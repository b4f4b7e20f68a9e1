/// Cuts GraphQL text into tokens (GraphQL specification §2.1).
struct GraphQLLexer {
    enum Kind: String {
        case invalid = "<Invalid>"
        case end = "<EOF>"
        case bang = "!"
        case dollar = "$"
        case ampersand = "&"
        case openParenthesis = "("
        case closeParenthesis = ")"
        case spread = "..."
        case colon = ":"
        case equals = "="
        case at = "@"
        case openBracket = "["
        case closeBracket = "]"
        case openBrace = "{"
        case closeBrace = "}"
        case pipe = "|"
        case name = "Name"
        case int = "Int"
        case float = "Float"
        case string = "String"
        case blockString = "BlockString"
    }

    struct Token {
        var kind: Kind
        var value = ""
        var position: GraphQL.Position

        var text: String { value.isEmpty ? kind.rawValue : "\(kind.rawValue) \(GoQuoting.quote(value))" }
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    private var position: GraphQL.Position { GraphQL.Position(line: line, column: index - lineStart + 1) }

    private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        index + distance < scalars.count ? scalars[index + distance] : nil
    }

    mutating func next() -> Token {
        skipIgnored()
        let start = position
        guard let scalar = peek() else { return Token(kind: .end, position: start) }
        if let kind = Kind(rawValue: String(scalar)) {
            index += 1
            return Token(kind: kind, position: start)
        }
        switch scalar {
        case ".":
            guard peek(1) == ".", peek(2) == "." else { break }
            index += 3
            return Token(kind: .spread, position: start)
        case "A"..."Z", "a"..."z", "_":
            let first = index
            while let scalar = peek(), CharacterClass.isWord(scalar) { index += 1 }
            return Token(kind: .name, value: text(first..<index), position: start)
        case "0"..."9", "-": return number(start)
        case "\"":
            return peek(1) == "\"" && peek(2) == "\"" ? blockString() : string(start)
        default: break
        }
        index += 1
        return Token(kind: .invalid, position: start)
    }

    private func text(_ range: Range<Int>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[range])
        return text
    }

    private mutating func skipIgnored() {
        while let scalar = peek() {
            switch scalar {
            case " ", "\t", ",", "\u{feff}": index += 1
            case "\n", "\r": lineBreak()
            case "#": while let scalar = peek(), scalar != "\n", scalar != "\r" { index += 1 }
            default: return
            }
        }
    }

    private mutating func lineBreak() {
        if peek() == "\r", peek(1) == "\n" { index += 1 }
        index += 1
        line += 1
        lineStart = index
    }

    private mutating func number(_ start: GraphQL.Position) -> Token {
        let first = index
        var isFloat = false
        func isDigit(_ distance: Int = 0) -> Bool { peek(distance).map { ("0"..."9").contains($0) } ?? false }
        if peek() == "-" { index += 1 }
        if peek() == "0", isDigit(1) { return invalid() }
        guard isDigit() else { return invalid() }
        while isDigit() { index += 1 }
        if peek() == "." {
            isFloat = true
            index += 1
            guard isDigit() else { return invalid() }
            while isDigit() { index += 1 }
        }
        if peek() == "e" || peek() == "E" {
            isFloat = true
            index += 1
            if peek() == "-" || peek() == "+" { index += 1 }
            guard isDigit() else { return invalid() }
            while isDigit() { index += 1 }
        }
        return Token(kind: isFloat ? .float : .int, value: text(first..<index), position: start)
    }

    private func invalid() -> Token { Token(kind: .invalid, position: position) }

    /// The place of a string is that of its first scalar.
    private mutating func string(_ quote: GraphQL.Position) -> Token {
        index += 1
        let start = GraphQL.Position(line: quote.line, column: quote.column + 1)
        var value = String.UnicodeScalarView()
        while let scalar = peek(), scalar != "\n", scalar != "\r" {
            index += 1
            if scalar == "\"" { return Token(kind: .string, value: String(value), position: start) }
            guard scalar == "\\" else {
                if scalar.value < 0x20, scalar != "\t" { return invalid() }
                value.append(scalar)
                continue
            }
            guard let escaped = peek() else { return invalid() }
            index += 1
            switch escaped {
            case "\"", "/", "\\": value.append(escaped)
            case "b": value.append("\u{8}")
            case "f": value.append("\u{c}")
            case "n": value.append("\n")
            case "r": value.append("\r")
            case "t": value.append("\t")
            case "u":
                guard index + 4 <= scalars.count, let code = UInt32(text(index..<(index + 4)), radix: 16) else {
                    return invalid()
                }
                index += 4
                value.append(Unicode.Scalar(code) ?? "\u{fffd}")
            default: return invalid()
            }
        }
        return invalid()
    }

    private mutating func blockString() -> Token {
        let start = position
        index += 3
        var value = String.UnicodeScalarView()
        while let scalar = peek() {
            if scalar == "\"", peek(1) == "\"", peek(2) == "\"" {
                index += 3
                return Token(
                    kind: .blockString, value: Self.dedented(String(value)),
                    position: GraphQL.Position(line: line, column: start.column + 3))
            }
            if scalar == "\\", peek(1) == "\"", peek(2) == "\"", peek(3) == "\"" {
                value.append(contentsOf: "\"\"\"".unicodeScalars)
                index += 4
            } else if scalar == "\n" || scalar == "\r" {
                value.append("\n")
                lineBreak()
            } else {
                value.append(scalar)
                index += 1
            }
        }
        return invalid()
    }

    /// Without common indentation and blank lines at both ends (§2.9.4).
    private static func dedented(_ raw: String) -> String {
        var lines = raw.split(separator: "\n", omittingEmptySubsequences: false)
        func isBlank(_ line: Substring) -> Bool { line.allSatisfy { $0 == " " || $0 == "\t" } }
        let indent =
            lines.dropFirst().filter { !isBlank($0) }.map { $0.prefix { $0 == " " || $0 == "\t" }.count }.min() ?? 0
        for index in lines.indices.dropFirst() { lines[index] = lines[index].dropFirst(indent) }
        while let first = lines.first, isBlank(first) { lines.removeFirst() }
        while let last = lines.last, isBlank(last) { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
