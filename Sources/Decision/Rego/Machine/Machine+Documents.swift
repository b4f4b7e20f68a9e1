/// Virtual documents: what rules define, laid over the base documents.
extension Machine {
    /// The base document at the place of a node.
    func base(at node: Int) -> Value {
        var value = data
        for key in program.nodes[node].path { value = value.lookup(key) }
        return value
    }

    /// Base documents are addressed by paths of names, in which a number is its text.
    static func lookupBase(_ collection: Value, _ key: Value) -> Value {
        let found = collection.lookup(key)
        guard found.isUndefined, collection.isObject, key.isNumber else { return found }
        return collection.member(RegoOutput.text(of: key))
    }

    private func isReplaced(_ node: Int) -> Bool {
        guard replacesRules else { return false }
        var current = node
        while true {
            if contexts[context].replacedNodes.contains(current) { return true }
            if current == 0 { return false }
            current = program.nodes[current].parent
        }
    }

    /// The base document that a `with` puts in the place of a group; nil when it replaces another or none.
    func replacedValue(of group: Int) throws(RegoError) -> Value? {
        guard let node = program.groupNodes[group], isReplaced(node) else { return nil }
        return base(at: node)
    }

    /// All that is at and below a node: rules over base documents.
    func nodeValue(_ node: Int) throws(RegoError) -> Value {
        if isReplaced(node) { return base(at: node) }
        switch program.nodes[node].content {
        case .group(let group): return try self.group(group)
        case .function: return .undefined
        case .inner: break
        }
        if let known = nodeMemo[node], known.generation == generation { return known.value }
        let started = generation
        let base = base(at: node)
        var members: [(key: Value, value: Value)] = []
        for (key, child) in program.nodes[node].children {
            let value = try nodeValue(child)
            if value.isDefined { members.append((key, value)) }
        }
        let value: Value
        do throws(BuiltinError) {
            value = try merged(base, try heap.object(members))
        } catch {
            throw limitFailure(error)
        }
        nodeMemo[node] = (started, value)
        return value
    }

    /// Both objects in one; where both have a value that is no object, the base document's stands.
    private func merged(_ base: Value, _ virtual: Value) throws(BuiltinError) -> Value {
        guard base.isObject, virtual.isObject else { return base.isUndefined ? virtual : base }
        if base.count == 0 { return virtual }
        var members: [(key: Value, value: Value)] = []
        for (key, value) in zip(virtual.keys, virtual.values) {
            members.append((key, try merged(base.member(key), value)))
        }
        for (key, value) in zip(base.keys, base.values) where virtual.position(of: key) == nil {
            members.append((key, value))
        }
        return try heap.object(members)
    }

    // MARK: References by keys found at evaluation

    /// The solutions of a reference that leaves the tree at `node`: for each an array of the keys where `keys` has
    /// none, and the value.
    func solutions(of node: Int, _ keys: [Value?]) throws(RegoError) -> Value {
        let mark = collectedCount
        try walk(node, keys[...], [])
        do throws(BuiltinError) {
            let result = try heap.array(collection(since: mark))
            collectedCount = mark
            return result
        } catch {
            throw limitFailure(error)
        }
    }

    private func walk(_ node: Int, _ keys: ArraySlice<Value?>, _ found: [Value]) throws(RegoError) {
        try count()
        let isReplaced = isReplaced(node)
        guard let first = keys.first else {
            let value = try nodeValue(node)
            if value.isDefined { try collectSolution(found, value) }
            return
        }
        if !isReplaced {
            switch program.nodes[node].content {
            case .group(let group): return try walk(value: try self.group(group), keys, found)
            case .function: return
            case .inner: break
            }
        } else {
            return try walk(value: base(at: node), keys, found)
        }
        let children = program.nodes[node].children
        let rest = keys.dropFirst()
        let base = base(at: node)
        if let key = first {
            if let child = children.first(where: { $0.key == key }) { return try walk(child.node, rest, found) }
            return try walk(value: Machine.lookupBase(base, key), rest, found)
        }
        var positions: [(key: Value, node: Int?)] = children.map { ($0.key, $0.node) }
        if base.isObject {
            for key in base.keys where !children.contains(where: { $0.key == key }) { positions.append((key, nil)) }
        }
        positions.sort { $0.key < $1.key }
        for (key, child) in positions {
            if let child {
                try walk(child, rest, found + [key])
            } else {
                try walk(value: base.member(key), rest, found + [key])
            }
        }
    }

    private func walk(value: Value, _ keys: ArraySlice<Value?>, _ found: [Value]) throws(RegoError) {
        guard value.isDefined else { return }
        guard let first = keys.first else { return try collectSolution(found, value) }
        let rest = keys.dropFirst()
        if let key = first { return try walk(value: value.lookup(key), rest, found) }
        try count()
        switch value.kind {
        case .array:
            for (index, element) in value.elements.enumerated() {
                let key = Value(small: Int32(truncatingIfNeeded: index))
                try walk(value: element, rest, found + [key])
            }
        case .set:
            for element in value.elements { try walk(value: element, rest, found + [element]) }
        case .object:
            for (key, member) in zip(value.keys, value.values) { try walk(value: member, rest, found + [key]) }
        default:
            break
        }
    }

    private func collectSolution(_ keys: [Value], _ value: Value) throws(RegoError) {
        do throws(BuiltinError) {
            let solution = try heap.array(keys + [value])
            try collectUnchecked(solution)
        } catch {
            throw limitFailure(error)
        }
    }

    private func collectUnchecked(_ value: Value) throws(BuiltinError) {
        do throws(RegoError) {
            try collect(value)
        } catch {
            throw .limit(.memory)
        }
    }

    // MARK: Extents

    /// Builds the object of an extent from its entries: keys, the value, and `2 × keys`, plus 1 for an element of a set.
    func buildExtent(
        _ parts: UnsafeBufferPointer<Value>, in routine: Int, at instruction: Int
    ) throws(RegoError) -> Value {
        var entries: [ExtentEntry] = []
        var end = parts.count
        while end > 0 {
            let header = parts[end - 1].immediateInteger
            let count = header >> 1
            let start = max(0, end - 2 - count)
            entries.append(
                ExtentEntry(
                    keys: UnsafeBufferPointer(rebasing: parts[start..<start + count]), value: parts[end - 2],
                    isElement: header & 1 == 1))
            end = start
        }
        // A rule may define at the node itself what others define by keys below it.
        return try leaf(entries[...], depth: 0, in: routine, at: instruction)
    }

    struct ExtentEntry {
        var keys: UnsafeBufferPointer<Value>
        var value: Value
        var isElement: Bool
    }

    private func build(
        _ entries: ArraySlice<ExtentEntry>, depth: Int, in routine: Int, at instruction: Int
    ) throws(RegoError) -> Value {
        var sorted = Array(entries)
        sorted.sort { $0.keys[depth] < $1.keys[depth] }
        var members: [(key: Value, value: Value)] = []
        var start = 0
        while start < sorted.count {
            let key = sorted[start].keys[depth]
            var end = start + 1
            while end < sorted.count, sorted[end].keys[depth] == key { end += 1 }
            members.append((key, try leaf(sorted[start..<end], depth: depth + 1, in: routine, at: instruction)))
            start = end
        }
        do throws(BuiltinError) {
            return try heap.object(members)
        } catch {
            throw limitFailure(error)
        }
    }

    /// The value at one place: one value, a set of elements, or an object of what is deeper.
    private func leaf(
        _ entries: ArraySlice<ExtentEntry>, depth: Int, in routine: Int, at instruction: Int
    ) throws(RegoError) -> Value {
        let here = entries.filter { $0.keys.count == depth }
        if here.isEmpty { return try build(entries, depth: depth, in: routine, at: instruction) }
        guard here.count == entries.count, let first = here.first,
            here.allSatisfy({ $0.isElement == first.isElement })
        else { throw failure(.conflict, "object keys must be unique", in: routine, at: instruction) }
        if first.isElement {
            do throws(BuiltinError) {
                return try heap.set(here.map(\.value))
            } catch {
                throw limitFailure(error)
            }
        }
        guard here.allSatisfy({ $0.value == first.value }) else {
            throw failure(.conflict, "object keys must be unique", in: routine, at: instruction)
        }
        return first.value
    }
}
