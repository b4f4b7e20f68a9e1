/// An expression compiled to instructions over the bytes of UTF-8.
///
/// Threads of the program prefer earlier targets, which gives leftmost-first matches (RE2, Perl).
struct RegexProgram: Sendable {
    enum Instruction: Sendable {
        /// One byte, looked up in `edges[start..<end]`; these are sorted and disjoint.
        case bytes(start: Int, end: Int)
        /// Threads in the order of preference.
        case split(Int, Int)
        case jump(Int)
        case save(slot: Int, next: Int)
        case assert(RegexAssertion, next: Int)
        case match
        case fail
    }

    struct Edge: Sendable, Hashable {
        var low: UInt8
        var high: UInt8
        var next: Int
    }

    var instructions: [Instruction] = []
    var edges: [Edge] = []
    var start = 0
    var captureNames: [String?]
    /// Whether no match can begin anywhere but at the start of the text.
    var isAnchoredAtStart = false
    var hasLineAssertions = false
    var hasWordAssertions = false
    var hasAssertions: Bool { hasLineAssertions || hasWordAssertions || hasTextAssertions }
    var hasTextAssertions = false

    /// Class of each byte: bytes that no instruction tells apart share one.
    private(set) var byteClasses = [UInt8](repeating: 0, count: 256)
    private(set) var byteClassCount = 1
    /// A byte of each class.
    private(set) var representatives: [UInt8] = [0]

    var slotCount: Int { captureNames.count * 2 }

    init(_ node: RegexNode, names: [String?]) throws(RegexError) {
        captureNames = names
        var compiler = RegexCompiler()
        let match = try compiler.add(.match)
        let end = try compiler.add(.save(slot: 1, next: match))
        let body = try compiler.compile(node, next: end)
        start = try compiler.add(.save(slot: 0, next: body))
        instructions = compiler.instructions
        // Every thread has slots of its own.
        guard instructions.count * slotCount <= RegexLimits.slots else {
            throw RegexError(reason: "expression too large", fragment: "")
        }
        edges = compiler.edges
        for case .assert(let assertion, _) in instructions {
            switch assertion {
            case .beginText, .endText: hasTextAssertions = true
            case .beginLine, .endLine: hasLineAssertions = true
            case .wordBoundary, .notWordBoundary: hasWordAssertions = true
            }
        }
        isAnchoredAtStart = Self.isAnchored(node)
        classifyBytes()
    }

    private static func isAnchored(_ node: RegexNode) -> Bool {
        switch node {
        case .assertion(.beginText): true
        case .capture(_, let inner): isAnchored(inner)
        case .concatenation(let nodes): nodes.first.map(isAnchored) ?? false
        case .alternation(let nodes): nodes.allSatisfy(isAnchored)
        case .repetition(let inner, let least, _, _): least > 0 && isAnchored(inner)
        default: false
        }
    }

    private mutating func classifyBytes() {
        var isBoundary = [Bool](repeating: false, count: 257)
        func mark(_ low: UInt8, _ high: UInt8) {
            isBoundary[Int(low)] = true
            isBoundary[Int(high) + 1] = true
        }
        for edge in edges { mark(edge.low, edge.high) }
        if hasLineAssertions { mark(0x0A, 0x0A) }
        if hasWordAssertions {
            for range in CharacterClass.word.ranges { mark(UInt8(range.lowerBound), UInt8(range.upperBound)) }
            mark(0x80, 0xBF)
        }
        var current = 0
        representatives = [0]
        for byte in 0..<256 {
            if byte > 0 && isBoundary[byte] {
                current += 1
                representatives.append(UInt8(byte))
            }
            byteClasses[byte] = UInt8(current)
        }
        byteClassCount = current + 1
    }
}

/// What is known of a place in a text, to judge assertions there.
struct RegexPlace: Equatable {
    var isStart: Bool
    var isEnd: Bool
    var isAfterNewline: Bool
    var isBeforeNewline: Bool
    var isAfterWord: Bool
    var isBeforeWord: Bool
    /// Between the bytes of one scalar, where no assertion holds.
    var isInsideScalar: Bool

    init(before: UInt8?, after: UInt8?) {
        isStart = before == nil
        isEnd = after == nil
        isAfterNewline = before == 0x0A
        isBeforeNewline = after == 0x0A
        isAfterWord = before.map(Self.isWord) ?? false
        isBeforeWord = after.map(Self.isWord) ?? false
        isInsideScalar = after.map { $0 & 0xC0 == 0x80 } ?? false
    }

    static func isWord(_ byte: UInt8) -> Bool {
        byte < 0x80 && CharacterClass.isWord(Unicode.Scalar(byte))
    }

    func satisfies(_ assertion: RegexAssertion) -> Bool {
        switch assertion {
        case .beginText: isStart
        case .endText: isEnd
        case .beginLine: isStart || isAfterNewline
        case .endLine: isEnd || isBeforeNewline
        case .wordBoundary: isAfterWord != isBeforeWord && !isInsideScalar
        case .notWordBoundary: isAfterWord == isBeforeWord && !isInsideScalar
        }
    }
}

/// Compiles from the end backwards: every node is told where to go on.
struct RegexCompiler {
    var instructions: [RegexProgram.Instruction] = []
    var edges: [RegexProgram.Edge] = []
    /// Byte instructions by their edges, so that classes share the tails of their encodings.
    private var known: [[RegexProgram.Edge]: Int] = [:]

    mutating func add(_ instruction: RegexProgram.Instruction) throws(RegexError) -> Int {
        guard instructions.count + edges.count < RegexLimits.instructions else {
            throw RegexError(reason: "expression too large", fragment: "")
        }
        instructions.append(instruction)
        return instructions.count - 1
    }

    mutating func compile(_ node: RegexNode, next: Int) throws(RegexError) -> Int {
        switch node {
        case .empty: return next
        case .scalar(let scalars): return try compile(scalars, next: next)
        case .assertion(let assertion): return try add(.assert(assertion, next: next))
        case .capture(let index, let inner):
            let end = try add(.save(slot: index * 2 + 1, next: next))
            let body = try compile(inner, next: end)
            return try add(.save(slot: index * 2, next: body))
        case .concatenation(let nodes):
            var target = next
            for node in nodes.reversed() { target = try compile(node, next: target) }
            return target
        case .alternation(let nodes):
            var target: Int?
            for node in nodes.reversed() {
                let this = try compile(node, next: next)
                target = if let other = target { try add(.split(this, other)) } else { this }
            }
            return target ?? next
        case .repetition(let inner, let least, let most, let isGreedy):
            return try repetition(of: inner, least, most, isGreedy, next: next)
        }
    }

    private mutating func repetition(
        of inner: RegexNode, _ least: Int, _ most: Int?, _ isGreedy: Bool, next: Int
    ) throws(RegexError) -> Int {
        var target = next
        if let most {
            // x{2,4} is xx(x(x)?)?
            for _ in 0..<max(0, most - least) {
                let body = try compile(inner, next: target)
                target = try split(body, next, isGreedy)
            }
        } else if least == 0 && !Self.mayBeEmpty(inner) {
            let loop = try add(.fail)
            let body = try compile(inner, next: loop)
            instructions[loop] = isGreedy ? .split(body, next) : .split(next, body)
            return loop
        } else {
            // One or more. What may be empty and repeats from zero is (x+)?, so that x's own preference decides
            // first, and an empty pass does not hide another.
            let loop = try add(.fail)
            let body = try compile(inner, next: loop)
            instructions[loop] = isGreedy ? .split(body, next) : .split(next, body)
            if least == 0 { return try split(body, next, isGreedy) }
            target = body
            for _ in 0..<(least - 1) { target = try compile(inner, next: target) }
            return target
        }
        for _ in 0..<least { target = try compile(inner, next: target) }
        return target
    }

    private mutating func split(_ body: Int, _ next: Int, _ isGreedy: Bool) throws(RegexError) -> Int {
        try add(isGreedy ? .split(body, next) : .split(next, body))
    }

    private static func mayBeEmpty(_ node: RegexNode) -> Bool {
        switch node {
        case .empty, .assertion: true
        case .scalar: false
        case .capture(_, let inner): mayBeEmpty(inner)
        case .concatenation(let nodes): nodes.allSatisfy(mayBeEmpty)
        case .alternation(let nodes): nodes.contains(where: mayBeEmpty)
        case .repetition(let inner, let least, _, _): least == 0 || mayBeEmpty(inner)
        }
    }

    // MARK: Classes as bytes

    private mutating func compile(_ scalars: CharacterClass, next: Int) throws(RegexError) -> Int {
        var sequences: [[ClosedRange<UInt8>]] = []
        for range in scalars.ranges { UTF8Ranges.collect(range, into: &sequences) }
        guard !sequences.isEmpty else { return try add(.fail) }
        return try byteTree(sequences[...], depth: 0, next: next)
    }

    /// Sequences with equal leading ranges become one edge. Sorted sequences differ wholly where they differ.
    private mutating func byteTree(
        _ sequences: ArraySlice<[ClosedRange<UInt8>]>, depth: Int, next: Int
    ) throws(RegexError) -> Int {
        var list: [RegexProgram.Edge] = []
        var index = sequences.startIndex
        while index < sequences.endIndex {
            let range = sequences[index][depth]
            var end = index + 1
            while end < sequences.endIndex, sequences[end][depth] == range { end += 1 }
            let isLast = sequences[index].count == depth + 1
            let target = isLast ? next : try byteTree(sequences[index..<end], depth: depth + 1, next: next)
            if let last = list.last, last.next == target, Int(last.high) + 1 == Int(range.lowerBound) {
                list[list.count - 1].high = range.upperBound
            } else {
                list.append(.init(low: range.lowerBound, high: range.upperBound, next: target))
            }
            index = end
        }
        if let existing = known[list] { return existing }
        let start = edges.count
        edges += list
        let instruction = try add(.bytes(start: start, end: edges.count))
        known[list] = instruction
        return instruction
    }
}

/// Ranges of scalars as ranges of their UTF-8 bytes (RFC 3629 §4). Surrogates have none.
enum UTF8Ranges {
    static func collect(_ range: ClosedRange<UInt32>, into sequences: inout [[ClosedRange<UInt8>]]) {
        for (low, high) in [(0, 0x7F), (0x80, 0x7FF), (0x800, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x10FFFF)] {
            let from = max(range.lowerBound, UInt32(low))
            let to = min(range.upperBound, UInt32(high))
            if from <= to { split(from, to, into: &sequences) }
        }
    }

    /// Cuts until all but the leading differing byte run over whole blocks of 64.
    private static func split(_ from: UInt32, _ to: UInt32, into sequences: inout [[ClosedRange<UInt8>]]) {
        for shift in stride(from: UInt32(6), through: 18, by: 6) {
            let mask: UInt32 = (1 << shift) - 1
            guard from & ~mask != to & ~mask, from > 0x7F else { continue }
            if from & mask != 0 {
                split(from, from | mask, into: &sequences)
                split((from | mask) + 1, to, into: &sequences)
                return
            }
            if to & mask != mask {
                split(from, (to & ~mask) - 1, into: &sequences)
                split(to & ~mask, to, into: &sequences)
                return
            }
        }
        let low = encoded(from)
        let high = encoded(to)
        sequences.append(zip(low, high).map { $0...max($0, $1) })
    }

    private static func encoded(_ code: UInt32) -> [UInt8] {
        Unicode.Scalar(code).map { Array(String($0).utf8) } ?? []
    }
}
