/// Semantic Versioning 2.0.0 §11, read leniently: a leading `v` or `=`, any number of components (absent ones are zero), a
/// pre-release glued to the numbers (`1.0.0rc1`) and leading zeros are accepted. Build metadata is ignored.
///
/// `Grammar` says how the schemes that share this order differ in what they accept.
enum SemanticVersion {
    struct Grammar {
        /// Exactly three components and no empty identifier, as node-semver's loose mode.
        var isNode = false
        /// `go1.22rc1`: a prefix, and letters glued to digits are identifiers of their own.
        var isGo = false
        /// A number alone behind the last hyphen is the packager's revision and ignored.
        var hasRevision = false
        /// Build metadata counts: with it is greater than without.
        var ordersBuild = false
    }

    static let lenient = Grammar()
    static let node = Grammar(isNode: true)
    static let go = Grammar(isGo: true)
    static let bitnami = Grammar(hasRevision: true)
    static let pub = Grammar(ordersBuild: true)

    static func refusal(_ version: VersionBytes, _ grammar: Grammar) -> VersionRefusal? {
        let parts: Parts
        do throws(VersionRefusal) { parts = try Parts(version, grammar) } catch { return error }
        return parts.refusal(grammar)
    }

    @inline(__always)
    static func order(_ a: VersionBytes, _ b: VersionBytes, _ grammar: Grammar) -> VersionOrder {
        let (left, right): (Parts, Parts)
        do throws(VersionRefusal) {
            left = try Parts(a, grammar)
            right = try Parts(b, grammar)
        } catch {
            return .incomparable
        }
        if left.refusal(grammar) != nil || right.refusal(grammar) != nil { return .incomparable }
        let core = order(core: left.core, right.core)
        if core != .equal { return core }
        let preRelease: VersionOrder
        switch (left.preRelease, right.preRelease) {
        case (nil, nil): preRelease = .equal
        case (nil, .some): return .greater
        case (.some, nil): return .less
        case (let leftPre?, let rightPre?):
            preRelease = order(
                Identifiers(text: leftPre, isSplit: grammar.isGo && left.isGlued),
                Identifiers(text: rightPre, isSplit: grammar.isGo && right.isGlued))
        }
        if preRelease != .equal || !grammar.ordersBuild { return preRelease }
        switch (left.build, right.build) {
        case (nil, nil): return .equal
        case (nil, .some): return .less
        case (.some, nil): return .greater
        case (let left?, let right?): return order(Identifiers(text: left), Identifiers(text: right))
        }
    }

    private struct Parts {
        let core: VersionBytes
        let preRelease: VersionBytes?
        let build: VersionBytes?
        /// Whether the pre-release follows the numbers without a hyphen.
        let isGlued: Bool
        private let offset: Int

        init(_ text: VersionBytes, _ grammar: Grammar) throws(VersionRefusal) {
            var start = Self.prefixEnd(text, grammar)
            let offset = start
            var end = text.count
            if grammar.isNode { while end > start, text[end - 1].isSpace { end -= 1 } }
            if grammar.isGo, start > 0, text[start - 1] == UInt8(ascii: "o"),
                let space = text.first(.space, from: start)
            {
                end = space  // `go1.22.3 X:boringcrypto`
            }
            let version = text.slice(0, end)
            let coreStart = start
            var components = 0
            while true {
                let digits = version.digitsEnd(start)
                if digits == start { throw .malformed(offset: start, expected: "a number") }
                components += 1
                start = digits
                guard start < end, version[start] == .dot else { break }
                start += 1
            }
            if grammar.isNode, components != 3 {
                throw .malformed(
                    offset: start, expected: components < 3 ? "three numbers" : "no more than three numbers")
            }
            core = version.slice(coreStart, start)
            self.offset = offset
            let plus = version.first(.plus, from: start)
            let rest = plus ?? end
            build = plus.map { version.slice($0 + 1, end) }
            var from = start
            if from < rest, version[from] == .hyphen { from += 1 }
            // node-semver reads a hyphen with nothing behind it as an identifier.
            if grammar.isNode, from > start, from == rest || version[from] == .dot { from = start }
            var to = rest
            if grammar.hasRevision, let hyphen = version.slice(0, rest).last(.hyphen, from: start),
                version.slice(hyphen + 1, rest).isNumber
            {
                to = hyphen
            }
            preRelease = to > start ? version.slice(min(from, to), to) : nil
            isGlued = from == start
            if from == start, from < rest, !version[from].isLetter, !grammar.isNode || version[from] != .hyphen {
                throw .malformed(offset: from, expected: "a hyphen, a plus sign or the end")
            }
        }

        private static func prefixEnd(_ text: VersionBytes, _ grammar: Grammar) -> Int {
            var index = 0
            if grammar.isNode {
                while index < text.count,
                    text[index].isSpace || text[index] == UInt8(ascii: "v") || text[index] == UInt8(ascii: "=")
                { index += 1 }
                return index
            }
            if grammar.isGo, text.has("go", at: 0) { return 2 }
            if text.peek(index) == UInt8(ascii: "=") { index += 1 }
            return text.peek(index).lowered == UInt8(ascii: "v") ? index + 1 : index
        }

        /// What is wrong with the identifiers.
        @inline(__always)
        func refusal(_ grammar: Grammar) -> VersionRefusal? {
            let before = offset + core.count
            if let preRelease, let wrong = Self.wrong(preRelease, grammar) {
                return .malformed(offset: before + 1 + wrong, expected: "an identifier of letters, digits and hyphens")
            }
            if let build, let wrong = Self.wrong(build, grammar) {
                return .malformed(offset: before + wrong, expected: "build metadata of letters, digits and hyphens")
            }
            return nil
        }

        @inline(__always)
        private static func wrong(_ identifiers: VersionBytes, _ grammar: Grammar) -> Int? {
            var last = UInt8.dot
            for index in 0..<identifiers.count {
                let byte = identifiers[index]
                if byte.isDigit || byte.isLetter || byte == .hyphen {
                } else if byte == .dot {
                    if grammar.isNode, last == .dot { return index }
                } else if grammar.isNode || byte < 0x21 || byte == 0x7f {
                    return index
                }
                last = byte
            }
            return grammar.isNode && last == .dot ? identifiers.count : nil
        }
    }

    /// Dotted numbers, absent ones zero.
    static func order(core a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        var i = 0
        var j = 0
        while i < a.count || j < b.count {
            let (m, n) = (a.digitsEnd(min(i, a.count)), b.digitsEnd(min(j, b.count)))
            let number = a.slice(min(i, m), m).order(number: b.slice(min(j, n), n))
            if number != .equal { return number }
            (i, j) = (m + 1, n + 1)
        }
        return .equal
    }

    /// Identifiers between dots: numbers by value and below words, words by bytes, and fewer below more (§11.4).
    @inline(__always)
    private static func order(_ a: Identifiers, _ b: Identifiers) -> VersionOrder {
        var left = a
        var right = b
        while true {
            switch (left.next(), right.next()) {
            case (nil, nil): return .equal
            case (nil, .some): return .less
            case (.some, nil): return .greater
            case (let x?, let y?):
                let (isNumber, isOtherNumber) = (x.isNumber, y.isNumber)
                if isNumber != isOtherNumber { return isNumber ? .less : .greater }
                let order = isNumber ? x.order(number: y) : x.order(bytes: y)
                if order != .equal { return order }
            }
        }
    }

    private struct Identifiers {
        let text: VersionBytes
        /// Letters and digits side by side are two identifiers: `rc1` is `rc.1`.
        let isSplit: Bool
        private var index = 0
        private var isDone = false

        init(text: VersionBytes, isSplit: Bool = false) {
            self.text = text
            self.isSplit = isSplit
        }

        @inline(__always)
        mutating func next() -> VersionBytes? {
            if isDone { return nil }
            let start = index
            while index < text.count, text[index] != .dot {
                if isSplit, index > start, text[index].isDigit != text[index - 1].isDigit {
                    return text.slice(start, index)
                }
                index += 1
            }
            let identifier = text.slice(start, index)
            if index == text.count { isDone = true }
            index += 1
            return identifier
        }
    }
}
