import Testing

@testable import Content

@Suite struct MD5PoolTests {
    /// Lengths around the block and padding borders, and some longer than the pool.
    private static let lengths = [
        0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 121, 127, 128, 129, 1000, 4096, 0, 5000, 64, 3, 200_000, 65536, 65535,
        7,
        131_072, 500_001, 12, 65_537, 70_000, 90_000,
    ]

    /// A capacity of two chunks has to stop and go all the time; a wide one does everything at the end.
    @Test(arguments: [1, 2, 8, 16], [128 << 10, 256 << 10, 8 << 20])
    func poolGivesWhatOneByOneGives(width: Int, capacity: Int) {
        var random = Random(state: UInt32(width + capacity))
        var expected: [[UInt8]] = []
        var found: [Int32: [UInt8]] = [:]
        let pool = MD5Pool(capacity: capacity, width: width) { found[$0] = $1 }
        for round in 0..<3 {
            for length in Self.lengths {
                let bytes = (0..<length).map { _ in random.byte() }
                // One in a while is begun and never ended.
                if random.byte() < 32 {
                    pool.begin()
                    bytes.withUnsafeBytes { pool.append($0) }
                }
                pool.begin()
                var start = 0
                while start < length {
                    let piece = min(length - start, round == 0 ? length : Int(random.byte()) * 300 + 1)
                    bytes[start..<start + piece].withUnsafeBytes { pool.append($0) }
                    start += piece
                }
                pool.end(Int32(expected.count))
                expected.append(Digest.of(bytes, .md5).bytes)
            }
        }
        pool.begin()
        pool.finish()
        #expect(found.count == expected.count)
        for (number, digest) in expected.enumerated() {
            #expect(found[Int32(number)] == digest, "message \(number)")
        }
    }

    @Test func manySmallMessagesNeedNoMoreThanTheirSlots() {
        var found = 0
        let empty = Digest.of([], .md5).bytes
        let pool = MD5Pool(capacity: 4 << 20) { _, digest in found += digest == empty ? 1 : 0 }
        for number in 0..<20_000 {
            pool.begin()
            pool.end(Int32(number))
        }
        pool.finish()
        #expect(found == 20_000)
    }
}

private struct Random {
    var state: UInt32

    mutating func byte() -> UInt8 {
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(truncatingIfNeeded: state >> 24)
    }
}
