/// Plans what a query needs of a set of compiled modules.
///
/// Each query has a program of its own: which calls may be replaced depends on the `with` modifiers of the query too,
/// and rules that it cannot reach need no routine.
final class ProgramPlanner {
    struct Function {
        var arity: Int
        var isRelation: Bool
        var original: Mockable.Original
    }

    /// A group of rules: those of a node, or of an extent those that can yield keys with this prefix.
    private struct GroupKey: Hashable {
        var node: Int
        var keys: [Value]
    }

    let modules: CompiledModules
    let heap: Heap
    private let strings = StringTable()
    private let builtins: [String: Builtin]
    private var builtinPlaces: [String: Int] = [:]
    private(set) var usedBuiltins: [Builtin] = []
    private var groups: [GroupKey: Int] = [:]
    private var pending: [(index: Int, node: Int, keys: [Value])] = []
    private var routines: [Routine?] = []
    private var mocked: Set<String> = []
    private var nodeKeys: [Value] = []
    private var children: [[Value: Int]] = []
    private var contents: [Content] = []
    private var error: RegoError?
    /// Sources, the query's included.
    private var sources: [SourceText]

    private var keyedGroups: [Int: Int] = [:]
    /// By routine that takes a key, the one that yields all.
    private var wholeGroups: [Int: Int] = [:]
    private var sites = 0

    func newSite() -> Int {
        sites += 1
        return sites - 1
    }

    enum Content { case inner, group, function }

    let observation: Observation
    private(set) var marks: [Mark] = []
    private(set) var bodies: [PlannedBody] = []

    init(
        _ modules: CompiledModules, heap: Heap, builtins: [String: Builtin], observation: Observation = .none
    ) {
        self.observation = observation
        self.modules = modules
        self.heap = heap
        self.builtins = builtins
        sources = modules.sources
        for node in modules.tree.nodes {
            nodeKeys.append(constant(node.key) ?? .undefined)
            var places: [Value: Int] = [:]
            for (key, child) in node.children { if let key = constant(key) { places[key] = child } }
            children.append(places)
            if node.rules.isEmpty {
                contents.append(.inner)
            } else if node.rules.contains(where: { modules.rules[$0].rule.head.arguments != nil }) {
                contents.append(.function)
            } else {
                contents.append(.group)
            }
        }
        for rule in modules.rules {
            noteMocks(in: rule.rule.body)
            for alternative in rule.rule.alternatives { noteMocks(in: alternative.body) }
            if let value = rule.rule.head.value { noteMocks(in: value) }
            if let key = rule.rule.head.key { noteMocks(in: key) }
        }
    }

    /// Plans a query; its routine yields the array of its solutions, each an array of the values of `variables`.
    func plan(query: CompiledQuery, variables: [String]) throws(RegoError) -> (program: Program, query: Int) {
        sources.append(query.source)
        noteMocks(in: query.body)
        let index = routines.count
        routines.append(nil)
        var planner = RoutinePlanner(name: "query", planner: self)
        planner.planQuery(query, variables)
        routines[index] = finish(&planner)
        while let next = pending.popLast() {
            let isKeyed = wholeGroups[next.index] != nil
            var planner = routinePlanner(of: next.node, arity: isKeyed ? 1 : nil)
            planner.planGroup(node: next.node, keys: next.keys, isKeyed: isKeyed)
            routines[next.index] = finish(&planner)
        }
        if let error { throw error }
        var groupNodes = [Int?](repeating: nil, count: routines.count)
        for (key, index) in groups { groupNodes[index] = key.node }
        let program = Program(
            heap: FrozenHeap(heap), nodes: programNodes(), routines: routines.compactMap { $0 }, groupNodes: groupNodes,
            builtins: usedBuiltins, sources: sources, sites: sites,
            wholeGroups: wholeGroups, marks: marks, bodies: bodies, isObserved: observation != .none)
        return (program, index)
    }

    private func finish(_ planner: inout RoutinePlanner) -> Routine {
        if error == nil { error = planner.planError }
        return planner.finish()
    }

    private func routinePlanner(of node: Int, arity given: Int?) -> RoutinePlanner {
        let name = path(of: node).map { $0.string ?? RegoOutput.text(of: $0) }.joined(separator: ".")
        let arity = modules.tree.nodes[node].rules.lazy.compactMap { self.modules.rules[$0].rule.head.arguments?.count }
            .first
        return RoutinePlanner(name: "data." + name, planner: self, arity: given ?? arity ?? 0)
    }

    private func programNodes() -> [Program.Node] {
        modules.tree.nodes.indices.map { index in
            let node = modules.tree.nodes[index]
            let content: Program.Content =
                switch contents[index] {
                case .inner: .inner
                case .group: groups[GroupKey(node: index, keys: [])].map { .group($0) } ?? .inner
                case .function: groups[GroupKey(node: index, keys: [])].map { .function($0) } ?? .function(-1)
                }
            return Program.Node(
                key: nodeKeys[index], parent: node.parent,
                children: children[index].sorted { $0.key < $1.key }.map { (key: $0.key, node: $0.value) },
                content: content, path: path(of: index))
        }
    }

    // MARK: Marks

    func addMark(_ mark: Mark) -> Int {
        marks.append(mark)
        return marks.count - 1
    }

    func addBody(_ body: PlannedBody) -> Int {
        bodies.append(body)
        let place = bodies.count - 1
        if let (outer, step) = body.parent { bodies[outer].steps[step].inner.append(place) }
        return place
    }

    func addStep(_ expression: Expression, to body: Int) {
        bodies[body].steps.append(PlannedBody.Step(expression: expression))
    }

    func addCall(_ routine: Int, to body: Int, step: Int) { bodies[body].steps[step].calls.append(routine) }

    // MARK: The rule tree

    func content(of node: Int) -> Content { contents[node] }

    func child(of node: Int, _ key: Value) -> Int? { children[node][key] }

    func children(of node: Int) -> [(key: Value, node: Int)] {
        children[node].sorted { $0.key < $1.key }.map { (key: $0.key, node: $0.value) }
    }

    func path(of node: Int) -> [Value] {
        var path: [Value] = []
        var current = node
        while current != 0 {
            path.append(nodeKeys[current])
            current = modules.tree.nodes[current].parent
        }
        return path.reversed()
    }

    /// Sees to it that all that is below a node is planned, since its keys are known only at evaluation.
    func needAll(below node: Int) {
        switch contents[node] {
        case .group: _ = group(of: node, keys: [])
        case .function: break
        case .inner: for (_, child) in children(of: node) { needAll(below: child) }
        }
    }

    /// The routine of the rules at a node that can yield keys with this prefix.
    func group(of node: Int, keys: [Value]) -> Int {
        let relevant = isExtent(node) ? keys : []
        let key = GroupKey(node: node, keys: relevant)
        if let known = groups[key] { return known }
        let index = routines.count
        groups[key] = index
        routines.append(nil)
        pending.append((index, node, relevant))
        return index
    }

    /// The routine that takes a key and yields what the rules at a node have for it.
    func keyedGroup(of node: Int) -> Int {
        if let known = keyedGroups[node] { return known }
        let whole = group(of: node, keys: [])
        let index = routines.count
        keyedGroups[node] = index
        wholeGroups[index] = whole
        routines.append(nil)
        pending.append((index, node, []))
        return index
    }

    /// Whether some rule at the node has keys that are found by evaluation.
    func isExtent(_ node: Int) -> Bool {
        modules.tree.nodes[node].rules.contains { !modules.rules[$0].keys.isEmpty }
    }

    func rules(at node: Int) -> [Rule] { modules.tree.nodes[node].rules.map { modules.rules[$0].rule } }

    func compiledRules(at node: Int) -> [CompiledRule] { modules.tree.nodes[node].rules.map { modules.rules[$0] } }

    // MARK: Functions

    func function(named reference: Reference) -> Function? {
        if reference.root == "data" {
            guard let node = modules.tree.node(at: reference.terms), contents[node] == .function else { return nil }
            let arity = rules(at: node).lazy.compactMap { $0.head.arguments?.count }.first ?? 0
            return Function(arity: arity, isRelation: false, original: .group(group(of: node, keys: [])))
        }
        let name = reference.dotted
        guard let builtin = builtins[name] else { return nil }
        return Function(
            arity: builtin.declaration.arity, isRelation: builtin.declaration.isRelation,
            original: .builtin(place(of: builtin)))
    }

    func place(of builtin: Builtin) -> Int {
        if let place = builtinPlaces[builtin.name] { return place }
        builtinPlaces[builtin.name] = usedBuiltins.count
        usedBuiltins.append(builtin)
        return usedBuiltins.count - 1
    }

    func isMocked(_ name: String) -> Bool { mocked.contains(name) }

    /// What a `with` replaces.
    func target(of term: Term) -> Modifier.Target? {
        let reference = term.reference ?? Reference([term])
        guard let root = reference.root else { return nil }
        if root == "input" || root == "data" {
            var path: [Value] = []
            for term in reference.terms.dropFirst() {
                guard let key = constant(term) else { return nil }
                path.append(key)
            }
            if root == "input" { return .input(path) }
            let node = modules.tree.node(at: reference.terms)
            if let node, contents[node] == .function { return .function(reference.dotted) }
            return .data(path, node: node)
        }
        return .function(reference.dotted)
    }

    /// The function that replaces another, when the value of a `with` is one.
    func function(of term: Term) -> Modifier.Replacement? {
        let reference: Reference
        switch term.kind {
        case .reference(let inner): reference = inner
        case .variable(let name) where builtins[name] != nil: reference = Reference([term])
        default: return nil
        }
        guard reference.isConstantPath, let function = function(named: reference) else { return nil }
        switch function.original {
        case .group(let group): return .group(group)
        case .builtin(let builtin): return .builtin(builtin)
        }
    }

    private func noteMocks(in body: Body) {
        for expression in body {
            for modifier in expression.modifiers {
                if case .function(let name) = target(of: modifier.target) { mocked.insert(name) }
                noteMocks(in: modifier.value)
            }
            switch expression.kind {
            case .term(let term): noteMocks(in: term)
            case .call(let call): for argument in call.arguments { noteMocks(in: argument) }
            case .every(let every):
                noteMocks(in: every.domain)
                noteMocks(in: every.body)
            case .group(let body): noteMocks(in: body)
            case .and(let first, let second), .or(let first, let second):
                noteMocks(in: first)
                noteMocks(in: second)
            case .some: break
            }
        }
    }

    private func noteMocks(in term: Term) {
        switch term.kind {
        case .array(let elements), .set(let elements): for element in elements { noteMocks(in: element) }
        case .object(let members):
            for member in members {
                noteMocks(in: member.key)
                noteMocks(in: member.value)
            }
        case .reference(let reference): for term in reference.terms { noteMocks(in: term) }
        case .call(let call): for argument in call.arguments { noteMocks(in: argument) }
        case .arrayComprehension(let head, let body), .setComprehension(let head, let body):
            noteMocks(in: head)
            noteMocks(in: body)
        case .objectComprehension(let key, let value, let body):
            noteMocks(in: key)
            noteMocks(in: value)
            noteMocks(in: body)
        case .null, .boolean, .number, .string, .variable, .template: break
        }
    }

    // MARK: Terms

    /// The value of a term that is constant.
    func constant(_ term: Term) -> Value? {
        do throws(BuiltinError) {
            return try value(of: term)
        } catch {
            if self.error == nil {
                self.error = RegoError(.internalError, "a constant does not fit: \(error)", at: position(term.location))
            }
            return .undefined
        }
    }

    private func value(of term: Term) throws(BuiltinError) -> Value? {
        switch term.kind {
        case .null: return .null
        case .boolean(let boolean): return Value(boolean)
        case .number(let text):
            do throws(Decimal.TextError) {
                return try heap.number(text: text.utf8)
            } catch {
                throw .message("number too big")
            }
        case .string(let text):
            let bytes = Array(text.utf8)
            return try bytes.withUnsafeBufferPointer { bytes throws(BuiltinError) in
                try strings.string(bytes, in: heap)
            }
        case .array(let elements):
            return try values(of: elements).map { values throws(BuiltinError) in try heap.array(values) }
        case .set(let elements):
            return try values(of: elements).map { values throws(BuiltinError) in try heap.set(values) }
        case .object(let members):
            guard let keys = try values(of: members.map(\.key)), let values = try values(of: members.map(\.value))
            else { return nil }
            return try heap.object(zip(keys, values).map { (key: $0, value: $1) })
        case .variable, .reference, .call, .arrayComprehension, .setComprehension, .objectComprehension, .template:
            return nil
        }
    }

    private func values(of terms: [Term]) throws(BuiltinError) -> [Value]? {
        var values: [Value] = []
        for term in terms {
            guard let value = try value(of: term) else { return nil }
            values.append(value)
        }
        return values
    }

    func position(_ location: SourceLocation) -> RegoError.Position? {
        guard location.row > 0,
            let source = sources.indices.contains(Int(location.file)) ? sources[Int(location.file)] : nil
        else { return nil }
        return RegoError.Position(file: source.name, row: Int(location.row), column: Int(location.column))
    }

    /// The variables of a term, those of comprehensions in it included.
    func variables(of term: Term, into names: inout Set<String>) {
        switch term.kind {
        case .variable(let name): names.insert(name)
        case .array(let elements), .set(let elements): for element in elements { variables(of: element, into: &names) }
        case .object(let members):
            for member in members {
                variables(of: member.key, into: &names)
                variables(of: member.value, into: &names)
            }
        case .reference(let reference): for term in reference.terms { variables(of: term, into: &names) }
        case .call(let call): for argument in call.arguments { variables(of: argument, into: &names) }
        case .arrayComprehension(let head, let body), .setComprehension(let head, let body):
            variables(of: head, into: &names)
            variables(of: body, into: &names)
        case .objectComprehension(let key, let value, let body):
            variables(of: key, into: &names)
            variables(of: value, into: &names)
            variables(of: body, into: &names)
        case .null, .boolean, .number, .string, .template: break
        }
    }

    func variables(of body: Body, into names: inout Set<String>) {
        for expression in body {
            for modifier in expression.modifiers { variables(of: modifier.value, into: &names) }
            switch expression.kind {
            case .term(let term): variables(of: term, into: &names)
            case .call(let call): for argument in call.arguments { variables(of: argument, into: &names) }
            case .every(let every):
                variables(of: every.domain, into: &names)
                variables(of: every.value, into: &names)
                if let key = every.key { variables(of: key, into: &names) }
                variables(of: every.body, into: &names)
            case .group(let body): variables(of: body, into: &names)
            case .and(let first, let second), .or(let first, let second):
                variables(of: first, into: &names)
                variables(of: second, into: &names)
            case .some: break
            }
        }
    }
}

extension RegoError.Code {
    public static let internalError = RegoError.Code(rawValue: "eval_internal_error")
    public static let conflict = RegoError.Code(rawValue: "eval_conflict_error")
    public static let builtin = RegoError.Code(rawValue: "eval_builtin_error")
    public static let operandType = RegoError.Code(rawValue: "eval_type_error")
    public static let cancelled = RegoError.Code(rawValue: "eval_cancel_error")
    public static let withMerge = RegoError.Code(rawValue: "eval_with_merge_error")
}
