/// A metadata block: YAML in the comments above a package, rule or import, which begins with `# METADATA`.
public struct Annotation: Sendable, Hashable {
    /// What the block applies to.
    public enum Scope: String, Sendable, Hashable {
        /// The one rule below the block.
        case rule
        /// All rules of the same path in the module.
        case document
        /// The package, in the module of the block.
        case package
        /// The package and those below it.
        case subpackages
    }

    /// A value of the YAML text.
    public indirect enum Value: Sendable, Hashable {
        case null
        case boolean(Bool)
        /// As written.
        case number(String)
        case string(String)
        case array([Value])
        /// Sorted by key.
        case object([Member])

        public struct Member: Sendable, Hashable {
            public var key: String
            public var value: Value

            public init(key: String, value: Value) {
                self.key = key
                self.value = value
            }
        }
    }

    public struct Author: Sendable, Hashable {
        public var name: String
        public var email: String
    }

    public struct RelatedResource: Sendable, Hashable {
        public var reference: String
        public var description: String
    }

    /// `schemas: [{path: schema}]`.
    public struct Schema: Sendable, Hashable {
        public var path: Reference
        /// A reference below `schema`; nil when the schema is written in place.
        public var schema: Reference?
        public var definition: Value?
    }

    public struct CompileOptions: Sendable, Hashable {
        public var unknowns: [Reference]
        public var maskRule: Reference?
    }

    public var scope: Scope
    public var id: String?
    public var title: String?
    public var description: String?
    public var isEntrypoint: Bool
    public var organizations: [String]
    public var authors: [Author]
    public var relatedResources: [RelatedResource]
    public var schemas: [Schema]
    /// Sorted by key.
    public var labels: [Value.Member]
    public var compile: CompileOptions?
    /// Sorted by key; nil when the block has no such member.
    public var custom: [Value.Member]?
    /// Of the line `# METADATA`.
    public var location: SourceLocation
    /// Row of the last line of the block.
    public var lastRow: Int32
    /// The path of the rule or package that the block stands above, from `data`.
    public var target: Reference?
}
