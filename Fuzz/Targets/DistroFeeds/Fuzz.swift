import Advisories
import Content

/// The feeds of distributions, NVD and the annotating ones: the first byte chooses the feed, the rest is the document.
private let feeds: [any Feed] = {
    let names = [
        "amazon-updateinfo", "cve-list", "debian-changelog", "debian-cve", "debian-dla", "debian-dsa", "debian-tracker",
        "endoflife", "epss", "kev", "nvd", "oracle-oval", "redhat-csaf", "suse-csaf", "vulnrichment",
    ]
    return names.compactMap { name in Feeds.all.first { $0.name == name } }
}()

private let digest = Digest.of([UInt8]())

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    guard let choice = input.first else { return 0 }
    let feed = feeds[Int(choice) % feeds.count]
    let bytes = UnsafeRawBufferPointer(rebasing: input.dropFirst())
    _ = feed.recognises(path: "folder/file.json", start: UnsafeRawBufferPointer(rebasing: bytes.prefix(4096)))
    var yield = FeedYield()
    let document = FeedDocument(path: "folder/file.json", line: 0, bytes: bytes, digest: digest)
    try? feed.read(document, into: &yield)  // Refusal is an answer.
    if feed.name == "debian-cve" {
        // What the list leaves open is concluded from other texts; any will do.
        var archive = DebianArchive { $0.utf8.count - $1.utf8.count }
        archive.addAdvisories(document)
        for suite in ["bookworm", "sid"] {
            try? archive.addSources(bytes, suite: suite)
        }
        try? DebianCVEFeed(archive: archive).read(document, into: &yield)
    }
    return 0
}
