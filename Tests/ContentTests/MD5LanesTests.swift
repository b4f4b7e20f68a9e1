import Testing

@testable import Content

@Suite struct MD5LanesTests {
    /// Lengths around the block and padding borders, and enough messages that lanes are refilled at different times.
    @Test func lanesGiveWhatOneByOneGives() {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        var state: UInt32 = 1
        for length in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 121, 127, 128, 129, 1000, 4096, 0, 5000, 64, 3] {
            let start = bytes.count
            for _ in 0..<length {
                state = state &* 1_664_525 &+ 1_013_904_223
                bytes.append(UInt8(truncatingIfNeeded: state >> 24))
            }
            ranges.append(start..<bytes.count)
        }
        for count in [1, 7, 8, 9, ranges.count] {
            var found = [[UInt8]](repeating: [], count: count)
            bytes.withUnsafeBytes { MD5Lanes.hash($0, Array(ranges[..<count])) { found[$0] = $1 } }
            for index in 0..<count {
                #expect(
                    found[index] == Digest.of(Array(bytes[ranges[index]]), .md5).bytes, "message \(index) of \(count)")
            }
        }
    }
}
