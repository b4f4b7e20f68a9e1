import ArgumentParser
import Testing

@testable import Commands

@Suite struct PolicyPartialCommandTests {
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        Shell.run(
            """
            cd '\(folder.path)'
            printf 'package app\ndefault allow := false\nallow if { input.method == "GET"; data.roles[input.user] == "admin" }\n' > p.rego
            printf '{"roles":{"alice":"admin","bob":"user"}}' > data.json
            printf '{"method":"GET"}' > input.json
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

    @Test func `a query is evaluated in part, and fails as a whole one does`() async throws {
        let folder = try Self.folder()
        let policy = ["eval", "-d", "\(folder.path)/p.rego", "-d", "\(folder.path)/data.json", "--partial"]
        for format in ["json", "pretty", "source", "discard"] {
            #expect(try await status(policy + ["-f", format, "data.app.allow"]) == 0)
        }
        #expect(try await status(policy + ["--fail", "-u", "input.user", "data.app.allow"]) == 1)
        #expect(
            try await status(
                policy + ["--fail", "-u", "input.user", "-i", "\(folder.path)/input.json", "data.app.allow"]) == 0)
    }

    @Test(arguments: [
        ["eval", "--unknowns", "input", "data.app.allow"],
        ["eval", "--partial", "--unknowns", "input[x]", "data.app.allow"],
        ["eval", "--partial", "-f", "raw", "data.app.allow"], ["eval", "-f", "source", "data.app.allow"],
        ["build", "p.rego", "-O", "1"], ["build", "p.rego", "-O", "3", "-e", "app"],
    ])
    func `options that do not go together are a usage error`(arguments: [String]) async throws {
        let code = try await status(arguments)
        #expect(code != 0 && code != 1)
    }

    @Test func `a bundle is built with what is left of its entrypoints`() async throws {
        let folder = try Self.folder()
        let files = ["\(folder.path)/p.rego", "\(folder.path)/data.json"]
        for level in ["1", "2"] {
            let bundle = "\(folder.path)/\(level).tar.gz"
            #expect(try await status(["build"] + files + ["-e", "app/allow", "-O", level, "-o", bundle]) == 0)
            let text = Shell.run("tar -xzOf '\(bundle)' optimized/app.rego").output
            #expect(String(decoding: text, as: UTF8.self).contains("input.user = \"alice\""))
            #expect(try await status(["eval", "-b", bundle, "--fail", "data.app.allow"]) == 0)
            let query = "data.app.allow == true"
            #expect(
                try await status(
                    [
                        "eval", "-b", bundle, "--fail",
                        "\(query) with input as {\"method\": \"GET\", \"user\": \"alice\"}",
                    ]) == 0)
        }
    }
}
