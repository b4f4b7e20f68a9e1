import Inventory
import Testing

@testable import Advisories

/// The database of all snapshots of real feeds.
@Suite struct SharedDatabaseTests {
    @Test func `holds every record of the snapshots, and says of every fixed version that it is fixed`() throws {
        guard let go = SharedAdvisories.path("go.ndjson.zst") else { return }
        var builder = DatabaseBuilder()
        var advisories: [Advisory] = []
        let folder = String(go.dropLast("go.ndjson.zst".count))
        let reading = try FeedFolder().read([folder]) { yield, _ in
            try builder.add(yield)
            advisories += yield.advisories
        }
        for source in reading.sources { try builder.add(source) }
        let (file, _, report) = try builder.finish(lifetime: 0)
        let database = try AdvisoryDatabase(file)
        try database.checkAll()
        #expect(report.advisories == advisories.count)
        var records: [String: Int] = [:]
        for (index, advisory) in advisories.enumerated() {
            records[advisory.source, default: 0] += 1
            if index.isMultiple(of: 50) { #expect(try database.advisory(index) == advisory) }
        }
        // The counts of the folder's README; a feed may leave out what it tells that it skipped.
        for (source, count) in [
            ("go", 4291), ("almalinux", 5680), ("bitnami", 7444), ("cleanstart", 4109), ("pypa", 2661),
            ("rustsec", 1225), ("rubysec", 1381), ("friendsofphp", 1592),
        ] {
            #expect(records[source, default: 0] + (reading[source]?.skippedCount ?? 0) >= count, "\(source)")
            #expect(records[source, default: 0] <= count, "\(source)")
        }
        // At the fix of the last range nothing of the record is left, just below the first there is.
        var checked: [String: Int] = [:]
        for entry in 0..<database.size.entries {
            guard let row = database.entry(entry), row.verdict == .affected, !row.isIndirect else { continue }
            let intervals = database.intervals(entry: entry)
            guard let end = intervals.last?.upper, !end.isInclusive, let scheme = database.scheme(ofEntry: entry) else {
                continue
            }
            var fixed = end.version
            let affected = advisories[row.advisory].affected[row.ordinal]
            if affected.versions.contains(where: { scheme.order($0, fixed) == .equal }) { continue }
            let place = fixed.withUTF8 { database.place(entry: entry, UnsafeRawBufferPointer($0)) }
            #expect(place == .outside || place == .undecidable, "\(advisories[row.advisory].id) \(fixed)")
            checked[affected.ecosystem.family.rawValue, default: 0] += 1
        }
        for family in [
            "golang", "almalinux", "bitnami", "cleanstart", "pypi", "cargo", "rubygems", "composer", "debian", "alpine",
        ] {
            #expect(checked[family, default: 0] > 300, "\(family): \(checked[family, default: 0])")
        }
        try known(database)
    }

    /// Versions below and at a fix, as the records themselves tell it.
    private func known(_ database: AdvisoryDatabase) throws {
        for (purl, flaw, isAffected) in [
            ("pkg:pypi/django@3.2.24", "CVE-2024-27351", true), ("pkg:pypi/Django@3.2.25", "CVE-2024-27351", false),
            ("pkg:pypi/requests@2.30.0", "CVE-2023-32681", true), ("pkg:pypi/requests@2.31.0", "CVE-2023-32681", false),
            ("pkg:golang/golang.org/x/net@v0.22.0", "CVE-2023-45288", true),
            ("pkg:golang/golang.org/x/net@v0.23.0", "CVE-2023-45288", false),
            ("pkg:cargo/time@0.2.22", "RUSTSEC-2020-0071", true), ("pkg:cargo/time@0.2.23", "RUSTSEC-2020-0071", false),
            ("pkg:gem/rack@2.2.6.3", "CVE-2023-27539", true), ("pkg:gem/rack@2.2.6.4", "CVE-2023-27539", false),
            ("pkg:composer/twig/twig@3.4.2", "CVE-2022-39261", true),
            ("pkg:composer/twig/twig@3.4.3", "CVE-2022-39261", false),
            ("pkg:deb/debian/libssl1.1@1.1.1n-0%2Bdeb11u3?distro=debian-11&upstream=openssl", "CVE-2023-0286", true),
            ("pkg:deb/debian/libssl1.1@1.1.1n-0%2Bdeb11u4?distro=debian-11&upstream=openssl", "CVE-2023-0286", false),
        ] {
            let url = try #require(PackageURL(purl))
            let package = ScannedPackage(ref: purl, name: url.name, version: url.version ?? "", purl: url)
            let result = try Matcher(database, distribution: nil).match([package])
            #expect(result.unknown.isEmpty, "\(purl)")
            let number = try #require(database.flaw(named: flaw), "\(flaw)")
            #expect(
                result.findings.contains { $0.flaw == number && $0.verdict == .affected } == isAffected,
                "\(purl) \(flaw)")
        }
    }
}
