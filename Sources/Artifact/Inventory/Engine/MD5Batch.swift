internal import Content

/// Collects files until there are enough to hash several at once.
///
/// A file of some mebibytes is copied once, which costs a tenth of hashing it alone.
final class MD5Batch {
    /// Larger files are hashed as they pass.
    static let largest = 2 << 20
    private static let capacity = 16 << 20
    private static let files = 2048

    private let arena = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)
    private var used = 0
    private var start = 0
    private var ranges: [Range<Int>] = []
    private var targets: [Int32] = []

    deinit { arena.deallocate() }

    /// Starts a file of at most `largest` bytes.
    func begin(size: Int, for scan: LayerScan) {
        used = start
        if used + size > Self.capacity || ranges.count >= Self.files { flush(into: scan) }
    }

    func append(_ piece: UnsafeRawBufferPointer) {
        guard used + piece.count <= Self.capacity else { return }
        UnsafeMutableRawBufferPointer(rebasing: arena[used..<used + piece.count]).copyMemory(from: piece)
        used += piece.count
    }

    /// Ends a file whose digests were kept at `target`; a file that was begun and not ended is forgotten.
    func end(_ target: Int32) {
        ranges.append(start..<used)
        targets.append(target)
        start = used
    }

    /// Hashes what was collected.
    func flush(into scan: LayerScan) {
        let bytes = UnsafeRawBufferPointer(arena)
        #if DEBUG
            // Vectors are slow where the compiler does not optimise.
            for (index, range) in ranges.enumerated() {
                let digest = Digest.of(UnsafeRawBufferPointer(rebasing: bytes[range]), .md5)
                scan.fill(md5: digest.bytes, of: targets[index])
            }
        #else
            MD5Lanes.hash(bytes, ranges) { scan.fill(md5: $1, of: targets[$0]) }
        #endif
        ranges.removeAll(keepingCapacity: true)
        targets.removeAll(keepingCapacity: true)
        used = 0
        start = 0
    }
}
