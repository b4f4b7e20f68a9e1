/// Hash table of packages on disk.
struct PackageBuckets {
    private var table: [UInt32]

    init(packages: Int) {
        var size = 16
        while size < packages * 2 { size *= 2 }
        table = Array(repeating: 0, count: size)
    }

    var count: Int { table.count }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        for value in table { writer.append(value) }
        return writer.bytes
    }

    mutating func insert(_ package: Int, hash: UInt64) {
        var place = Int(truncatingIfNeeded: hash) & (table.count - 1)
        while table[place] != 0 { place = (place + 1) & (table.count - 1) }
        table[place] = UInt32(package + 1)
    }

    static func hash(ecosystem: Int, name: String) -> UInt64 {
        var name = name
        return name.withUTF8 { hash(ecosystem: ecosystem, name: UnsafeRawBufferPointer($0)) }
    }

    /// FNV-1a, its halves mixed.
    @inline(__always)
    static func hash(ecosystem: Int, name: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(truncatingIfNeeded: ecosystem)
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash ^ (hash >> 32)
    }
}
