/// Conan versions (Conan 2, `Version`): items between dots, absent ones zero; a pre-release behind a hyphen sorts below; build
/// metadata behind a plus sign counts and sorts above.
///
/// An item may mix digits and letters (OpenSSL's `1.1.1w`): its leading number is compared first, then the rest by bytes.
/// Conan compares such an item with a number as text, which is not transitive (`3 < 10 < 2a < 3`).
enum ConanVersion {
    static func refusal(_ version: VersionBytes) -> VersionRefusal? {
        for index in 0..<version.count {
            let byte = version[index]
            if byte < 0x21 || byte == 0x7f {
                return .malformed(offset: index, expected: "a character that is no space")
            }
        }
        return nil
    }

    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        let (left, right) = (Parts(a), Parts(b))
        let main = order(items: left.main, right.main)
        if main != .equal { return main }
        let preRelease = order(optional: left.preRelease, right.preRelease, absent: .greater)
        return preRelease != .equal ? preRelease : order(optional: left.build, right.build, absent: .less)
    }

    private static func order(optional a: VersionBytes?, _ b: VersionBytes?, absent: VersionOrder) -> VersionOrder {
        guard let a, let b else { return a == nil && b == nil ? .equal : a == nil ? absent : absent.reversed }
        return order(items: a, b)
    }

    private struct Parts {
        let main: VersionBytes
        let preRelease: VersionBytes?
        let build: VersionBytes?

        init(_ text: VersionBytes) {
            let plus = text.first(.plus)
            let end = plus ?? text.count
            build = plus.map { text.slice($0 + 1, text.count) }
            let rest = text.slice(0, end)
            let hyphen = rest.first(.hyphen)
            main = rest.slice(0, hyphen ?? end)
            preRelease = hyphen.map { rest.slice($0 + 1, end) }
        }
    }

    private static func order(items a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        var i = 0
        var j = 0
        while i < a.count || j < b.count {
            let (m, n) = (a.first(.dot, from: i) ?? a.count, b.first(.dot, from: j) ?? b.count)
            let item = order(item: a.slice(min(i, m), m), b.slice(min(j, n), n))
            if item != .equal { return item }
            (i, j) = (m + 1, n + 1)
        }
        return .equal
    }

    private static func order(item a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        let (m, n) = (a.digitsEnd(0), b.digitsEnd(0))
        // An item without a leading number sorts above those that have one, but nothing at all is zero.
        let (isWord, isOtherWord) = (m == 0 && a.count > 0, n == 0 && b.count > 0)
        if isWord != isOtherWord { return isWord ? .greater : .less }
        let number = a.slice(0, m).order(number: b.slice(0, n))
        return number != .equal ? number : a.slice(m, a.count).order(bytes: b.slice(n, b.count))
    }
}
