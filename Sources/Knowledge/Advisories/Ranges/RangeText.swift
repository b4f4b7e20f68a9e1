/// A range as text, read from left to right; bounded, since feeds are hostile.
struct RangeText {
    private let bytes: [UInt8]
    private(set) var index = 0

    init(_ text: String) throws(RangeError) {
        guard text.utf8.count <= VersionRanges.longestText else { throw .tooLong(text.utf8.count) }
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { index >= bytes.count }

    func peek(_ offset: Int = 0) -> UInt8? { index + offset < bytes.count ? bytes[index + offset] : nil }

    mutating func skipSpaces() { while let byte = peek(), byte.isSpace { index += 1 } }

    /// Takes a literal if it stands here.
    mutating func take(_ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard count <= bytes.count - index else { return false }
        let isHere = literal.withUTF8Buffer { literal in
            for offset in 0..<count where bytes[index + offset] != literal[offset] { return false }
            return true
        }
        if isHere { index += count }
        return isHere
    }

    /// Takes bytes up to one that ends a word, or the end.
    mutating func word(until isEnd: (UInt8) -> Bool) -> String {
        let start = index
        while let byte = peek(), !isEnd(byte) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// What is left, cut for a message.
    var rest: String { String(decoding: bytes[min(index, bytes.count)...].prefix(40), as: UTF8.self) }

    /// The parts between separators, at most as many as a range may have terms.
    static func parts(_ text: String, separatedBy separator: (Substring.UTF8View) -> Int) throws(RangeError) -> [String]
    {
        guard text.utf8.count <= VersionRanges.longestText else { throw .tooLong(text.utf8.count) }
        var parts: [String] = []
        var start = text.startIndex
        var index = start
        while index < text.endIndex {
            let length = separator(text[index...].utf8)
            guard length > 0 else {
                text.utf8.formIndex(after: &index)
                continue
            }
            parts.append(String(text[start..<index]))
            guard parts.count < VersionRanges.mostTerms else { throw .tooManyTerms }
            index = text.utf8.index(index, offsetBy: length, limitedBy: text.endIndex) ?? text.endIndex
            start = index
        }
        parts.append(String(text[start...]))
        return parts
    }

    /// The alternatives between `||`, or `|` where that is allowed too.
    static func alternatives(_ text: String, allowsSingle: Bool = false) throws(RangeError) -> [String] {
        try parts(text) { rest in
            guard rest.first == UInt8(ascii: "|") else { return 0 }
            if rest.dropFirst().first == UInt8(ascii: "|") { return 2 }
            return allowsSingle ? 1 : 0
        }
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        var rest = Substring(text).utf8
        while let first = rest.first, first.isSpace { rest.removeFirst() }
        while let last = rest.last, last.isSpace { rest.removeLast() }
        return String(Substring(rest))
    }
}

/// Decimal digits as numbers of any size.
enum Decimal {
    /// The number plus one, without leading zeros.
    static func successor(_ digits: String) -> String {
        var bytes = Array(digits.utf8.drop { $0 == .zero })
        var index = bytes.count
        while index > 0 {
            index -= 1
            if bytes[index] < UInt8(ascii: "9") {
                bytes[index] += 1
                return String(decoding: bytes, as: UTF8.self)
            }
            bytes[index] = .zero
        }
        return "1" + String(decoding: bytes, as: UTF8.self)
    }

    static func isZero(_ digits: String) -> Bool { digits.utf8.allSatisfy { $0 == .zero } }
}

/// How a term of a range compares.
enum Comparator: String, CaseIterable {
    case atLeast = ">="
    case atMost = "<="
    case unequal = "!="
    case equal = "=="
    case above = ">"
    case below = "<"

    /// The intervals of the term.
    func intervals(_ version: String) -> [VersionInterval] {
        switch self {
        case .atLeast: [.atLeast(version)]
        case .atMost: [.atMost(version)]
        case .above: [.above(version)]
        case .below: [.below(version)]
        case .equal: [.exactly(version)]
        case .unequal: [.below(version), .above(version)]
        }
    }
}

extension RangeText {
    /// Takes an operator; a single `=` is equality.
    mutating func comparator() -> Comparator? {
        if take(">=") { return .atLeast }
        if take("<=") { return .atMost }
        if take("!=") || take("<>") { return .unequal }
        if take(">") { return .above }
        if take("<") { return .below }
        return take("==") || take("=") ? .equal : nil
    }
}
