/// Strings, each once, as a varint length and UTF-8, found again by their bytes.
///
/// Not by `String`'s own equality, which takes different bytes that mean the same text for one: a package would then
/// stand in the database under a name that nobody looks up.
struct StringPool {
    private var writer = ByteWriter()
    /// Place + 1, or 0; open addressing.
    private var table = [UInt32](repeating: 0, count: 1 << 12)
    private(set) var count = 0

    var bytes: [UInt8] { writer.bytes }

    mutating func place(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { place(UnsafeRawBufferPointer($0)) }
    }

    mutating func place(_ text: UnsafeRawBufferPointer) -> UInt32 {
        if count * 2 >= table.count { grow() }
        var slot = Self.slot(text, table.count)
        while table[slot] != 0 {
            if withBytes(at: table[slot] - 1, { $0.elementsEqual(text) }) { return table[slot] - 1 }
            slot = (slot + 1) & (table.count - 1)
        }
        // The section of strings is checked to be smaller than this when the file is put together.
        let place = UInt32(truncatingIfNeeded: writer.count)
        writer.appendVarint(text.count)
        writer.append(text)
        table[slot] = place &+ 1
        count += 1
        return place
    }

    private mutating func grow() {
        var larger = [UInt32](repeating: 0, count: table.count * 2)
        for value in table where value != 0 {
            var slot = withBytes(at: value - 1) { Self.slot($0, larger.count) }
            while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
            larger[slot] = value
        }
        table = larger
    }

    func withBytes<Result>(at place: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        writer.bytes.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes, at: Int(place))
            return body(cursor.take(cursor.count()))
        }
    }

    /// By bytes.
    func precedes(_ a: UInt32, _ b: UInt32) -> Bool {
        withBytes(at: a) { left in withBytes(at: b) { left.lexicographicallyPrecedes($0) } }
    }

    private static func slot(_ text: UnsafeRawBufferPointer, _ size: Int) -> Int {
        Int(truncatingIfNeeded: PackageBuckets.hash(ecosystem: 0, name: text)) & (size - 1)
    }
}
