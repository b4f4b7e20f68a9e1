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
        Expected(file: "pypi.ndjson.zst", source: "pypa", records: 2661, ranges: 2659, skipped: 1),
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
}
