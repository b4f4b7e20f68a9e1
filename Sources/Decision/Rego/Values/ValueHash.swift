/// Hashes of values. They are the same in every run: iteration never depends on them, and an index in which too many
/// keys collide is left out (`Heap`), so that hostile keys cost a binary search and no more.
extension Value {
    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        return high ^ low
    }

    @inline(__always)
    private static func reduced(_ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: hash ^ hash >> 32) & 0x7fff_ffff
    }

    @inline(__always)
    static func mixed(integer: Int) -> UInt32 {
        reduced(fold(UInt64(bitPattern: Int64(integer)) ^ 0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db))
    }

    /// The hash of a number's normal form; integers that fit in a word hash like immediate ones.
    static func mixed(negative: Bool, limbs: UnsafeBufferPointer<UInt64>, exponent: Int) -> UInt32 {
        var hash = UInt64(bitPattern: Int64(exponent)) ^ (negative ? 0x589d_20a1 : 0x1d8e_4e27)
        for limb in limbs { hash = fold(hash ^ limb, 0xe703_7ed1_a0b4_28db) &+ 0x8ebc_6af0_9c88_c6e3 }
        return reduced(hash)
    }

    @inline(__always)
    static func mixed(bytes: UnsafeRawPointer, count: Int) -> UInt32 {
        var hash = UInt64(truncatingIfNeeded: count) ^ 0x2d35_8dcc_aa6c_78a5
        var offset = 0
        while offset &+ 8 <= count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            hash = fold(hash ^ word, 0xa076_1d64_78bd_642f)
            offset &+= 8
        }
        var rest: UInt64 = 0
        while offset < count {
            rest = rest << 8 | UInt64(bytes.load(fromByteOffset: offset, as: UInt8.self))
            offset &+= 1
        }
        hash = fold(hash ^ rest, 0xe703_7ed1_a0b4_28db)
        return reduced(hash)
    }

    static func mixed(_ kind: Kind, _ elements: UnsafeBufferPointer<Value>, count: Int) -> UInt32 {
        var hash = UInt64(kind.rawValue) << 32 ^ UInt64(truncatingIfNeeded: count)
        for element in elements { hash = fold(hash ^ UInt64(element.hash), 0x8ebc_6af0_9c88_c6e3) &+ 0x589d_20a1 }
        return reduced(hash)
    }
}
