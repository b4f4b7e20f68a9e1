import Testing

@testable import Archive
@testable import Content
@testable import JSONText
@testable import OCI

/// What `obryza sbom`, `diff` and `verify` write, and how they end.
@Suite struct DocumentCommandTests {
    private static func file(_ path: String, _ content: String, mode: UInt16 = 0o644) -> (TarEntry, [UInt8]) {
        (TarEntry(path: Array(path.utf8), kind: .file, mode: mode), Array(content.utf8))
    }

    private static func system(version: String) -> [(TarEntry, [UInt8])] {
        [
            file("etc/os-release", "ID=debian\nVERSION_ID=13\n"),
            file(
                "var/lib/dpkg/status",
                "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: \(version)\n\n"),
            file("var/lib/dpkg/info/a.list", "/usr/bin/a\n"),
            file("usr/bin/a", "#!/bin/sh\n# \(version)\n", mode: 0o755),
        ]
    }

    private static func layout(_ entries: [(TarEntry, [UInt8])]) throws -> TestLayout {
        let layout = try TestLayout()
        try layout.finish([layout.image([TestLayout.plain(TestLayout.tar(entries))])], tag: "latest")
        return layout
    }

    private static let formats = [
        "spdx-json", "spdx3-json", "cyclonedx-json", "cyclonedx-json@1.7", "cyclonedx-xml", "cyclonedx-xml@1.7", "json",
    ]

    @Test func `the same image gives the same documents from every transport`() throws {
        let layout = try Self.layout(Self.system(version: "1"))
        let folder = try TemporaryFolder()
        for (index, format) in Self.formats.enumerated() {
            var documents: [[UInt8]] = []
            for reference in ["oci:\(layout.path)", "oci:\(layout.path)", "oci-archive:\(try layout.archive())"] {
                let path = "\(folder.path)/\(index).\(documents.count)"
                guard let outcome = try Obryza.run("sbom", reference, "--format", "\(format)=\(path)") else { return }
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.output.isEmpty)
                documents.append(try OpenFile.contents(of: path, limit: 1 << 20))
            }
            #expect(documents[0].count > 500)
            #expect(documents[0] == documents[1] && documents[0] == documents[2], "\(format)")
        }
    }

    @Test func `a document goes to standard output and nothing else does`() throws {
        let layout = try Self.layout(Self.system(version: "1"))
        guard let outcome = try Obryza.run("sbom", "oci:\(layout.path)", "--format", "spdx-json") else { return }
        #expect(outcome.status == 0)
        let root = try JSONDocument(outcome.output).root
        #expect(root["spdxVersion"]?.string == "SPDX-2.3")
        #expect(
            root["packages"]?.elements.contains { $0["name"]?.string == "a" && $0["versionInfo"]?.string == "1" }
                == true)
    }

    @Test(arguments: [
        (["--format", "nonsense"], "nonsense"), (["--format", "json@9"], "9"), (["--format", "json="], "file name"),
        (["--format", "json", "--format", "spdx-json"], "standard output"),
        (["--require-completeness", "101"], "percentage"),
    ])
    func `calls a wrong wish wrong usage`(_ options: [String], _ saying: String) throws {
        let layout = try Self.layout(Self.system(version: "1"))
        guard let outcome = try Obryza.run(["sbom", "oci:\(layout.path)"] + options) else { return }
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(saying), "\(outcome.errors)")
    }

    @Test func `says what differs, between images and between their documents`() throws {
        let old = try Self.layout(Self.system(version: "1"))
        let new = try Self.layout(
            Self.system(version: "2") + [
                Self.file("app/Cargo.lock", "version = 3\n[[package]]\nname = \"b\"\nversion = \"0.1.0\"\n")
            ])
        let folder = try TemporaryFolder()
        let document = "\(folder.path)/old.json"
        guard try Obryza.run("sbom", "oci:\(old.path)", "--format", "json=\(document)") != nil else { return }
        for before in ["oci:\(old.path)", document] {
            let outcome = try #require(try Obryza.run("diff", before, "oci:\(new.path)"))
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("+ b 0.1.0"), "\(outcome.output)")
            #expect(outcome.output.contains("1 -> 2"), "\(outcome.output)")
            #expect(outcome.output.contains("usr/bin/a"), "\(outcome.output)")
        }
        #expect(try Obryza.run("diff", document, "oci:\(new.path)", "--fail-on-change")?.status == 1)
        let same = try #require(try Obryza.run("diff", document, "oci:\(old.path)", "--fail-on-change"))
        #expect(same.status == 0)
        #expect(same.output == "no difference\n")
    }

    private static func schema(_ name: String) throws -> JSONSchema {
        let repository = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try JSONSchema(try OpenFile.contents(of: "/\(repository)/docs/schemas/\(name)", limit: 1 << 20))
    }

    @Test func `a difference keeps to its published schema and counts both sides`() throws {
        let old = try Self.layout(Self.system(version: "1"))
        let new = try Self.layout(
            Self.system(version: "2") + [
                Self.file("app/Cargo.lock", "version = 3\n[[package]]\nname = \"b\"\nversion = \"0.1.0\"\n"),
                Self.file("app/run", "#!/bin/sh\n", mode: 0o755),
            ])
        guard
            let outcome = try Obryza.run("diff", "oci:\(old.path)", "oci:\(new.path)", "--format", "json")
        else { return }
        let schema = try Self.schema("difference-1.json")
        #expect(try schema.violations(of: outcome.output) == [])
        let root = try JSONDocument(outcome.output).root
        #expect(root["versions"]?[0]?["name"]?.string == "a")
        #expect(root["counts"]?["before"]?["unaccounted"]?.int == 0)
        #expect(root["counts"]?["after"]?["unaccounted"]?.int == 1)
        #expect(root["completeness"]?["before"]?.number.flatMap(Double.init) == 1)
        #expect(root["filesAdded"]?.elements.compactMap(\.string) == ["app/run"])
        // The schema does see what is wrong.
        let altered = outcome.output.replacing("\"schemaVersion\": \"1\"", with: "\"schemaVersion\": \"2\", \"x\": 1")
        #expect(try schema.violations(of: altered).count == 2)

        let same = try #require(try Obryza.run("diff", "oci:\(old.path)", "oci:\(old.path)", "--format", "json"))
        #expect(try schema.violations(of: same.output) == [])
        let text = try #require(try Obryza.run("diff", "oci:\(old.path)", "oci:\(new.path)"))
        #expect(text.output.contains("unaccounted executables 0 -> 1"), "\(text.output)")
        #expect(text.output.contains("completeness 100.00% -> "), "\(text.output)")
    }

    @Test func `the supplier of the artifact can be named`() throws {
        let layout = try Self.layout(Self.system(version: "1"))
        guard
            let outcome = try Obryza.run(
                "sbom", "oci:\(layout.path)", "--format", "json", "--supplier", "A & B <a@b.example>")
        else { return }
        let supplier = try JSONDocument(outcome.output).root["subject"]?["supplier"]
        #expect(supplier?["name"]?.string == "A & B" && supplier?["email"]?.string == "a@b.example")
        #expect(try Obryza.run("sbom", "oci:\(layout.path)", "--supplier", " ")?.status == 2)
    }

    @Test func `the inventory keeps to its published schema`() throws {
        let layout = try Self.layout(Self.system(version: "1"))
        guard let outcome = try Obryza.run("sbom", "oci:\(layout.path)", "--format", "json") else { return }
        #expect(try Self.schema("inventory-1.json").violations(of: outcome.output) == [])
    }

    /// SPDX 2.3 and CycloneDX list the executables nobody accounts for, and only those.
    @Test(arguments: ["spdx-json", "spdx3-json", "cyclonedx-json", "cyclonedx-xml", "json"])
    func `an image does not differ from its own document`(_ format: String) throws {
        let layout = try Self.layout(
            Self.system(version: "1") + [Self.file("app/run", "#!/bin/sh\n", mode: 0o755)])
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/document"
        guard try Obryza.run("sbom", "oci:\(layout.path)", "--format", "\(format)=\(path)") != nil else { return }
        let outcome = try #require(try Obryza.run("diff", path, "oci:\(layout.path)", "--fail-on-change"))
        #expect(outcome.output == "no difference\n", "\(outcome.output)\(outcome.errors)")
        #expect(outcome.status == 0)
    }

    @Test func `a verdict without evidence is unknown, and a failure once bytes contradict their digest`() throws {
        let layout = try Self.layout(Self.system(version: "1"))
        guard let outcome = try Obryza.run("verify", "oci:\(layout.path)", "--format", "json") else { return }
        #expect(outcome.status == 3)
        let root = try JSONDocument(outcome.output).root
        #expect(root["verdict"]?.string == "unknown")
        var states: [String: String] = [:]
        for leg in root["legs"]?.elements.map(\.self) ?? [] { states[leg["name"]?.string ?? ""] = leg["state"]?.string }
        #expect(states["integrity"] == "pass" && states["inventory"] == "pass" && states["completeness"] == "pass")
        #expect(states["signature"] == "unknown" && states["policy"] == "unknown")

        let digest = try #require(try layout.open().layers[0].descriptor?.digest)
        try layout.folder.run("printf x | dd of=\(layout.blob(digest)) bs=1 seek=600 conv=notrunc")
        let altered = try #require(try Obryza.run("verify", "oci:\(layout.path)"))
        #expect(altered.status == 1)
        #expect(altered.output.contains("integrity") && altered.output.contains("fail"))
    }
}
