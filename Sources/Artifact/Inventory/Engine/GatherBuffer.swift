internal import Glibc

/// Puts a file together from its pieces, in memory that is used again for the next one.
///
/// Of a large ELF file only what readers look at is kept: everything but the executable segments, up to a limit, and
/// the end with the section headers. The rest reads as zeros and costs no memory, since its pages are never touched.
final class GatherBuffer {
    /// Up to this size files are kept whole.
    static let whole = 8 << 20
    /// Bytes kept of a larger ELF file.
    private static let kept = 32 << 20
    /// Kept at the end of the file and at the start of writable segments, whatever the limit.
    private static let ends = 1 << 20

    private let small: UnsafeMutableRawBufferPointer
    private var large: UnsafeMutableRawBufferPointer?
    private var size = 0
    private var position = 0
    private var budget = 0
    private var skipped: [Range<Int>] = []
    private var wanted: [Range<Int>] = []

    /// Pages that no file reaches are never touched and cost nothing.
    init() { small = .allocate(byteCount: Self.whole, alignment: 64) }

    deinit {
        small.deallocate()
        release()
    }

    /// What was gathered; valid until the next `begin`.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(large ?? small)[..<position])
    }

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - start: its first bytes.
    ///   - isELF: whether parts may be left out.
    func begin(size: Int, start: UnsafeRawBufferPointer, isELF: Bool) {
        release()
        self.size = size
        position = 0
        budget = Int.max
        skipped = []
        wanted = []
        if size <= Self.whole { return }
        let pages = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard let pages, pages != MAP_FAILED else {
            // Without address space nothing of the file is kept.
            self.size = 0
            return
        }
        large = UnsafeMutableRawBufferPointer(start: pages, count: size)
        guard isELF, let file = ELFFile(start) else { return }
        budget = Self.kept
        wanted = [max(0, size - Self.ends)..<size]
        // Linkers write a handful; every page is compared with all of them.
        for segment in file.segments.lazy.filter({ $0.type == 1 }).prefix(64) {
            let (end, overflow) = segment.offset.addingReportingOverflow(segment.fileSize)
            guard !overflow, segment.offset >= 0, segment.offset < min(end, size) else { continue }
            if segment.flags & 1 != 0 { skipped.append(max(segment.offset, 4096)..<max(end, 4096)) }
            if segment.flags & 2 != 0 { wanted.append(segment.offset..<min(end, segment.offset + Self.ends)) }
        }
    }

    func append(_ piece: UnsafeRawBufferPointer) {
        guard position + piece.count <= size else { return }
        let target = large ?? small
        let range = position..<position + piece.count
        defer { position += piece.count }
        guard budget != Int.max else {
            UnsafeMutableRawBufferPointer(rebasing: target[range]).copyMemory(from: piece)
            return
        }
        // Pages are 4 KiB; what is skipped within a piece is not copied.
        var offset = 0
        while offset < piece.count {
            let length = min(4096, piece.count - offset)
            let place = range.lowerBound + offset..<range.lowerBound + offset + length
            let isWanted = wanted.contains { $0.overlaps(place) }
            let isSkipped = skipped.contains { $0.lowerBound <= place.lowerBound && place.upperBound <= $0.upperBound }
            if isWanted || (!isSkipped && budget >= length) {
                if !isWanted { budget -= length }
                UnsafeMutableRawBufferPointer(rebasing: target[place])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[offset..<offset + length]))
            }
            offset += length
        }
    }

    /// Gives large memory back.
    func release() {
        if let large { munmap(large.baseAddress, large.count) }
        large = nil
    }
}
