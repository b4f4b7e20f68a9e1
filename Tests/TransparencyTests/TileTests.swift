import Testing

@testable import Transparency

@Suite struct TileTests {
    @Test(arguments: [
        (0, 0, 256, "tile/0/000"), (0, 1_234_067, 256, "tile/0/x001/x234/067"), (2, 999, 8, "tile/2/999.p/8"),
        (1, 1000, 255, "tile/1/x001/000.p/255"),
    ]) func `paths are those of the specification`(level: Int, index: UInt64, width: Int, path: String) throws {
        let tile = try #require(Tile(level: .hashes(level), index: index, width: width))
        #expect(tile.path == path)
        #expect(Tile(path: path) == tile)
    }

    @Test func `entries have their own path`() throws {
        let tile = try #require(Tile(level: .entries, index: 42, width: 3))
        #expect(tile.path == "tile/entries/042.p/3")
        #expect(Tile(path: tile.path) == tile)
    }

    @Test(arguments: [
        "tile/0/0", "tile/0/0000", "tile/0/x000/001", "tile/0/001/002", "tile/0/000.p/256", "tile/0/000.p/0",
        "tile/0/000.p/08", "tile/00/000", "tile/8/000", "tile/-1/000", "tile/0/+01", "tile/0/000/", "/tile/0/000", "",
        "tile/0", "tile/entries", "tile/0/.p/3", "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    ]) func `a path that is not the one of its tile names none`(path: String) {
        #expect(Tile(path: path) == nil)
    }

    @Test func `proofs made from tiles are those made from leaves`() throws {
        let leaves = (0..<70_000).map { MerkleHash.leaf([UInt8($0 & 0xff), UInt8($0 >> 8 & 0xff), UInt8($0 >> 16)]) }
        // All levels of the tree, and of them only what tiles hold.
        var levels = [leaves]
        while let last = levels.last, last.count > 1 {
            levels.append(stride(from: 0, to: last.count - 1, by: 2).map { .node(last[$0], last[$0 + 1]) })
        }
        let size = UInt64(leaves.count)
        struct Missing: Error {}
        let tiles = MerkleProver<any Error> { level, index in
            guard let (tile, offset, span) = Tile.holding(level: level, index: index, size: size),
                case .hashes(let number) = tile.level
            else { throw Missing() }
            let start = Int(tile.index) * 256 + offset
            var hashes = Array(levels[number * 8][start..<start + span])
            while hashes.count > 1 {
                hashes = stride(from: 0, to: hashes.count, by: 2).map { .node(hashes[$0], hashes[$0 + 1]) }
            }
            return hashes[0]
        }
        let root = try tiles.root(size: size)
        for index in [0, 1, 255, 256, 65_535, 65_536, 69_999] as [UInt64] {
            try InclusionProof.verify(
                leaf: leaves[Int(index)], index: index, size: size, proof: tiles.inclusion(of: index, in: 0..<size),
                root: root)
            try ConsistencyProof.verify(
                oldSize: index + 1, oldRoot: tiles.root(size: index + 1), newSize: size, newRoot: root,
                proof: tiles.consistency(of: 0..<index + 1, size: size))
        }
        #expect(Tile.holding(level: 0, index: size, size: size) == nil)
        #expect(Tile.holding(level: 63, index: 1, size: .max) == nil)
    }

    @Test func `entries are read with their bounds`() throws {
        let entries: [[UInt8]] = [[1, 2], [], [UInt8](repeating: 3, count: 65_535)]
        let bytes = try #require(TileContent.encode(entries: entries))
        #expect(try TileContent.entries(bytes, width: 3) == entries)
        #expect(throws: TileError.count(expected: 2, found: 3)) { try TileContent.entries(bytes, width: 2) }
        #expect(throws: TileError.count(expected: 4, found: 3)) { try TileContent.entries(bytes, width: 4) }
        #expect(throws: TileError.truncated) { try TileContent.entries(bytes.dropLast(), width: 3) }
        #expect(TileContent.encode(entries: [[UInt8](repeating: 0, count: 65_536)]) == nil)
        #expect(throws: TileError.size(expected: 64, found: 63)) {
            try TileContent.hashes([UInt8](repeating: 0, count: 63), width: 2)
        }
    }
}
