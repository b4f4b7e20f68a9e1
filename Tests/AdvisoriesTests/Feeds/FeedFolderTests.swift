import Archive
import Content
import Testing

@testable import Advisories

@Suite struct FeedFolderTests {
    private static func record(_ id: String, details: String = "") -> String {
        #"{"schema_version":"1.3.1","id":"\#(id)","modified":"2024-01-02T03:04:05Z","details":"\#(details)","#
            + #""affected":[{"package":{"ecosystem":"Go","name":"a/b"},"versions":["1.0.0"]}]}"#
    }

    private static func write(_ text: String, to name: String, in folder: TemporaryFolder) throws {
        if name.contains("/") { try folder.run("mkdir -p \"$(dirname '\(name)')\"") }
        try folder.write(Array(text.utf8), to: name)
    }

    private static func read(_ folder: TemporaryFolder, limits: FeedLimits = FeedLimits()) throws -> FeedReading {
        try FeedFolder(limits: limits).read([folder.path])
    }

    /// What is thrown names the file, and says this.
    private static func expect(
        _ text: String, _ folder: TemporaryFolder, limits: FeedLimits = FeedLimits(),
        _ location: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: (any Error).self, sourceLocation: location) { try read(folder, limits: limits) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(text), sourceLocation: location)
    }

    @Test func readsThousandsOfFilesInTheOrderOfTheirNames() throws {
        let folder = try TemporaryFolder()
        for name in ["b/GO-2024-3.json", "a.json", "b.json", "a/GO-2024-2.json"] {
            try Self.write(Self.record("GO-2024-\(name.utf8.count)"), to: name, in: folder)
        }
        let source = try #require(try Self.read(folder)["go"])
        #expect(source.files.map(\.path) == ["a/GO-2024-2.json", "a.json", "b/GO-2024-3.json", "b.json"])
        #expect(source.files.allSatisfy { $0.documents == 1 })
        let bytes = Array(Self.record("GO-2024-6").utf8)
        #expect(source.files[1].digest == Digest.of(bytes))
        #expect(source.files[1].size == bytes.count)
        #expect(source.advisories.map(\.document)[1] == Digest.of(bytes))
        #expect(source.newest == Timestamp("2024-01-02T03:04:05Z"))
    }

    @Test func readsTheListOfDebiansFlawsWithWhatTheArchiveHolds() throws {
        let folder = try TemporaryFolder()
        let list = "CVE-2024-0001 (An issue)\n\t- sample 3\nCVE-2024-0002 (Another)\n\t{DSA-5999-1}\n\t- sample 4\n"
        try Self.write(list, to: "CVE/list", in: folder)
        func fixes() throws -> [String] {
            let source = try #require(try Self.read(folder)["debian-cve"])
            return source.advisories.flatMap(\.affected).filter { $0.ecosystem == Ecosystem(.debian, "12") }
                .map { "\($0.verdict.rawValue) \($0.fix.state.rawValue) \($0.fix.versions.joined())" }
        }
        #expect(try fixes() == ["affected unknown ", "under-investigation unknown "])
        try Self.write(
            "Package: sample\nBinary: sample\nVersion: 3\n", to: "dists/bookworm/main/source/Sources", in: folder)
        try folder.run("gzip dists/bookworm/main/source/Sources")
        try Self.write(
            "[01 Jan 2024] DSA-5999-1 sample - security update\n\t{CVE-2024-0002}\n\t[bookworm] - sample 2\n",
            to: "DSA/list", in: folder)
        #expect(try fixes() == ["affected fixed 3", "affected fixed 2"])
        // Only what was read counts as read.
        #expect(try Self.read(folder)["debian-sources"]?.files.map(\.path) == ["dists/bookworm/main/source/Sources.gz"])
        #expect(try Self.read(folder)["debian-sources"]?.skippedCount == 0)
    }

    @Test func namesAListOfSourcesWithoutASuite() throws {
        let folder = try TemporaryFolder()
        try Self.write("Package: sample\nVersion: 3\n", to: "Sources", in: folder)
        let source = try #require(try Self.read(folder)["debian-sources"])
        #expect(source.skipped.map(\.id) == ["Sources"])
    }

    @Test func givesEveryDocumentOfALineFileItsDigestAndLine() throws {
        let folder = try TemporaryFolder()
        let lines = [Self.record("GO-2024-1"), "", "  ", "{\"id\":", "[1]", Self.record("GO-2024-2") + "\r"]
        try Self.write(lines.joined(separator: "\n"), to: "go.ndjson", in: folder)
        let source = try #require(try Self.read(folder)["go"])
        #expect(source.advisories.map(\.id) == ["GO-2024-1", "GO-2024-2"])
        #expect(source.advisories[1].document == Digest.of(Array(Self.record("GO-2024-2").utf8)))
        #expect(source.files.map(\.documents) == [4])
        #expect(source.skipped.map(\.id) == ["go.ndjson:4", "go.ndjson:[0]"])
        #expect(source.skippedCount == 2)
    }

    @Test func takesAFileOfSeveralLinesForOneDocument() throws {
        let folder = try TemporaryFolder()
        let pretty = Self.record("GO-2024-1").replacing(",", with: ",\n  ")
        try Self.write("\n" + pretty + "\n\n", to: "pretty.json", in: folder)
        try Self.write(Self.record("GO-2024-2") + "\n", to: "single.json", in: folder)
        let source = try #require(try Self.read(folder)["go"])
        #expect(source.advisories.map(\.id) == ["GO-2024-1", "GO-2024-2"])
        #expect(source.skipped == [])
    }

    @Test(arguments: [("gz", "gzip"), ("zst", "zstd -q --rm"), ("xz", "xz"), ("bz2", "bzip2")])
    func opensCompressedFiles(suffix: String, command: String) throws {
        guard Shell.has(String(command.prefix { $0 != " " })) else { return }
        let folder = try TemporaryFolder()
        try Self.write(Self.record("GO-2024-1") + "\n" + Self.record("GO-2024-2"), to: "go.ndjson", in: folder)
        try folder.run("\(command) go.ndjson")
        // Without the suffix too: the bytes tell.
        try folder.run("cp go.ndjson.\(suffix) other")
        let source = try #require(try Self.read(folder)["go"])
        #expect(source.files.map(\.path) == ["go.ndjson.\(suffix)", "other"])
        #expect(source.files[0].digest == Digest.of(try folder.read("go.ndjson.\(suffix)")))
        #expect(source.advisories.count == 4)
    }

    @Test func opensArchivesAndSharesTheirMembersAmongFeeds() throws {
        let folder = try TemporaryFolder()
        let zip = TestZip.bytes([
            TestZip.Entry(name: "GO-2024-1.json", content: Array(Self.record("GO-2024-1").utf8)),
            TestZip.Entry(name: "MAL-2024-1.json", content: Array(Self.record("MAL-2024-1").utf8)),
            TestZip.Entry(name: "README.md", content: Array("# x".utf8)),
            TestZip.Entry(name: "other.txt", content: Array("x".utf8)),
        ])
        try folder.write(zip, to: "all.zip")
        let tar = TestTar.file("db/GO-2024-2.json", Self.record("GO-2024-2")) + TestTar.end
        try folder.write(tar, to: "vulns.tar")
        let reading = try Self.read(folder)
        #expect(reading.sources.map(\.name) == ["go", "malicious"])
        #expect(reading["go"]?.advisories.map(\.id) == ["GO-2024-1", "GO-2024-2"])
        #expect(reading["go"]?.files.map(\.path) == ["all.zip", "vulns.tar"])
        #expect(reading["go"]?.files.first?.digest == Digest.of(zip))
        #expect(reading["go"]?.files.last?.digest == Digest.of(tar))
        #expect(reading["malicious"]?.files.map(\.documents) == [1])
        #expect(reading.unrecognised == ["all.zip/other.txt"])
    }

    @Test func opensACompressedTarAndItsCompressedMembers() throws {
        guard Shell.has("tar", "xz", "gzip") else { return }
        let folder = try TemporaryFolder()
        try Self.write(Self.record("GO-2024-1"), to: "in/GO-2024-1.json", in: folder)
        try folder.run("gzip in/GO-2024-1.json && tar cJf vulns.tar.xz in && rm -r in")
        let reading = try Self.read(folder)
        #expect(reading["go"]?.advisories.map(\.id) == ["GO-2024-1"])
        #expect(reading["go"]?.files.map(\.path) == ["vulns.tar.xz"])
    }

    @Test func listsWhatNoFeedRecognisesAndPassesOverPapers() throws {
        let folder = try TemporaryFolder()
        for name in ["README.md", "LICENSE", "a/go.LICENSE.txt", ".git/x", "notes.txt", "empty"] {
            try Self.write(name == "empty" ? "" : "x", to: name, in: folder)
        }
        let reading = try Self.read(folder)
        #expect(reading.sources.isEmpty)
        #expect(reading.unrecognised == ["empty", "notes.txt"])
        #expect(reading.unrecognisedCount == 2)
    }

    @Test func endsLoopsOfLinksAndReadsNoFileTwice() throws {
        let folder = try TemporaryFolder()
        try Self.write(Self.record("GO-2024-1"), to: "data/GO-2024-1.json", in: folder)
        try folder.run("ln -s .. data/up; ln -s data/GO-2024-1.json z.json; ln -s data again; ln -s \"$PWD\" self")
        let reading = try Self.read(folder)
        #expect(reading["go"]?.files.map(\.path) == ["again/GO-2024-1.json"])
        let twice = try FeedFolder().read([folder.path, "\(folder.path)/data", "\(folder.path)/z.json"])
        #expect(twice["go"]?.files.map(\.path) == ["again/GO-2024-1.json"])
    }

    @Test func checksWhatAChecksumListNames() throws {
        let folder = try TemporaryFolder()
        try Self.write(Self.record("GO-2024-1"), to: "in/go.json", in: folder)
        try Self.write("notes", to: "in/notes.txt", in: folder)
        try folder.run("cd in && sha256sum go.json notes.txt > SHA256SUMS")
        #expect(try Self.read(folder)["go"]?.advisories.count == 1)
        try folder.run("echo \"$(sha256sum < /dev/null | cut -c1-64) *gone.json\" >> in/SHA256SUMS")
        #expect(try Self.read(folder).missing == ["in/gone.json"])
        try Self.write("other notes", to: "in/notes.txt", in: folder)
        Self.expect("in/notes.txt: SHA256SUMS says", folder)
        try Self.write(Self.record("GO-2024-2"), to: "in/go.json", in: folder)
        Self.expect("in/go.json: SHA256SUMS says", folder)
        try Self.write("nonsense\n", to: "in/SHA256SUMS", in: folder)
        Self.expect("in/SHA256SUMS: line 1", folder)
    }

    @Test func checksAFileThatIsGivenAlone() throws {
        let folder = try TemporaryFolder()
        try Self.write(Self.record("GO-2024-1"), to: "go.json", in: folder)
        try folder.run(
            "sha256sum go.json > SHA256SUMS; echo \"$(sha256sum < /dev/null | cut -c1-64)  x\" >> SHA256SUMS")
        let reading = try FeedFolder().read(["\(folder.path)/go.json"])
        #expect(reading["go"]?.files.map(\.path) == ["go.json"])
        #expect(reading.missing == [])
        try Self.write(Self.record("GO-2024-2"), to: "go.json", in: folder)
        #expect(throws: FeedError.self) { try FeedFolder().read(["\(folder.path)/go.json"]) }
    }

    @Test func handsOnWhatADocumentGivesInsteadOfKeepingIt() throws {
        let folder = try TemporaryFolder()
        try Self.write(Self.record("GO-2024-1") + "\n" + Self.record("GO-2024-2"), to: "go.json", in: folder)
        try Self.write(Self.record("MAL-2024-1"), to: "mal.json", in: folder)
        var seen: [String] = []
        let reading = try FeedFolder().read([folder.path]) { yield, source in
            seen += yield.advisories.map { "\(source) \($0.id)" }
        }
        #expect(seen == ["go GO-2024-1", "go GO-2024-2", "malicious MAL-2024-1"])
        #expect(reading["go"]?.advisories == [])
        #expect(reading["go"]?.files.map(\.documents) == [2])
        #expect(reading["go"]?.newest != nil)
        #expect(throws: FeedError("enough")) {
            try FeedFolder().read([folder.path]) { _, _ in throw FeedError("enough") }
        }
    }

    /// A feed whose honest documents are large.
    private struct LargeFeed: Feed {
        let name = "large"
        let framing = FeedFraming.whole
        let documentLimit: Int? = 5000
        func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool { path.hasSuffix(".large") }
        func read(_ document: FeedDocument, into yield: inout FeedYield) {}
    }

    @Test func allowsAFeedLargerDocumentsThanOthers() throws {
        let folder = try TemporaryFolder()
        try Self.write(String(repeating: "x", count: 5000), to: "a.large", in: folder)
        var limits = FeedLimits()
        limits.document = 1000
        let reader = FeedFolder(feeds: [LargeFeed()], limits: limits)
        #expect(try reader.read([folder.path])["large"]?.files.map(\.documents) == [1])
        try Self.write(String(repeating: "x", count: 5001), to: "a.large", in: folder)
        #expect(throws: FeedError.self) { try reader.read([folder.path]) }
    }

    @Test func refusesDamagedFilesAndSaysWhich() throws {
        guard Shell.has("gzip") else { return }
        let folder = try TemporaryFolder()
        try Self.write(
            Self.record("GO-2024-1", details: String(repeating: "x", count: 9000)), to: "go.json", in: folder)
        try folder.run("gzip -c go.json > whole.gz && head -c 150 whole.gz > go.json.gz && rm whole.gz go.json")
        Self.expect("go.json.gz: ", folder)
        try folder.run("rm go.json.gz; printf 'PK\\003\\004 and no more' > all.zip")
        Self.expect("all.zip: ZIP", folder)
        try folder.run("rm all.zip; ln -s nowhere dangling.json")
        Self.expect("dangling.json", folder)
    }

    @Test func boundsDocumentsFilesAndDepth() throws {
        let folder = try TemporaryFolder()
        try Self.write(
            Self.record("GO-2024-1", details: String(repeating: "x", count: 2000)), to: "go.json", in: folder)
        var limits = FeedLimits()
        limits.document = 2100
        Self.expect("go.json: a document of more than 2100 bytes", folder, limits: limits)
        limits.document = 3000
        #expect(try Self.read(folder, limits: limits)["go"]?.advisories.count == 1)
        limits.files = 0
        Self.expect("more than 0 files", folder, limits: limits)
        limits.files = 10
        try folder.run("mkdir -p a/b/c")
        limits.depth = 3
        Self.expect("nested deeper than 3", folder, limits: limits)
    }

    @Test func boundsWhatAFileExpandsTo() throws {
        guard Shell.has("gzip", "tar", "python3") else { return }
        var limits = FeedLimits()
        limits.expanded = 100_000
        let line = Self.record("GO-2024-1") + "\n"
        let text = String(repeating: line, count: 200_000 / line.utf8.count)
        let ways = [
            ("gz", "gzip go.ndjson"), ("tar.gz", "tar czf go.tar.gz go.ndjson && rm go.ndjson"),
            (
                "zip",
                "python3 -c \"import zipfile; zipfile.ZipFile('go.zip','w',8).write('go.ndjson')\" && rm go.ndjson"
            ),
        ]
        for (suffix, command) in ways {
            let folder = try TemporaryFolder()
            try Self.write(text, to: "go.ndjson", in: folder)
            try folder.run(command)
            Self.expect("go.\(suffix == "gz" ? "ndjson.gz" : suffix)", folder, limits: limits)
            #expect(try Self.read(folder)["go"]?.advisories.count == 200_000 / line.utf8.count)
        }
    }

    @Test func boundsTheListsOfWhatWasSkipped() throws {
        let folder = try TemporaryFolder()
        try Self.write(
            Self.record("GO-2024-1") + "\n" + String(repeating: "[]x\n", count: 50), to: "go.ndjson", in: folder)
        for index in 0..<9 { try Self.write("x", to: "n\(index).txt", in: folder) }
        var limits = FeedLimits()
        limits.listed = 5
        let reading = try Self.read(folder, limits: limits)
        #expect(reading["go"]?.skipped.count == 5)
        #expect(reading["go"]?.skippedCount == 50)
        #expect(reading.unrecognised.count == 5)
        #expect(reading.unrecognisedCount == 9)
    }

    @Test func saysThatAGivenPathIsNotThere() {
        let error = #expect(throws: FileError.self) { try FeedFolder().read(["/nowhere/at/all"]) }
        #expect(error?.path == "/nowhere/at/all")
    }

    @Test func hasFeedsSortedByNameWithoutDuplicates() {
        let names = Feeds.all.map(\.name)
        #expect(names == Set(names).sorted())
    }
}
