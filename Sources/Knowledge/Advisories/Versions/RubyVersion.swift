/// Ruby versions (`Gem::Version`): numbers and words in turn; a word makes a pre-release and sorts below every number; a
/// hyphen reads as `.pre.`; zeros at the end, and before the first word, do not count.
///
/// Beyond what RubyGems accepts, letters may follow the first number directly (`1beta`), as advisories write.
enum RubyVersion {
    static func refusal(_ text: VersionBytes) -> VersionRefusal? {
        let version = text.trimmed
        var index = version.digitsEnd(0)
        if index == 0 { return .malformed(offset: 0, expected: "a number") }
        index = partEnd(version, index, withHyphens: false)
        for withHyphens in [false, true] {
            if withHyphens {
                guard version.peek(index) == .hyphen else { break }
                let end = partEnd(version, index + 1, withHyphens: true)
                if end == index + 1 { return .malformed(offset: end, expected: "a letter, a digit or a hyphen") }
                index = end
            }
            while version.peek(index) == .dot {
                let end = partEnd(version, index + 1, withHyphens: withHyphens)
                if end == index + 1 { return .malformed(offset: end, expected: "a letter or a digit") }
                index = end
            }
        }
        return index < version.count ? .malformed(offset: index, expected: "a dot, a hyphen or the end") : nil
    }

    private static func partEnd(_ text: VersionBytes, _ from: Int, withHyphens: Bool) -> Int {
        var index = from
        while index < text.count, text[index].isDigit || text[index].isLetter || withHyphens && text[index] == .hyphen {
            index += 1
        }
        return index
    }

    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        var left = Segments(a.trimmed)
        var right = Segments(b.trimmed)
        while true {
            switch (left.next(), right.next()) {
            case (.end, .end): return .equal
            case (.word(let x), .word(let y)):
                let order = x.order(bytes: y)
                if order != .equal { return order }
            case (.word, _): return .less
            case (_, .word): return .greater
            case (.number(let x), .number(let y)):
                let order = x.order(number: y)
                if order != .equal { return order }
            case (.number(let x), .end): if !x.isZero { return .greater }
            case (.end, .number(let y)): if !y.isZero { return .less }
            }
        }
    }

    private enum Segment {
        case number(VersionBytes)
        case word(VersionBytes)
        case end
    }

    private struct Segments {
        private let text: VersionBytes
        private var index = 0
        /// Zeros before this index count: a number other than zero follows them, or a word came before them.
        private var significant = 0

        init(_ text: VersionBytes) { self.text = text }

        mutating func next() -> Segment {
            skipSeparators()
            if index < text.count, text[index].isDigit, index >= significant { skipZeros() }
            guard index < text.count else { return .end }
            let start = index
            if text[start].isDigit {
                index = text.digitsEnd(start)
                return .number(text.slice(start, index))
            }
            significant = text.count
            if text[start] == .hyphen {
                index += 1
                return .word(VersionBytes("pre"))
            }
            index = text.lettersEnd(start)
            return .word(text.slice(start, index))
        }

        /// Whatever is no segment: dots.
        private mutating func skipSeparators() {
            while index < text.count, !text[index].isDigit, !text[index].isLetter, text[index] != .hyphen { index += 1 }
        }

        /// Goes past zeros that a word or the end follows; others are remembered as significant.
        private mutating func skipZeros() {
            var place = index
            while place < text.count, text[place] == .zero || text[place] == .dot { place += 1 }
            if place < text.count, text[place].isDigit {
                significant = text.digitsEnd(place)
            } else {
                index = place
            }
        }
    }
}
