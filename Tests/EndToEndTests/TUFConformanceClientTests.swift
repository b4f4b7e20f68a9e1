import Content
import Glibc
import Testing

/// The client that public suites drive, against the repository of an authority of our own.
@Suite(.timeLimit(.minutes(5))) struct TUFConformanceClientTests {
    private static func run(_ folder: TemporaryFolder, _ arguments: String) throws -> Int32 {
        let client = try #require(Obryza.path).dropLast("obryza".count) + "tuf-conformance-client"
        return Shell.run("cd '\(folder.path)'; exec '\(client)' --metadata-dir metadata \(arguments)").status
    }

    @Test func `a repository is followed, and what is not what it says is not kept`() throws {
        guard let sigstore = try PrivateSigstore() else { return }
        let folder = try TemporaryFolder()
        try folder.run("mkdir metadata targets other; cp '\(sigstore.updates)/1.root.json' root.json")
        let url = "\(sigstore.url)/tuf"
        let download = "--metadata-url \(url) --target-base-url \(url)/targets --target-dir targets"
        // Nothing is trusted yet.
        #expect(try Self.run(folder, "--metadata-url \(url) refresh") == 1)
        #expect(try Self.run(folder, "init root.json") == 0)
        #expect(try Self.run(folder, "--metadata-url \(url)/ refresh") == 0)
        #expect(
            String(decoding: try folder.run("ls metadata"), as: UTF8.self).split(separator: "\n")
                == ["root.json", "snapshot.json", "targets.json", "timestamp.json"])
        #expect(
            try Self.run(
                folder, "\(download) --target-name trusted_root.json --target-name signing_config.v0.2.json download")
                == 0)
        #expect(
            try folder.read("targets/trusted_root.json")
                == OpenFile.contents(of: sigstore.trustedRoot, limit: 1 << 20))
        #expect(try Self.run(folder, "\(download) --target-name nothing download") == 1)
        // Another authority's root believes none of it.
        let foreign = try #require(try PrivateSigstore())
        #expect(try Self.run(folder, "init '\(foreign.updates)/1.root.json'") == 0)
        #expect(try Self.run(folder, "--metadata-url \(url) refresh") == 1)
        #expect(
            String(decoding: try folder.run("ls metadata"), as: UTF8.self).split(separator: "\n") == ["root.json"])
        // The file of another repository in the place of one that was announced.
        #expect(
            try Self.run(
                folder,
                "--metadata-url \(foreign.url)/tuf --target-base-url \(url)/targets --target-dir other "
                    + "--target-name trusted_root.json download") == 1)
        #expect(try folder.run("ls other").isEmpty)
    }

    @Test(arguments: ["", "init", "init a b", "refresh", "download", "--metadata-url", "--nothing x refresh"])
    func `half a command is refused as such`(arguments: String) throws {
        guard Obryza.path != nil else { return }
        #expect(try Self.run(try TemporaryFolder(), arguments) == 2)
    }
}
