import Content
import Testing

@testable import Advisories

/// Which files of a cache make a database.
@Suite struct FeedAssemblyTests {
    /// Records of a feed with numbers for names, all of one day.
    static func records(_ numbers: Range<Int>, day: String = "2026-11-01") -> [UInt8] {
        Array(
            numbers.map { number in
                """
                {"id":"PYSEC-2026-\(number)","modified":"\(day)T00:00:00Z","affected":[{"package":{"ecosystem":"PyPI",\
                "name":"p\(number)"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2"}]}]}]}

                """
            }.joined().utf8)
    }

    static func catalogue(_ count: Int, day: String = "2026-11-01") -> [UInt8] {
        let entries = (0..<count).map {
            """
            {"cveID":"CVE-2026-\(1000 + $0)","vendorProject":"v","product":"p","vulnerabilityName":"n",\
            "dateAdded":"\(day)","shortDescription":"d","requiredAction":"a","dueDate":"2026-12-01",\
            "knownRansomwareCampaignUse":"Unknown","notes":""}
            """
        }
        return Array(
            """
            {"title":"t","catalogVersion":"1","dateReleased":"\(day)T00:00:00Z","count":\(count),\
            "vulnerabilities":[\(entries.joined(separator: ","))]}
            """.utf8)
    }

    private let folder: TemporaryFolder
    private let created = Timestamp(seconds: 1_795_000_000)

    init() throws {
        folder = try TemporaryFolder()
        try folder.run("mkdir feeds incoming")
    }

    private func input(
        _ name: String, file: String, new: [UInt8]? = nil, kept: [UInt8]? = nil, before: FeedAssembly.Measure? = nil
    ) throws -> FeedAssembly.Input {
        var input = FeedAssembly.Input(name: name)
        if let new {
            try folder.write(new, to: "incoming/\(file)")
            input.new = "\(folder.path)/incoming/\(file)"
        }
        if let kept {
            try folder.write(kept, to: "feeds/\(file)")
            input.kept = ("\(folder.path)/feeds/\(file)", Digest.of(kept))
        }
        input.before = before
        return input
    }

    private func build(
        _ inputs: [FeedAssembly.Input], isForced: Bool = false
    ) throws -> (result: FeedAssembly.Result?, refused: [String: FeedAssembly.Refusal]) {
        var refused: [String: FeedAssembly.Refusal] = [:]
        let result = try FeedAssembly(inputs, isForced: isForced).build(
            created: created, lifetime: 100, refused: &refused)
        return (result, refused)
    }

    @Test func `new files and old ones make one database`() throws {
        let (result, refused) = try build([
            try input("pypa", file: "pypa.ndjson", new: Self.records(0..<20)),
            try input("kev", file: "kev.json", kept: Self.catalogue(3)),
        ])
        let found = try #require(result)
        #expect(refused.isEmpty && found.lost.isEmpty)
        #expect(found.measures["pypa"] == .init(records: 20, newest: Timestamp("2026-11-01")))
        #expect(found.measures["kev"]?.records == 3)
        let database = try AdvisoryDatabase(found.file)
        #expect(database.sources == ["kev", "pypa"])
        #expect(database.size.advisories == 20)
        #expect(database.created == created && database.validUntil.seconds == created.seconds + 100)
    }

    @Test func `files of one format are one source of the database`() throws {
        let (result, _) = try build([
            try input("a", file: "a.ndjson", new: Self.records(0..<20)),
            try input("b", file: "b.ndjson", new: Self.records(20..<50, day: "2026-11-09")),
        ])
        let database = try AdvisoryDatabase(try #require(result).file)
        #expect(database.sources == ["pypa"])
        let text = String(decoding: database.provenance, as: UTF8.self)
        #expect(text.contains("\"a.ndjson\"") && text.contains("\"b.ndjson\"") && text.contains("\"records\":50"))
        #expect(text.contains("2026-11-09"))
    }

    @Test func `the same files give the same bytes, new or kept`() throws {
        let (new, _) = try build([try input("a", file: "a.ndjson", new: Self.records(0..<20))])
        let (kept, _) = try build([try input("a", file: "a.ndjson", kept: Self.records(0..<20))])
        #expect(try #require(new).file == #require(kept).file)
    }

    @Test(arguments: [(100, 90, false), (100, 89, true), (10, 9, false), (10, 8, true), (1, 1, false)])
    func `a tenth may go, more is refused, and the file from before stands in`(
        before: Int, now: Int, isRefused: Bool
    ) throws {
        let inputs = [
            try input(
                "pypa", file: "pypa.ndjson", new: Self.records(0..<now), kept: Self.records(0..<before),
                before: .init(records: before, newest: Timestamp("2026-11-01")))
        ]
        let (result, refused) = try build(inputs)
        #expect(refused == (isRefused ? ["pypa": .shrunk(records: now, before: before)] : [:]))
        #expect(try AdvisoryDatabase(#require(result).file).size.advisories == (isRefused ? before : now))
        let forced = try build(inputs, isForced: true)
        #expect(forced.refused.isEmpty)
        #expect(try AdvisoryDatabase(#require(forced.result).file).size.advisories == now)
    }

    @Test func `a feed that is one document shrinks by its records`() throws {
        let (_, refused) = try build([
            try input(
                "kev", file: "kev.json", new: Self.catalogue(80), kept: Self.catalogue(100),
                before: .init(records: 100, newest: nil))
        ])
        #expect(refused == ["kev": .shrunk(records: 80, before: 100)])
    }

    @Test func `a feed that goes back in time is refused`() throws {
        let inputs = [
            try input(
                "pypa", file: "pypa.ndjson", new: Self.records(0..<30, day: "2026-10-31"),
                kept: Self.records(0..<20), before: .init(records: 20, newest: Timestamp("2026-11-01")))
        ]
        let (result, refused) = try build(inputs)
        guard case .older? = refused["pypa"] else {
            Issue.record("expected .older, found \(refused)")
            return
        }
        #expect(try #require(result).measures["pypa"]?.records == 20)
        #expect(try build(inputs, isForced: true).refused.isEmpty)
    }

    @Test(
        arguments: [
            ("<html>Service unavailable</html>", "json"), ("", "json"),
            ("{\"catalogVersion\":\"1\",\"vulnerabilities\":[{}", "json"),
            ("PK\u{3}\u{4} and no archive", "zip"), ("\u{1f}\u{8b}garbage", "json.gz"),
        ])
    func `what is no feed or a broken one is refused, forced or not`(_ text: String, _ suffix: String) throws {
        let bytes = text.hasPrefix("\u{1f}") ? [0x1f, 0x8b, 8, 0, 1, 2, 3] : Array(text.utf8)
        let inputs = [
            try input("kev", file: "kev.\(suffix)", new: bytes, kept: Self.catalogue(5)),
            try input("pypa", file: "pypa.ndjson", new: Self.records(0..<20)),
        ]
        for isForced in [false, true] {
            let (result, refused) = try build(inputs, isForced: isForced)
            #expect(refused.keys.sorted() == ["kev"], "\(refused)")
            #expect(try #require(result).measures.mapValues(\.records) == ["kev": 5, "pypa": 20])
        }
    }

    @Test func `a document that inflates without end is refused`() throws {
        guard Shell.has("gzip") else { return }
        let head = "{\"title\":\"t\",\"catalogVersion\":\"1\",\"vulnerabilities\":["
        try folder.run(
            "(printf '%s' '\(head)'; head -c 400M /dev/zero | tr '\\0' ' ') | gzip -1 > incoming/kev.json.gz")
        var input = FeedAssembly.Input(name: "kev")
        input.new = "\(folder.path)/incoming/kev.json.gz"
        let (result, refused) = try build([input])
        #expect(result == nil)
        guard case .damaged(let reason)? = refused["kev"] else {
            Issue.record("expected .damaged, found \(refused)")
            return
        }
        #expect(reason.contains("67108864") || reason.contains("more than"), "\(reason)")
    }

    @Test func `a copy that is not what it was is lost, and nothing is built of it`() throws {
        var altered = try input("pypa", file: "pypa.ndjson", kept: Self.records(0..<20))
        altered.kept?.digest = Digest.of(Array("other".utf8))
        var missing = FeedAssembly.Input(name: "gone")
        missing.kept = ("\(folder.path)/feeds/none", Digest.of([]))
        let (result, refused) = try build([
            altered, missing, try input("kev", file: "kev.json", new: Self.catalogue(2)),
        ])
        #expect(refused.isEmpty)
        #expect(try #require(result).lost.keys.sorted() == ["gone", "pypa"])
        #expect(try AdvisoryDatabase(#require(result).file).sources == ["kev"])
        #expect(try build([altered]).result == nil)
    }
}

@Suite struct FeedRegressionTests {
    private typealias Extent = FeedRegression.Extent
    private static let old = Timestamp(seconds: 100)
    private static let new = Timestamp(seconds: 200)

    @Test func `a feed that is gone, smaller or older is named`() {
        let before = [
            "gone": Extent(documents: 1, records: nil, newest: nil),
            "fewer": Extent(documents: 100, records: nil, newest: nil),
            "thinner": Extent(documents: 1, records: 100, newest: nil),
            "older": Extent(documents: 1, records: 1, newest: Self.new),
            "same": Extent(documents: 1, records: 10, newest: Self.new),
            "grown": Extent(documents: 100, records: 100, newest: Self.old),
            "empty": Extent(documents: 0, records: 0, newest: nil),
        ]
        let now = [
            "fewer": Extent(documents: 89, records: 89, newest: nil),
            "thinner": Extent(documents: 1, records: 89, newest: nil),
            "older": Extent(documents: 1, records: 1, newest: Self.old),
            "same": Extent(documents: 1, records: 9, newest: Self.new),
            "grown": Extent(documents: 90, records: 200, newest: Self.new),
            "new": Extent(documents: 1, records: 1, newest: nil),
        ]
        #expect(FeedRegression.all(now, before: before).map(\.feed) == ["fewer", "gone", "older", "thinner"])
        #expect(FeedRegression.all(before, before: before).isEmpty)
    }

    @Test func `no number overflows`() {
        for before in [0, 1, Int.max, Int.max / 9, Int.max / 9 + 1] {
            #expect(!FeedRegression.isShrunk(before, before: before))
            #expect(FeedRegression.isShrunk(-1, before: before))
        }
    }
}

@Suite struct DatabaseRedatingTests {
    @Test func `only the times and the digest change`() throws {
        var generator = AdvisoryGenerator(seed: 9)
        let bytes = try AdvisoryDatabase.bytes(generator.advisories(40))
        let time = Timestamp(seconds: 1_800_000_000)
        let redated = try AdvisoryDatabase.redated(bytes, created: time, lifetime: 50)
        let (old, new) = (try AdvisoryDatabase(bytes), try AdvisoryDatabase(redated.file))
        try new.checkAll()
        #expect(new.created == time && new.validUntil.seconds == time.seconds + 50)
        #expect(new.digest == redated.digest && new.digest != old.digest)
        for index in 0..<old.size.advisories { #expect(try old.advisory(index) == new.advisory(index)) }
        #expect(try AdvisoryDatabase.redated(redated.file, created: time, lifetime: 50).file == redated.file)
        #expect(
            try AdvisoryDatabase.redated(
                redated.file, created: old.created, lifetime: old.validUntil.seconds - old.created.seconds
            ).file == bytes)
        #expect(
            try AdvisoryDatabase(AdvisoryDatabase.redated(bytes, created: time, lifetime: .max).file).validUntil.seconds
                == .max)
    }

    @Test func `a damaged database is not made good by it`() throws {
        var generator = AdvisoryGenerator(seed: 10)
        var bytes = try AdvisoryDatabase.bytes(generator.advisories(40))
        bytes[bytes.count - 10] ^= 1
        #expect(throws: DatabaseError.self) {
            try AdvisoryDatabase.redated(bytes, created: Timestamp(seconds: 1), lifetime: 1)
        }
    }
}
