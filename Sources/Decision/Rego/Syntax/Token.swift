/// What the lexer tells apart.
enum TokenKind: UInt8, Sendable {
    case illegal, endOfFile, identifier
    case package, `import`, `as`, `default`, `else`, not, some, with, null, `true`, `false`
    case `in`, every, contains, `if`, and, or
    case number, string, rawString, templateStart, rawTemplateStart
    case leftBracket, rightBracket, leftBrace, rightBrace, leftParenthesis, rightParenthesis, comma, colon
    case plus, minus, times, divide, remainder, intersection, union
    case unify, equal, assign, notEqual, greater, less, greaterOrEqual, lessOrEqual
    case dot, semicolon

    /// The name that errors use.
    var name: String {
        switch self {
        case .illegal: "illegal"
        case .endOfFile: "eof"
        case .identifier: "identifier"
        case .package: "package"
        case .import: "import"
        case .as: "as"
        case .default: "default"
        case .else: "else"
        case .not: "not"
        case .some: "some"
        case .with: "with"
        case .null: "null"
        case .true: "true"
        case .false: "false"
        case .in: "in"
        case .every: "every"
        case .contains: "contains"
        case .if: "if"
        case .and: "and"
        case .or: "or"
        case .number: "number"
        case .string, .rawString: "string"
        case .templateStart, .rawTemplateStart: "template-string-part"
        case .leftBracket: "["
        case .rightBracket: "]"
        case .leftBrace: "{"
        case .rightBrace: "}"
        case .leftParenthesis: "("
        case .rightParenthesis: ")"
        case .comma: ","
        case .colon: ":"
        case .plus: "plus"
        case .minus: "minus"
        case .times: "mul"
        case .divide: "div"
        case .remainder: "rem"
        case .intersection: "and"
        case .union: "or"
        case .unify: "eq"
        case .equal: "equal"
        case .assign: "assign"
        case .notEqual: "neq"
        case .greater: "gt"
        case .less: "lt"
        case .greaterOrEqual: "gte"
        case .lessOrEqual: "lte"
        case .dot: "."
        case .semicolon: ";"
        }
    }

    var isKeyword: Bool { rawValue >= TokenKind.package.rawValue && rawValue <= TokenKind.or.rawValue }

    /// The keyword spelled `text`, whether or not it is one in the version at hand.
    static func keyword(_ text: some Collection<UInt8>) -> TokenKind? {
        guard text.count <= 8 else { return nil }
        return keywords[String(decoding: text, as: UTF8.self)]
    }

    private static let keywords: [String: TokenKind] = [
        "package": .package, "import": .import, "as": .as, "default": .default, "else": .else, "not": .not,
        "some": .some, "with": .with, "null": .null, "true": .true, "false": .false, "in": .in, "every": .every,
        "contains": .contains, "if": .if, "and": .and, "or": .or,
    ]
}

/// Keywords that a module may have to import from `future.keywords` before they mean something.
public struct FutureKeywords: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let `in` = FutureKeywords(rawValue: 1)
    public static let every = FutureKeywords(rawValue: 2)
    public static let contains = FutureKeywords(rawValue: 4)
    public static let `if` = FutureKeywords(rawValue: 8)
    /// `not` over a whole expansion and over bodies in braces.
    public static let not = FutureKeywords(rawValue: 16)
    public static let and = FutureKeywords(rawValue: 32)
    public static let or = FutureKeywords(rawValue: 64)

    /// Those that v1 always has.
    public static let v1: FutureKeywords = [.in, .every, .contains, .if]

    static let names: [(name: String, keyword: FutureKeywords)] = [
        ("and", .and), ("contains", .contains), ("every", .every), ("if", .if), ("in", .in), ("not", .not),
        ("or", .or),
    ]

    /// Whether `kind` is a keyword when these are enabled.
    func enables(_ kind: TokenKind) -> Bool {
        switch kind {
        case .in: !isDisjoint(with: [.in, .every])
        case .every: contains(.every)
        case .contains: contains(.contains)
        case .if: contains(.if)
        case .and: contains(.and)
        case .or: contains(.or)
        default: true
        }
    }
}

struct Token: Sendable, BitwiseCopyable {
    var kind: TokenKind
    /// White space, or a comment, stands before the token.
    var followsSpace: Bool
    /// A line ends before the token.
    var followsNewline: Bool
    var location: SourceLocation

    var start: Int { Int(location.offset) }
    var end: Int { Int(location.end) }
}
