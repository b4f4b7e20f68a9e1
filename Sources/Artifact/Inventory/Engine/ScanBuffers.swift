internal import Content
internal import Synchronization

/// The large memory of a scan. Handed from one layer to the next, since the kernel would clear fresh pages for each.
final class ScanBuffers {
    let gathered = GatherBuffer()
    let pool: MD5Pool

    /// Bytes that wait for their MD5.
    private static let poolCapacity = 16 << 20

    init() { pool = MD5Pool(capacity: Self.poolCapacity) { _, _ in } }

    /// Buffers that no layer uses at the moment.
    final class Shelf: Sendable {
        /// Used by one thread at a time: the one that took it.
        private struct Held: @unchecked Sendable { var buffers: ScanBuffers }

        private let free = Mutex<[Held]>([])

        func take() -> ScanBuffers { free.withLock { $0.popLast() }?.buffers ?? ScanBuffers() }

        func put(_ buffers: ScanBuffers) {
            let held = Held(buffers: buffers)
            free.withLock { $0.append(held) }
        }
    }
}
