/// RPM versions: `[epoch:]version[-release]` (rpm-version(7)).
///
/// A version is a list of numbers and words; whatever stands between them separates and does not count. `~` sorts below
/// the end, `^` above the end and below every number and word, a word below a number. An absent release sorts below
/// every other, and an empty one is absent, as rpm's `labelCompare` has it.
enum RPMVersion {
    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        let (left, right) = (Parts(a), Parts(b))
        let epoch = left.epoch.order(number: right.epoch)
        if epoch != .equal { return epoch }
        let version = order(segments: left.version, right.version)
        if version != .equal { return version }
        if left.release.count == 0 || right.release.count == 0 {
            return VersionOrder(min(left.release.count, 1), min(right.release.count, 1))
        }
        return order(segments: left.release, right.release)
    }

    private struct Parts {
        let epoch: VersionBytes
        let version: VersionBytes
        let release: VersionBytes

        /// What stands before a colon is an epoch only when it is all digits.
        @inline(__always)
        init(_ text: VersionBytes) {
            let digits = text.digitsEnd(0)
            let start = digits < text.count && text[digits] == .colon ? digits + 1 : 0
            let end = text.last(.hyphen, from: start) ?? text.count
            epoch = text.slice(0, max(0, start - 1))
            version = text.slice(start, end)
            release = text.slice(min(end + 1, text.count), text.count)
        }
    }

    private static func order(segments a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        var i = 0
        var j = 0
        while true {
            while i < a.count, isSeparator(a[i]) { i += 1 }
            while j < b.count, isSeparator(b[j]) { j += 1 }
            let (left, right) = (rank(a, i), rank(b, j))
            if left != right { return VersionOrder(left, right) }
            switch left {
            case rankOfEnd: return .equal
            case rankOfNumber:
                let (m, n) = (a.digitsEnd(i), b.digitsEnd(j))
                let number = a.slice(i, m).order(number: b.slice(j, n))
                if number != .equal { return number }
                (i, j) = (m, n)
            case rankOfWord:
                let (m, n) = (a.lettersEnd(i), b.lettersEnd(j))
                let word = a.slice(i, m).order(bytes: b.slice(j, n))
                if word != .equal { return word }
                (i, j) = (m, n)
            default:
                i += 1
                j += 1
            }
        }
    }

    private static let rankOfEnd = 1
    private static let rankOfWord = 3
    private static let rankOfNumber = 4

    @inline(__always)
    private static func rank(_ text: VersionBytes, _ index: Int) -> Int {
        guard index < text.count else { return rankOfEnd }
        let byte = text[index]
        if byte.isDigit { return rankOfNumber }
        if byte.isLetter { return rankOfWord }
        return byte == .tilde ? 0 : 2
    }

    @inline(__always)
    private static func isSeparator(_ byte: UInt8) -> Bool {
        !(byte.isDigit || byte.isLetter || byte == .tilde || byte == .caret)
    }
}
