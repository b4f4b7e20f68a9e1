import Advisories

/// Three versions of one scheme: the first byte chooses it, line ends separate them. The order keeps what it promises.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    guard let choice = input.first else { return 0 }
    let scheme = VersionScheme.allCases[Int(choice) % VersionScheme.allCases.count]
    let texts = input.dropFirst().split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
    guard texts.count == 3 else { return 0 }
    let versions = texts.map { UnsafeRawBufferPointer(rebasing: $0) }
    let isAccepted = versions.map { scheme.refusal(of: $0) == nil }
    var order: [[VersionOrder]] = []
    for a in versions { order.append(versions.map { scheme.order(a, $0) }) }
    for i in 0..<3 {
        for j in 0..<3 {
            precondition(order[i][j] == order[j][i].reversed, "\(scheme) is not antisymmetric")
            precondition(
                (order[i][j] != .incomparable) == (isAccepted[i] && isAccepted[j]), "\(scheme) refuses something else")
            precondition(i != j || order[i][j] == .equal || !isAccepted[i], "\(scheme) is not reflexive")
        }
    }
    // Maven's own order is not transitive.
    guard scheme != .maven, isAccepted.allSatisfy(\.self) else { return 0 }
    for i in 0..<3 {
        for j in 0..<3 where order[i][j] != .greater {
            for k in 0..<3 where order[j][k] != .greater {
                let expected: VersionOrder = order[i][j] == .equal && order[j][k] == .equal ? .equal : .less
                precondition(order[i][k] == expected, "\(scheme) is not transitive")
            }
        }
    }
    return 0
}
