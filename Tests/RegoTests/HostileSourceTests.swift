import Testing

@testable import Rego

/// Texts that mean harm to the parser, the compiler and the planner: each is refused with a reason or evaluated within
/// its limits.
@Suite("Hostile sources", .serialized)
struct HostileSourceTests {
    /// What a debug build on a busy machine may take for one text.
    private static let patience = Duration.seconds(60)
    private static let limits = EvaluationLimits(memory: 64 << 20, steps: 2_000_000, time: .seconds(4))

    /// How compiling and evaluating `data.t.p` ends: an error's code, or nothing.
    private static func end(_ modules: [String], _ version: RegoVersion = .v1) -> String? {
        let start = ContinuousClock.now
        defer {
            let taken = ContinuousClock.now - start
            #expect(taken < patience, "took \(taken)")
        }
        do {
            let options = CompilerOptions(allowsExperimentalKeywords: true)
            let compiled = try CompilerTests.compile(modules, version, options)
            let query = try compiled.query(SourceText(name: "", text: "data.t.p = result"))
            let prepared = try PreparedQuery(compiled, query: query, data: Document.empty)
            _ = try prepared.solutions(input: nil, options: EvaluationOptions(limits: limits))
            return nil
        } catch let error as RegoErrors {
            return error.errors.first?.code.rawValue ?? ""
        } catch let error as RegoError {
            return error.code.rawValue
        } catch {
            return "\(error)"
        }
    }

    /// Each line holds the one before twice.
    private static func doubled(_ line: (String, String) -> String, _ count: Int = 60) -> String {
        (1...count).map { line("x\($0)", "x\($0 - 1)") }.joined(separator: "\n")
    }

    @Test(
        "Types and values that hold themselves twice, and again, cost what they are long",
        arguments: [
            "p if {\nx0 := 1\n\(doubled { "\($0) := [\($1), \($1)]" })\ncount(x60) == 2 }",
            "p if {\nx0 := 1\n\(doubled { "\($0) := {\"a\": \($1), \"b\": \($1)}" })\ncount(x60) == 2 }",
            "p if {\nx0 := 1\n\(doubled { "\($0) := [[\($1)], {\($1)}]" })\ncount(x60) == 2 }",
            "x0 := 1\n\(doubled { "\($0) := [\($1), \($1)]" })\np if count(x60) == 2",
            "x0(a) := a\n\(doubled { "\($0)(a) := [\($1)(a), 1]" })\np if count(x60(1)) == 2",
            "p if {\nx0 := 1\n\(doubled { "\($0) := [y | y := [\($1), \($1)][_]]" })\ncount(x60) == 2 }",
        ])
    func doubling(text: String) {
        // Results of rules are kept written out, which a limit ends.
        let end = Self.end(["package t\n\(text)\n"])
        #expect(end == nil || end == "eval_cancel_error", "\(end ?? "")")
    }

    // The parser looks ahead to the end of a bracket at each of the levels that it admits.
    #if DEBUG
        private static let depth = 10_000
    #else
        private static let depth = 100_000
    #endif

    /// What opens, what stands inside, and what closes again.
    @Test(
        "What is nested as deep as no policy is refused",
        arguments: [
            ("p := ", "[", "1", "]"), ("p := ", "{", "1", "}"), ("p := ", "{1: ", "1", "}"), ("p := ", "(", "1", ")"),
            ("p := ", "[x | x := ", "1", "]"), ("p := ", "{x | x := ", "1", "}"), ("p := ", "{x: 1 | x := ", "1", "}"),
            ("p := ", "-(", "1", ")"), ("p := ", "count(", "1", ")"), ("p := ", "input[", "1", "]"),
            ("p := ", "1 + (", "1", ")"), ("p := ", "$\"{", "1", "}\""), ("p if ", "every x in [1] { ", "true", " }"),
            ("p if ", "not { ", "true", " }"), ("p if ", "{ ", "true", " }"), ("p if ", "not ", "true", ""),
            ("import future.keywords.and\np if ", "{ true } and { ", "true", " }"),
            ("import future.keywords.or\np if ", "{ false } or { ", "true", " }"),
            ("p if true with input as ", "[", "1", "]"), ("p[", "[", "1", "]"), ("f(", "[", "x", "]"),
        ])
    func nesting(start: String, open: String, inside: String, close: String) {
        let text =
            start + String(repeating: open, count: Self.depth) + inside + String(repeating: close, count: Self.depth)
        let end = Self.end(["package t\n\(text)\n"])
        #expect(end == "rego_parse_error", "\(end ?? "no error")")
    }

    @Test(
        "Long chains of operators, calls and keywords are refused",
        arguments: [" + 1", " - 1", " * 1", " | {1}", " & {1}", " == 1", " in [1]", "(1)"])
    func chains(link: String) {
        let end = Self.end(["package t\np := 1" + String(repeating: link, count: Self.depth)])
        #expect(end?.hasPrefix("rego_") == true, "\(end ?? "no error")")
    }

    /// Each is flat, and as long as a generated policy may be.
    private static func flat(_ name: String, _ count: Int) -> String {
        func each(_ separator: String, _ part: (Int) -> String) -> String {
            (0..<count).map(part).joined(separator: separator)
        }
        return switch name {
        case "else": "p := 0 if false" + each("") { " else := \($0) if input == \($0)" }
        case "with": "p if true" + each("") { " with input.a\($0) as \($0)" }
        case "literals": "p if {\n" + each("\n") { "x\($0) := \($0)" } + "\n}"
        case "rules": each("\n") { "p contains \($0) if input.x == \($0)" }
        case "chain": "r0 := 1\n" + each("\n") { "r\($0 + 1) := r\($0)" } + "\np := r\(count)"
        case "arguments": "f(" + each(", ") { "x\($0)" } + ") := 1\np := f(" + each(", ") { "\($0)" } + ")"
        case "path": "p := input" + each("") { ".a\($0)" }
        case "head": "p" + each("") { ".a\($0)" } + " := 1"
        case "template": "p := $\"" + each("") { "{\($0)}" } + "\""
        case "imports": each("\n") { "import data.a\($0)" } + "\np := 1"
        case "some": "p if { some " + each(", ") { "x\($0)" } + "; true }"
        case "comprehensions": "p := [" + each(", ") { "[1 | \($0)]" } + "]"
        case "joins": "p if {" + each("; ") { "input.xs[i\($0)] == input.ys[j\($0)]" } + "}"
        case "cycle": each("\n") { "r\($0) := r\(($0 + 1) % count)" } + "\np := r0"
        default: "p := 1"
        }
    }

    @Test(
        "Long flat texts end in time",
        arguments: [
            ("else", 5_000), ("with", 300), ("literals", 3_000), ("rules", 5_000), ("chain", 3_000),
            ("arguments", 2_000),
            ("path", 20_000), ("head", 2_000), ("template", 2_000), ("imports", 5_000), ("some", 3_000),
            ("comprehensions", 2_000), ("joins", 300), ("cycle", 2_000),
        ])
    func flat(name: String, count: Int) {
        let end = Self.end(["package t\n" + Self.flat(name, count)])
        switch name {
        case "cycle": #expect(end == "rego_recursion_error")
        case "chain": #expect(end == "eval_cancel_error")
        case "imports", "some": break
        default: #expect(end == nil, "\(end ?? "")")
        }
    }

    #if DEBUG
        private static let large = 1_000_000
    #else
        private static let large = 10_000_000
    #endif

    @Test(
        "Literals of megabytes are values or refused",
        arguments: ["string", "raw", "number", "fraction", "exponent", "array", "set", "object", "comment", "name"])
    func literals(kind: String) {
        let text =
            switch kind {
            case "string": "p := \"" + String(repeating: "a", count: Self.large) + "\""
            case "raw": "p := `" + String(repeating: "a", count: Self.large) + "`"
            case "number": "p := " + String(repeating: "1", count: Self.large)
            case "fraction": "p := 0." + String(repeating: "1", count: Self.large)
            case "exponent": "p := 1e" + String(repeating: "1", count: Self.large)
            case "array": "p := [" + String(repeating: "1,", count: Self.large / 2) + "]"
            case "set": "p := {" + (0..<Self.large / 8).map { "\($0)" }.joined(separator: ",") + "}"
            case "object": "p := {" + (0..<Self.large / 16).map { "\"k\($0)\":1" }.joined(separator: ",") + "}"
            case "comment": "p := 1 # " + String(repeating: "a", count: Self.large)
            default: String(repeating: "a", count: Self.large) + " := 1"
            }
        let end = Self.end(["package t\n" + text])
        let isTooBig = ["number", "fraction", "exponent"].contains(kind)
        #expect((end != nil) == isTooBig, "\(end ?? "no error")")
    }

    @Test(
        "Documents that may lead back to the rule that asks for them are refused",
        arguments: [
            "p if data[x]", "p := data", "p if { some x; data[x].p }", "p := [x | x := data[_][_]]",
            "p if q\nq if data.t[\"p\"]", "p if { x := \"t\"; data[x].p }", "p contains x if x := data[_]",
            "f(x) := f(x)\np := f(1)", "f(x) := g(x)\ng(x) := f(x)\np := f(1)",
            "p if q with input as 1\nq if p with input as 2",
        ])
    func recursion(rules: String) {
        #expect(Self.end(["package t\n" + rules]) == "rego_recursion_error")
    }
}
