/// Which rules may need which, as indices.
struct RuleGraph {
    private(set) var edges: [[Int]]

    init(rules: [Rule], tree: RuleTree) {
        edges = []
        edges.reserveCapacity(rules.count)
        for rule in rules {
            var collector = RuleReferences(tree: tree)
            collector.visit(rule)
            edges.append(collector.found.sorted())
        }
    }

    /// The strongly connected parts, each after those it leads to.
    func components() -> [[Int]] {
        let count = edges.count
        var order = [Int](repeating: -1, count: count)
        var low = [Int](repeating: 0, count: count)
        var isOnStack = [Bool](repeating: false, count: count)
        var stack: [Int] = []
        var components: [[Int]] = []
        var counter = 0
        // Tarjan's algorithm without recursion: rules can form chains of any length.
        for root in 0..<count where order[root] < 0 {
            var work: [(node: Int, edge: Int)] = [(root, 0)]
            while let (node, edge) = work.last {
                if edge == 0 {
                    order[node] = counter
                    low[node] = counter
                    counter += 1
                    stack.append(node)
                    isOnStack[node] = true
                }
                var next: Int?
                var position = edge
                while position < edges[node].count {
                    let target = edges[node][position]
                    position += 1
                    if order[target] < 0 {
                        next = target
                        break
                    }
                    if isOnStack[target] { low[node] = min(low[node], order[target]) }
                }
                work[work.count - 1].edge = max(position, 1)
                if let next {
                    work.append((next, 0))
                    continue
                }
                work.removeLast()
                if let parent = work.last?.node { low[parent] = min(low[parent], low[node]) }
                if low[node] == order[node] {
                    var component: [Int] = []
                    while let top = stack.popLast() {
                        isOnStack[top] = false
                        component.append(top)
                        if top == node { break }
                    }
                    components.append(component.sorted())
                }
            }
        }
        return components
    }

    /// A shortest way from a rule back to itself.
    func cycle(through start: Int, within component: Set<Int>) -> [Int]? {
        var previous: [Int: Int] = [:]
        var queue = [start]
        var head = 0
        while head < queue.count {
            let node = queue[head]
            head += 1
            for target in edges[node] where component.contains(target) {
                if target == start {
                    var path = [start]
                    var current = node
                    while current != start {
                        path.append(current)
                        guard let before = previous[current] else { break }
                        current = before
                    }
                    path.append(start)
                    return path.reversed()
                }
                if previous[target] == nil, target != start {
                    previous[target] = node
                    queue.append(target)
                }
            }
        }
        return nil
    }
}

/// The rules that the references of a rule may lead to.
private struct RuleReferences: NodeVisitor {
    let tree: RuleTree
    var found: Set<Int> = []

    mutating func visitFunction(_ function: Reference, at location: SourceLocation) { follow(function) }

    mutating func visit(_ term: Term) {
        if case .reference(let reference) = term.kind { follow(reference) }
        descend(into: term)
    }

    private mutating func follow(_ reference: Reference) {
        guard reference.root == "data" else { return }
        walk(0, reference.terms[...].dropFirst())
    }

    private mutating func walk(_ node: Int, _ rest: ArraySlice<Term>) {
        guard let term = rest.first else { return collect(node) }
        if term.isScalar {
            guard let child = tree.nodes[node].child(term) else { return }
            found.formUnion(tree.nodes[child].rules)
            walk(child, rest.dropFirst())
        } else {
            for child in tree.nodes[node].children.values {
                found.formUnion(tree.nodes[child].rules)
                walk(child, rest.dropFirst())
            }
        }
    }

    private mutating func collect(_ node: Int) {
        found.formUnion(tree.nodes[node].rules)
        for child in tree.nodes[node].children.values { collect(child) }
    }
}
