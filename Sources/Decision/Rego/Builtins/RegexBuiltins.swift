/// Regular expressions of RE2's kind.
enum RegexBuiltins {
    static let table: Builtins.Table = [
        "regex.match": match, "re_match": match, "regex.is_valid": isValid, "regex.find_n": find,
        "regex.find_all_string_submatch_n": findGroups, "regex.replace": replace, "regex.split": split,
        "regex.template_match": templateMatch, "regex.globs_match": globsMatch,
    ]

    static func match(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let pattern = try operands.require(.string, at: 0)
        let text = try operands.utf8(1)
        return Value(try PatternCache.regex(pattern, &context).matches(text))
    }

    /// Whether the operand is a string that holds an expression.
    static func isValid(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        guard operands[0].isString else { return .false }
        do throws(BuiltinError) {
            _ = try PatternCache.regex(operands[0], &context)
            return .true
        } catch {
            return .false
        }
    }

    static func find(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let (regex, text, limit) = try search(&context, operands)
        var found: [Value] = []
        for match in regex.findAll(text, limit: limit) {
            found.append(try context.heap.string(utf8: UnsafeBufferPointer(rebasing: text[match[0]..<match[1]])))
        }
        return try context.heap.array(found)
    }

    /// Each match as an array of the whole and its groups; a group without part is empty.
    static func findGroups(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let (regex, text, limit) = try search(&context, operands)
        var found: [Value] = []
        for match in regex.findAll(text, limit: limit) {
            var groups: [Value] = []
            for group in 0..<(match.count / 2) {
                let (start, end) = (max(match[group * 2], 0), max(match[group * 2 + 1], 0))
                groups.append(try context.heap.string(utf8: UnsafeBufferPointer(rebasing: text[start..<end])))
            }
            found.append(try context.heap.array(groups))
        }
        return try context.heap.array(found)
    }

    /// A negative number asks for all matches.
    private static func search(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> (Regex, UnsafeBufferPointer<UInt8>, Int) {
        let pattern = try operands.require(.string, at: 0)
        let text = try operands.utf8(1)
        let limit = try operands.integer(2)
        return (try PatternCache.regex(pattern, &context), text, limit < 0 ? .max : limit)
    }

    static func replace(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let text = try operands.utf8(0)
        let pattern = try operands.require(.string, at: 1)
        let template = Array(try operands.utf8(2))
        return try context.heap.string(utf8: PatternCache.regex(pattern, &context).replaceAll(text, with: template))
    }

    static func split(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let pattern = try operands.require(.string, at: 0)
        let text = try operands.utf8(1)
        var parts: [Value] = []
        for range in try PatternCache.regex(pattern, &context).split(text) {
            parts.append(try context.heap.string(utf8: UnsafeBufferPointer(rebasing: text[range])))
        }
        return try context.heap.array(parts)
    }

    /// A template is literal text with expressions between delimiters of one byte each; it matches the whole text.
    static func templateMatch(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let template = try operands.string(0)
        let text = try operands.utf8(1)
        let (open, close) = (Array(try operands.utf8(2)), Array(try operands.utf8(3)))
        guard open.count == 1 else {
            throw .message("start delimiter has to be exactly one character long but is \(open.count) long")
        }
        guard close.count == 1 else {
            throw .message("end delimiter has to be exactly one character long but is \(close.count) long")
        }
        let pattern = try PatternCache.expression(ofTemplate: template, open[0], close[0])
        return Value(try PatternCache.regex(try context.heap.string(pattern), &context).matches(text))
    }

    static func globsMatch(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let (left, right) = (try operands.string(0), try operands.string(1))
        do throws(GlobIntersection.Failure) {
            return Value(try GlobIntersection.isNonEmpty(left, right))
        } catch {
            throw .message(error.description)
        }
    }
}

/// Compiled patterns of one query. Expressions in policies are few and their texts many.
final class PatternCache {
    private var regexes: [Value: Result<Regex, RegexError>] = [:]
    private var globs: [GlobKey: Result<Regex, GlobError>] = [:]
    /// The last pattern asked for, which mostly is the next too.
    private var last: (bits: UInt64, regex: Regex)?

    private struct GlobKey: Hashable {
        var pattern: String
        var delimiters: [Unicode.Scalar]?
    }

    /// More patterns than this come from data: then all are forgotten, to bound memory.
    private static let limit = 4096

    static func regex(_ pattern: Value, _ context: inout BuiltinContext) throws(BuiltinError) -> Regex {
        try context.store(PatternCache.self) { PatternCache() }.regex(pattern)
    }

    static func glob(
        _ pattern: String, _ delimiters: [Unicode.Scalar]?, _ context: inout BuiltinContext
    ) throws(BuiltinError) -> Regex {
        try context.store(PatternCache.self) { PatternCache() }.glob(pattern, delimiters)
    }

    private func regex(_ pattern: Value) throws(BuiltinError) -> Regex {
        if let last, last.bits == pattern.bits { return last.regex }
        let result: Result<Regex, RegexError>
        if let known = regexes[pattern] {
            result = known
        } else {
            do throws(RegexError) {
                result = .success(try Regex(String(decoding: pattern.utf8, as: UTF8.self)))
            } catch {
                result = .failure(error)
            }
            if regexes.count >= PatternCache.limit { regexes = [:] }
            regexes[pattern] = result
        }
        switch result {
        case .success(let regex):
            last = (pattern.bits, regex)
            return regex
        case .failure(let error): throw .message(error.description)
        }
    }

    private func glob(_ pattern: String, _ delimiters: [Unicode.Scalar]?) throws(BuiltinError) -> Regex {
        let key = GlobKey(pattern: pattern, delimiters: delimiters)
        let result: Result<Regex, GlobError>
        if let known = globs[key] {
            result = known
        } else {
            do throws(GlobError) {
                result = .success(try Glob.compile(pattern, delimiters: delimiters ?? []))
            } catch {
                result = .failure(error)
            }
            if globs.count >= PatternCache.limit { globs = [:] }
            globs[key] = result
        }
        switch result {
        case .success(let regex): return regex
        case .failure(let error): throw .message(error.description)
        }
    }

    /// The expression that a template stands for.
    static func expression(ofTemplate template: String, _ open: UInt8, _ close: UInt8) throws(BuiltinError) -> String {
        let bytes = Array(template.utf8)
        var pattern: [UInt8] = [UInt8(ascii: "^")]
        var literal = 0
        var start = 0
        var depth = 0
        for (index, byte) in bytes.enumerated() {
            if byte == open {
                depth += 1
                if depth == 1 { start = index }
            } else if byte == close {
                depth -= 1
                if depth == 0 {
                    pattern += quoted(bytes[literal..<start]) + [UInt8(ascii: "(")] + bytes[(start + 1)..<index]
                    pattern.append(UInt8(ascii: ")"))
                    literal = index + 1
                } else if depth < 0 {
                    throw .message("unbalanced braces in \(GoQuoting.quote(template))")
                }
            }
        }
        guard depth == 0 else { throw .message("unbalanced braces in \(GoQuoting.quote(template))") }
        pattern += quoted(bytes[literal...])
        pattern.append(UInt8(ascii: "$"))
        return String(decoding: pattern, as: UTF8.self)
    }

    private static func quoted(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.flatMap { "\\.+*?()|[]{}^$".utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
    }
}
