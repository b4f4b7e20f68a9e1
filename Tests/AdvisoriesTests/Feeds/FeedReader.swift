import Content
import Testing

@testable import Advisories

/// A document as a feed is handed it.
enum FeedReader {
    static func read(
        _ feed: any Feed, _ text: String, path: String = "file.json", recognised: Bool = true
    ) throws -> FeedYield {
        let bytes = Array(text.utf8)
        var yield = FeedYield()
        try bytes.withUnsafeBytes { bytes in
            let start = UnsafeRawBufferPointer(rebasing: bytes.prefix(4096))
            let first = Feeds.all.first { $0.recognises(path: path, start: start) }
            #expect(first?.name == (recognised ? feed.name : nil))
            try feed.read(FeedDocument(path: path, line: 0, bytes: bytes, digest: Digest.of(bytes)), into: &yield)
        }
        return yield
    }

    /// The one advisory of a document in which nothing is wrong.
    static func advisory(_ feed: any Feed, _ text: String, path: String = "file.json") throws -> Advisory {
        let yield = try read(feed, text, path: path)
        #expect(yield.skipped == [])
        #expect(yield.advisories.count == 1)
        return try #require(yield.advisories.first)
    }
}
