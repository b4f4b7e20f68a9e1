/// A piece of a log as static files: up to 256 hashes of one level, or the entries themselves (C2SP tlog-tiles).
package struct Tile: Hashable, Sendable {
    package enum Level: Hashable, Sendable {
        /// Hashes of nodes 8·level above the leaves.
        case hashes(Int)
        case entries
    }

    /// Nodes of a full tile.
    package static let width = 256
    /// Levels of tiles that a log of 2^63 entries has at most.
    package static let levels = 0...7

    package var level: Level
    package var index: UInt64
    /// 1 to 256.
    package var width: Int

    /// - Returns: `nil` for a level or width that no tile has.
    package init?(level: Level, index: UInt64, width: Int = Tile.width) {
        if case .hashes(let number) = level, !Self.levels.contains(number) { return nil }
        guard (1...Self.width).contains(width) else { return nil }
        self.level = level
        self.index = index
        self.width = width
    }

    /// The path below the log's address: `tile/0/x001/x234/067.p/8`.
    package var path: String {
        let name =
            switch level {
            case .hashes(let number): "\(number)"
            case .entries: "entries"
            }
        var groups: [String] = []
        var rest = index
        repeat {
            let digits = String(rest % 1000)
            groups.append(String(repeating: "0", count: 3 - digits.count) + digits)
            rest /= 1000
        } while rest > 0
        let number = groups.indices.reversed().map { ($0 == 0 ? "" : "x") + groups[$0] }.joined(separator: "/")
        return "tile/\(name)/\(number)" + (width == Self.width ? "" : ".p/\(width)")
    }

    /// The tile that a path names.
    ///
    /// - Returns: `nil` for anything but the one path that `path` gives.
    package init?(path: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
        guard parts.count <= 12, parts.popFirst() == "tile", let name = parts.popFirst() else { return nil }
        let level: Level
        if name == "entries" {
            level = .entries
        } else {
            guard let number = Int(name), Self.levels.contains(number) else { return nil }
            level = .hashes(number)
        }
        var width = Self.width
        if parts.count >= 2, let last = parts.dropLast().last, last.hasSuffix(".p") {
            guard let partial = parts.popLast().flatMap({ Int($0) }), partial < Self.width else { return nil }
            width = partial
            parts[parts.endIndex - 1] = last.dropLast(2)
        }
        var index: UInt64 = 0
        for part in parts {
            let digits = part.hasPrefix("x") ? part.dropFirst() : part
            guard digits.utf8.count == 3, let value = UInt64(digits) else { return nil }
            let (shifted, overflow) = index.multipliedReportingOverflow(by: 1000)
            let (sum, carry) = shifted.addingReportingOverflow(value)
            guard !overflow, !carry else { return nil }
            index = sum
        }
        self.init(level: level, index: index, width: width)
        guard self.path == path else { return nil }
    }

    /// The hash tiles that a log of `size` entries has at a level: how many full ones, and the width of the last.
    package static func count(level: Int, size: UInt64) -> (full: UInt64, partial: Int) {
        guard levels.contains(level) else { return (0, 0) }
        let nodes = size >> UInt64(8 * level)
        return (nodes / UInt64(width), Int(nodes % UInt64(width)))
    }

    /// The tile that holds the node at `level` and `index` of the tree, in a log of `size` entries, and where in it.
    ///
    /// Nodes between the levels of tiles are computed from the hashes of a tile: `span` of them from `offset`.
    package static func holding(
        level: Int, index: UInt64, size: UInt64
    ) -> (tile: Tile, offset: Int, span: Int)? {
        guard (0..<64).contains(level), index >> UInt64(63 - level) == 0 else { return nil }
        let tileLevel = level / 8
        let span = 1 << (level % 8)
        let first = index << UInt64(level % 8)
        let tileIndex = first / UInt64(width)
        let (full, partial) = count(level: tileLevel, size: size)
        guard tileIndex < full || tileIndex == full && partial > 0,
            let tile = Tile(
                level: .hashes(tileLevel), index: tileIndex, width: tileIndex < full ? width : partial)
        else { return nil }
        let offset = Int(first % UInt64(width))
        guard offset + span <= tile.width else { return nil }
        return (tile, offset, span)
    }

    /// The full tile that this partial one became, to be asked for when the partial one is gone.
    package var full: Tile? { Tile(level: level, index: index) }
}

/// The bytes of tiles.
package enum TileContent {
    /// 32 bytes a hash.
    package static func hashes(_ bytes: [UInt8], width: Int) throws(TileError) -> [MerkleHash] {
        guard bytes.count == 32 * width else { throw .size(expected: 32 * width, found: bytes.count) }
        return stride(from: 0, to: bytes.count, by: 32).compactMap { MerkleHash(bytes[$0..<$0 + 32]) }
    }

    /// Entries, each after its length in two bytes.
    package static func entries(_ bytes: [UInt8], width: Int) throws(TileError) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var position = 0
        while position < bytes.count {
            guard entries.count < width else { throw .count(expected: width, found: entries.count + 1) }
            guard bytes.count - position >= 2 else { throw .truncated }
            let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
            position += 2
            guard bytes.count - position >= length else { throw .truncated }
            entries.append(Array(bytes[position..<position + length]))
            position += length
        }
        guard entries.count == width else { throw .count(expected: width, found: entries.count) }
        return entries
    }

    /// - Returns: `nil` when an entry is longer than a tile can hold.
    package static func encode(entries: [[UInt8]]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for entry in entries {
            guard entry.count <= Int(UInt16.max) else { return nil }
            bytes.append(UInt8(entry.count >> 8))
            bytes.append(UInt8(entry.count & 0xff))
            bytes.append(contentsOf: entry)
        }
        return bytes
    }
}

/// Why bytes are no tile.
package enum TileError: Error, Equatable, Sendable, CustomStringConvertible {
    case size(expected: Int, found: Int)
    case count(expected: Int, found: Int)
    case truncated

    package var description: String {
        switch self {
        case .size(let expected, let found): "log tile: expected \(expected) bytes, found \(found)"
        case .count(let expected, let found): "log tile: expected \(expected) entries, found \(found)"
        case .truncated: "log tile: the bytes end inside an entry"
        }
    }
}
