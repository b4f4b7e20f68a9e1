/// Debian versions: `[epoch:]upstream[-revision]` (Debian policy 5.6.12, deb-version(7)).
///
/// What dpkg only warns about (an upstream version that starts with a letter, an unusual character) is ordered as dpkg
/// orders it; what it refuses is refused here, except that an epoch may have any size.
enum DpkgVersion {
    static func refusal(_ version: VersionBytes) -> VersionRefusal? {
        do throws(VersionRefusal) { _ = try Parts(version) } catch { return error }
        return nil
    }

    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        let (left, right): (Parts, Parts)
        do throws(VersionRefusal) {
            left = try Parts(a)
            right = try Parts(b)
        } catch {
            return .incomparable
        }
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
        init(_ version: VersionBytes) throws(VersionRefusal) {
            var start = 0
            var hyphen: Int?
            var index = 0
            while index < version.count {
                let byte = version[index]
                if byte.isSpace { throw .malformed(offset: index, expected: "no space") }
                if byte == .hyphen {
                    hyphen = index
                } else if byte == .colon, start == 0 {
                    let digits = version.digitsEnd(0)
                    if digits != index || index == 0 {
                        throw .malformed(offset: digits, expected: "a number as epoch")
                    }
                    start = index + 1
                }
                index += 1
            }
            let end = hyphen ?? index
            if end == start { throw .malformed(offset: start, expected: "an upstream version") }
            if end + 1 == index { throw .malformed(offset: index, expected: "a revision") }
            epoch = version.slice(0, max(0, start - 1))
            upstream = version.slice(start, end)
            revision = version.slice(min(end + 1, index), index)
        }
    }

    /// Runs of other characters and runs of digits in turn; a missing part equals a zero.
    private static func order(part a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        // What both begin with is equal, up to the digits that may go on differently.
        var i = a.sharedPrefix(with: b)
        while i > 0, a[i - 1].isDigit { i -= 1 }
        var j = i
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
