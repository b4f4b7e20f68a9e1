import Testing

@testable import Archive
@testable import Content
@testable import JSONText
@testable import OCI

/// `obryza scan` and `verify` on images that say what they were built on.
@Suite struct BaseImageScanTests {
    private static func file(_ path: String, _ content: String) -> (TarEntry, [UInt8]) {
        (TarEntry(path: Array(path.utf8), kind: .file, mode: 0o644), Array(content.utf8))
    }

    private static func system(_ openssl: String) throws -> TestLayout.Layer {
        TestLayout.plain(
            try TestLayout.tar([
                file("etc/os-release", "ID=debian\nVERSION_ID=12\n"),
                file(
                    "var/lib/dpkg/status",
                    "Package: libssl3\nStatus: install ok installed\nArchitecture: amd64\nSource: openssl\n"
                        + "Version: \(openssl)\n\n"),
                file("var/lib/dpkg/info/libssl3:amd64.list", "/usr/lib/libssl.so.3\n"),
            ]))
    }

    private static func application() throws -> TestLayout.Layer {
        TestLayout.plain(
            try TestLayout.tar([
                file(
                    "usr/local/lib/python3.11/dist-packages/Django-4.2.8.dist-info/METADATA",
                    "Metadata-Version: 2.1\nName: Django\nVersion: 4.2.8\n")
            ]))
    }

    private static func layout(_ layers: [TestLayout.Layer], base: String? = nil) throws -> TestLayout {
        let layout = try TestLayout()
        let annotations = base.map { ["org.opencontainers.image.base.name": $0] } ?? [:]
        try layout.finish([try layout.image(layers, annotations: annotations)], tag: "latest")
        return layout
    }

    /// - Returns: `nil` when the program is not built.
    private static func database(_ folder: TemporaryFolder) throws -> String? {
        let django = """
            {"id":"PYSEC-2099-1","modified":"2099-01-02T00:00:00Z","aliases":["CVE-2099-0001"],\
            "affected":[{"package":{"ecosystem":"PyPI","name":"django"},"ranges":[{"type":"ECOSYSTEM",\
            "events":[{"introduced":"4.0"},{"fixed":"4.2.9"}]}]}]}
            """
        let debian =
            "[02 Jan 2099] DSA-9999-1 openssl - security update\n\t{CVE-2099-0002}\n\t[bookworm] - openssl 3.0.13-1\n"
        try folder.write(Array((django + "\n").utf8), to: "pypi.ndjson")
        try folder.write(Array(debian.utf8), to: "DSA.list")
        try folder.write(
            Array(#"[{"cycle":"12","codename":"Bookworm","eol":"2098-06-30"}]"#.utf8), to: "debian.json")
        let path = "\(folder.path)/advisories.db"
        guard let built = try Obryza.run("db", "build", folder.path, "--output", path, "--lifetime", "3650") else {
            return nil
        }
        #expect(built.status == 0, "\(built.errors)")
        return path
    }

    @Test func `says first what the base image clears, by what the image says and by what is given`() throws {
        let folder = try TemporaryFolder()
        guard let database = try Self.database(folder) else { return }
        let layers = [try Self.system("3.0.11-1"), try Self.application()]
        func actions(_ layout: TestLayout, _ more: String...) throws -> [String] {
            let outcome = try #require(
                try Obryza.run(["scan", "oci:\(layout.path)", "--db", database, "--format", "json"] + more))
            return try JSONDocument(outcome.output).root["actions"]?.elements.compactMap { $0["text"]?.string } ?? []
        }
        let upgrade = "upgrade django 4.2.8 to 4.2.9"
        let named = try Self.layout(layers, base: "docker.io/library/debian:12")
        #expect(
            try Set(actions(named)) == ["build on a newer docker.io/library/debian:12: openssl 3.0.13-1", upgrade])
        let plain = try Self.layout(layers)
        #expect(try Set(actions(plain)) == ["upgrade openssl 3.0.11-1 to 3.0.13-1", upgrade])
        // Its own base, by its layers; and a newer one.
        let own = try Self.layout([layers[0]])
        #expect(try actions(plain, "--base", "oci:\(own.path)").contains { $0.hasPrefix("build on a newer ") })
        let newer = try Self.layout([Self.system("3.0.13-1")])
        let moved = try actions(plain, "--base", "oci:\(newer.path)")
        #expect(moved.contains { $0.hasPrefix("upgrade the base image to ") })
        #expect(moved.contains(upgrade) && moved.count == 2)
    }

    @Test func `an ended system is not clean, and moving from it is something to do`() throws {
        let folder = try TemporaryFolder()
        guard let database = try Self.database(folder) else { return }
        let layout = try Self.layout([Self.system("3.0.13-1")])
        let before = try #require(try Obryza.run(["scan", "oci:\(layout.path)", "--db", database]))
        #expect(before.status == 0, "\(before.output)")
        let after = try #require(
            try Obryza.run(
                ["scan", "oci:\(layout.path)", "--db", database], environment: ["SOURCE_DATE_EPOCH": "4070000000"]))
        #expect(after.status == 3)
        #expect(after.output.contains("move from debian 12 (bookworm)"), "\(after.output)")
        #expect(after.output.contains("what was found in it since is not known"), "\(after.output)")
    }

    @Test func `a verdict has what is known of vulnerabilities in it`() throws {
        let folder = try TemporaryFolder()
        guard let database = try Self.database(folder) else { return }
        let affected = try Self.layout([Self.system("3.0.11-1")])
        let fixed = try Self.layout([Self.system("3.0.13-1")])
        func leg(_ layout: TestLayout, _ more: String...) throws -> (state: String?, reason: String, status: Int32) {
            let outcome = try #require(
                try Obryza.run(
                    ["verify", "oci:\(layout.path)", "--format", "json"] + more,
                    environment: ["XDG_DATA_HOME": folder.path, "OBRYZA_DB": ""]))
            let legs = try JSONDocument(outcome.output).root["legs"]
            let leg = legs?.elements.first { $0["name"]?.string == "vulnerabilities" }
            return (leg?["state"]?.string, leg?["reason"]?.string ?? "", outcome.status)
        }
        let failed = try leg(affected, "--db", database, "--fail-on", "any")
        #expect(failed.state == "fail" && failed.status == 1)
        #expect(failed.reason.contains("1 finding in 1 packages, first CVE-2099-0002"), "\(failed.reason)")
        let open = try leg(affected, "--db", database)
        #expect(open.state == "unknown" && open.status == 3)
        #expect(open.reason.contains("--fail-on"))
        // Nobody rates the flaw: whether it is critical is not known.
        #expect(try leg(affected, "--db", database, "--fail-on", "severity:critical").state == "unknown")
        #expect(try leg(affected, "--db", database, "--fail-on", "malicious").state == "pass")
        #expect(try leg(fixed, "--db", database).state == "pass")
        let none = try leg(fixed)
        #expect(none.state == "unknown" && none.reason.contains("no advisory database"))
        let stale = try #require(
            try Obryza.run(
                ["verify", "oci:\(fixed.path)", "--db", database, "--format", "json"],
                environment: ["SOURCE_DATE_EPOCH": "4400000000"]))
        #expect(stale.output.contains("too old"))
        try folder.write(Array("no database".utf8), to: "broken.db")
        let broken = try leg(fixed, "--db", "\(folder.path)/broken.db")
        #expect(broken.state == "unknown" && broken.status == 3)
        #expect(try Obryza.run("verify", "oci:\(fixed.path)", "--db", "\(folder.path)/none")?.status == 2)
        #expect(try Obryza.run("verify", "oci:\(fixed.path)", "--fail-on", "nonsense")?.status == 2)
    }
}
