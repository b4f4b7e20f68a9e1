/// Debian versions: `[epoch:]upstream[-revision]` (Debian policy 5.6.12, deb-version(7)).
///
/// What dpkg only warns about (an upstream version that starts with a letter, an unusual character) is ordered as dpkg
/// orders it; what it refuses is refused here, except that an epoch may have any size.
enum DpkgVersion {
    static func refusal(_ version: VersionBytes) -> VersionRefusal? {
        for index in 0..<version.count where version[index].isSpace {
            return .malformed(offset: index, expected: "no space")
        }
        var upstream = 0
        if let colon = version.first(.colon) {
            let digits = version.digitsEnd(0)
            if digits != colon || colon == 0 { return .malformed(offset: digits, expected: "a number as epoch") }
            upstream = colon + 1
        }
        if let hyphen = version.last(.hyphen, from: upstream) {
            if hyphen == upstream { return .malformed(offset: hyphen, expected: "an upstream version") }
            if hyphen + 1 == version.count { return .malformed(offset: hyphen + 1, expected: "a revision") }
        }
        return upstream == version.count ? .malformed(offset: upstream, expected: "an upstream version") : nil
    }

    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        let (left, right) = (Parts(a), Parts(b))
        let epoch = left.epoch.order(number: right.epoch)
        if epoch != .equal { return epoch }
        let upstream = order(part: left.upstream, right.upstream)
        return upstream != .equal ? upstream : order(part: left.revision, right.revision)
    }

    private struct Parts {
        let epoch: VersionBytes
        let upstream: VersionBytes
        let revision: VersionBytes

        @inline(__always)
        init(_ version: VersionBytes) {
            let start = version.first(.colon).map { $0 + 1 } ?? 0
            let end = version.last(.hyphen, from: start) ?? version.count
            epoch = version.slice(0, max(0, start - 1))
            upstream = version.slice(start, end)
            revision = version.slice(min(end + 1, version.count), version.count)
        }
    }

    /// Runs of other characters and runs of digits in turn; a missing part equals a zero.
    private static func order(part a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        var i = 0
        var j = 0
        while i < a.count || j < b.count {
            while i < a.count && !a[i].isDigit || j < b.count && !b[j].isDigit {
                let (left, right) = (weight(a, i), weight(b, j))
                if left != right { return VersionOrder(left, right) }
                i += 1
                j += 1
            }
            let (m, n) = (a.digitsEnd(i), b.digitsEnd(j))
            let number = a.slice(i, m).order(number: b.slice(j, n))
            if number != .equal { return number }
            (i, j) = (m, n)
        }
        return .equal
    }

    /// The tilde sorts before the end, the end and digits before letters, letters before everything else.
    @inline(__always)
    private static func weight(_ version: VersionBytes, _ index: Int) -> Int {
        guard index < version.count else { return 0 }
        let byte = version[index]
        if byte.isDigit { return 0 }
        if byte.isLetter { return Int(byte) }
        return byte == .tilde ? -1 : Int(byte) + 256
    }
}
