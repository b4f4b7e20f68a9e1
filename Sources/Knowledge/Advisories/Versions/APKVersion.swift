/// Versions of Alpine and its relatives (apk-package(5), the order of apk-tools 3):
/// `number{.number}{letter}{_suffix{number}}{~hash}{-r number}`.
///
/// A text that leaves this grammar sorts below every version that goes on at that place, and two such texts are equal
/// there. Three forms of older releases are still read, because packages carry them: a number behind the letter
/// (`1.8.31p1`), a component without digits, and `-r` without a number. apk-tools 3 calls `6.6.2p1` and `6.6.2p2` equal,
/// which would make an unpatched sudo or OpenSSH look like the patched one.
enum APKVersion {
    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        var left = Cursor(a)
        var right = Cursor(b)
        while true {
            let (x, y) = (left.next(), right.next())
            if x.kind != y.kind || x.suffix != y.suffix { return VersionOrder(x.rank, y.rank) }
            let order: VersionOrder
            switch x.kind {
            case .end, .invalid: return .equal
            case .suffix, .gap: continue
            case .letter, .hash: order = x.text.order(bytes: y.text)
            case .component:
                // Digits that start with a zero are compared like decimals, as in the Gentoo specification.
                let hasZero = x.text.peek(0) == .zero || y.text.peek(0) == .zero
                order = hasZero ? x.text.order(bytes: y.text) : x.text.order(number: y.text)
            case .number, .suffixNumber, .revision: order = x.text.order(number: y.text)
            }
            if order != .equal { return order }
        }
    }

    private enum Kind: Int {
        case invalid, gap, end, revision, hash, suffixNumber, suffix, letter, component, number
    }

    private struct Token {
        var kind: Kind
        var text: VersionBytes
        /// alpha, beta, pre and rc are negative, since they sort below everything; cvs to p are positive.
        var suffix = 0

        var rank: Int { suffix < 0 ? suffix : kind.rawValue * 8 + suffix }
    }

    private struct Cursor {
        private let text: VersionBytes
        private var index = 0
        private var last = Kind.invalid
        private var isFirst = true

        init(_ text: VersionBytes) { self.text = text }

        mutating func next() -> Token {
            defer { isFirst = false }
            let start = index
            let token = read()
            last = token.kind
            // Every token but the last ones takes bytes, so that the walk ends.
            precondition(index > start || token.kind == .end || token.kind == .invalid, "a token takes no bytes")
            return token
        }

        private mutating func read() -> Token {
            guard index < text.count else { return token(.end, index, index) }
            let byte = text[index]
            let isComponent = isFirst || last == .component || last == .number || last == .gap
            if byte.isDigit {
                if isFirst || last == .letter || last == .gap { return digits(.number, index) }
                return last == .suffix ? digits(.suffixNumber, index) : token(.invalid, index, index)
            }
            if byte.isLowerLetter, isComponent { return token(.letter, index, index + 1) }
            switch byte {
            case .dot where isComponent:
                return text.peek(index + 1).isDigit ? digits(.component, index + 1) : token(.gap, index, index + 1)
            case .underscore where isComponent || last == .letter || last == .suffix || last == .suffixNumber:
                return suffix()
            case .tilde where last != .hash && last != .revision && !isFirst:
                var end = index + 1
                while end < text.count, text[end].isDigit || text[end] &- UInt8(ascii: "a") < 6 { end += 1 }
                return end > index + 1 ? token(.hash, index + 1, end) : token(.invalid, index, index)
            case .hyphen where last != .revision && !isFirst && text.peek(index + 1) == UInt8(ascii: "r"):
                return text.peek(index + 2).isLetter ? token(.invalid, index, index) : digits(.revision, index + 2)
            default: return token(.invalid, index, index)
            }
        }

        private mutating func token(_ kind: Kind, _ from: Int, _ to: Int) -> Token {
            index = to
            return Token(kind: kind, text: text.slice(from, to))
        }

        private mutating func digits(_ kind: Kind, _ from: Int) -> Token { token(kind, from, text.digitsEnd(from)) }

        private mutating func suffix() -> Token {
            let start = index
            var end = index + 1
            while end < text.count, text[end].isLowerLetter { end += 1 }
            let value = Self.suffix(text.slice(start + 1, end))
            guard value != 0 else { return token(.invalid, start, start) }
            var token = token(.suffix, start + 1, end)
            token.suffix = value
            return token
        }

        private static func suffix(_ word: VersionBytes) -> Int {
            if word.isWord("alpha") { return -4 }
            if word.isWord("beta") { return -3 }
            if word.isWord("pre") { return -2 }
            if word.isWord("rc") { return -1 }
            if word.isWord("cvs") { return 1 }
            if word.isWord("svn") { return 2 }
            if word.isWord("git") { return 3 }
            if word.isWord("hg") { return 4 }
            return word.isWord("p") ? 5 : 0
        }
    }
}
