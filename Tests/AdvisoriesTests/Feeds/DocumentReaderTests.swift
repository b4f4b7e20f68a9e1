import Archive
import Testing

@testable import Advisories

@Suite struct DocumentReaderTests {
    /// Gives as many bytes a call as a random source says.
    private final class Drip: ByteReader {
        private let bytes: [UInt8]
        private var position = 0
        private var random: FixedRandom
        private let most: Int

        init(_ bytes: [UInt8], seed: UInt64, most: Int) {
            self.bytes = bytes
            self.most = most
            random = FixedRandom(seed)
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
            let count = min(buffer.count, bytes.count - position, Int.random(in: 1...most, using: &random))
            guard count > 0 else { return 0 }
            buffer.copyBytes(from: bytes[position..<position + count])
            position += count
            return count
        }
    }

    /// Lines of all lengths up to several buffers come out as they went in, however the stream is cut.
    @Test(arguments: 0..<8 as Range<UInt64>)
    func givesTheLinesThatWentIn(seed: UInt64) throws {
        var random = FixedRandom(seed)
        var lines: [[UInt8]] = []
        for _ in 0..<40 {
            let length = Int.random(in: 0...(Bool.random(using: &random) ? 40 : 600_000), using: &random)
            lines.append([UInt8](repeating: UInt8.random(in: 0x20...0x7e, using: &random), count: length))
        }
        lines.append(Array("end".utf8))
        let text = Array(lines.joined(separator: [0x0a]))
        let reader = DocumentReader(Drip(text, seed: seed, most: seed < 4 ? 300_000 : 5_000), limit: 1 << 20)
        var found: [[UInt8]] = []
        while let line = try reader.line() { found.append(Array(line)) }
        #expect(found == lines)
        let whole = DocumentReader(Drip(text, seed: seed, most: 300_000), limit: text.count)
        _ = try whole.peek(4096)
        #expect(try whole.whole().elementsEqual(text))
    }

    @Test(arguments: [
        ("{}\n{}", true), ("\n\n [1]\n{}", true), (#"{"a":"}\"{"}"# + "\n{", true), ("{}", false), ("{}\n  \n", false),
        ("{\n}\n", false), (#"{"a":"# + "\n1}", false), ("id: 1\n{}", false), ("", false), ("{\"a\n{}", false),
    ])
    func tellsDocumentsInLinesFromOneDocument(text: String, expected: Bool) throws {
        for most in [1, 1000] {
            let reader = DocumentReader(Drip(Array(text.utf8), seed: 1, most: most), limit: 1000)
            #expect(try reader.hasDocumentsInLines() == expected)
        }
    }

    @Test func refusesALineAndAWholeBeyondTheLimit() throws {
        let text = [UInt8](repeating: 0x78, count: 3 << 20)
        #expect(throws: FeedError.self) { try DocumentReader(MemoryReader(text), limit: 1 << 20).line() }
        #expect(throws: FeedError.self) { try DocumentReader(MemoryReader(text), limit: 1 << 20).whole() }
        #expect(try DocumentReader(MemoryReader(text), limit: 3 << 20).line()?.count == text.count)
    }
}
