import Testing

@testable import Rego

/// Policies and documents that mean harm: each ends within its limits, with an error or with a result.
@Suite("Hostile policies", .serialized)
struct HostilePolicyTests {
    private static let limits = EvaluationLimits(memory: 64 << 20, steps: 2_000_000, time: .seconds(4))
    /// What a debug build on a busy machine may take over the four seconds of the decision.
    private static let patience = Duration.seconds(30)

    enum End: Equatable {
        case value(Int)
        case undefined
        case error(String)
    }

    /// How the evaluation of `query` ends: with a result of so many bytes of JSON, undefined, or with an error.
    private static func end(
        _ query: String, _ modules: [String] = [], input: String? = nil, limits: EvaluationLimits = limits
    ) -> End {
        do {
            let compiled = try CompiledModules.compile(
                modules.enumerated().map { (SourceText(name: "\($0.offset).rego", text: $0.element), .v1) })
            let query = try compiled.query(SourceText(name: "", text: "result := \(query)"))
            let prepared = try PreparedQuery(compiled, query: query, data: Document.empty)
            let solutions = try prepared.solutions(
                input: try input.map { try Document(json: $0, memory: 256 << 20) },
                options: EvaluationOptions(limits: limits))
            return solutions.first?.first.map { .value($0.utf8.count) } ?? .undefined
        } catch let error as RegoErrors {
            return .error(error.errors.first?.code.rawValue ?? "")
        } catch let error as RegoError {
            return .error(error.code.rawValue)
        } catch {
            return .error("\(error)")
        }
    }

    private static func timed(_ body: () -> End) -> End {
        let start = ContinuousClock.now
        let end = body()
        let taken = ContinuousClock.now - start
        #expect(taken < patience, "took \(taken)")
        return end
    }

    @Test(
        "What would take too long or too much ends with an error",
        arguments: [
            ("count([1 | n[_]; n[_]; n[_]; n[_]; n[_]; n[_]])", "n := numbers.range(1, 1000)"),
            ("count({[a, b, c, d] | a := n[_]; b := n[_]; c := n[_]; d := n[_]})", "n := numbers.range(1, 200)"),
            ("numbers.range(1, 1000000000000)", ""),
            ("numbers.range_step(1, 1000000000000, 1)", ""),
            (
                "grown",
                "grown := f20([1])\nf0(x) := [x, x, x, x]\n"
                    + (1...20).map { "f\($0)(x) := f\($0 - 1)(array.concat(array.concat(x, x), array.concat(x, x)))" }
                    .joined(separator: "\n")
            ),
            (
                "s26",
                "s0 := \"0123456789\"\n"
                    + (1...26).map { "s\($0) := concat(\"\", [s\($0 - 1), s\($0 - 1)])" }.joined(separator: "\n")
            ),
            ("net.cidr_expand(\"10.0.0.0/1\")", ""),
            ("graph.reachable_paths({n: numbers.range(1, 40) | some n in numbers.range(1, 40)}, {1})", ""),
            (
                "every_pair",
                "n := numbers.range(1, 3000)\nevery_pair if { every a in n { every b in n { a + b > 0 } } }"
            ),
        ])
    func endsWithAnError(query: String, rules: String) {
        let end = Self.timed {
            Self.end(
                query.first?.isLetter == true && !query.contains("(")
                    ? "data.t.\(query)" : query.replacing("n[", with: "data.t.n["), ["package t\n\(rules)"])
        }
        #expect(end == .error("eval_cancel_error"))
    }

    @Test(
        "What is refused by a built-in is undefined",
        arguments: [
            "bits.lsh(1, 1000000000000)",
            "1e30000 * 1e30000", "json.unmarshal(input)", "yaml.unmarshal(input)", "base64.decode(\"a===\")",
            "hex.decode(\"0x\")", "regex.match(input, \"a\")", "time.add_date(1, 1e18, 1, 1)",
            "units.parse_bytes(\"1e30000Q\")", "semver.compare(input, \"1.0.0\")", "urlquery.decode(\"%\")",
        ])
    func refused(query: String) {
        let input = "\"" + String(repeating: "[", count: 100_000) + "\""
        let end = Self.timed { Self.end(query, input: input) }
        #expect(end == .undefined || end == .error("eval_cancel_error"), "\(query): \(end)")
    }

    @Test(
        "Catastrophic expressions take linear time",
        arguments: [
            "(a+)+$", "(a|aa)+$", "(a*)*b", "(.*a){20}$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x+x+)+y", "a{0,500}a{500}b",
        ])
    func regexes(pattern: String) {
        let input = "\"" + String(repeating: "a", count: 20_000) + "!\""
        let end = Self.timed { Self.end("regex.match(\"\(pattern)\", input)", input: input) }
        #expect(end == .value(5))
    }
}
