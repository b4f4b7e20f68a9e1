/// What partial evaluation takes for unknown, and how far it goes.
public struct PartialOptions: Sendable {
    /// Paths below `input` and `data` of which nothing is known yet.
    public var unknowns: [Reference]
    /// Rules, or packages of them, that stay rules: they are referred to and not put in place of references.
    public var disabledInlining: [Reference]
    /// Whether all rules that depend on unknown documents stay rules.
    public var isShallow: Bool
    /// Whether built-ins such as `time.now_ns` are evaluated now rather than with the result.
    public var evaluatesNondeterministic: Bool
    /// The package below which the rules of the result are.
    public var namespace: String
    public var limits: PartialLimits

    public init(
        unknowns: [Reference] = [Reference(dotted: "input")], disabledInlining: [Reference] = [],
        isShallow: Bool = false, evaluatesNondeterministic: Bool = false, namespace: String = "partial",
        limits: PartialLimits = PartialLimits()
    ) {
        self.unknowns = unknowns
        self.disabledInlining = disabledInlining
        self.isShallow = isShallow
        self.evaluatesNondeterministic = evaluatesNondeterministic
        self.namespace = namespace
        self.limits = limits
    }
}

/// What a partial evaluation may use.
///
/// Where the number of queries or the size of constants is reached, a part is kept as it is written; the other limits
/// end the evaluation with an error.
public struct PartialLimits: Sendable {
    /// Queries of the result, and bodies of one rule of it.
    public var queries: Int
    /// Scalars and collections in a constant that is written out.
    public var constantSize: Int
    /// Elements of a known collection that are gone through one by one where the key is not known.
    public var elements: Int
    /// Literals looked at.
    public var steps: Int
    /// Bytes of the result's text.
    public var textSize: Int
    /// Of each known part.
    public var evaluation: EvaluationLimits

    public init(
        queries: Int = 256, constantSize: Int = 1000, elements: Int = 64, steps: Int = 200_000,
        textSize: Int = 16 << 20, evaluation: EvaluationLimits = EvaluationLimits()
    ) {
        self.queries = queries
        self.constantSize = constantSize
        self.elements = elements
        self.steps = steps
        self.textSize = textSize
        self.evaluation = evaluation
    }
}

extension Reference {
    /// A path of constants from `input` or `data`: `input.user`, `data.roles["a-b"]`.
    ///
    /// - Throws: `RegoErrors` for other text.
    public init(path text: String) throws(RegoErrors) {
        let body = try Rego.parseQuery(SourceText(name: "", text: text))
        if body.count == 1, case .term(let term) = body[0].kind, !body[0].isNegated, body[0].modifiers.isEmpty {
            let reference = term.reference ?? Reference([term])
            if reference.root == "input" || reference.root == "data", reference.isConstantPath {
                self = reference
                return
            }
        }
        throw RegoErrors([
            RegoError(.parse, "expected a path from input or data, such as input.user or data.roles, found \(text)")
        ])
    }
}
