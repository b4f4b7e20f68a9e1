/// Why a text is no glob.
struct GlobError: Error, CustomStringConvertible {
    var description: String
}

/// Globs as the library gobwas/glob has them, compiled to the machine of regular expressions, so that they match in
/// linear time too.
///
/// `*` is any run without delimiters, `**` any run, `?` one scalar that is no delimiter, `[abc]`, `[a-c]` and `[!a]`
/// one scalar, `{a,b}` one of several; a backslash takes the meaning from what follows.
enum Glob {
    static func compile(_ pattern: String, delimiters: [Unicode.Scalar]) throws(GlobError) -> Regex {
        var parser = GlobParser(pattern, delimiters)
        let node = try parser.parse()
        do throws(RegexError) {
            return try Regex(.concatenation([.assertion(.beginText), node, .assertion(.endText)]))
        } catch {
            throw GlobError(description: error.description)
        }
    }

    static func quote(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        text.flatMap { "*?\\[]{}".utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
    }
}

private struct GlobParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private let notDelimiter: RegexNode
    private let anything = RegexNode.repetition(.scalar(.any), least: 0, most: nil, isGreedy: true)

    init(_ pattern: String, _ delimiters: [Unicode.Scalar]) {
        scalars = Array(pattern.unicodeScalars)
        notDelimiter = .scalar(CharacterClass(delimiters.map { $0.value...$0.value }).inverted())
    }

    /// Groups that are open: their alternatives, and what stood before them.
    private struct Open {
        var before: [RegexNode] = []
        var alternatives: [RegexNode] = []
    }

    mutating func parse() throws(GlobError) -> RegexNode {
        var open: [Open] = []
        var sequence: [RegexNode] = []
        func close() {
            guard var group = open.popLast() else { return }
            group.alternatives.append(.concatenation(sequence))
            sequence = group.before + [.alternation(group.alternatives)]
        }
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            switch scalar {
            case "*":
                if position < scalars.count, scalars[position] == "*" {
                    position += 1
                    sequence.append(anything)
                } else {
                    sequence.append(.repetition(notDelimiter, least: 0, most: nil, isGreedy: true))
                }
            case "?": sequence.append(notDelimiter)
            case "[": sequence.append(.scalar(try list()))
            case "{":
                guard open.count < RegexLimits.depth else { throw GlobError(description: "glob nests too deeply") }
                open.append(Open(before: sequence))
                sequence = []
            case "}" where !open.isEmpty: close()
            case "," where !open.isEmpty:
                open[open.count - 1].alternatives.append(.concatenation(sequence))
                sequence = []
            case "\\":
                guard position < scalars.count else { break }
                sequence.append(literal(scalars[position]))
                position += 1
            default: sequence.append(literal(scalar))
            }
        }
        // Groups that are not closed end with the pattern.
        while !open.isEmpty { close() }
        return .concatenation(sequence)
    }

    private func literal(_ scalar: Unicode.Scalar) -> RegexNode {
        .scalar(CharacterClass([scalar.value...scalar.value]))
    }

    private mutating func list() throws(GlobError) -> CharacterClass {
        var isNegative = false
        if position < scalars.count, scalars[position] == "!" {
            isNegative = true
            position += 1
        }
        var result = CharacterClass()
        guard position < scalars.count else { throw GlobError(description: "unexpected end of input") }
        if position + 1 < scalars.count, scalars[position + 1] == "-" {
            guard position + 2 < scalars.count else { throw GlobError(description: "unexpected end of input") }
            let (low, high) = (scalars[position], scalars[position + 2])
            guard low.value <= high.value else {
                throw GlobError(description: "hi character '\(high)' should be greater than lo '\(low)'")
            }
            position += 3
            guard position < scalars.count, scalars[position] == "]" else {
                throw GlobError(description: "expected close range character")
            }
            result.insert(low.value...high.value)
        } else {
            while position < scalars.count, scalars[position] != "]" {
                if scalars[position] == "\\" { position += 1 }
                guard position < scalars.count else { break }
                result.insert(scalars[position].value...scalars[position].value)
                position += 1
            }
            guard position < scalars.count else { throw GlobError(description: "unexpected end of input") }
            guard !result.ranges.isEmpty else { throw GlobError(description: "could not parse range") }
        }
        position += 1
        return isNegative ? result.inverted() : result
    }
}
