/// A set of modules after all stages: every name is resolved, every local is unique, every body is in an order in
/// which it can be evaluated from first to last, and types and conflicts are checked.
///
/// The form of compiled bodies, which the planner relies on:
///
/// - A reference begins with `data`, `input`, a local variable, or a composite or comprehension in place. What stands
///   behind the head is a constant, a variable, or a composite of these.
/// - Variables are unique in a rule, over its closures too: no name is declared twice or shadowed. Wildcards are
///   distinct variables whose names begin with `$`.
/// - Calls stand only as literals, with their output, where it is used, as one argument more than the function
///   declares. Arguments are constants, variables or composites of these.
/// - `:=`, `==` and `some` are gone: `x := t` and `x == t` are `eq(x, t)`, `some k, v in xs` is a reference.
/// - Each side of `eq` is a constant, a variable, a reference, a comprehension, or a composite of constants and
///   variables.
/// - A template is a call of `internal.template_string` on an array of strings and set comprehensions.
/// - The domain of `every` is a variable. The value of a `with` is a constant or a variable; or, for a function as
///   the target, a reference to the replacement. Its target is a reference.
/// - A negated literal with several steps is a negated group. Groups and the operands of `and` and `or` are bodies
///   whose variables are their own or bound outside before.
public struct CompiledModules: Sendable {
    /// The sources, in the order of the indices in locations.
    public internal(set) var sources: [SourceText] = []
    /// The modules as parsed, imports and comments included.
    public internal(set) var modules: [Module] = []
    /// All rules of all modules, in the order of modules and of their text.
    public internal(set) var rules: [CompiledRule] = []
    public internal(set) var tree = RuleTree()
    /// The rules in an order in which each comes after those it refers to, as indices into `rules`.
    public internal(set) var evaluationOrder: [Int] = []
    /// As given to the compiler; queries are compiled with the same.
    public let options: CompilerOptions
    /// What the type checker found out about the rules.
    var types = TypeEnvironment()
    /// The compiler's own tables, from which queries are compiled.
    var tables = Tables()

    struct Tables: Sendable {
        var rules: [Rule] = []
        var modules: [Int] = []
        var originals: [[String: String]] = []
        var nodes: [Int] = []
    }

    init(options: CompilerOptions) { self.options = options }
}

/// A rule with its place in the tree.
public struct CompiledRule: Sendable {
    /// The head's reference is the whole path from `data`.
    public var rule: Rule
    /// Index into `CompiledModules.modules`.
    public var module: Int
    /// Index into `RuleTree.nodes`: the node of the constant prefix of the head's reference.
    public var node: Int
    /// The terms of the head's reference behind the constant prefix: the keys of a partial object.
    public var keys: [Term]
    /// The names in the source of the variables that the compiler renamed.
    public var originalNames: [String: String]
    /// Indices, into the rules of the compiled modules, of the rules that this one may need.
    public var dependencies: [Int]
}

/// The rules by path: a node for each constant prefix of a package or a rule.
public struct RuleTree: Sendable {
    public struct Node: Sendable {
        /// The constant that leads here from the parent.
        public var key: Term
        public var parent: Int
        /// Indices into `CompiledModules.rules`, in their order: all of one path, default rules included.
        public var rules: [Int]
        /// By key; a number is known by its value, however it is written.
        public var children: [Term: Int]
        /// The keys of `children` in the order in which they were met.
        public var order: [Term]

        /// The node that a constant leads to.
        func child(_ key: Term) -> Int? { children[key.asKey] }
    }

    /// The first node is `data`.
    public internal(set) var nodes: [Node] = [
        Node(key: Term(.variable("data")), parent: 0, rules: [], children: [:], order: [])
    ]

    init() {}

    /// The node of a path whose terms behind `data` are constants, if there is one.
    public func node(at path: some Sequence<Term>) -> Int? {
        var current = 0
        for term in path.dropFirst() {
            guard let next = nodes[current].child(term) else { return nil }
            current = next
        }
        return current
    }

    /// The node of `path`, made if there is none.
    mutating func insert(_ path: some Sequence<Term>) -> Int {
        var current = 0
        for term in path.dropFirst() {
            if let next = nodes[current].child(term) {
                current = next
            } else {
                let next = nodes.count
                nodes.append(Node(key: term, parent: current, rules: [], children: [:], order: []))
                nodes[current].children[term.asKey] = next
                nodes[current].order.append(term.asKey)
                current = next
            }
        }
        return current
    }
}

extension Term {
    /// The same for all constants that are the same key: `1`, `1.0` and `1e0` are one.
    var asKey: Term {
        guard case .number(let text) = kind else { return self }
        do throws(Decimal.TextError) {
            return Term(.number(try Decimal(text.utf8).text), at: location)
        } catch {
            // No value, and so no key, is that big.
            return self
        }
    }
}

/// A query against compiled modules, in the same form as the body of a rule.
public struct CompiledQuery: Sendable {
    public var source: SourceText
    public var body: Body
    /// The variables that a result binds, by the names the query's author gave them: name in `body` and name written.
    public var bindings: [Binding]
    /// Whether each literal of the query as written stands for one value of the result, in order: its text, place and
    /// the variable in `body` that holds its value.
    public var expressions: [ResultExpression]

    public struct Binding: Sendable, Hashable {
        public var variable: String
        public var name: String
    }

    public struct ResultExpression: Sendable, Hashable {
        public var text: String
        public var location: SourceLocation
        /// Nil when the literal has no value of its own but `true`.
        public var variable: String?
    }
}
