/// NuGet versions: up to four numbers, absent ones zero; a pre-release compared without regard to case; build metadata
/// ignored (NuGet.Versioning, VersionComparer.Default). NuGet limits numbers to 31 bits; here they have any size.
enum NuGetVersion {
    static func refusal(_ version: VersionBytes) -> VersionRefusal? {
        var index = 0
        for count in 1... {
            let end = version.digitsEnd(index)
            if end == index { return .malformed(offset: index, expected: "a number") }
            index = end
            guard index < version.count, version[index] == .dot else { break }
            if count == 4 { return .malformed(offset: index, expected: "no more than four numbers") }
            index += 1
        }
        for part in [UInt8.hyphen, .plus] where index < version.count && version[index] == part {
            var last = UInt8.dot
            index += 1
            while index < version.count, version[index] != .plus {
                let byte = version[index]
                let isIdentifier = byte.isDigit || byte.isLetter || byte == .hyphen
                if !isIdentifier, byte != .dot || last == .dot { break }
                last = byte
                index += 1
            }
            if last == .dot {
                return .malformed(offset: index, expected: "an identifier of letters, digits and hyphens")
            }
        }
        return index < version.count ? .malformed(offset: index, expected: "a hyphen, a plus sign or the end") : nil
    }

    static func order(_ a: VersionBytes, _ b: VersionBytes) -> VersionOrder {
        let (m, n) = (coreEnd(a), coreEnd(b))
        let core = SemanticVersion.order(core: a.slice(0, m), b.slice(0, n))
        if core != .equal { return core }
        let (x, y) = (a.peek(m) == .hyphen, b.peek(n) == .hyphen)
        guard x, y else { return VersionOrder(x ? 0 : 1, y ? 0 : 1) }
        var i = m + 1
        var j = n + 1
        while true {
            let (p, q) = (identifierEnd(a, i), identifierEnd(b, j))
            let (left, right) = (a.slice(i, p), b.slice(j, q))
            let (isNumber, isOtherNumber) = (left.isNumber, right.isNumber)
            if isNumber != isOtherNumber { return isNumber ? .less : .greater }
            let order = isNumber ? left.order(number: right) : left.order(lowered: right)
            if order != .equal { return order }
            let (more, otherMore) = (a.peek(p) == .dot, b.peek(q) == .dot)
            guard more, otherMore else { return VersionOrder(more ? 1 : 0, otherMore ? 1 : 0) }
            (i, j) = (p + 1, q + 1)
        }
    }

    private static func coreEnd(_ version: VersionBytes) -> Int {
        var index = 0
        while index < version.count, version[index].isDigit || version[index] == .dot { index += 1 }
        return index
    }

    private static func identifierEnd(_ version: VersionBytes, _ from: Int) -> Int {
        var index = from
        while index < version.count, version[index] != .dot, version[index] != .plus { index += 1 }
        return index
    }
}
