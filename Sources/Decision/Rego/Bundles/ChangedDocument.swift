/// A document while it is changed: taken apart along the paths that changes go, and whole elsewhere.
///
/// Values are those of other heaps, whose owners outlive this.
final class ChangedDocument {
    private enum Content {
        case whole(Value)
        case object([String: ChangedDocument])
        case array([ChangedDocument])
    }

    private var content: Content

    init(_ value: Value) { content = .whole(value) }

    /// Makes a change of which `value` is the new value.
    ///
    /// - Returns: what keeps it from being made, in which case documents may be partly changed; nil when it is made.
    func apply(_ change: DataPatch.Change, _ value: Value) -> String? {
        guard let last = change.path.last else {
            guard change.operation != .remove, value.isObject else {
                return "the whole can only give way to another object"
            }
            content = .whole(value)
            return nil
        }
        var place = self
        for name in change.path.dropLast() {
            place.open()
            if let next = place.child(name) {
                place = next
            } else if change.operation == .upsert, case .object(var members) = place.content {
                let next = ChangedDocument(.undefined)
                next.content = .object([:])
                members[name] = next
                place.content = .object(members)
                place = next
            } else {
                return "there is nothing named \(name) on the way"
            }
        }
        place.open()
        return place.set(last, change.operation, value)
    }

    private func open() {
        guard case .whole(let value) = content else { return }
        if value.isObject {
            var members: [String: ChangedDocument] = [:]
            members.reserveCapacity(value.count)
            for (key, inner) in zip(value.keys, value.values) { members[key.string ?? ""] = ChangedDocument(inner) }
            content = .object(members)
        } else if value.isArray {
            content = .array(value.elements.map { ChangedDocument($0) })
        }
    }

    private func child(_ name: String) -> ChangedDocument? {
        switch content {
        case .whole: nil
        case .object(let members): members[name]
        case .array(let elements): Self.index(name, below: elements.count).map { elements[$0] }
        }
    }

    private func set(_ name: String, _ operation: DataPatch.Operation, _ value: Value) -> String? {
        switch content {
        case .whole: return "what should hold it is neither object nor array"
        case .object(var members):
            // Let go first, so that the members are changed in place.
            content = .object([:])
            defer { content = .object(members) }
            if operation != .upsert, members[name] == nil { return "there is nothing of that name" }
            members[name] = operation == .remove ? nil : ChangedDocument(value)
        case .array(var elements):
            content = .array([])
            defer { content = .array(elements) }
            if operation == .upsert {
                guard let index = name == "-" ? elements.count : Self.index(name, below: elements.count + 1) else {
                    return "the array has \(elements.count) elements"
                }
                elements.insert(ChangedDocument(value), at: index)
                return nil
            }
            guard let index = Self.index(name, below: elements.count) else {
                return "the array has \(elements.count) elements"
            }
            if operation == .remove { elements.remove(at: index) } else { elements[index] = ChangedDocument(value) }
        }
        return nil
    }

    /// An index as JSON Pointers write it (RFC 6901 §4): no sign, no zeros in front.
    private static func index(_ name: String, below limit: Int) -> Int? {
        guard !name.isEmpty, name.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), name == "0" || !name.hasPrefix("0"),
            let index = Int(name), index < limit
        else { return nil }
        return index
    }

    /// The document as a value of `heap`; as deep as it may be, which is as deep as this recurs.
    func value(in heap: Heap, depth: Int = 0) throws(BuiltinError) -> Value {
        guard depth <= Heap.depthLimit else { throw .limit(.depth) }
        switch content {
        case .whole(let value): return try heap.copy(value)
        case .object(let members):
            var values: [(key: Value, value: Value)] = []
            for (name, member) in members {
                values.append((key: try heap.string(name), value: try member.value(in: heap, depth: depth + 1)))
            }
            return try heap.object(values)
        case .array(let elements):
            var values: [Value] = []
            for element in elements { values.append(try element.value(in: heap, depth: depth + 1)) }
            return try heap.array(values)
        }
    }
}
