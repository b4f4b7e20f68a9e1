/// Versions of Arch Linux: `[epoch:]version[-release]` (vercmp(8)).
///
/// Releases are compared only when both versions have one, so that `1.0-1 = 1.0 = 1.0-2`: equality is not transitive
/// between versions with and without a release.
///
/// libalpm's own order is not transitive in another place, which is decided here:
/// - Separators at the end (`1.0.`) sort above a word and below a number behind any number of separators, which makes
///   circles. Here they sort between a word and a number behind as many separators.
enum PacmanVersion {
    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        let (left, right) = (Parts(a), Parts(b))
        let epoch = left.epoch.order(number: right.epoch)
        if epoch != .equal { return epoch }
        let version = order(segments: left.version, right.version)
        if version != .equal { return version }
        guard let leftRelease = left.release, let rightRelease = right.release else { return .equal }
        return order(segments: leftRelease, rightRelease)
    }

    private struct Parts {
        let epoch: VersionBytes
        let version: VersionBytes
        let release: VersionBytes?

        @inline(__always)
        init(_ text: VersionBytes) {
            let digits = text.digitsEnd(0)
            let start = digits < text.count && text[digits] == .colon ? digits + 1 : 0
            let end = text.last(.hyphen, from: start)
            epoch = text.slice(0, max(0, start - 1))
            version = text.slice(start, end ?? text.count)
            release = end.map { text.slice($0 + 1, text.count) }
        }
    }

    /// A word right behind a number sorts below the end, so that `1.0rc1 < 1.0`; behind a separator it sorts above.
    private static func order(segments a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        var i = 0
        var j = 0
        while true {
            let (left, right) = (separatorsEnd(a, i), separatorsEnd(b, j))
            let (before, after) = (place(a, i, left), place(b, j, right))
            if before != after { return VersionOrder(before, after) }
            if left == a.count || right == b.count { return .equal }
            let (m, n): (Int, Int)
            let order: VersionOrder
            if a[left].isDigit {
                (m, n) = (a.digitsEnd(left), b.digitsEnd(right))
                order = a.slice(left, m).order(number: b.slice(right, n))
            } else {
                (m, n) = (a.lettersEnd(left), b.lettersEnd(right))
                order = a.slice(left, m).order(bytes: b.slice(right, n))
            }
            if order != .equal { return order }
            (i, j) = (m, n)
        }
    }

    private static func separatorsEnd(_ text: VersionBytes, _ from: Int) -> Int {
        var index = from
        while index < text.count, !text[index].isDigit, !text[index].isLetter { index += 1 }
        return index
    }

    /// More separators sort higher; behind as many, a word below the end and the end below a number.
    private static func place(_ text: VersionBytes, _ from: Int, _ to: Int) -> Int {
        let next = to == text.count ? 1 : text[to].isDigit ? 2 : 0
        return (to - from) * 3 + next
    }
}
