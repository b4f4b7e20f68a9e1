internal import Synchronization
internal import Transparency

/// Hashes that were read from a database, by tile. What is there of a tile never changes; the last ones grow.
final class TileCache: Sendable {
    private struct Key: Hashable {
        var level: Int
        var tile: UInt64
    }

    /// Two generations: what is asked for again moves into the young one, and the old one is dropped when that is full.
    private struct Tiles {
        var young: [Key: [UInt8]] = [:]
        var old: [Key: [UInt8]] = [:]

        subscript(key: Key) -> [UInt8]? {
            mutating get {
                if let found = young[key] { return found }
                guard let found = old[key] else { return nil }
                self[key] = found
                return found
            }
            set {
                if young.count >= TileCache.limit {
                    old = young
                    young = [:]
                }
                young[key] = newValue
            }
        }
    }

    private let tiles = Mutex(Tiles())
    /// Tiles of a generation, 8 KiB each.
    private static let limit = 1024

    /// At least the first `count` hashes of a tile.
    ///
    /// - Parameter read: those after the known ones, up to `count`.
    func tile(
        level: Int, _ tile: UInt64, count: Int, read: (_ known: Int) throws(LogError) -> [UInt8]
    ) throws(LogError) -> [UInt8] {
        let key = Key(level: level, tile: tile)
        let known = tiles.withLock { $0[key] } ?? []
        if known.count >= count * 32 { return known }
        let whole = known + (try read(known.count / 32))
        tiles.withLock { tiles in
            // Another may have read more of it meanwhile.
            if tiles[key]?.count ?? 0 < whole.count { tiles[key] = whole }
        }
        return whole
    }

    /// Keeps what was written at the end of tiles that are known up to there.
    func extend(by growth: TreeGrowth) {
        for (level, new) in growth.levels.enumerated() {
            var index = new.first
            var rest = new.hashes[...]
            while !rest.isEmpty {
                let (tile, offset) = index.quotientAndRemainder(dividingBy: UInt64(Tile.width))
                let part = rest.prefix(Tile.width - Int(offset))
                let key = Key(level: level, tile: tile)
                tiles.withLock { tiles in
                    let known = tiles[key] ?? []
                    if known.count == Int(offset) * 32 { tiles[key] = known + part.flatMap(\.bytes) }
                }
                index += UInt64(part.count)
                rest = rest.dropFirst(part.count)
            }
        }
    }
}
