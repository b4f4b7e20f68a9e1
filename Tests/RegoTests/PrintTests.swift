import Testing

@testable import Rego

@Suite struct PrintTests {
    private func prepared(
        _ module: String, query: String = "data.t.p = result", keepsPrint: Bool = true
    ) throws -> PreparedQuery {
        let compiled = try CompilerTests.compile([module], .v1, CompilerOptions(keepsPrint: keepsPrint))
        return try PreparedQuery(
            compiled, query: try compiled.query(SourceText(name: "", text: query)),
            data: try Document(json: "{\"base\": [1]}"))
    }

    private func printed(_ prepared: PreparedQuery, input: String = "{}") throws -> [PrintedLine] {
        let output = PrintedOutput()
        _ = try prepared.solutions(
            input: try Document(json: input), options: EvaluationOptions(printer: { output.add($0) }))
        return output.lines
    }

    @Test(
        "A line has the values of its arguments, and there is one for each choice of several",
        arguments: [
            ("p if print(\"a\", 1.50, [\"b\", {1}], null)", ["a 1.50 [\"b\", {1}] null"]),
            ("p if print(input.none, \"x\")", ["<undefined> x"]),
            ("p if print()", [""]),
            ("p if { some x in [2, 3]; print(x, input.xs[_]) }", ["2 10", "2 20"]),
            ("p contains 1 if { some x in [2, 3]; print(x, input.xs[_]) }", ["2 10", "2 20", "3 10", "3 20"]),
            ("p if print(input.xs[_], input.xs[_])", ["10 10", "10 20", "20 10", "20 20"]),
            ("p if { x := f(4); x == 5 }\nf(x) := x + 1 if print(\"f\", x)", ["f 4"]),
            ("p := [x | x := input.xs[_]; print(\"c\", x)]", ["c 10", "c 20"]),
            ("p if every x in input.xs { print(\"e\", x); x < 15 }", ["e 10", "e 20"]),
            ("p if { false; print(\"never\") } else if print(\"else\")", ["else"]),
            ("p if { print(\"before\", count(input.xs)); input.none; print(\"after\") }", ["before 2"]),
            ("p if print(input.n) with input.n as 7", ["7"]),
            ("p if print(1 / 0)", ["<undefined>"]),
        ])
    func lines(_ rule: String, _ expected: [String]) throws {
        let prepared = try prepared("package t\n\(rule)")
        for _ in 0..<2 {
            #expect(try printed(prepared, input: "{\"xs\": [10, 20]}").map(\.text) == expected)
        }
    }

    @Test func `a line knows where it was printed`() throws {
        let lines = try printed(prepared("package t\n\np if {\n\ttrue\n\tprint(\"here\")\n}"))
        #expect(lines == [PrintedLine(text: "here", position: .init(file: "test-0.rego", row: 5, column: 2))])
    }

    @Test func `what depends on data alone prints in every decision`() throws {
        let prepared = try prepared("package t\np := n if { n := count(data.base); print(n) }")
        #expect(try printed(prepared).count == 1)
        #expect(try printed(prepared).count == 1)
    }

    @Test func `the query may print too`() throws {
        #expect(try printed(prepared("package t", query: "print(\"q\", 1)")).map(\.text) == ["q 1"])
    }

    @Test func `without a printer the program is that of a policy without the calls`() throws {
        let rules = """
            package t
            p contains x if {
                some x in input.xs
                PRINT
                x > 1
                every y in input.ys { PRINT
                y != x }
            }
            q := [x | some x in input.xs
              PRINT]
            """
        let query = "r = [data.t.p, data.t.q]"
        let with = try prepared(rules.replacing("PRINT", with: "print(input.xs)"), query: query, keepsPrint: false)
        let without = try prepared(rules.replacing("PRINT", with: ""), query: query, keepsPrint: false)
        #expect(with.listing == without.listing)
        #expect(!with.listing.contains("print"))
        let kept = try prepared(rules.replacing("PRINT", with: "print(input.xs)"), query: query)
        #expect(kept.listing.contains("print"))
        #expect(try kept.solutions(input: Document(json: "{\"xs\": [1, 2]}")) == [["[[],[1,2]]"]])
    }

    @Test func `a variable that nothing binds may not be printed`() {
        let options = CompilerOptions(keepsPrint: true)
        #expect(
            CompilerTests.problems("package t\np if print(x)", options: options)
                == ["test-0.rego:2: rego_compile_error: var x is undeclared"])
    }

    @Test func `printing ends with the limits of a decision`() throws {
        let prepared = try prepared("package t\np if print(input[_], input[_], input[_], input[_])")
        let input = "[" + (0..<100).map(String.init).joined(separator: ",") + "]"
        let output = PrintedOutput(limit: 10_000)
        #expect(throws: RegoError.self) {
            try prepared.solutions(
                input: try Document(json: input),
                options: EvaluationOptions(limits: EvaluationLimits(steps: 50_000), printer: { output.add($0) }))
        }
        #expect(output.lines.count < 500)
        #expect(output.lines.last?.text.hasPrefix("…") == true)
    }
}
