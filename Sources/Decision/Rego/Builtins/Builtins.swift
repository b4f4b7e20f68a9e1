/// A built-in function: what it takes and gives, and what it does.
package struct Builtin: Sendable {
    package let declaration: BuiltinDeclaration
    /// `nil` for what the compiler or the machine does itself: unification and assignment, printing, tracing, the
    /// metadata of rules, and reading modules.
    package let function: BuiltinFunction?

    package var name: String { declaration.name }
}

/// All built-in functions. Each group is a table of small pure functions in a file of its own.
package enum Builtins {
    package static let all: [Builtin] = {
        let functions = Self.functions
        return BuiltinDeclaration.all.map { Builtin(declaration: $0, function: functions[$0.name]) }
    }()

    package static let byName: [String: Builtin] = Dictionary(
        all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    typealias Table = [String: BuiltinFunction]

    private static let functions: Table = {
        var functions: Table = [:]
        for table in [
            ArithmeticBuiltins.table, ComparisonBuiltins.table, AggregateBuiltins.table, SetBuiltins.table,
            TypeBuiltins.table, ArrayBuiltins.table, ObjectBuiltins.table, StringBuiltins.table, BitBuiltins.table,
            UnitBuiltins.table, EncodingBuiltins.table, URLBuiltins.table, TimeBuiltins.table, RegexBuiltins.table,
            GlobBuiltins.table, GraphBuiltins.table, NetworkBuiltins.table, SemverBuiltins.table, UUIDBuiltins.table,
            JSONBuiltins.table, HashBuiltins.table, RandomBuiltins.table,
            YAMLBuiltins.table, TokenBuiltins.table, GraphQLBuiltins.table, CertificateBuiltins.table,
            AWSBuiltins.table,
            RuntimeBuiltins.table, TemplateBuiltins.table, SchemaBuiltins.table, LanguageBuiltins.table,
        ] {
            functions.merge(table) { first, _ in first }
        }
        return functions
    }()
}
