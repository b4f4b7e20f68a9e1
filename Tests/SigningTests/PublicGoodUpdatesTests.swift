import Testing

@testable import Signing

@Suite struct PublicGoodUpdatesTests {
    private struct Memory: TUFClient.Store {
        func read(_ name: String) throws -> [UInt8]? { nil }
        func write(_ bytes: [UInt8], _ name: String) throws {}
    }

    @Test func `the root that is built in is signed by its own keys`() throws {
        let bytes = Array(PublicGoodUpdates.root.utf8)
        let client = try TUFClient(root: bytes, store: Memory(), now: Instant(seconds: 0)) { _, _ in nil }
        #expect(client.rootVersion == 15)
        // And by no others: a digit that is changed anywhere breaks it.
        let text = PublicGoodUpdates.root.replacing(#""threshold":3"#, with: #""threshold":2"#)
        #expect(text != PublicGoodUpdates.root)
        #expect(throws: TUFError.self) {
            try TUFClient(root: Array(text.utf8), store: Memory(), now: Instant(seconds: 0)) { _, _ in nil }
        }
    }
}
