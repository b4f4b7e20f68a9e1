import Testing

@testable import Advisories

/// The whole snapshots, against the numbers that their README gives.
@Suite struct SharedFeedTests {
    struct Expected: Sendable, CustomTestStringConvertible {
        var file: String
        var source: String
        var records: Int
        var ranges: Int
        var skipped = 0
        var testDescription: String { file }
    }

    @Test(arguments: [
        Expected(file: "go.ndjson.zst", source: "go", records: 4291, ranges: 6125),
        Expected(file: "almalinux.ndjson.zst", source: "almalinux", records: 5680, ranges: 71329),
        Expected(file: "bitnami.ndjson.zst", source: "bitnami", records: 7444, ranges: 7476),
        Expected(file: "cleanstart.ndjson.zst", source: "cleanstart", records: 4109, ranges: 4109),
        Expected(file: "pypi.ndjson.zst", source: "pypa", records: 2661, ranges: 2659),
        Expected(file: "rustsec.ndjson.zst", source: "rustsec", records: 1225, ranges: 1225),
        Expected(file: "rubysec.ndjson.zst", source: "rubysec", records: 1381, ranges: 1381),
        Expected(file: "php.ndjson.zst", source: "friendsofphp", records: 1592, ranges: 1592),
    ])
    func readsEveryRecord(expected: Expected) throws {
        guard let reading = try SharedAdvisories.read(expected.file) else { return }
        #expect(reading.unrecognised == [])
        #expect(reading.sources.map(\.name) == [expected.source])
        let source = try #require(reading[expected.source])
        #expect(source.files.map(\.documents) == [expected.records])
        #expect(source.advisories.count == expected.records)
        #expect(source.ranges.count == expected.ranges)
        #expect(source.skippedCount == expected.skipped, "\(source.skipped.prefix(10))")
    }

    @Test func readsTheWholeFolderAgainstItsChecksumsAndTheSameTwice() throws {
        guard let folder = SharedAdvisories.path(".") else { return }
        let names = [
            "almalinux", "bitnami", "cleanstart", "friendsofphp", "go", "pypa", "rubysec", "rustsec",
        ]
        let reader = FeedFolder(feeds: Feeds.all.filter { names.contains($0.name) })
        let reading = try reader.read([folder])
        #expect(reading.missing == [])
        #expect(reading.sources.map(\.name) == names)
        let again = try reader.read([folder])
        for (one, other) in zip(reading.sources, again.sources) {
            #expect(one.files == other.files)
            #expect(one.advisories == other.advisories)
            #expect(one.skipped == other.skipped)
        }
    }

    @Test func takesZeroTimesOfGoAsUnknown() throws {
        guard let source = try SharedAdvisories.read("go.ndjson.zst")?["go"] else { return }
        #expect(source.advisories.count { $0.modified != nil } == 0)
        #expect(source.advisories.count { $0.published == nil } == 4039)
        #expect(source.advisories.count { $0.status == .withdrawn } == 17)
        #expect(source.affected.count { $0.cautions.contains(.foreignVersions) } == 589)
        #expect(source.affected.count { !$0.symbols.isEmpty } == 1110)
        let symbols = source.affected.flatMap(\.symbols)
        #expect(symbols.count { !$0.names.isEmpty } == 1310)
        #expect(symbols.count { $0.names.isEmpty } == 125)
        #expect(symbols.count { !$0.systems.isEmpty } == 38)
        #expect(symbols.count { !$0.architectures.isEmpty } == 7)
        #expect(source.affected.count { $0.name == "stdlib" } == 168)
        #expect(source.affected.count { $0.name == "toolchain" } == 32)
        let unreviewed = source.advisories.filter { $0.affected.contains { $0.cautions.contains(.unreviewed) } }
        #expect(unreviewed.count == 3155)
    }

    @Test func takesTheFlawsOfAlmaLinuxFromTheRelatedNames() throws {
        guard let source = try SharedAdvisories.read("almalinux.ndjson.zst")?["almalinux"] else { return }
        #expect(source.advisories.allSatisfy { $0.aliases.isEmpty })
        // 16,685 with those that a record names twice.
        #expect(source.advisories.reduce(0) { $0 + $1.upstream.count } == 16621)
        #expect(source.advisories.count { $0.upstream.isEmpty } == 1206)
        #expect(source.affected.count { $0.fix.versions.contains { $0.contains(":") } } == 17201)
        #expect(source.affected.count { $0.fix.versions.contains { $0.contains("module") } } == 20750)
        #expect(Set(source.affected.map(\.ecosystem.description)) == ["almalinux:8", "almalinux:9", "almalinux:10"])
        #expect(source.affected.allSatisfy { $0.naming == .binary && $0.fix.state == .fixed && $0.fix.date != nil })
        #expect(source.newest?.day == "2026-08-21")
    }

    @Test func keepsSeveritiesAndProductNamesOfBitnamiWithThePackage() throws {
        guard let source = try SharedAdvisories.read("bitnami.ndjson.zst")?["bitnami"] else { return }
        #expect(source.affected.count { $0.severities.contains { $0.scheme == .cvss3 } } == 6729)
        #expect(source.affected.allSatisfy { !$0.cpes.isEmpty })
        let last = source.ranges.reduce(0) {
            guard case .events(let events) = $1 else { return $0 }
            return $0 + events.count { if case .lastAffected = $0 { true } else { false } }
        }
        #expect(last == 225)
        #expect(source.newest?.day == "2026-08-01")
    }

    @Test func neverCallsTheFixedBuildOfCleanStartVulnerable() throws {
        guard let source = try SharedAdvisories.read("cleanstart.ndjson.zst")?["cleanstart"] else { return }
        #expect(source.affected.count { $0.cautions == [.contradiction] } == 2127)
        #expect(source.affected.allSatisfy { $0.ecosystem == Ecosystem(.cleanstart) })
        #expect(
            source.affected.allSatisfy { affected in
                affected.fix.versions.allSatisfy { !affected.versions.contains($0) }
            })
        #expect(source.advisories.allSatisfy { !$0.upstream.isEmpty })
    }

    @Test func ignoresCommitsBesideVersionsOfPyPI() throws {
        guard let source = try SharedAdvisories.read("pypi.ndjson.zst")?["pypa"] else { return }
        #expect(source.advisories.count { $0.status == .withdrawn } == 10)
        #expect(source.affected.count { !$0.versions.isEmpty } == 2621)
        #expect(source.affected.allSatisfy { $0.fix.versions.allSatisfy { $0.count < 40 } })
    }

    @Test func tellsWarningsOfRustSecFromFlaws() throws {
        guard let source = try SharedAdvisories.read("rustsec.ndjson.zst")?["rustsec"] else { return }
        #expect(source.advisories.count { $0.kind == .unmaintained } == 267)
        #expect(source.advisories.count { $0.kind == .unsound } == 203)
        #expect(source.advisories.count { $0.kind == .notice } == 6)
        #expect(source.advisories.count { $0.status == .withdrawn } == 13)
        #expect(source.affected.count { $0.ecosystem == Ecosystem(.runtime) && $0.name == "rust" } == 20)
        #expect(source.affected.count { $0.symbols.contains { !$0.names.isEmpty } } == 260)
        #expect(source.affected.count { !$0.platforms.isEmpty } == 27)
        #expect(source.affected.count { !$0.architectures.isEmpty } == 7)
        #expect(source.advisories.count { !$0.severities.isEmpty } == 420)
        #expect(source.newest?.day == "2026-08-20")
    }

    @Test func tellsGemsFromInterpretersOfRubySec() throws {
        guard let source = try SharedAdvisories.read("rubysec.ndjson.zst")?["rubysec"] else { return }
        #expect(source.affected.count { $0.ecosystem == Ecosystem(.rubygems) } == 1234)
        #expect(source.affected.count { $0.ecosystem == Ecosystem(.runtime) } == 147)
        #expect(source.affected.count { $0.fix.state == .notFixed } == 99)
        let requirements = source.ranges.reduce(0) {
            if case .outside(let list, .rubygems) = $1 { $0 + list.count } else { $0 }
        }
        #expect(requirements == 2209 + 362)
    }

    @Test func keepsEveryBranchOfFriendsOfPHP() throws {
        guard let source = try SharedAdvisories.read("php.ndjson.zst")?["friendsofphp"] else { return }
        let branches = source.ranges.reduce(0) {
            if case .inside(let list, .composer) = $1 { $0 + list.count } else { $0 }
        }
        #expect(branches == 5682)
        #expect(source.advisories.count { $0.id.hasPrefix("CVE-") } == 1160)
        #expect(source.newest?.day == "2026-08-05")
    }

    @Test func readsEveryFixOfAlpine() throws {
        guard let source = try SharedAdvisories.read("no-licence-stated/alpine.ndjson.zst")?["alpine"] else { return }
        #expect(source.files.map(\.documents) == [18])
        #expect(source.skipped == [])
        // 12,028 entries; some name one flaw in two parts, some name two flaws.
        #expect(source.affected.reduce(0) { $0 + $1.fix.versions.count } == 12000)
        #expect(source.affected.count { $0.verdict == .unaffected } == 5)
        #expect(Set(source.advisories.map(\.id)).count == 2474)
        #expect(source.affected.allSatisfy { $0.ecosystem.family == .alpine && $0.naming == .source })
        #expect(Set(source.affected.map(\.ecosystem.release)).count == 9)
    }
}
