import Content
import Glibc
import NIOCore
import NIOHTTP1
import RegistryClient
import Testing

@testable import Advisories
@testable import Commands

/// Updates from publishers: what is fetched, what is taken, and what stays.
@Suite(.timeLimit(.minutes(5))) struct DatabaseUpdateTests {
    private static let now = UpdateBench.now

    private static func later(_ days: Int64) -> Timestamp { Timestamp(seconds: now.seconds + days * UpdateBench.day) }

    @Test func `fetches all feeds, builds a database and says where everything came from`() async throws {
        let bench = try await UpdateBench()
        #expect(try await bench.update() == .passed)
        let database = try bench.database()
        #expect(database.sources == ["kev", "pypa"] && database.size.advisories == 20)
        #expect(database.created == Self.now && database.validUntil == Self.later(7))
        let state = try bench.state()
        #expect(state.database?.digest == "\(database.digest)" && state.database?.from == nil)
        #expect(state.feeds.map(\.name) == ["kev", "pypa"])
        let copy = try #require(state["pypa"]?.copy)
        #expect(copy.file == "pypa.ndjson" && copy.records == 20 && copy.checked == Self.now)
        #expect(copy.digest == Digest.of(UpdateBench.records(0..<20)))
        #expect(try bench.bytes(bench.cache.feed("pypa.ndjson")) == UpdateBench.records(0..<20))
        #expect(try bench.arriving().isEmpty)
    }

    @Test func `without news nothing is sent, and the data is as current as the answer`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        let before = try bench.bytes(bench.cache.database)
        #expect(try await bench.update() == .passed)
        #expect(try bench.bytes(bench.cache.database) == before)
        #expect(try await bench.update(now: Self.later(1)) == .passed)
        #expect(try bench.database().created == Self.later(1))
        #expect(try bench.state().database?.digest == "\(bench.database().digest)")
        #expect(try bench.state()["kev"]?.copy?.fetched == Self.now)
        #expect(bench.site.server.asked.count(where: { $0.headers.contains(name: "If-None-Match") }) == 4)
        #expect(try await bench.update(now: Self.later(1), isForced: true) == .passed)
        let built = try bench.bytes(bench.cache.database)
        let other = UpdateCache("\(bench.folder.path)/other")
        try await bench.update(now: Self.later(1), into: other)
        #expect(try bench.bytes(other.database) == built)
    }

    @Test func `one feed changes`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        bench.site.put("/pypa.ndjson", UpdateBench.records(0..<25, day: "2026-11-20"))
        #expect(try await bench.update(now: Self.later(1)) == .passed)
        #expect(try bench.database().size.advisories == 25)
        #expect(try bench.state()["pypa"]?.copy?.newest == Timestamp("2026-11-20"))
        #expect(try bench.state()["pypa"]?.copy?.records == 25)
    }

    @Test func `a publisher who does not answer leaves the others fresh, and the age of his feed counts`() async throws
    {
        let bench = try await UpdateBench()
        try await bench.update()
        bench.site.fail("/kev.json", .internalServerError)
        bench.site.put("/pypa.ndjson", UpdateBench.records(0..<25))
        #expect(try await bench.update(now: Self.later(2)) == .unknown)
        let database = try bench.database()
        #expect(database.size.advisories == 25 && database.sources == ["kev", "pypa"])
        // As current as the older of the two.
        #expect(database.created == Self.now && database.validUntil == Self.later(7))
        let state = try bench.state()
        #expect(state["kev"]?.failure?.contains("found status 500") ?? false)
        #expect(state["kev"]?.copy?.checked == Self.now && state["pypa"]?.copy?.checked == Self.later(2))
        let ages = FeedAges(state.feeds, now: Self.later(2), lifetime: 7 * UpdateBench.day)
        #expect(state.feeds.map { ages.standing($0) } == [.behind, .fresh] && ages.areComplete)
        let old = FeedAges(state.feeds, now: Self.later(8), lifetime: 7 * UpdateBench.day)
        #expect(state.feeds.map { old.standing($0) } == [.stale, .fresh] && !old.areComplete)
        #expect(ages.table(width: 100).contains("2 days ago"))
        bench.site.put("/kev.json", UpdateBench.catalogue(11))
        #expect(try await bench.update(now: Self.later(2)) == .passed)
        #expect(try bench.state()["kev"]?.failure == nil)
    }

    @Test func `a feed that never came is missing, and that is told`() async throws {
        let bench = try await UpdateBench()
        bench.site.remove("/kev.json")
        #expect(try await bench.update() == .unknown)
        #expect(try bench.database().sources == ["pypa"])
        let state = try bench.state()
        #expect(state["kev"]?.copy == nil && state["kev"]?.failure?.contains("404") ?? false)
        #expect(!FeedAges(state.feeds, now: Self.now, lifetime: 100).areComplete)
    }

    @Test func `with no network the last good copy stays, with its age`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        let before = try bench.bytes(bench.cache.database)
        try await bench.site.server.channel.close()
        #expect(try await bench.update(now: Self.later(3)) == .unknown)
        #expect(try bench.bytes(bench.cache.database) == before)
        #expect(try bench.state().feeds.allSatisfy { $0.failure != nil && $0.copy != nil })
        let update = DatabaseUpdate(cache: bench.cache, now: Self.later(3), lifetime: 1, isForced: false)
        #expect(update.lastGood.contains("(3 days ago)"), "\(update.lastGood)")
        let expired = DatabaseUpdate(cache: bench.cache, now: Self.later(9), lifetime: 1, isForced: false)
        #expect(expired.lastGood.contains("answers are unknown"), "\(expired.lastGood)")
    }

    @Test func `with no network and no copy there is no database, and that is no success`() async throws {
        let bench = try await UpdateBench()
        try await bench.site.server.channel.close()
        #expect(try await bench.update() == .unknown)
        #expect(access(bench.cache.database, F_OK) != 0)
    }

    @Test func `offline nobody is asked, and what is at hand stays`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        let before = (try bench.bytes(bench.cache.database), bench.site.asked.count)
        #expect(try await bench.update(isOffline: true) == .unknown)
        #expect(try bench.bytes(bench.cache.database) == before.0)
        #expect(bench.site.asked.count == before.1)
    }

    @Test func `a feed that shrinks is refused, the one from before stands in, and force takes it`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        bench.site.put("/kev.json", UpdateBench.catalogue(5))
        bench.site.put("/pypa.ndjson", UpdateBench.records(0..<25))
        #expect(try await bench.update(now: Self.later(1)) == .failed)
        #expect(try bench.database().size.advisories == 25)
        #expect(try bench.database().size.flaws == 35)
        let state = try bench.state()
        #expect(state["kev"]?.failure?.contains("5 records, 10 before") ?? false)
        #expect(state["kev"]?.copy?.checked == Self.now)
        #expect(try bench.bytes(bench.cache.feed("kev.json")) == UpdateBench.catalogue(10))
        // Nor is it taken because it was seen before.
        #expect(try await bench.update(now: Self.later(1)) == .failed)
        #expect(try await bench.update(now: Self.later(1), isForced: true) == .passed)
        #expect(try bench.database().size.flaws == 30)
    }

    @Test func `a feed that goes back in time is refused`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        bench.site.put("/pypa.ndjson", UpdateBench.records(0..<40, day: "2025-01-01"))
        #expect(try await bench.update() == .failed)
        #expect(try bench.database().size.advisories == 20)
        #expect(try bench.state()["pypa"]?.failure?.contains("2026-11-01") ?? false)
    }

    @Test func `a page in place of a feed changes nothing`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        bench.site.put("/kev.json", Array("<html>please log in</html>".utf8))
        #expect(try await bench.update() == .failed)
        #expect(try bench.database().size.flaws == 30)
        #expect(try bench.arriving().isEmpty)
    }

    @Test func `a copy that was altered is fetched anew`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        try bench.folder.write(UpdateBench.records(0..<20, day: "2099-01-01"), to: "cache/feeds/pypa.ndjson")
        #expect(try await bench.update() == .passed)
        #expect(try bench.bytes(bench.cache.feed("pypa.ndjson")) == UpdateBench.records(0..<20))
        try bench.folder.run("rm cache/feeds/kev.json")
        #expect(try await bench.update() == .passed)
        #expect(try bench.bytes(bench.cache.feed("kev.json")) == UpdateBench.catalogue(10))
    }

    @Test func `an altered copy that cannot be fetched anew takes nothing from the database`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        let before = try bench.bytes(bench.cache.database)
        try bench.folder.run("rm cache/feeds/kev.json")
        bench.site.fail("/kev.json", .badGateway)
        bench.site.put("/pypa.ndjson", UpdateBench.records(0..<25))
        #expect(try await bench.update() == .failed)
        #expect(try bench.bytes(bench.cache.database) == before)
        bench.site.put("/kev.json", UpdateBench.catalogue(10))
        #expect(try await bench.update() == .passed)
        #expect(try bench.database().size.advisories == 25)
    }

    @Test(arguments: ["truncated", "garbage", "none"])
    func `a damaged database is made anew`(_ damage: String) async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        let before = try bench.bytes(bench.cache.database)
        switch damage {
        case "truncated": try bench.folder.run("truncate -s -100 cache/advisories.db")
        case "garbage": try bench.folder.run("head -c 5000 /dev/urandom > cache/advisories.db")
        default: try bench.folder.run("rm cache/advisories.db")
        }
        #expect(try await bench.update() == .passed)
        #expect(try bench.bytes(bench.cache.database) == before)
    }

    @Test func `a damaged record of the cache is made anew`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        let before = try bench.bytes(bench.cache.database)
        try bench.folder.write(Array("{".utf8), to: "cache/feeds.json")
        #expect(try await bench.update() == .passed)
        #expect(try bench.bytes(bench.cache.database) == before)
        #expect(try bench.state().feeds.count == 2)
    }

    @Test func `only the feeds that were named are asked, and the others stay`() async throws {
        let bench = try await UpdateBench()
        var extra = FeedOrigin("more", bench.site.base + "/more.ndjson")
        extra.isDefault = false
        bench.site.put("/more.ndjson", UpdateBench.records(100..<110))
        let origins = bench.origins + [extra]
        try await bench.update(origins: origins)
        #expect(!bench.site.asked.contains("/more.ndjson"))
        let count = bench.site.asked.count
        #expect(try await bench.update(origins: origins, only: ["more"]) == .passed)
        #expect(bench.site.asked.dropFirst(count) == ["/more.ndjson"])
        #expect(try bench.database().size.advisories == 30)
        // From now on it is one of those that are kept current.
        #expect(try await bench.update(origins: origins, now: Self.later(1)) == .passed)
        #expect(try bench.database().created == Self.later(1))
    }

    @Test func `a feed that left the list goes only by force`() async throws {
        let bench = try await UpdateBench()
        try await bench.update()
        let fewer = [bench.origins[0]]
        #expect(try await bench.update(origins: fewer) == .failed)
        #expect(try bench.database().sources == ["kev", "pypa"])
        #expect(try await bench.update(origins: fewer, isForced: true) == .passed)
        #expect(try bench.database().sources == ["pypa"])
        #expect(access(bench.cache.feed("kev.json"), F_OK) != 0)
    }

    @Test func `a text may say which file is the newest`() async throws {
        let bench = try await UpdateBench()
        var origin = FeedOrigin("pypa", bench.site.base + "/d/latest.txt")
        origin.isPointer = true
        bench.site.put("/d/latest.txt", Array("one.ndjson\n".utf8))
        bench.site.put("/d/one.ndjson", UpdateBench.records(0..<20))
        #expect(try await bench.update(origins: [origin]) == .passed)
        #expect(try bench.state()["pypa"]?.target == bench.site.base + "/d/one.ndjson")
        bench.site.put("/d/latest.txt", Array("two.ndjson\n".utf8))
        bench.site.put("/d/two.ndjson", UpdateBench.records(0..<30))
        #expect(try await bench.update(origins: [origin]) == .passed)
        #expect(try bench.database().size.advisories == 30)
        for hostile in ["../../etc/passwd", "", "a b/c", "https://elsewhere/x"] {
            bench.site.put("/d/latest.txt", Array(hostile.utf8))
            #expect(try await bench.update(origins: [origin]) == .unknown, "\(hostile)")
        }
        #expect(try bench.database().size.advisories == 30)
    }

    @Test func `two updates at a time are one too many`() async throws {
        let bench = try await UpdateBench()
        let lock = try bench.cache.lock()
        await #expect(throws: UpdateCache.Busy.self) { try await bench.update() }
        withExtendedLifetime(lock) {}
        #expect(bench.site.asked.isEmpty)
    }

    @Test func `what an earlier update left half written is cleared away`() async throws {
        let bench = try await UpdateBench()
        try bench.folder.run("mkdir -p cache/feeds; touch cache/advisories.db.99.partial cache/feeds.json.99.partial")
        try await bench.update()
        #expect(
            String(decoding: try bench.folder.run("ls -A cache"), as: UTF8.self)
                == "advisories.db\nfeeds\nfeeds.json\nincoming\nlock\n")
    }
}
