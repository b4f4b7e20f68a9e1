/// Python versions (PEP 440): `epoch!release`, pre-release, post-release, development release and local version.
///
/// What is no such version is ordered below all that are, as pkg_resources did with its legacy versions; among themselves
/// these follow the generic order.
enum PythonVersion {
    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        let (left, right) = (Parts(a.trimmed), Parts(b.trimmed))
        guard let left, let right else {
            if left == nil, right == nil { return GenericVersion.order(a, b) }
            return left == nil ? .less : .greater
        }
        var order = left.epoch.order(number: right.epoch)
        if order != .equal { return order }
        order = SemanticVersion.order(core: left.release, right.release)
        if order != .equal { return order }
        order = VersionOrder(left.phase, right.phase)
        if order != .equal { return order }
        order = left.preNumber.order(number: right.preNumber)
        if order != .equal { return order }
        order = left.post.order(right.post, absent: .less)
        if order != .equal { return order }
        order = left.development.order(right.development, absent: .greater)
        return order != .equal ? order : self.order(local: left.local, right.local)
    }

    /// Whether the text is a version by PEP 440.
    static func isValid(_ version: VersionBytes) -> Bool { Parts(version.trimmed) != nil }

    /// Parts of a local version: numbers above words, more above fewer; none is below all.
    private static func order(local a: VersionBytes?, _ b: VersionBytes?) -> VersionOrder {
        guard let a, let b else { return VersionOrder(a == nil ? 0 : 1, b == nil ? 0 : 1) }
        var i = 0
        var j = 0
        while i < a.count, j < b.count {
            let (m, n) = (partEnd(a, i), partEnd(b, j))
            let (x, y) = (a.slice(i, m), b.slice(j, n))
            let (isNumber, isOtherNumber) = (x.isNumber, y.isNumber)
            if isNumber != isOtherNumber { return isNumber ? .greater : .less }
            let order = isNumber ? x.order(number: y) : x.order(lowered: y)
            if order != .equal { return order }
            (i, j) = (m + 1, n + 1)
        }
        return VersionOrder(i < a.count ? 1 : 0, j < b.count ? 1 : 0)
    }

    private static func partEnd(_ text: VersionBytes, _ from: Int) -> Int {
        var index = from
        while index < text.count, !isSeparator(text[index]) { index += 1 }
        return index
    }

    @inline(__always)
    static func isSeparator(_ byte: UInt8) -> Bool { byte == .dot || byte == .hyphen || byte == .underscore }

    /// A number that may be absent.
    struct Numbered {
        var isPresent = false
        var digits: VersionBytes

        @inline(__always)
        func order(_ other: Numbered, absent: VersionOrder) -> VersionOrder {
            if isPresent != other.isPresent { return isPresent ? absent.reversed : absent }
            return isPresent ? digits.order(number: other.digits) : .equal
        }
    }

    /// The parts of a version, with the grammar of PEP 440, appendix B.
    struct Parts {
        private(set) var epoch: VersionBytes
        private(set) var release: VersionBytes
        /// 0 for a development release of the release itself, then a, b, rc, and 4 for no pre-release.
        private(set) var phase = 4
        private(set) var preNumber: VersionBytes
        private(set) var post: Numbered
        private(set) var development: Numbered
        private(set) var local: VersionBytes?
        /// Where the public version ends.
        private(set) var publicEnd = 0

        init?(_ text: VersionBytes) {
            var start = text.peek(0).lowered == UInt8(ascii: "v") ? 1 : 0
            var end = text.digitsEnd(start)
            if end == start { return nil }
            let none = text.slice(0, 0)
            (epoch, preNumber) = (none, none)
            (post, development) = (Numbered(digits: none), Numbered(digits: none))
            if text.peek(end) == UInt8(ascii: "!") {
                epoch = text.slice(start, end)
                start = end + 1
                end = text.digitsEnd(start)
                if end == start { return nil }
            }
            while text.peek(end) == .dot, text.peek(end + 1).isDigit { end = text.digitsEnd(end + 1) }
            release = text.slice(start, end)
            var place = Place(text: text, index: end)
            if !place.isAtEnd {
                if let phase = place.preRelease() {
                    self.phase = phase
                    preNumber = place.number()
                }
                if let digits = place.postRelease() { post = Numbered(isPresent: true, digits: digits) }
                if place.word("dev") { development = Numbered(isPresent: true, digits: place.number()) }
                publicEnd = place.end
                if !place.local() { return nil }
                if place.index < text.count { local = text.slice(place.index + 1, text.count) }
            } else {
                publicEnd = end
            }
            if phase == 4, development.isPresent, !post.isPresent { phase = 0 }
        }
    }

    /// A place in the part behind the release. Behind a word without a number one separator may stand alone.
    private struct Place {
        let text: VersionBytes
        var index: Int
        private var mayHaveSeparator = false

        init(text: VersionBytes, index: Int) {
            self.text = text
            self.index = index
        }

        var isAtEnd: Bool { index == text.count }

        /// Where the next word starts: here, behind a separator, or behind a lone one and another.
        private func word(at offset: Int, _ word: StaticString) -> Int? {
            var start = index + offset
            if start < text.count, isSeparator(text[start]) { start += 1 }
            return text.has(word, at: start) ? start + word.utf8CodeUnitCount : nil
        }

        mutating func word(_ word: StaticString) -> Bool {
            let isLone = mayHaveSeparator && index < text.count && isSeparator(text[index])
            guard let end = self.word(at: 0, word) ?? (isLone ? self.word(at: 1, word) : nil) else { return false }
            index = end
            mayHaveSeparator = false
            return true
        }

        /// The number behind a word, with at most one separator before it.
        mutating func number() -> VersionBytes {
            let isSeparated = index < text.count && isSeparator(text[index])
            let start = isSeparated && text.peek(index + 1).isDigit ? index + 1 : index
            let end = text.digitsEnd(start)
            if end == start { mayHaveSeparator = true }
            index = end
            return text.slice(start, end)
        }

        mutating func preRelease() -> Int? {
            if word("alpha") || word("a") { return 1 }
            if word("beta") || word("b") { return 2 }
            return word("preview") || word("pre") || word("rc") || word("c") ? 3 : nil
        }

        mutating func postRelease() -> VersionBytes? {
            let isLone = mayHaveSeparator && index < text.count && isSeparator(text[index])
            for start in isLone ? index...(index + 1) : index...index {
                if text.peek(start) == .hyphen, text.peek(start + 1).isDigit {
                    index = text.digitsEnd(start + 1)
                    mayHaveSeparator = false
                    return text.slice(start + 1, index)
                }
            }
            return word("post") || word("rev") || word("r") ? number() : nil
        }

        /// Where the public version ends, a lone separator left out.
        var end: Int { index }

        /// Whether the end or a local version follows; `index` is then at the end or its plus sign.
        mutating func local() -> Bool {
            if mayHaveSeparator, index < text.count, isSeparator(text[index]) { index += 1 }
            guard index < text.count else { return true }
            guard text[index] == .plus else { return false }
            var isPart = false
            for index in (index + 1)..<text.count {
                let byte = text[index]
                if byte.isDigit || byte.isLetter {
                    isPart = true
                } else if isSeparator(byte), isPart {
                    isPart = false
                } else {
                    return false
                }
            }
            return isPart
        }
    }
}
