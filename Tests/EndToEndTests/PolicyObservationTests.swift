import Testing

/// What `obryza policy` shows of how policies are evaluated.
@Suite struct PolicyObservationTests {
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.run(
            #"""
            mkdir prints
            cat > prints/p.rego <<'END'
            package prints

            p if {
                print("hello\nthere", input.n)
                input.n == 1
            }

            test_no if p with input.n as 2
            test_yes if p with input.n as 1
            END
            """#)
        return folder
    }

    private static func run(_ folder: TemporaryFolder, _ command: String) throws -> Obryza.Outcome? {
        let arguments = command.split(separator: " ").map { String($0).replacing("@", with: folder.path) }
        return try Obryza.run(["policy"] + arguments)
    }

    @Test func `what policies print is narrated, and shown with the test that printed it`() throws {
        let folder = try Self.folder()
        guard let eval = try Self.run(folder, "eval -d @/prints -f raw data.prints.p") else { return }
        #expect((eval.status, eval.output, eval.errors) == (0, "", "hello\nthere <undefined>\n"))
        let test = try Self.run(folder, "test @/prints")
        #expect(test?.status == 2)
        #expect(test?.output.contains("data.prints.test_no: FAIL\n  hello\n  there 2\n") == true)
        #expect(test?.output.contains("there 1") == false)
        #expect(try Self.run(folder, "test -v @/prints")?.output.contains("PASS\n  hello\n  there 1\n") == true)
        let json = try Self.run(folder, "test -f json @/prints")
        #expect(json?.output.contains("\"output\": \"aGVsbG8KdGhlcmUgMgo=\"") == true)
    }
}
