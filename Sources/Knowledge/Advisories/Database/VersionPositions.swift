/// The versions of which the records of one package speak, in order, and the records' ranges as places in that order.
///
/// A version is looked up among them once, by halving; then every range of the package is a comparison of integers,
/// where each would otherwise be a comparison or two of texts. The position of the version with rank `r` is `2r + 1`,
/// those between it and its neighbours are `2r` and `2r + 2`.
///
///     head      number of versions, number of bytes of what follows up to the texts, scheme          4, 4, 4 bytes
///     ends      where the text of each version ends                                                  4 bytes each
///     entries   in the order of the package's entries; a head of 4 bytes: flags (`EntryFlags`), naming and verdict,
///               number of ranges; with `hasVersions` the number of runs of listed versions, 4 bytes; then
///               runs and ranges as first and last position inside, 2 and 2 bytes
///     texts     the versions
///
/// A package whose versions cannot all be brought into one order has no positions (`VersionScheme.isTotal`).
struct VersionPositions {
    static let headSize = 12
    /// More versions, and more ranges of an entry, have no positions of two bytes.
    static let mostVersions = 32_000
    static let last = UInt16.max

    private let bytes: UnsafeRawBufferPointer
    private let count: Int
    private let textStart: Int
    let scheme: VersionScheme

    /// `nil` for bytes that are none.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.headSize else { return nil }
        self.bytes = bytes
        count = Int(Self.load(bytes, 0))
        let start = Int(Self.load(bytes, 4))
        let scheme = Int(Self.load(bytes, 8))
        guard count <= Self.mostVersions, start <= bytes.count, Self.headSize + count * 4 <= start,
            scheme < VersionScheme.all.count
        else { return nil }
        textStart = start
        self.scheme = VersionScheme.all[scheme]
    }

    /// Where a version stands; `nil` when its scheme cannot order it.
    func position(of version: UnsafeRawBufferPointer) -> UInt16? {
        guard count > 0 else { return scheme.refusal(of: version) == nil ? 0 : nil }
        // What is installed is mostly newer than what is known to be wrong: from the end in growing steps, then by
        // halving.
        var low = 0
        var high = count
        var step = 1
        while high > low {
            let probe = max(low, high - step)
            switch scheme.order(version, text(probe)) {
            case .equal: return UInt16(truncatingIfNeeded: probe * 2 + 1)
            case .incomparable: return nil
            case .greater:
                low = probe + 1
                step = 0
            case .less:
                high = probe
                step *= 2
            }
            if step == 0 { break }
        }
        while low < high {
            let middle = (low + high) / 2
            switch scheme.order(version, text(middle)) {
            case .equal: return UInt16(truncatingIfNeeded: middle * 2 + 1)
            case .incomparable: return nil
            case .greater: low = middle + 1
            case .less: high = middle
            }
        }
        return UInt16(truncatingIfNeeded: low * 2)
    }

    private func text(_ index: Int) -> UnsafeRawBufferPointer {
        let start = index == 0 ? 0 : Int(Self.load(bytes, Self.headSize + (index - 1) * 4))
        let end = Int(Self.load(bytes, Self.headSize + index * 4))
        guard start <= end, end <= bytes.count - textStart else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bytes[textStart + start..<textStart + end])
    }

    var entries: Entries { Entries(bytes: bytes, offset: Self.headSize + count * 4, end: textStart) }

    /// What every question about an entry needs, in the order of the package's entries.
    struct Entries {
        private let bytes: UnsafeRawBufferPointer
        private var offset: Int
        private let end: Int

        fileprivate init(bytes: UnsafeRawBufferPointer, offset: Int, end: Int) {
            self.bytes = bytes
            self.offset = offset
            self.end = end
        }

        struct Head {
            var flags: UInt8
            var naming: UInt8
            var verdict: UInt8
            fileprivate var runs = 0
            fileprivate var ranges: Int
            fileprivate var start: Int
        }

        /// The next entry; `nil` when the bytes are not what they should be.
        @inline(__always)
        mutating func next() -> Head? {
            guard offset + 4 <= end else { return nil }
            let word = VersionPositions.load(bytes, offset)
            offset += 4
            var head = Head(
                flags: UInt8(truncatingIfNeeded: word), naming: UInt8(truncatingIfNeeded: word >> 8) & 15,
                verdict: UInt8(truncatingIfNeeded: word >> 12) & 15, ranges: Int(word >> 16), start: offset)
            if head.flags & DatabaseLayout.EntryFlags.hasVersions != 0 {
                guard offset + 4 <= end else { return nil }
                head.runs = Int(VersionPositions.load(bytes, offset))
                offset += 4
                head.start = offset
            }
            offset += (head.runs + head.ranges) * 4
            return offset <= end ? head : nil
        }

        /// As `AdvisoryDatabase.place(entry:_:)` answers; the number of a range counts from the entry's first.
        @inline(__always)
        func place(_ head: Head, _ position: UInt16) -> AdvisoryDatabase.Place {
            var offset = head.start
            for _ in 0..<head.runs {
                // Between two versions nothing is listed.
                if position & 1 == 1, isInside(offset, position) { return .listed }
                offset += 4
            }
            for range in 0..<head.ranges {
                if isInside(offset, position) { return .inside(range: range) }
                offset += 4
            }
            if head.flags & DatabaseLayout.EntryFlags.isUndecidable != 0 { return .undecidable }
            return head.flags & DatabaseLayout.EntryFlags.namesNoVersion != 0 ? .unsaid : .outside
        }

        @inline(__always)
        private func isInside(_ offset: Int, _ position: UInt16) -> Bool {
            let word = VersionPositions.load(bytes, offset)
            return UInt16(truncatingIfNeeded: word) <= position && position <= UInt16(truncatingIfNeeded: word >> 16)
        }
    }

    @inline(__always)
    fileprivate static func load(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
        precondition(offset >= 0 && offset <= bytes.count - 4, "a position is read beyond its end")
        return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
