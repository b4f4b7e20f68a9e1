internal import Transparency

/// Where each leaf stands, by the first eight bytes of its hash.
///
/// Two entries can be made that share eight bytes; who asks compares the whole hash with the tree's.
struct SeenLeaves {
    /// Cut in 256 by the first byte, so that no growth of a table takes long.
    private var tables = [[UInt64: UInt64]](repeating: [:], count: 256)

    private static func parts(_ hash: MerkleHash) -> (table: Int, key: UInt64) {
        let bytes = hash.bytes
        return (Int(bytes[0]), bytes[1..<9].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    func index(of hash: MerkleHash) -> UInt64? {
        let (table, key) = Self.parts(hash)
        return tables[table][key]
    }

    mutating func insert(_ hash: MerkleHash, at index: UInt64) {
        let (table, key) = Self.parts(hash)
        // The first one stays.
        if tables[table][key] == nil { tables[table][key] = index }
    }
}
