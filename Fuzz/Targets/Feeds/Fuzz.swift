import Advisories
import Content

/// Feeds of advisories on any document: the first byte chooses the feed, the rest is the document.
private let chosen: [any Feed] = {
    let names = [
        "almalinux", "alpine", "bitnami", "cleanstart", "friendsofphp", "ghsa", "go", "malicious", "osv", "pypa",
        "rocky",
        "rubysec", "rustsec", "ubuntu-osv",
    ]
    return names.compactMap { name in Feeds.all.first { $0.name == name } }
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    guard let choice = input.first else { return 0 }
    let content = UnsafeRawBufferPointer(rebasing: input[1...])
    let feed = chosen[Int(choice) % chosen.count]
    // Whatever is not JSON could be either.
    let first = content.first { $0 > 0x20 }
    let path =
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): "a.json"
        case UInt8(ascii: "`"): "a.md"
        default: choice < 128 ? "a.yaml" : "security-rejections/a.yaml"
        }
    let head = UnsafeRawBufferPointer(rebasing: content.prefix(4096))
    for feed in Feeds.all { _ = feed.recognises(path: path, start: head) }
    var yield = FeedYield()
    let document = FeedDocument(path: path, line: 0, bytes: content, digest: Digest.of(content))
    try? feed.read(document, into: &yield)  // Refusal is an answer.
    return 0
}
