import Testing

@testable import Advisories

/// Our order beside that of each ecosystem's own tool.
@Suite struct VersionOracleTests {
    private static let count = 10_000

    @Test(arguments: VersionOracle.all)
    func `agrees with the ecosystem's own tool about ten thousand made pairs`(_ oracle: VersionOracle) throws {
        guard oracle.isInstalled else { return }
        var generator = VersionGenerator(oracle.grammar, seed: 1)
        let pairs = (0..<Self.count).map { _ in generator.pair() }
        let answers = try oracle.answers(pairs)
        try #require(answers.count == pairs.count)
        var refused = 0
        var differences: [String] = []
        var orders: [String: Int] = [:]
        for ((a, b), answer) in zip(pairs, answers) {
            orders[answer, default: 0] += 1
            if answer == "?" {
                refused += 1
                continue
            }
            if "\(oracle.scheme.order(a, b).rawValue)" != answer, !oracle.differs(a, b) {
                differences.append(
                    "\(a.debugDescription) \(b.debugDescription): \(answer), not \(oracle.scheme.order(a, b))")
            }
        }
        #expect(differences.isEmpty, "\(differences.count): \(differences.prefix(25).joined(separator: "\n"))")
        // The pairs must be about something: most are accepted, and every answer is common.
        #expect(refused < Self.count / 2, "\(refused) refused")
        for answer in ["-1", "0", "1"] { #expect(orders[answer, default: 0] > Self.count / 100, "\(orders)") }
    }

    /// libapt has an order of its own; dpkg answers one pair a run.
    @Test func `agrees with dpkg itself`() throws {
        guard Shell.has("dpkg") else { return }
        var generator = VersionGenerator(.dpkg, seed: 2)
        let pairs = (0..<300).map { _ in generator.pair() }
        let folder = try TemporaryFolder()
        try folder.write(Array(pairs.map { "\($0.0)\t\($0.1)\n" }.joined().utf8), to: "pairs.tsv")
        let output = try folder.run(
            """
            while IFS="$(printf '\\t')" read -r a b; do
                if dpkg --compare-versions "$a" lt "$b"; then echo -1
                elif dpkg --compare-versions "$a" eq "$b"; then echo 0
                else echo 1; fi
            done < pairs.tsv
            """)
        let answers = String(decoding: output, as: UTF8.self).split(separator: "\n")
        try #require(answers.count == pairs.count)
        for ((a, b), answer) in zip(pairs, answers) {
            #expect("\(VersionScheme.dpkg.order(a, b).rawValue)" == answer, "\(a) \(b)")
        }
    }
}
