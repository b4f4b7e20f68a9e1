import Glibc
import NIOCore
import NIOHTTP1
import RegistryClient
import Synchronization
import Testing

@testable import Archive
@testable import Content
@testable import JSONText
@testable import OCI

/// `obryza db update`, `push` and `pull` as a user runs them.
@Suite(.timeLimit(.minutes(10))) struct DatabaseUpdateCommandTests {
    /// Files behind a web server on loopback, a list that names them, and an empty home.
    private final class Site: Sendable {
        private final class Files: Sendable {
            let all = Mutex<[String: [UInt8]]>([:])
        }
        private let files: Files
        let server: FakeRegistry
        let folder: String

        /// - Parameter trickle: the pause after each byte of `/slow.json`.
        init(_ folder: TemporaryFolder, trickle: Int64? = nil) async throws {
            let files = Files()
            self.files = files
            self.folder = folder.path
            server = try await FakeRegistry { asked, _ in
                guard let bytes = files.all.withLock({ $0[asked.uri] }) else { return .init(status: .notFound) }
                let etag = "\"\(Digest.of(bytes).hex)\""
                if asked.headers.first(name: "If-None-Match") == etag { return .init(status: .notModified) }
                var answer = FakeRegistry.Answer(headers: [("ETag", etag)], body: bytes)
                if asked.uri == "/slow.json", let trickle { answer.trickle = .milliseconds(trickle) }
                if asked.uri == "/slow.json", asked.headers.first(name: "If-Range") == etag,
                    let range = asked.headers.first(name: "Range"), let first = Int(range.dropFirst(6).dropLast())
                {
                    answer = FakeRegistry.Answer(
                        status: .partialContent,
                        headers: [
                            ("ETag", etag), ("Content-Range", "bytes \(first)-\(bytes.count - 1)/\(bytes.count)"),
                        ],
                        body: Array(bytes[first...]))
                }
                return answer
            }
        }

        func put(_ path: String, _ bytes: [UInt8]) { files.all.withLock { $0[path] = bytes } }

        func list(_ names: [String]) throws -> String {
            let lines = names.map {
                "- {name: \($0.prefix { $0 != "." }), url: \"http://\(server.place)/\($0)\"}\n"
            }
            let path = "\(folder)/feeds.yaml"
            let text = Array(("feeds:\n" + lines.joined()).utf8)
            guard let file = fopen(path, "we") else { throw ShellError.failed("fopen") }
            defer { fclose(file) }
            guard fwrite(text, 1, text.count, file) == text.count else { throw ShellError.failed("fwrite") }
            return path
        }

        var environment: [String: String] {
            [
                "HOME": "\(folder)/home", "XDG_CACHE_HOME": "\(folder)/cache", "OBRYZA_DB": "", "NO_PROXY": "*",
                "SOURCE_DATE_EPOCH": "",
            ]
        }
    }

    static func records(_ numbers: Range<Int>) -> [UInt8] {
        Array(
            numbers.map { number in
                """
                {"id":"PYSEC-2099-\(number)","modified":"2099-01-02T00:00:00Z","affected":[{"package":\
                {"ecosystem":"PyPI","name":"p\(number)"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},\
                {"fixed":"2"}]}]}]}

                """
            }.joined().utf8)
    }

    private static let catalogue = Array(
        """
        {"title":"t","catalogVersion":"1","dateReleased":"2099-01-02T00:00:00Z","count":1,"vulnerabilities":[{\
        "cveID":"CVE-2099-0001","vendorProject":"v","product":"p","vulnerabilityName":"n","dateAdded":"2099-01-02",\
        "shortDescription":"d","requiredAction":"a","dueDate":"2099-02-02","knownRansomwareCampaignUse":"Unknown",\
        "notes":""}]}
        """.utf8)

    private static func document(_ folder: TemporaryFolder) throws -> String {
        let text = """
            {"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[{"type":"library","name":"p3",\
            "version":"1.0","purl":"pkg:pypi/p3@1.0","bom-ref":"a"}]}
            """
        try folder.write(Array(text.utf8), to: "image.cdx.json")
        return "\(folder.path)/image.cdx.json"
    }

    @Test func `what was fetched is what a scan asks, and the status tells its age`() async throws {
        let folder = try TemporaryFolder()
        let site = try await Site(folder)
        site.put("/pypa.ndjson", Self.records(0..<20))
        site.put("/kev.json", Self.catalogue)
        let list = try site.list(["pypa.ndjson", "kev.json"])
        let document = try Self.document(folder)
        guard let none = try Obryza.run(["scan", document], environment: site.environment) else { return }
        #expect(none.status == 2 && none.errors.contains("db update"), "\(none.errors)")
        let update = try #require(
            try Obryza.run(["db", "update", "--sources", list], environment: site.environment))
        #expect(update.status == 0, "\(update.errors)")
        #expect(update.output.isEmpty)
        let scan = try #require(
            try Obryza.run(["scan", document, "--format", "csv"], environment: site.environment))
        #expect(scan.status == 0 && scan.output.contains("PYSEC-2099-3"), "\(scan.output)\(scan.errors)")
        let why = try #require(
            try Obryza.run(["why", "PYSEC-2099-3", document], environment: site.environment))
        #expect(why.status == 1, "\(why.output)\(why.errors)")
        let status = try #require(try Obryza.run(["db", "status"], environment: site.environment))
        #expect(status.status == 0, "\(status.output)\(status.errors)")
        #expect(status.output.contains("from        2 feeds") && status.output.contains("fresh"), "\(status.output)")
        // Eight days on everything is stale, and nothing is clean.
        var later = site.environment
        later["SOURCE_DATE_EPOCH"] = "\(time(nil) + 8 * 86400)"
        let old = try #require(try Obryza.run(["db", "status"], environment: later))
        #expect(old.status == 3 && old.output.contains("8 days ago") && old.output.contains("stale"), "\(old.output)")
        #expect(try Obryza.run(["scan", document], environment: later)?.status == 3)
        try folder.run("truncate -s -1 cache/obryza/advisories.db")
        #expect(try Obryza.run(["scan", document], environment: site.environment)?.status == 3)
        #expect(try Obryza.run(["db", "status"], environment: site.environment)?.status == 3)
    }

    @Test func `the list of feeds is printed in the form in which it is read`() throws {
        let folder = try TemporaryFolder()
        guard let outcome = try Obryza.run("db", "update", "--list") else { return }
        #expect(outcome.status == 0)
        try folder.write(Array(outcome.output.utf8), to: "feeds.yaml")
        let read = try Obryza.run(
            "db", "update", "--sources", "\(folder.path)/feeds.yaml", "--offline", "--cache", "\(folder.path)/cache")
        #expect(read?.status == 3, "\(read?.errors ?? "")")
        #expect(read?.errors.contains("--offline forbids it") ?? false)
    }

    @Test(
        arguments: [
            (["--only", "nope"], "no such feed"), (["--from", "/x", "--only", "kev"], "--sources and --only"),
            (["--from", "/nonexistent/x"], "a path needs a scheme"), (["--lifetime", "-1"], "--lifetime"),
            (["--from", "http://mirror.invalid/x"], "expected https"), (["--sources", "/nonexistent"], "No such file"),
            (["--from", "ftp://x/y"], "ftp"),
        ])
    func `what cannot be meant is a usage error`(_ arguments: [String], _ reason: String) throws {
        let folder = try TemporaryFolder()
        let joined = arguments.map { $0.hasPrefix("-1") ? "=-1" : $0 }
        guard let outcome = try Obryza.run(["db", "update", "--cache", "\(folder.path)/c"] + joined) else { return }
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }

    @Test func `offline no socket is opened, from feeds, folders and layouts alike`() async throws {
        guard Obryza.path != nil, Shell.has("strace") else { return }
        let folder = try TemporaryFolder()
        let site = try await Site(folder)
        site.put("/pypa.ndjson", Self.records(0..<20))
        let list = try site.list(["pypa.ndjson"])
        _ = try Obryza.run(["db", "update", "--sources", list], environment: site.environment)
        _ = try Obryza.run(
            ["db", "push", "oci:\(folder.path)/layout:a", "--offline"], environment: site.environment)
        let cases: [([String], Int32)] = [
            (["--sources", list], 3), (["--from", "\(folder.path)/cache/obryza"], 0),
            (["--from", "\(folder.path)/cache/obryza/advisories.db"], 0),
            (["--from", "oci:\(folder.path)/layout:a"], 0),
            (["--from", "https://mirror.invalid/x/"], 2), (["--from", "registry.invalid/a/b:c"], 2),
        ]
        for (arguments, status) in cases {
            let trace = "\(folder.path)/trace"
            let outcome = try #require(
                try Obryza.run(
                    ["db", "update", "--offline", "--cache", "\(folder.path)/other"] + arguments,
                    environment: site.environment,
                    under: ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=%network,execve", "-o", trace]))
            let lines = String(decoding: try folder.read("trace"), as: UTF8.self).split(separator: "\n")
            guard lines.contains(where: { $0.contains("execve(") }) else {
                print("skipped: strace may not trace here: \(outcome.errors)")
                return
            }
            #expect(outcome.status == status, "\(arguments) \(outcome.errors)")
            let calls = lines.filter { !$0.contains("execve(") && !$0.contains("+++") }
            #expect(calls.isEmpty, "\(calls)")
        }
    }

    @Test func `an update that is killed leaves the database, and the next one goes on where it ended`() async throws {
        guard Obryza.path != nil else { return }
        let folder = try TemporaryFolder()
        let site = try await Site(folder, trickle: 20)
        site.put("/pypa.ndjson", Self.records(0..<20))
        let first = try site.list(["pypa.ndjson"])
        #expect(try Obryza.run(["db", "update", "--sources", first], environment: site.environment)?.status == 0)
        let before = try folder.read("cache/obryza/advisories.db")
        site.put("/slow.json", Self.catalogue)
        let both = try site.list(["pypa.ndjson", "slow.json"])
        let killed = try #require(
            try Obryza.run(
                ["db", "update", "--sources", both], environment: site.environment,
                under: ["timeout", "-s", "KILL", "2"]))
        #expect(killed.status != 0)
        #expect(try folder.read("cache/obryza/advisories.db") == before)
        #expect(try Obryza.run(["db", "status"], environment: site.environment)?.status == 0)
        let part = try folder.read("cache/obryza/incoming/slow.json").count
        #expect(part > 0 && part < Self.catalogue.count)
        let update = try #require(try Obryza.run(["db", "update", "--sources", both], environment: site.environment))
        #expect(update.status == 0, "\(update.errors)")
        #expect(site.server.asked.contains { $0.headers.first(name: "Range") == "bytes=\(part)-" })
        #expect(
            try Obryza.run(["db", "search", "CVE-2099-0001"], environment: site.environment)?.status == 0)
    }

    @Test func `killed at whatever moment, a good database is there`() async throws {
        guard Obryza.path != nil else { return }
        let folder = try TemporaryFolder()
        let site = try await Site(folder)
        let list = try site.list(["pypa.ndjson"])
        site.put("/pypa.ndjson", Self.records(0..<20))
        #expect(try Obryza.run(["db", "update", "--sources", list], environment: site.environment)?.status == 0)
        for round in 1...12 {
            site.put("/pypa.ndjson", Self.records(0..<20 + round * 100))
            _ = try Obryza.run(
                ["db", "update", "--sources", list], environment: site.environment,
                under: ["timeout", "-s", "KILL", "\(Double(round) * 0.03)"])
            let status = try Obryza.run(["db", "status"], environment: site.environment)
            #expect(status?.status == 0, "round \(round): \(status?.errors ?? "")")
        }
        #expect(try Obryza.run(["db", "update", "--sources", list], environment: site.environment)?.status == 0)
        let status = try Obryza.run(["db", "status"], environment: site.environment)
        #expect(status?.output.contains("advisories  1220") ?? false, "\(status?.output ?? "")")
        #expect(
            String(decoding: try folder.run("ls -A cache/obryza"), as: UTF8.self)
                == "advisories.db\nfeeds\nfeeds.json\nincoming\nlock\n")
    }

    @Test func `of two updates at a time one is told to wait`() async throws {
        guard Obryza.path != nil else { return }
        let folder = try TemporaryFolder()
        let site = try await Site(folder, trickle: 20)
        site.put("/slow.json", Self.catalogue)
        let list = try site.list(["slow.json"])
        let outcome = try #require(
            try Obryza.run(
                ["db", "update", "--sources", list], environment: site.environment,
                under: [
                    "/bin/bash", "-c",
                    """
                    "$@" 2> '\(folder.path)/first' &
                    until [ -s '\(folder.path)/cache/obryza/incoming/slow.json' ]; do
                        kill -0 $! || exit 99
                        sleep 0.02
                    done
                    "$@"
                    echo "second $?" >&2
                    wait $!
                    """, "bash",
                ]))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("another update is under way"), "\(outcome.errors)")
        #expect(outcome.errors.contains("second 3"), "\(outcome.errors)")
    }

    @Test(arguments: [false, true])
    func `a registry keeps a database and hands it on`(_ isClosed: Bool) async throws {
        guard Obryza.path != nil, let registry = try DockerRegistry(password: isClosed, tls: isClosed) else { return }
        let folder = try TemporaryFolder()
        let site = try await Site(folder)
        site.put("/pypa.ndjson", Self.records(0..<20))
        let list = try site.list(["pypa.ndjson"])
        let built = "\(folder.path)/cache/obryza/advisories.db"
        #expect(try Obryza.run(["db", "update", "--sources", list], environment: site.environment)?.status == 0)
        var environment = registry.environment()
        environment["XDG_CACHE_HOME"] = "\(folder.path)/elsewhere"
        environment["OBRYZA_DB"] = ""
        let name = "\(registry.place)/security/advisories"
        let push = try #require(
            try Obryza.run(["db", "push", "\(name):latest", "--db", built], environment: environment))
        #expect(push.status == 0, "\(push.errors)")
        let digest = push.output.split(separator: "\n").joined()
        #expect(Digest(digest) != nil)
        for reference in ["\(name):latest", "\(name)@\(digest)"] {
            let pulled = "\(folder.path)/pulled.db"
            let pull = try Obryza.run(["db", "pull", reference, "--output", pulled], environment: environment)
            #expect(pull?.status == 0, "\(pull?.errors ?? "")")
            #expect(try folder.run("cmp pulled.db cache/obryza/advisories.db; rm pulled.db").isEmpty)
        }
        let update = try Obryza.run(["db", "update", "--from", "\(name):latest"], environment: environment)
        #expect(update?.status == 0, "\(update?.errors ?? "")")
        let status = try Obryza.run(["db", "status"], environment: environment)
        #expect(status?.status == 0 && status?.output.contains(name) ?? false, "\(status?.output ?? "")")
        let missing = try Obryza.run(
            ["db", "pull", "\(name):none", "--output", "\(folder.path)/none.db"], environment: environment)
        #expect(missing?.status == 2 && access("\(folder.path)/none.db", F_OK) != 0)
        // An image is no database.
        let image = try TestLayout()
        try image.finish([image.image([TestLayout.gzip(TestLayout.tar([("a", "1")]))])], tag: "latest")
        let other = try Obryza.run(
            ["db", "pull", "oci:\(image.path):latest", "--output", "\(folder.path)/none.db"], environment: environment)
        #expect(other?.status == 3 && other?.errors.contains("expected an artifact of type") ?? false)
    }

    @Test func `a database is signed, handed on with its signature, and no other is accepted`() async throws {
        guard Obryza.path != nil, Shell.has("openssl"), let registry = try DockerRegistry() else { return }
        let folder = try TemporaryFolder()
        try folder.run(
            """
            for name in own other; do
                openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $name.key
                openssl pkey -in $name.key -pubout -out $name.pub
            done
            openssl pkcs8 -topk8 -in own.key -out locked.key -v2 aes256 -passout pass:secret
            mkdir feeds
            """)
        try folder.write(Self.records(0..<20), to: "feeds/pypa.ndjson")
        var environment = registry.environment()
        environment["XDG_CACHE_HOME"] = "\(folder.path)/cache"
        environment["OBRYZA_DB"] = ""
        environment["OBRYZA_TRUSTED_KEY"] = ""
        environment["OBRYZA_KEY_PASSWORD"] = "secret"
        func run(_ arguments: String...) throws -> Obryza.Outcome {
            try #require(
                try Obryza.run(
                    arguments.map { $0.replacing("@", with: folder.path) }, environment: environment))
        }
        let name = "\(registry.place)/security/advisories:1"
        #expect(try run("db", "build", "@/feeds", "--output", "@/a.db", "--key", "@/locked.key").status == 0)
        #expect(try run("db", "status", "--db", "@/a.db").output.contains("not checked"))
        let status = try run("db", "status", "--db", "@/a.db", "--trusted-key", "@/own.pub")
        #expect(status.status == 0 && status.output.contains("signature   valid"), "\(status.output)\(status.errors)")
        #expect(try run("db", "status", "--db", "@/a.db", "--trusted-key", "@/other.pub").status == 1)
        #expect(try run("db", "push", name, "--db", "@/a.db").errors.contains(", signed"))
        #expect(try run("db", "pull", name, "--output", "@/b.db", "--trusted-key", "@/own.pub").status == 0)
        #expect(try folder.run("cmp a.db b.db; cmp a.db.dsse b.db.dsse; rm b.db").isEmpty)
        #expect(try run("db", "pull", name, "--output", "@/b.db", "--trusted-key", "@/other.pub").status == 1)
        #expect(access("\(folder.path)/b.db", F_OK) != 0)
        #expect(try run("db", "update", "--from", name, "--trusted-key", "@/own.pub").status == 0)
        let document = try Self.document(folder)
        #expect(try run("scan", document, "--trusted-key", "@/own.pub").status == 0)
        #expect(try run("scan", document, "--trusted-key", "@/other.pub").status == 1)
        #expect(try run("scan", document, "--trusted-key", "@/nobody.pub").status == 2)
        #expect(try run("scan", document, "--trusted-key", "@/own.key").status == 2)
        #expect(try run("db", "update", "--trusted-key", "@/own.pub").status == 2)
        environment["OBRYZA_TRUSTED_KEY"] = "\(folder.path)/other.pub"
        #expect(try run("db", "search", "PYSEC-2099-3").status == 1)
        environment["OBRYZA_TRUSTED_KEY"] = "\(folder.path)/other.pub:\(folder.path)/own.pub"
        #expect(try run("db", "search", "PYSEC-2099-3").status == 0)
        // A build without a key is nobody's, and leaves no signature of another database behind.
        environment["OBRYZA_TRUSTED_KEY"] = ""
        #expect(try run("db", "build", "@/feeds", "--output", "@/a.db", "--lifetime", "9").status == 0)
        let unsigned = try run("db", "status", "--db", "@/a.db")
        #expect(unsigned.output.contains("nobody vouches for this database"), "\(unsigned.output)")
        #expect(try run("db", "status", "--db", "@/a.db", "--trusted-key", "@/own.pub").status == 1)
        #expect(try run("db", "push", name, "--db", "@/a.db").errors.contains("not signed"))
        #expect(try run("db", "update", "--from", name, "--trusted-key", "@/own.pub", "--force").status == 1)
        environment["OBRYZA_KEY_PASSWORD"] = "wrong"
        let locked = try run("db", "build", "@/feeds", "--output", "@/a.db", "--key", "@/locked.key")
        #expect(locked.status == 2 && locked.errors.contains("password"), "\(locked.errors)")
    }

    /// Real records of eight publishers, kept outside the tree: `OBRYZA_ADVISORIES`, or `../shared/advisories` beside it.
    @Test func `real feeds come over the web, and again as a mirror`() async throws {
        let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let advisories = getenv("OBRYZA_ADVISORIES").map { String(cString: $0) } ?? "\(repository)/../shared/advisories"
        let names = ["go", "kev", "php", "pypi", "rubysec", "rustsec", "almalinux", "bitnami"].map {
            "\($0).ndjson.zst"
        }
        guard Obryza.path != nil, names.allSatisfy({ access("\(advisories)/\($0)", R_OK) == 0 }) else {
            print("skipped: no \(advisories) with all of \(names)")
            return
        }
        let folder = try TemporaryFolder()
        let site = try await Site(folder)
        for name in names { site.put("/\(name)", try OpenFile.contents(of: "\(advisories)/\(name)", limit: 1 << 26)) }
        let list = try site.list(names)
        let update = try #require(try Obryza.run(["db", "update", "--sources", list], environment: site.environment))
        #expect(update.status == 0, "\(update.errors)")
        let again = try #require(try Obryza.run(["db", "update", "--sources", list], environment: site.environment))
        #expect(again.status == 0, "\(again.errors)")
        #expect(site.server.asked.count == 2 * names.count)
        let status = try #require(try Obryza.run(["db", "status"], environment: site.environment))
        #expect(status.status == 0, "\(status.output)")
        for feed in ["go", "kev", "php", "pypa", "rubysec", "rustsec", "almalinux", "bitnami"] {
            #expect(status.output.contains("\n\(feed) "), "\(feed)")
        }
        // The cache as it lies there is a mirror.
        for name in names {
            site.put("/mirror/feeds/\(name)", try folder.read("cache/obryza/feeds/\(name)"))
        }
        site.put("/mirror/feeds.json", try folder.read("cache/obryza/feeds.json"))
        let mirrored = try #require(
            try Obryza.run(
                ["db", "update", "--from", "http://\(site.server.place)/mirror/", "--cache", "\(folder.path)/other"],
                environment: site.environment))
        #expect(mirrored.status == 0, "\(mirrored.errors)")
        #expect(try folder.run("cmp other/advisories.db cache/obryza/advisories.db").isEmpty)
    }
}
