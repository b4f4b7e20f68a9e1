import Testing

@testable import Advisories

@Suite struct DebianAdvisoryFeedTests {
    private let probe = FeedProbe(DebianAdvisoryFeed(team: .security))

    private static let list = """
        [29 Mar 2023] DSA-5380-1 xorg-server - security update
        \t{CVE-2023-1393}
        \t[bullseye] - xorg-server 2:1.20.11-1+deb11u6
        [17 Mar 2023] DSA-5356-2 sox - regression update
        \t[bullseye] - sox 14.4.2+git20190427-2+deb11u2
        [7 Feb 2023] DSA-5356-1 sox - security update
        \t{CVE-2019-13590 CVE-2021-3643
        \t CVE-2021-23159}
        \tNOTE: an indented remark
        \t[bullseye] - sox 14.4.2+git20190427-2+deb11u1
        [01 Jan 2023] DSA-1-1 tzdata - new timezone database
                [sarge] - tzdata 2023a (medium; bug #12)
                [etch] - tzdata <not-affected> (Vulnerable code not present)
                [lenny] - tzdata <end-of-life>
                [squeeze] - tzdata <unfixed>

        """

    @Test func readsReleasesVersionsAndFlaws() throws {
        let yield = try probe.read(Self.list)
        #expect(yield.advisories.map(\.id) == ["DSA-5380-1", "DSA-5356-2", "DSA-5356-1", "DSA-1-1"])
        let first = try #require(yield.advisories.first)
        #expect(first.source == "debian-dsa")
        #expect(first.summary == "xorg-server - security update")
        #expect(first.published?.day == "2023-03-29")
        #expect(first.upstream == ["CVE-2023-1393"])
        var expected = Affected(Ecosystem(.debian, "11"), "xorg-server", naming: .source)
        expected.ranges = [.before("2:1.20.11-1+deb11u6")]
        expected.fix = Fix(.fixed, ["2:1.20.11-1+deb11u6"], date: first.published, notice: "DSA-5380-1")
        #expect(first.affected == [expected])
        #expect(yield.newest == first.published)
    }

    @Test func givesTheSecondPartTheFlawsOfTheFirstAndSaysThatItConcludesThem() throws {
        let advisories = try probe.read(Self.list).advisories
        #expect(advisories[1].upstream == ["CVE-2019-13590", "CVE-2021-3643"])
        #expect(advisories[1].affected.map(\.basis) == [.inferred])
        #expect(advisories[2].affected.map(\.basis) == [.stated])
        #expect(advisories[2].published?.day == "2023-02-07")
    }

    @Test func tellsNoticesFromVulnerabilities() throws {
        #expect(
            try probe.read(Self.list).advisories.map(\.kind) == [
                .vulnerability, .vulnerability, .vulnerability, .notice,
            ])
    }

    @Test func readsWhatStandsInPlaceOfAVersion() throws {
        let affected = try #require(try probe.read(Self.list).advisories.last).affected
        #expect(affected.map(\.ecosystem.release) == ["3.1", "4.0", "5.0", "6.0"])
        #expect(affected.map(\.verdict) == [.affected, .unaffected, .affected, .affected])
        #expect(affected.map(\.fix.state) == [.fixed, .unknown, .endOfLife, .notFixed])
        #expect(affected[0].severities == [SeverityStatement(.label, "medium")])
        #expect(affected[1].ranges == [])
        #expect(affected[2].ranges == [.everything])
    }

    @Test func listsWhatItCannotRead() throws {
        let text = """
            \t[bullseye] - early 1
            [01 Jan 2023] DSA-2-1 a - security update
            \t[nowhere] - a 1
            \t[bullseye] a 1
            \t[bullseye] - a <strange>
            gibberish

            """
        let yield = try probe.read(text)
        #expect(yield.advisories.map(\.affected.count) == [0])
        #expect(yield.skipped.count == 5)
        #expect(yield.skipped.last?.reason == "release “nowhere” is not known")
    }

    @Test func knowsItsListFromTheOther() {
        let other = FeedProbe(DebianAdvisoryFeed(team: .longTermSupport))
        #expect(probe.recognises(Self.list))
        #expect(!other.recognises(Self.list))
        #expect(other.recognises("[01 Apr 2023] DLA-3380-1 firmware-nonfree - security update\n"))
    }

    /// Of the flaws, those in lines indented with spaces count too.
    @Test(
        .enabled(if: AdvisorySnapshots.has("no-licence-stated/debian-DSA.list.zst"), AdvisorySnapshots.missing),
        arguments: [
            (
                DebianAdvisoryFeed.Team.security, "DSA", 5406, 14_767,
                ["affected end-of-life": 4, "affected fixed": 6926, "affected not-fixed": 3, "unaffected unknown": 55]
            ),
            (
                DebianAdvisoryFeed.Team.longTermSupport, "DLA", 3534, 8690,
                ["affected end-of-life": 1, "affected fixed": 3534]
            ),
        ])
    func readsTheWholeList(
        team: DebianAdvisoryFeed.Team, file: String, advisories: Int, flaws: Int, states: [String: Int]
    ) throws {
        let bytes = try AdvisorySnapshots.contents("no-licence-stated/debian-\(file).list.zst")
        let yield = try FeedProbe(DebianAdvisoryFeed(team: team)).read(bytes)
        #expect(yield.advisories.count == advisories)
        #expect(Set(yield.advisories.flatMap(\.upstream)).count == flaws)
        let found = Dictionary(grouping: yield.advisories.flatMap(\.affected)) {
            "\($0.verdict.rawValue) \($0.fix.state.rawValue)"
        }
        #expect(found.mapValues(\.count) == states)
        #expect(yield.skipped == [])
    }
}
