@testable import Rego

/// Evaluates compiled modules in the most direct way there is, as the measure of what the machine finds.
///
/// It shares the front end, the values and the built-in functions with the product, and nothing else: no plan, no
/// registers, no indices, nothing remembered and nothing evaluated for fewer keys than there are. A body is held by
/// backtracking: each literal hands every one of its solutions to the literals behind it. Collections are searched
/// element by element.
///
/// It may find more errors than the machine, which need not look at what cannot change an outcome, and never fewer.
final class NaiveEvaluator {
    /// What is evaluated and what `with` has put in its place.
    struct World {
        var input: Value
        var data: Value
        /// Nodes of the rule tree whose rules do not count, since a `with` replaced their documents.
        var replacedNodes: Set<Int> = []
        var functions: [String: Replacement] = [:]
    }

    enum Replacement {
        case value(Value)
        /// The function at a node of the rule tree.
        case rules(Int)
        case builtin(Builtin)
    }

    /// The variables that have values, in a world.
    struct Scope {
        var values: [String: Value] = [:]
        var world: World

        func binding(_ name: String, to value: Value) -> Scope {
            var scope = self
            scope.values[name] = value
            return scope
        }
    }

    /// What comes after a solution; it says whether more solutions are wanted. Whoever calls it says the same.
    typealias Next = (Scope) throws -> Bool
    typealias NextValue = (Value, Scope) throws -> Bool

    /// The evaluation takes too long to be of use.
    struct TooMuch: Error {}

    let modules: CompiledModules
    let builtins: [String: Builtin]
    let heap: Heap
    let isStrict: Bool
    var context: BuiltinContext
    /// The outcomes of built-ins that would have another one each time.
    var calls: [String: [(arguments: [Value], outcome: Value)]] = [:]
    private let nodeKeys: [Value]
    private let sources: [SourceText]
    private let query: CompiledQuery
    private var steps: Int

    init(
        _ modules: CompiledModules, query: CompiledQuery, heap: Heap, builtins: [String: Builtin] = Builtins.byName,
        isStrict: Bool = false, nanoseconds: Int64 = 0, steps: Int = 3_000_000
    ) throws {
        self.modules = modules
        self.query = query
        self.heap = heap
        self.builtins = builtins
        self.isStrict = isStrict
        self.steps = steps
        sources = modules.sources + [query.source]
        context = BuiltinContext(heap: heap, nanoseconds: nanoseconds)
        var keys: [Value] = []
        for node in modules.tree.nodes { keys.append(try NaiveEvaluator.constant(node.key, in: heap) ?? .undefined) }
        nodeKeys = keys
    }

    /// The names that solutions give values to.
    var variables: [String] { query.bindings.map(\.name) + query.expressions.compactMap(\.variable) }

    /// All solutions of the query, each with the values of `variables`.
    func solutions(input: Value, data: Value) throws -> [[Value]] {
        let names = query.bindings.map(\.variable) + query.expressions.compactMap(\.variable)
        var solutions: [[Value]] = []
        _ = try hold(query.body[...], Scope(world: World(input: input, data: data))) { scope in
            try evaluate(names.map { Term(.variable($0)) }[...], scope) { values, _ in
                solutions.append(values)
                return true
            }
        }
        return solutions
    }

    func count() throws {
        steps -= 1
        if steps < 0 { throw TooMuch() }
    }

    // MARK: Failures

    func failure(_ code: RegoError.Code, _ message: String, at location: SourceLocation) -> RegoError {
        guard location.row > 0, sources.indices.contains(Int(location.file)) else { return RegoError(code, message) }
        let position = RegoError.Position(
            file: sources[Int(location.file)].name, row: Int(location.row), column: Int(location.column))
        return RegoError(code, message, at: position)
    }

    // MARK: The rule tree

    func rules(at node: Int) -> [CompiledRule] { modules.tree.nodes[node].rules.map { modules.rules[$0] } }

    func isFunction(_ node: Int) -> Bool { rules(at: node).contains { $0.rule.head.arguments != nil } }

    func key(of node: Int) -> Value { nodeKeys[node] }

    func children(of node: Int) -> [(key: Value, node: Int)] {
        modules.tree.nodes[node].children.values.sorted().map { (nodeKeys[$0], $0) }
    }

    func path(of node: Int) -> [Value] {
        node == 0 ? [] : path(of: modules.tree.nodes[node].parent) + [nodeKeys[node]]
    }

    func isReplaced(_ node: Int, in world: World) -> Bool {
        if world.replacedNodes.contains(node) { return true }
        return node != 0 && isReplaced(modules.tree.nodes[node].parent, in: world)
    }
}
