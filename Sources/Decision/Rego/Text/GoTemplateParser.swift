/// Reads the text of a template.
struct GoTemplateParser {
    typealias Failure = GoTemplate.Failure
    private typealias Node = GoTemplate.Node

    private enum Token: Equatable {
        /// A field of what stands right before it is `chained`.
        case word(String), field(String), chained(String), variable(String), string(String), character(Int), number(
            String)
        case pipe, open, close, declare, assign, comma, dot
    }

    private enum Piece {
        case text(String)
        case action([Token])
    }

    private var pieces: [Piece] = []
    private var index = 0
    private(set) var templates: [String: [GoTemplate.Node]] = [:]
    private var depth = 0

    private static let depthLimit = 200

    init(_ text: String) throws(Failure) {
        var rest = Substring(text)
        var trimsNext = false
        while let open = rest.firstRange(of: "{{") {
            var literal = rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            if trimsNext { literal = literal.drop { $0.isWhitespace } }
            if rest.hasPrefix("- ") || rest.hasPrefix("-\t") || rest.hasPrefix("-\n") {
                while let last = literal.last, last.isWhitespace { literal = literal.dropLast() }
                rest = rest.dropFirst()
            }
            if !literal.isEmpty { pieces.append(.text(String(literal))) }
            trimsNext = false
            let content = rest.drop { $0.isWhitespace }
            if content.hasPrefix("/*") {
                guard let end = content.firstRange(of: "*/") else { throw Failure(description: "unclosed comment") }
                rest = content[end.upperBound...]
                if rest.hasPrefix(" -}}") {
                    trimsNext = true
                    rest = rest.dropFirst(2)
                }
                guard rest.hasPrefix("}}") else { throw Failure(description: "comment ends before closing delimiter") }
                rest = rest.dropFirst(2)
                continue
            }
            pieces.append(.action(try Self.tokens(&rest, &trimsNext)))
        }
        if trimsNext { rest = rest.drop { $0.isWhitespace } }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
    }

    /// The tokens of an action, up to and with its closing delimiter.
    private static func tokens(_ rest: inout Substring, _ trimsNext: inout Bool) throws(Failure) -> [Token] {
        var tokens: [Token] = []
        func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
        while true {
            let before = rest
            rest = rest.drop { $0.isWhitespace }
            if rest.hasPrefix("}}") {
                rest = rest.dropFirst(2)
                return tokens
            }
            if rest.hasPrefix("-}}"), before.first?.isWhitespace == true {
                rest = rest.dropFirst(3)
                trimsNext = true
                return tokens
            }
            guard let first = rest.first else { throw Failure(description: "unclosed action") }
            switch first {
            case "|": tokens.append(.pipe)
            case "(": tokens.append(.open)
            case ")": tokens.append(.close)
            case ",": tokens.append(.comma)
            case "=": tokens.append(.assign)
            case ":":
                guard rest.hasPrefix(":=") else { throw Failure(description: "expected :=") }
                tokens.append(.declare)
                rest = rest.dropFirst()
            case "\"", "`", "'":
                let (text, length) = try quoted(rest, first)
                tokens.append(
                    first == "'" ? .character(Int(text.unicodeScalars.first?.value ?? 0)) : .string(text))
                rest = rest.dropFirst(length)
                continue
            case ".":
                let name = rest.dropFirst().prefix(while: isWord)
                if name.first?.isNumber == true {
                    let number = rest.prefix { isWord($0) || "+-.".contains($0) }
                    tokens.append(.number("0" + number))
                    rest = rest.dropFirst(number.count)
                    continue
                }
                let isChained: Bool
                switch tokens.last {
                case .field, .chained, .variable, .close: isChained = before.first?.isWhitespace == false
                default: isChained = false
                }
                tokens.append(name.isEmpty ? .dot : isChained ? .chained(String(name)) : .field(String(name)))
                rest = rest.dropFirst(name.count + 1)
                continue
            case "$":
                let name = rest.dropFirst().prefix(while: isWord)
                tokens.append(.variable(String(name)))
                rest = rest.dropFirst(name.count + 1)
                continue
            default:
                if first.isNumber || first == "-" || first == "+" || first == "." {
                    let number = rest.prefix { isWord($0) || "+-.".contains($0) }
                    tokens.append(.number(String(number)))
                    rest = rest.dropFirst(number.count)
                    continue
                }
                let word = rest.prefix(while: isWord)
                guard !word.isEmpty else {
                    throw Failure(description: "unexpected \(GoQuoting.quote(String(first))) in command")
                }
                tokens.append(.word(String(word)))
                rest = rest.dropFirst(word.count)
                continue
            }
            rest = rest.dropFirst()
        }
    }

    private static func quoted(_ text: Substring, _ quote: Character) throws(Failure) -> (String, Int) {
        var result = ""
        var length = 1
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            length += 1
            if character == quote { return (result, length) }
            guard character == "\\", quote != "`" else {
                result.append(character)
                continue
            }
            guard let escaped = rest.popFirst() else { break }
            length += 1
            switch escaped {
            case "n": result.append("\n")
            case "t": result.append("\t")
            case "r": result.append("\r")
            default: result.append(escaped)
            }
        }
        throw Failure(description: "unterminated quoted string")
    }

    // MARK: Structure

    mutating func parse() throws(Failure) -> [GoTemplate.Node] {
        let (nodes, ending) = try list()
        guard ending == nil else { throw Failure(description: "unexpected {{\(ending ?? "")}}") }
        return nodes
    }

    /// Nodes up to `else` or `end`, whose remaining tokens are left in `pending`.
    private var pending: [Token] = []

    private mutating func list() throws(Failure) -> ([GoTemplate.Node], String?) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw Failure(description: "nested deeper than \(Self.depthLimit) levels")
        }
        var nodes: [Node] = []
        while index < pieces.count {
            let piece = pieces[index]
            index += 1
            guard case .action(let tokens) = piece else {
                if case .text(let text) = piece { nodes.append(.text(text)) }
                continue
            }
            guard case .word(let word)? = tokens.first else {
                nodes.append(.action(try pipeline(tokens)))
                continue
            }
            let rest = Array(tokens.dropFirst())
            switch word {
            case "end", "else":
                pending = rest
                return (nodes, word)
            case "if":
                let (body, other) = try branches("if")
                nodes.append(.conditional(try pipeline(rest), body, other))
            case "range":
                let (body, other) = try branches("range")
                nodes.append(.range(try pipeline(rest), body, other))
            case "with":
                let (body, other) = try branches("with")
                nodes.append(.with(try pipeline(rest), body, other))
            case "define", "block":
                guard case .string(let name)? = rest.first else {
                    throw Failure(description: "missing name of a template")
                }
                let (body, ending) = try list()
                guard ending == "end" else { throw Failure(description: "unexpected EOF") }
                templates[name] = body
                if word == "block" { nodes.append(.template(name, try pipeline(Array(rest.dropFirst())))) }
            case "template":
                guard case .string(let name)? = rest.first else {
                    throw Failure(description: "missing name of a template")
                }
                nodes.append(.template(name, rest.count > 1 ? try pipeline(Array(rest.dropFirst())) : nil))
            case "break": nodes.append(.break)
            case "continue": nodes.append(.continue)
            default: nodes.append(.action(try pipeline(tokens)))
            }
        }
        return (nodes, nil)
    }

    private mutating func branches(_ word: String) throws(Failure) -> ([GoTemplate.Node], [GoTemplate.Node]) {
        let (body, ending) = try list()
        switch ending {
        case "end": return (body, [])
        case "else":
            let rest = pending
            if case .word(let next)? = rest.first, next == word, word != "range" {
                let (inner, other) = try branches(word)
                let condition = try pipeline(Array(rest.dropFirst()))
                return (body, [word == "if" ? .conditional(condition, inner, other) : .with(condition, inner, other)])
            }
            let (other, ending) = try list()
            guard ending == "end" else { throw Failure(description: "unexpected EOF") }
            return (body, other)
        default: throw Failure(description: "unexpected EOF")
        }
    }

    // MARK: Pipelines

    private mutating func pipeline(_ tokens: [Token]) throws(Failure) -> GoTemplate.Pipeline {
        var rest = tokens[...]
        let pipeline = try pipeline(&rest)
        guard rest.isEmpty else { throw Failure(description: "unexpected token in command") }
        guard !pipeline.commands.isEmpty else { throw Failure(description: "missing value for command") }
        return pipeline
    }

    private mutating func pipeline(_ rest: inout ArraySlice<Token>) throws(Failure) -> GoTemplate.Pipeline {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw Failure(description: "nested deeper than \(Self.depthLimit) levels")
        }
        var pipeline = GoTemplate.Pipeline()
        let start = rest.startIndex
        if case .variable(let first)? = rest.first {
            var names = [first]
            var cursor = start + 1
            if rest.indices.contains(cursor), rest[cursor] == .comma, rest.indices.contains(cursor + 1),
                case .variable(let second) = rest[cursor + 1]
            {
                names.append(second)
                cursor += 2
            }
            if rest.indices.contains(cursor), rest[cursor] == .declare || rest[cursor] == .assign {
                pipeline.isAssignment = rest[cursor] == .assign
                pipeline.variables = names
                rest = rest[(cursor + 1)...]
            }
        }
        var command: [GoTemplate.Operand] = []
        while let token = rest.first, token != .close {
            if token == .pipe {
                rest = rest.dropFirst()
                guard !command.isEmpty else { throw Failure(description: "missing value for command") }
                pipeline.commands.append(command)
                command = []
                continue
            }
            command.append(try operand(&rest))
        }
        if !command.isEmpty { pipeline.commands.append(command) }
        return pipeline
    }

    private mutating func operand(_ rest: inout ArraySlice<Token>) throws(Failure) -> GoTemplate.Operand {
        guard let token = rest.popFirst() else { throw Failure(description: "missing value for command") }
        func fields(_ first: [String] = []) -> [String] {
            var names = first
            while case .chained(let name)? = rest.first {
                names.append(name)
                rest = rest.dropFirst()
            }
            return names
        }
        switch token {
        case .dot: return .dot
        case .field(let name): return .field(fields([name]))
        case .variable(let name): return .variable(name, fields())
        case .string(let text): return .constant(.string(text))
        case .character(let code): return .constant(.integer(code))
        case .number(let text):
            if let integer = Int(text) { return .constant(.integer(integer)) }
            guard let double = Double(text) else {
                throw Failure(description: "bad number syntax: \(GoQuoting.quote(text))")
            }
            return .constant(.float(double))
        case .word("true"): return .constant(.boolean(true))
        case .word("false"): return .constant(.boolean(false))
        case .word("nil"): return .constant(.missing)
        case .word(let name):
            guard GoTemplateMachine.functions.contains(name) else {
                throw Failure(description: "function \(GoQuoting.quote(name)) not defined")
            }
            return .function(name)
        case .open:
            let inner = try pipeline(&rest)
            guard rest.popFirst() == .close else { throw Failure(description: "unclosed left paren") }
            return .pipeline(inner, fields())
        default: throw Failure(description: "unexpected token in operand")
        }
    }
}
