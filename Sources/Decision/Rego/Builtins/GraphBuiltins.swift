/// Graphs as objects from a node to an array or set of the nodes it leads to; and walking of any value.
enum GraphBuiltins {
    static let table: Builtins.Table = [
        "graph.reachable": reachable, "graph.reachable_paths": reachablePaths, "walk": walk,
    ]

    private static func neighbours(_ graph: Value, _ node: Value) -> UnsafeBufferPointer<Value> {
        graph.member(node).elements
    }

    /// All nodes of the graph that the first ones lead to, themselves included.
    static func reachable(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let graph = try operands.require(.object, at: 0)
        var pending = Array(try operands.elements(1))
        var seen: Set<Value> = []
        while let node = pending.popLast() {
            guard graph.member(node).isDefined, seen.insert(node).inserted else { continue }
            pending.append(contentsOf: neighbours(graph, node))
        }
        return try context.heap.set(Array(seen))
    }

    /// All paths without repeated nodes that end where none goes on.
    static func reachablePaths(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let graph = try operands.require(.object, at: 0)
        var paths: [Value] = []
        for root in try operands.elements(1) where graph.member(root).isDefined {
            // Depth first: the path so far, and the next neighbour to try at each of its nodes.
            var path = [root]
            var onPath: Set<Value> = [root]
            var next = [0]
            if neighbours(graph, root).isEmpty { paths.append(try context.heap.array(path)) }
            while let node = path.last, let position = next.last {
                let neighbours = neighbours(graph, node)
                guard position < neighbours.count else {
                    onPath.remove(node)
                    path.removeLast()
                    next.removeLast()
                    continue
                }
                next[next.count - 1] += 1
                let neighbour = neighbours[position]
                if onPath.contains(neighbour) || graph.member(neighbour).isUndefined {
                    paths.append(try context.heap.array(path))
                    continue
                }
                path.append(neighbour)
                onPath.insert(neighbour)
                next.append(0)
                if self.neighbours(graph, neighbour).isEmpty { paths.append(try context.heap.array(path)) }
            }
        }
        return try context.heap.set(paths)
    }

    /// All pairs of path and value in a value, itself first: the outputs of the relation, one by one.
    static func walk(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        var pairs: [Value] = []
        try walk(operands[0], [], context.heap, &pairs)
        return try context.heap.array(pairs)
    }

    /// The depth is that of values, which is bounded.
    private static func walk(
        _ value: Value, _ path: [Value], _ heap: Heap, _ pairs: inout [Value]
    ) throws(BuiltinError) {
        pairs.append(try heap.array([try heap.array(path), value]))
        switch value.kind {
        case .array:
            for (index, element) in value.elements.enumerated() {
                try walk(element, path + [try heap.number(index)], heap, &pairs)
            }
        case .object:
            for (key, member) in zip(value.keys, value.values) { try walk(member, path + [key], heap, &pairs) }
        case .set:
            for element in value.elements { try walk(element, path + [element], heap, &pairs) }
        default: break
        }
    }
}
