import Content
import Glibc
import Inventory
import Testing

@testable import Advisories

@Suite struct ComponentIndexTests {
    /// A folder of its own for each test.
    private final class Place {
        let path: String

        init() throws {
            var template = Array("/tmp/component-index-XXXXXX".utf8CString)
            path = try #require(mkdtemp(&template).map { String(cString: $0) })
        }

        deinit {
            for name in ["index", "copy"] { unlink("\(path)/\(name)") }
            rmdir(path)
        }

        var index: String { path + "/index" }
        var copy: String { path + "/copy" }
    }

    private static let releases = ["11", "12"]

    /// Debian packages with and without their release, language packages, owned ones, and what cannot be looked up.
    private static func document(_ number: Int, _ random: inout FixedRandom) throws -> IndexedDocument {
        var packages: [ScannedPackage] = []
        for place in 0..<Int.random(in: 0...12, using: &random) {
            let name = "p\(Int.random(in: 0..<6, using: &random))"
            let version = "1.\(Int.random(in: 0..<5, using: &random))"
            let distro = Bool.random(using: &random) ? "?distro=debian-11" : ""
            let text =
                switch Int.random(in: 0..<4, using: &random) {
                case 0: "pkg:deb/debian/\(name)@\(version)\(distro)"
                case 1: "pkg:npm/\(name)@\(version).0"
                case 2: "pkg:pypi/\(name)@\(version)"
                default: "pkg:nowhere/\(name)@\(version)"
                }
            let purl = try #require(PackageURL(text))
            var package = ScannedPackage(ref: "\(place)", name: purl.name, version: purl.version ?? "", purl: purl)
            if purl.type == "deb", Bool.random(using: &random) { package.source = "p1" }
            packages.append(package)
        }
        let owners = packages.filter { $0.purl?.type == "deb" }.map(\.ref)
        for place in packages.indices where packages[place].purl?.type != "deb" && Bool.random(using: &random) {
            packages[place].owner = owners.first
        }
        let release = releases[Int.random(in: 0..<2, using: &random)]
        return IndexedDocument(
            digest: Digest.of(Array("\(number)".utf8)), name: "app-\(number)", packages: packages,
            distribution: ("debian", release), isComplete: number % 3 != 0)
    }

    private static func documents(_ count: Int, seed: UInt64 = 1) throws -> [IndexedDocument] {
        var random = FixedRandom(seed)
        return try (0..<count).map { try document($0, &random) }
    }

    private static func record(_ number: Int, _ random: inout FixedRandom) -> Advisory {
        let ecosystems = [
            Ecosystem(.debian, "11"), Ecosystem(.debian, "12"), Ecosystem(.npm), Ecosystem(.pypi),
        ]
        let ecosystem = ecosystems[Int.random(in: 0..<4, using: &random)]
        var affected = Affected(
            ecosystem, "p\(Int.random(in: 0..<6, using: &random))",
            naming: ecosystem.isDistribution ? (Bool.random(using: &random) ? .source : .binary) : .only)
        affected.ranges = Bool.random(using: &random) ? [.before("1.\(Int.random(in: 0..<6, using: &random))")] : []
        affected.verdict = Int.random(in: 0..<5, using: &random) == 0 ? .unaffected : .affected
        var advisory = Advisory(source: "test", id: "CVE-2024-\(number)", document: Digest.of([]))
        advisory.affected = [affected]
        return advisory
    }

    /// What each document says when it is scanned by itself, and what the index says.
    private static func expectSame(
        _ index: ComponentIndex, _ documents: [IndexedDocument], _ database: AdvisoryDatabase, flaw: Int?
    ) throws {
        var affected: Set<String> = []
        var undecided: Set<String> = []
        for document in documents {
            let result = try Matcher(database, distribution: document.distribution).match(document.packages)
            let findings = result.findings.filter { flaw == nil || $0.flaw == flaw }
            if findings.contains(where: { $0.verdict == .affected }) {
                affected.insert(document.name)
            } else if !findings.isEmpty {
                undecided.insert(document.name)
            }
        }
        let answer = try index.documents(with: flaw, of: database)
        #expect(try Set(answer.affected.map { try index.document($0).name }) == affected)
        #expect(try Set(answer.undecided.map { try index.document($0).name }) == undecided)
        #expect(answer.affected == answer.affected.sorted())
    }

    @Test func `says of every document what scanning it says`() throws {
        let place = try Place()
        let documents = try Self.documents(400)
        for start in stride(from: 0, to: 400, by: 37) {
            _ = try ComponentIndexWriter(path: place.index).add(Array(documents[start..<min(400, start + 37)]))
        }
        let index = try ComponentIndex(path: place.index)
        #expect(index.documentCount == 400)
        #expect(index.segmentCount < 8)
        var random = FixedRandom(5)
        var hits = 0
        for number in 0..<60 {
            let database = try AdvisoryDatabase(AdvisoryDatabase.bytes([Self.record(number, &random)]))
            try Self.expectSame(index, documents, database, flaw: nil)
            hits += try index.documents(with: nil, of: database).affected.count
        }
        #expect(hits > 500)
        let all = try AdvisoryDatabase(AdvisoryDatabase.bytes((0..<20).map { Self.record($0, &random) }))
        for number in 0..<20 {
            let flaw = try #require(all.flaw(named: "CVE-2024-\(number)"))
            try Self.expectSame(index, documents, all, flaw: flaw)
        }
    }

    @Test func `counts documents of which something cannot be said`() throws {
        let place = try Place()
        let documents = try Self.documents(50)
        _ = try ComponentIndexWriter(path: place.index).add(documents)
        let expected = documents.count { document in
            !document.isComplete || document.packages.contains { $0.purl?.type == "nowhere" }
        }
        #expect(expected > 20)
        #expect(try ComponentIndex(path: place.index).incompleteDocuments() == expected)
    }

    @Test func `takes a document once`() throws {
        let place = try Place()
        let documents = try Self.documents(30)
        let writer = ComponentIndexWriter(path: place.index)
        #expect(
            try writer.add(Array(documents[..<20] + documents[..<5]))
                == ComponentIndexWriter.Outcome(added: 20, known: 5))
        #expect(try writer.add(documents) == ComponentIndexWriter.Outcome(added: 10, known: 20))
        let before = try OpenFile.contents(of: place.index, limit: 1 << 30)
        #expect(try writer.add(documents) == ComponentIndexWriter.Outcome(added: 0, known: 30))
        #expect(try OpenFile.contents(of: place.index, limit: 1 << 30) == before)
        #expect(try ComponentIndex(path: place.index).documentCount == 30)
    }

    @Test func `stays small and whole when documents come one by one`() throws {
        let place = try Place()
        let documents = try Self.documents(150)
        for document in documents { _ = try ComponentIndexWriter(path: place.index).add([document]) }
        let index = try ComponentIndex(path: place.index)
        #expect(index.documentCount == 150)
        #expect(index.segmentCount <= 8)
        try index.checkAll()
        var random = FixedRandom(7)
        for number in 0..<20 {
            let database = try AdvisoryDatabase(AdvisoryDatabase.bytes([Self.record(number, &random)]))
            try Self.expectSame(index, documents, database, flaw: nil)
        }
    }

    @Test func `whoever opened it before goes on with what was there`() throws {
        let place = try Place()
        let documents = try Self.documents(200)
        let writer = ComponentIndexWriter(path: place.index)
        _ = try writer.add(Array(documents[..<50]))
        let early = try ComponentIndex(path: place.index)
        for start in stride(from: 50, to: 200, by: 10) { _ = try writer.add(Array(documents[start..<start + 10])) }
        #expect(early.documentCount == 50)
        try early.checkAll()
        #expect(try early.document(49).name == "app-49")
    }

    private static func count(_ place: Place, _ bytes: [UInt8]) throws -> Int {
        let file = try #require(fopen(place.copy, "w"))
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        fclose(file)
        let index = try ComponentIndex(path: place.copy)
        try index.checkAll()
        return index.documentCount
    }

    /// The writer stopped after any part of what it writes: the file is as before or as after, and can be added to.
    @Test func `a writer that is stopped anywhere leaves the old state or the new`() throws {
        let place = try Place()
        let documents = try Self.documents(40)
        let writer = ComponentIndexWriter(path: place.index)
        _ = try writer.add(Array(documents[..<30]))
        let before = try OpenFile.contents(of: place.index, limit: 1 << 30)
        _ = try writer.add(Array(documents[30...]))
        let after = try OpenFile.contents(of: place.index, limit: 1 << 30)
        #expect(after.count > before.count, "an addition of this size is appended")
        let start = ComponentIndexLayout.segmentsStart
        // In the order of writing: the segment, the first copy of the commit, the second.
        for end in stride(from: before.count, through: after.count, by: 997) {
            let state = before[..<start] + after[start..<end]
            #expect(try Self.count(place, Array(state)) == 30)
        }
        for end in stride(from: 0, through: start, by: 61) {
            let state = after[..<end] + before[end..<start] + after[start...]
            let found = try Self.count(place, Array(state))
            #expect(found == (end < ComponentIndexLayout.commitSize ? 30 : 40), "stopped at \(end)")
            if end % 5 == 0 {
                _ = try ComponentIndexWriter(path: place.copy).add(documents)
                #expect(try ComponentIndex(path: place.copy).documentCount == 40)
            }
        }
    }

    @Test func `damage is an error and never a shorter answer`() throws {
        let place = try Place()
        _ = try ComponentIndexWriter(path: place.index).add(try Self.documents(60))
        let whole = try OpenFile.contents(of: place.index, limit: 1 << 30)
        var random = FixedRandom(3)
        for _ in 0..<300 {
            var bytes = whole
            let place60 = Int.random(in: 0..<whole.count, using: &random)
            bytes[place60] ^= UInt8.random(in: 1...255, using: &random)
            // One of the two copies of the commit may be lost without loss; elsewhere every byte is under a digest.
            let isCommit = place60 < ComponentIndexLayout.segmentsStart
            let found = Result { try Self.count(place, bytes) }
            switch found {
            case .success(let count): #expect(count == 60 && isCommit, "byte \(place60)")
            case .failure(let error): #expect(error is ComponentIndexError && !isCommit, "byte \(place60): \(error)")
            }
        }
        for length in stride(from: 0, to: whole.count, by: 331) {
            #expect(throws: ComponentIndexError.self) { try Self.count(place, Array(whole[..<length])) }
        }
        #expect(throws: ComponentIndexError.notAnIndex(path: place.copy)) {
            try Self.count(place, [UInt8](repeating: 7, count: 20_000))
        }
        #expect(throws: FileError.self) { try ComponentIndex(path: place.path + "/none") }
    }

    @Test func `a component keeps all that matching asks of it`() throws {
        var package = ScannedPackage(
            ref: "x", name: "Name", version: "1",
            purl: PackageURL("pkg:rpm/redhat/perl-Errno@1.28-419.el9?distro=rhel-9.2&epoch=2&upstream=a.src.rpm"))
        package.source = "perl"
        package.sourceVersion = "5"
        package.architecture = "x86_64"
        package.module = "perl:5"
        package.cpes = ["cpe:2.3:a:perl:perl:5:*:*:*:*:*:*:*"]
        let component = IndexedComponent(
            package, distribution: ("rhel", "9.2"), ownerEcosystem: Ecosystem(.redhat, "9"))
        var bytes = ByteWriter()
        component.encode(into: &bytes)
        let read = try bytes.bytes.withUnsafeBytes { bytes in try IndexedComponent(bytes) }
        #expect(read == component)
        #expect(read.package.purl == package.purl)
        #expect(read.package.name == "Name")
        for length in 0..<bytes.count {
            #expect(throws: ComponentIndexError.self) {
                try bytes.bytes[..<length].withUnsafeBytes { bytes in try IndexedComponent(bytes) }
            }
        }
    }
}
