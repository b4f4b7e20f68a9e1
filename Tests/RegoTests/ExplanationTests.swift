import Testing

@testable import Rego

@Suite struct ExplanationTests {
    private static let policy = """
        package app

        default allow := false

        allow if {
            input.user in data.users
            some role in roles[input.user]
            role == "admin"
        }

        allow if {
            input.root
            input.on
        }

        roles[u] contains r if {
            some u, rs in data.grants
            some r in rs
        }

        deny contains msg if {
            some p in input.ports
            p < 1024
            msg := sprintf("port %d", [p])
        }

        safe if {
            every c in input.containers {
                c.user != "root"
                not privileged(c)
            }
        }

        privileged(c) if c.flags.privileged

        level := "high" if {
            input.score > 90
        } else := "middle" if {
            input.score > 50
        }

        limit := 5

        double(x) := x * 2

        quiet if not noisy

        noisy if count([p | some p in input.ports; p > 9000]) > 0

        moved if {
            x := 3
            input.n == x with input.n as 1
        }
        """

    private static let data = #"{"users": ["ann", "bob"], "grants": {"ann": ["dev", "ops"], "bob": ["admin"]}}"#

    private func explain(_ query: String, _ input: String) throws -> String {
        let compiled = try CompilerTests.compile([Self.policy])
        let query = try compiled.query(SourceText(name: "", text: query), capturesValues: true)
        let explainer = try DecisionExplainer(compiled, query: query, data: try Document(json: Self.data))
        return try explainer.explain(input: try Document(json: input)).explanation.description
    }

    @Test(arguments: [
        (
            #"data.app.allow"#, #"{"user": "ann"}"#,
            #"""
            data.app.allow is false, the default
              test-0.rego:5 nearest miss: allow, 2 of 3 held
                test-0.rego:8 role == "admin"  <- stopped here (2 candidates)  # of the first: role is "dev"
              1 more rule got no further

            """#
        ),
        (
            #"data.app.allow"#, #"{"user": "bob"}"#,
            #"""
            data.app.allow is true
              test-0.rego:5 fired: allow
                test-0.rego:6 input.user in data.users  # input.user is "bob", data.users is ["ann", "bob"]
                test-0.rego:7 some role in roles[input.user]  # input.user is "bob", role is "admin"
                  data.app.roles["bob"] is {"admin"}
                    test-0.rego:16 fired: roles[u] contains r  # "admin"
                      test-0.rego:17 some u, rs in data.grants  # rs is ["admin"], u is "bob"
                      test-0.rego:18 some r in rs  # r is "admin"
                test-0.rego:8 role == "admin"  # role is "admin"

            """#
        ),
        (
            #"data.app.allow"#, #"{"root": true}"#,
            #"""
            data.app.allow is false, the default
              test-0.rego:11 nearest miss: allow, 1 of 2 held
                test-0.rego:13 input.on  <- stopped here  # input.on is undefined
              1 more rule got no further

            """#
        ),
        (
            #"data.app.allow"#, #"{}"#,
            #"""
            data.app.allow is false, the default
              test-0.rego:5 nearest miss: allow, 0 of 3 held
                test-0.rego:6 input.user in data.users  <- stopped here  # input.user is undefined
              1 more rule got no further

            """#
        ),
        (
            #"data.app.deny"#, #"{"ports": [80, 8080, 22]}"#,
            #"""
            data.app.deny is {"port 22", "port 80"}
              test-0.rego:21 fired: deny contains msg  # "port 80", "port 22"
                test-0.rego:22 some p in input.ports  # p is 80
                test-0.rego:23 p < 1024  # p is 80
                test-0.rego:24 msg := sprintf("port %d", [p])  # p is 80, sprintf("port %d", [p]) is "port 80", msg is "port 80"

            """#
        ),
        (
            #"data.app.deny"#, #"{"ports": [8080]}"#,
            #"""
            data.app.deny is set()
              test-0.rego:21 nearest miss: deny contains msg, 1 of 3 held
                test-0.rego:23 p < 1024  <- stopped here  # p is 8080

            """#
        ),
        (
            #"data.app.safe"#, #"{"containers": [{"user": "a"}, {"user": "root"}]}"#,
            #"""
            data.app.safe is undefined
              test-0.rego:27 nearest miss: safe, 0 of 1 held
                test-0.rego:28 every c in input.containers { c.user != "root" not privileged(c) }  <- stopped here  # input.containers is [{"user": "a"}, {"user": "root"}]
                  test-0.rego:28 within: 0 of 2 held
                    test-0.rego:29 c.user != "root"  <- stopped here  # c.user is "root"

            """#
        ),
        (
            #"data.app.safe"#, #"{"containers": [{"user": "a", "flags": {"privileged": true}}]}"#,
            #"""
            data.app.safe is undefined
              test-0.rego:27 nearest miss: safe, 0 of 1 held
                test-0.rego:28 every c in input.containers { c.user != "root" not privileged(c) }  <- stopped here  # input.containers is [{"flags": {"privileged": true}, "user": "a"}]
                  test-0.rego:28 within: 1 of 2 held
                    test-0.rego:30 not privileged(c)  <- stopped here  # c is {"flags": {"privileged": true}, "user": "a"}
                      data.app.privileged({"flags": {"privileged": true}, "user": "a"}) is true
                        test-0.rego:34 fired: privileged(c)
                          test-0.rego:34 c.flags.privileged  # c.flags.privileged is true

            """#
        ),
        (
            #"data.app.safe"#, #"{"containers": [{"user": "a"}]}"#,
            #"""
            data.app.safe is true
              test-0.rego:27 fired: safe
                test-0.rego:28 every c in input.containers { c.user != "root" not privileged(c) }  # input.containers is [{"user": "a"}]

            """#
        ),
        (
            #"data.app.level"#, #"{"score": 60}"#,
            #"""
            data.app.level is "middle"
              test-0.rego:38 fired: else := "middle"  # "middle"
                test-0.rego:39 input.score > 50  # input.score is 60

            """#
        ),
        (
            #"data.app.level"#, #"{"score": 10}"#,
            #"""
            data.app.level is undefined
              test-0.rego:36 nearest miss: level := "high", 0 of 1 held
                test-0.rego:37 input.score > 90  <- stopped here  # input.score is 10
              1 more rule got no further

            """#
        ),
        (
            #"data.app.quiet"#, #"{"ports": [9001]}"#,
            #"""
            data.app.quiet is undefined
              test-0.rego:46 nearest miss: quiet, 0 of 1 held
                test-0.rego:46 not noisy  <- stopped here
                  data.app.noisy is true
                    test-0.rego:48 fired: noisy
                      test-0.rego:48 count([p | some p in input.ports; p > 9000]) > 0  # [p | some p in input.ports; p > 9000] is [9001], count([p | some p in input.ports; p > 9000]) is 1

            """#
        ),
        (
            #"data.app.quiet"#, #"{"ports": [1, 2]}"#,
            #"""
            data.app.quiet is true
              test-0.rego:46 fired: quiet
                test-0.rego:46 not noisy
                  data.app.noisy is undefined
                    test-0.rego:48 nearest miss: noisy, 0 of 1 held
                      test-0.rego:48 count([p | some p in input.ports; p > 9000]) > 0  <- stopped here  # [p | some p in input.ports; p > 9000] is [], count([p | some p in input.ports; p > 9000]) is 0
                        test-0.rego:48 within: 1 of 2 held
                          test-0.rego:48 p > 9000  <- stopped here (2 candidates)  # of the first: p is 1

            """#
        ),
        (
            #"data.app.limit + data.app.double(4)"#, #"{}"#,
            #"""
            data.app.double(4) is 8
              test-0.rego:44 fired: double(x) := x * 2  # 8
            data.app.limit is 5
              test-0.rego:42 fired: limit := 5  # 5

            """#
        ),
        (
            #"data.app.roles.ann; input.x == 1"#, #"{"x": 2}"#,
            #"""
            data.app.roles is {"ann": {"dev", "ops"}, "bob": {"admin"}}
              test-0.rego:16 fired: roles[u] contains r  # "dev", "ops", "admin"
                test-0.rego:17 some u, rs in data.grants  # rs is ["dev", "ops"], u is "ann"
                test-0.rego:18 some r in rs  # r is "dev"
            query:1 input.x == 1  <- stopped here  # input.x is 2

            """#
        ),
        (
            #"data.app.allow with input.user as "bob""#, #"{}"#,
            #"""
            data.app.allow is true
              test-0.rego:5 fired: allow
                test-0.rego:6 input.user in data.users  # input.user is "bob", data.users is ["ann", "bob"]
                test-0.rego:7 some role in roles[input.user]  # input.user is "bob", role is "admin"
                  data.app.roles["bob"] is {"admin"}
                    test-0.rego:16 fired: roles[u] contains r  # "admin"
                      test-0.rego:17 some u, rs in data.grants  # rs is ["admin"], u is "bob"
                      test-0.rego:18 some r in rs  # r is "admin"
                test-0.rego:8 role == "admin"  # role is "admin"

            """#
        ),
        (
            #"data.app.moved"#, #"{"n": 3}"#,
            #"""
            data.app.moved is undefined
              test-0.rego:50 nearest miss: moved, 1 of 2 held
                test-0.rego:52 input.n == x with input.n as 1  <- stopped here  # x is 3

            """#
        ),
    ])
    func reasons(_ query: String, _ input: String, _ expected: String) throws {
        #expect(try explain(query, input) == expected)
    }

    @Test func `an explanation stays small however much is evaluated`() throws {
        let module = """
            package t
            p if { some i in input; some j in input; f(i, j) }
            f(i, j) if { g(i); h(j) }
            g(i) if i >= 0
            h(j) if { some k in input; k == j + 100000 }
            """
        let compiled = try CompilerTests.compile([module])
        let query = try compiled.query(SourceText(name: "", text: "data.t.p"), capturesValues: true)
        let explainer = try DecisionExplainer(compiled, query: query, data: try Document(json: "{}"))
        let input = "[" + (0..<60).map(String.init).joined(separator: ",") + "]"
        let text = try explainer.explain(input: try Document(json: input)).explanation.description
        #expect(text.split(separator: "\n").count < 30)
        #expect(text.contains("f(i, j)  <- stopped here (3600 candidates)"))
        #expect(throws: RegoError.self) {
            try explainer.explain(
                input: try Document(json: input),
                options: EvaluationOptions(limits: EvaluationLimits(steps: 5_000)))
        }
    }

    @Test func `solutions are those of the plain program`() throws {
        let compiled = try CompilerTests.compile([Self.policy])
        let query = try compiled.query(SourceText(name: "", text: "x = data.app"))
        let plain = try PreparedQuery(compiled, query: query, data: try Document(json: Self.data))
        let explainer = try DecisionExplainer(compiled, query: query, data: try Document(json: Self.data))
        for input in [#"{"user": "bob", "score": 60}"#, #"{"ports": [80], "containers": []}"#] {
            let document = try Document(json: input)
            #expect(try explainer.explain(input: document).solutions == plain.solutions(input: document))
        }
    }
}

@Suite struct BuiltinErrorTests {
    @Test func `errors of built-ins that do not end a decision can be had`() throws {
        let compiled = try CompilerTests.compile(["package t\np if { not q }\nq if to_number(\"x\") == 1"])
        let query = try compiled.query(SourceText(name: "", text: "x = data.t.p"))
        let prepared = try PreparedQuery(compiled, query: query, data: try Document(json: "{}"))
        let output = PrintedOutput()
        var options = EvaluationOptions()
        options.builtinErrorHandler = { output.add(PrintedLine(text: $0.description, position: nil)) }
        #expect(try prepared.solutions(input: nil, options: options) == [["true"]])
        let texts = output.lines.map(\.text)
        #expect(texts.count == 1 && texts[0].hasPrefix("test-0.rego:3: eval_builtin_error: to_number: "))
    }
}
