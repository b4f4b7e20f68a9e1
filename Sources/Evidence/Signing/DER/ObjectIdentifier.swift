/// An object identifier, kept as its DER content (X.690 §8.19), so that comparing two compares bytes.
package struct ObjectIdentifier: Hashable, Sendable, CustomStringConvertible {
    let content: [UInt8]

    /// From arcs that are known when the program is written; only the first 2 arcs are limited by X.660.
    package init(_ arcs: UInt...) {
        var content: [UInt8] = []
        for (index, arc) in arcs.enumerated() where index != 0 {
            var value = index == 1 ? (arcs[0] &* 40) &+ arc : arc
            var septets = [UInt8(value & 0x7f)]
            value >>= 7
            while value > 0 {
                septets.append(UInt8(value & 0x7f) | 0x80)
                value >>= 7
            }
            content.append(contentsOf: septets.reversed())
        }
        self.content = content
    }

    /// - Returns: `nil` unless each arc is in its shortest form and the last one ends.
    init?(content: ArraySlice<UInt8>) {
        guard let last = content.last, last & 0x80 == 0, content.count <= 64 else { return nil }
        var startsArc = true
        for byte in content {
            if startsArc, byte == 0x80 { return nil }
            startsArc = byte & 0x80 == 0
        }
        self.content = Array(content)
    }

    /// Dotted decimal; arcs beyond 64 bits are written as `?`.
    package var description: String {
        var arcs: [String] = []
        var value: UInt64? = 0
        for byte in content {
            let shifted = value.flatMap { $0 >> 57 == 0 ? $0 << 7 : nil }
            value = shifted.map { $0 | UInt64(byte & 0x7f) }
            guard byte & 0x80 == 0 else { continue }
            if arcs.isEmpty, let first = value {
                let root = min(first / 40, 2)
                arcs = ["\(root)", "\(first - root * 40)"]
            } else {
                arcs.append(value.map { "\($0)" } ?? "?")
            }
            value = 0
        }
        return arcs.joined(separator: ".")
    }
}
