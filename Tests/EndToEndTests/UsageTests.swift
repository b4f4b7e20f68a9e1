import Testing

@testable import Archive
@testable import OCI

/// What `obryza` says to a person who asks for something wrong.
@Suite struct UsageTests {
    /// A folder with things that are no image.
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.run(
            """
            mkdir folder
            : > empty
            head -c 1000 /dev/urandom > noise
            echo '{}' > object.json
            """)
        return folder
    }

    @Test(
        arguments: [
            (["sbom"], 2, "Missing expected argument"), (["sbom", "--nope", "x"], 2, "Unknown option '--nope'"),
            (["nope"], 2, "nope"), (["sbom", "oci:@/folder"], 2, "use dir:@/folder"),
            (["sbom", "oci:@/missing"], 2, "no file oci-layout"),
            (["sbom", "docker-archive:@/empty"], 2, "manifest.json"),
            (["sbom", "oci-archive:@/noise"], 3, "checksum"),
            (["sbom", "docker-archive:@/folder"], 2, "use oci:@/folder"),
            (["sbom", "docker-archive:@/missing"], 2, "No such file"),
            (["sbom", "dir:@/empty"], 2, "no such directory"),
            (["sbom", "@/noise"], 2, "a path needs a scheme"),
            (["sbom", "dir:@/folder"], 3, "no component was recognised"),
            (["diff", "@/object.json", "@/noise"], 3, "object.json: "),
            (["diff", "@/empty", "@/empty"], 3, "@/empty: "),
            (["sbom", "dir:@/folder", "--platform", "a/b/c/d"], 2, "is no platform"),
            (["sbom", "dir:@/folder", "--lanes", "0"], 2, "from 1 to 64"),
            (["sbom", "dir:@/folder", "--format", "json=@/none/out"], 2, "@/none/out"),
            (["sbom", ""], 2, "image reference"),
        ] as [([String], Int32, String)])
    func `what is wrong is said in few lines, with the right code`(
        arguments: [String], status: Int32, saying: String
    ) throws {
        let folder = try Self.folder()
        func placed(_ text: String) -> String { text.replacing("@", with: folder.path) }
        guard let outcome = try Obryza.run(arguments.map(placed)) else { return }
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.contains(placed(saying)), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count <= 5, "\(outcome.errors)")
    }

    @Test(arguments: ["sbom", "inventory", "diff", "verify"])
    func `the help of each command has examples and exit codes`(_ command: String) throws {
        guard let outcome = try Obryza.run(command, "--help") else { return }
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        #expect(outcome.output.contains("EXAMPLES") && outcome.output.contains("obryza \(command) "))
        #expect(outcome.output.contains("Exit codes: 0 pass"))
        // The argument parser writes the usage as one line.
        #expect(outcome.output.split(separator: "\n").allSatisfy { $0.hasPrefix("USAGE: ") || $0.count <= 80 })
    }

    /// `script` gives the program a terminal of 80 columns.
    @Test(arguments: ["NO_COLOR=1", "NO_COLOR="])
    func `colours are for terminals, and nobody who wants none gets any`(_ setting: String) throws {
        guard let path = Obryza.path, Shell.has("script") else { return }
        let folder = try Self.folder()
        let output = String(
            decoding: try folder.run(
                """
                TERM=xterm \(setting) script -qec "stty cols 80; '\(path)' verify dir:folder" /dev/null || true
                """), as: UTF8.self)
        #expect(output.contains("verdict"))
        #expect(output.contains("\u{1b}[33m") == setting.hasSuffix("="), "\(output)")
        #expect(output.split(whereSeparator: \.isNewline).allSatisfy { $0.count <= 90 }, "\(output)")
    }

    @Test(arguments: ["sbom 'dir:folder'", "inventory 'dir:folder'"])
    func `tables fit a terminal of 80 columns`(_ command: String) throws {
        guard let path = Obryza.path, Shell.has("script") else { return }
        let folder = try TemporaryFolder()
        let long = String(repeating: "long-", count: 30)
        try folder.run(
            """
            mkdir -p folder/etc folder/var/lib/dpkg folder/opt/\(long)
            echo ID=debian > folder/etc/os-release
            printf '#!/bin/sh\\n' > folder/opt/\(long)/\(long)
            chmod +x folder/opt/\(long)/\(long)
            printf 'Package: \(long)x\\nStatus: install ok installed\\nArchitecture: all\\nVersion: 1.\(long)1\\n\\n' \\
                > folder/var/lib/dpkg/status
            """)
        let output = String(
            decoding: try folder.run(
                "TERM=xterm NO_COLOR=1 script -qc \"stty cols 80; '\(path)' \(command)\" /dev/null < /dev/null"),
            as: UTF8.self)
        // The gap below the tables is a sentence that the terminal wraps.
        let lines = output.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("incomplete: ") }
        #expect(lines.contains { $0.hasPrefix("long-") } && lines.contains { $0.hasPrefix("unowned") }, "\(output)")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(output)")
    }
}
