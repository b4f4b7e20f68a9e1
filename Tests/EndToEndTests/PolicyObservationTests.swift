import Testing

/// What `obryza policy` shows of how policies are evaluated.
@Suite struct PolicyObservationTests {
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.run(
            #"""
            mkdir prints cover
            cat > cover/app.rego <<'END'
            package app

            allow if {
                input.user == "ann"
                input.on
            }

            deny if input.user == "bob"
            END
            printf 'package app_test\n\ntest_ann if data.app.allow with input as {"user": "ann", "on": true}\n' > cover/app_test.rego
            cat > prints/p.rego <<'END'
            package prints

            p if {
                print("hello\nthere", input.n)
                input.n == 1
            }

            test_no if p with input.n as 2
            test_yes if p with input.n as 1
            END
            """#)
        return folder
    }

    private static func run(_ folder: TemporaryFolder, _ command: String) throws -> Obryza.Outcome? {
        let arguments = command.split(separator: " ").map { String($0).replacing("@", with: folder.path) }
        return try Obryza.run(["policy"] + arguments)
    }

    @Test func `what policies print is narrated, and shown with the test that printed it`() throws {
        let folder = try Self.folder()
        guard let eval = try Self.run(folder, "eval -d @/prints -f raw data.prints.p") else { return }
        #expect((eval.status, eval.output, eval.errors) == (0, "", "hello\nthere <undefined>\n"))
        let test = try Self.run(folder, "test @/prints")
        #expect(test?.status == 2)
        #expect(test?.output.contains("data.prints.test_no: FAIL\n  hello\n  there 2\n") == true)
        #expect(test?.output.contains("there 1") == false)
        #expect(try Self.run(folder, "test -v @/prints")?.output.contains("PASS\n  hello\n  there 1\n") == true)
        let json = try Self.run(folder, "test -f json @/prints")
        #expect(json?.output.contains("\"output\": \"aGVsbG8KdGhlcmUgMgo=\"") == true)
    }

    @Test func `coverage of tests is reported as OPA reports it, and may not fall below a threshold`() throws {
        let folder = try Self.folder()
        guard let outcome = try Self.run(folder, "test --coverage @/cover") else { return }
        #expect(outcome.status == 0)
        let expected = """
            {
              "files": {
                "@/cover/app.rego": {
                  "covered": [
                    {
                      "start": {
                        "row": 3
                      },
                      "end": {
                        "row": 5
                      }
                    }
                  ],
                  "not_covered": [
                    {
                      "start": {
                        "row": 8
                      },
                      "end": {
                        "row": 8
                      }
                    }
                  ],
                  "covered_lines": 3,
                  "not_covered_lines": 1,
                  "coverage": 75
                },
                "@/cover/app_test.rego": {
                  "covered": [
                    {
                      "start": {
                        "row": 3
                      },
                      "end": {
                        "row": 3
                      }
                    }
                  ],
                  "covered_lines": 1,
                  "coverage": 100
                }
              },
              "covered_lines": 4,
              "not_covered_lines": 1,
              "coverage": 80
            }

            """.replacing("@", with: folder.path)
        #expect(outcome.output == expected)
        #expect(try Self.run(folder, "test --threshold 80 @/cover")?.status == 0)
        let below = try Self.run(folder, "test --threshold 80.5 @/cover")
        #expect(below?.status == 2)
        #expect(below?.errors.contains("expected at least 80.5%, found 80%") == true)
        #expect(below?.errors.contains("app.rego: 8\n") == true)
        #expect(try Self.run(folder, "test --threshold 101 @/cover")?.status == 2)
        let failing = try Self.run(folder, "test -c @/prints")
        #expect(failing?.status == 2)
        #expect(failing?.errors.contains("test_no: FAIL") == true)
        #expect(failing?.output.hasPrefix("{") == true)
    }

    @Test func `an evaluation shows its coverage, profile and times beside the result`() throws {
        let folder = try Self.folder()
        let eval = "eval -d @/cover/app.rego data.app.deny "
        guard let json = try Self.run(folder, eval + "--coverage --profile --metrics --instrument") else { return }
        #expect(json.status == 0)
        for part in [
            "\"coverage\": {", "\"profile\": [", "\"num_gen_expr\": 1", "\"total_time_ns\": ", "\"metrics\": {",
            "\"timer_rego_query_eval_ns\": ", "\"counter_rego_steps\": ",
        ] { #expect(json.output.contains(part), "\(part)") }
        let pretty = try Self.run(folder, eval + "-f pretty --profile-sort line --profile-limit 1 --count 3")
        #expect(pretty?.output.hasPrefix("undefined\n") == true)
        #expect(pretty?.output.contains("NUM GEN EXPR") == true)
        #expect(pretty?.output.contains("query:1") == true)
        #expect(pretty?.output.contains("app.rego") == false)
        let many = try Self.run(folder, eval + "--profile --metrics --count 3")
        #expect(many?.output.contains("\"aggregated_profile\": [") == true)
        #expect(many?.output.contains("\"aggregated_metrics\": {") == true)
        let raw = try Self.run(folder, eval + "-f raw --metrics")
        #expect(raw?.output.isEmpty == true)
        #expect(raw?.errors.contains("timer_rego_query_eval_ns") == true)
        #expect(try Self.run(folder, eval + "--profile-sort colour")?.status == 2)
        #expect(try Self.run(folder, eval + "--count 0")?.status == 2)
    }

    @Test func `a result is explained by the rule that came nearest`() throws {
        let folder = try Self.folder()
        try folder.run(#"printf '{"user": "ann"}' > input.json"#)
        let eval = "eval -d @/cover/app.rego -i @/input.json "
        let expected = """
            data.app.allow is undefined
              @/cover/app.rego:3 nearest miss: allow, 1 of 2 held
                @/cover/app.rego:5 input.on  <- stopped here  # input.on is undefined

            """.replacing("@", with: folder.path)
        // The query may stand right behind the option.
        for arguments in ["-f pretty --explain data.app.allow", "--explain -f pretty data.app.allow"] {
            guard let outcome = try Self.run(folder, eval + arguments) else { return }
            #expect((outcome.status, outcome.output) == (0, "undefined\n" + expected))
        }
        let json = try Self.run(folder, eval + "--explain=reason data.app.allow")
        for part in ["\"explanation\": {", "\"fired\": false", "\"text\": \"input.on\"", "\"held\": 1"] {
            #expect(json?.output.contains(part) == true, "\(part)")
        }
        let raw = try Self.run(folder, eval + "--explain -f raw data.app.allow")
        #expect((raw?.output, raw?.errors) == ("", expected))
        #expect(try Self.run(folder, eval + "--explain=off data.app.allow")?.output == "{}\n")
    }

    @Test(arguments: [
        ("--explain=full data.app.allow", "no traces are made"),
        ("--explain fails data.app.allow", "no traces are made"),
        ("--explain more data.app.allow", "reason or off"), ("--explain --profile data.app.allow", "not both"),
        ("--explain", "give a query"),
    ])
    func `what cannot be explained is refused`(_ arguments: String, _ reason: String) throws {
        guard let outcome = try Self.run(Self.folder(), "eval " + arguments) else { return }
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }

    @Test func `a test that fails says where it stopped`() throws {
        let folder = try Self.folder()
        let outcome = try Self.run(folder, "test @/prints")
        let expected = """
            data.prints.test_no: FAIL
              hello
              there 2
              data.prints.test_no is undefined
                @/prints/p.rego:8 nearest miss: test_no, 0 of 1 held
                  @/prints/p.rego:8 p with input.n as 2  <- stopped here
                    data.prints.p is undefined
                      @/prints/p.rego:3 nearest miss: p, 1 of 2 held
                        @/prints/p.rego:5 input.n == 1  <- stopped here  # input.n is 2

            """.replacing("@", with: folder.path)
        if let outcome { #expect(outcome.output.contains(expected), "\(outcome.output)") }
    }

    @Test func `built-ins that fail are reported beside the result when asked for`() throws {
        let folder = try Self.folder()
        try folder.run("printf 'package b\\n\\np := 1 if not to_number(\"x\")\\n' > b.rego")
        guard let plain = try Self.run(folder, "eval -d @/b.rego -f raw data.b.p") else { return }
        let shown = try Self.run(folder, "eval -d @/b.rego -f raw data.b.p --show-builtin-errors")
        #expect(plain.status == 0)
        #expect((shown?.status, shown?.output) == (2, plain.output))
        #expect(shown?.errors.contains("b.rego:3: eval_builtin_error: to_number: ") == true)
        let json = try Self.run(folder, "eval -d @/b.rego data.b.p --show-builtin-errors")
        #expect(json?.output.contains("\"code\": \"eval_builtin_error\"") == true)
    }
}
