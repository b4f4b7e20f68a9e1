import Testing

/// What `obryza db compare` writes, and how it ends.
@Suite struct CompareCommandTests {
    private static func compare(_ ecosystem: String, _ input: String) throws -> Obryza.Outcome? {
        let folder = try TemporaryFolder()
        try folder.write(Array(input.utf8), to: "pairs.tsv")
        return try Obryza.run("db", "compare", ecosystem, input: "\(folder.path)/pairs.tsv")
    }

    @Test(arguments: [
        ("Debian:12", "1.0~rc1\t1.0\n1:0.1\t2.0\n1.0\t1.0-0\n", "-1\n1\n0\n"),
        ("deb", "1.0z\t1.0.1\n", "-1\n"), ("Alpine:v3.20", "1.2\t1.2_rc1\n", "1\n"), ("RPM", "1.0\t1.0^git1", "-1\n"),
        ("npm", "1.0.0-alpha.9\t1.0.0-alpha.10\n", "-1\n"), ("PyPI", "1.0.dev1\t1.0a1\n", "-1\n"),
        ("crates.io", "1.0.0\t1.0.0+build\n", "0\n"), ("Red Hat:rhel_aus:8.4::appstream", "1.0\t1.0.0\n", "-1\n"),
        ("maven", "1\t1.0.Final\n", "0\n"), ("golang", "go1.22rc1\tgo1.22.0\n", "-1\n"), ("rubygems", "", ""),
    ])
    func `answers each pair with a line`(_ ecosystem: String, _ input: String, _ output: String) throws {
        guard let outcome = try Self.compare(ecosystem, input) else { return }
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == output)
        #expect(outcome.errors.isEmpty)
    }

    @Test func `says which lines it cannot answer, answers the others, and ends as unknown`() throws {
        let long = String(repeating: "1", count: 20_000)
        let input = "1.0\t2.0\nno tab\n1\t2\t3\n(devel)\tv1.0.0\n\n\(long)\n2.0\t1.0\n"
        guard let outcome = try Self.compare("Go", input) else { return }
        #expect(outcome.status == 3)
        #expect(outcome.output == "-1\n?\n?\n?\n?\n?\n1\n")
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 5, "\(outcome.errors)")
        for (line, number) in zip(lines, [2, 3, 4, 5, 6]) { #expect(line.hasPrefix("line \(number): "), "\(line)") }
        #expect(outcome.errors.contains("line 4: go cannot order '(devel)'"))
    }

    @Test func `answers many pairs that span the chunks it reads`() throws {
        let input = (0..<20_000).map { "1.\($0 + 1)\t1.\($0 + $0 % 3)\n" }.joined()
        guard let outcome = try Self.compare("dpkg", input) else { return }
        #expect(outcome.status == 0)
        let expected = (0..<20_000).map { $0 % 3 == 0 ? "1\n" : $0 % 3 == 1 ? "0\n" : "-1\n" }.joined()
        #expect(outcome.output == expected)
    }

    @Test func `calls an unknown ecosystem wrong usage`() throws {
        guard let outcome = try Self.compare("Atlantis", "1\t2\n") else { return }
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("Atlantis"))
    }
}
