import Advisories
import Content
import Inventory

@testable import VEX

private let artifact = VEXArtifact(
    digests: [Digest.of([1])], repositories: ["registry.example.org/team/app"], bomLinks: ["urn:cdx:1/1"])

/// Statements of any text: refused, or read; what is read can be merged, and what is sound is written in every format
/// and read again with the same statuses.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let document: VEXDocument
    do throws(VEXError) {
        document = try VEXDocument.read(bytes)
    } catch {
        precondition(error.description.utf8.count < 2000, "an error repeats its input")
        return 0
    }
    _ = VEXReview(document)
    let source = VEXSource(document, author: document.author, isVerified: false, origin: "fuzz")
    let application = VEXApplication([source], to: artifact)
    for statement in document.statements.prefix(4) {
        let purls = statement.products.flatMap(\.subcomponents).flatMap(\.purls).prefix(4)
        let finding = VEXFinding(
            names: statement.vulnerability.names, purls: Array(purls), refs: ["1"], isKnownExploited: true)
        precondition(!(application.resolve(finding)?.clears ?? false), "a statement cleared what is exploited")
    }
    var merged = document
    merged.statements = VEXMerge([document]).statements
    merged.time = merged.time ?? Timestamp(seconds: 1)
    if merged.author.isEmpty { merged.author = "nobody" }
    merged.id = merged.contentID
    let publisher = VEXPublisher(category: .other, namespace: "https://example.org")
    for format in VEXFormat.allCases {
        guard let written = try? merged.written(as: format, publisher: publisher, toolVersion: "1") else { continue }
        guard let again = try? VEXDocument.read(written) else { preconditionFailure("\(format) is not read again") }
        let statuses = Set(merged.statements.map { "\($0.vulnerability.name) \($0.status)" })
        let read = Set(again.statements.map { "\($0.vulnerability.name) \($0.status)" })
        precondition(read.isSubset(of: statuses), "\(format) says something else")
    }
    return 0
}
