/// MD5 (RFC 1321) of eight messages at once, one in each lane of a vector.
///
/// MD5 is a chain of dependent steps that leaves most of a processor idle; eight independent chains fill it. The
/// package databases of Debian record MD5 of every file, so that every file of an image has to be hashed so.
package struct MD5Lanes {
    package static let count = 8

    private typealias Words = SIMD8<UInt32>

    /// Hashes all messages, in groups of lanes: a lane that is done takes the next message.
    ///
    /// - Parameters:
    ///   - bytes: holds all messages.
    ///   - ranges: where each message lies.
    ///   - done: receives the index of a message and its 16 bytes.
    package static func hash(
        _ bytes: UnsafeRawBufferPointer, _ ranges: [Range<Int>], done: (Int, [UInt8]) -> Void
    ) {
        // Long messages first: what is left for the end is short, and lanes run dry together.
        let order = ranges.indices.sorted { (ranges[$1].count, $0) < (ranges[$0].count, $1) }
        var next = 0
        var lanes = [Lane?](repeating: nil, count: count)
        withUnsafeTemporaryAllocation(byteCount: 128 * count, alignment: 64) { tails in
            guard let tails = tails.baseAddress else { return }
            withUnsafeTemporaryAllocation(of: Words.self, capacity: 16) { message in
                var a = Words.zero
                var b = Words.zero
                var c = Words.zero
                var d = Words.zero
                while true {
                    // Fill idle lanes.
                    var active = 0
                    var steps = Int.max
                    for lane in 0..<count {
                        if lanes[lane] == nil, next < order.count {
                            lanes[lane] = Lane(
                                message: order[next],
                                bytes: UnsafeRawBufferPointer(rebasing: bytes[ranges[order[next]]]),
                                tail: tails + lane * 128)
                            next += 1
                            a[lane] = 0x6745_2301
                            b[lane] = 0xefcd_ab89
                            c[lane] = 0x98ba_dcfe
                            d[lane] = 0x1032_5476
                        }
                        if let work = lanes[lane] {
                            active += 1
                            steps = min(steps, work.blocksAhead)
                        }
                    }
                    if active == 0 { break }
                    // Idle lanes go along over the bytes of a busy one; their result is not looked at.
                    guard let busy = lanes.first(where: { $0 != nil })?.flatMap({ $0 }) else { break }
                    var sources = SIMD8<Int>.zero
                    for lane in 0..<count {
                        sources[lane] = Int(bitPattern: (lanes[lane] ?? busy).current)
                    }
                    for _ in 0..<steps {
                        load(sources, into: message)
                        compress(&a, &b, &c, &d, message)
                        sources = sources &+ 64
                    }
                    for lane in 0..<count {
                        guard var work = lanes[lane] else { continue }
                        work.advance(steps)
                        if work.isDone {
                            done(work.message, digest(a[lane], b[lane], c[lane], d[lane]))
                            lanes[lane] = nil
                        } else {
                            lanes[lane] = work
                        }
                    }
                }
            }
        }
    }

    /// One message on its way: whole blocks where they lie, then the padded rest.
    private struct Lane {
        let message: Int
        private var body: UnsafeRawPointer
        private var bodyBlocks: Int
        private let tail: UnsafeRawPointer
        private var tailBlocks: Int
        private var tailAt = 0

        init(message: Int, bytes: UnsafeRawBufferPointer, tail: UnsafeMutableRawPointer) {
            self.message = message
            bodyBlocks = bytes.count / 64
            let rest = bytes.count % 64
            tailBlocks = rest < 56 ? 1 : 2
            tail.initializeMemory(as: UInt8.self, repeating: 0, count: 128)
            if let base = bytes.baseAddress, rest > 0 {
                tail.copyMemory(from: base + (bytes.count - rest), byteCount: rest)
            }
            tail.storeBytes(of: 0x80, toByteOffset: rest, as: UInt8.self)
            let bits = UInt64(bytes.count) &* 8
            tail.storeBytes(of: bits.littleEndian, toByteOffset: tailBlocks * 64 - 8, as: UInt64.self)
            self.tail = UnsafeRawPointer(tail)
            body = bytes.baseAddress ?? UnsafeRawPointer(tail)
        }

        var current: UnsafeRawPointer { bodyBlocks > 0 ? body : tail + tailAt * 64 }

        /// Blocks that follow one another in memory.
        var blocksAhead: Int { bodyBlocks > 0 ? bodyBlocks : tailBlocks - tailAt }

        mutating func advance(_ blocks: Int) {
            if bodyBlocks > 0 {
                bodyBlocks -= blocks
                body += blocks * 64
            } else {
                tailAt += blocks
            }
        }

        var isDone: Bool { bodyBlocks == 0 && tailAt == tailBlocks }
    }

    /// Word `i` of every lane's block into vector `i`: sixteen bytes of four lanes at a time, transposed in registers.
    /// Storing lane by lane instead would make every vector load wait for its stores.
    @inline(__always)
    private static func load(_ sources: SIMD8<Int>, into message: UnsafeMutableBufferPointer<Words>) {
        for group in 0..<4 {
            let low = transposed(sources.lowHalf, group &* 16)
            let high = transposed(sources.highHalf, group &* 16)
            message[group &* 4] = Words(lowHalf: low.0, highHalf: high.0)
            message[group &* 4 &+ 1] = Words(lowHalf: low.1, highHalf: high.1)
            message[group &* 4 &+ 2] = Words(lowHalf: low.2, highHalf: high.2)
            message[group &* 4 &+ 3] = Words(lowHalf: low.3, highHalf: high.3)
        }
    }

    private typealias Quad = SIMD4<UInt32>

    @inline(__always)
    private static func transposed(_ sources: SIMD4<Int>, _ offset: Int) -> (Quad, Quad, Quad, Quad) {
        let a = quad(sources[0] &+ offset)
        let b = quad(sources[1] &+ offset)
        let c = quad(sources[2] &+ offset)
        let d = quad(sources[3] &+ offset)
        return (
            Quad(a[0], b[0], c[0], d[0]), Quad(a[1], b[1], c[1], d[1]), Quad(a[2], b[2], c[2], d[2]),
            Quad(a[3], b[3], c[3], d[3])
        )
    }

    @inline(__always)
    private static func quad(_ address: Int) -> Quad {
        guard let source = UnsafeRawPointer(bitPattern: address) else { return .zero }
        let words = source.loadUnaligned(as: Quad.self)
        #if _endian(big)
            return Quad(words[0].byteSwapped, words[1].byteSwapped, words[2].byteSwapped, words[3].byteSwapped)
        #else
            return words
        #endif
    }

    /// Written with a product, since the compiler takes the usual pair of shifts apart into scalar rotations.
    @inline(__always)
    private static func rotate(_ value: Words, _ bits: UInt32) -> Words {
        (value &* Words(repeating: 1 &<< bits)) &+ (value &>> Words(repeating: 32 &- bits))
    }

    @inline(__always)
    private static func step(
        _ a: Words, _ mix: Words, _ b: Words, _ word: Words, _ constant: UInt32, _ bits: UInt32
    ) -> Words {
        b &+ rotate(a &+ mix &+ (word &+ Words(repeating: constant)), bits)
    }

    /// The four rounds of RFC 1321 §3.4.
    @inline(__always)
    private static func compress(
        _ a0: inout Words, _ b0: inout Words, _ c0: inout Words, _ d0: inout Words,
        _ m: UnsafeMutableBufferPointer<Words>
    ) {
        var a = a0
        var b = b0
        var c = c0
        var d = d0
        constants.withUnsafeBufferPointer { k in
            var i = 0
            while i < 16 {
                a = step(a, d ^ (b & (c ^ d)), b, m[i], k[i], 7)
                d = step(d, c ^ (a & (b ^ c)), a, m[i &+ 1], k[i &+ 1], 12)
                c = step(c, b ^ (d & (a ^ b)), d, m[i &+ 2], k[i &+ 2], 17)
                b = step(b, a ^ (c & (d ^ a)), c, m[i &+ 3], k[i &+ 3], 22)
                i &+= 4
            }
            while i < 32 {
                a = step(a, c ^ (d & (b ^ c)), b, m[(5 &* i &+ 1) & 15], k[i], 5)
                d = step(d, b ^ (c & (a ^ b)), a, m[(5 &* i &+ 6) & 15], k[i &+ 1], 9)
                c = step(c, a ^ (b & (d ^ a)), d, m[(5 &* i &+ 11) & 15], k[i &+ 2], 14)
                b = step(b, d ^ (a & (c ^ d)), c, m[(5 &* i &+ 16) & 15], k[i &+ 3], 20)
                i &+= 4
            }
            while i < 48 {
                a = step(a, b ^ c ^ d, b, m[(3 &* i &+ 5) & 15], k[i], 4)
                d = step(d, a ^ b ^ c, a, m[(3 &* i &+ 8) & 15], k[i &+ 1], 11)
                c = step(c, d ^ a ^ b, d, m[(3 &* i &+ 11) & 15], k[i &+ 2], 16)
                b = step(b, c ^ d ^ a, c, m[(3 &* i &+ 14) & 15], k[i &+ 3], 23)
                i &+= 4
            }
            while i < 64 {
                a = step(a, c ^ (b | ~d), b, m[(7 &* i) & 15], k[i], 6)
                d = step(d, b ^ (a | ~c), a, m[(7 &* i &+ 7) & 15], k[i &+ 1], 10)
                c = step(c, a ^ (d | ~b), d, m[(7 &* i &+ 14) & 15], k[i &+ 2], 15)
                b = step(b, d ^ (c | ~a), c, m[(7 &* i &+ 21) & 15], k[i &+ 3], 21)
                i &+= 4
            }
        }
        a0 = a0 &+ a
        b0 = b0 &+ b
        c0 = c0 &+ c
        d0 = d0 &+ d
    }

    private static func digest(_ words: UInt32...) -> [UInt8] {
        words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
    }

    /// `floor(2^32 * abs(sin(i + 1)))`.
    private static let constants: [UInt32] = [
        0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
        0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
        0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
        0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
        0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
        0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
        0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
        0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
    ]
}
