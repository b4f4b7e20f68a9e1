import Testing

@testable import Rego

@Suite struct CompilerTests {
    static func compile(
        _ texts: [String], _ version: RegoVersion = .v1, _ options: CompilerOptions = CompilerOptions()
    ) throws(RegoErrors) -> CompiledModules {
        try CompiledModules.compile(
            texts.enumerated().map { (SourceText(name: "test-\($0.offset).rego", text: $0.element), version) },
            options: options)
    }

    static func problems(
        _ texts: String..., version: RegoVersion = .v1, options: CompilerOptions = CompilerOptions()
    ) -> [String] {
        do throws(RegoErrors) {
            _ = try compile(texts, version, options)
            return []
        } catch {
            return error.errors.map(\.description)
        }
    }

    /// The first rule's body, without the module's head.
    static func body(_ text: String) throws -> String {
        try compile(["package a\n" + text]).rules.first?.rule.body.map(\.description).joined(separator: "; ") ?? ""
    }

    @Test(arguments: ["v0", "v1"], ["plain", "not"])
    func everyConformanceCaseCompiles(_ version: String, _ mode: String) throws {
        guard ConformanceSources.isPresent else {
            print("skipped: no conformance cases at \(ConformanceSources.root)")
            return
        }
        var failures: [String] = []
        for entry in try ConformanceSources.cases(version) {
            var options = CompilerOptions(
                enabledKeywords: mode == "not" ? .not : [], allowsExperimentalKeywords: entry.isExperimental)
            options.builtins["test.sleep"] = BuiltinDeclaration(
                name: "test.sleep", arguments: [.string], result: .null)
            do {
                let compiled = try Self.compile(entry.modules, version == "v0" ? .v0 : .v1, options)
                _ = try compiled.query(SourceText(name: "", text: entry.query))
            } catch {
                failures.append(
                    "\(entry.file)[\(entry.index)] \(entry.note): \(error)\n\(entry.query)\n\(entry.modules.joined(separator: "\n--\n"))"
                )
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures:\n\(failures.prefix(20).joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("p if { x := 1; x > 0 }", "__local0__ = 1; __local0__ > 0"),
        ("p if { y = x + 1; x = 2 }", "x = 2; plus(x, 1, __local0__); y = __local0__"),
        ("p if { not x == 1; x = q }\nq := 2", "x = data.a.q; not x = 1"),
        (
            "p if { some x in [1, 2]; x > 1 }",
            "__local2__ = [1, 2]; __local1__ = __local2__[__local0__]; __local1__ > 1"
        ),
        (
            "p if { count([x | x = input.a[_]]) > 1 }",
            "__local1__ = [x | x = input.a[_]]; count(__local1__, __local0__); __local0__ > 1"
        ),
        ("p if { f(input.x) }\nf(x) := x", "__local1__ = input.x; data.a.f(__local1__)"),
        ("p := input.x", "true; __local0__ = input.x"),
        (
            "p if { every x in input.a { x > 1 } }",
            "__local1__ = input.a; every __local0__ in __local1__ { __local0__ > 1 }"
        ),
    ]) func aBodyIsRewritten(_ text: String, _ expected: String) throws {
        #expect(try Self.body(text) == expected)
    }

    @Test(arguments: [
        ("p if { x > 1 }", "test-0.rego:2: rego_unsafe_var_error: var x is unsafe"),
        ("p := x if { true }", "test-0.rego:2: rego_unsafe_var_error: var x is unsafe"),
        ("p if { not x = 1 }", "test-0.rego:2: rego_unsafe_var_error: var x is unsafe"),
        ("p if { x := 1; x := 2 }", "test-0.rego:2: rego_compile_error: var x assigned above"),
        ("p if { x = 1; x := 2 }", "test-0.rego:2: rego_compile_error: var x referenced above"),
        ("p if { some x; true }", "test-0.rego:2: rego_compile_error: declared var x unused"),
        ("f(x) := y if { x := 1; y := x }", "test-0.rego:2: rego_compile_error: arg x redeclared"),
        ("p if { foo(1) }", "test-0.rego:2: rego_type_error: undefined function foo"),
        (
            "p if { f(1, 2, 3) }\nf(x) := x",
            "test-0.rego:2: rego_type_error: function data.a.f has arity 1, got 3 arguments"
        ),
        (
            "p if { q }\nq if { p }",
            "test-0.rego:2: rego_recursion_error: rule data.a.p is recursive: data.a.p -> data.a.q -> data.a.p"
        ),
        ("p := 1\np contains 2", "test-0.rego:2: rego_type_error: conflicting rules data.a.p found"),
        ("f(x) := 1\nf(x, y) := 2", "test-0.rego:2: rego_type_error: conflicting rules data.a.f found"),
        ("p.q := 1\np.q.r := 2", "test-0.rego:2: rego_type_error: rule data.a.p.q conflicts with [data.a.p.q.r]"),
        (
            "p if { q.r with q.r as 1 }\nq := {\"r\": 2}",
            "test-0.rego:2: rego_compile_error: with keyword cannot partially replace virtual document(s)"
        ),
        (
            "p if { true with foo as 1 }",
            "test-0.rego:2: rego_type_error: with keyword target must reference existing input, data, or a function"
        ),
        (
            "p if { any([true]) }",
            "test-0.rego:2: rego_type_error: deprecated built-in function calls in expression: any"
        ),
        (
            "import data.x\nimport data.y.x\np := x",
            "test-0.rego:3: rego_compile_error: import must not shadow import data.x"
        ),
        (
            "p if { input := 1; input > 0 }",
            "test-0.rego:2: rego_compile_error: variables must not shadow input (use a different variable name)"
        ),
        ("p := $\"{x}\"", "test-0.rego:2: rego_compile_error: var x is undeclared"),
        ("p if { x := print(1); x }", "test-0.rego:2: rego_type_error: print(1) used as value"),
    ]) func aModuleThatBreaksARuleIsRefused(_ text: String, _ message: String) {
        #expect(Self.problems("package a\n" + text).first == message)
    }

    @Test(arguments: [
        (
            "p if { x := 1 + \"a\" }", "plus: invalid argument(s)",
            ["have: (number, string, ???)", "want: (x: number, y: number, z: number)"]
        ),
        ("p if { 1 = \"a\" }", "match error", ["left  : number", "right : string"]),
        (
            "p if { q.b }\nq := {\"a\": 1}", "undefined ref: data.a.q.b",
            ["data.a.q.b", "         ^", "         have: \"b\"", "         want (one of): [\"a\"]"]
        ),
        ("p if { q.b }\nq := 1", "undefined ref: data.a.q.b", ["data.a.q.b", "^^^^^^^^", "have: number"]),
        (
            "p if { count(1) }", "count: invalid argument(s)",
            ["have: (number)", "want: (any<string, array[any], object[any: any], set[any]>, number)"]
        ),
        ("p if { f(1) == \"a\" }\nf(x) := x + 1", "match error", ["left  : number", "right : string"]),
        (
            "p if { x := [y | y = [1, 2][_]; startswith(y, \"a\")]; x }", "startswith: invalid argument(s)",
            ["have: (number, string)", "want: (string, string, boolean)"]
        ),
    ]) func whatNoValueCanSatisfyIsATypeError(_ text: String, _ message: String, _ details: [String]) {
        do throws(RegoErrors) {
            _ = try Self.compile(["package a\n" + text])
            Issue.record("compiled")
        } catch {
            #expect(error.errors.first?.message == message)
            #expect(error.errors.first?.details == details)
            #expect(error.errors.first?.code == .type)
        }
    }

    @Test func metadataIsTheRulesOwnAndTheChainLeadsOutward() throws {
        let text = """
            # METADATA
            # title: package
            # authors: [Jane <jane@example.org>]
            package a

            # METADATA
            # title: rule
            # custom: {level: 3}
            p := rego.metadata.rule()

            q := rego.metadata.chain()
            """
        let compiled = try Self.compile([text])
        #expect(
            compiled.rules.map { $0.rule.head.value?.description ?? "" } == [
                "{\"custom\": {\"level\": 3}, \"scope\": \"rule\", \"title\": \"rule\"}",
                "[{\"path\": [\"a\", \"q\"]}, {\"annotations\": {\"authors\": [{\"email\": \"jane@example.org\", \"name\": \"Jane\"}], "
                    + "\"scope\": \"package\", \"title\": \"package\"}, \"path\": [\"a\"]}]",
            ])
    }

    @Test func strictModeFindsWhatIsUnused() {
        let strict = CompilerOptions(isStrict: true)
        #expect(
            Self.problems("package a\nimport data.b\np := 1", options: strict)
                == ["test-0.rego:2: rego_compile_error: import data.b unused"])
        #expect(
            Self.problems("package a\np if { x := 1; true }", options: strict)
                == ["test-0.rego:2: rego_compile_error: assigned var x unused"])
        #expect(
            Self.problems("package a\nf(x) := 1", options: strict)
                == ["test-0.rego:2: rego_compile_error: unused argument x. (hint: use _ (wildcard variable) instead)"])
    }

    @Test func aSchemaTellsWhatInputHolds() throws {
        let schema = Annotation.Value.object([
            .init(
                key: "properties",
                value: .object([
                    .init(key: "user", value: .object([.init(key: "type", value: .string("string"))]))
                ])),
            .init(key: "type", value: .string("object")),
        ])
        let options = CompilerOptions(schemas: ["schema": schema])
        #expect(Self.problems("package a\np := input.user", options: options).isEmpty)
        #expect(
            Self.problems("package a\np := input.usr", options: options).first?.hasPrefix(
                "test-0.rego:2: rego_type_error: undefined ref: input.usr") == true)
        let annotated = """
            package a

            # METADATA
            # schemas:
            # - input.request: {type: object, properties: {count: {type: number}}}
            p if input.request.count == "three"

            q if input.request.count == "three"
            """
        #expect(Self.problems(annotated).count == 1)
        #expect(Self.problems(annotated).first?.contains("test-0.rego:6: rego_type_error: match error") == true)
    }

    @Test func literalsInReverseOrderAreOrderedInLittleTime() throws {
        var text = "package a\np if {\n"
        for index in (1..<3_000).reversed() { text += "\tx\(index) = x\(index - 1)\n" }
        text += "\tx0 = 1\n}\n"
        let compiled = try Self.compile([text])
        #expect(compiled.rules.first?.rule.body.first?.description == "x0 = 1")
    }

    @Test(arguments: [
        ("x = 1 and y = 2", ["var x is unsafe", "var y is unsafe"]),
        (
            "x := 1 or y := 2",
            ["cannot assign vars inside implicit or operand", "cannot assign vars inside implicit or operand"]
        ),
        ("{ x := 1; x > 0 } and { x := 2; x > 1 }", []), ("{ x = 1 } or { x = 2 }", []),
        ("x := 1; x and { y := x; y > 0 }", []), ("not a = 1", ["var a is unsafe"]), ("not { a = 1 }", []),
        ("not { a == 1 }", ["var a is unsafe"]), ("not input.a[_]", ["var _ is unsafe"]), ("not { input.a[_] }", []),
        ("not plus(1, 2, a)", ["var a is unsafe"]), ("a = 2; not a + 2 = 3", []),
    ]) func onlyBracesAroundAnOperandLetItBind(_ body: String, _ messages: [String]) {
        let options = CompilerOptions(allowsExperimentalKeywords: true)
        let text = """
            package a
            import future.keywords.and
            import future.keywords.not
            import future.keywords.or
            p if { \(body) }
            """
        do throws(RegoErrors) {
            _ = try Self.compile([text], .v1, options)
            #expect(messages.isEmpty)
        } catch {
            #expect(error.errors.map(\.message) == messages)
        }
    }

    @Test func operandsAreBodiesAfterCompilation() throws {
        let options = CompilerOptions(allowsExperimentalKeywords: true)
        let text = "package a\nimport future.keywords.and\np if { { x := 1; x > 0 } and input.y }"
        let rule = try #require(try Self.compile([text], .v1, options).rules.first)
        guard case .and(let left, let right)? = rule.rule.body.first?.kind else {
            Issue.record("no conjunction")
            return
        }
        #expect(left.count == 2 && right.count == 1)
    }

    /// Errors stand where the variable or literal stands.
    @Test(arguments: [
        ("p := [x, y] if { true }", "rego_unsafe_var_error", [7, 10]),
        ("p if { a = 1; not b[i] = a }", "rego_unsafe_var_error", [15, 15]),
        ("p if { x := 1; x := 2 }", "rego_compile_error", [16]),
        ("p if { [a, 1] := [1, 2] }", "rego_compile_error", [12]),
        ("r := f()\nf := 1", "rego_type_error", [6]), ("p if { true with walk as 1 }", "rego_compile_error", [18]),
    ]) func anErrorHasItsColumn(_ text: String, _ code: String, _ columns: [Int]) {
        do throws(RegoErrors) {
            _ = try Self.compile(["package a\n" + text])
            Issue.record("compiled")
        } catch {
            #expect(error.errors.map { $0.position?.column ?? 0 } == columns)
            #expect(error.errors.allSatisfy { $0.code.rawValue == code })
        }
    }

    @Test func closuresToTheLimitOfDepthNeedNoMoreStackThanThereIs() throws {
        let depth = 90
        let text = String(repeating: "[x | x := ", count: depth) + "1" + String(repeating: "]", count: depth)
        _ = try Self.compile(["package a\np := " + text])
        let sums = "package a\np := " + Array(repeating: "1", count: 250).joined(separator: " + ")
        _ = try Self.compile([sums])
    }

    @Test func aDocumentWrittenIntoAPolicyIsCompiledInLittleTime() throws {
        let numbers = (0..<100_000).map { "\($0)" }.joined(separator: ",")
        let members = (0..<20_000).map { "\"key\($0)\": {\"id\": \($0), \"tags\": [\"a\", \(data($0))]}" }
        let text = "package a\np := [\(numbers)]\nq := {\(members.joined(separator: ","))}\nr := q.key1.id + p[1]"
        _ = try Self.compile([text])
        func data(_ index: Int) -> String { index % 2 == 0 ? "null" : "\(index)" }
    }

    @Test func aLongChainOfRulesNeedsNoStack() throws {
        var text = "package a\np0 := 1\n"
        for index in 1..<20_000 { text += "p\(index) := p\(index - 1)\n" }
        let compiled = try Self.compile([text])
        #expect(compiled.evaluationOrder.first == 0 && compiled.evaluationOrder.count == 20_000)
    }
}
