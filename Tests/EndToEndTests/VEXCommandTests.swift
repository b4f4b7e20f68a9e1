import Testing

@testable import Content
@testable import JSONText
@testable import OCI

/// `obryza vex`, from a statement to what a scan makes of it.
@Suite struct VEXCommandTests {
    private struct Bench {
        let folder: TemporaryFolder
        let layout: TestLayout
        let database: String
        var image: String { "oci:\(layout.path)" }

        /// - Returns: `nil` when the program is not built.
        init?() throws {
            folder = try TemporaryFolder()
            guard let database = try ScanCommandTests.database(folder) else { return nil }
            self.database = database
            layout = try ScanCommandTests.image(django: "4.2.8")
        }

        func run(_ arguments: [String]) throws -> Obryza.Outcome {
            try #require(
                try Obryza.run(
                    arguments, environment: ["OBRYZA_KEY_PASSWORD": "sesame"]))
        }

        func create(
            _ name: String = "app.json", cve: String = "CVE-2099-0001", component: String? = "pkg:pypi/django@4.2.8",
            author: String = "Example",
            _ more: [String] = [
                "--status", "not_affected", "--justification", "vulnerable_code_not_in_execute_path",
            ]
        ) throws -> String {
            let path = "\(folder.path)/\(name)"
            let parts = component.map { ["--component", $0] } ?? []
            let outcome = try run(
                ["vex", "create", image, "--vulnerability", cve, "--author", author, "-o", path] + parts + more)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return path
        }

        func create(_ more: [String]) throws -> String { try create("app.json", more) }

        func scan(_ options: [String]) throws -> (status: Int32, root: JSONValue, errors: String) {
            let outcome = try run(
                ["scan", image, "--db", database, "--exposed", "yes", "--format", "json"] + options)
            return (outcome.status, try JSONDocument(Array(outcome.output.utf8)).root, outcome.errors)
        }
    }

    private func names(_ value: JSONValue?) -> [String] { value?.elements.compactMap { $0["name"]?.string } ?? [] }

    @Test func `a statement leaves a finding out of the count and never out of the report`() throws {
        guard let bench = try Bench() else { return }
        let path = try bench.create()
        let (status, root, _) = try bench.scan(["--vex", path, "--fail-on", "severity:critical"])
        // Of the other one nobody knows the severity.
        #expect(status == 3)
        #expect(names(root["findings"]) == ["CVE-2099-0002"])
        #expect(names(root["suppressed"]) == ["CVE-2099-0001"])
        let statement = root["suppressed"]?.elements.map { $0 }.first?["statement"]
        #expect(statement?["status"]?.string == "not_affected")
        #expect(statement?["author"]?.string == "Example" && statement?["isVerified"]?.bool == false)
        #expect(try bench.scan(["--fail-on", "severity:critical"]).status == 1)
    }

    @Test func `what is known to be exploited is not cleared by a statement`() throws {
        guard let bench = try Bench() else { return }
        let path = try bench.create(cve: "CVE-2099-0002", component: "pkg:deb/debian/libssl3")
        let (status, root, _) = try bench.scan(["--vex", path, "--fail-on", "kev"])
        #expect(status == 1)
        let finding = root["findings"]?.elements.first { $0["name"]?.string == "CVE-2099-0002" }
        #expect(finding?["statement"]?["heldBack"]?.string?.contains("exploited") == true)
        let text = try bench.run(["vex", "apply", bench.image, "--db", bench.database, "--vex", path])
        #expect(
            text.output.contains("stands  CVE-2099-0002") && text.output.contains("still counted"), "\(text.output)")
    }

    @Test func `authors who contradict each other clear nothing and give 3`() throws {
        guard let bench = try Bench() else { return }
        let first = try bench.create("a.json", author: "A")
        let second = try bench.create("b.json", author: "B", ["--status", "affected", "--action", "Update."])
        let outcome = try bench.run([
            "vex", "apply", bench.image, "--db", bench.database, "--vex", first, "--vex", second,
        ])
        #expect(outcome.status == 3)
        #expect(outcome.output.contains("against: not_affected"), "\(outcome.output)")
        let merged = try bench.run([
            "vex", "merge", first, second, "--author", "C", "-o", "\(bench.folder.path)/m.json",
        ])
        #expect(merged.status == 1 && merged.errors.contains("conflict: CVE-2099-0001"), "\(merged.errors)")
        let why = try bench.run([
            "why", "CVE-2099-0001", bench.image, "--db", bench.database, "--vex", first, "--vex", second,
        ])
        #expect(why.output.contains("said: affected by B") && why.output.contains("against:"), "\(why.output)")
    }

    @Test func `an update takes the place of what was said and raises the version`() throws {
        guard let bench = try Bench() else { return }
        let path = try bench.create(["--status", "under_investigation"])
        _ = try bench.create(["--status", "fixed", "--update", path])
        let root = try JSONDocument(OpenFile.contents(of: path, limit: 1 << 20)).root
        #expect(root["version"]?.int == 2)
        #expect(root["statements"]?.elements.compactMap { $0["status"]?.string } == ["fixed"])
        #expect(try bench.run(["vex", "check", "--strict", path]).status == 0)
    }

    @Test(arguments: ["csaf", "cyclonedx"]) func `other formats clear as well`(format: String) throws {
        guard let bench = try Bench() else { return }
        let path = try bench.create([
            "--status", "not_affected", "--justification", "vulnerable_code_not_present", "--format", format,
            "--namespace", "https://example.org",
        ])
        #expect(names(try bench.scan(["--vex", path]).root["suppressed"]) == ["CVE-2099-0001"])
    }

    @Test func `a CycloneDX document clears a component of the bill of materials that it refers to`() throws {
        guard let bench = try Bench() else { return }
        let bill = "\(bench.folder.path)/bill.cdx.json"
        _ = try bench.run(["sbom", bench.image, "--format", "cyclonedx-json=\(bill)"])
        let root = try JSONDocument(OpenFile.contents(of: bill, limit: 64 << 20)).root
        let serial = try #require(root["serialNumber"]?.string).dropFirst(9)
        let ref = try #require(
            root["components"]?.elements.first { $0["purl"]?.string?.hasPrefix("pkg:pypi/django") ?? false }?[
                "bom-ref"]?
                .string)
        let text = """
            {"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"vulnerabilities":[{"id":"CVE-2099-0001",
            "analysis":{"state":"not_affected","justification":"code_not_reachable"},
            "affects":[{"ref":"urn:cdx:\(serial)/1#\(ref)"}]}]}
            """
        try bench.folder.write(Array(text.utf8), to: "vex.cdx.json")
        let outcome = try bench.run([
            "scan", bill, "--db", bench.database, "--format", "json", "--vex", "\(bench.folder.path)/vex.cdx.json",
        ])
        let report = try JSONDocument(Array(outcome.output.utf8)).root
        #expect(names(report["suppressed"]) == ["CVE-2099-0001"], "\(outcome.errors)")
    }

    @Test func `a document about another image clears nothing and says so`() throws {
        guard let bench = try Bench(), let other = try Bench() else { return }
        try other.layout.finish(
            [
                other.layout.image([TestLayout.plain(TestLayout.tar([("etc/motd", "another")]))])
            ], tag: "latest")
        let path = try other.create()
        let (_, root, errors) = try bench.scan(["--vex", path])
        #expect(names(root["suppressed"]).isEmpty)
        #expect(errors.contains("about something else"), "\(errors)")
        #expect(
            try bench.run(["vex", "apply", bench.image, "--db", bench.database, "--vex", path]).status == 3)
    }

    @Test func `what is published is found beside the image and counts by its signer`() throws {
        guard let bench = try Bench() else { return }
        for name in ["own", "other"] { _ = try bench.run(["key", "generate", "\(bench.folder.path)/\(name)"]) }
        let path = try bench.create()
        let published = try bench.run([
            "vex", "publish", bench.image, "--vex", path, "--key", "\(bench.folder.path)/own.key",
        ])
        #expect(published.status == 0, "\(published.errors)")
        func authors(_ key: String, _ more: String = "") throws -> [String] {
            let text = #"{"authors":[{"name":"Team","key":"\#(key).pub"\#(more)}],"logThreshold":0}"#
            try bench.folder.write(Array(text.utf8), to: "authors-\(key).json")
            return ["--vex-attached", "--vex-authors", "\(bench.folder.path)/authors-\(key).json"]
        }
        let (_, root, errors) = try bench.scan(try authors("own"))
        #expect(names(root["suppressed"]) == ["CVE-2099-0001"], "\(errors)")
        let statement = root["suppressed"]?.elements.map { $0 }.first?["statement"]
        #expect(statement?["isVerified"]?.bool == true && statement?["author"]?.string == "Team")
        // Another's key, and one who may speak of other packages alone.
        let foreign = try bench.scan(try authors("other"))
        #expect(
            names(foreign.root["suppressed"]).isEmpty && foreign.errors.contains("not counted"), "\(foreign.errors)")
        let narrow = try bench.scan(try authors("own", #","packages":["pkg:deb/debian"]"#))
        #expect(names(narrow.root["suppressed"]).isEmpty)
    }

    @Test(arguments: [
        ["vex", "create", "oci:x", "--vulnerability", "CVE-1", "--status", "not_affected", "--author", "A"],
        ["vex", "create", "oci:x", "--vulnerability", "CVE-1", "--status", "affected", "--author", "A"],
        ["vex", "create", "oci:x", "--vulnerability", "CVE-1", "--status", "fixed"],
        [
            "vex", "create", "oci:x", "--vulnerability", "CVE-1", "--status", "fixed", "--author", "A", "--component",
            "zlib",
        ],
        [
            "vex", "create", "oci:x", "--vulnerability", "CVE-1", "--status", "fixed", "--author", "A", "--format",
            "csaf",
        ],
        ["scan", "oci:x", "--vex-attached"], ["scan", "oci:x", "--vex-authors", "x"], ["vex", "merge", "a"],
        ["vex", "check", "/etc/hostname"], ["vex", "apply", "oci:x"],
    ]) func `wrong usage is told and gives 2`(arguments: [String]) throws {
        guard let outcome = try Obryza.run(arguments) else { return }
        #expect(outcome.status == 2, "\(arguments): \(outcome.errors)")
        #expect(!outcome.errors.isEmpty)
    }
}
