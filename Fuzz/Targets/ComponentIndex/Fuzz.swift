import Content

@testable import Advisories

private final class Owner: Sendable {}
private let owner = Owner()

/// A component as the index holds it; and the sections of a segment, with digests that fit, as somebody would write them
/// who means harm. Both are read to the end or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    do {
        let component = try IndexedComponent(input)
        var bytes = ByteWriter()
        component.encode(into: &bytes)
        let again = try bytes.bytes.withUnsafeBytes { bytes in try IndexedComponent(bytes) }
        precondition(again == component)
    } catch {
        precondition(!"\(error)".isEmpty)
    }
    let (bytes, root) = segment(input)
    do {
        try bytes.withUnsafeBytes { bytes in try read(IndexSegment(owner, bytes, root: root)) }
    } catch {
        precondition(!"\(error)".isEmpty)
    }
    return 0
}

private func read(_ segment: IndexSegment) throws {
    for number in 0..<min(segment.documentCount, 64) { _ = try segment.document(number) }
    for number in 0..<min(segment.keyCount, 64) { _ = try segment.key(number) }
    for number in 0..<min(segment.componentCount, 64) {
        try segment.forEachDocument(of: try segment.component(number)) { _ in }
    }
    _ = try segment.components("npm", "left")
    var builder = IndexSegmentBuilder()
    try builder.absorb(segment)
    _ = try builder.finish()
}

/// Lengths of the sections in two bytes each, then their bytes.
private func segment(_ input: UnsafeRawBufferPointer) -> (bytes: [UInt8], root: Digest) {
    typealias Layout = ComponentIndexLayout
    let head = Layout.Section.allCases.count * 2
    var lengths: [Int] = []
    for place in Layout.Section.allCases.indices {
        let at = place * 2
        lengths.append(at + 1 < input.count ? Int(input[at]) | Int(input[at + 1]) << 8 : 0)
    }
    let data = Array(input.dropFirst(head))
    let blocks = (data.count + Layout.blockSize - 1) / Layout.blockSize
    let start = Layout.segmentHeader + blocks * Layout.digestSize
    var out = ByteWriter()
    out.append(Layout.segmentMagic)
    out.append(UInt64(start + data.count))
    out.append(UInt64(start))
    var offset = 0
    for length in lengths {
        out.append(UInt64(offset))
        out.append(UInt64(length))
        offset += length
    }
    for block in 0..<blocks {
        let end = min(data.count, (block + 1) * Layout.blockSize)
        out.append(Digest.of(Array(data[block * Layout.blockSize..<end])).bytes)
    }
    let root = Digest.of(out.bytes)
    out.append(data)
    return (out.bytes, root)
}
