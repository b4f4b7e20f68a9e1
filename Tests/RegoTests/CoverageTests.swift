import Testing

@testable import Rego

@Suite struct CoverageTests {
    static func observed(
        _ module: String, query: String = "data.t.p", data: String = "{}"
    ) throws -> (CompiledModules, PreparedQuery) {
        let compiled = try CompilerTests.compile([module])
        let query = try compiled.query(SourceText(name: "", text: query), capturesValues: true)
        return (compiled, try .observed(compiled, query: query, data: try Document(json: data)))
    }

    private func report(_ module: String, query: String = "data.t.p", inputs: [String]) throws -> CoverageReport {
        let (compiled, query) = try Self.observed(module, query: query)
        let recorder = CoverageRecorder()
        for input in inputs {
            let document = try Document(json: input)
            _ = try query.evaluate(input: document.root, options: EvaluationOptions(), coverage: recorder) { $0.count }
        }
        return recorder.report(of: compiled)
    }

    private static let module = """
        package t

        default p := false

        p if {
        	input.a
        	some x in input.xs
        	x > 1
        }

        p if {
        	input.b
        	every y in input.xs {
        		y > 1
        		y < 9
        	}
        	zs := [z |
        		z := input.xs[_]
        		z > 5
        	]
        	not q(
        		count(zs),
        	)
        }

        q(n) if {
        	n > 3
        } else := "some" if {
        	n > 0
        }

        unused := 1
        """

    @Test(
        "Exactly the rows that were evaluated are covered",
        arguments: [
            // Nothing holds: the first literals, and the default.
            (["{}"], [3...3, 6...6, 12...12]),
            // The first body holds for one element; no other is tried, for all have the same value.
            (["{\"a\": 1, \"xs\": [0, 3]}"], [5...8]),
            (["{\"a\": 1, \"xs\": []}"], [3...3, 6...7, 12...12]),
            (["{\"b\": 1, \"xs\": [1]}"], [3...3, 6...6, 12...14]),
            (["{\"b\": 1, \"xs\": [2]}"], [6...6, 11...15, 17...19, 21...22, 27...27, 29...29]),
            (["{\"b\": 1, \"xs\": [7]}"], [3...3, 6...6, 12...15, 17...19, 21...22, 27...29]),
            (["{}", "{\"a\": 1, \"xs\": [0, 3]}"], [3...3, 5...8, 12...12]),
        ])
    func rows(_ inputs: [String], _ expected: [ClosedRange<Int>]) throws {
        let file = try #require(report(Self.module, inputs: inputs).files.first)
        #expect(Set(file.covered.flatMap { Array($0) }) == Set(expected.flatMap { Array($0) }))
        let all = file.covered + file.notCovered
        #expect(file.coveredLines + file.notCoveredLines == all.reduce(0) { $0 + $1.count })
        #expect(Set(file.covered.flatMap { Array($0) }).isDisjoint(with: file.notCovered.flatMap { Array($0) }))
        #expect(file.notCovered.contains { $0.contains(32) })
    }

    @Test func `the share of rows is rounded to two digits, and nothing is nothing`() throws {
        let report = try report("package t\np if input.x\nq := 1\nr := 1", inputs: ["{\"x\": 1}"])
        #expect(report.percentage == 33.33)
        #expect((report.coveredLines, report.notCoveredLines) == (1, 2))
        #expect(try self.report("package t", query: "1", inputs: ["{}"]).percentage == 0)
    }

    @Test func `sets, objects and functions are covered where they yield something`() throws {
        let module = """
            package t
            p contains x if {
            	some x in input.xs
            }
            o[k] := v if {
            	some k, v in input.xs
            }
            f([a, b]) := a + b if a > b
            g := f([3, 1])
            h := f([1, 3])
            """
        let rows = try report(module, query: "data.t", inputs: ["{\"xs\": [1]}"]).files[0].covered
        #expect(rows == [2...3, 5...6, 8...10])
        let empty = try report(module, query: "data.t.p; data.t.o", inputs: ["{\"xs\": []}"]).files[0].covered
        #expect(empty == [3...3, 6...6])
    }

    @Test func `an observed program gives what the plain one gives`() throws {
        let compiled = try CompilerTests.compile([Self.module])
        let query = try compiled.query(SourceText(name: "", text: "x = data.t"))
        let plain = try PreparedQuery(compiled, query: query, data: try Document(json: "{}"))
        #expect(plain.program.marks.isEmpty)
        #expect(!plain.listing.contains("mark"))
        let observed = try PreparedQuery.observed(compiled, query: query, data: try Document(json: "{}"))
        let explained = try PreparedQuery(
            compiled, query: query, data: try Document(json: "{}"), builtins: Builtins.byName, observation: .reasons)
        for input in ["{}", "{\"a\": 1, \"xs\": [0, 3]}", "{\"b\": 1, \"xs\": [7]}", "{\"b\": 1, \"xs\": [2]}"] {
            let expected = try plain.solutions(input: Document(json: input))
            #expect(try observed.solutions(input: Document(json: input)) == expected)
            #expect(try explained.solutions(input: Document(json: input)) == expected)
        }
    }

    @Test func `a profile counts evaluations and holds by row`() throws {
        let module = """
            package t
            p contains x if {
            	some x in input.xs
            	x > 1
            	count([y | y := input.xs[_]; y < x]) > 0
            }
            """
        let (_, query) = try Self.observed(module)
        let document = try Document(json: "{\"xs\": [1, 2, 3]}")
        for _ in 0..<2 {
            let profiler = Profiler()
            let count = try query.evaluate(
                input: document.root, options: EvaluationOptions(), coverage: nil, profiler: profiler
            ) { $0.count }
            let profile = query.profile(of: profiler)
            #expect(count == 1)
            let rows = Dictionary(grouping: profile, by: \.position.row)
            let source = try #require(rows[3]?.first)
            #expect((source.evaluations, source.redos, source.position.file) == (1, 3, "test-0.rego"))
            #expect((rows[4]?.first?.evaluations, rows[4]?.first?.redos) == (3, 2))
            let last = try #require(rows[5]?.first)
            #expect(last.generated > 1 && last.evaluations >= 2 * last.generated && last.time >= 0)
            #expect(profile.contains { $0.position.file.isEmpty && $0.position.row == 1 })
        }
    }
}
