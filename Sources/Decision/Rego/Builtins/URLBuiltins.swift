/// Queries of URLs, and URIs taken apart.
enum URLBuiltins {
    static let table: Builtins.Table = [
        "urlquery.encode": { context, operands throws(BuiltinError) in
            try context.heap.string(utf8: PercentEncoding.encodeQuery(try operands.utf8(0)))
        },
        "urlquery.decode": { context, operands throws(BuiltinError) in
            try EncodingBuiltins.text(decode(operands.utf8(0)), in: context.heap)
        },
        "urlquery.encode_object": encodeObject, "urlquery.decode_object": decodeObject, "uri.parse": parse,
        "uri.is_valid": isValid,
    ]

    private static func decode(_ text: some Collection<UInt8>) throws(BuiltinError) -> [UInt8] {
        do throws(PercentEncoding.Failure) {
            return try PercentEncoding.decode(text, plusIsBlank: true)
        } catch {
            throw .message(error.description)
        }
    }

    /// Values are strings, or arrays or sets of them.
    static func encodeObject(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let object = try operands.require(.object, at: 0)
        var pairs: [(key: [UInt8], value: [UInt8])] = []
        for (key, value) in zip(object.keys, object.values) {
            guard key.isString else { throw .operand(1, "must be object with string keys but got \(key.kind.name)") }
            let encoded = PercentEncoding.encodeQuery(key.utf8)
            let texts =
                value.isString ? [value.utf8] : value.isArray || value.isSet ? try operands.texts(of: value, 0) : nil
            guard let texts else {
                throw .operand(1, "must be one of {string, array, set} of strings but got \(value.kind.name)")
            }
            for text in texts { pairs.append((encoded, PercentEncoding.encodeQuery(text))) }
        }
        var result: [UInt8] = []
        for (index, pair) in pairs.enumerated() {
            if index > 0 { result.append(UInt8(ascii: "&")) }
            result += pair.key + [UInt8(ascii: "=")] + pair.value
        }
        return try context.heap.string(utf8: result)
    }

    static func decodeObject(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let text = try operands.utf8(0)
        var members: [Value: [Value]] = [:]
        for part in text.split(separator: UInt8(ascii: "&")) {
            guard !part.contains(UInt8(ascii: ";")) else { throw .message("invalid semicolon separator in query") }
            let key = part.prefix { $0 != UInt8(ascii: "=") }
            let name = try EncodingBuiltins.text(decode(key), in: context.heap)
            let value = try EncodingBuiltins.text(decode(part.dropFirst(key.count + 1)), in: context.heap)
            members[name, default: []].append(value)
        }
        var result: [(key: Value, value: Value)] = []
        for (name, values) in members { result.append((name, try context.heap.array(values))) }
        return try context.heap.object(result)
    }

    /// The parts that are there; user information is left out.
    static func parse(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let text = try operands.string(0)
        let url: GoURL
        do throws(GoURL.Failure) {
            url = try GoURL(text)
        } catch {
            throw .message(error.description)
        }
        let path = String(decoding: url.path, as: UTF8.self)
        let parts: [(String, String)] = [
            ("scheme", url.scheme), ("hostname", url.hostname), ("port", url.port),
            ("path", path), ("raw_path", url.rawPath.isEmpty ? path : url.rawPath),
            ("raw_query", url.rawQuery), ("fragment", String(decoding: url.fragment, as: UTF8.self)),
        ]
        var members: [(key: Value, value: Value)] = []
        for (name, text) in parts where !text.isEmpty {
            members.append((try context.heap.string(name), try context.heap.string(text)))
        }
        return try context.heap.object(members)
    }

    /// Whether it can be taken apart and is not empty.
    static func isValid(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let text = try operands.string(0)
        guard !text.isEmpty else { return .false }
        do throws(GoURL.Failure) {
            _ = try GoURL(text)
            return .true
        } catch {
            return .false
        }
    }
}
