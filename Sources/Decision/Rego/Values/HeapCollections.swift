extension Heap {
    /// Room for a collection: its two header words, `count` words, and a hash index for `keys` of them.
    private func collection(
        _ kind: Value.Kind, words count: Int, keys: Int
    ) throws(BuiltinError)
        -> (words: UnsafeMutablePointer<UInt64>, slots: Int)
    {
        guard keys < 0x2000_0000 else { throw .limit(.memory) }
        let slots = keys > Value.scanLimit ? keys &* 4 / 3 | 1 : 0
        let words = try allocate(words: 2 &+ count &+ (slots &+ 1) / 2)
        return (words, slots)
    }

    /// How deep and how heavy a collection is.
    private struct Shape {
        var depth = 0
        var weight = 1

        @inline(__always)
        init() {}

        /// Adds what a collection has.
        @inline(__always)
        mutating func add(_ elements: UnsafeBufferPointer<Value>) {
            for element in elements {
                if !element.isImmediateInteger, element.bits >> 56 >= 5 { depth = max(depth, element.depth) }
                weight &+= element.weight
            }
        }

        /// The low half of the collection's second word.
        @inline(__always)
        var word: UInt64 {
            UInt64(truncatingIfNeeded: depth &+ 1)
                | UInt64(truncatingIfNeeded: ValueWeight(words: weight).code) << 13
        }
    }

    /// Refuses what could not be walked through within the limits. What shares nothing takes a word of memory for each
    /// word of its weight and is never refused for that; a document may share each of its strings.
    @inline(__always)
    private func admit(_ shape: Shape) throws(BuiltinError) {
        guard shape.depth < Heap.depthLimit else { throw .limit(.depth) }
        guard shape.weight <= byteLimit >> 2 else { throw .limit(.memory) }
    }

    // MARK: Arrays

    package func array(_ elements: UnsafeBufferPointer<Value>) throws(BuiltinError) -> Value {
        guard elements.count < 0x2000_0000 else { throw .limit(.memory) }
        var shape = Shape()
        shape.add(elements)
        try admit(shape)
        let words = try allocate(words: 2 &+ elements.count)
        let target = UnsafeMutableRawPointer(words + 2)
        if let base = elements.baseAddress { target.copyMemory(from: base, byteCount: elements.count &* 8) }
        let hash = Value.mixed(.array, elements, count: elements.count)
        words[0] = UInt64(truncatingIfNeeded: elements.count) | UInt64(hash) << 32
        words[1] = shape.word
        return Value(.array, at: words)
    }

    package func array(_ elements: [Value]) throws(BuiltinError) -> Value {
        try elements.withUnsafeBufferPointer { buffer throws(BuiltinError) in try array(buffer) }
    }

    // MARK: Sets

    /// The set of these elements, in any order and with repeats.
    package func set(_ elements: UnsafeBufferPointer<Value>) throws(BuiltinError) -> Value {
        try checkTime(beforeComparing: elements)
        if Heap.isStrictlySorted(elements) { return try sortedSet(elements) }
        var sorted = Array(elements)
        try sort(&sorted)
        var kept = 0
        for index in sorted.indices where index == 0 || sorted[index] != sorted[kept &- 1] {
            sorted[kept] = sorted[index]
            kept &+= 1
        }
        return try sorted.withUnsafeBufferPointer { buffer throws(BuiltinError) in
            try sortedSet(UnsafeBufferPointer(rebasing: buffer[..<kept]))
        }
    }

    package func set(_ elements: [Value]) throws(BuiltinError) -> Value {
        try elements.withUnsafeBufferPointer { buffer throws(BuiltinError) in try set(buffer) }
    }

    /// Sorts; where comparing takes long, within the time that there is.
    private func sort(_ values: inout [Value]) throws(BuiltinError) {
        guard values.contains(where: \.isHeavy) else {
            values.sort()
            return
        }
        do {
            try values.sort { left, right throws(BuiltinError) in
                if left.isHeavy, right.isHeavy { try checkTime() }
                return left < right
            }
        } catch let error as BuiltinError {
            throw error
        } catch {
            throw .limit(.time)
        }
    }

    /// Looks at the time where comparing these one after the other takes long.
    @inline(__always)
    private func checkTime(beforeComparing values: UnsafeBufferPointer<Value>) throws(BuiltinError) {
        if let first = values.first, first.isHeavy { try checkTime() }
    }

    private static func isStrictlySorted(_ values: UnsafeBufferPointer<Value>) -> Bool {
        if values.count < 2 { return true }
        for index in 1..<values.count where Value.compare(values[index &- 1], values[index]) >= 0 { return false }
        return true
    }

    private func sortedSet(_ elements: UnsafeBufferPointer<Value>) throws(BuiltinError) -> Value {
        var shape = Shape()
        shape.add(elements)
        try admit(shape)
        let (words, slots) = try collection(.set, words: elements.count, keys: elements.count)
        let target = UnsafeMutableRawPointer(words + 2)
        if let base = elements.baseAddress { target.copyMemory(from: base, byteCount: elements.count &* 8) }
        let hash = Value.mixed(.set, elements, count: elements.count)
        words[0] = UInt64(truncatingIfNeeded: elements.count) | UInt64(hash) << 32
        let indexed = Heap.fill(UnsafeMutableRawPointer(words + 2 + elements.count), slots: slots, keys: elements)
        words[1] = shape.word | (indexed ? UInt64(truncatingIfNeeded: slots) << 32 : 0)
        return Value(.set, at: words)
    }

    /// Fills the hash index; false when so many keys collide that it is better left out.
    private static func fill(
        _ start: UnsafeMutableRawPointer, slots: Int, keys: UnsafeBufferPointer<Value>
    ) -> Bool {
        guard slots > 0 else { return false }
        let table = start.bindMemory(to: UInt32.self, capacity: slots)
        table.initialize(repeating: 0, count: slots)
        for (index, key) in keys.enumerated() {
            var slot = Value.slot(of: key.hash, in: slots)
            var tries = 0
            while table[slot] != 0 {
                slot = slot &+ 1 == slots ? 0 : slot &+ 1
                tries &+= 1
                if tries > 96 { return false }
            }
            table[slot] = UInt32(truncatingIfNeeded: index &+ 1)
        }
        return true
    }

    // MARK: Objects

    /// The object with these keys and values at the same positions, in any order. Of equal keys the last wins.
    package func object(
        keys: UnsafeBufferPointer<Value>, values: UnsafeBufferPointer<Value>
    ) throws(BuiltinError)
        -> Value
    {
        guard keys.count == values.count else { throw .limit(.memory) }
        try checkTime(beforeComparing: keys)
        if Heap.isStrictlySorted(keys) { return try sortedObject(keys: keys, values: values) }
        var order = Array(0..<keys.count)
        order.sort { left, right in
            let comparison = Value.compare(keys[left], keys[right])
            return comparison != 0 ? comparison < 0 : left < right
        }
        var sortedKeys: [Value] = []
        var sortedValues: [Value] = []
        sortedKeys.reserveCapacity(order.count)
        sortedValues.reserveCapacity(order.count)
        for index in order {
            if let last = sortedKeys.last, last == keys[index] {
                sortedValues[sortedValues.count - 1] = values[index]
            } else {
                sortedKeys.append(keys[index])
                sortedValues.append(values[index])
            }
        }
        return try sortedKeys.withUnsafeBufferPointer { keys throws(BuiltinError) in
            try sortedValues.withUnsafeBufferPointer { values throws(BuiltinError) in
                try sortedObject(keys: keys, values: values)
            }
        }
    }

    package func object(_ members: [(key: Value, value: Value)]) throws(BuiltinError) -> Value {
        let keys = members.map(\.key)
        let values = members.map(\.value)
        return try keys.withUnsafeBufferPointer { keys throws(BuiltinError) in
            try values.withUnsafeBufferPointer { values throws(BuiltinError) in
                try object(keys: keys, values: values)
            }
        }
    }

    /// An object of which the keys are already strictly ascending.
    func sortedObject(
        keys: UnsafeBufferPointer<Value>, values: UnsafeBufferPointer<Value>
    ) throws(BuiltinError)
        -> Value
    {
        var shape = Shape()
        shape.add(keys)
        shape.add(values)
        try admit(shape)
        let count = keys.count
        let (words, slots) = try collection(.object, words: 2 &* count, keys: count)
        let target = UnsafeMutableRawPointer(words + 2)
        if let base = keys.baseAddress { target.copyMemory(from: base, byteCount: count &* 8) }
        if let base = values.baseAddress { (target + count &* 8).copyMemory(from: base, byteCount: count &* 8) }
        let hash = Value.mixed(.object, keys, count: count) ^ Value.mixed(.array, values, count: count)
        words[0] = UInt64(truncatingIfNeeded: count) | UInt64(hash) << 32
        let indexed = Heap.fill(UnsafeMutableRawPointer(words + 2 + 2 &* count), slots: slots, keys: keys)
        words[1] = shape.word | (indexed ? UInt64(truncatingIfNeeded: slots) << 32 : 0)
        return Value(.object, at: words)
    }
}
