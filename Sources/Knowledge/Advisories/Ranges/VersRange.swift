/// A range of versions in the notation of package URLs: `vers:npm/>=1.2.3|<2.0.0` (vers specification).
package struct VersRange: Sendable, Hashable {
    private struct Constraint: Sendable, Hashable {
        var comparator: Comparator
        var version: String
    }

    /// As it was written.
    package let text: String
    private let scheme: VersionScheme
    /// Empty: all versions, `*`.
    private let exact: [Constraint]
    private let bounds: [Constraint]
    private let isEverything: Bool

    /// - Throws: also for a scheme without an order, and for bounds whose order it does not tell.
    package init(_ text: String) throws(RangeError) {
        guard text.utf8.count <= VersionRanges.longestText else { throw .tooLong(text.utf8.count) }
        self.text = text
        guard text.hasPrefix("vers:"), let slash = text.firstIndex(of: "/") else {
            throw .malformed(String(text.prefix(40)), expected: "vers:TYPE/CONSTRAINTS")
        }
        let type = text[text.index(text.startIndex, offsetBy: 5)..<slash]
        guard let scheme = VersionScheme(purlType: type) ?? VersionScheme(rawValue: String(type)) else {
            throw .malformed(String(type.prefix(40)), expected: "a type whose versions have an order")
        }
        self.scheme = scheme
        let rest = RangeText.trimmed(text[text.index(after: slash)...])
        guard rest != "*" else {
            isEverything = true
            exact = []
            bounds = []
            return
        }
        isEverything = false
        var exact: [Constraint] = []
        var bounds: [Constraint] = []
        for part in try RangeText.alternatives(rest, allowsSingle: true) {
            var term = try RangeText(RangeText.trimmed(part))
            let comparator = term.comparator() ?? .equal
            let version = Self.decoded(RangeText.trimmed(term.word { _ in false }))
            guard let version, !version.isEmpty else {
                throw .malformed(String(part.prefix(40)), expected: "a version")
            }
            if let refusal = scheme.refusal(of: version) { throw .version(version, refusal) }
            let constraint = Constraint(comparator: comparator, version: version)
            if comparator == .equal || comparator == .unequal {
                exact.append(constraint)
            } else {
                bounds.append(constraint)
            }
        }
        for index in bounds.indices {
            for other in bounds.indices where other < index {
                guard scheme.order(bounds[other].version, bounds[index].version) != .incomparable else {
                    throw .malformed(bounds[index].version, expected: "bounds that can be compared")
                }
            }
        }
        bounds.sort { scheme.order($0.version, $1.version) == .less }
        self.exact = exact
        self.bounds = bounds
    }

    /// Whether a version is inside; `nil` when its place cannot be told.
    package func contains(_ version: String) -> Bool? {
        if isEverything { return true }
        guard scheme.refusal(of: version) == nil else { return nil }
        for constraint in exact {
            switch scheme.order(version, constraint.version) {
            case .equal: return constraint.comparator == .equal
            case .incomparable: return nil
            default: break
            }
        }
        guard !bounds.isEmpty else {
            // Nothing but exceptions leaves everything else; nothing but versions leaves nothing.
            return exact.allSatisfy { $0.comparator == .unequal }
        }
        var orders: [VersionOrder] = []
        for bound in bounds {
            let order = scheme.order(version, bound.version)
            if order == .incomparable { return nil }
            if order == .equal { return bound.comparator == .atLeast || bound.comparator == .atMost }
            orders.append(order)
        }
        // The last bound below it says whether the versions from there on are inside, the first above it whether those
        // up to there are.
        let below = orders.lastIndex(of: .greater)
        let above = orders.firstIndex(of: .less)
        switch (below.map { bounds[$0].comparator }, above.map { bounds[$0].comparator }) {
        case (nil, let upper?): return upper == .below || upper == .atMost
        case (let lower?, nil): return lower == .above || lower == .atLeast
        case (let lower?, let upper?):
            return (lower == .above || lower == .atLeast) && (upper == .below || upper == .atMost)
        case (nil, nil): return false
        }
    }

    private static func decoded(_ text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var bytes: [UInt8] = []
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = iterator.next(), let low = iterator.next(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
