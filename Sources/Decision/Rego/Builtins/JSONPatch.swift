/// One operation of a JSON Patch (RFC 6902) on a value, which may hold sets too: there the last segment of a path is
/// the element itself.
enum JSONPatch {
    /// - Returns: `nil` when the operation cannot be done, or a test fails.
    static func apply(_ operation: Value, to value: Value, in heap: Heap) throws(BuiltinError) -> Value? {
        guard let name = operation.member("op").string else { throw .message("missing required attribute 'op'") }
        let path = try self.path(operation, "path", in: heap)
        switch name {
        case "add": return try add(try given(operation), at: path[...], in: value, heap)
        case "remove": return try removed(path[...], from: value, heap)?.rest
        case "replace":
            let new = try given(operation)
            if path.isEmpty { return new }
            guard let rest = try removed(path[...], from: value, heap)?.rest else { return nil }
            return try add(new, at: path[...], in: rest, heap)
        case "move":
            let from = try self.path(operation, "from", in: heap)
            guard let (taken, rest) = try removed(from[...], from: value, heap) else { return nil }
            // A whole moved onto a place is a whole put there.
            return try add(taken, at: path[...], in: rest ?? .null, heap)
        case "copy":
            let from = try self.path(operation, "from", in: heap)
            guard let found = found(from, in: value) else { return nil }
            return try add(found, at: path[...], in: value, heap)
        case "test":
            guard let found = found(path, in: value), found == (try given(operation)) else { return nil }
            return value
        default: throw .message("unrecognized op \(GoQuoting.quote(name))")
        }
    }

    private static func given(_ operation: Value) throws(BuiltinError) -> Value {
        let value = operation.member("value")
        guard value.isDefined else { throw .message("missing required attribute 'value'") }
        return value
    }

    private static func path(_ operation: Value, _ name: String, in heap: Heap) throws(BuiltinError) -> [Value] {
        guard let segments = try segments(operation.member(name), in: heap) else {
            throw .message("invalid or missing attribute '\(name)'")
        }
        return segments
    }

    /// The segments of a path: an array as it is, a string cut at its slashes (RFC 6901), of which leading ones say
    /// nothing.
    static func segments(_ path: Value, in heap: Heap) throws(BuiltinError) -> [Value]? {
        if path.isArray { return Array(path.elements) }
        guard let text = path.string else { return nil }
        if text.isEmpty { return [] }
        var segments: [Value] = []
        let trimmed = text.drop { $0 == "/" }
        for part in trimmed.split(separator: "/", omittingEmptySubsequences: false) {
            segments.append(try heap.string(unescaped(part)))
        }
        return segments
    }

    private static func unescaped(_ part: Substring) -> String {
        var result: [UInt8] = []
        var rest = Array(part.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "~"), rest.first == UInt8(ascii: "0") || rest.first == UInt8(ascii: "1") {
                result.append(rest.popFirst() == UInt8(ascii: "0") ? UInt8(ascii: "~") : UInt8(ascii: "/"))
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// - Parameter end: the index that `-` stands for.
    private static func index(_ segment: Value, below limit: Int, end: Int?) -> Int? {
        if segment.isNumber {
            guard let index = segment.integer, index >= 0, index < limit else { return nil }
            return index
        }
        guard segment.isString else { return nil }
        if segment.utf8.elementsEqual("-".utf8) { return end }
        let digits = segment.utf8
        guard !digits.isEmpty, digits.allSatisfy({ 0x30...0x39 ~= $0 }), digits.count == 1 || digits.first != 0x30,
            let index = Int(String(decoding: digits, as: UTF8.self)), index < limit
        else { return nil }
        return index
    }

    private static func child(_ segment: Value, of value: Value) -> Value? {
        switch value.kind {
        case .object, .set:
            let found = value.lookup(segment)
            return found.isDefined ? found : nil
        case .array: return index(segment, below: value.count, end: nil).map { value.elements[$0] }
        default: return nil
        }
    }

    private static func found(_ path: [Value], in value: Value) -> Value? {
        var current = value
        for segment in path {
            guard let next = child(segment, of: current) else { return nil }
            current = next
        }
        return current
    }

    private static func add(
        _ new: Value, at path: ArraySlice<Value>, in value: Value, _ heap: Heap
    ) throws(BuiltinError) -> Value? {
        guard let segment = path.first else { return new }
        if path.count > 1 {
            guard let inner = child(segment, of: value),
                let changed = try add(new, at: path.dropFirst(), in: inner, heap)
            else { return nil }
            return try put(changed, for: segment, in: value, heap)
        }
        switch value.kind {
        case .object:
            return try heap.object(zip(value.keys, value.values).map { ($0, $1) } + [(segment, new)])
        case .array:
            guard let index = index(segment, below: value.count + 1, end: value.count) else { return nil }
            var elements = Array(value.elements)
            elements.insert(new, at: index)
            return try heap.array(elements)
        case .set:
            // The segment must be the element.
            guard segment == new else { return nil }
            return try heap.set(Array(value.elements) + [new])
        default: return nil
        }
    }

    private static func put(
        _ changed: Value, for segment: Value, in value: Value, _ heap: Heap
    ) throws(BuiltinError) -> Value? {
        switch value.kind {
        case .object:
            return try heap.object(zip(value.keys, value.values).map { ($0, $0 == segment ? changed : $1) })
        case .array:
            guard let index = index(segment, below: value.count, end: nil) else { return nil }
            var elements = Array(value.elements)
            elements[index] = changed
            return try heap.array(elements)
        case .set: return try heap.set(value.elements.map { $0 == segment ? changed : $0 })
        default: return nil
        }
    }

    /// - Returns: what was there and what is left, the latter `nil` for the whole.
    private static func removed(
        _ path: ArraySlice<Value>, from value: Value, _ heap: Heap
    ) throws(BuiltinError) -> (taken: Value, rest: Value?)? {
        guard let segment = path.first else { return (value, nil) }
        guard let inner = child(segment, of: value) else { return nil }
        if path.count > 1 {
            guard let (taken, rest) = try removed(path.dropFirst(), from: inner, heap), let rest,
                let whole = try put(rest, for: segment, in: value, heap)
            else { return nil }
            return (taken, whole)
        }
        switch value.kind {
        case .object:
            return (inner, try heap.object(zip(value.keys, value.values).filter { $0.0 != segment }.map { ($0, $1) }))
        case .array:
            guard let index = index(segment, below: value.count, end: nil) else { return nil }
            var elements = Array(value.elements)
            elements.remove(at: index)
            return (inner, try heap.array(elements))
        case .set: return (inner, try heap.set(value.elements.filter { $0 != segment }))
        default: return nil
        }
    }
}
