import ArgumentParser
import Testing

@testable import Commands

@Suite struct PolicyBundleCommandTests {
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        Shell.run(
            """
            cd '\(folder.path)'; mkdir -p b/app d
            printf '{"revision":"1","roots":["app"]}' > b/.manifest
            printf '{"n":1}' > b/app/data.json
            printf 'package app\\nallow if data.app.n == input.n\\ntest_n if data.app.n == 1\\n' > b/app/p.rego
            printf '{"revision":"2","roots":["app"]}' > d/.manifest
            printf '{"data":[{"op":"replace","path":"/app/n","value":2}]}' > d/patch.json
            printf 'secret' > key; printf 'other' > wrong; printf '{"scope":"write"}' > claims.json
            """)
        return folder
    }

    private func status(_ arguments: [String]) async throws -> Int32 {
        do {
            var command = try PolicyCommand.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            return PolicyCommand.exitCode(for: error).rawValue
        }
    }

    @Test func `the same files are built to the same bytes`() async throws {
        let folder = try Self.folder()
        for name in ["x", "y"] {
            #expect(
                try await status(["build", "-b", "\(folder.path)/b", "-o", "\(folder.path)/\(name).tar.gz"]) == 0)
        }
        #expect(Shell.run("cmp '\(folder.path)/x.tar.gz' '\(folder.path)/y.tar.gz'").status == 0)
        #expect(try await status(["test", "-b", "\(folder.path)/x.tar.gz"]) == 0)
        let changed = "\(folder.path)/changed.tar.gz"
        #expect(
            try await status([
                "build", "-b", "\(folder.path)/x.tar.gz", "\(folder.path)/d", "-o", changed,
            ]) == 0)
        #expect(try await status(["test", "-b", changed]) == 2)
    }

    @Test func `a signed bundle is used with its key, or with the word that signatures do not matter`() async throws {
        let folder = try Self.folder()
        let bundle = "\(folder.path)/signed.tar.gz"
        let alg = ["--signing-alg", "HS256"]
        #expect(
            try await status(
                [
                    "build", "-b", "\(folder.path)/b", "-o", bundle, "--signing-key", "\(folder.path)/key",
                    "--claims-file", "\(folder.path)/claims.json",
                ] + alg) == 0)
        let key = ["--verification-key", "\(folder.path)/key"] + alg
        for command in ["test", "check"] {
            #expect(try await status([command, "-b", bundle]) == 1)
            #expect(try await status([command, "-b", bundle, "--skip-verify"]) == 0)
            #expect(try await status([command, "-b", bundle] + key) == 1)
            #expect(try await status([command, "-b", bundle, "--scope", "write"] + key) == 0)
            let wrong = ["--verification-key", "\(folder.path)/wrong", "--scope", "write"] + alg
            #expect(try await status([command, "-b", bundle] + wrong) == 1)
            #expect(try await status([command, "-b", "\(folder.path)/b"] + key) == 1)
        }
        #expect(try await status(["eval", "-b", bundle, "-f", "discard", "data"]) == 2)
        #expect(
            try await status(["eval", "-b", bundle, "-f", "discard", "--scope", "write"] + key + ["data"]) == 0)
    }

    @Test(
        "what cannot be done is refused with the reason",
        arguments: [
            ["build"], ["build", "-b", "x", "-O", "1"], ["build", "-b", "x", "-t", "wasm"],
            ["build", "p.rego", "--signing-key", "k"], ["build", "-b", "x", "--claims-file", "c"],
            ["check", "-b", "x", "--scope", "s"], ["check", "-b", "x", "--skip-verify", "--verification-key", "k"],
            ["bench", "--count", "0", "data"], ["bench"], ["eval", "--stdin", "data"],
        ])
    func refused(_ arguments: [String]) async throws {
        #expect(try await status(arguments) == ExitCode.validationFailure.rawValue)
    }

    @Test func `an archive in which a link hides policies is refused`() async throws {
        let folder = try Self.folder()
        try folder.run("tar -C b -czf whole.tar.gz . && ln -s /tmp b/app/more && tar -C b -czf linked.tar.gz .")
        #expect(try await status(["check", "-b", "\(folder.path)/whole.tar.gz"]) == 0)
        #expect(try await status(["check", "-b", "\(folder.path)/linked.tar.gz"]) == 1)
        #expect(try await status(["check", "-b", "--ignore", "more", "\(folder.path)/linked.tar.gz"]) == 0)
    }

    @Test func `a bundle is shown, its queries taken apart and measured`() async throws {
        let folder = try Self.folder()
        let bundle = "\(folder.path)/b"
        for format in ["pretty", "json"] {
            #expect(try await status(["inspect", "-a", bundle, "-f", format]) == 0)
            #expect(try await status(["inspect", "\(folder.path)/none", "-f", format]) == 1)
            #expect(try await status(["deps", "-b", bundle, "-f", format, "data.app.allow"]) == 0)
            #expect(try await status(["deps", "-b", bundle, "-f", format, "data.app."]) == 1)
        }
        for format in ["pretty", "json", "gobench"] {
            let bench = ["bench", "-b", bundle, "--duration", "2", "-f", format]
            #expect(try await status(bench + ["data.app.n"]) == 0)
            #expect(try await status(bench + ["data.app.none"]) == 1)
            #expect(try await status(bench + ["--no-fail", "data.app.none"]) == 0)
        }
    }

    @Test func `tests are chosen by a regular expression, and durations are read as Go writes them`() async throws {
        let folder = try Self.folder()
        let test = ["test", "-b", "\(folder.path)/b", "--fail-on-empty"]
        #expect(try await status(test + ["--run", "app\\.test_[a-n]$", "--timeout", "1m500ms"]) == 0)
        #expect(try await status(test + ["--run", "test_x"]) == 2)
        #expect(try await status(test + ["--run", "("]) == 1)
        #expect(try await status(test + ["--timeout", "0"]) == ExitCode.validationFailure.rawValue)
        #expect(try await status(test + ["--timeout", "1x"]) == ExitCode.validationFailure.rawValue)
    }

    @Test func `a schema and capabilities are kept to`() async throws {
        let folder = try Self.folder()
        Shell.run(
            """
            cd '\(folder.path)'
            printf '{"type":"object","properties":{"n":{"type":"string"}},"additionalProperties":false}' > s.json
            printf 'package q\\np if input.m == 1\\n' > q.rego
            printf '{"builtins":[{"name":"equal"}],"features":["rego_v1"]}' > c.json
            printf 'package r\\np if count(input.m) > 1\\n' > r.rego
            """)
        #expect(try await status(["check", "\(folder.path)/q.rego"]) == 0)
        #expect(try await status(["check", "\(folder.path)/q.rego", "-s", "\(folder.path)/s.json"]) == 1)
        #expect(try await status(["check", "\(folder.path)/q.rego", "--capabilities", "\(folder.path)/c.json"]) == 0)
        #expect(try await status(["check", "\(folder.path)/r.rego", "--capabilities", "\(folder.path)/c.json"]) == 1)
    }
}
