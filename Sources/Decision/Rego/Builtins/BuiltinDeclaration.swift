/// What a built-in function takes and gives, as the compiler's type checker needs it.
///
/// Read from `declarationTable`, one line a function, by `DeclarationReader`.
package struct BuiltinDeclaration: Sendable, Equatable {
    package var name: String
    package var arguments: [DeclaredType]
    /// The type of any further arguments; only `print` has it.
    package var variadic: DeclaredType?
    /// `nil` for a function that gives nothing and is called for its effect (`print`).
    package var result: DeclaredType?
    /// The operator that stands for the function in Rego text.
    package var infix: String?
    /// Whether a call has any number of outputs (`walk`).
    package var isRelation = false
    /// Whether two calls with the same arguments may differ; remembered for the length of a query.
    package var isNondeterministic = false
    /// Whether only version 0 of the language may call it.
    package var isDeprecated = false

    package var arity: Int { arguments.count }

    /// All of them in the order of their names.
    package static let all: [BuiltinDeclaration] = DeclarationReader.read(declarationTable)

    package static let byName: [String: BuiltinDeclaration] =
        Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}

/// A type of the declarations.
package indirect enum DeclaredType: Sendable, Hashable {
    case any, null, boolean, number, string
    case union([DeclaredType])
    /// The first elements by position, and the type of those after; without the latter the length is fixed.
    case array(leading: [DeclaredType], rest: DeclaredType?)
    case set(DeclaredType)
    /// Members that are always there, and the type of others.
    case object(members: [Member], others: Others?)

    package struct Member: Sendable, Hashable {
        package var key: String
        package var value: DeclaredType
    }

    package struct Others: Sendable, Hashable {
        package var key: DeclaredType
        package var value: DeclaredType
    }
}

extension DeclaredType: CustomStringConvertible {
    /// As the type checker's messages write it.
    package var description: String {
        switch self {
        case .any: "any"
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .union(let types): "any<\(types.map(\.description).joined(separator: ", "))>"
        case .set(let element): "set[\(element)]"
        case .array(let leading, let rest):
            "array" + (leading.isEmpty ? "" : "<\(leading.map(\.description).joined(separator: ", "))>")
                + (rest.map { "[\($0)]" } ?? "")
        case .object(let members, let others):
            "object" + (members.isEmpty ? "" : "<\(members.map { "\($0.key): \($0.value)" }.joined(separator: ", "))>")
                + (others.map { "[\($0.key): \($0.value)]" } ?? "")
        }
    }
}

/// Reads the lines of the declaration table: `name(type, …) -> type infix + relation nondeterministic deprecated`.
///
/// The table is part of the program, so a malformed line is a mistake in it: it ends the reading, and the test that
/// counts the declarations fails.
struct DeclarationReader {
    private var rest: Substring

    static func read(_ table: String) -> [BuiltinDeclaration] {
        table.split(separator: "\n").compactMap { line in
            var reader = DeclarationReader(rest: line)
            return reader.declaration()
        }
    }

    private mutating func declaration() -> BuiltinDeclaration? {
        let name = word { $0 != "(" }
        guard take("(") else { return nil }
        var declaration = BuiltinDeclaration(name: name, arguments: [])
        while !take(")") {
            guard let type = type() else { return nil }
            if take("...") {
                declaration.variadic = type
            } else {
                declaration.arguments.append(type)
            }
            _ = take(",")
        }
        if take("->") {
            guard let type = type() else { return nil }
            declaration.result = type
        }
        while !rest.isEmpty {
            _ = take("")
            switch word(while: { $0 != " " }) {
            case "infix":
                _ = take("")
                declaration.infix = word { $0 != " " }
            case "relation": declaration.isRelation = true
            case "nondeterministic": declaration.isNondeterministic = true
            case "deprecated": declaration.isDeprecated = true
            default: return nil
            }
        }
        return declaration
    }

    private mutating func type() -> DeclaredType? {
        _ = take("")
        switch word(while: { $0.isLetter }) {
        case "null": return .null
        case "boolean": return .boolean
        case "number": return .number
        case "string": return .string
        case "any":
            guard take("<") else { return .any }
            return types().map { .union($0) }
        case "set":
            guard take("["), let element = type(), take("]") else { return nil }
            return .set(element)
        case "array":
            guard let leading = take("<") ? types() : [] else { return nil }
            guard take("[") else { return .array(leading: leading, rest: nil) }
            guard let rest = type(), take("]") else { return nil }
            return .array(leading: leading, rest: rest)
        case "object":
            var members: [DeclaredType.Member] = []
            if take("<") {
                while !take(">") {
                    _ = take("")
                    let key = word { $0 != ":" }
                    guard take(":"), let value = type() else { return nil }
                    members.append(.init(key: key, value: value))
                    _ = take(",")
                }
            }
            guard take("[") else { return .object(members: members, others: nil) }
            guard let key = type(), take(":"), let value = type(), take("]") else { return nil }
            return .object(members: members, others: .init(key: key, value: value))
        default: return nil
        }
    }

    /// Types up to the closing angle bracket.
    private mutating func types() -> [DeclaredType]? {
        var types: [DeclaredType] = []
        while !take(">") {
            guard let type = type() else { return nil }
            types.append(type)
            _ = take(",")
        }
        return types
    }

    private mutating func word(while isPart: (Character) -> Bool) -> String {
        let word = rest.prefix(while: isPart)
        rest = rest[word.endIndex...]
        return String(word)
    }

    /// Skips blanks and then `text`, if that is what follows.
    private mutating func take(_ text: String) -> Bool {
        rest = rest.drop { $0 == " " }
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }
}
