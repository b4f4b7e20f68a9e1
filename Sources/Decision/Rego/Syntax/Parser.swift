/// Reads modules and queries. One token is looked at ahead; where the syntax is ambiguous (`[x | y]`, a body or a set
/// in braces) the parser goes on with a copy of the lexer and comes back.
struct Parser {
    var lexer: Lexer
    var token: Token
    /// End of the token before `token`.
    var lastEnd: Int
    let options: ParserOptions
    var depth = 0
    var wildcards = 0
    /// Offsets of brackets whose first term is followed by `|` and that proved to be no comprehensions.
    var operatorBrackets: Set<Int> = []
    var hints: [String] = []

    init(_ source: SourceText, file: Int32, options: ParserOptions) throws(RegoError) {
        var keywords = options.enabledKeywords
        if options.version == .v1 { keywords.formUnion(.v1) }
        lexer = Lexer(source, file: file, keywords: keywords)
        self.options = options
        lastEnd = 0
        token = try lexer.next()
    }

    struct Mark {
        var lexer: Lexer
        var token: Token
        var lastEnd: Int
        var wildcards: Int
    }

    var mark: Mark { Mark(lexer: lexer, token: token, lastEnd: lastEnd, wildcards: wildcards) }

    mutating func restore(_ mark: Mark) {
        lexer = mark.lexer
        token = mark.token
        lastEnd = mark.lastEnd
        wildcards = mark.wildcards
    }

    // MARK: Tokens

    mutating func advance() throws(RegoError) {
        lastEnd = token.end
        token = try lexer.next()
    }

    func isAt(_ kind: TokenKind) -> Bool { token.kind == kind }

    /// Steps over `kind` if it is next.
    mutating func take(_ kind: TokenKind) throws(RegoError) -> Bool {
        guard token.kind == kind else { return false }
        try advance()
        return true
    }

    /// From `start` to the last token stepped over.
    func location(from start: SourceLocation) -> SourceLocation {
        var location = start
        location.length = Int32(clamping: lastEnd) - start.offset
        return location
    }

    mutating func failure(_ message: String, at location: SourceLocation) -> RegoError {
        defer { hints = [] }
        let hint =
            switch hints.count {
            case 0: ""
            case 1: " (hint: \(hints[0]))"
            default: " (hints: \(hints.joined(separator: ", ")))"
            }
        return lexer.failure(message + hint, at: location)
    }

    mutating func illegal(_ note: String = "") -> RegoError {
        let type = token.kind.isKeyword || isFutureKeywordName ? "keyword" : "token"
        let lead = "unexpected \(token.kind.name) \(type)"
        return failure(note.isEmpty ? lead : "\(lead): \(note)", at: token.location)
    }

    private var isFutureKeywordName: Bool { FutureKeywords.names.contains { $0.name == token.kind.name } }

    // MARK: Depth

    mutating func enter() throws(RegoError) {
        depth += 1
        if depth > options.maximumDepth {
            throw failure("max parsing recursion depth exceeded", at: token.location)
        }
    }

    mutating func leave() { depth -= 1 }

    mutating func wildcard() -> String {
        defer { wildcards += 1 }
        return "$\(wildcards)"
    }
}

extension Parser {
    /// Reads a query: literals separated by `;` or line ends.
    static func query(
        _ source: SourceText, file: Int32, options: ParserOptions = ParserOptions()
    ) throws(RegoErrors) -> Body {
        do throws(RegoError) {
            var parser = try Parser(source, file: file, options: options)
            var body: Body = []
            while !parser.isAt(.endOfFile) {
                if try parser.take(.semicolon) { continue }
                if parser.isAt(.import) || parser.isAt(.package) { throw parser.illegal() }
                body.append(try parser.literal())
            }
            if body.isEmpty { throw parser.failure("empty query", at: parser.token.location) }
            return body
        } catch {
            throw RegoErrors([error])
        }
    }
}
