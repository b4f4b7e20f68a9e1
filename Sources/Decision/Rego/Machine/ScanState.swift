/// What is known of a filtered iteration from the times before: the collection, and its index once it is worth one.
struct ScanState {
    var collection = Value.undefined
    private var uses = 0
    private var index: ScanIndex?

    /// Where the chain for a value begins, counted from 1; nil while there is no index.
    mutating func start(of collection: Value, _ path: [Value], _ key: Value) -> Int? {
        if self.collection.bits != collection.bits {
            self.collection = collection
            uses = 0
            index = nil
        }
        if let index { return index.start(of: key) }
        uses += 1
        // The first iteration is not slowed down; the second pays for all that follow.
        guard uses > 1, collection.count < Int32.max else { return nil }
        let made = ScanIndex(collection, path)
        index = made
        return made.start(of: key)
    }

    @inline(__always)
    func next(after position: Int) -> Int { index?.next(after: position) ?? 0 }
}

/// The positions of a collection in chains by the hash of what stands at a path of each element.
///
/// A chain may hold positions of other values with the same hash, but all that have the value, in ascending order.
final class ScanIndex {
    private var heads: [Int32]
    private var links: [Int32]

    init(_ collection: Value, _ path: [Value]) {
        let count = collection.count
        heads = Array(repeating: 0, count: count * 2)
        links = Array(repeating: 0, count: count)
        let elements = collection.isObject ? collection.values : collection.elements
        for position in stride(from: count - 1, through: 0, by: -1) {
            var value = elements[position]
            for key in path { value = value.lookup(key) }
            if value.isUndefined { continue }
            let slot = Value.slot(of: value.hash, in: heads.count)
            links[position] = heads[slot]
            heads[slot] = Int32(truncatingIfNeeded: position + 1)
        }
    }

    func start(of key: Value) -> Int { Int(heads[Value.slot(of: key.hash, in: heads.count)]) }

    @inline(__always)
    func next(after position: Int) -> Int { Int(links[position]) }
}

extension Machine {
    /// Sets the state of a filtered iteration: an index's chain, or the whole collection.
    func beginScan(_ filter: ScanFilter, _ key: Value, _ state: UnsafeMutablePointer<Value>) {
        guard let start = scans[filter.site].start(of: state[0], filter.path, key) else { return }
        state[1] = Value(bits: UInt64(truncatingIfNeeded: start) << 1 | 1)
        state[2] = Value(bits: UInt64(truncatingIfNeeded: filter.site) << 1 | 1)
    }
}
