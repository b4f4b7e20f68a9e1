/// Reads the syntax of RE2 as Go's `regexp.Compile` accepts it.
struct RegexParser {
    struct Flags: OptionSet {
        let rawValue: UInt8
        static let ignoreCase = Flags(rawValue: 1)
        static let multiLine = Flags(rawValue: 2)
        static let dotMatchesNewline = Flags(rawValue: 4)
        static let swapGreedy = Flags(rawValue: 8)
    }

    /// A group that is open: what stood before it, and what it holds so far.
    private struct Open {
        var alternatives: [RegexNode] = []
        var sequence: [RegexNode] = []
        /// Of each node of `sequence`, how often its innermost part is repeated at most.
        var capture: Int?
        /// Flags to go back to when the group closes.
        var flags: Flags
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var flags: Flags = []
    private var open: [Open] = [Open(flags: [])]
    private(set) var captureNames: [String?] = [nil]

    private init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

    static func parse(_ pattern: String) throws(RegexError) -> (node: RegexNode, names: [String?]) {
        var parser = RegexParser(pattern)
        let node = try parser.expression()
        return (node, parser.captureNames)
    }

    // MARK: Structure

    private mutating func expression() throws(RegexError) -> RegexNode {
        // Where the last repetition began, when nothing else stands between it and what follows.
        var lastRepeat: Int?
        while let scalar = peek {
            let start = position
            var isRepeat = false
            switch scalar {
            case "(":
                if peek(1) == "?" {
                    try flagsOrNamedGroup()
                } else {
                    position += 1
                    try openGroup(named: nil, captures: true, restoring: flags)
                }
            case "|":
                position += 1
                closeAlternative()
            case ")":
                position += 1
                try closeGroup()
            case "^":
                position += 1
                push(.assertion(flags.contains(.multiLine) ? .beginLine : .beginText))
            case "$":
                position += 1
                push(.assertion(flags.contains(.multiLine) ? .endLine : .endText))
            case ".":
                position += 1
                push(.scalar(flags.contains(.dotMatchesNewline) ? .any : .notNewline))
            case "[":
                push(.scalar(try bracketClass()))
            case "*", "+", "?":
                position += 1
                let most: Int? = scalar == "?" ? 1 : nil
                try repeatLast(scalar == "+" ? 1 : 0, most, from: start, after: lastRepeat)
                isRepeat = true
            case "{":
                if let (least, most) = try counts() {
                    try repeatLast(least, most, from: start, after: lastRepeat)
                    isRepeat = true
                } else {
                    position += 1
                    pushLiteral("{")
                }
            case "\\":
                try escape()
            default:
                position += 1
                pushLiteral(scalar)
            }
            lastRepeat = isRepeat ? (lastRepeat ?? start) : nil
            if isRepeat { lastRepeat = start }
        }
        guard open.count == 1 else { throw RegexError(reason: "missing closing )", fragment: text(0, scalars.count)) }
        closeAlternative()
        return Self.alternatives(open[0].alternatives)
    }

    private mutating func openGroup(named name: String?, captures: Bool, restoring old: Flags) throws(RegexError) {
        guard open.count < RegexLimits.depth else {
            throw RegexError(reason: "expression nests too deeply", fragment: text(0, scalars.count))
        }
        var group = Open(flags: old)
        if captures {
            group.capture = captureNames.count
            captureNames.append(name)
        }
        open.append(group)
    }

    private mutating func closeAlternative() {
        let last = open.count - 1
        let sequence = open[last].sequence
        open[last].sequence = []
        open[last].alternatives.append(
            sequence.isEmpty ? .empty : sequence.count == 1 ? sequence[0] : .concatenation(sequence))
    }

    private mutating func closeGroup() throws(RegexError) {
        guard open.count > 1 else { throw RegexError(reason: "unexpected )", fragment: text(0, scalars.count)) }
        closeAlternative()
        let group = open.removeLast()
        flags = group.flags
        let node = Self.alternatives(group.alternatives)
        // A group without capture stays one item, so that a repetition after it takes all of it.
        push(group.capture.map { .capture($0, node) } ?? node)
    }

    private static func alternatives(_ nodes: [RegexNode]) -> RegexNode {
        nodes.count == 1 ? nodes[0] : .alternation(nodes)
    }

    private mutating func push(_ node: RegexNode) {
        open[open.count - 1].sequence.append(node)
    }

    private mutating func pushLiteral(_ scalar: Unicode.Scalar) {
        let one = CharacterClass([scalar.value...scalar.value])
        push(.scalar(flags.contains(.ignoreCase) ? one.folded() : one))
    }

    // MARK: Repetition

    private mutating func repeatLast(
        _ least: Int, _ most: Int?, from start: Int, after lastRepeat: Int?
    ) throws(RegexError) {
        var isGreedy = true
        if peek == "?" {
            position += 1
            isGreedy = false
        }
        if let lastRepeat {
            throw RegexError(reason: "invalid nested repetition operator", fragment: text(lastRepeat, position))
        }
        if flags.contains(.swapGreedy) { isGreedy.toggle() }
        guard let node = open[open.count - 1].sequence.popLast() else {
            throw RegexError(reason: "missing argument to repetition operator", fragment: text(start, position))
        }
        let repeated = RegexNode.repetition(node, least: least, most: most, isGreedy: isGreedy)
        guard least < 2 && (most ?? 0) < 2 || Self.isValid(repeated, within: RegexLimits.repeats) else {
            throw RegexError(reason: "invalid repeat count", fragment: text(start, position))
        }
        push(repeated)
    }

    /// Whether no product of nested counts exceeds `limit`.
    private static func isValid(_ node: RegexNode, within limit: Int) -> Bool {
        switch node {
        case .empty, .scalar, .assertion: return true
        case .capture(_, let inner): return isValid(inner, within: limit)
        case .concatenation(let nodes), .alternation(let nodes): return nodes.allSatisfy { isValid($0, within: limit) }
        case .repetition(let inner, let least, let most, _):
            // `*`, `+` and `?` do not count.
            guard least > 1 || (most ?? 0) > 1 else { return isValid(inner, within: limit) }
            let count = most ?? least
            if count > limit { return false }
            return isValid(inner, within: count > 0 ? limit / count : limit)
        }
    }

    /// `{n}`, `{n,}` or `{n,m}` at the position; anything else is literal text.
    private mutating func counts() throws(RegexError) -> (Int, Int?)? {
        let start = position
        var cursor = position + 1
        func number() -> Int? {
            let first = cursor
            var value = 0
            while cursor < scalars.count, let digit = Self.digit(scalars[cursor], radix: 10) {
                value = min(value * 10 + digit, 1_000_000)
                cursor += 1
            }
            // Numbers with leading zeros are no counts.
            guard cursor > first, cursor == first + 1 || scalars[first] != "0" else { return nil }
            return value
        }
        guard let least = number(), cursor < scalars.count else { return nil }
        var most: Int? = least
        if scalars[cursor] == "," {
            cursor += 1
            guard cursor < scalars.count else { return nil }
            if scalars[cursor] == "}" {
                most = nil
            } else {
                guard let number = number() else { return nil }
                most = number
            }
        }
        guard cursor < scalars.count, scalars[cursor] == "}" else { return nil }
        position = cursor + 1
        if least > RegexLimits.repeats || (most ?? 0) > RegexLimits.repeats || most.map({ least > $0 }) == true {
            throw RegexError(reason: "invalid repeat count", fragment: text(start, position))
        }
        return (least, most)
    }

    // MARK: Groups with flags

    private mutating func flagsOrNamedGroup() throws(RegexError) {
        let start = position
        let isNamed = peek(2) == "P" && peek(3) == "<" || peek(2) == "<"
        if isNamed {
            let first = start + (peek(2) == "P" ? 4 : 3)
            guard let end = scalars[min(first, scalars.count)...].firstIndex(of: ">") else {
                throw RegexError(reason: "invalid named capture", fragment: text(start, scalars.count))
            }
            let name = scalars[first..<end]
            guard !name.isEmpty, name.allSatisfy({ CharacterClass.isWord($0) }) else {
                throw RegexError(reason: "invalid named capture", fragment: text(start, end + 1))
            }
            position = end + 1
            return try openGroup(named: text(first, end), captures: true, restoring: flags)
        }
        position += 2
        var new = flags
        var isNegative = false
        var sawFlag = false
        loop: while let scalar = peek {
            position += 1
            let flag: Flags
            switch scalar {
            case "i": flag = .ignoreCase
            case "m": flag = .multiLine
            case "s": flag = .dotMatchesNewline
            case "U": flag = .swapGreedy
            case "-":
                if isNegative { break loop }
                isNegative = true
                sawFlag = false
                continue
            case ":", ")":
                if isNegative && !sawFlag { break loop }
                if scalar == ":" {
                    try openGroup(named: nil, captures: false, restoring: flags)
                }
                flags = new
                return
            default: break loop
            }
            sawFlag = true
            if isNegative { new.remove(flag) } else { new.insert(flag) }
        }
        throw RegexError(reason: "invalid or unsupported Perl syntax", fragment: text(start, position))
    }

    // MARK: Escapes

    private mutating func escape() throws(RegexError) {
        let start = position
        guard let next = peek(1) else {
            throw RegexError(reason: "trailing backslash at end of expression", fragment: "")
        }
        switch next {
        case "A": push(.assertion(.beginText))
        case "z": push(.assertion(.endText))
        case "b": push(.assertion(.wordBoundary))
        case "B": push(.assertion(.notWordBoundary))
        case "C": throw RegexError(reason: "invalid escape sequence", fragment: text(start, start + 2))
        case "Q":
            position += 2
            while let scalar = peek {
                if scalar == "\\" && peek(1) == "E" {
                    position += 2
                    return
                }
                position += 1
                pushLiteral(scalar)
            }
            return
        default:
            if let named = try namedClass(inBrackets: false) {
                push(.scalar(named))
            } else {
                pushLiteral(try escapedScalar())
            }
            return
        }
        position += 2
    }

    /// `\d` and its kin, `\p{…}`; leaves the position at anything else.
    private mutating func namedClass(inBrackets: Bool) throws(RegexError) -> CharacterClass? {
        let start = position
        guard let letter = peek(1) else { return nil }
        let ignoresCase = flags.contains(.ignoreCase)
        switch letter {
        case "d", "D", "s", "S", "w", "W":
            position += 2
            var named: CharacterClass =
                letter == "d" || letter == "D" ? .digit : letter == "s" || letter == "S" ? .space : .word
            if ignoresCase { named = named.folded() }
            return letter.properties.isUppercase ? named.inverted() : named
        case "p", "P":
            position += 2
            var isNegative = letter == "P"
            guard let first = peek else {
                throw RegexError(reason: "invalid character class range", fragment: text(start, position))
            }
            var name: String
            if first == "{" {
                guard let end = scalars[position...].firstIndex(of: "}") else {
                    throw RegexError(reason: "invalid character class range", fragment: text(start, scalars.count))
                }
                name = text(position + 1, end)
                position = end + 1
            } else {
                name = String(first)
                position += 1
            }
            if name.unicodeScalars.first == "^" {
                isNegative.toggle()
                name.unicodeScalars.removeFirst()
            }
            guard let named = UnicodeClasses.shared.named(name) else {
                throw RegexError(reason: "invalid character class range", fragment: text(start, position))
            }
            let all = ignoresCase ? named.folded() : named
            return isNegative ? all.inverted() : all
        default:
            return nil
        }
    }

    /// The scalar that an escape stands for.
    private mutating func escapedScalar() throws(RegexError) -> Unicode.Scalar {
        let start = position
        position += 1
        guard let scalar = peek else {
            throw RegexError(reason: "trailing backslash at end of expression", fragment: "")
        }
        position += 1
        let code: UInt32?
        switch scalar {
        case "0"..."7":
            // A digit other than 0 alone would refer back to a group, which cannot be matched in linear time.
            if scalar != "0", !(peek.map { "0"..."7" ~= $0 } ?? false) { code = nil; break }
            var value = UInt32(Self.digit(scalar, radix: 8) ?? 0)
            for _ in 0..<2 {
                guard let next = peek, let digit = Self.digit(next, radix: 8) else { break }
                value = value * 8 + UInt32(digit)
                position += 1
            }
            code = value
        case "x":
            code = hexadecimal()
        case "a": code = 7
        case "f": code = 12
        case "n": code = 10
        case "r": code = 13
        case "t": code = 9
        case "v": code = 11
        default:
            code = scalar.isASCII && !CharacterClass.isWord(scalar) || scalar == "_" ? scalar.value : nil
        }
        guard let code, let result = Unicode.Scalar(code) else {
            throw RegexError(reason: "invalid escape sequence", fragment: text(start, position))
        }
        return result
    }

    /// Two digits, or any number in braces.
    private mutating func hexadecimal() -> UInt32? {
        guard let first = peek else { return nil }
        if first == "{" {
            position += 1
            var value: UInt32 = 0
            var count = 0
            while let scalar = peek, scalar != "}" {
                position += 1
                guard let digit = Self.digit(scalar, radix: 16) else { return nil }
                value = value * 16 + UInt32(digit)
                guard value <= CharacterClass.last else { return nil }
                count += 1
            }
            guard peek == "}", count > 0 else { return nil }
            position += 1
            return value
        }
        guard let high = Self.digit(first, radix: 16) else {
            position += 1
            return nil
        }
        position += 1
        guard let second = peek else { return nil }
        position += 1
        guard let low = Self.digit(second, radix: 16) else { return nil }
        return UInt32(high * 16 + low)
    }

    // MARK: Bracket expressions

    private mutating func bracketClass() throws(RegexError) -> CharacterClass {
        let start = position
        position += 1
        var isNegative = false
        if peek == "^" {
            isNegative = true
            position += 1
        }
        var result = CharacterClass()
        var isFirst = true
        while true {
            guard let scalar = peek else {
                throw RegexError(reason: "missing closing ]", fragment: text(start, scalars.count))
            }
            if scalar == "]" && !isFirst { break }
            isFirst = false
            if scalar == "[", peek(1) == ":", let posix = try posixClass() {
                result.insert(posix)
                continue
            }
            if scalar == "\\", let named = try namedClass(inBrackets: true) {
                result.insert(named)
                continue
            }
            let rangeStart = position
            let low = try classScalar(from: start)
            var high = low
            if peek == "-", let after = peek(1), after != "]" {
                position += 1
                high = try classScalar(from: start)
                guard low.value <= high.value else {
                    throw RegexError(reason: "invalid character class range", fragment: text(rangeStart, position))
                }
            }
            let range = CharacterClass([low.value...high.value])
            result.insert(flags.contains(.ignoreCase) ? range.folded() : range)
        }
        position += 1
        return isNegative ? result.inverted() : result
    }

    private mutating func classScalar(from start: Int) throws(RegexError) -> Unicode.Scalar {
        guard let scalar = peek else {
            throw RegexError(reason: "missing closing ]", fragment: text(start, scalars.count))
        }
        if scalar == "\\" { return try escapedScalar() }
        position += 1
        return scalar
    }

    /// `[:alpha:]` inside brackets; `nil` when what follows is not closed by `:]`.
    private mutating func posixClass() throws(RegexError) -> CharacterClass? {
        var end = position + 2
        while end + 1 < scalars.count, !(scalars[end] == ":" && scalars[end + 1] == "]") { end += 1 }
        guard end + 1 < scalars.count else { return nil }
        let whole = text(position, end + 2)
        var name = Substring(text(position + 2, end))
        let isNegative = name.first == "^"
        if isNegative { name = name.dropFirst() }
        guard var named = Self.posix[String(name)] else {
            throw RegexError(reason: "invalid character class range", fragment: whole)
        }
        if flags.contains(.ignoreCase) { named = named.folded() }
        position = end + 2
        return isNegative ? named.inverted() : named
    }

    private static let posix: [String: CharacterClass] = [
        "alnum": CharacterClass([0x30...0x39, 0x41...0x5A, 0x61...0x7A]),
        "alpha": CharacterClass([0x41...0x5A, 0x61...0x7A]),
        "ascii": CharacterClass([0...0x7F]),
        "blank": CharacterClass([0x09...0x09, 0x20...0x20]),
        "cntrl": CharacterClass([0...0x1F, 0x7F...0x7F]),
        "digit": .digit,
        "graph": CharacterClass([0x21...0x7E]),
        "lower": CharacterClass([0x61...0x7A]),
        "print": CharacterClass([0x20...0x7E]),
        "punct": CharacterClass([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]),
        "space": CharacterClass([0x09...0x0D, 0x20...0x20]),
        "upper": CharacterClass([0x41...0x5A]),
        "word": .word,
        "xdigit": CharacterClass([0x30...0x39, 0x41...0x46, 0x61...0x66]),
    ]

    // MARK: Text

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private func peek(_ distance: Int) -> Unicode.Scalar? {
        position + distance < scalars.count ? scalars[position + distance] : nil
    }

    private func text(_ start: Int, _ end: Int) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[min(start, scalars.count)..<min(max(start, end), scalars.count)])
        return text
    }

    private static func digit(_ scalar: Unicode.Scalar, radix: Int) -> Int? {
        guard scalar.isASCII, let digit = Character(scalar).hexDigitValue, digit < radix else { return nil }
        return digit
    }
}

extension CharacterClass {
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "A"..."Z", "a"..."z", "_": true
        default: false
        }
    }
}
