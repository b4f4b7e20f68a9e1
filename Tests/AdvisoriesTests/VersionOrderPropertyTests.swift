import Testing

@testable import Advisories

/// What every order promises, over versions that each scheme finds hard and over bytes of any kind.
@Suite struct VersionOrderPropertyTests {
    private static let grammars: [(VersionScheme, VersionOracle.Grammar)] = [
        (.dpkg, .dpkg), (.rpm, .rpm), (.pacman, .pacman(hasRelease: true)), (.pacman, .pacman(hasRelease: false)),
        (.pep440, .pep440), (.maven, .maven), (.npm, .npm), (.semver, .npm), (.cargo, .npm), (.go, .npm), (.pub, .npm),
        (.bitnami, .npm), (.nuget, .npm), (.rubygems, .rubygems), (.composer, .composer), (.cran, .cran),
        (.hackage, .cran), (.conan, .npm), (.conan, .pep440), (.generic, .maven), (.generic, .pep440), (.apk, .rpm),
        (.apk, .dpkg), (.apk, .apk),
    ]

    private static func versions(_ grammar: VersionOracle.Grammar, _ count: Int, seed: UInt64) -> [String] {
        var generator = VersionGenerator(grammar, seed: seed)
        return (0..<count / 2).flatMap { _ in
            let pair = generator.pair()
            return [pair.0, pair.1]
        }
    }

    private static func check(_ scheme: VersionScheme, _ versions: [String], isTransitive: Bool = true) {
        let accepted = versions.filter { scheme.refusal(of: $0) == nil }
        for version in versions {
            let isAccepted = scheme.refusal(of: version) == nil
            let order = scheme.order(version, version)
            #expect(order == (isAccepted ? .equal : .incomparable), "\(scheme) \(version.debugDescription)")
        }
        var order: [[VersionOrder]] = []
        for a in accepted { order.append(accepted.map { scheme.order(a, $0) }) }
        for i in accepted.indices {
            for j in accepted.indices where order[i][j] != order[j][i].reversed || order[i][j] == .incomparable {
                Issue.record(
                    "\(scheme): \(accepted[i].debugDescription) \(accepted[j].debugDescription): \(order[i][j])")
            }
        }
        guard isTransitive else { return }
        for i in accepted.indices {
            for j in accepted.indices where order[i][j] != .greater {
                for k in accepted.indices where order[j][k] != .greater {
                    // i ≤ j ≤ k, so i ≤ k, and equal only when both steps are.
                    let expected: VersionOrder = order[i][j] == .equal && order[j][k] == .equal ? .equal : .less
                    guard order[i][k] != expected else { continue }
                    Issue.record(
                        "\(scheme): \([accepted[i], accepted[j], accepted[k]]) \(order[i][j]) \(order[j][k]) \(order[i][k])"
                    )
                    return
                }
            }
        }
    }

    @Test(arguments: grammars.indices)
    func `is reflexive, antisymmetric and transitive`(_ index: Int) {
        let (scheme, grammar) = Self.grammars[index]
        for seed in 1...6 as ClosedRange<UInt64> {
            // Maven's own order is not transitive.
            Self.check(scheme, Self.versions(grammar, 90, seed: seed), isTransitive: scheme != .maven)
        }
    }

    @Test(arguments: VersionScheme.allCases)
    func `answers about any bytes, and refuses exactly what it cannot order`(_ scheme: VersionScheme) {
        for seed in 1...4 as ClosedRange<UInt64> {
            Self.check(scheme, Self.versions(.hostile, 90, seed: seed), isTransitive: scheme != .maven)
        }
        var random = FixedRandom(7)
        var versions: [[UInt8]] = []
        for _ in 0..<2_000 {
            versions.append(
                (0..<Int.random(in: 0..<24, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
        for (a, b) in zip(versions, versions.dropFirst()) {
            a.withUnsafeBytes { a in
                b.withUnsafeBytes { b in
                    let order = scheme.order(a, b)
                    #expect(order == scheme.order(b, a).reversed)
                    #expect((order == .incomparable) == (scheme.refusal(of: a) != nil || scheme.refusal(of: b) != nil))
                }
            }
        }
    }

    @Test(arguments: VersionScheme.allCases)
    func `takes time in proportion to the length, and says which length is too long`(_ scheme: VersionScheme) {
        for unit in [
            "0", "1", "a", ".", "0.", "1.", "-", "~", "^", "0-", "-0", "_", "a1", "1a", ".0a", "x-", "alpha.", "0.ga-",
        ] {
            let text = "1" + String(repeating: unit, count: (VersionScheme.longest - 2) / unit.utf8.count)
            let clock = ContinuousClock()
            // The best of three: another process may hold the core for a while.
            let time =
                (0..<3).map { _ in
                    clock.measure { for end in ["0", "1", "a"] { _ = scheme.order(text + end, text + "b") } }
                }.min() ?? .zero
            // A quadratic walk over 4 KiB takes hundreds of milliseconds in a debug build; a linear one about two.
            #expect(time < .milliseconds(400), "\(scheme) \(unit)")
        }
        let long = "1.1." + String(repeating: "1", count: VersionScheme.longest - 4)
        #expect(scheme.order(long, long) == .equal)
        #expect(scheme.order(long + "1", long) == .incomparable)
        #expect(scheme.refusal(of: long + "1") == .tooLong(VersionScheme.longest + 1))
        #expect(scheme.refusal(of: "") == .empty)
    }

    /// ComparableVersion 3.8.7 gives the same three answers.
    @Test func `follows Maven round its circle`() {
        #expect(VersionScheme.maven.order("1.0.alpha.1", "1") == .less)
        #expect(VersionScheme.maven.order("1", "1-sp") == .less)
        #expect(VersionScheme.maven.order("1-sp", "1.0.alpha.1") == .less)
    }
}
