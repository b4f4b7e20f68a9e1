internal import Rego

/// What of an event is not written down: the rules that the policy `data.system.log.mask` yields.
struct DecisionMask {
    enum Operation { case remove, upsert }

    struct Rule {
        var operation: Operation
        /// As it was given, which the event lists.
        var path: String
        var segments: [String]
        var value: Value
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private(set) var rules: [Rule] = []

    /// Reads the rules: paths, or objects with `op`, `path` and `value`.
    init(_ value: Value) throws(Failure) {
        if value.isUndefined { return }
        guard value.isArray || value.isSet else {
            throw Failure(description: "expected a set of rules, found \(value.kind.name)")
        }
        for element in value.elements {
            if let path = element.string {
                rules.append(try Self.rule(.remove, path, .undefined))
                continue
            }
            guard element.isObject, let path = element.member("path").string else {
                throw Failure(description: "expected a path, or an object with op and path")
            }
            switch element.member("op").string {
            case "remove": rules.append(try Self.rule(.remove, path, .undefined))
            case "upsert":
                let new = element.member("value")
                rules.append(try Self.rule(.upsert, path, new.isUndefined ? .null : new))
            default: throw Failure(description: "\(path): expected the op remove or upsert")
            }
        }
    }

    private static func rule(_ operation: Operation, _ path: String, _ value: Value) throws(Failure) -> Rule {
        guard path.hasPrefix("/") else { throw Failure(description: "the path '\(path)' must begin with a slash") }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            .map { PercentText.decoded($0) ?? String($0) }
        guard let first = segments.first, ["input", "result", "nd_builtin_cache"].contains(first) else {
            throw Failure(description: "the path '\(path)' must begin with /input or /result")
        }
        return Rule(operation: operation, path: path, segments: segments, value: value)
    }

    /// The event without what the rules hide; it lists the paths that were erased and masked. A rule whose path the
    /// event does not have changes nothing.
    func applied(to event: Value, in heap: Heap) throws -> Value {
        var event = event
        var erased: [Value] = []
        var masked: [Value] = []
        for rule in rules {
            switch rule.operation {
            case .remove:
                guard let changed = try Self.removing(rule.segments[...], from: event, in: heap) else { continue }
                event = changed
                erased.append(try heap.string(rule.path))
            case .upsert:
                guard event.member(rule.segments[0]).isDefined,
                    let changed = try Self.setting(rule.segments[...], to: rule.value, in: event, heap)
                else { continue }
                event = changed
                masked.append(try heap.string(rule.path))
            }
        }
        var members = Self.members(of: event)
        if !erased.isEmpty { members.append((key: try heap.string("erased"), value: try heap.array(erased))) }
        if !masked.isEmpty { members.append((key: try heap.string("masked"), value: try heap.array(masked))) }
        return try heap.object(members)
    }

    private static func members(of object: Value) -> [(key: Value, value: Value)] {
        zip(object.keys, object.values).map { (key: $0, value: $1) }
    }

    private static func index(_ name: String, below count: Int) -> Int? {
        guard let index = Int(name), index >= 0, index < count else { return nil }
        return index
    }

    /// Recurs as deep as the event is.
    private static func removing(_ path: ArraySlice<String>, from value: Value, in heap: Heap) throws -> Value? {
        guard let name = path.first else { return nil }
        if value.isObject {
            var members = members(of: value)
            guard let place = members.firstIndex(where: { $0.key.string == name }) else { return nil }
            if path.count == 1 {
                members.remove(at: place)
            } else {
                guard let inner = try removing(path.dropFirst(), from: members[place].value, in: heap) else {
                    return nil
                }
                members[place].value = inner
            }
            return try heap.object(members)
        }
        guard value.isArray, let place = index(name, below: value.count) else { return nil }
        var elements = Array(value.elements)
        if path.count == 1 {
            elements.remove(at: place)
        } else {
            guard let inner = try removing(path.dropFirst(), from: elements[place], in: heap) else { return nil }
            elements[place] = inner
        }
        return try heap.array(elements)
    }

    /// Objects are made on the way where nothing is; recurs as deep as the path is long, which the depth of values bounds.
    private static func setting(
        _ path: ArraySlice<String>, to new: Value, in value: Value, _ heap: Heap
    ) throws -> Value? {
        guard let name = path.first else { return new }
        guard path.count < Heap.depthLimit else { return nil }
        if value.isObject {
            var members = members(of: value)
            let place = members.firstIndex { $0.key.string == name }
            let old = try place.map { members[$0].value } ?? heap.object([])
            guard let inner = try setting(path.dropFirst(), to: new, in: old, heap) else { return nil }
            if let place {
                members[place].value = inner
            } else {
                members.append((key: try heap.string(name), value: inner))
            }
            return try heap.object(members)
        }
        guard value.isArray, let place = index(name, below: value.count) else { return nil }
        var elements = Array(value.elements)
        guard let inner = try setting(path.dropFirst(), to: new, in: elements[place], heap) else { return nil }
        elements[place] = inner
        return try heap.array(elements)
    }
}
