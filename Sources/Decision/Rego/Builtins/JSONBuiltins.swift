/// JSON text, and paths into values.
enum JSONBuiltins {
    static let table: Builtins.Table = [
        "json.marshal": { context, operands throws(BuiltinError) in
            try context.heap.string(JSONOutput.text(of: operands[0], escapingHTML: true))
        },
        "json.marshal_with_options": marshal, "json.unmarshal": unmarshal, "json.is_valid": isValid,
        "json.filter": filter, "json.remove": remove, "json.patch": patch,
    ]

    // MARK: Text

    /// Indented when asked for, or when prefix or indentation are given and nothing else is said.
    static func marshal(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let options = try operands.require(.object, at: 1)
        var (prefix, indent, isPretty, isSaid) = ("", "\t", false, false)
        for (key, value) in zip(options.keys, options.values) {
            switch key.string {
            case "prefix":
                guard let text = value.string else { throw .operand(2, "key \"prefix\" failed cast to string") }
                prefix = text
                if !isSaid { isPretty = true }
            case "indent":
                guard let text = value.string else { throw .operand(2, "key \"indent\" failed cast to string") }
                indent = text
                if !isSaid { isPretty = true }
            case "pretty":
                guard let boolean = value.boolean else { throw .operand(2, "key \"pretty\" failed cast to bool") }
                isPretty = boolean
                isSaid = true
            default:
                let name = key.string ?? RegoOutput.text(of: key)
                throw .operand(2, "object contained unknown key \(GoQuoting.quote(name))")
            }
        }
        guard isPretty else { return try context.heap.string(JSONOutput.text(of: operands[0], escapingHTML: true)) }
        var lines = Array(prefix.utf8)
        try indented(operands[0], "\n" + prefix, indent, &lines, limit: context.heap.byteLimit)
        return try context.heap.string(utf8: lines)
    }

    private static func indented(
        _ value: Value, _ lineBreak: String, _ indent: String, _ result: inout [UInt8], limit: Int
    ) throws(BuiltinError) {
        guard result.count <= limit, lineBreak.utf8.count <= limit else { throw .limit(.memory) }
        guard value.isCollection, value.count > 0 else {
            result += JSONOutput.text(of: value, escapingHTML: true).utf8
            return
        }
        let inner = lineBreak + indent
        result.append(value.isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
        if value.isObject {
            var members = zip(value.keys, value.values).map { (JSONOutput.keyText($0), $1) }
            members.sort { $0.0.lexicographicallyPrecedes($1.0) }
            for (index, member) in members.enumerated() {
                if index > 0 { result.append(UInt8(ascii: ",")) }
                result += inner.utf8
                var key = JSONOutput(escapingHTML: true)
                member.0.withUnsafeBufferPointer { key.write(quoted: $0) }
                result += key.bytes + Array(": ".utf8)
                try indented(member.1, inner, indent, &result, limit: limit)
            }
        } else {
            for (index, element) in value.elements.enumerated() {
                if index > 0 { result.append(UInt8(ascii: ",")) }
                result += inner.utf8
                try indented(element, inner, indent, &result, limit: limit)
            }
        }
        result += lineBreak.utf8
        result.append(value.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    }

    static func unmarshal(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        try value(operands.utf8(0), in: context.heap)
    }

    static func value(_ text: UnsafeBufferPointer<UInt8>, in heap: Heap) throws(BuiltinError) -> Value {
        do throws(DocumentError) {
            return try JSONReader.value(text, in: heap)
        } catch {
            if error.reason == .outOfMemory { throw .limit(.memory) }
            throw .message(error.description)
        }
    }

    static func isValid(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        guard operands[0].isString else { return .false }
        do throws(DocumentError) {
            _ = try JSONReader.value(operands[0].utf8, in: context.heap)
            return .true
        } catch {
            return .false
        }
    }

    // MARK: Paths

    /// The part of an object that paths name.
    static func filter(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let object = try operands.require(.object, at: 0)
        let paths = try PathTree(operands, 1, context.heap)
        guard !paths.children.isEmpty else { return try context.heap.object([]) }
        return try kept(object, paths, in: context.heap)
    }

    private static func kept(_ value: Value, _ paths: PathTree, in heap: Heap) throws(BuiltinError) -> Value {
        if paths.isEnd { return value }
        switch value.kind {
        case .object:
            var members: [(key: Value, value: Value)] = []
            for (key, member) in zip(value.keys, value.values) {
                if let inner = paths.children[key] { members.append((key, try kept(member, inner, in: heap))) }
            }
            return try heap.object(members)
        case .array:
            var elements: [Value] = []
            for (index, element) in value.elements.enumerated() {
                if let inner = paths.children[try heap.string(String(index))] {
                    elements.append(try kept(element, inner, in: heap))
                }
            }
            return try heap.array(elements)
        case .set:
            var elements: [Value] = []
            for element in value.elements {
                if let inner = paths.children[element] { elements.append(try kept(element, inner, in: heap)) }
            }
            return try heap.set(elements)
        default: return value
        }
    }

    /// An object without what paths name.
    static func remove(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let object = try operands.require(.object, at: 0)
        return try left(object, PathTree(operands, 1, context.heap), in: context.heap)
    }

    private static func left(_ value: Value, _ paths: PathTree, in heap: Heap) throws(BuiltinError) -> Value {
        switch value.kind {
        case .object:
            var members: [(key: Value, value: Value)] = []
            for (key, member) in zip(value.keys, value.values) {
                guard let inner = paths.children[key] else {
                    members.append((key, member))
                    continue
                }
                if !inner.isEnd { members.append((key, try left(member, inner, in: heap))) }
            }
            return try heap.object(members)
        case .array:
            var elements: [Value] = []
            for (index, element) in value.elements.enumerated() {
                guard let inner = paths.children[try heap.string(String(index))] else {
                    elements.append(element)
                    continue
                }
                if !inner.isEnd { elements.append(try left(element, inner, in: heap)) }
            }
            return try heap.array(elements)
        case .set:
            var elements: [Value] = []
            for element in value.elements {
                guard let inner = paths.children[element] else {
                    elements.append(element)
                    continue
                }
                if !inner.isEnd { elements.append(try left(element, inner, in: heap)) }
            }
            return try heap.set(elements)
        default: return value
        }
    }

    static func patch(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        var patched = operands[0]
        for operation in try operands.array(1) {
            guard operation.isObject else { throw operands.foreign(operation, in: operands[1], 1, "objects") }
            guard let next = try JSONPatch.apply(operation, to: patched, in: context.heap) else { return nil }
            patched = next
        }
        return patched
    }
}

/// Paths by their common beginnings. A path that ends makes longer ones through it meaningless.
final class PathTree {
    var children: [Value: PathTree] = [:]
    var isEnd = false

    private init() {}

    /// - Parameter operands: the one at `index` is an array or set of paths, each a string or an array of segments.
    convenience init(_ operands: BuiltinArguments, _ index: Int, _ heap: Heap) throws(BuiltinError) {
        self.init()
        guard operands[index].isArray || operands[index].isSet else {
            throw operands.mismatch(index, oneOf: "set", "array")
        }
        for path in operands[index].elements {
            guard let segments = try JSONPatch.segments(path, in: heap) else {
                throw .operand(
                    index + 1,
                    "must be one of {set, array} containing string paths or array of path segments but got \(path.kind.name)"
                )
            }
            var node = self
            // No value is deeper, so the rest of a longer path names nothing; and what frees the tree recurs this deep.
            for segment in segments.prefix(Heap.depthLimit) {
                if node.isEnd { break }
                let child = node.children[segment] ?? PathTree()
                node.children[segment] = child
                node = child
            }
            if node !== self, !node.isEnd, segments.count <= Heap.depthLimit {
                node.isEnd = true
                node.children = [:]
            }
        }
    }
}
