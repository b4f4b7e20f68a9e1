import Testing

@testable import Rego

@Suite struct ParserTests {
    static func module(_ text: String, _ version: RegoVersion = .v1, depth: Int = 300) throws -> Module {
        try Parser.module(
            SourceText(name: "test.rego", text: text), file: 0,
            options: ParserOptions(version: version, maximumDepth: depth))
    }

    static func problem(_ text: String, _ version: RegoVersion = .v1) -> String {
        do {
            _ = try module(text, version)
            return ""
        } catch {
            return "\((error as? RegoErrors)?.errors.first.map(\.description) ?? "\(error)")"
        }
    }

    static func query(_ text: String, experimental: Bool = false, keywords: FutureKeywords = []) throws -> Body {
        try Parser.query(
            SourceText(name: "", text: text), file: 0,
            options: ParserOptions(allowsExperimentalKeywords: experimental, enabledKeywords: keywords))
    }

    @Test(arguments: ["v0", "v1"]) func everyModuleAndQueryOfTheConformanceCasesIsRead(_ version: String) throws {
        guard ConformanceSources.isPresent else {
            print("skipped: no conformance cases at \(ConformanceSources.root)")
            return
        }
        var failures: [String] = []
        let cases = try ConformanceSources.cases(version)
        #expect(cases.count > 1_900)
        for entry in cases {
            let options = ParserOptions(
                version: version == "v0" ? .v0 : .v1, allowsExperimentalKeywords: entry.isExperimental)
            for (index, text) in entry.modules.enumerated() {
                do {
                    _ = try Parser.module(
                        SourceText(name: "test-\(index).rego", text: text), file: Int32(index), options: options)
                } catch {
                    failures.append("\(entry.file)[\(entry.index)] \(entry.note): \(error)\n\(text)")
                }
            }
            do {
                _ = try Parser.query(SourceText(name: "", text: entry.query), file: 0)
            } catch {
                failures.append("\(entry.file)[\(entry.index)] \(entry.note): \(error)\n\(entry.query)")
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures:\n\(failures.prefix(25).joined(separator: "\n"))")
    }

    /// Queries with the text they print again.
    @Test(arguments: [
        ("x = 1", "x = 1"), ("x := 1+2*3", "x := plus(1, mul(2, 3))"), ("a - b - c", "minus(a, b) - c"),
        ("a == b | c & d", "a == or(b, and(c, d))"), ("x in [1,2]", "x in [1, 2]"),
        ("k, v in xs", "internal.member_3(k, v, xs)"), ("some k, v in xs", "some k, v in xs"),
        ("some x, y; x", "some x, y|x"), ("every k, v in xs { v > k }", "every k, v in xs { v > k }"),
        ("[x | x := xs[_]]", "[x | x := xs[_]]"), ("[a | b, c]", "[or(a, b), c]"),
        ("{x: y | y = x}", "{x: y | y = x}"), ("{a | b}", "{a | b}"), ("{a | b, c}", "{or(a, b), c}"),
        ("{(a + 1) | b}", "{plus(a, 1) | b}"), ("{}", "{}"), ("set()", "set()"), ("[1, 2,]", "[1, 2]"),
        ("not a with input.x as 1 with data.y as 2", "not a with input.x as 1 with data.y as 2"),
        ("f(x)[0].y", "f(x)[0].y"), ("data.a[\"b-c\"].d", "data.a[\"b-c\"].d"), ("-1.5e3", "-1.5e3"), (".5", ".5"),
        ("`a\\n`", "\"a\\\\n\""), ("\"\\u00e9\\ud83d\\ude00\"", "\"é😀\""),
        ("$\"a {b} \\{c}\"", "$\"a {b} \\{c}\""), ("$`{f(x)}`", "$`{f(x)}`"), ("input.if.default", "input.if.default"),
        ("(1 + 2) * 3 == 9", "mul(plus(1, 2), 3) == 9"), ("true", "true"), ("[[1], {2: {3}}]", "[[1], {2: {3}}]"),
    ]) func aQueryIsRead(_ text: String, _ printed: String) throws {
        let body = try Self.query(text)
        #expect(body.map(\.description).joined(separator: "|") == printed)
    }

    @Test(arguments: [
        ("a and b or c", "(a and b) or c"), ("a or b and c", "a or (b and c)"), ("not a or b", "not a or b"),
        ("{ a; b } and c", "{ a; b } and c"), ("((a or b)) and c", "(a or b) and c"),
        ("a and b with input as 1", "a and b with input as 1"),
        ("(a with input as 1) and b", "a with input as 1 and b"), ("not { a; b }", "not { a; b }"),
        ("not (a or b)", "not a or b"), ("(a + b) > c and d", "plus(a, b) > c and d"), ("{1} == x", "{1} == x"),
        ("{ a }", "{a}"), ("({ a })", "{a}"),
    ]) func logicalOperatorsAreRead(_ text: String, _ printed: String) throws {
        let body = try Self.query(text, experimental: true, keywords: [.and, .or, .not])
        #expect(body.map(\.description).joined(separator: "|") == printed)
    }

    @Test(arguments: [
        ("package a\np { true }", "test.rego:2: rego_parse_error: `if` keyword is required before rule body"),
        ("package a\np[x] if x := 1", ""),
        ("package a\np.a", "test.rego:2: rego_parse_error: `contains` keyword is required for partial set rules"),
        ("package a\np", "test.rego:2: rego_parse_error: var cannot be used for rule name"),
        ("package a\n1 + 2", "test.rego:2: rego_parse_error: rule name conflicts with built-in function"),
        (
            "package a\nimport foo.bar",
            "test.rego:2: rego_parse_error: unexpected import path, must begin with one of: {data, future, input, rego}, got: foo (hint: if this is unexpected, try updating OPA)"
        ),
        (
            "package a\nimport future.keywords.xyz",
            "test.rego:2: rego_parse_error: unexpected keyword, must be one of [contains every if in not]"
        ),
        ("package a\ndefault p := x", "test.rego:2: rego_parse_error: illegal default rule (value cannot contain var)"),
        ("package a\np := \"abc", "test.rego:2: rego_parse_error: non-terminated string"),
        ("package a\np := 1e999999", "test.rego:2: rego_parse_error: number too big"),
        ("package a\np if { x == }", "test.rego:2: rego_parse_error: unexpected } token"),
        ("", "test.rego:1: rego_parse_error: empty module"),
        ("p := 1", "test.rego:1: rego_parse_error: package expected"),
        ("package a\np := 1 if { true } else := 2", ""),
        ("package a\nf()", "test.rego:2: rego_parse_error: rule argument list must take at least one argument"),
        (
            "package a\np[x] := 1 if { x := 1 } else := 2",
            "test.rego:2: rego_parse_error: else keyword cannot be used on rules with variables in head"
        ),
        ("package foo.", "test.rego:1: rego_parse_error: unexpected eof token: expected identifier"),
    ]) func aMalformedModuleIsRefused(_ text: String, _ message: String) {
        #expect(Self.problem(text).split(separator: "\n").first.map(String.init) ?? "" == message)
    }

    @Test func v0ReadsBodiesWithoutKeywordsAndSetsInBrackets() throws {
        let module = try Self.module(
            "package a\np[x] { x = 1 }\nq[x] = y { x = 1; y = 2 }\nr.a { true }\ns = 1\nin := 2\nt { in == 2 }", .v0)
        #expect(
            module.rules.map(\.head.kind) == [
                .partialSet, .partialObject, .partialSet, .complete, .complete, .complete,
            ])
        #expect(module.rules[2].head.key?.string == "a")
    }

    @Test func importingRegoV1MakesAV0ModuleObeyV1() {
        #expect(Self.problem("package a\nimport rego.v1\np { true }", .v0).contains("`if` keyword is required"))
        #expect(Self.problem("package a\nimport rego.v1\np if { 1 in [1] }", .v0).isEmpty)
    }

    @Test func placesAreRowsAndColumnsOfScalars() throws {
        let module = try Self.module("package a\n\np if {\n\t\"é\" == x\n}")
        let term = try #require(module.rules.first?.body.first?.call?.arguments.last)
        #expect(term.location.row == 4 && term.location.column == 9)
    }

    @Test(arguments: ["[", "{", "(", "{{", "x[", "f(", "[a | ", "{a: ", "$\"{", "not "])
    func nestingBeyondTheLimitIsAnErrorAndNoOverflow(_ opening: String) {
        let text = "package a\np if { x := " + String(repeating: opening, count: 100_000)
        #expect(!Self.problem(text).isEmpty)
    }

    @Test(arguments: [" + 1", " | x", " in x", "[0]", ".a", "(1)", " == 1", " and x"])
    func longChainsNeverOverflow(_ link: String) {
        // Paths are flat, operators and calls are not.
        let text = "package a\np if { y = x" + String(repeating: link, count: 100_000) + " }"
        let problem = Self.problem(text)
        #expect(link == "[0]" || link == ".a" ? problem.isEmpty : !problem.isEmpty)
    }

    @Test func bracketsThatCouldBeComprehensionsCostNoMoreThanTheSquareOfTheirDepth() throws {
        let depth = 100
        let text = String(repeating: "[a | b, ", count: depth) + "1" + String(repeating: "]", count: depth)
        _ = try Self.query(text)
        let mixed =
            String(repeating: "[a | b, {c | d; ", count: depth / 2) + "1" + String(repeating: "}]", count: depth / 2)
        _ = try Self.query(mixed)
        let sums =
            String(repeating: "[1 + {2: 3 - ", count: depth / 2) + "1" + String(repeating: "}]", count: depth / 2)
        _ = try Self.query(sums)
    }

    @Test func tenMegabytesOfLiteralsAreRead() throws {
        let numbers = String(repeating: "123456789,", count: 1_000_000)
        let module = try Self.module("package a\np := [\(numbers)]")
        guard case .array(let elements) = module.rules.first?.head.value?.kind else {
            Issue.record("no array")
            return
        }
        #expect(elements.count == 1_000_000)
    }
}
