import Testing

@testable import StructuredText

@Suite struct HeaderBlocksTests {
    private func blocks<Result>(_ text: String, _ body: ([HeaderBlocks.Block]) throws -> Result) rethrows -> Result {
        try Array(text.utf8).withUnsafeBytes { try body(Array(HeaderBlocks($0))) }
    }

    @Test func separatesBlocksAtBlankLines() {
        blocks("\n\nA: 1\nB: 2\r\n\r\n\nA: 3") { blocks in
            #expect(blocks.map { $0["a"] } == ["1", "3"])
            #expect(blocks.first?["B"] == "2")
        }
    }

    @Test func joinsContinuationLinesAndKeepsRepeatedFields() {
        blocks("D: one\n two\n\tthree\nC: x\nc: y\n") { blocks in
            #expect(blocks.first?["D"] == "one\n two\n\tthree")
            #expect(blocks.first?.all("C") == ["x", "y"])
        }
    }

    @Test func skipsLinesThatAreNoField() {
        blocks("garbage\n: nameless\n continuation of nothing\nA: \n") { blocks in
            #expect(blocks.count == 1)
            #expect(blocks.first?.fields.count == 1)
            #expect(blocks.first?["A"] == "")
        }
    }

    @Test func comparesNamesWithoutCaseButNotOtherBytes() {
        blocks("License-File: x\nA_B: y\n") { blocks in
            #expect(blocks.first?["license-file"] == "x")
            #expect(blocks.first?["A-B"] == nil)
            #expect(blocks.first?["a\u{7f}b"] == nil)
        }
    }

    @Test func readsEmptyAndInvalidBytes() {
        blocks("") { #expect($0.isEmpty) }
        let bytes: [UInt8] = [0x41, 0x3a, 0xff, 0x0a]
        bytes.withUnsafeBytes { #expect(Array(HeaderBlocks($0)).first?["A"] == "\u{fffd}") }
    }
}
