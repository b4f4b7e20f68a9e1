/// The short strings of a heap, each kept once, so that a document holds every key only once.
package final class StringTable {
    /// Longer strings rarely repeat.
    private static let longest = 64

    private var slots: [Value] = Array(repeating: .undefined, count: 256)
    private var count = 0

    package init() {}

    /// The string of these bytes: the one that is there, or one made in `heap`.
    func string(_ bytes: UnsafeBufferPointer<UInt8>, in heap: Heap) throws(BuiltinError) -> Value {
        guard bytes.count <= StringTable.longest, let base = bytes.baseAddress, count < 4_000_000 else {
            return try heap.string(utf8: bytes)
        }
        let hash = Value.mixed(bytes: base, count: bytes.count)
        var slot = Int(hash) & (slots.count &- 1)
        var tries = 0
        while slots[slot].isDefined {
            let other = slots[slot]
            if other.hash == hash, other.utf8.elementsEqual(bytes) { return other }
            slot = (slot &+ 1) & (slots.count &- 1)
            tries &+= 1
            // Keys made to collide are simply kept more than once.
            if tries > 64 { return try heap.string(utf8: bytes) }
        }
        let made = try heap.string(utf8: bytes)
        slots[slot] = made
        count &+= 1
        if count &* 2 > slots.count { grow() }
        return made
    }

    private func grow() {
        let old = slots
        slots = Array(repeating: .undefined, count: old.count * 2)
        for value in old where value.isDefined {
            var slot = Int(value.hash) & (slots.count &- 1)
            while slots[slot].isDefined { slot = (slot &+ 1) & (slots.count &- 1) }
            slots[slot] = value
        }
    }
}
