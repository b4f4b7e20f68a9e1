/// Functions of strings. Positions are counted in code points.
enum StringBuiltins {
    static let table: Builtins.Table = [
        "concat": concatenate, "contains": contains, "startswith": startsWith, "endswith": endsWith,
        "indexof": indexOf, "indexof_n": indicesOf, "lower": lower, "upper": upper, "replace": replace,
        "strings.replace_n": replaceAll, "split": split, "strings.split_n": splitSome, "sprintf": sprintf,
        "strings.reverse": reverse, "strings.count": count, "substring": substring,
        "strings.any_prefix_match": { _, operands throws(BuiltinError) in
            try anyMatch(operands, ByteSearch.hasPrefix)
        },
        "strings.any_suffix_match": { _, operands throws(BuiltinError) in
            try anyMatch(operands, ByteSearch.hasSuffix)
        },
        "trim": trim(left: true, right: true), "trim_left": trim(left: true, right: false),
        "trim_right": trim(left: false, right: true), "trim_space": trimSpace, "trim_prefix": trimPrefix,
        "trim_suffix": trimSuffix, "internal.template_string": templateString,
    ]

    static func concatenate(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let separator = try operands.utf8(0)
        guard operands[1].isArray || operands[1].isSet else { throw operands.mismatch(1, oneOf: "array", "set") }
        var result: [UInt8] = []
        for (index, text) in try operands.texts(of: operands[1], 1).enumerated() {
            if index > 0 { result.append(contentsOf: separator) }
            result.append(contentsOf: text)
            guard result.count <= context.heap.byteLimit else { throw .limit(.memory) }
        }
        return try context.heap.string(utf8: result)
    }

    static func contains(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let text = try operands.utf8(0)
        return Value(ByteSearch.first(try operands.utf8(1), in: text) != nil)
    }

    static func startsWith(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let text = try operands.utf8(0)
        return Value(ByteSearch.hasPrefix(text, try operands.utf8(1)))
    }

    static func endsWith(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let text = try operands.utf8(0)
        return Value(ByteSearch.hasSuffix(text, try operands.utf8(1)))
    }

    private static func anyMatch(
        _ operands: BuiltinArguments,
        _ matches: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
    ) throws(BuiltinError) -> Value? {
        let texts = try operands.strings(0)
        let parts = try operands.strings(1)
        return Value(texts.contains { text in parts.contains { matches(text, $0) } })
    }

    // MARK: Positions

    /// -1 when the second string is not in the first.
    static func indexOf(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let (text, part) = (try operands.utf8(0), try operands.utf8(1))
        guard !part.isEmpty else { throw .message("empty search character") }
        guard let found = ByteSearch.first(part, in: text) else { return Value(small: -1) }
        return Value(immediate: codePoints(text, upTo: found))
    }

    /// All positions, overlapping ones included.
    static func indicesOf(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let (text, part) = (try operands.utf8(0), try operands.utf8(1))
        guard !part.isEmpty else { throw .message("empty search character") }
        var positions: [Value] = []
        var byte = 0
        var position = 0
        while byte < text.count {
            if ByteSearch.stands(part, in: text, at: byte), let value = Value(immediate: position) {
                positions.append(value)
            }
            byte += 1
            while byte < text.count, text[byte] & 0xC0 == 0x80 { byte += 1 }
            position += 1
        }
        return try context.heap.array(positions)
    }

    private static func codePoints(_ text: UnsafeBufferPointer<UInt8>, upTo end: Int) -> Int {
        text[..<end].reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
    }

    /// A negative length takes all that is left.
    static func substring(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let text = try operands.utf8(0)
        let (offset, length) = (try operands.integer(1), try operands.integer(2))
        guard offset >= 0 else { throw .message("negative offset") }
        if operands[0].isASCII || text.isEmpty {
            let start = min(offset, text.count)
            let end = length < 0 ? text.count : start + min(length, text.count - start)
            return try context.heap.string(utf8: UnsafeBufferPointer(rebasing: text[start..<end]))
        }
        let boundaries = ByteSearch.boundaries(text)
        let count = boundaries.count - 1
        let start = min(offset, count)
        let end = length < 0 ? count : start + min(length, count - start)
        return try context.heap.string(utf8: UnsafeBufferPointer(rebasing: text[boundaries[start]..<boundaries[end]]))
    }

    static func reverse(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let text = try operands.utf8(0)
        if operands[0].isASCII { return try context.heap.string(utf8: Array(text.reversed())) }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        let boundaries = ByteSearch.boundaries(text)
        for index in stride(from: boundaries.count - 2, through: 0, by: -1) {
            result.append(contentsOf: text[boundaries[index]..<boundaries[index + 1]])
        }
        return try context.heap.string(utf8: result)
    }

    static func count(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let (text, part) = (try operands.utf8(0), try operands.utf8(1))
        if part.isEmpty { return Value(immediate: operands[0].codePointCount + 1) }
        return Value(immediate: ByteSearch.all(part, in: text).count)
    }

    // MARK: Changing

    static func lower(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try context.heap.string(utf8: CaseMapping.lower(operands.utf8(0)))
    }

    static func upper(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try context.heap.string(utf8: CaseMapping.upper(operands.utf8(0)))
    }

    /// An empty string to be replaced stands before each code point and at the end.
    static func replace(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let (text, old, new) = (try operands.utf8(0), try operands.utf8(1), try operands.utf8(2))
        let places = old.isEmpty ? ByteSearch.boundaries(text) : ByteSearch.all(old, in: text)
        if places.isEmpty { return operands[0] }
        let (added, overflow) = places.count.multipliedReportingOverflow(by: new.count)
        guard !overflow, added <= context.heap.byteLimit else { throw .limit(.memory) }
        var result: [UInt8] = []
        var copied = 0
        for place in places {
            result.append(contentsOf: text[copied..<place])
            result.append(contentsOf: new)
            copied = place + old.count
        }
        result.append(contentsOf: text[copied...])
        return try context.heap.string(utf8: result)
    }

    /// Replaces several strings in one walk; at each place the first in the order of keys that stands there.
    static func replaceAll(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let patterns = try operands.require(.object, at: 0)
        let text = try operands.utf8(1)
        for (key, value) in zip(patterns.keys, patterns.values) {
            guard key.isString else { throw .operand(1, "non-string key found in pattern object") }
            guard value.isString else { throw .operand(1, "non-string value found in pattern object") }
        }
        var result: [UInt8] = []
        var copied = 0
        var index = 0
        var wasEmpty = false
        while index <= text.count {
            let found = patterns.keys.indices.first { position in
                let old = patterns.keys[position].utf8
                // No empty match right after an empty match.
                return old.isEmpty ? !wasEmpty : ByteSearch.stands(old, in: text, at: index)
            }
            wasEmpty = found.map { patterns.keys[$0].count == 0 } ?? false
            if let found {
                result.append(contentsOf: text[copied..<index])
                result.append(contentsOf: patterns.values[found].utf8)
                guard result.count <= context.heap.byteLimit else { throw .limit(.memory) }
                index += patterns.keys[found].count
                copied = index
            } else {
                index += 1
            }
        }
        result.append(contentsOf: text[copied...])
        return try context.heap.string(utf8: result)
    }

    private static func trim(left: Bool, right: Bool) -> BuiltinFunction {
        { context, operands throws(BuiltinError) in
            let text = Substring(try operands.string(0)).unicodeScalars
            let cut = Set(try operands.string(1).unicodeScalars)
            var rest = text[...]
            if left { rest = rest.drop { cut.contains($0) } }
            if right { while let last = rest.last, cut.contains(last) { rest.removeLast() } }
            return try context.heap.string(String(rest))
        }
    }

    static func trimSpace(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        var rest = Substring(try operands.string(0)).unicodeScalars[...].drop { $0.properties.isWhitespace }
        while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
        return try context.heap.string(String(rest))
    }

    static func trimPrefix(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let (text, prefix) = (try operands.utf8(0), try operands.utf8(1))
        guard !prefix.isEmpty, ByteSearch.hasPrefix(text, prefix) else { return operands[0] }
        return try context.heap.string(utf8: UnsafeBufferPointer(rebasing: text[prefix.count...]))
    }

    static func trimSuffix(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let (text, suffix) = (try operands.utf8(0), try operands.utf8(1))
        guard !suffix.isEmpty, ByteSearch.hasSuffix(text, suffix) else { return operands[0] }
        return try context.heap.string(utf8: UnsafeBufferPointer(rebasing: text[..<(text.count - suffix.count)]))
    }

    // MARK: Splitting

    static func split(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try parts(operands, in: context.heap) { $0 }
    }

    /// The first parts, or for a negative number the last.
    static func splitSome(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        _ = (try operands.utf8(0), try operands.utf8(1))
        let count = try operands.integer(2)
        let size = Int(clamping: count.magnitude)
        return try parts(operands, in: context.heap) { count < 0 ? $0.suffix(size) : $0.prefix(size) }
    }

    private static func parts(
        _ operands: BuiltinArguments, in heap: Heap, _ choose: (ArraySlice<Range<Int>>) -> ArraySlice<Range<Int>>
    ) throws(BuiltinError) -> Value {
        let (text, separator) = (try operands.utf8(0), try operands.utf8(1))
        var ranges: [Range<Int>] = []
        if separator.isEmpty {
            let boundaries = ByteSearch.boundaries(text)
            ranges = zip(boundaries, boundaries.dropFirst()).map { $0..<$1 }
        } else {
            var start = 0
            for place in ByteSearch.all(separator, in: text) {
                ranges.append(start..<place)
                start = place + separator.count
            }
            ranges.append(start..<text.count)
        }
        var values: [Value] = []
        for range in choose(ranges[...]) {
            values.append(try heap.string(utf8: UnsafeBufferPointer(rebasing: text[range])))
        }
        return try heap.array(values)
    }

    // MARK: Formatting

    static func sprintf(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let format = try operands.string(0)
        var arguments: [GoArgument] = []
        for element in try operands.array(1) { arguments.append(goArgument(element)) }
        let limit = context.heap.byteLimit
        let text = GoFormat.sprintf(format, arguments, limit: limit)
        guard text.utf8.count <= limit else { throw .limit(.memory) }
        return try context.heap.string(text)
    }

    /// A number by the form of its text, as OPA hands it to Go; everything else as text.
    static func goArgument(_ value: Value) -> GoArgument {
        guard value.isNumber, let bytes = value.numberBytes else {
            return .string(value.string ?? RegoOutput.text(of: value))
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if !bytes.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }) {
            return Int64(text).map { .integer($0) } ?? .bigInteger(text)
        }
        guard bytes.contains(UInt8(ascii: ".")) else { return .string(text) }
        if !bytes.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }), let integer = value.integer {
            return .integer(Int64(integer))
        }
        guard let double = Double(text) else { return .string(text) }
        return .double(double)
    }

    /// The parts of a template string: each a set of the values of its expression, which has at most one.
    static func templateString(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        var result: [UInt8] = []
        for part in try operands.array(0) {
            guard part.isSet else {
                append(part, to: &result)
                continue
            }
            if part.count > 1 { throw .message("template-strings must not produce multiple outputs") }
            if let value = part.elements.first {
                append(value, to: &result)
            } else {
                result.append(contentsOf: "<undefined>".utf8)
            }
        }
        return try context.heap.string(utf8: result)
    }

    private static func append(_ value: Value, to result: inout [UInt8]) {
        if value.isString {
            result.append(contentsOf: value.utf8)
        } else {
            result.append(contentsOf: RegoOutput.text(of: value).utf8)
        }
    }
}
