import StructuredText

enum YAMLBuiltins {
    static let table: Builtins.Table = [
        "yaml.marshal": marshal, "yaml.unmarshal": unmarshal,
        "yaml.is_valid": { context, operands throws(BuiltinError) in
            guard operands[0].isString else { return .false }
            do throws(BuiltinError) {
                _ = try value(operands[0].utf8, in: context.heap)
                return .true
            } catch {
                return .false
            }
        },
    ]

    static func unmarshal(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        try value(operands.utf8(0), in: context.heap)
    }

    /// The first document; an empty text is null.
    private static func value(_ text: UnsafeBufferPointer<UInt8>, in heap: Heap) throws(BuiltinError) -> Value {
        let documents: [StructuredValue]
        do throws(StructuredTextError) {
            documents = try YAML.documents(UnsafeRawBufferPointer(text), schema: GoYAML.schema, most: 1)
        } catch {
            // The place where the text ends counts as a line of its own here.
            throw .message("yaml: line \(max(error.line - 1, 1)): \(error.reason)")
        }
        return try value(documents.first ?? .null, in: heap)
    }

    /// The depth is that of the reader's limits.
    private static func value(_ document: StructuredValue, in heap: Heap) throws(BuiltinError) -> Value {
        switch document {
        case .null: return .null
        case .boolean(let boolean): return Value(boolean)
        case .number(let text):
            guard !text.lowercased().hasSuffix("nan"), !text.lowercased().hasSuffix("inf") else {
                throw .message("json: unsupported value: \(text)")
            }
            return try heap.number(digits: text)
        case .string(let text): return try heap.string(text)
        case .sequence(let elements):
            var values: [Value] = []
            for element in elements { values.append(try value(element, in: heap)) }
            return try heap.array(values)
        case .mapping(let members):
            var pairs: [(key: Value, value: Value)] = []
            for member in members { pairs.append((try heap.string(member.key), try value(member.value, in: heap))) }
            return try heap.object(pairs)
        }
    }

    /// How deep values may be nested to be written: what writes and frees their structure recurs this deep.
    private static let depthLimit = 1000

    static func marshal(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let text: [UInt8]
        guard operands[0].depth <= depthLimit else { throw .message("yaml: nested deeper than \(depthLimit)") }
        do throws(StructuredTextError) {
            text = try YAML.text(of: document(operands[0]), depth: depthLimit) { GoYAML.isPlain($0) }
        } catch {
            throw .message("yaml: \(error.reason)")
        }
        return try context.heap.string(utf8: text)
    }

    private static func document(_ value: Value) -> StructuredValue {
        switch value.kind {
        case .undefined, .null: return .null
        case .boolean: return .boolean(value.isTrue)
        case .number: return .number(GoYAML.number(String(decoding: value.numberBytes ?? [], as: UTF8.self)))
        case .string: return .string(String(decoding: value.utf8, as: UTF8.self))
        case .array, .set: return .sequence(value.elements.map(document))
        case .object:
            var members = zip(value.keys, value.values).map {
                StructuredValue.Member(String(decoding: JSONOutput.keyText($0), as: UTF8.self), document($1))
            }
            members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            return .mapping(members)
        }
    }
}
