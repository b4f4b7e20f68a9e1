import Testing

/// What `obryza policy` prints, and how it ends.
@Suite struct PolicyCommandTests {
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.run(
            #"""
            mkdir -p rules/limits old
            cat > rules/app.rego <<'END'
            package app

            default allow := false

            allow if input.user in data.limits.users

            deny contains msg if {
                some p in input.ports
                p < data.limits.lowest
                msg := sprintf("port %d", [p])
            }
            END
            cat > rules/app_test.rego <<'END'
            package app_test

            import data.app

            test_allow if app.allow with input as {"user": "ann"}

            test_wrong if app.allow with input as {"user": "bob"}

            todo_test_later if false

            test_table[name] := result if {
                some name, user in {"good": "ann", "bad": "bob"}
                result := app.allow with input as {"user": user}
            }
            END
            printf 'users: [ann]\nlowest: 1024\n' > rules/limits/data.yaml
            printf '{"user": "ann", "ports": [80, 8080, 22]}' > input.json
            printf 'package old\n\np[x] { x := "v0" }\n' > old/old.rego
            printf '{"revision": "r1", "roots": ["old"], "rego_version": 0}' > old/.manifest
            printf 'package a\nimport rego.v1\np   :=  1\n' > loose.rego
            printf 'package a\n\np if q(1)\n' > broken.rego
            tar -C old -czf old.tar.gz .
            """#)
        return folder
    }

    private static func run(_ folder: TemporaryFolder, _ command: String) throws -> Obryza.Outcome? {
        let arguments = command.split(separator: " ").map { String($0).replacing("@", with: folder.path) }
        return try Obryza.run(["policy"] + arguments)
    }

    @Test(
        arguments: [
            ("eval -d @/rules -i @/input.json -f raw data.app.allow", 0, "true\n"),
            ("eval -d @/rules -f raw data.app.allow", 0, "false\n"),
            ("eval -d @/rules -i @/input.json -f raw data.app.deny", 0, #"["port 22","port 80"]"# + "\n"),
            ("eval -d @/rules/app.rego -d limits:@/rules/limits -f raw data.limits.lowest", 0, "1024\n"),
            ("eval -b @/old.tar.gz -f raw data.old.p", 0, #"["v0"]"# + "\n"),
            ("eval -b @/old -f values data.old.p", 0, "[\n  [\n    \"v0\"\n  ]\n]\n"),
            ("eval -f pretty x=1", 0, "+---+\n| x |\n+---+\n| 1 |\n+---+\n"),
            ("eval -f pretty input.x", 0, "undefined\n"),
            ("eval -f json input.x", 0, "{}\n"),
            ("eval -f raw x:=[1,2,3][_];x>1", 0, "true true\ntrue true\n"),
            ("eval -f raw [1,0][_]>0", 0, "true\n"),
            ("eval -f raw 1>2", 0, "false\n"),
            ("eval --fail input.x", 1, "{}\n"),
            ("eval --fail-defined -f raw 1", 1, "1\n"),
            ("eval -f bindings x:=[1]", 0, "{\n  \"x\": [\n    1\n  ]\n}\n"),
            (
                "eval 1+1", 0,
                """
                {
                  "result": [
                    {
                      "expressions": [
                        {
                          "value": 2,
                          "text": "1+1",
                          "location": {
                            "row": 1,
                            "col": 1
                          }
                        }
                      ]
                    }
                  ]
                }

                """
            ),
        ] as [(String, Int32, String)])
    func `an evaluation prints its result`(command: String, status: Int32, output: String) throws {
        guard let outcome = try Self.run(Self.folder(), command) else { return }
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.output == output)
    }

    @Test(
        arguments: [
            ("eval -d @/broken.rego data.a", 2, #""code": "rego_type_error""#, ""),
            ("eval -d @/broken.rego -f raw data.a", 2, "", "undefined function q"),
            ("eval -d @/missing data.a", 2, "cannot open", ""),
            ("eval -d @/input.json -d @/rules/limits/data.yaml -d user:@/input.json data", 2, "merge error", ""),
            ("eval -d @/old data", 2, "rego_parse_error", ""),
            ("eval", 2, "", "give a query"),
            ("eval --strict-builtin-errors 1/0", 2, "eval_builtin_error", ""),
            ("check @/broken.rego", 1, "", "undefined function q"),
            ("check --format json @/broken.rego", 1, #""row": 3"#, ""),
            ("check @/rules", 0, "", ""),
            ("check --v0-compatible @/old", 0, "", ""),
            ("fmt @/broken.rego", 0, "package a", ""),
            ("fmt --list --fail @/loose.rego @/broken.rego", 1, "loose.rego\n", ""),
            ("fmt @/input.json", 2, "", "rego_parse_error"),
        ] as [(String, Int32, String, String)])
    func `each outcome has its exit code and says what is wrong`(
        command: String, status: Int32, output: String, errors: String
    ) throws {
        guard let outcome = try Self.run(Self.folder(), command) else { return }
        #expect(outcome.status == status, "\(outcome.output)\(outcome.errors)")
        #expect(output.isEmpty || outcome.output.contains(output), "\(outcome.output)")
        #expect(errors.isEmpty || outcome.errors.contains(errors), "\(outcome.errors)")
    }

    @Test func `tests pass, fail, wait, and are tables`() throws {
        let folder = try Self.folder()
        guard let outcome = try Self.run(folder, "test -v @/rules") else { return }
        #expect(outcome.status == 2)
        for line in [
            "data.app_test.test_allow: PASS", "data.app_test.test_wrong: FAIL",
            "data.app_test.todo_test_later: SKIPPED",
            "data.app_test.test_table: FAIL", "  bad: FAIL", "  good: PASS", "PASS: 1/4", "FAIL: 2/4", "SKIPPED: 1/4",
        ] {
            #expect(outcome.output.split(separator: "\n").contains { $0 == line }, "\(line) in \(outcome.output)")
        }
        #expect(try Self.run(folder, "test --run test_allow @/rules")?.status == 0)
        #expect(try Self.run(folder, "test --run nothing @/rules")?.status == 0)
        #expect(try Self.run(folder, "test --run nothing --fail-on-empty @/rules")?.status == 2)
        #expect(try Self.run(folder, "test @/broken.rego")?.status == 1)
        #expect(try Self.run(folder, "test -f json @/rules")?.output.contains(#""name": "test_wrong""#) == true)
    }

    @Test func `what is formatted and written is formatted`() throws {
        let folder = try Self.folder()
        guard let outcome = try Self.run(folder, "fmt --write @/loose.rego") else { return }
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try Self.run(folder, "fmt --list --fail @/loose.rego")?.status == 0)
    }

    @Test(
        arguments: [
            (#"{"roots": ["a", "a/b"]}"#, "its roots overlap"), (#"{"roots": ["new"]}"#, "under none of the roots"),
            (#"{"rego_version": 2}"#, "must be 0 or 1"), ("[]", "must be an object"),
        ])
    func `a bundle that contradicts its manifest is refused`(manifest: String, saying: String) throws {
        let folder = try Self.folder()
        try folder.write(Array(manifest.utf8), to: "old/.manifest")
        guard let outcome = try Self.run(folder, "eval --v0-compatible -b @/old data") else { return }
        #expect(outcome.status == 2)
        #expect(outcome.output.contains(saying), "\(outcome.output)")
    }

    @Test func `a rule and a document at one path are refused`() throws {
        let folder = try Self.folder()
        try folder.write(Array(#"{"app": {"allow": true}}"#.utf8), to: "clash.json")
        guard let outcome = try Self.run(folder, "eval -f raw -d @/rules -d @/clash.json data") else { return }
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("conflicting rule for data path app/allow found"), "\(outcome.errors)")
    }
}
