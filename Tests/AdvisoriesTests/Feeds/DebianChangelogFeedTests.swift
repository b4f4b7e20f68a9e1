import Testing

@testable import Advisories

@Suite struct DebianChangelogFeedTests {
    private let probe = FeedProbe(DebianChangelogFeed())

    @Test func saysThatAReleaseHadWhatItsUpdateFixes() throws {
        let yield = try probe.read("avahi\t0.8-10+deb12u1\tbookworm-security\tCVE-2023-38469\n")
        let advisory = try #require(yield.advisories.first)
        #expect(advisory.id == "CVE-2023-38469")
        var expected = Affected(Ecosystem(.debian, "12"), "avahi", naming: .source)
        expected.basis = .changelog
        expected.ranges = [.before("0.8-10+deb12u1")]
        expected.fix = Fix(.fixed, ["0.8-10+deb12u1"])
        #expect(advisory.affected == [expected])
    }

    @Test func takesAFixOfUnstableForEveryReleaseMadeFromIt() throws {
        let yield = try probe.read("avahi\t0.7-5\tunstable\tCVE-2017-6519\n")
        let affected = try #require(yield.advisories.first).affected
        #expect(affected.map(\.ecosystem) == DebianRelease.current)
        #expect(affected.allSatisfy { $0.verdict == .unaffected && $0.ranges == [.events([.introduced("0.7-5~")])] })
    }

    @Test func listsRowsThatAreNone() throws {
        let yield = try probe.read("a\t1\tbookworm\tCVE-2023-38469\nb\t2\tbookworm\nc\t3\thardy\tCVE-2023-38469\n")
        #expect(yield.advisories.flatMap(\.affected).map(\.name) == ["a"])
        #expect(yield.skipped.map(\.id) == ["file:2", "file:3"])
    }

    @Test func recognisesItsTable() {
        #expect(probe.recognises("acl\t2.2.49-2\tunstable\tCVE-2009-4411\n"))
        #expect(!probe.recognises("acl\t2.2.49-2\tunstable\n"))
    }

    @Test(
        .enabled(if: AdvisorySnapshots.has("no-licence-stated/debian-changelog-fixes.tsv"), AdvisorySnapshots.missing))
    func readsTheWholeTable() throws {
        let yield = try probe.read(try AdvisorySnapshots.contents("no-licence-stated/debian-changelog-fixes.tsv"))
        #expect(yield.advisories.count == 6038)
        // Each row once: those of unstable and experimental stand for all releases.
        let rows = Set(
            yield.advisories.flatMap { flaw in
                flaw.affected.map { "\(flaw.id) \($0.name) \($0.fix.versions)" }
            })
        #expect(rows.count == 6152)
        #expect(
            yield.skipped.map(\.reason) == ["suite “hardy” is not known"])
    }
}
