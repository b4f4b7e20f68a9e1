/// A built-in function: what it takes and gives, and what it does.
package struct Builtin: Sendable {
    package let declaration: BuiltinDeclaration
    package let function: BuiltinFunction?

    package var name: String { declaration.name }
}

/// All built-in functions.
package enum Builtins {
    package static let all: [Builtin] = BuiltinDeclaration.all.map { Builtin(declaration: $0, function: nil) }

    package static let byName: [String: Builtin] = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
