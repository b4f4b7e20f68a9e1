import Testing

@testable import Rego

@Suite("Partial evaluation")
struct PartialEvaluationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var module: String
        var query = "data.t.p"
        var data = "{}"
        var known: String?
        var unknowns = ["input"]
        /// The queries of the result; nil when it has modules and only its meaning counts.
        var queries: [String]?
        var inputs: [String]

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "a rule gives way to its body", module: "p if input.x == 1", queries: ["input.x = 1"],
            inputs: [#"{"x":1}"#, #"{"x":2}"#, "{}"]),
        Case(
            name: "several rules are several queries", module: "p if input.x == 1\np if input.y == 2",
            queries: ["input.x = 1", "input.y = 2"], inputs: [#"{"x":1}"#, #"{"y":2}"#, "{}"]),
        Case(
            name: "what is known is evaluated", module: "p if { data.on; count([1, 2]) == 2; input.x > data.n }",
            data: #"{"on": true, "n": 3}"#, queries: ["input.x > 3"], inputs: [#"{"x":4}"#, #"{"x":3}"#]),
        Case(
            name: "what is true always is an empty query", module: "p if 1 == 1\np if input.x", queries: [""],
            inputs: ["{}"]),
        Case(
            name: "what is never true is no query", module: "p if { input.x; 1 == 2 }", queries: [],
            inputs: [#"{"x":1}"#]),
        Case(
            name: "a default of false has no say in a condition", module: "default p := false\np if input.x == 1",
            queries: ["input.x = 1"], inputs: [#"{"x":1}"#, "{}"]),
        Case(
            name: "a default value keeps its rule", module: "default p := false\np if input.x == 1",
            query: "x = data.t.p",
            inputs: [#"{"x":1}"#, "{}"]),
        Case(
            name: "elements of sets",
            module: "p if s[input.x]\ns contains \"a\" if input.a\ns contains x if some x in data.xs",
            data: #"{"xs": ["b", "c"]}"#,
            inputs: [#"{"x":"a"}"#, #"{"x":"a","a":true}"#, #"{"x":"c"}"#, #"{"x":"d"}"#]),
        Case(
            name: "a table is looked up", module: "p if data.roles[input.user] == input.role",
            data: #"{"roles": {"alice": "admin", "bob": "user"}}"#,
            queries: ["input.user = \"alice\"\ninput.role = \"admin\"", "input.user = \"bob\"\ninput.role = \"user\""],
            inputs: [#"{"user":"alice","role":"admin"}"#, #"{"user":"bob","role":"admin"}"#, "{}"]),
        Case(
            name: "negation of one literal", module: "p if not input.x == 1", queries: ["not input.x = 1"],
            inputs: [#"{"x":1}"#, #"{"x":2}"#, "{}"]),
        Case(
            name: "negation of several",
            module: "p if not q\nq if { input.x; input.y }\nq if { some y in input.z; y > 1 }",
            inputs: [#"{"x":1}"#, #"{"x":1,"y":2}"#, #"{"z":[2]}"#, #"{"z":[1]}"#]),
        Case(
            name: "negation with variables from outside",
            module: "p contains x if { some x in input.xs; not q(x) }\nq(x) if { input.no[_] == x; x != 3 }",
            query: "x = data.t.p", inputs: [#"{"xs":[1,2,3],"no":[2,3]}"#, "{}"]),
        Case(
            name: "every", module: "p if every x in input.xs { x > data.n; q(x) }\nq(x) if x != input.y",
            data: #"{"n":1}"#,
            inputs: [#"{"xs":[2,3],"y":1}"#, #"{"xs":[2,3],"y":3}"#, #"{"xs":[1],"y":0}"#, #"{"xs":[],"y":0}"#, "{}"]),
        Case(
            name: "comprehensions",
            module: "p := [x | some x in input.xs; x > data.n; r[x]]\nr contains y if some y in input.ys",
            query: "data.t.p = x", data: #"{"n":1}"#,
            inputs: [#"{"xs":[1,2,3,3],"ys":[3,2]}"#, #"{"xs":[1,2,3,3],"ys":[3]}"#, "{}"]),
        Case(
            name: "alternatives",
            module: "p := 1 if input.x == 1 else := 2 if { input.y > data.n } else := 3 if data.n == 5",
            query: "x = data.t.p", data: #"{"n":1}"#, inputs: [#"{"x":1}"#, #"{"y":2}"#, "{}"]),
        Case(
            name: "functions", module: "p if f(input.x, \"a\")\nf(x, \"a\") if x > 1\nf(x, \"b\") if x > 2",
            queries: ["input.x > 1"], inputs: [#"{"x":2}"#, #"{"x":1}"#, "{}"]),
        Case(
            name: "functions that destructure", module: "p := v if v := f(input.x)\nf([a, {\"k\": b}]) := a + b",
            query: "data.t.p = v", inputs: [#"{"x":[1,{"k":2}]}"#, #"{"x":[1]}"#, #"{"x":[1,{"j":2}]}"#]),
        Case(
            name: "functions that may disagree",
            module: "p := f(input.x, input.y)\nf(x, _) := 1 if x\nf(_, y) := 2 if y",
            query: "data.t.p = v",
            inputs: [#"{"x":true,"y":false}"#, #"{"x":true,"y":true}"#, #"{"x":false,"y":false}"#]),
        Case(
            name: "a function with a default",
            module: "p := f(input.x)\ndefault f(_) := \"no\"\nf(x) := \"yes\" if x > 1",
            query: "data.t.p = v", inputs: [#"{"x":2}"#, #"{"x":1}"#, "{}"]),
        Case(
            name: "partial objects",
            module: "p := r[input.k]\nr[k] := v if { some k, v in input.m; v != data.n }\nr.fixed := 1 if input.f",
            query: "data.t.p = v", data: #"{"n":7}"#,
            inputs: [
                #"{"k":"a","m":{"a":1,"b":7}}"#, #"{"k":"b","m":{"b":7}}"#, #"{"k":"fixed","m":{},"f":true}"#, "{}",
            ]),
        Case(
            name: "objects of one value", module: "p if r[input.k]\nr[k] if { some k in input.ks; k != \"z\" }",
            inputs: [#"{"k":"a","ks":["a","b"]}"#, #"{"k":"z","ks":["z"]}"#, #"{"k":"c","ks":["a"]}"#]),
        Case(
            name: "rules that may disagree keep their conflict", module: "p := 1 if input.x\np := 2 if input.y",
            query: "data.t.p = v", inputs: [#"{"x":1}"#, #"{"y":1}"#, #"{"x":1,"y":1}"#, "{}"]),
        Case(
            name: "a rule with several values keeps its conflict", module: "p := x if some x in input.xs",
            query: "data.t.p = v", inputs: [#"{"xs":[1]}"#, #"{"xs":[1,2]}"#, #"{"xs":[2,2]}"#]),
        Case(
            name: "with that replaces all of the input",
            module: "p if { input.y; q with input as {\"x\": 1} }\nq if input.x == 1",
            queries: ["input.y"], inputs: [#"{"y":1}"#, "{}"]),
        Case(
            name: "with of unknown values",
            module: "p if { q with input.x as input.y; r with data.n as input.y }\nq if input.x == 1\nr if data.n == 1",
            data: #"{"n":2}"#, inputs: [#"{"y":1}"#, #"{"y":2}"#, "{}"]),
        Case(
            name: "with of functions",
            module:
                "p if { q with data.t.f as g; q with count as 3 }\nf(x) := x\ng(x) := x + 1\nq if f(input.x) == 2\nq if count(input.x) == 3",
            inputs: [#"{"x":1}"#, #"{"x":2}"#, #"{"x":[1]}"#, "{}"]),
        Case(
            name: "a part of the input is known",
            module: "p if { input.method == \"GET\"; input.user == data.users[_] }",
            data: #"{"users":["a","b"]}"#, known: #"{"method":"GET"}"#, unknowns: ["input.user"],
            queries: ["input.user = \"a\"", "input.user = \"b\""],
            inputs: [#"{"method":"GET","user":"a"}"#, #"{"method":"GET","user":"c"}"#]),
        Case(
            name: "unknown data", module: "p contains x if { some x in data.xs; x.owner == input.user }",
            query: "data.t.p[x]", data: #"{"xs":[{"owner":"a","n":1},{"owner":"b"}]}"#, known: #"{"user":"a"}"#,
            unknowns: ["data.xs"], inputs: [#"{"user":"a"}"#]),
        Case(
            name: "packages by an unknown name", module: "x.ok if input.a\ny.ok if input.b",
            query: "data.t.x.ok; data.t[input.name].ok",
            inputs: [#"{"name":"x","a":1}"#, #"{"name":"y","a":1}"#, #"{"name":"y","a":1,"b":1}"#]),
        Case(
            name: "templates and strings", module: "p := $\"{input.x} \\u0007 {data.n} {input.none}\"",
            query: "data.t.p = v",
            data: #"{"n":1}"#, inputs: [#"{"x":"a"}"#, "{}"]),
        Case(
            name: "equal numbers keep their form", module: "p := sprintf(\"%v\", [x]) if { x := input.x; x == 1 }",
            query: "data.t.p = v", inputs: [#"{"x":1}"#, #"{"x":1.0}"#, #"{"x":2}"#]),
        Case(
            name: "names that are numbers", module: "p := data.m[input.k]", query: "data.t.p = v",
            data: #"{"m":{"1":"one","x":2}}"#, inputs: [#"{"k":1}"#, #"{"k":"1"}"#, #"{"k":"x"}"#]),
        Case(
            name: "the whole of data", module: "q if input.x", query: "data.t.q; data[input.k]",
            inputs: [#"{"k":"t","x":1}"#, #"{"k":"partial","x":1}"#, "{}"]),
        Case(
            name: "types that differ", module: "p if { x := data.v; x + input.n > 1 }", data: #"{"v":"a"}"#,
            inputs: [#"{"n":1}"#]),
        Case(
            name: "undefined parts of comprehensions", module: "p := count([1 | data.none.x == input.x])",
            query: "data.t.p = v",
            inputs: [#"{"x":1}"#]),
        Case(
            name: "variables keep the names they are asked by",
            module: "p contains msg if { some c in input.cs; c.bad; msg := sprintf(\"%v\", [c.name]) }",
            query: "data.t.p[x]",
            queries: [
                "__local0__ = input.cs[_]\n__local0__.bad\n__local1__ = __local0__.name\nsprintf(\"%v\", [__local1__], x)\nx"
            ],
            inputs: [#"{"cs":[{"bad":1,"name":"a"},{"bad":true,"name":"b"},{"name":"c"}]}"#]),
        Case(
            name: "walk", module: "p contains path if { walk(input, [path, v]); v == data.n }", query: "data.t.p = v",
            data: #"{"n":1}"#, inputs: [#"{"a":{"b":1},"c":1}"#, "{}"]),
    ]

    /// So many lines.
    private static func chain(_ count: Int, _ line: (Int) -> String) -> String {
        (0..<count).map { line($0) + "\n" }.joined()
    }

    private func comparison(_ test: Case) throws -> ResidualComparison {
        try ResidualComparison(
            ["package t\n" + test.module], query: test.query, data: Document(json: test.data))
    }

    private func options(_ test: Case) throws -> PartialOptions {
        PartialOptions(unknowns: try test.unknowns.map { try Reference(path: $0) })
    }

    @Test("What is left gives what the query gives", arguments: cases)
    func residuals(test: Case) throws {
        let comparison = try comparison(test)
        let known = try test.known.map { try Document(json: $0) }
        var shallow = try options(test)
        shallow.isShallow = true
        var tight = try options(test)
        tight.limits.queries = 1
        tight.limits.constantSize = 1
        for options in [try options(test), shallow, tight] {
            let partial = try comparison.partial(options, input: known)
            for input in try [nil] + test.inputs.map({ try Document(json: $0) }) {
                if input == nil, known != nil { continue }
                let outcome = comparison.outcome(partial, input: input)
                #expect(outcome == .same, "\(input?.json ?? "no input")")
            }
        }
        if let wanted = test.queries {
            let partial = try comparison.partial(try options(test), input: known)
            #expect(partial.queries.map(\.text) == wanted)
            #expect(partial.support.isEmpty)
        }
        let first = try comparison.partial(try options(test), input: known)
        #expect(try comparison.partial(try options(test), input: known).source == first.source)
    }

    @Test("The trees are those that OPA writes")
    func json() throws {
        let comparison = try ResidualComparison(
            ["package t\np if input.x == 1"], query: "data.t.p", data: Document.empty)
        #expect(
            try comparison.partial().json
                == #"{"queries":[[{"index":0,"terms":[{"type":"ref","value":[{"type":"var","value":"eq"}]},{"type":"ref","value":[{"type":"var","value":"input"},{"type":"string","value":"x"}]},{"type":"number","value":1}]}]]}"#
        )
        let always = try ResidualComparison(["package t\np := 1"], query: "data.t.p", data: Document.empty)
        #expect(try always.partial().json == #"{"queries":[[]]}"#)
        let never = try ResidualComparison(["package t\np if false"], query: "data.t.p", data: Document.empty)
        #expect(try never.partial().json == "{}")
        let text = try comparison.modules.partiallyEvaluated(
            query: "data.t.p; input.y", unknowns: ["input.x"], data: Document.empty, input: Document(json: #"{"y":1}"#))
        #expect(text.queries.map(\.text) == ["input.x = 1"])
    }

    @Test("Rules that are not to be inlined stay rules")
    func disabledInlining() throws {
        let comparison = try ResidualComparison(
            ["package t\np if { q; r }\nq if input.q\nr if input.r"], query: "data.t.p", data: Document.empty)
        let options = PartialOptions(disabledInlining: [try Reference(path: "data.t.q")])
        let partial = try comparison.partial(options)
        #expect(partial.queries.map(\.text) == ["data.partial.t.q\ninput.r"])
        #expect(partial.support.map(\.text) == ["package partial.t\n\nq if input.q\n"])
    }

    @Test("Functions whose results change are left, or evaluated when asked")
    func nondeterministic() throws {
        let comparison = try ResidualComparison(
            ["package t\np if time.now_ns() > 5"], query: "data.t.p", data: Document.empty)
        #expect(try comparison.partial().queries.map(\.text) == ["time.now_ns() > 5"])
        #expect(try comparison.partial(PartialOptions(evaluatesNondeterministic: true)).queries.map(\.text) == [""])
    }

    @Test("What would grow without end is kept as it is written, or ends with an error")
    func bounds() throws {
        let choices = (0..<20).map { "q\($0) if input.a\($0)\nq\($0) if input.b\($0)" }.joined(separator: "\n")
        let all = "p if { " + (0..<20).map { "q\($0)" }.joined(separator: "; ") + " }"
        let comparison = try ResidualComparison(
            ["package t\n\(all)\n\(choices)"], query: "data.t.p", data: Document.empty)
        let start = ContinuousClock.now
        let partial = try comparison.partial()
        #expect(partial.queries.count <= 256)
        #expect(ContinuousClock.now - start < .seconds(60))
        let input = "{" + (0..<20).map { "\"\($0 % 2 == 0 ? "a" : "b")\($0)\": 1" }.joined(separator: ",") + "}"
        for text in [input, "{}"] { #expect(comparison.outcome(partial, input: try Document(json: text)) == .same) }
        var options = PartialOptions()
        options.limits.steps = 10
        #expect(throws: RegoError.self) { try comparison.partial(options) }
        options = PartialOptions()
        options.limits.textSize = 100
        #expect(throws: RegoError.self) { try comparison.partial(options) }
    }

    @Test(
        "What is nested or grows beyond bounds ends well",
        arguments: [
            "p if q0\n" + chain(400) { "q\($0) if not q\($0 + 1)" } + "q400 if input.x == 1",
            "p := x if x := q0\n" + chain(300) { "q\($0) := [q\($0 + 1)]" } + "q300 := input.x",
            "default p := 0\np := x if x := q0\n"
                + chain(400) { "default q\($0) := 1\nq\($0) := q\($0 + 1) if input.y" } + "q400 := input.x",
            "p if {\nx0 := input.x\n" + chain(11) { "x\($0 + 1) := [x\($0), x\($0)]" } + "count(x11) == 2 }",
            "p if {\nx0 := 1\n" + chain(11) { "x\($0 + 1) := [x\($0), x\($0)]" } + "x11[0] == input.x }",
        ])
    func nesting(module: String) throws {
        let comparison = try ResidualComparison(["package t\n" + module], query: "data.t.p = v", data: Document.empty)
        for isShallow in [false, true] {
            let partial = try comparison.partial(PartialOptions(isShallow: isShallow))
            for input in ["{}", #"{"x":1}"#, #"{"x":2,"y":1}"#] {
                #expect(comparison.outcome(partial, input: try Document(json: input)) == .same)
            }
        }
    }

    @Test("Entrypoints are replaced by what is left of them")
    func optimised() throws {
        let comparison = try ResidualComparison(
            [
                """
                package t

                # METADATA
                # title: Who may
                allow if { input.method == "GET"; roles[input.user] }

                default deny := false
                deny := true if { not allow }
                roles contains u if { some u, r in data.users; r == "admin" }
                other := 1
                """
            ], query: "[data.t.allow, data.t.deny, data.t.other, data.t.roles] = v",
            data: Document(json: #"{"users":{"alice":"admin","bob":"user"}}"#))
        let options = PartialOptions(isShallow: true)
        let entrypoints = try ["data.t.allow", "data.t.deny"].map { try Reference(path: $0) }
        let optimised = try #require(
            try comparison.modules.optimised(for: entrypoints, data: comparison.data, options: options))
        #expect(
            optimised.added.map(\.text) == [
                "package t\n\nallow if {\n\tinput.method = \"GET\"\n\tinput.user = \"alice\"\n}\n\ndefault deny := false\n\ndeny if not data.t.allow\n"
            ])
        #expect(optimised.namespace == nil)
        #expect(optimised.changed[0]?.contains("allow") == false)
        #expect(optimised.changed[0]?.contains("roles contains u") == true)
        var other = comparison
        other.modules = try comparison.modules.compiled(optimised, options: CompilerOptions())
        other.query = try other.modules.query(comparison.query.source)
        for input in [#"{"method":"GET","user":"alice"}"#, #"{"method":"GET","user":"bob"}"#, "{}"] {
            let document = try Document(json: input)
            #expect(try other.direct(document) == comparison.direct(document))
        }
    }

    @Test(
        "A path of an unknown document is one from input or data",
        arguments: ["x", "input[x]", "input.x == 1", "1", ""])
    func paths(text: String) {
        #expect(throws: RegoErrors.self) { try Reference(path: text) }
    }
}
