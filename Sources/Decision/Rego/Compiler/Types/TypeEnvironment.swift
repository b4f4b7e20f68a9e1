/// The types of rules by path.
struct TypeEnvironment: Sendable {
    struct Node: Sendable {
        var value: RegoType?
        var children: [Term: Int] = [:]
    }

    private(set) var nodes = [Node()]
    /// The type of `input`, if a schema tells it.
    var input: RegoType?

    func child(_ node: Int, _ key: Term) -> Int? { nodes[node].children[key.asKey] }

    private mutating func makeChild(_ node: Int, _ key: Term) -> Int {
        if let found = child(node, key) { return found }
        nodes.append(Node())
        nodes[node].children[key.asKey] = nodes.count - 1
        return nodes.count - 1
    }

    /// Sets the type of a path, whatever it was.
    mutating func put(_ path: some Sequence<Term>, _ type: RegoType) {
        var current = 0
        for term in path { current = makeChild(current, term) }
        nodes[current].value = type
    }

    /// Merges a type into what is known of a path, and into the objects on the way.
    mutating func insert(_ path: [Term], _ type: RegoType) {
        var current = 0
        for (index, term) in path.enumerated() {
            current = makeChild(current, term)
            if index + 1 < path.count, case .object? = nodes[current].value {
                nodes[current].value = Self.insert(nodes[current].value, path[(index + 1)...], type)
            }
        }
        nodes[current].value = RegoType.merged(nodes[current].value, type)
        if case .object = type {
            for (rest, leaf) in leaves(below: current, []) {
                nodes[current].value = Self.insert(nodes[current].value, rest[...], leaf)
            }
        }
    }

    private func leaves(below node: Int, _ path: [Term]) -> [([Term], RegoType)] {
        var found: [([Term], RegoType)] = []
        for (key, child) in nodes[node].children.sorted(by: { TermOrder.isLess($0.key, $1.key) }) {
            if let value = nodes[child].value {
                found.append((path + [key], value))
            } else {
                found += leaves(below: child, path + [key])
            }
        }
        return found
    }

    /// An object type in which a path may lead to `type`.
    private static func insert(_ object: RegoType?, _ path: ArraySlice<Term>, _ type: RegoType) -> RegoType? {
        guard let first = path.first, case .object(let members, let others)? = object else { return object }
        let key = RegoType.of(constant: first)
        let value = path.count == 1 ? type : insert(.object(members: [], others: nil), path.dropFirst(), type)
        return .object(
            members: members,
            others: .init(
                key: RegoType.or(others.flatMap { $0.key }, key), value: RegoType.or(others.flatMap { $0.value }, value)
            ))
    }

    /// The type of all that is at or below a node.
    func extent(_ node: Int) -> RegoType? {
        if let value = nodes[node].value { return value }
        var members: [RegoType.Member] = []
        for (key, child) in nodes[node].children {
            switch key.kind {
            case .string, .number, .boolean: members.append(.init(key: key, value: extent(child)))
            default: break
            }
        }
        return .object(members, .init(key: .string, value: .any))
    }
}
