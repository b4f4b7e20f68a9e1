import Testing

@testable import Commands

@Suite struct PartialFilesTests {
    @Test(
        arguments: [
            ("out.json.123.partial", 123), ("out.json.1.partial", nil), ("out.json.0.partial", nil),
            ("out.json.-5.partial", nil), ("out.json.+5.partial", nil), ("out.json.05.partial", nil),
            ("out.json.99999999999.partial", nil), ("out.json..partial", nil), ("out.json.partial", nil),
            ("other.json.123.partial", nil), ("out.json.123.partial.gz", nil), ("out.json.x.123.partial", nil),
        ] as [(String, Int32?)])
    func `only a name that this program gives is taken for its own`(entry: String, process: Int32?) {
        #expect(PartialFiles.process(of: entry, name: "out.json") == process)
    }

    @Test func `a name read back is the name given`() {
        #expect(PartialFiles.process(of: PartialFiles.name(of: "a", process: 77), name: "a") == 77)
    }
}
