import Testing

@testable import Archive
@testable import Content
@testable import JSONText
@testable import OCI

/// `obryza db`, `scan` and `why`, from feeds in a folder to an answer about an image.
@Suite struct ScanCommandTests {
    private static func file(_ path: String, _ content: String) -> (TarEntry, [UInt8]) {
        (TarEntry(path: Array(path.utf8), kind: .file, mode: 0o644), Array(content.utf8))
    }

    static func image(django: String) throws -> TestLayout {
        let layout = try TestLayout()
        let entries = [
            file("etc/os-release", "ID=debian\nVERSION_ID=12\n"),
            file(
                "var/lib/dpkg/status",
                """
                Package: libssl3
                Status: install ok installed
                Architecture: amd64
                Source: openssl
                Version: 3.0.11-1~deb12u1+b1


                """),
            file("var/lib/dpkg/info/libssl3:amd64.list", "/usr/lib/libssl.so.3\n"),
            file(
                "usr/local/lib/python3.11/dist-packages/Django-\(django).dist-info/METADATA",
                "Metadata-Version: 2.1\nName: Django\nVersion: \(django)\n"),
        ]
        try layout.finish([layout.image([TestLayout.plain(TestLayout.tar(entries))])], tag: "latest")
        return layout
    }

    /// Three records and an entry of the catalogue of known exploited vulnerabilities.
    private static func feeds(_ folder: TemporaryFolder) throws {
        let pypa = """
            {"id":"PYSEC-2099-1","modified":"2099-01-02T00:00:00Z","aliases":["CVE-2099-0001"],\
            "affected":[{"package":{"ecosystem":"PyPI","name":"django"},"ranges":[{"type":"ECOSYSTEM",\
            "events":[{"introduced":"4.0"},{"fixed":"4.2.9"}]}]}],"severity":[{"type":"CVSS_V3",\
            "score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],"references":[]}
            """
        let debian =
            "[02 Jan 2099] DSA-9999-1 openssl - security update\n\t{CVE-2099-0002}\n"
            + "\t[bookworm] - openssl 3.0.13-1~deb12u1\n"
        let kev = """
            {"title":"CISA Catalog of Known Exploited Vulnerabilities","catalogVersion":"2099.01.02",\
            "dateReleased":"2099-01-02T00:00:00Z","count":1,"vulnerabilities":[{"cveID":"CVE-2099-0002",\
            "vendorProject":"v","product":"p","vulnerabilityName":"n","dateAdded":"2099-01-02",\
            "shortDescription":"d","requiredAction":"a","dueDate":"2099-02-02",\
            "knownRansomwareCampaignUse":"Known","notes":""}]}
            """
        try folder.write(Array((pypa + "\n").utf8), to: "pypi.ndjson")
        try folder.write(Array(debian.utf8), to: "DSA.list")
        try folder.write(Array(kev.utf8), to: "kev.json")
    }

    /// - Returns: `nil` when the program is not built.
    static func database(_ folder: TemporaryFolder) throws -> String? {
        try feeds(folder)
        let path = "\(folder.path)/advisories.db"
        guard let outcome = try Obryza.run("db", "build", folder.path, "--output", path, "--lifetime", "3650") else {
            return nil
        }
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        return path
    }

    @Test func `finds what is affected, the most urgent first, and says what to do`() throws {
        let folder = try TemporaryFolder()
        guard let database = try Self.database(folder) else { return }
        let layout = try Self.image(django: "4.2.8")
        guard let outcome = try Obryza.run("scan", "oci:\(layout.path)", "--db", database, "--exposed", "yes") else {
            return
        }
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("1 known to be exploited"))
        #expect(outcome.output.contains("upgrade openssl 3.0.11-1~deb12u1 to 3.0.13-1~deb12u1 (clears 1"))
        #expect(outcome.output.contains("upgrade django 4.2.8 to 4.2.9 (clears 1, due in 3 days)"))
        let lines = outcome.output.split(separator: "\n")
        let first = lines.firstIndex { $0.hasPrefix("CVE-2099-0002") }
        let second = lines.firstIndex { $0.hasPrefix("CVE-2099-0001") && $0.contains("critical 9.8") }
        #expect(try #require(first) < #require(second))
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test(arguments: [("kev", 1), ("severity:critical", 1), ("due:3d,kev", 1), ("malicious", 0)])
    func `fails on the classes that were asked for`(_ classes: String, _ status: Int32) throws {
        let folder = try TemporaryFolder()
        guard let database = try Self.database(folder) else { return }
        let layout = try Self.image(django: "4.2.8")
        let outcome = try Obryza.run(
            "scan", "oci:\(layout.path)", "--db", database, "--exposed", "yes", "--fail-on", classes)
        #expect(outcome?.status == status, "\(outcome?.errors ?? "")")
    }

    @Test(arguments: [("2001-01-01", Int32(1)), ("2999-01-01", 0), (nil, 3)])
    func `the end of life fails where it is asked for`(_ day: String?, _ expected: Int32) throws {
        let folder = try TemporaryFolder()
        if let day {
            try folder.write(
                Array(#"[{"cycle": "12", "codename": "Bookworm", "eol": "\#(day)"}]"#.utf8), to: "debian.json")
        }
        guard let database = try Self.database(folder) else { return }
        let layout = try Self.image(django: "4.2.10")
        guard
            let outcome = try Obryza.run("scan", "oci:\(layout.path)", "--db", database, "--fail-on", "eol"),
            let status = try Obryza.run("db", "status", "--db", database, "--format", "json")
        else { return }
        #expect(outcome.status == expected, "\(outcome.output)\(outcome.errors)")
        let root = try JSONDocument(Array(status.output.utf8)).root
        let names = root["sources"]?.elements.compactMap { $0["name"]?.string } ?? []
        #expect(status.status == 0 && root["stale"]?.bool == false && names.count == (day == nil ? 3 : 4))
        #expect(root["digest"]?.string?.hasPrefix("sha256:") == true)
    }

    @Test func `a document gives the same findings as the image it describes`() throws {
        let folder = try TemporaryFolder()
        guard let database = try Self.database(folder) else { return }
        let layout = try Self.image(django: "4.2.8")
        var outputs: [String] = []
        for format in ["json", "spdx-json", "cyclonedx-json"] {
            let path = "\(folder.path)/document.\(format)"
            _ = try Obryza.run("sbom", "oci:\(layout.path)", "--format", "\(format)=\(path)")
            let outcome = try Obryza.run("scan", path, "--db", database, "--exposed", "yes")
            #expect(outcome?.status == 0, "\(format): \(outcome?.output ?? "")\(outcome?.errors ?? "")")
            outputs.append(outcome?.output.split(separator: "\n").dropFirst(2).joined(separator: "\n") ?? "")
        }
        #expect(outputs[0].contains("CVE-2099-0001") && outputs[0].contains("CVE-2099-0002"))
        #expect(Set(outputs).count == 1)
    }

    @Test func `writes several documents of one scan, and leaves out of the count what a rule says`() throws {
        let folder = try TemporaryFolder()
        guard let database = try Self.database(folder) else { return }
        let layout = try Self.image(django: "4.2.8")
        let rules = """
            ignore:
              - vulnerability: CVE-2099-0001
                package: pkg:pypi/django
                owner: somebody@example.org
                reason: the view is not reachable
                expires: 2999-01-01
            """
        try folder.write(Array(rules.utf8), to: "rules.yaml")
        let json = "\(folder.path)/scan.json"
        let sarif = "\(folder.path)/scan.sarif"
        guard
            let outcome = try Obryza.run(
                "scan", "oci:\(layout.path)", "--db", database, "--exposed", "yes", "--ignore",
                "\(folder.path)/rules.yaml", "--format", "table", "--format", "json=\(json)", "--format",
                "sarif=\(sarif)", "--fail-on", "severity:critical")
        else { return }
        // The other finding has no severity that anybody tells: whether it is critical is not known.
        #expect(outcome.status == 3, "\(outcome.errors)")
        #expect(outcome.output.contains("somebody@example.org, until 2999-01-01"))
        let report = try JSONDocument(try OpenFile.contents(of: json, limit: 1 << 20)).root
        #expect(report["findings"]?.count == 1)
        #expect(report["suppressed"]?.count == 1)
        let log = try JSONDocument(try OpenFile.contents(of: sarif, limit: 1 << 20)).root
        #expect(log["version"]?.string == "2.1.0")
        #expect(log["runs"]?[0]?["results"]?.count == 2)

        let wrong = try Obryza.run("scan", "oci:\(layout.path)", "--db", database, "--format", "nonsense")
        #expect(wrong?.status == 2)
        #expect(wrong?.errors.contains("sarif") == true)
    }

    @Test func `says why, with the record's digest, and why not`() throws {
        let folder = try TemporaryFolder()
        guard let database = try Self.database(folder) else { return }
        let old = try Self.image(django: "4.2.8")
        let new = try Self.image(django: "4.2.9")
        guard let affected = try Obryza.run("why", "CVE-2099-0001", "oci:\(old.path)", "--db", database) else { return }
        #expect(affected.status == 1)
        #expect(affected.output.contains("pypi django 4.2.8 is in [4.0,4.2.9)"))
        #expect(affected.output.contains("sha256:"))
        let ruledOut = try Obryza.run("why", "PYSEC-2099-1", "oci:\(new.path)", "--db", database)
        #expect(ruledOut?.status == 0)
        #expect(
            ruledOut?.output.contains("4.2.9 is not below 4.2.9, where it is fixed") == true,
            "\(ruledOut?.output ?? "")")
        let unknown = try Obryza.run("why", "CVE-2000-0001", "oci:\(new.path)", "--db", database)
        #expect(unknown?.status == 3)
    }

    @Test func `a database that is old, damaged or missing never gives a clean answer`() throws {
        let folder = try TemporaryFolder()
        try Self.feeds(folder)
        let path = "\(folder.path)/advisories.db"
        guard
            let built = try Obryza.run(
                "db", "build", folder.path, "--output", path, "--as-of", "2020-01-01", "--lifetime", "1")
        else { return }
        #expect(built.status == 0, "\(built.errors)")
        let layout = try Self.image(django: "4.2.9")
        let stale = try Obryza.run("scan", "oci:\(layout.path)", "--db", path)
        #expect(stale?.status == 3)
        #expect(stale?.output.contains("was to be relied on until 2020-01-02") == true)
        #expect(try Obryza.run("db", "status", "--db", path)?.status == 3)

        var bytes = try OpenFile.contents(of: path, limit: 1 << 24)
        bytes.removeLast()
        try folder.write(bytes, to: "cut.db")
        let cut = try Obryza.run("scan", "oci:\(layout.path)", "--db", "\(folder.path)/cut.db")
        #expect(cut?.status == 3, "\(cut?.errors ?? "")")
        #expect(cut?.output.isEmpty == true)
        #expect(cut?.errors.contains("bytes") == true)

        let missing = try Obryza.run("scan", "oci:\(layout.path)", "--db", "\(folder.path)/none.db")
        #expect(missing?.status == 2)
    }

    @Test func `a feed that has shrunk is refused, and the old database stays`() throws {
        let folder = try TemporaryFolder()
        guard let database = try Self.database(folder) else { return }
        let before = try OpenFile.contents(of: database, limit: 1 << 24)
        let smaller = try TemporaryFolder()
        try smaller.write(OpenFile.contents(of: "\(folder.path)/kev.json", limit: 1 << 20), to: "kev.json")
        let refused = try Obryza.run("db", "build", smaller.path, "--output", database)
        #expect(refused?.status == 1)
        #expect(refused?.errors.contains("pypa has 0 documents, 1 before") == true, "\(refused?.errors ?? "")")
        #expect(try OpenFile.contents(of: database, limit: 1 << 24) == before)
        let forced = try Obryza.run("db", "build", smaller.path, "--output", database, "--force")
        #expect(forced?.status == 0)
    }

    @Test func `the same feeds give the same bytes`() throws {
        let one = try TemporaryFolder()
        let two = try TemporaryFolder()
        guard let first = try Self.database(one), let second = try Self.database(two) else { return }
        #expect(
            try OpenFile.contents(of: first, limit: 1 << 24) == OpenFile.contents(of: second, limit: 1 << 24))
    }
}
