import Advisories

private let syntaxes: [RangeSyntax] =
    [.npm, .cargo, .rubygems, .composer, .pep440, .maven, .nuget] + VersionScheme.allCases.map(RangeSyntax.comparators)

/// A range and a version: the first byte chooses the notation, the first line is the range. A version that the scheme
/// orders is in the range or in its complement, and in one only.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    guard let choice = input.first else { return 0 }
    let syntax = syntaxes[Int(choice) % syntaxes.count]
    let texts = input.dropFirst().split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
    guard texts.count == 2 else { return 0 }
    let version = String(decoding: texts[1], as: UTF8.self)
    let ranges: VersionRanges
    do {
        ranges = try syntax.ranges(String(decoding: texts[0], as: UTF8.self))
    } catch {
        precondition(!"\(error)".isEmpty)
        return 0
    }
    let (inside, outside) = (ranges.membership(of: version), ranges.complement.membership(of: version))
    // Ends in a circle of Maven's order may leave a version in neither.
    precondition(syntax.scheme == .maven || inside != outside || inside == .unknown, "\(ranges) \(version)")
    precondition((inside == .unknown) == (syntax.scheme.refusal(of: version) != nil))
    return 0
}
