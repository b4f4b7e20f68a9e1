/// An address of the Internet protocol, version 4 or 6.
struct IPAddress: Hashable, Comparable {
    /// The number; of version 4 only the low 32 bits.
    var high: UInt64
    var low: UInt64
    var isV4: Bool

    var width: Int { isV4 ? 32 : 128 }

    init(high: UInt64, low: UInt64, isV4: Bool) {
        self.high = high
        self.low = low
        self.isV4 = isV4
    }

    /// Reads the usual spellings; version 4 in version 6 (`::ffff:1.2.3.4`) is version 4, as in Go.
    init?(_ text: some StringProtocol) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let groups = Self.groups(String(text)) else { return nil }
            high = groups[..<4].reduce(0) { $0 << 16 | UInt64($1) }
            low = groups[4...].reduce(0) { $0 << 16 | UInt64($1) }
            isV4 = false
            if high == 0 && low >> 32 == 0xFFFF {
                isV4 = true
                low &= 0xFFFF_FFFF
            }
        } else {
            guard let value = Self.dotted(String(text)) else { return nil }
            (high, low, isV4) = (0, UInt64(value), true)
        }
    }

    private static func dotted(_ text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            // Leading zeros would be octal to some.
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
                part.utf8.count == 1 || part.utf8.first != 0x30, let byte = UInt8(part)
            else { return nil }
            value = value << 8 | UInt32(byte)
        }
        return value
    }

    private static func groups(_ text: String) -> [UInt16]? {
        func list(_ part: Substring) -> [UInt16]? {
            if part.isEmpty { return [] }
            var groups: [UInt16] = []
            let words = part.split(separator: ":", omittingEmptySubsequences: false)
            for (index, word) in words.enumerated() {
                if word.utf8.contains(UInt8(ascii: ".")) {
                    guard index == words.count - 1, let value = dotted(String(word)) else { return nil }
                    groups += [UInt16(value >> 16), UInt16(value & 0xFFFF)]
                } else {
                    guard (1...4).contains(word.utf8.count), word.utf8.allSatisfy({ PercentEncoding.hex($0) != nil }),
                        let group = UInt16(word, radix: 16)
                    else { return nil }
                    groups.append(group)
                }
            }
            return groups
        }
        guard text.utf8.count <= 45 else { return nil }
        let bytes = Array(text.utf8)
        let gap = bytes.indices.dropLast().first { bytes[$0] == 0x3A && bytes[$0 + 1] == 0x3A }
        guard let gap else {
            guard let groups = list(text[...]), groups.count == 8 else { return nil }
            return groups
        }
        let left = Substring(String(decoding: bytes[..<gap], as: UTF8.self))
        let right = Substring(String(decoding: bytes[(gap + 2)...], as: UTF8.self))
        guard let front = list(left), let back = list(right), front.count + back.count < 8 else { return nil }
        return front + [UInt16](repeating: 0, count: 8 - front.count - back.count) + back
    }

    static func < (left: IPAddress, right: IPAddress) -> Bool {
        (left.isV4 ? 0 : 1, left.high, left.low) < (right.isV4 ? 0 : 1, right.high, right.low)
    }

    /// The next address, or `nil` after the last.
    var successor: IPAddress? {
        let (next, carry) = low.addingReportingOverflow(1)
        if isV4 { return next > 0xFFFF_FFFF ? nil : IPAddress(high: 0, low: next, isV4: true) }
        let (upper, overflow) = high.addingReportingOverflow(carry ? 1 : 0)
        return overflow ? nil : IPAddress(high: upper, low: next, isV4: false)
    }

    /// Zero bits at the end.
    var trailingZeros: Int {
        if isV4 { return low == 0 ? 32 : low.trailingZeroBitCount }
        return low == 0 ? 64 + (high == 0 ? 64 : high.trailingZeroBitCount) : low.trailingZeroBitCount
    }

    /// With the last `bits` bits as they are in the pattern.
    func settingLast(_ bits: Int, _ pattern: UInt64) -> IPAddress {
        let lower: UInt64 = bits >= 64 ? .max : (1 << UInt64(bits)) - 1
        let upper: UInt64 = bits <= 64 ? 0 : bits >= 128 ? .max : (1 << UInt64(bits - 64)) - 1
        return IPAddress(
            high: high & ~upper | pattern & upper, low: low & ~lower | pattern & lower & (isV4 ? 0xFFFF_FFFF : .max),
            isV4: isV4)
    }
}

extension IPAddress: CustomStringConvertible {
    /// The shortest spelling (RFC 5952).
    var description: String {
        if isV4 {
            return stride(from: 24, through: 0, by: -8).map { String(low >> UInt64($0) & 255) }.joined(separator: ".")
        }
        let groups = (0..<8).map { index in
            UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64(48 - index % 4 * 16))
        }
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(best.count, 1) { best = start..<end }
            start = max(end, start + 1)
        }
        func text(_ range: Range<Int>) -> String { range.map { String(groups[$0], radix: 16) }.joined(separator: ":") }
        return best.isEmpty ? text(0..<8) : text(0..<best.lowerBound) + "::" + text(best.upperBound..<8)
    }
}

/// A block of addresses with a common prefix (RFC 4632).
struct IPNetwork: Hashable {
    var first: IPAddress
    /// Bits of the prefix.
    var length: Int

    var last: IPAddress { first.settingLast(first.width - length, .max) }

    init(first: IPAddress, length: Int) {
        self.first = first
        self.length = length
    }

    /// Reads `address/length`; what stands behind the prefix is cleared.
    init?(_ text: String) {
        guard let slash = text.firstIndex(of: "/"), let address = IPAddress(text[..<slash]) else { return nil }
        let digits = text[text.index(after: slash)...]
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            var length = Int(digits)
        else { return nil }
        // A prefix of a version 6 spelling counts all 128 bits.
        if address.isV4, text[..<slash].utf8.contains(UInt8(ascii: ":")) {
            guard length <= 128 else { return nil }
            if length < 96 {
                self.init(first: IPAddress(high: 0, low: 0, isV4: false).settingLast(128, 0), length: length)
                return
            }
            length -= 96
        }
        guard length <= address.width else { return nil }
        self.init(first: address.settingLast(address.width - length, 0), length: length)
    }

    func contains(_ address: IPAddress) -> Bool {
        address.isV4 == first.isV4 && address >= first && address <= last
    }

    var text: String { "\(first)/\(length)" }

    /// The fewest networks that cover the same addresses, in order.
    static func merged(_ networks: [IPNetwork]) -> [IPNetwork] {
        var ranges: [(first: IPAddress, last: IPAddress)] = []
        for network in networks.sorted(by: { $0.first < $1.first }) {
            if let before = ranges.last, before.first.isV4 == network.first.isV4,
                network.first <= before.last || before.last.successor == network.first
            {
                ranges[ranges.count - 1].last = max(before.last, network.last)
            } else {
                ranges.append((network.first, network.last))
            }
        }
        var result: [IPNetwork] = []
        for range in ranges {
            var next: IPAddress? = range.first
            while let start = next, start <= range.last {
                var bits = start.trailingZeros
                while bits > 0, start.settingLast(bits, .max) > range.last { bits -= 1 }
                result.append(IPNetwork(first: start, length: start.width - bits))
                next = start.settingLast(bits, .max).successor
            }
        }
        return result
    }
}
