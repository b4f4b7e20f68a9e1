/// Where values are made: an arena of blocks that never move, so that a `Value` can hold an address.
///
/// A heap belongs to one decision, or, filled once and then only read, to a policy or a document that many decisions
/// share. `reset` frees everything made in it at once and keeps a block for the next decision; a value must not
/// outlive that, which the engine's public types see to by retaining the heap.
///
/// Making values throws `.limit(.memory)` before the heap holds more than `byteLimit`, so that a hostile policy ends
/// with an error.
package final class Heap {
    /// How deep collections may be nested. What recurs over values (comparison, writing) recurs this deep at most.
    package static let depthLimit = 4096

    package internal(set) var byteLimit: Int
    /// When a decision must be over: looked at with each new block, so that a built-in which makes many values ends too.
    var deadline: ContinuousClock.Instant?
    private var blocks: [UnsafeMutableRawBufferPointer] = []
    private var next: UnsafeMutableRawPointer
    private var end: UnsafeMutableRawPointer
    private var closedBytes = 0
    /// Scratch space for sorting, kept between uses.
    var scratch: [Value] = []

    private static let firstBlock = 32 << 10
    private static let largestBlock = 4 << 20

    package init(byteLimit: Int = 1 << 30) {
        self.byteLimit = byteLimit
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Heap.firstBlock, alignment: 16)
        blocks.append(block)
        next = block.baseAddress.unsafelyUnwrapped
        end = next + block.count
    }

    deinit { for block in blocks { block.deallocate() } }

    /// Bytes in blocks.
    package var byteCount: Int { closedBytes &+ (blocks.last?.count ?? 0) }

    /// Whether something was made here.
    func owns(_ address: UnsafeRawPointer) -> Bool {
        blocks.contains { block in
            guard let start = block.baseAddress else { return false }
            return address >= UnsafeRawPointer(start) && address < UnsafeRawPointer(start) + block.count
        }
    }

    /// Ends a decision that takes too long: for built-ins whose work is out of proportion to what they make.
    func checkTime() throws(BuiltinError) {
        if let deadline, ContinuousClock.now > deadline { throw .limit(.time) }
    }

    /// Frees every value made here.
    package func reset() {
        if blocks.count > 1 {
            for block in blocks.dropFirst() { block.deallocate() }
            blocks.removeSubrange(1...)
            closedBytes = 0
        }
        guard let first = blocks.first?.baseAddress else { return }
        next = first
        end = first + Heap.firstBlock
    }

    /// Room for `words` words, not yet written.
    @inline(__always)
    func allocate(words: Int) throws(BuiltinError) -> UnsafeMutablePointer<UInt64> {
        let start = next
        if words &* 8 <= end - start {
            next = start + words &* 8
            return start.assumingMemoryBound(to: UInt64.self)
        }
        return try allocateBlock(words: words)
    }

    @inline(never)
    private func allocateBlock(words: Int) throws(BuiltinError) -> UnsafeMutablePointer<UInt64> {
        let (bytes, overflow) = words.multipliedReportingOverflow(by: 8)
        let held = byteCount
        guard !overflow, bytes <= byteLimit - min(held, byteLimit) else { throw .limit(.memory) }
        if let deadline, ContinuousClock.now > deadline { throw .limit(.time) }
        let size = max(bytes, min(max(held, Heap.firstBlock), Heap.largestBlock))
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        guard let start = block.baseAddress else { throw .limit(.memory) }
        closedBytes = held
        blocks.append(block)
        // What is left of a block that a large value did not fit in is used no more; blocks double, so that is little.
        next = start + bytes
        end = start + size
        return start.assumingMemoryBound(to: UInt64.self)
    }
}

// MARK: Scalars

extension Heap {
    package func string(_ text: String) throws(BuiltinError) -> Value {
        var text = text
        var result: Result<Value, BuiltinError> = .success(.undefined)
        text.withUTF8 { bytes in
            do throws(BuiltinError) {
                result = .success(try string(utf8: bytes))
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    /// A string of bytes that are UTF-8: the caller has seen to that.
    package func string(utf8 bytes: UnsafeBufferPointer<UInt8>) throws(BuiltinError) -> Value {
        try string(count: bytes.count) { target in
            if let source = bytes.baseAddress { target.copyMemory(from: source, byteCount: bytes.count) }
        }
    }

    package func string(utf8 bytes: [UInt8]) throws(BuiltinError) -> Value {
        try string(count: bytes.count) { target in
            bytes.withUnsafeBytes { source in
                if let base = source.baseAddress { target.copyMemory(from: base, byteCount: source.count) }
            }
        }
    }

    /// A string of `count` bytes that `fill` writes.
    @inline(__always)
    func string(count: Int, fill: (UnsafeMutableRawPointer) -> Void) throws(BuiltinError) -> Value {
        guard count < 0x7fff_ffff else { throw .limit(.memory) }
        let words = try allocate(words: 1 &+ (count &+ 7) >> 3)
        let target = UnsafeMutableRawPointer(words + 1)
        fill(target)
        let hash = Value.mixed(bytes: target, count: count)
        var header = UInt64(truncatingIfNeeded: count) | UInt64(hash) << 32
        if Heap.isASCII(target, count) { header |= Value.asciiFlag }
        words[0] = header
        return Value(.string, at: words)
    }

    @inline(__always)
    private static func isASCII(_ bytes: UnsafeRawPointer, _ count: Int) -> Bool {
        var gathered: UInt64 = 0
        var offset = 0
        while offset &+ 8 <= count {
            gathered |= bytes.load(fromByteOffset: offset, as: UInt64.self)
            offset &+= 8
        }
        while offset < count {
            gathered |= UInt64(bytes.load(fromByteOffset: offset, as: UInt8.self))
            offset &+= 1
        }
        return gathered & 0x8080_8080_8080_8080 == 0
    }

    @inline(__always)
    package func number(_ integer: Int) throws(BuiltinError) -> Value {
        if let value = Value(immediate: integer) { return value }
        return try number(Decimal(integer))
    }

    /// A number, written as arithmetic writes its results unless `text` says how it was written.
    ///
    /// - Throws: `.message` for a number beyond `Decimal.digitLimit`.
    package func number(_ decimal: Decimal, text: [UInt8]? = nil) throws(BuiltinError) -> Value {
        if let integer = decimal.int, let value = Value(immediate: integer) {
            if text == nil || text == Array(String(integer).utf8) { return value }
        }
        guard decimal.isWithinLimit else { throw .message("number too big") }
        let text = text ?? decimal.bytes
        let limbs = decimal.coefficient.limbs
        let words = try allocate(words: 2 &+ limbs.count &+ (text.count &+ 7) >> 3)
        for (index, limb) in limbs.enumerated() { words[2 &+ index] = limb }
        let target = UnsafeMutableRawPointer(words + 2 + limbs.count)
        text.withUnsafeBytes { if let base = $0.baseAddress { target.copyMemory(from: base, byteCount: $0.count) } }
        let hash: UInt32
        if let integer = decimal.int {
            hash = Value.mixed(integer: integer)
        } else {
            hash = limbs.withUnsafeBufferPointer {
                Value.mixed(negative: decimal.isNegative, limbs: $0, exponent: decimal.exponent)
            }
        }
        words[0] = UInt64(truncatingIfNeeded: text.count) | UInt64(hash) << 32
        words[1] =
            UInt64(truncatingIfNeeded: limbs.count) | (decimal.isNegative ? 0x8000_0000 : 0)
            | UInt64(UInt32(bitPattern: Int32(truncatingIfNeeded: decimal.exponent))) << 32
        return Value(.number, at: words)
    }

    /// A number from its text as JSON writes it, which it keeps.
    package func number(text: some Collection<UInt8>) throws(Decimal.TextError) -> Value {
        let bytes = Array(text)
        let decimal = try Decimal(bytes)
        do throws(BuiltinError) {
            return try number(decimal, text: bytes)
        } catch {
            throw .tooBig
        }
    }
}
