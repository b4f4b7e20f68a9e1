/// Types of documents from JSON Schemas, as far as a type tells: types, properties, items, `anyOf`, `allOf` and
/// references inside the schema. What a schema says of values (lengths, patterns, bounds) is no type.
struct SchemaTypes {
    private let root: Annotation.Value
    /// Definitions that are being read; one that refers to itself is any type there.
    private var open: Set<String> = []

    init(root: Annotation.Value) { self.root = root }

    /// The type that a schema describes, or nil if its parts contradict each other.
    static func type(of schema: Annotation.Value) -> RegoType? {
        var types = SchemaTypes(root: schema)
        return types.type(of: schema, depth: 0)
    }

    private mutating func type(of schema: Annotation.Value, depth: Int) -> RegoType? {
        guard depth < 64, case .object(let members) = schema else { return .any }
        let values = Dictionary(members.map { ($0.key, $0.value) }) { $1 }
        if case .string(let reference)? = values["$ref"] {
            guard let target = resolve(reference), open.insert(reference).inserted else { return .any }
            defer { open.remove(reference) }
            return type(of: target, depth: depth + 1)
        }
        if case .array(let choices)? = values["anyOf"] {
            var union: RegoType?
            let core = members.filter { $0.key != "anyOf" }
            if core.contains(where: { $0.key == "type" }), let own = type(of: .object(core), depth: depth + 1),
                case .object(_, nil) = own
            {
                union = own
            }
            for choice in choices {
                guard let next = type(of: choice, depth: depth + 1) else { return nil }
                union = RegoType.or(next, union)
            }
            return union ?? .any
        }
        if case .array(let parts)? = values["allOf"] {
            var merged: RegoType?
            for part in parts + (members.count > 1 ? [.object(members.filter { $0.key != "allOf" })] : []) {
                guard let next = type(of: part, depth: depth + 1) else { return nil }
                guard let known = merged, !known.isAny else {
                    merged = next
                    continue
                }
                if next.isAny { continue }
                guard let both = Self.both(known, next) else { return nil }
                merged = both
            }
            return merged ?? .any
        }
        let names: [String] =
            switch values["type"] {
            case .string(let name)?: [name]
            case .array(let list)?: list.compactMap { if case .string(let name) = $0 { name } else { nil } }
            default: []
            }
        if let name = names.first(where: { $0 != "null" }) { return type(named: name, values, depth: depth) }
        if values["properties"] != nil { return type(named: "object", values, depth: depth) }
        if values["items"] != nil { return type(named: "array", values, depth: depth) }
        return .any
    }

    private mutating func type(named name: String, _ values: [String: Annotation.Value], depth: Int) -> RegoType? {
        switch name {
        case "boolean": return .boolean
        case "string": return .string
        case "integer", "number": return .number
        case "object":
            guard case .object(let properties)? = values["properties"], !properties.isEmpty else {
                return .object(members: [], others: .init(key: .any, value: .any))
            }
            var members: [RegoType.Member] = []
            for property in properties {
                guard let value = type(of: property.value, depth: depth + 1) else { return nil }
                members.append(.init(key: Term(.string(property.key)), value: value))
            }
            return .object(members, nil)
        case "array":
            switch values["items"] {
            case .object?:
                guard let items = values["items"], let element = type(of: items, depth: depth + 1) else { return nil }
                return .array(leading: [], rest: element)
            case .array(let items)?:
                var leading: [RegoType?] = []
                for item in items {
                    guard let element = type(of: item, depth: depth + 1) else { return nil }
                    leading.append(element)
                }
                return .array(leading: leading, rest: nil)
            default: return .array(leading: [], rest: .any)
            }
        default: return .any
        }
    }

    /// What is of both types: objects with the members of both.
    private static func both(_ one: RegoType, _ other: RegoType) -> RegoType? {
        switch (one, other) {
        case (.object(let left, let leftOthers), .object(let right, let rightOthers)):
            let names = Set(left.map(\.key))
            return .object(left + right.filter { !names.contains($0.key) }, left.isEmpty ? rightOthers : leftOthers)
        default: return RegoType.unifies(one, other) ? one : nil
        }
    }

    /// The part of the schema that a reference of the form `#/definitions/name` names.
    private func resolve(_ reference: String) -> Annotation.Value? {
        guard reference.hasPrefix("#") else { return nil }
        var current = root
        for part in reference.dropFirst().split(separator: "/") {
            let name = part.replacing("~1", with: "/").replacing("~0", with: "~")
            guard case .object(let members) = current, let next = members.first(where: { $0.key == name }) else {
                return nil
            }
            current = next.value
        }
        return current
    }
}

extension RegoType {
    /// This type with another at the end of a path of constant keys.
    func replacing(_ path: ArraySlice<Term>, with type: RegoType) -> RegoType {
        guard let key = path.first else { return type }
        guard case .object(let members, let others) = self else {
            let inner = RegoType.any.replacing(path.dropFirst(), with: type)
            return .object(members: [.init(key: key, value: inner)], others: .init(key: .any, value: .any))
        }
        let known = members.first { $0.key == key }?.value
        let inner = (known ?? .any).replacing(path.dropFirst(), with: type)
        return .object(members.filter { $0.key != key } + [.init(key: key, value: inner)], others)
    }
}
