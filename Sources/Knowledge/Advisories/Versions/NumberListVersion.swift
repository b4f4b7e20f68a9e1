/// Versions that are lists of numbers and nothing else: those of R and of Haskell.
enum NumberListVersion {
    /// R's `package_version`: numbers between dots or hyphens. An absent number equals zero: R says `1.8 == 1.8.0`.
    static let cran = (separators: (UInt8.dot, UInt8.hyphen), longerIsGreater: false)

    /// Haskell's `Data.Version`: numbers between dots; the longer is greater, `1.0.0 > 1.0`.
    static let hackage = (separators: (UInt8.dot, UInt8.dot), longerIsGreater: true)

    typealias Rules = (separators: (UInt8, UInt8), longerIsGreater: Bool)

    static func refusal(_ version: VersionBytes, _ rules: Rules) -> VersionRefusal? {
        var index = 0
        while true {
            let end = version.digitsEnd(index)
            if end == index { return .malformed(offset: index, expected: "a number") }
            guard end < version.count else { return nil }
            guard version[end] == rules.separators.0 || version[end] == rules.separators.1 else {
                return .malformed(offset: end, expected: "a separator or the end")
            }
            index = end + 1
        }
    }

    static func order(_ a: VersionBytes, _ b: VersionBytes, _ rules: Rules) -> VersionOrder {
        if !rules.longerIsGreater { return SemanticVersion.order(core: a, b) }
        var i = 0
        var j = 0
        while i < a.count, j < b.count {
            let (m, n) = (a.digitsEnd(i), b.digitsEnd(j))
            let number = a.slice(i, m).order(number: b.slice(j, n))
            if number != .equal { return number }
            (i, j) = (m + 1, n + 1)
        }
        return VersionOrder(i < a.count ? 1 : 0, j < b.count ? 1 : 0)
    }
}
