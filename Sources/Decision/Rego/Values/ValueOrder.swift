#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#else
    private import Darwin
#endif

/// Equality and the total order of the language: null, booleans (false first), numbers by value, strings by their
/// UTF-8 bytes, arrays element by element, objects by their sorted members, sets as sorted arrays.
extension Value: Hashable, Comparable {
    @inline(__always)
    package static func == (left: Value, right: Value) -> Bool {
        if left.bits == right.bits { return true }
        if left.bits & right.bits & 1 == 1 { return false }
        return left.equalsBoxed(right)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    @inline(__always)
    package static func < (left: Value, right: Value) -> Bool { compare(left, right) < 0 }

    /// The bytes of two strings of the same length.
    @inline(__always)
    static func sameBytes(_ left: Value, _ right: Value) -> Bool {
        memcmp(left.address + 1, right.address + 1, left.utf8.count) == 0
    }

    private func equalsBoxed(_ other: Value) -> Bool {
        let kind = kind
        guard kind == other.kind else { return false }
        switch kind {
        case .undefined, .null, .boolean:
            return false
        case .number:
            return Value.compareNumbers(self, other) == 0
        case .string:
            return header == other.header && Value.sameBytes(self, other)
        case .array, .set:
            guard header == other.header else { return false }
            return Value.sameElements(elements, other.elements)
        case .object:
            guard header == other.header else { return false }
            return Value.sameElements(keys, other.keys) && Value.sameElements(values, other.values)
        }
    }

    private static func sameElements(_ left: UnsafeBufferPointer<Value>, _ right: UnsafeBufferPointer<Value>) -> Bool {
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
    }

    /// Negative, zero or positive as `left` stands before, with or after `right`.
    ///
    /// Depth is bounded by `Heap.depthLimit`, which every collection obeys.
    package static func compare(_ left: Value, _ right: Value) -> Int {
        if left.bits == right.bits { return 0 }
        let kind = left.kind
        let other = right.kind
        guard kind == other else { return kind < other ? -1 : 1 }
        switch kind {
        case .undefined, .null:
            return 0
        case .boolean:
            return left.isFalse ? -1 : 1
        case .number:
            if left.bits & right.bits & 1 == 1 { return left.immediateInteger < right.immediateInteger ? -1 : 1 }
            return compareNumbers(left, right)
        case .string:
            let (one, two) = (left.utf8, right.utf8)
            let common = memcmp(left.address + 1, right.address + 1, Swift.min(one.count, two.count))
            return common != 0 ? Int(common) : one.count - two.count
        case .array, .set:
            return compare(left.elements, right.elements)
        case .object:
            let count = Swift.min(left.count, right.count)
            for index in 0..<count {
                let keys = compare(left.keys[index], right.keys[index])
                if keys != 0 { return keys }
                let values = compare(left.values[index], right.values[index])
                if values != 0 { return values }
            }
            return left.count - right.count
        }
    }

    private static func compare(_ left: UnsafeBufferPointer<Value>, _ right: UnsafeBufferPointer<Value>) -> Int {
        for index in 0..<Swift.min(left.count, right.count) {
            let order = compare(left[index], right[index])
            if order != 0 { return order }
        }
        return left.count - right.count
    }
}
