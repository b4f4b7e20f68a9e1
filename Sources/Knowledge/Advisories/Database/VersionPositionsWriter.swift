/// Brings the versions of each package into order (`VersionPositions`).
struct VersionPositionsWriter {
    typealias Bound = (version: [UInt8], isInclusive: Bool)

    /// What an entry says of versions.
    struct Entry {
        var scheme: VersionScheme
        var flags: UInt8
        var naming: UInt8
        var verdict: UInt8
        var ranges: [(lower: Bound?, upper: Bound?)]
        var listed: [[UInt8]]
    }

    private(set) var index = ByteWriter()
    private(set) var bytes = ByteWriter()

    mutating func append(package entries: [Entry]) {
        guard let row = Self.row(entries), bytes.count + row.count < Int(UInt32.max) else {
            index.append(DatabaseLayout.none)
            return
        }
        index.append(UInt32(bytes.count))
        bytes.appendVarint(row.count)
        bytes.append(row.bytes)
    }

    /// `nil` where there is no one order.
    private static func row(_ entries: [Entry]) -> ByteWriter? {
        guard let scheme = entries.first?.scheme, entries.allSatisfy({ $0.scheme == scheme }), scheme.isTotal else {
            return nil
        }
        guard let order = Order(entries, scheme) else { return nil }
        var body = ByteWriter()
        for entry in entries {
            guard entry.ranges.count <= Int(UInt16.max) else { return nil }
            body.append(
                UInt32(entry.flags) | UInt32(entry.naming & 15) << 8 | UInt32(entry.verdict & 15) << 12
                    | UInt32(entry.ranges.count) << 16)
            if entry.flags & DatabaseLayout.EntryFlags.hasVersions != 0 {
                let runs = order.runs(entry.listed)
                body.append(UInt32(runs.count))
                for run in runs {
                    body.append(UInt16(run.lowerBound * 2 + 1))
                    body.append(UInt16(run.upperBound * 2 + 1))
                }
            }
            for range in entry.ranges {
                var (first, last) = (UInt16(0), VersionPositions.last)
                if let lower = range.lower {
                    guard let rank = order.rank[lower.version] else { return nil }
                    first = UInt16(rank * 2 + (lower.isInclusive ? 1 : 2))
                }
                if let upper = range.upper {
                    guard let rank = order.rank[upper.version] else { return nil }
                    last = UInt16(rank * 2 + (upper.isInclusive ? 1 : 0))
                }
                body.append(first)
                body.append(last)
            }
        }
        var row = ByteWriter()
        row.append(UInt32(order.versions.count))
        row.append(UInt32(VersionPositions.headSize + order.versions.count * 4 + body.count))
        row.append(UInt32(RecordCodec.place(of: scheme)))
        var end = 0
        for version in order.versions {
            end += version.count
            row.append(UInt32(end))
        }
        row.append(body.bytes)
        for version in order.versions { row.append(version) }
        return row
    }

    /// Versions by rank; those that are equal in order have one.
    private struct Order {
        var versions: [[UInt8]] = []
        var rank: [[UInt8]: Int] = [:]

        init?(_ entries: [Entry], _ scheme: VersionScheme) {
            var distinct: Set<[UInt8]> = []
            for entry in entries {
                for range in entry.ranges {
                    for bound in [range.lower, range.upper] {
                        if let bound { distinct.insert(bound.version) }
                    }
                }
                // A version that cannot be ordered only equals itself, and is asked for without positions.
                for version in entry.listed where scheme.refuses(version) == false { distinct.insert(version) }
            }
            guard distinct.count <= VersionPositions.mostVersions else { return nil }
            let sorted = distinct.sorted { a, b in
                let order = scheme.order(bytes: a, b)
                return order == .equal ? a.lexicographicallyPrecedes(b) : order == .less
            }
            for version in sorted {
                if let last = versions.last {
                    switch scheme.order(bytes: last, version) {
                    case .less: break
                    case .equal:
                        rank[version] = versions.count - 1
                        continue
                    case .greater, .incomparable: return nil
                    }
                }
                rank[version] = versions.count
                versions.append(version)
            }
        }

        /// Listed versions as ranks, neighbours together.
        func runs(_ listed: [[UInt8]]) -> [ClosedRange<Int>] {
            var runs: [ClosedRange<Int>] = []
            for place in Set(listed.compactMap { rank[$0] }).sorted() {
                if let last = runs.last, last.upperBound + 1 == place {
                    runs[runs.count - 1] = last.lowerBound...place
                } else {
                    runs.append(place...place)
                }
            }
            return runs
        }
    }
}

extension VersionScheme {
    fileprivate func order(bytes a: [UInt8], _ b: [UInt8]) -> VersionOrder {
        a.withUnsafeBytes { a in b.withUnsafeBytes { b in order(a, b) } }
    }

    fileprivate func refuses(_ version: [UInt8]) -> Bool {
        version.withUnsafeBytes { refusal(of: $0) != nil }
    }
}
