/// How values lie in a heap, in words of 64 bits, and the only code that reads them there.
///
/// Every boxed value begins with `count | hash << 32`.
/// - string: that word with the length in bytes, then the UTF-8 bytes, padded. Bit 63 says that all are ASCII.
/// - number: that word with the length of its text; `limbs | sign << 31 | exponent << 32`; the limbs of the
///   coefficient, lowest first; the text as it was written. The value is `± coefficient × 10^exponent`, and the
///   coefficient has no zeros at its decimal end, so that equal numbers have equal words.
/// - array, object, set: that word; `depth | weight << 13 | slots << 32`, where `weight` is a `ValueWeight` and `slots` the
///   size of the hash index or 0; the elements (of an object first the keys, then the values), keys and elements of sets in the total order; the
///   index, a table of 32-bit positions counted from 1.
///
/// Invariant: an address in a `Value` came from `Heap`, which wrote all of the above before it handed the value out,
/// and counts never exceed what was written.
extension Value {
    static let asciiFlag: UInt64 = 1 << 63

    /// The first word, which differs for strings that differ in length or hash.
    @inline(__always)
    var header: UInt64 { address[0] }

    @inline(__always)
    private var boxedCount: Int { Int(truncatingIfNeeded: header & 0xffff_ffff) }

    /// The elements of an array or set, the keys of an object, the bytes of a string; 0 for anything else.
    @inline(__always)
    package var count: Int {
        if isImmediateInteger || bits >> 56 < UInt64(Kind.string.rawValue) { return 0 }
        return boxedCount
    }

    /// Equal values have equal hashes; 31 bits.
    @inline(__always)
    var hash: UInt32 {
        if isImmediateInteger { return Value.mixed(integer: immediateInteger) }
        if bits >> 56 < UInt64(Kind.number.rawValue) { return UInt32(truncatingIfNeeded: bits >> 54) & 0xff | 1 }
        return UInt32(truncatingIfNeeded: header >> 32) & 0x7fff_ffff
    }

    // MARK: Strings

    /// The UTF-8 bytes of a string; empty for anything else.
    @inline(__always)
    package var utf8: UnsafeBufferPointer<UInt8> {
        guard isString else { return UnsafeBufferPointer(start: nil, count: 0) }
        let start = UnsafeRawPointer(address + 1).assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: start, count: boxedCount)
    }

    package var isASCII: Bool { isString && header & Value.asciiFlag != 0 }

    /// The text of a string as a `String`, which is a copy; nil for anything else.
    package var string: String? { isString ? String(decoding: utf8, as: UTF8.self) : nil }

    /// The Unicode code points of a string: what `count` and indices mean in the language.
    package var codePointCount: Int {
        if isASCII { return count }
        var total = 0
        for byte in utf8 where byte & 0xc0 != 0x80 { total &+= 1 }
        return total
    }

    // MARK: Numbers

    var limbs: UnsafeBufferPointer<UInt64> {
        UnsafeBufferPointer(start: address + 2, count: Int(truncatingIfNeeded: address[1] & 0x7fff_ffff))
    }

    var isNegativeBoxed: Bool { address[1] & 0x8000_0000 != 0 }
    var exponent: Int { Int(Int32(truncatingIfNeeded: address[1] >> 32)) }

    /// The text of a boxed number as it was written; empty for anything else.
    var numberText: UnsafeBufferPointer<UInt8> {
        guard has(.number) else { return UnsafeBufferPointer(start: nil, count: 0) }
        let start = UnsafeRawPointer(address + 2 + limbs.count).assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: start, count: boxedCount)
    }

    // MARK: Collections

    /// How many collections are nested in this one, itself included; 0 for scalars.
    var depth: Int { isImmediateInteger || bits >> 56 < 5 ? 0 : Int(truncatingIfNeeded: address[1] & 0x1fff) }

    /// How many words the value takes when nothing in it is shared; of a collection somewhat more than that.
    @inline(__always)
    var weight: Int {
        if isImmediateInteger || bits >> 56 < UInt64(Kind.number.rawValue) { return 1 }
        if bits >> 56 < 5 { return 1 &+ boxedCount >> 3 }
        return ValueWeight(code: UInt32(truncatingIfNeeded: address[1] & 0xffff_ffff) >> 13).words
    }

    /// Whether walking through it takes so long that the time is worth a look.
    @inline(__always)
    var isHeavy: Bool {
        if isImmediateInteger || bits >> 56 < 5 { return false }
        return UInt32(truncatingIfNeeded: address[1] & 0xffff_ffff) >> 13 >= ValueWeight.heavy.code
    }

    /// The elements of an array in order, of a set in the total order; empty for anything else.
    @inline(__always)
    package var elements: UnsafeBufferPointer<Value> {
        guard isArray || isSet else { return UnsafeBufferPointer(start: nil, count: 0) }
        return words(from: 2)
    }

    /// The keys of an object in the total order; empty for anything else.
    @inline(__always)
    package var keys: UnsafeBufferPointer<Value> {
        guard isObject else { return UnsafeBufferPointer(start: nil, count: 0) }
        return words(from: 2)
    }

    /// The values of an object in the order of its keys; empty for anything else.
    @inline(__always)
    package var values: UnsafeBufferPointer<Value> {
        guard isObject else { return UnsafeBufferPointer(start: nil, count: 0) }
        return words(from: 2 + boxedCount)
    }

    @inline(__always)
    private func words(from offset: Int) -> UnsafeBufferPointer<Value> {
        let start = UnsafeRawPointer(address + offset).assumingMemoryBound(to: Value.self)
        return UnsafeBufferPointer(start: start, count: boxedCount)
    }

    @inline(__always)
    private var slots: Int { Int(truncatingIfNeeded: address[1] >> 32) }

    @inline(__always)
    private func slotTable(after words: Int) -> UnsafePointer<UInt32> {
        UnsafeRawPointer(address + 2 + words).assumingMemoryBound(to: UInt32.self)
    }

    /// The position of a key in an object, or of an element in a set; nil when it has none.
    ///
    /// Complexity: O(1), or O(log n) where hostile keys collide.
    @inline(__always)
    func position(of key: Value) -> Int? {
        let sought = words(from: 2)
        if sought.count <= Value.scanLimit {
            for index in 0..<sought.count where sought[index].bits == key.bits { return index }
            if key.isImmediateInteger || bits == 0 { return scan(sought, for: key) }
            return scan(sought, for: key)
        }
        return indexed(sought, key)
    }

    /// Collections up to this size are searched element by element.
    static let scanLimit = 8

    private func scan(_ sought: UnsafeBufferPointer<Value>, for key: Value) -> Int? {
        if key.isString {
            // Two strings are equal only when their headers are.
            let header = key.header
            for index in 0..<sought.count {
                let other = sought[index]
                if other.isString, other.header == header, Value.sameBytes(other, key) { return index }
            }
            return nil
        }
        if key.kind < .number { return nil }
        for index in 0..<sought.count where sought[index] == key { return index }
        return nil
    }

    private func indexed(_ sought: UnsafeBufferPointer<Value>, _ key: Value) -> Int? {
        let slots = slots
        guard slots > 0 else { return searched(sought, key) }
        let table = slotTable(after: isObject ? 2 &* sought.count : sought.count)
        var slot = Value.slot(of: key.hash, in: slots)
        while true {
            let entry = Int(table[slot])
            if entry == 0 { return nil }
            if sought[entry &- 1] == key { return entry &- 1 }
            slot = slot &+ 1 == slots ? 0 : slot &+ 1
        }
    }

    private func searched(_ sought: UnsafeBufferPointer<Value>, _ key: Value) -> Int? {
        var low = 0
        var high = sought.count
        while low < high {
            let middle = (low &+ high) / 2
            if sought[middle] < key { low = middle &+ 1 } else { high = middle }
        }
        return low < sought.count && sought[low] == key ? low : nil
    }

    @inline(__always)
    static func slot(of hash: UInt32, in slots: Int) -> Int {
        Int(truncatingIfNeeded: ((UInt64(hash) &* 0x9e37_79b9 & 0xffff_ffff) &* UInt64(slots)) >> 32)
    }

    /// The value of an object at a key, or undefined.
    @inline(__always)
    package func member(_ key: Value) -> Value {
        guard isObject, let position = position(of: key) else { return .undefined }
        return values[position]
    }

    /// Whether a set has this element.
    @inline(__always)
    package func contains(_ element: Value) -> Bool { isSet && position(of: element) != nil }

    /// What a reference `self[key]` yields: an element by its index, a member by its key, the element of a set itself.
    @inline(__always)
    package func lookup(_ key: Value) -> Value {
        switch kind {
        case .object:
            guard let position = position(of: key) else { return .undefined }
            return values[position]
        case .array:
            guard let index = key.integer, index >= 0, index < boxedCount else { return .undefined }
            return words(from: 2)[index]
        case .set:
            guard let position = position(of: key) else { return .undefined }
            return words(from: 2)[position]
        default:
            return .undefined
        }
    }

    /// The value of an object at a key that is given as text.
    package func member(_ key: String) -> Value {
        guard isObject else { return .undefined }
        var key = key
        return key.withUTF8 { bytes in
            for (index, candidate) in keys.enumerated() {
                let text = candidate.utf8
                if candidate.isString, text.count == bytes.count, text.elementsEqual(bytes) { return values[index] }
            }
            return .undefined
        }
    }
}
