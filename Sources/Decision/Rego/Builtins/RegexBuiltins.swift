import Glibc

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
        return Value(try context.patterns.regex(pattern).matches(text))
    }

    /// Whether the operand is a string that holds an expression.
    static func isValid(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        guard operands[0].isString else { return .false }
        do throws(BuiltinError) {
            _ = try context.patterns.regex(operands[0])
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
        return (try context.patterns.regex(pattern), text, limit < 0 ? .max : limit)
    }

    static func replace(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let text = try operands.utf8(0)
        let pattern = try operands.require(.string, at: 1)
        let template = Array(try operands.utf8(2))
        let limit = context.heap.byteLimit
        let result = try context.patterns.regex(pattern).replaceAll(text, with: template, limit: limit)
        guard result.count <= limit else { throw .limit(.memory) }
        return try context.heap.string(utf8: result)
    }

    static func split(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let pattern = try operands.require(.string, at: 0)
        let text = try operands.utf8(1)
        var parts: [Value] = []
        for range in try context.patterns.regex(pattern).split(text) {
            parts.append(try context.heap.string(utf8: UnsafeBufferPointer(rebasing: text[range])))
        }
        return try context.heap.array(parts)
    }

    /// A template is literal text with expressions between delimiters of one byte each; it matches the whole text.
    static func templateMatch(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let template = try operands.require(.string, at: 0)
        let text = try operands.utf8(1)
        let (open, close) = (Array(try operands.utf8(2)), Array(try operands.utf8(3)))
        guard open.count == 1 else {
            throw .message("start delimiter has to be exactly one character long but is \(open.count) long")
        }
        guard close.count == 1 else {
            throw .message("end delimiter has to be exactly one character long but is \(close.count) long")
        }
        return Value(try context.patterns.template(template, open[0], close[0]).matches(text))
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

/// Compiled patterns, kept from one decision to the next: those in policies are few and their texts many.
///
/// Patterns are known by their text, not by their value, since values go with the decision that made them.
final class PatternCache {
    /// A hash table with open addressing, since every call of `regex.match` makes a look-up.
    private struct Table<Pattern> {
        private struct Entry {
            var hash: UInt32
            /// Where the pattern's text stands in `texts`.
            var start: Int
            var count: Int
        }

        private var entries: [Entry] = []
        private var patterns: [Pattern] = []
        private var texts: [UInt8] = []
        /// Positions in `entries`, counted from 1; a power of two of them.
        private var slots = [Int32](repeating: 0, count: 64)

        /// More patterns, or more of their text, come from data: then all are forgotten, to bound memory.
        private static var limit: Int { 4096 }
        private static var textLimit: Int { 4 << 20 }

        func find(
            _ hash: UInt32, _ text: UnsafeBufferPointer<UInt8>, where isMeant: (Pattern) -> Bool = { _ in true }
        ) -> Pattern? {
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot] != 0 {
                let index = Int(slots[slot]) - 1
                if entries[index].hash == hash, holds(text, at: entries[index]), isMeant(patterns[index]) {
                    return patterns[index]
                }
                slot = (slot + 1) & (slots.count - 1)
            }
            return nil
        }

        private func holds(_ text: UnsafeBufferPointer<UInt8>, at entry: Entry) -> Bool {
            guard entry.count == text.count else { return false }
            guard let sought = text.baseAddress, entry.count > 0 else { return true }
            return texts.withUnsafeBufferPointer { texts in
                guard let base = texts.baseAddress else { return false }
                return memcmp(base + entry.start, sought, entry.count) == 0
            }
        }

        mutating func insert(_ hash: UInt32, _ text: UnsafeBufferPointer<UInt8>, _ pattern: Pattern) {
            if entries.count >= Self.limit || texts.count + text.count > Self.textLimit { self = Table() }
            entries.append(Entry(hash: hash, start: texts.count, count: text.count))
            patterns.append(pattern)
            texts.append(contentsOf: text)
            if entries.count * 2 > slots.count {
                slots = [Int32](repeating: 0, count: slots.count * 2)
                for index in entries.indices { place(index) }
            } else {
                place(entries.count - 1)
            }
        }

        private mutating func place(_ index: Int) {
            var slot = Int(entries[index].hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(index + 1)
        }
    }

    private var regexes = Table<Result<Regex, RegexError>>()
    private var globs = Table<(delimiters: [Unicode.Scalar], glob: Result<Regex, GlobError>)>()
    private var templates = Table<(open: UInt8, close: UInt8, regex: Regex)>()

    /// - Parameter pattern: a string.
    func regex(_ pattern: Value) throws(BuiltinError) -> Regex {
        let text = pattern.utf8
        if let known = regexes.find(pattern.hash, text) { return try Self.get(known) }
        let result: Result<Regex, RegexError>
        do throws(RegexError) {
            result = .success(try Regex(String(decoding: text, as: UTF8.self)))
        } catch {
            result = .failure(error)
        }
        regexes.insert(pattern.hash, text, result)
        return try Self.get(result)
    }

    private static func get<Failure: CustomStringConvertible>(
        _ result: Result<Regex, Failure>
    ) throws(BuiltinError) -> Regex {
        switch result {
        case .success(let regex): return regex
        case .failure(let error): throw .message(error.description)
        }
    }

    /// - Parameter pattern: a string.
    func glob(_ pattern: Value, _ delimiters: [Unicode.Scalar]) throws(BuiltinError) -> Regex {
        let text = pattern.utf8
        if let known = globs.find(pattern.hash, text, where: { $0.delimiters == delimiters }) {
            return try Self.get(known.glob)
        }
        let result: Result<Regex, GlobError>
        do throws(GlobError) {
            result = .success(try Glob.compile(String(decoding: text, as: UTF8.self), delimiters: delimiters))
        } catch {
            result = .failure(error)
        }
        globs.insert(pattern.hash, text, (delimiters, result))
        return try Self.get(result)
    }

    /// - Parameter template: a string.
    func template(_ template: Value, _ open: UInt8, _ close: UInt8) throws(BuiltinError) -> Regex {
        let known = templates.find(template.hash, template.utf8) { $0.open == open && $0.close == close }
        if let known { return known.regex }
        let pattern = try Self.expression(ofTemplate: String(decoding: template.utf8, as: UTF8.self), open, close)
        let regex: Regex
        do throws(RegexError) {
            regex = try Regex(pattern)
        } catch {
            throw .message(error.description)
        }
        templates.insert(template.hash, template.utf8, (open, close, regex))
        return regex
    }

    /// The expression that a template stands for.
    private static func expression(
        ofTemplate template: String, _ open: UInt8, _ close: UInt8
    ) throws(BuiltinError) -> String {
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
