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

    /// Each is long in what it is given, or asks for far more than that.
    @Test(
        "What built-ins are asked for ends in time, however large",
        arguments: [
            "sprintf(\"%1000000000d\", [1])", "sprintf(\"%.1000000000f\", [1])", "sprintf(\"%*d\", [1000000000, 1])",
            "sprintf(\"%-999999999s|\", [\"a\"])", "sprintf(\"%0999999999x\", [1])",
            "sprintf(concat(\"\", [\"%100000d\" | some _ in numbers.range(1, 5000)]), numbers.range(1, 5000))",
            "numbers.range(-9007199254740993, 9007199254740993)", "numbers.range_step(0, 1e30, 1e20)",
            "regex.match(\"((a{0,100}){0,100}){0,100}$\", \"aaaaaaaaaaaaaaaaaaaaaaaab\")",
            "regex.match(\"(x{1000}){1000}\", \"x\")",
            "regex.match(\"(((((a{1,9}){1,9}){1,9}){1,9}){1,9}){1,9}\", input)",
            "regex.find_n(\"a*\", input, -1)", "regex.find_all_string_submatch_n(\"(a)(a)(a)\", input, -1)",
            "regex.replace(input, \"a\", \"$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0\")", "regex.split(\"\", input)",
            "regex.globs_match(\"a*a*a*a*a*a*a*a*a*b\", \"a*a*a*a*a*a*a*a*a*c\")",
            "regex.template_match(concat(\"\", [\"{\" | some _ in numbers.range(1, 10000)]), \"a\", \"{\", \"}\")",
            "glob.match(concat(\"\", [\"{a,b}\" | some _ in numbers.range(1, 5000)]), [], input)",
            "glob.match(concat(\"\", [\"**\" | some _ in numbers.range(1, 5000)]), [\"/\"], input)",
            "glob.match(concat(\"\", [\"{a,\" | some _ in numbers.range(1, 5000)]), [], input)",
            "json.unmarshal(concat(\"\", [\"{\\\"a\\\":\" | some _ in numbers.range(1, 100000)]))",
            "yaml.unmarshal(concat(\"\", [\"- \" | some _ in numbers.range(1, 100000)]))",
            "yaml.unmarshal(concat(\"\", array.concat([\"a0: &a0 [1,1,1,1,1,1,1,1,1]\\n\"], [sprintf(\"a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\\n\", [i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1]) | some i in numbers.range(1, 30)])))",
            "graph.reachable({n: {n % 1000, (n + 1) % 1000} | some n in numbers.range(0, 999)}, {0})",
            "graph.reachable_paths({n: {n, (n + 1) % 50} | some n in numbers.range(0, 49)}, {0})",
            "json.patch({}, [{\"op\": \"add\", \"path\": concat(\"/\", [\"\" | some _ in numbers.range(1, 100000)]), \"value\": 1}])",
            "json.remove({\"a\": 1}, [concat(\"/\", [\"a\" | some _ in numbers.range(1, 100000)])])",
            "json.match_schema({\"a\": 1}, {\"$ref\": \"#\"})",
            "json.match_schema(object.get({\"a\": [[[[1]]]]}, \"a\", 1), {\"$ref\": \"#/d/a\", \"d\": {\"a\": {\"items\": {\"$ref\": \"#/d/b\"}}, \"b\": {\"allOf\": [{\"$ref\": \"#/d/a\"}, {\"$ref\": \"#/d/a\"}]}}})",
            "graphql.parse_query(concat(\"\", [\"{a\" | some _ in numbers.range(1, 100000)]))",
            "graphql.parse_schema(concat(\"\", [\"type A { a: [\" | some _ in numbers.range(1, 100000)]))",
            "strings.replace_n({\"a\": input}, \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\")",
            "strings.render_template(\"{{range .}}{{range $.x}}{{range $.x}}{{range $.x}}a{{end}}{{end}}{{end}}{{end}}\", {\"x\": numbers.range(1, 1000)})",
            "replace(input, \"\", input)", "indexof_n(input, \"\")", "split(input, \"\")", "strings.reverse(input)",
            "strings.any_prefix_match(split(input, \"\"), split(input, \"\"))",
            "to_number(concat(\"\", [\"9\" | some _ in numbers.range(1, 100000)]))",
            "format_int(to_number(concat(\"\", [\"9\" | some _ in numbers.range(1, 9000)])), 2)",
            "to_number(concat(\"\", [\"9\" | some _ in numbers.range(1, 9000)])) % 7",
            "units.parse(concat(\"\", [\"9\" | some _ in numbers.range(1, 100000)]))",
            "semver.compare(concat(\"\", [\"9\" | some _ in numbers.range(1, 100000)]), \"1.0.0\")",
            "time.parse_duration_ns(concat(\"\", [\"1h\" | some _ in numbers.range(1, 100000)]))",
            "time.format([1, \"UTC\", input])", "net.cidr_expand(\"::/64\")", "net.cidr_merge([input])",
            "union({{x | x := input} | some _ in numbers.range(1, 100000)})",
            "yaml.marshal(json.unmarshal(concat(\"\", array.concat([\"[\" | some _ in numbers.range(1, 4000)], [\"]\" | some _ in numbers.range(1, 4000)]))))",
            "json.marshal(json.unmarshal(concat(\"\", array.concat([\"[\" | some _ in numbers.range(1, 4000)], [\"]\" | some _ in numbers.range(1, 4000)]))))",
            "strings.render_template(\"{{define \\\"a\\\"}}{{template \\\"a\\\"}}{{template \\\"a\\\"}}{{end}}{{template \\\"a\\\"}}\", {})",
            "strings.render_template(concat(\"\", [\"{{if 1}}\" | some _ in numbers.range(1, 100000)]), {})",
            "net.cidr_contains_matches([sprintf(\"10.%d.0.0/24\", [a]) | some a in numbers.range(0, 255)], [sprintf(\"10.%d.%d.0/24\", [a, b]) | some a in numbers.range(0, 255); some b in numbers.range(0, 3)])",
            "walked", "bits.lsh(1, 1000000)", "base64.decode(input)", "urlquery.decode_object(input)",
            "crypto.x509.parse_certificates(input)", "io.jwt.decode(concat(\".\", [input, input, input]))",
        ])
    func large(query: String) {
        let module =
            query == "walked"
            ? "package t\nwalked := count([1 | walk(n); walk(n)])\nn := [[i] | some i in numbers.range(1, 3000)]"
            : "package t"
        let input = "\"" + String(repeating: "a", count: 50_000) + "\""
        let end = Self.timed { Self.end(query == "walked" ? "data.t.walked" : query, [module], input: input) }
        switch end {
        case .value(let bytes): #expect(bytes <= Self.limits.memory, "\(query): \(bytes)")
        case .undefined, .error("eval_cancel_error"): break
        case .error(let code): Issue.record("\(query): \(code)")
        }
    }
}
