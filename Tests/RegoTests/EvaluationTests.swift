import Testing

@testable import Rego

@Suite("Evaluation")
struct EvaluationTests {
    /// The value of `query`, as JSON; nil when it is undefined.
    private func value(
        _ query: String, _ modules: [String] = [], data: String = "{}", input: String? = nil,
        options: EvaluationOptions = EvaluationOptions()
    ) throws -> String? {
        try prepared(query, modules, data: data).solutions(
            input: try input.map { try Document(json: $0) }, options: options
        ).first?.first
    }

    private func prepared(_ query: String, _ modules: [String], data: String = "{}") throws -> PreparedQuery {
        let sources = modules.enumerated().map { index, text in
            (source: SourceText(name: "test-\(index).rego", text: text), version: RegoVersion.v1)
        }
        let compiled = try CompiledModules.compile(sources)
        let query = try compiled.query(SourceText(name: "", text: "\(query) = result"))
        return try PreparedQuery(compiled, query: query, data: Document(json: data))
    }

    @Test("A rule index tries exactly the rules that can hold")
    func ruleIndex() throws {
        let rules = (0..<200).map { index in
            "p contains \(index) if { input.kind == \"k\(index % 7)\"; input.path = [\"a\(index % 3)\", _] }"
        }
        let module =
            "package t\n" + rules.joined(separator: "\n")
            + "\np contains -1 if input.kind in {\"k1\", \"x\"}\np contains -2 if true"
        for (kind, path) in [("k1", "a2"), ("k6", "a0"), ("x", "a0"), ("none", "a1")] {
            let expected = (0..<200).filter { "k\($0 % 7)" == kind && "a\($0 % 3)" == path }.map(String.init)
            let extra = ["-2"] + (kind == "k1" || kind == "x" ? ["-1"] : [])
            let found = try value("data.t.p", [module], input: "{\"kind\": \"\(kind)\", \"path\": [\"\(path)\", 1]}")
            #expect(found == "[" + (extra + expected).joined(separator: ",") + "]")
        }
        #expect(try value("data.t.p", [module]) == "[-2]")
    }

    @Test("Equal numbers select the same rules and members however they are written")
    func numbersInIndices() throws {
        let module = """
            package t
            p := "one" if input.n == 1
            p := "ten" if input.n == 10.0
            q[x] := y if some x, y in {1: "a", 2.5: "b"}
            """
        #expect(try value("data.t.p", [module], input: "{\"n\": 1.0}") == "\"one\"")
        #expect(try value("data.t.p", [module], input: "{\"n\": 1e1}") == "\"ten\"")
        #expect(try value("data.t.q[1.0]", [module]) == "\"a\"")
        #expect(try value("data.t.q[25e-1]", [module]) == "\"b\"")
        #expect(try value("10.0 in [1, 10]") == "true")
    }

    @Test("A function that a query's modifier names is none of its variables")
    func functionsInModifiers() throws {
        let query = try prepared("time.now_ns(x) with time.now_ns as opa.runtime; 1", [])
        #expect(query.variables == ["result", "x"])
        #expect(try query.solutions(input: nil) == [["1", "{}"]])
    }

    @Test("A join gives what nested iterations give")
    func joins() throws {
        let module = """
            package t
            joined contains [a.id, b.id] if { some a in input.left; some b in input.right; b.key == a.key }
            nested contains [a.id, b.id] if { some a in input.left; some b in input.right; same(a, b) }
            same(a, b) if a.key == b.key
            counts[k] := n if { some a in input.left; k := a.key; n := count([1 | some b in input.left; b.key == k]) }
            by_index contains i if { some a in input.right; input.left[i].key == a.key }
            """
        var numbers = SeededNumbers(3)
        for _ in 0..<20 {
            func side(_ size: Int) -> String {
                "["
                    + (0..<size).map { index in
                        let keys = ["1", "1.0", "\"a\"", "\"b\"", "[1]", "null", "{\"x\":2}", "true"]
                        let key = keys[Int.random(in: 0..<keys.count, using: &numbers)]
                        return Int.random(in: 0..<9, using: &numbers) == 0
                            ? "{\"id\":\(index)}" : "{\"id\":\(index),\"key\":\(key)}"
                    }.joined(separator: ",") + "]"
            }
            let input = "{\"left\":\(side(40)),\"right\":\(side(30))}"
            let query = try prepared("data.t", [module])
            let document = try Document(json: input)
            let first = try query.solutions(input: document)
            #expect(try query.solutions(input: document) == first)
            let check =
                "[data.t.joined == data.t.nested, sum([n | some n in data.t.counts]) > 0, data.t.by_index == {i | some i, a in input.left; some b in input.right; same(a, b)}]"
            #expect(
                try value(check.replacing("same(a, b)", with: "data.t.same(a, b)"), [module], input: input)
                    == "[true,true,true]")
        }
    }

    @Test("A group asked for one key has what the whole group has for it")
    func keyedGroups() throws {
        let module = """
            package t
            roles[user] contains role if { some user, u in data.users; input.on; some role in u.roles }
            named[user] := count(u.roles) if { some user, u in data.users; input.on }
            active contains user if { some user; data.users[user].roles; input.on }
            one := [roles[input.user], named[input.user], active[input.user]]
            all := [r, n, a] if { x := roles; y := named; z := active; r := x[input.user]; n := y[input.user]; a := z[input.user] }
            """
        let data =
            "{\"users\": {" + (0..<50).map { "\"u\($0)\": {\"roles\": [\"r\($0)\", \"s\"]}" }.joined(separator: ",")
            + "}}"
        for user in ["u0", "u49", "nobody"] {
            let input = "{\"on\": true, \"user\": \"\(user)\"}"
            let one = try value("data.t.one", [module], data: data, input: input)
            #expect(one == (try value("data.t.all", [module], data: data, input: input)))
            #expect((one == nil) == (user == "nobody"))
        }
    }

    @Test("A number is no key that is text, also where a group is asked for one key")
    func numbersAsKeysOfGroups() throws {
        let module = """
            package t
            names contains name if { some name; data.map[name]; input.on }
            values[name] := value if { some name; value := data.map[name]; input.on }
            """
        for (key, isThere) in [("1", false), ("1.0", false), ("\"1\"", true), ("\"2\"", false)] {
            let input = "{\"on\": true, \"key\": \(key)}"
            for rule in ["names", "values"] {
                let found = try value(
                    "data.t.\(rule)[input.key]", [module], data: "{\"map\": {\"1\": 7}}", input: input)
                #expect((found != nil) == isThere, "\(rule)[\(key)] is \(found ?? "undefined")")
            }
        }
    }

    @Test("Keys that are equal numbers are one key of a rule, however they are written")
    func numbersAsKeysOfRules() throws {
        let module = """
            package t
            r[1.0] contains "a"
            r[1] contains "b"
            r[x] contains "c" if some x in [1e0, 2]
            s[1] := "one"
            s[2.0] := "two"
            s[1e0] := "one"
            """
        #expect(try value("data.t.r == {1: {\"a\", \"b\", \"c\"}, 2: {\"c\"}}", [module]) == "true")
        #expect(
            try value("[data.t.r[1], data.t.r[1.0], data.t.r[10e-1]]", [module]) == "["
                + (0..<3).map { _ in "[\"a\",\"b\",\"c\"]" }.joined(separator: ",") + "]")
        #expect(try value("[data.t.s[1.0], data.t.s[2], count(data.t.s)]", [module]) == "[\"one\",\"two\",2]")
    }

    @Test("An iteration may be compared with a comprehension that uses what it binds")
    func comprehensionsBehindIterations() throws {
        let module = "package t\np contains x if { some x in input.xs; x == [y | some y in x; y > 0] }"
        #expect(try value("data.t.p", [module], input: "{\"xs\": [[1], [2, 3], [0]]}") == "[[1],[2,3]]")
    }

    @Test("An error of a rule counts only where its value is asked for")
    func errorsOfRulesThatAreNotAskedFor() throws {
        let module = """
            package t
            r := 1
            r := 2 if input.users
            p contains n if { some user in input.users; n := user.n; n > 0; n == r }
            q contains n if { some user in data.users; n := user.n; n > 5; n == r }
            """
        let data = "{\"users\": [" + (0..<20).map { "{\"n\": \($0 % 5)}" }.joined(separator: ",") + "]}"
        let query = try prepared("[data.t.p, data.t.q]", [module], data: data)
        let empty = try Document(json: "{\"users\": []}")
        for _ in 0..<3 { #expect(try query.solutions(input: empty) == [["[[],[]]"]]) }
        let one = try Document(json: "{\"users\": [{\"n\": 1}]}")
        let error = #expect(throws: RegoError.self) { try query.solutions(input: one) }
        #expect(error?.code == .conflict)
        #expect(try query.solutions(input: Document(json: "{}")) == [["[[],[]]"]])
    }

    @Test("Elements and keys at one place are a conflict")
    func elementsBesideKeys() throws {
        let module =
            "package t\nr.k contains \"a\"\nr.k[x] contains x if some x in [1]\nr[x] contains 2 if some x in [\"k\"]"
        for query in ["data.t.r", "data.t.r.k", "data.t.r.k[1]"] {
            let error = #expect(throws: RegoError.self) { try value(query, [module]) }
            #expect(error?.code == .conflict)
        }
    }

    @Test("What depends on base documents only is found once, and not where a `with` replaces them")
    func settledGroups() throws {
        let module = """
            package t
            total := sum([n | some n in data.numbers])
            here := [total, with_other, total, with_input]
            with_other := n if n := total with data.numbers as [100]
            with_input := n if n := total with input as 1
            """
        let query = try prepared("data.t.here", [module], data: "{\"numbers\": [1, 2, 3]}")
        for _ in 0..<3 { #expect(try query.solutions(input: nil) == [["[6,100,6,6]"]]) }
    }

    @Test("A decision that takes too much ends with an error", arguments: ["steps", "memory", "time", "cancelled"])
    func limits(limit: String) throws {
        let module = """
            package t
            n := numbers.range(1, 300)
            p := count([1 | n[_]; n[_]; n[_]; n[_]; n[_]])
            """
        var options = EvaluationOptions()
        switch limit {
        case "steps": options.limits.steps = 100_000
        case "memory": options.limits.memory = 1 << 20
        case "time": options.limits.deadline = ContinuousClock.now + .milliseconds(50)
        default: options.limits.isCancelled = { true }
        }
        let query = try prepared("data.t.p", [module])
        let error = #expect(throws: RegoError.self) { try query.solutions(input: nil, options: options) }
        #expect(error?.code == .cancelled)
        // The machine is as good as new.
        options.limits = EvaluationLimits(steps: 100_000)
        #expect(throws: RegoError.self) { try query.solutions(input: nil, options: options) }
    }

    @Test("Conflicts end a decision and say where")
    func conflicts() throws {
        for (module, message) in [
            (
                "p := x if some x in [1, 2]",
                "test-0.rego:2: eval_conflict_error: complete rules must not produce multiple outputs"
            ),
            (
                "p := {x: y | some x in [1]; some y in [2, 3]}",
                "test-0.rego:2: eval_conflict_error: object keys must be unique"
            ),
            (
                "p := f(1)\nf(x) := y if some y in [x, 2]",
                "test-0.rego:3: eval_conflict_error: functions must not produce multiple outputs for same inputs"
            ),
        ] {
            let error = #expect(throws: RegoError.self) { try value("data.t.p", ["package t\n" + module]) }
            #expect(error?.description == message)
        }
    }

    @Test("Prepared queries are evaluated at the same time")
    func concurrency() async throws {
        let module = "package t\np[x] := [y | some y in data.ys; y > x] if some x in input.xs"
        let query = try prepared("data.t.p", [module], data: "{\"ys\": [1, 5, 9]}")
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                group.addTask {
                    let input = try Document(json: "{\"xs\": [\(index)]}")
                    let expected =
                        "{\"\(index)\":[" + [1, 5, 9].filter { $0 > index }.map(String.init).joined(separator: ",")
                        + "]}"
                    for _ in 0..<200 where try query.solutions(input: input) != [[expected]] { return false }
                    return true
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
