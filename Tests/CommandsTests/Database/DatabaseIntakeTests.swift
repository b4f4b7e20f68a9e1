import Content
import Glibc
import NIOHTTP1
import OCI
import RegistryClient
import Testing

@testable import Advisories
@testable import Commands

/// Updates from mirrors and of finished databases.
@Suite(.timeLimit(.minutes(5))) struct DatabaseIntakeTests {
    private static let now = UpdateBench.now

    private static func later(_ days: Int64) -> Timestamp { Timestamp(seconds: now.seconds + days * UpdateBench.day) }

    /// A bench whose cache is a good mirror, served by its site as well.
    private static func mirror() async throws -> (bench: UpdateBench, own: UpdateCache) {
        let bench = try await UpdateBench()
        try await bench.update()
        try publish(bench)
        return (bench, UpdateCache("\(bench.folder.path)/own"))
    }

    private static func publish(_ bench: UpdateBench) throws {
        for name in ["feeds.json", "advisories.db", "feeds/pypa.ndjson", "feeds/kev.json"] {
            bench.site.put("/m/\(name)", try bench.bytes("\(bench.cache.folder)/\(name)"))
        }
    }

    @Test(arguments: [true, false])
    func `a cache is a mirror, over the web and at hand`(_ isServed: Bool) async throws {
        let (bench, own) = try await Self.mirror()
        let from = isServed ? bench.site.base + "/m" : bench.cache.folder
        // As current as the mirror, not as the visit.
        #expect(try await bench.update(from: from, now: Self.later(2), into: own) == .passed)
        #expect(try bench.bytes(own.database) == bench.bytes(bench.cache.database))
        #expect(try bench.state(own)["kev"]?.copy?.checked == Self.now)
        #expect(try bench.state(own)["kev"]?.copy?.validators.isEmpty ?? false)
        let count = bench.site.asked.count
        #expect(try await bench.update(from: from, now: Self.later(2), into: own) == .passed)
        #expect(bench.site.asked.dropFirst(count) == (isServed ? ["/m/feeds.json"] : []))
        bench.site.put("/pypa.ndjson", UpdateBench.records(0..<25))
        try await bench.update(now: Self.later(3))
        try Self.publish(bench)
        #expect(try await bench.update(from: from, now: Self.later(3), into: own) == .passed)
        #expect(try bench.database(own).size.advisories == 25)
        #expect(try bench.database(own).created == Self.later(3))
    }

    @Test(arguments: [true, false])
    func `a file of a mirror that is not what its list says is refused`(_ isServed: Bool) async throws {
        let (bench, own) = try await Self.mirror()
        let altered = UpdateBench.records(0..<20, day: "2026-11-02")
        bench.site.put("/m/feeds/pypa.ndjson", altered)
        try bench.folder.write(altered, to: "cache/feeds/pypa.ndjson")
        let from = isServed ? bench.site.base + "/m/" : bench.cache.folder
        #expect(try await bench.update(from: from, into: own) == .failed)
        #expect(try bench.state(own)["pypa"]?.failure?.contains("expected digest") ?? false)
        #expect(try bench.database(own).sources == ["kev"])
    }

    @Test func `a mirror from the future makes nothing younger`() async throws {
        let (bench, own) = try await Self.mirror()
        #expect(
            try await bench.update(from: bench.cache.folder, now: Timestamp(seconds: Self.now.seconds - 50), into: own)
                == .passed)
        #expect(try bench.database(own).created.seconds == Self.now.seconds - 50)
    }

    @Test(
        arguments: [
            #"{"schemaVersion":2}"#, "{", #"{"schemaVersion":1,"feeds":[]}"#,
            #"{"schemaVersion":1,"feeds":[{"name":"../x","url":"u"}]}"#,
            #"{"schemaVersion":1,"feeds":[{"name":"x","url":"u","file":"../../x","digest":"sha256:00","size":1}]}"#,
        ])
    func `a list of a mirror that cannot be read ends the update`(_ list: String) async throws {
        let (bench, own) = try await Self.mirror()
        bench.site.put("/m/feeds.json", Array(list.utf8))
        await #expect(throws: UpdateStateError.self) {
            try await bench.update(from: bench.site.base + "/m/", into: own)
        }
        #expect(access(own.database, F_OK) != 0)
    }

    @Test func `a finished database is taken from the web, and only when it has changed`() async throws {
        let (bench, own) = try await Self.mirror()
        let url = bench.site.base + "/m/advisories.db"
        #expect(try await bench.update(from: url, into: own) == .passed)
        #expect(try bench.bytes(own.database) == bench.bytes(bench.cache.database))
        #expect(try bench.state(own).database?.from == url)
        #expect(try await bench.update(from: url, into: own) == .passed)
        #expect(bench.site.server.asked.last?.headers.contains(name: "If-None-Match") ?? false)
        // What is at hand is damaged or another one: then it is fetched all the same.
        for damage in [
            "truncate -s -10 own/advisories.db", "rm own/advisories.db", "cp cache/feeds/kev.json own/advisories.db",
        ] {
            try bench.folder.run(damage)
            #expect(try await bench.update(from: url, into: own) == .passed)
            #expect(try bench.bytes(own.database) == bench.bytes(bench.cache.database), "\(damage)")
        }
        // Past its day it is still the one at hand, and no good answer.
        #expect(try await bench.update(from: url, now: Self.later(30), into: own) == .unknown)
    }

    @Test(arguments: ["file", "layout", "folder"])
    func `a finished database is taken from what is at hand, offline`(_ kind: String) async throws {
        let (bench, own) = try await Self.mirror()
        var from = bench.cache.database
        switch kind {
        case "layout":
            from = "oci:\(bench.folder.path)/layout:latest"
            _ = try await DatabaseTransfer(isOffline: true, isInsecure: false).push(
                .init(file: bench.bytes(bench.cache.database)), to: DatabaseTransfer.reference(from))
        case "folder":
            from = bench.cache.feeds
        default: break
        }
        let status = try await bench.update(from: from, isOffline: true, into: own)
        if kind == "folder" {
            // Without a list nobody says when the feeds were current: their newest record does.
            #expect(status == .unknown)
            #expect(try bench.database(own).created == Timestamp("2026-11-01"))
        } else {
            #expect(status == .passed)
            #expect(try bench.bytes(own.database) == bench.bytes(bench.cache.database))
        }
    }

    @Test func `a worse database is refused: older, smaller, without a feed`() async throws {
        let (bench, own) = try await Self.mirror()
        let old = "\(bench.folder.path)/old.db"
        try bench.folder.run("cp cache/advisories.db old.db")
        bench.site.put("/pypa.ndjson", UpdateBench.records(0..<40))
        try await bench.update(now: Self.later(1))
        #expect(try await bench.update(from: bench.cache.database, now: Self.later(1), into: own) == .passed)
        let good = try bench.bytes(own.database)
        #expect(try await bench.update(from: old, now: Self.later(1), into: own) == .failed)
        #expect(try bench.bytes(own.database) == good)
        // As young, and of half the records.
        let smaller = try AdvisoryDatabase.redated(bench.bytes(old), created: Self.later(2), lifetime: 1 << 20)
        try bench.folder.write(smaller.file, to: "smaller.db")
        #expect(
            try await bench.update(from: "\(bench.folder.path)/smaller.db", now: Self.later(2), into: own) == .failed)
        #expect(try bench.bytes(own.database) == good)
        #expect(try await bench.update(from: old, now: Self.later(1), isForced: true, into: own) == .passed)
        #expect(try bench.bytes(own.database) == bench.bytes(old))
    }

    @Test func `a database that was cut or altered changes nothing`() async throws {
        let (bench, own) = try await Self.mirror()
        try await bench.update(from: bench.cache.database, into: own)
        let good = try bench.bytes(own.database)
        var altered = good
        altered[good.count - 20] ^= 1
        for (name, bytes) in [("cut.db", Array(good.dropLast(10))), ("altered.db", altered), ("none.db", [])] {
            try bench.folder.write(bytes, to: name)
            bench.site.put("/\(name)", bytes)
            for from in ["\(bench.folder.path)/\(name)", "\(bench.site.base)/\(name)"] {
                await #expect(throws: DatabaseError.self) {
                    try await bench.update(from: from, isForced: true, into: own)
                }
            }
        }
        #expect(try bench.bytes(own.database) == good)
    }

    @Test func `an expired database is taken where there is none, and is no success`() async throws {
        let (bench, own) = try await Self.mirror()
        #expect(try await bench.update(from: bench.cache.database, now: Self.later(30), into: own) == .unknown)
        #expect(try bench.database(own).digest == bench.database().digest)
    }

    @Test func `an artifact is the same each time, and says what it is`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        let file = try bench.bytes(bench.cache.database)
        let transfer = DatabaseTransfer(isOffline: true, isInsecure: false)
        let path = "\(bench.folder.path)/layout"
        let digest = try await transfer.push(.init(file: file), to: .layout(path: path, tag: "a", digest: nil))
        #expect(try await transfer.push(.init(file: file), to: .layout(path: path, tag: "b", digest: nil)) == digest)
        #expect(try await transfer.push(.init(file: file), to: .layout(path: path, tag: "a", digest: nil)) == digest)
        let store = try ImageStore(directory: path)
        #expect(try store.index().manifests.count == 2)
        let manifest = try store.artifact(tag: "b", digest: nil).manifest
        #expect(manifest.artifactType == "application/vnd.obryza.advisories.v1")
        #expect(manifest.annotations["obryza.advisories.digest"] == "\(try bench.database().digest)")
        #expect(manifest.annotations["obryza.advisories.valid-until"] == Self.later(7).text)
        #expect(try await transfer.pull(.layout(path: path, tag: nil, digest: digest)).file == file)
        #expect(try await transfer.pull(.layout(path: path, tag: nil, digest: nil)).file == file)
        await #expect(throws: OCIError.self) { try await transfer.pull(.layout(path: path, tag: "c", digest: nil)) }
        // A tag that moves on leaves the manifest that had it.
        bench.site.put("/pypa.ndjson", UpdateBench.records(0..<21))
        try await bench.update()
        let next = try bench.bytes(bench.cache.database)
        _ = try await transfer.push(.init(file: next), to: .layout(path: path, tag: "a", digest: nil))
        #expect(try await transfer.pull(.layout(path: path, tag: "a", digest: nil)).file == next)
        #expect(try await transfer.pull(.layout(path: path, tag: "b", digest: nil)).file == file)
        await #expect(throws: OCIError.self) {
            try await transfer.push(.init(file: next), to: .layout(path: path, tag: nil, digest: digest))
        }
    }

    @Test func `a layer that was altered, or an image in its place, is refused`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        let file = try bench.bytes(bench.cache.database)
        let transfer = DatabaseTransfer(isOffline: true, isInsecure: false)
        let path = "\(bench.folder.path)/layout"
        _ = try await transfer.push(.init(file: file), to: .layout(path: path, tag: "a", digest: nil))
        var altered = file
        altered[100] ^= 1
        try bench.folder.write(altered, to: "layout/blobs/sha256/\(Digest.of(file).hex)")
        await #expect(throws: OCIError.self) { try await transfer.pull(.layout(path: path, tag: "a", digest: nil)) }
        let layout = try LayoutWriter(directory: path)
        let image = Array(
            #"{"schemaVersion":2,"config":{"mediaType":"x","digest":"\#(Digest.of([]))","size":0},"layers":[]}"#.utf8)
        _ = try layout.add(manifest: image, mediaType: MediaType.ociManifest, artifactType: nil, tag: "image")
        await #expect(throws: OCIError.self) {
            try await transfer.pull(.layout(path: path, tag: "image", digest: nil))
        }
        #expect(throws: OCIError.self) { try LayoutWriter(directory: bench.folder.path) }
    }

    @Test(arguments: [("dir:/x", true), ("oci-archive:/x", true), ("/x/y", false), ("UPPER", false)])
    func `a place that holds no artifact is refused`(_ text: String, _ isPlace: Bool) {
        #expect(throws: (any Error).self) { try UpdateOrigin(text) }
    }
}

@Suite struct UpdateStateTests {
    @Test func `gives back what was written`() throws {
        var state = UpdateState()
        state.database = .init(
            from: "https://h/a.db", digest: "sha256:1", saved: UpdateBench.now, validators: .init(etag: "\"x\""))
        state.feeds = [
            .init(name: "a", url: "https://h/a", failure: "because \"it\" was\nso"),
            .init(
                name: "b", url: "https://h/b", target: "https://h/c",
                copy: .init(
                    file: "b.zip", digest: Digest.of([]), size: 5, validators: .init(lastModified: "then"),
                    fetched: UpdateBench.now, checked: UpdateBench.now, records: 7, newest: UpdateBench.now)),
        ]
        #expect(try UpdateState(state.json, place: "") == state)
        #expect(try UpdateState(UpdateState().json, place: "") == UpdateState())
    }

    @Test func `whatever the file holds, it is read or refused`() {
        var state = UpdateState()
        state.database = .init(from: "x", digest: "sha256:1", saved: UpdateBench.now)
        state.feeds = (0..<3).map { number in
            .init(
                name: "f\(number)", url: "https://h/\(number)",
                copy: .init(
                    file: "f\(number).zip", digest: Digest.of([UInt8(number)]), size: 1, fetched: UpdateBench.now,
                    checked: UpdateBench.now, records: 1, newest: UpdateBench.now))
        }
        let good = state.json
        var random = FixedRandom(7)
        var refused = 0
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 20))
                default:
                    bytes.insert(
                        contentsOf: good[place % good.count..<min(good.count, place % good.count + 30)], at: place)
                }
            }
            do {
                let read = try UpdateState(bytes, place: "x")
                #expect(
                    read.feeds.allSatisfy { $0.copy.map { !$0.file.contains("/") && !$0.file.hasPrefix(".") } ?? true })
            } catch {
                refused += 1
            }
        }
        #expect(refused > 500)
    }

    @Test func `feeds or files that are there twice are refused`() throws {
        let one = UpdateState.Feed(
            name: "a", url: "u",
            copy: .init(
                file: "f", digest: Digest.of([]), size: 1, fetched: UpdateBench.now, checked: UpdateBench.now,
                records: 1))
        var other = one
        var state = UpdateState()
        state.feeds = [one, other]
        #expect(throws: UpdateStateError.self) { try UpdateState(state.json, place: "p") }
        other.name = "b"
        state.feeds = [one, other]
        #expect(throws: UpdateStateError.self) { try UpdateState(state.json, place: "p") }
    }
}

@Suite struct UpdateOriginTests {
    @Test func `each way of writing a place is what it looks like`() throws {
        let folder = try TemporaryFolder()
        try folder.run("mkdir plain mirror; echo '{}' > mirror/feeds.json; touch a.db")
        func origin(_ text: String) throws -> UpdateOrigin { try UpdateOrigin(text) }
        #expect(try UpdateOrigin(nil) == .publishers)
        #expect(try origin("https://h/m") == .mirror("https://h/m/"))
        #expect(try origin("https://h/m/") == .mirror("https://h/m/"))
        #expect(try origin("https://h/m/a.db?x=1") == .databaseURL("https://h/m/a.db?x=1"))
        #expect(try origin("\(folder.path)/a.db") == .databaseFile("\(folder.path)/a.db"))
        #expect(try origin("\(folder.path)/plain") == .folder("\(folder.path)/plain"))
        #expect(try origin("\(folder.path)/mirror") == .mirrorFolder("\(folder.path)/mirror"))
        #expect(try origin("oci:/x:t") == .artifact(.layout(path: "/x", tag: "t", digest: nil)))
        guard case .artifact(.registry(let reference)) = try origin("registry.example/a/b:t") else {
            Issue.record("expected a registry")
            return
        }
        #expect("\(reference)" == "registry.example/a/b:t")
    }
}
