/// Maven versions (`ComparableVersion` of Maven 3.8.7): numbers and qualifiers; a hyphen, every change between digits and
/// letters, and a qualifier before a digit or the end open a list inside the list. Since a list is only opened at the end of the one around it, a version is one
/// sequence with marks where a list opens, and is compared without building anything.
///
/// Maven's order is not transitive: `1 < 1-sp` and `1-sp < 1.0.alpha`, yet `1.0.alpha < 1`, because a zero before a
/// qualifier meets a list on the one side and nothing on the other. It is followed all the same, pair by pair, since it
/// is what decides which artifact is used.
enum MavenVersion {
    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        var left = Items(a)
        var right = Items(b)
        while true {
            switch (left.next(), right.next()) {
            case (.end, .end): return .equal
            case (.list, .list): continue
            case (.number(let x), .number(let y)):
                let order = x.order(number: y)
                if order != .equal { return order }
            case (.qualifier(let x), .qualifier(let y)):
                let order = x.order(y)
                if order != .equal { return order }
            case (.end, let item): return right.orderToNothing(from: item).reversed
            case (let item, .end): return left.orderToNothing(from: item)
            case (.number, _): return .greater
            case (_, .number): return .less
            case (.qualifier, .list): return .less
            case (.list, .qualifier): return .greater
            }
        }
    }

    /// alpha, beta, milestone, rc, snapshot, the release itself and sp, then others by their letters.
    private struct Qualifier {
        static let release = 5
        let rank: Int
        let text: VersionBytes

        init(_ text: VersionBytes, beforeDigit: Bool) {
            self.text = text
            rank = Self.rank(text, beforeDigit: beforeDigit)
        }

        private static func rank(_ text: VersionBytes, beforeDigit: Bool) -> Int {
            switch text.peek(0).lowered {
            case UInt8(ascii: "a") where text.isWord("alpha") || beforeDigit && text.count == 1: 0
            case UInt8(ascii: "b") where text.isWord("beta") || beforeDigit && text.count == 1: 1
            case UInt8(ascii: "m") where text.isWord("milestone") || beforeDigit && text.count == 1: 2
            case UInt8(ascii: "r") where text.isWord("rc"): 3
            case UInt8(ascii: "c") where text.isWord("cr"): 3
            case UInt8(ascii: "s") where text.isWord("snapshot"): 4
            case UInt8(ascii: "g") where text.isWord("ga"): release
            case UInt8(ascii: "f") where text.isWord("final"): release
            case UInt8(ascii: "r") where text.isWord("release"): release
            case UInt8(ascii: "s") where text.isWord("sp"): 6
            default: 7
            }
        }

        func order(_ other: Qualifier) -> VersionOrder {
            rank == 7 && other.rank == 7 ? text.order(lowered: other.text) : VersionOrder(rank, other.rank)
        }
    }

    private enum Item {
        case number(VersionBytes)
        case qualifier(Qualifier)
        /// A list opens.
        case list
        case end

        /// Whether the item counts for nothing at the end of its list.
        var isNull: Bool {
            switch self {
            case .number(let digits): digits.isZero
            case .qualifier(let qualifier): qualifier.rank == Qualifier.release
            case .list, .end: false
            }
        }

        var isList: Bool { if case .list = self { true } else { false } }
        var isEnd: Bool { if case .end = self { true } else { false } }
    }

    /// The items without those that count for nothing at the end of their list, and without lists empty thereby.
    private struct Items {
        private var scanner: Scanner
        /// Null items before this place are followed by others in their list, lists up to `live` by an item that counts:
        /// what was looked ahead for once is not looked for again, so that the walk is linear.
        private var significant = 0
        private var live = -1

        init(_ text: VersionBytes) { scanner = Scanner(text: text) }

        mutating func next() -> Item {
            while true {
                let position = scanner.position
                let item = scanner.next()
                if item.isList {
                    guard position > live else { return item }
                    guard let place = nextThatCounts() else { return .end }
                    live = place
                    return item
                }
                guard item.isNull, position >= significant else { return item }
                if let place = nextInList() {
                    significant = place
                    return item
                }
            }
        }

        /// The place of the next item that is not null, in whatever list.
        private mutating func nextThatCounts() -> Int? {
            var ahead = scanner
            while true {
                let position = ahead.position
                let item = ahead.next()
                if item.isEnd {
                    scanner = ahead
                    return nil
                }
                if !item.isList, !item.isNull { return position }
            }
        }

        /// The place of the next item of this list that is not null; without one, goes to the end of the list.
        private mutating func nextInList() -> Int? {
            var ahead = scanner
            while true {
                let before = ahead
                let item = ahead.next()
                if item.isNull { continue }
                if !item.isList, !item.isEnd { return before.position }
                scanner = before
                return nil
            }
        }

        /// How what is left, from an item on, stands to nothing: as the first item that differs from nothing.
        mutating func orderToNothing(from item: Item) -> VersionOrder {
            var item = item
            while true {
                switch item {
                case .end: return .equal
                case .list: break
                case .number(let digits): if !digits.isZero { return .greater }
                case .qualifier(let qualifier):
                    let order = VersionOrder(qualifier.rank, Qualifier.release)
                    if order != .equal { return order }
                }
                item = next()
            }
        }
    }

    /// The items as they are written.
    private struct Scanner {
        private let text: VersionBytes
        private(set) var position = 0
        private var opensList = false
        private var isListEmpty = true

        init(text: VersionBytes) { self.text = text }

        mutating func next() -> Item {
            if opensList {
                opensList = false
                isListEmpty = true
                return .list
            }
            guard position < text.count else { return .end }
            let start = position
            let isNumber = text[start].isDigit
            var end = start
            while end < text.count, text[end].isDigit == isNumber, text[end] != .dot, text[end] != .hyphen { end += 1 }
            // A qualifier before a digit or the end is in a list of its own (MNG-7644).
            if !isNumber, end > start, !isListEmpty, end == text.count || text[end].isDigit {
                isListEmpty = true
                return .list
            }
            isListEmpty = false
            position = end
            if end < text.count {
                let isDot = text[end] == .dot
                opensList = !isDot
                if isDot || text[end] == .hyphen { position = end + 1 }
            }
            // Nothing between two separators is a zero.
            if isNumber || end == start { return .number(text.slice(start, end)) }
            return .qualifier(Qualifier(text.slice(start, end), beforeDigit: text.peek(end).isDigit))
        }
    }
}
