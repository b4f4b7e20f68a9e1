import Content
import Testing

@testable import Advisories

@Suite struct DebianCVEFeedTests {
    private let probe = FeedProbe(DebianCVEFeed())

    private static let list = """
        CVE-2024-0001 (An issue was found in sample)
        \t{DSA-5999-1}
        \t- sample 3 (bug #1012345; low)
        \t[bookworm] - sample <no-dsa> (Minor issue)
        \t[buster] - sample 1 (medium)
        \tNOTE: https://example.org/
        CVE-2024-0002 (Another one)
        \t- other <unfixed> (unimportant)
        \t[trixie] - other <ignored> (Too intrusive)
        \t[bookworm] - other <postponed> (Next time)
        \t[bullseye] - other <end-of-life> (No longer supported)
        \t[experimental] - other 9
        CVE-2024-0003
        \tREJECTED
        CVE-2024-0004 (Not for Debian)
        \tNOT-FOR-US: Elsewhere
        CVE-2024-XXXX [a flaw without number]
        \t- sample <not-affected> (Vulnerable code not present)
        \t- third <undetermined>
        \t- fourth <itp> (bug #1000000)
        \t- fifth <removed>

        """

    /// Numbers suffice for an order here.
    private static func archive(_ contents: [(suite: String, sources: String)]) throws -> DebianArchive {
        var archive = DebianArchive { (Int($0) ?? 0) - (Int($1) ?? 0) }
        for content in contents {
            try Array(content.sources.utf8).withUnsafeBytes { try archive.addSources($0, suite: content.suite) }
        }
        return archive
    }

    /// `release verdict range fix basis`
    private static func lines(_ advisory: Advisory, of package: String) -> [String] {
        advisory.affected.filter { $0.name == package }.map { affected in
            var range = affected.ranges.isEmpty ? "-" : "all"
            if let version = affected.ranges.first?.end { range = "<\(version)" }
            return "\(affected.ecosystem.release) \(affected.verdict.rawValue) \(range) \(affected.fix.state.rawValue) "
                + affected.basis.rawValue
        }
    }

    @Test func readsEveryTag() throws {
        let yield = try probe.read(Self.list)
        #expect(yield.skipped == [])
        #expect(yield.advisories.map(\.id) == ["CVE-2024-0001", "CVE-2024-0002", "TEMP-1000000-6241DE"])
        #expect(yield.annotations.map(\.vulnerability) == ["CVE-2024-0003"])
        #expect(yield.annotations.map(\.fact) == [.rejected])
        #expect(
            Self.lines(yield.advisories[1], of: "other") == [
                "sid affected all not-fixed stated", "13 affected all wont-fix stated",
                "12 affected all deferred stated", "11 affected all end-of-life stated",
                "14 affected all not-fixed inferred",
            ])
        #expect(yield.advisories[1].affected.allSatisfy { $0.severities == [SeverityStatement(.label, "negligible")] })
        let temporary = yield.advisories[2]
        #expect(temporary.affected.filter { $0.name == "sample" }.allSatisfy { $0.verdict == .unaffected })
        #expect(temporary.affected.filter { $0.name == "third" }.allSatisfy { $0.verdict == .underInvestigation })
        #expect(temporary.affected.filter { $0.name == "fourth" } == [])
        #expect(Self.lines(temporary, of: "fifth").first == "sid affected all not-fixed stated")
    }

    @Test func saysUnknownWhereOnlyTheArchiveCouldTell() throws {
        let advisory = try probe.read(Self.list).advisories[0]
        #expect(advisory.related == ["DSA-5999-1"])
        #expect(
            Self.lines(advisory, of: "sample") == [
                "sid affected <3 fixed stated", "12 affected <3 not-fixed stated", "10 affected <1 fixed stated",
                // The advisory may have brought a fix to any of these.
                "11 under-investigation - unknown inferred", "13 under-investigation - unknown inferred",
                "14 under-investigation - unknown inferred",
            ])
    }

    @Test func comparesWhatTheArchiveHoldsWithTheFixOfUnstable() throws {
        let list = """
            CVE-2024-0001 (An issue)
            \t- sample 3
            \t[buster] - sample 2
            \t[bullseye] - sample <no-dsa> (Minor issue)
            CVE-2024-0002 (An issue)
            \t- sample 1

            """
        let archive = try Self.archive([
            ("bullseye", "Package: sample\nVersion: 3\n"), ("bookworm", "Package: sample\nVersion: 2\n"),
            ("bookworm-security", "Package: sample\nVersion: 4\n\nPackage: x\nVersion: 1\n"),
            ("buster", "Package: sample\nVersion: 1\n"), ("trixie", "Package: sample\nVersion: 2\n"),
            ("forky", "Package: x\nVersion: 1\n\nPackage: sample\nVersion: 5\nExtra-Source-Only: yes\n"),
        ])
        let advisories = try FeedProbe(DebianCVEFeed(archive: archive)).read(list).advisories
        #expect(
            Self.lines(advisories[0], of: "sample") == [
                "sid affected <3 fixed stated",
                // Announced, but not there yet.
                "10 affected <2 not-fixed stated",
                // Not worth an advisory, but fixed since.
                "11 affected <3 fixed inferred",
                // The newest of the suites counts.
                "12 affected <3 fixed inferred", "13 affected <3 not-fixed inferred",
            ])
        // Not in forky, of which the archive is known.
        #expect(
            Self.lines(advisories[1], of: "sample") == [
                "sid affected <1 fixed stated", "10 affected <1 fixed inferred", "11 affected <1 fixed inferred",
                "12 affected <1 fixed inferred", "13 affected <1 fixed inferred",
            ])
    }

    @Test func concludesNothingFromAnArchiveThatIsNotThere() throws {
        let archive = try Self.archive([("bookworm", "Package: sample\nVersion: 2\n")])
        let list = "CVE-2024-0001 (An issue)\n\t- sample 3\n"
        let advisory = try FeedProbe(DebianCVEFeed(archive: archive)).read(list).advisories[0]
        #expect(
            Self.lines(advisory, of: "sample") == [
                "sid affected <3 fixed stated", "11 affected <3 unknown inferred",
                "12 affected <3 not-fixed inferred", "13 affected <3 unknown inferred",
                "14 affected <3 unknown inferred",
            ])
    }

    @Test func takesFixesThatOnlyTheListsOfAdvisoriesTell() throws {
        var archive = try Self.archive([
            ("bookworm", "Package: sample\nVersion: 2\n"), ("trixie", "Package: sample\nVersion: 2\n"),
        ])
        let advisories =
            "[01 Jan 2024] DSA-5999-1 sample - security update\n\t{CVE-2024-0001}\n\t[bookworm] - sample 2\n"
        Array(advisories.utf8).withUnsafeBytes { bytes in
            archive.addAdvisories(FeedDocument(path: "list", line: 0, bytes: bytes, digest: Digest.of(bytes)))
        }
        let list = "CVE-2024-0001 (An issue)\n\t{DSA-5999-1}\n\t- sample 3\n"
        let advisory = try FeedProbe(DebianCVEFeed(archive: archive)).read(list).advisories[0]
        #expect(
            Self.lines(advisory, of: "sample") == [
                "sid affected <3 fixed stated", "11 affected <3 unknown inferred", "12 affected <2 fixed stated",
                "13 affected <3 not-fixed inferred", "14 affected <3 unknown inferred",
            ])
        #expect(advisory.affected[2].fix.notice == "DSA-5999-1")
    }

    @Test func ordersTheArchiveAsDpkgDoes() throws {
        var archive = DebianArchive()
        try Array("Package: sample\nVersion: 1.0-1~deb12u1\n\nPackage: other\nVersion: 1:0.1\n".utf8)
            .withUnsafeBytes { try archive.addSources($0, suite: "bookworm") }
        let bookworm = Ecosystem(.debian, "12")
        #expect(archive.holds("1.0-1", of: "sample", in: bookworm) == false)
        #expect(archive.holds("1.0-1~deb12u1", of: "sample", in: bookworm) == true)
        #expect(archive.holds("9", of: "other", in: bookworm) == true)
        #expect(archive.holds("not a version", of: "sample", in: bookworm) == false)
        #expect(archive.holds("1", of: "nothing", in: bookworm) == nil)
    }

    @Test(arguments: [
        ("dists/bookworm/main/source/Sources", "bookworm"),
        ("x/dists/bookworm-security/updates/main/source/Sources.xz", "bookworm-security"),
        ("deb.debian.org_debian_dists_trixie-updates_main_source_Sources", "trixie-updates"),
        ("archive/sid/Sources.gz", "sid"), ("dists/bookworm-backports/main/source/Sources", nil),
        ("dists/jammy/main/source/Sources", nil), ("main/source/Sources", nil),
    ])
    func findsTheSuiteInThePath(path: String, suite: String?) {
        #expect(DebianSourcesFeed.isNamed(path))
        #expect(DebianSourcesFeed.suite(of: path) == suite)
    }

    @Test func refusesAnArchiveThatIsNone() throws {
        #expect(throws: FeedError.self) { try Self.archive([("bookworm", "<html>")]) }
        #expect(throws: FeedError.self) { try Self.archive([("nowhere", "Package: a\nVersion: 1\n")]) }
    }

    @Test func listsWhatItCannotRead() throws {
        let yield = try probe.read(
            "CVE-2024-0001 (x)\n\t- a <strange>\n\t[b - a 1\n\t[never] - a 1\nCVE-2024 (x)\n\t- a 2\n")
        #expect(yield.advisories == [])
        #expect(yield.skipped.map(\.id) == ["CVE-2024-0001", "CVE-2024-0001", "CVE-2024-0001", "file:5"])
    }

    @Test func recognisesTheList() {
        #expect(probe.recognises(Self.list))
        #expect(!probe.recognises("CVE-2024-0001,0.1,0.2\nCVE-2024-0002,0.1,0.2\n"))
        #expect(!probe.recognises("CVE-2024-0001\nCVE-2024-0002\n"))
    }
}

extension RangeStatement {
    /// Of a range that is a single event before which all is affected.
    fileprivate var end: String? {
        guard case .events(let events) = self, case .fixed(let version)? = events.last else { return nil }
        return version
    }
}
