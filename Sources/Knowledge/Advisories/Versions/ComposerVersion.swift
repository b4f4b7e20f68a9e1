/// Composer versions: normalised as `Composer\Semver\VersionParser` does, then ordered as PHP's `version_compare`.
///
/// Normalised means: four numbers, then a stability with its numbers, then `dev`. Dates of more than five digits keep
/// their numbers as they are. `dev-NAME` is a branch and sorts below all numbers; branches are ordered by name, where
/// Composer does not order them at all. What Composer refuses but advisories hold (`1.0.0-foo`) is ordered as PHP does:
/// unknown words below `dev`.
enum ComposerVersion {
    static func refusal(_ version: VersionBytes) -> VersionRefusal? {
        let text = stripped(version)
        if isBranch(text) { return nil }
        let start = text.peek(0).lowered == UInt8(ascii: "v") ? 1 : 0
        if !text.peek(start).isDigit { return .malformed(offset: start, expected: "a number or a branch") }
        for index in start..<text.count {
            let byte = text[index]
            guard byte.isDigit || byte.isLetter || isSeparator(byte) else {
                return .malformed(offset: index, expected: "a letter, a digit, a dot, a hyphen or an underscore")
            }
        }
        return nil
    }

    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        let (a, b) = (stripped(a), stripped(b))
        let (isBranch, isOtherBranch) = (isBranch(a), isBranch(b))
        if isBranch || isOtherBranch {
            guard isBranch, isOtherBranch else { return isBranch ? .less : .greater }
            return branchName(a).order(bytes: branchName(b))
        }
        var left = Elements(a)
        var right = Elements(b)
        while true {
            let (x, y) = (left.next(), right.next())
            if x.rank != y.rank { return VersionOrder(x.rank, y.rank) }
            switch x.rank {
            case Element.end: return .equal
            case Element.number:
                let order = x.text.order(number: y.text)
                if order != .equal { return order }
            case Element.unknown:
                let order = x.text.order(lowered: y.text)
                if order != .equal { return order }
            default: continue
            }
        }
    }

    /// Without an alias (`1.x-dev as 1.0`), a stability flag (`@beta`) and build metadata.
    private static func stripped(_ version: VersionBytes) -> VersionBytes {
        var text = version.trimmed
        if let space = text.first(.space) {
            var index = space
            while text.peek(index) == .space, index < text.count { index += 1 }
            if text.has("as ", at: index) { text = text.slice(0, space) }
        }
        if let at = text.last(UInt8(ascii: "@")) {
            let flag = text.slice(at + 1, text.count)
            if flag.isWord("stable") || flag.isWord("rc") || flag.isWord("beta") || flag.isWord("alpha")
                || flag.isWord("dev")
            {
                text = text.slice(0, at)
            }
        }
        if !isBranch(text), let plus = text.first(.plus), plus > 0 { text = text.slice(0, plus) }
        return text
    }

    private static func isBranch(_ text: VersionBytes) -> Bool {
        text.has("dev-", at: 0) || text.order(bytes: VersionBytes("master")) == .equal
            || text.order(bytes: VersionBytes("trunk")) == .equal
            || text.order(bytes: VersionBytes("default")) == .equal
    }

    private static func branchName(_ text: VersionBytes) -> VersionBytes {
        text.has("dev-", at: 0) ? text.slice(4, text.count) : text
    }

    @inline(__always)
    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == .dot || byte == .hyphen || byte == .underscore || byte == .colon
    }

    private struct Element {
        static let unknown = -1
        static let end = 4
        static let number = 5
        let rank: Int
        let text: VersionBytes
    }

    private struct Elements {
        private let text: VersionBytes
        private var index: Int
        /// How many of the four leading numbers came; a date has none of its own.
        private var numbers: Int
        private var hasPlaceholder = false
        private var isEnded = false

        init(_ text: VersionBytes) {
            self.text = text
            index = text.peek(0).lowered == UInt8(ascii: "v") ? 1 : 0
            numbers = ComposerVersion.isDate(text, from: index) ? 4 : 0
        }

        mutating func next() -> Element {
            if numbers < 4 {
                let start = numbers == 0 ? index : index + 1
                let isComponent = numbers == 0 || text.peek(index) == .dot
                numbers += 1
                if isComponent, text.peek(start).isDigit {
                    index = text.digitsEnd(start)
                    return number(start)
                }
                if isComponent, text.peek(start).lowered == UInt8(ascii: "x"), !text.peek(start + 1).isLetter {
                    hasPlaceholder = true
                    index = start + 1
                }
                // Absent numbers are zero, but those of a branch such as `1.x-dev` sort above all of its numbers.
                return hasPlaceholder
                    ? Element(rank: Element.number, text: VersionBytes("9999999")) : number(index)
            }
            while index < text.count, isSeparator(text[index]) { index += 1 }
            guard index < text.count, !isEnded else { return Element(rank: Element.end, text: text.slice(0, 0)) }
            let from = index
            if text[from].isDigit {
                index = text.digitsEnd(from)
                return number(from)
            }
            index = text.lettersEnd(from)
            var word = text.slice(from, index)
            var rank = Self.rank(of: word)
            // `dev` may be glued to a stability: `betadev`.
            if rank == Element.unknown, word.count > 3, word.has("dev", at: word.count - 3) {
                let stability = text.slice(from, index - 3)
                if Self.rank(of: stability) != Element.unknown {
                    index -= 3
                    word = stability
                    rank = Self.rank(of: stability)
                }
            }
            isEnded = rank == Element.end
            return Element(rank: rank, text: word)
        }

        private func number(_ from: Int) -> Element { Element(rank: Element.number, text: text.slice(from, index)) }

        private static func rank(of word: VersionBytes) -> Int {
            switch word.peek(0).lowered {
            case UInt8(ascii: "a") where word.count == 1 || word.isWord("alpha"): 1
            case UInt8(ascii: "b") where word.count == 1 || word.isWord("beta"): 2
            case UInt8(ascii: "d") where word.isWord("dev"): 0
            case UInt8(ascii: "p")
            where word.count == 1 || word.isWord("pl") || word.isWord("patch") || word.isWord("post"): 6
            case UInt8(ascii: "r") where word.isWord("rc"): 3
            case UInt8(ascii: "s") where word.isWord("stable"): Element.end
            default: Element.unknown
            }
        }
    }

    /// Whether the text is no ordinary version but a date and time: four digits, up to six pairs and up to three digits
    /// more, with or without separators.
    private static func isDate(_ text: VersionBytes, from start: Int) -> Bool {
        var index = text.digitsEnd(start)
        guard index - start >= 4 else { return false }
        if index - start <= 5 {
            for _ in 0..<3 where text.peek(index) == .dot && text.peek(index + 1).isDigit {
                index = text.digitsEnd(index + 1)
            }
            let isDateLike = isSeparator(text.peek(index)) && text.peek(index + 1).isDigit
            guard isDateLike else { return false }
        }
        index = start + 4
        var pairs = 0
        while pairs < 6 {
            let digits = dateSeparatorEnd(text, index)
            guard text.peek(digits).isDigit, text.peek(digits + 1).isDigit else { break }
            index = digits + 2
            pairs += 1
        }
        guard pairs > 0 else { return false }
        let last = dateSeparatorEnd(text, index)
        if text.peek(last).isDigit { index = min(text.digitsEnd(last), last + 3) }
        if index < text.count, isSeparator(text[index]) { index += 1 }
        return index == text.count || text[index].isLetter || isSeparator(text[index]) && text.has("dev", at: index + 1)
    }

    private static func dateSeparatorEnd(_ text: VersionBytes, _ index: Int) -> Int {
        let byte = text.peek(index)
        return byte == .dot || byte == .colon || byte == .hyphen ? index + 1 : index
    }
}
