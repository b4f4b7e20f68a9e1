/// A compiled expression with RE2's syntax and semantics, as Go's `regexp` has them.
///
/// Matching takes time proportional to the text's length, whatever the expression. The automaton grows as texts are
/// matched, so an instance belongs to one evaluation at a time.
package final class Regex {
    private let program: RegexProgram
    private let isEmptyExpression: Bool
    private lazy var automaton = RegexAutomaton(program)
    private lazy var threads = RegexThreads(program)

    package init(_ pattern: String) throws(RegexError) {
        let (node, names) = try RegexParser.parse(pattern)
        isEmptyExpression = pattern.isEmpty
        do {
            program = try RegexProgram(node, names: names)
        } catch {
            throw RegexError(reason: error.reason, fragment: pattern)
        }
    }

    /// An expression built from parts, without groups.
    init(_ node: RegexNode) throws(RegexError) {
        program = try RegexProgram(node, names: [nil])
        isEmptyExpression = false
    }

    /// Names of groups by their number; the whole is number 0.
    package var captureNames: [String?] { program.captureNames }

    /// Whether the text holds a match.
    package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool { automaton.matches(text) }

    package func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { automaton.matches($0) }
    }

    /// The leftmost match at or after `offset`, or `nil`: pairs of start and end for the whole and each group, -1
    /// where a group has no part in it.
    package func find(_ text: UnsafeBufferPointer<UInt8>, from offset: Int = 0) -> [Int]? {
        // The automaton is several times faster at finding nothing.
        guard automaton.matches(text, from: offset) else { return nil }
        return threads.find(text, from: offset)
    }

    /// Matches from left to right that do not overlap, at most `limit` of them; no empty match right after another.
    package func findAll(_ text: UnsafeBufferPointer<UInt8>, limit: Int = .max) -> [[Int]] {
        var found: [[Int]] = []
        var position = 0
        var previousEnd = -1
        while found.count < limit, position <= text.count, let match = find(text, from: position) {
            var isAccepted = true
            if match[1] == position {
                isAccepted = match[0] != previousEnd
                position = Self.after(position, in: text)
            } else {
                position = match[1]
            }
            previousEnd = match[1]
            if isAccepted { found.append(match) }
        }
        return found
    }

    /// The text with each match replaced by `template`, in which `$1`, `${name}` and `$$` stand for groups and a dollar.
    ///
    /// - Returns: more than `limit` bytes, and not all, where the whole would be longer.
    package func replaceAll(
        _ text: UnsafeBufferPointer<UInt8>, with template: [UInt8], limit: Int = .max
    ) -> [UInt8] {
        var result: [UInt8] = []
        var copied = 0
        var position = 0
        while position <= text.count, result.count <= limit, let match = find(text, from: position) {
            result.append(contentsOf: text[copied..<match[0]])
            // No empty match right after another.
            if match[1] > copied || match[0] == 0 { expand(template, match, text, into: &result) }
            copied = match[1]
            position = max(Self.after(position, in: text), match[1])
        }
        result.append(contentsOf: text[min(copied, text.count)...])
        return result
    }

    /// The parts of the text between matches.
    package func split(_ text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        // Nothing split is one part, but for the empty expression.
        if text.isEmpty && !isEmptyExpression { return [0..<0] }
        var parts: [Range<Int>] = []
        var begin = 0
        var end = 0
        for match in findAll(text) {
            end = match[0]
            if match[1] != 0 { parts.append(begin..<end) }
            begin = match[1]
        }
        if end != text.count { parts.append(begin..<text.count) }
        return parts
    }

    private static func after(_ position: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        var next = position + 1
        while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }

    private func expand(
        _ template: [UInt8], _ match: [Int], _ text: UnsafeBufferPointer<UInt8>, into result: inout [UInt8]
    ) {
        var index = 0
        while index < template.count {
            let byte = template[index]
            index += 1
            guard byte == UInt8(ascii: "$") else {
                result.append(byte)
                continue
            }
            if index < template.count, template[index] == UInt8(ascii: "$") {
                result.append(byte)
                index += 1
                continue
            }
            guard let (name, end) = Self.reference(in: template, at: index) else {
                result.append(byte)
                continue
            }
            index = end
            if let group = group(named: name, match) {
                result.append(contentsOf: text[match[group * 2]..<match[group * 2 + 1]])
            }
        }
    }

    /// The longest name at `index`, or one in braces, and where the template goes on.
    private static func reference(in template: [UInt8], at index: Int) -> (String, Int)? {
        let isBraced = index < template.count && template[index] == UInt8(ascii: "{")
        let rest = String(decoding: template[min(index + (isBraced ? 1 : 0), template.count)...], as: UTF8.self)
        var name = ""
        for scalar in rest.unicodeScalars {
            let category = scalar.properties.generalCategory
            let isPart =
                scalar == "_" || category == .decimalNumber || category == .uppercaseLetter
                || category == .lowercaseLetter
                || category == .titlecaseLetter || category == .modifierLetter || category == .otherLetter
            guard isPart else { break }
            name.unicodeScalars.append(scalar)
        }
        guard !name.isEmpty else { return nil }
        var end = index + (isBraced ? 1 : 0) + name.utf8.count
        if isBraced {
            guard end < template.count, template[end] == UInt8(ascii: "}") else { return nil }
            end += 1
        }
        return (name, end)
    }

    private func group(named name: String, _ match: [Int]) -> Int? {
        if name.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            name == "0" || name.utf8.first != UInt8(ascii: "0"), let number = Int(name), number < 100_000_000
        {
            return number * 2 + 1 < match.count && match[number * 2] >= 0 ? number : nil
        }
        return captureNames.indices.first { captureNames[$0] == name && match[$0 * 2] >= 0 }
    }
}
