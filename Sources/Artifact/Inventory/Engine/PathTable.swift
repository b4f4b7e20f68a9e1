/// Paths as small integers, each with its parent, over one arena of bytes.
///
/// Look-ups cost one hash and one comparison; nothing is counted or copied per path.
struct PathTable: ~Copyable {
    /// The root directory.
    static let root: Int32 = 0

    private var arena: [UInt8] = []
    private var starts: [UInt32] = [0]
    private var lengths: [UInt32] = [0]
    private var parents: [Int32] = [-1]
    private var firstChildren: [Int32] = [-1]
    private var nextSiblings: [Int32] = [-1]
    private var slots: [Int32]
    private let limit: Int

    /// - Parameter limit: bytes of all paths, parents included. Deep paths cost the square of their length, which an
    ///   image must not use to fill memory.
    init(limit: Int = 512 << 20) {
        self.limit = min(limit, Int(Int32.max))
        slots = Array(repeating: -1, count: 1 << 12)
        insert(Self.root, hash: Self.hash(UnsafeRawBufferPointer(start: nil, count: 0)))
    }

    var count: Int { starts.count }

    func parent(_ path: Int32) -> Int32 { parents[Int(path)] }

    func firstChild(_ path: Int32) -> Int32 { firstChildren[Int(path)] }

    func nextSibling(_ path: Int32) -> Int32 { nextSiblings[Int(path)] }

    func string(_ path: Int32) -> String {
        String(decoding: arena[range(path)], as: UTF8.self)
    }

    func withBytes<Result>(_ path: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let range = range(path)
        return try arena.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// The last segment.
    func name(_ path: Int32) -> ArraySlice<UInt8> {
        let range = range(path)
        let parent = parents[Int(path)]
        let skip = parent <= 0 ? 0 : Int(lengths[Int(parent)]) + 1
        return arena[(range.lowerBound + skip)..<range.upperBound]
    }

    private func range(_ path: Int32) -> Range<Int> {
        let start = Int(starts[Int(path)])
        return start..<start + Int(lengths[Int(path)])
    }

    /// The path of these bytes, if it is known. Relative, without a trailing slash.
    func find(_ bytes: UnsafeRawBufferPointer) -> Int32? { find(bytes, hash: Self.hash(bytes)) }

    private func find(_ bytes: UnsafeRawBufferPointer, hash: UInt64) -> Int32? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 {
            let candidate = slots[slot]
            if Int(lengths[Int(candidate)]) == bytes.count,
                withBytes(candidate, { $0.elementsEqual(bytes) })
            {
                return candidate
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    func find(_ path: String) -> Int32? {
        var path = path
        return path.withUTF8 { find(UnsafeRawBufferPointer($0)) }
    }

    /// The path of these bytes, added with its parents if it is new.
    ///
    /// - Returns: `nil` when the table is full.
    mutating func intern(_ bytes: UnsafeRawBufferPointer) -> Int32? {
        let hash = Self.hash(bytes)
        if let known = find(bytes, hash: hash) { return known }
        var slash = bytes.count - 1
        while slash >= 0, bytes[slash] != UInt8(ascii: "/") { slash -= 1 }
        var parent = Self.root
        if slash > 0 {
            guard let known = intern(UnsafeRawBufferPointer(rebasing: bytes[..<slash])) else { return nil }
            parent = known
        }
        guard arena.count + bytes.count <= limit else { return nil }
        let id = Int32(truncatingIfNeeded: starts.count)
        starts.append(UInt32(truncatingIfNeeded: arena.count))
        lengths.append(UInt32(truncatingIfNeeded: bytes.count))
        arena.append(contentsOf: bytes)
        parents.append(parent)
        firstChildren.append(-1)
        nextSiblings.append(firstChildren[Int(parent)])
        firstChildren[Int(parent)] = id
        if starts.count * 2 > slots.count { grow() }
        insert(id, hash: hash)
        return id
    }

    /// The path of a name inside a directory, added if it is new.
    mutating func intern(_ name: some Collection<UInt8>, in directory: Int32) -> Int32? {
        var bytes: [UInt8] = directory == Self.root ? [] : withBytes(directory) { Array($0) + [UInt8(ascii: "/")] }
        bytes.append(contentsOf: name)
        return bytes.withUnsafeBytes { intern($0) }
    }

    private mutating func insert(_ id: Int32, hash: UInt64) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = id
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for id in starts.indices {
            let id = Int32(truncatingIfNeeded: id)
            if Int(id) == starts.count - 1 { break }
            insert(id, hash: withBytes(id) { Self.hash($0) })
        }
    }

    /// Unknown outside this process: whoever knew it could make paths that collide, and every look-up a walk over all
    /// of them. No result depends on it, since tables are never listed in the order of their slots.
    private static let seed = UInt64.random(in: .min ... .max)

    /// Eight bytes at a time; mixes like wyhash.
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state: UInt64 = seed ^ UInt64(truncatingIfNeeded: bytes.count)
        var index = 0
        while index + 8 <= bytes.count {
            state = mix(state ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        var tail: UInt64 = 0
        while index < bytes.count {
            tail = tail << 8 | UInt64(bytes[index])
            index += 1
        }
        return mix(state ^ tail)
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
        return product.high ^ product.low
    }
}
