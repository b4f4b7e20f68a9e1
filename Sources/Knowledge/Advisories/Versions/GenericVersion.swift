/// The order of versions of no known scheme: numbers by value, words by bytes, whatever else separates.
///
/// A word that names a pre-release sorts below the end, other words above it and below every number from one on; the end
/// equals a zero, so that `1.0 = 1`. Words are compared without regard to case.
enum GenericVersion {
    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        var i = 0
        var j = 0
        while true {
            let (x, y) = (Token(a, from: i), Token(b, from: j))
            if x.rank != y.rank { return VersionOrder(x.rank, y.rank) }
            switch x.rank {
            case Token.end: if x.end == a.count, y.end == b.count { return .equal }
            case Token.number:
                let order = a.slice(x.start, x.end).order(number: b.slice(y.start, y.end))
                if order != .equal { return order }
            default:
                let order = a.slice(x.start, x.end).order(lowered: b.slice(y.start, y.end))
                if order != .equal { return order }
            }
            (i, j) = (x.end, y.end)
        }
    }

    private struct Token {
        static let preRelease = 0
        static let end = 1
        static let word = 2
        static let number = 3

        let rank: Int
        let start: Int
        let end: Int

        init(_ text: VersionBytes, from: Int) {
            var index = from
            while index < text.count, !text[index].isDigit, !text[index].isLetter { index += 1 }
            start = index
            if index == text.count {
                rank = Self.end
                end = index
            } else if text[index].isDigit {
                end = text.digitsEnd(index)
                rank = text.slice(index, end).isZero ? Self.end : Self.number
            } else {
                end = text.lettersEnd(index)
                rank = Self.isPreRelease(text.slice(index, end)) ? Self.preRelease : Self.word
            }
        }

        private static func isPreRelease(_ word: VersionBytes) -> Bool {
            switch word.peek(0).lowered {
            case UInt8(ascii: "a"): word.isWord("alpha")
            case UInt8(ascii: "b"): word.isWord("beta")
            case UInt8(ascii: "c"): word.isWord("cr")
            case UInt8(ascii: "d"): word.isWord("dev")
            case UInt8(ascii: "m"): word.isWord("milestone")
            case UInt8(ascii: "p"): word.isWord("pre") || word.isWord("preview") || word.isWord("prerelease")
            case UInt8(ascii: "r"): word.isWord("rc")
            case UInt8(ascii: "s"): word.isWord("snapshot")
            default: false
            }
        }
    }
}
