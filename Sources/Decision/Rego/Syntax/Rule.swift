/// A rule of a module: a head, a body, and the `else` branches that are tried in order when the body fails.
public struct Rule: Sendable {
    public var isDefault: Bool
    public var head: Head
    /// `true` as the only literal when none is written.
    public var body: Body
    /// Empty for partial rules.
    public var alternatives: [Alternative]
    /// The annotations directly above the rule.
    public var annotations: [Annotation]
    public var location: SourceLocation
    /// No body is written.
    public var hasGeneratedBody: Bool

    public init(
        isDefault: Bool = false, head: Head, body: Body, alternatives: [Alternative] = [],
        annotations: [Annotation] = [], at location: SourceLocation, hasGeneratedBody: Bool = false
    ) {
        self.isDefault = isDefault
        self.head = head
        self.body = body
        self.alternatives = alternatives
        self.annotations = annotations
        self.location = location
        self.hasGeneratedBody = hasGeneratedBody
    }

    /// `else := value if body`. It shares the arguments of its rule.
    public struct Alternative: Sendable {
        public var value: Term
        public var body: Body
        public var isAssigned: Bool
        public var hasIf: Bool
        /// No value is written; it is `true`.
        public var hasGeneratedValue: Bool
        public var hasGeneratedBody: Bool
        public var location: SourceLocation

        public init(
            value: Term, body: Body, isAssigned: Bool, hasIf: Bool, hasGeneratedValue: Bool, hasGeneratedBody: Bool,
            at location: SourceLocation
        ) {
            self.value = value
            self.body = body
            self.isAssigned = isAssigned
            self.hasIf = hasIf
            self.hasGeneratedValue = hasGeneratedValue
            self.hasGeneratedBody = hasGeneratedBody
            self.location = location
        }
    }
}

/// What a rule defines.
///
/// | written | reference | arguments | key | value |
/// |---|---|---|---|---|
/// | `p := v` | `p` | nil | nil | `v` |
/// | `p[x] := v`, `p.a[x].b := v` | whole path | nil | nil | `v` |
/// | `p.a contains x` | `p.a` | nil | `x` | nil |
/// | `f(x, y) := v` | `f` | `x`, `y` | nil | `v` |
public struct Head: Sendable {
    public enum Kind: Sendable, Hashable {
        case complete
        case partialSet
        /// Some term of the reference, after the first, is no constant.
        case partialObject
        case function
    }

    /// The name and path as written, relative to the package: the first term is a variable. After compilation: the
    /// full path from `data`.
    public var reference: Reference
    /// Nil for rules that are no functions.
    public var arguments: [Term]?
    /// The element of a partial set.
    public var key: Term?
    /// Nil for partial sets only.
    public var value: Term?
    /// Written `:=` rather than `=`.
    public var isAssigned: Bool
    public var hasContains: Bool
    public var hasIf: Bool
    /// No value is written; it is `true`.
    public var hasGeneratedValue: Bool
    public var location: SourceLocation

    public init(
        reference: Reference, arguments: [Term]? = nil, key: Term? = nil, value: Term? = nil, isAssigned: Bool = false,
        hasContains: Bool = false, hasIf: Bool = false, hasGeneratedValue: Bool = false, at location: SourceLocation
    ) {
        self.reference = reference
        self.arguments = arguments
        self.key = key
        self.value = value
        self.isAssigned = isAssigned
        self.hasContains = hasContains
        self.hasIf = hasIf
        self.hasGeneratedValue = hasGeneratedValue
        self.location = location
    }

    public var kind: Kind {
        if arguments != nil { return .function }
        if key != nil { return .partialSet }
        return reference.isConstantPath ? .complete : .partialObject
    }
}
