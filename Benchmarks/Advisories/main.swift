import Advisories
import Glibc
import Inventory
import Measuring

// advisories-benchmark FOLDER JSON-BYTES: builds the database of a folder of feeds, opens it and matches packages, each
// beside its bar. JSON-BYTES is the size of the feeds without compression.

func row(_ what: String, _ value: Double, _ unit: String, bar: Double, isFloor: Bool = false) {
    func text(_ value: Double) -> String { value >= 100 ? "\(Int(value))" : "\((value * 1000).rounded() / 1000)" }
    let isMet = isFloor ? value >= bar : value <= bar
    let left = what + String(repeating: " ", count: max(1, 28 - what.utf8.count)) + text(value) + " " + unit
    print(
        left + String(repeating: " ", count: max(1, 56 - left.utf8.count))
            + "bar: \(isFloor ? "at least" : "at most") \(text(bar))  \(isMet ? "met" : "MISSED")")
}

/// Packages of all ecosystems: every other with the name of one of which something is known.
///
/// - Parameter outdated: how many of a hundred have a version as it falls; the others are newer than all fixes.
func packages(
    _ count: Int, of names: [(ecosystem: Ecosystem, name: String)], outdated: Int
) -> [ScannedPackage] {
    var random = FixedRandom(1)
    let types: [Ecosystem.Family: String] = [
        .debian: "deb", .alpine: "apk", .cleanstart: "apk", .almalinux: "rpm", .golang: "golang", .pypi: "pypi",
        .cargo: "cargo", .rubygems: "gem", .composer: "composer", .bitnami: "bitnami", .npm: "npm",
    ]
    let known = names.filter { types[$0.ecosystem.family] != nil }
    var packages: [ScannedPackage] = []
    packages.reserveCapacity(count)
    while packages.count < count {
        let index = Int.random(in: 0..<known.count, using: &random)
        let (ecosystem, known) = known[index]
        let name = packages.count % 2 == 1 ? "\(known)-\(packages.count)" : known
        let major = Int.random(in: 0..<100, using: &random) < outdated ? Int.random(in: 0..<9, using: &random) : 30000
        let version = "\(major).\(Int.random(in: 0..<30, using: &random)).\(Int.random(in: 0..<9, using: &random))"
        var qualifiers: [String: String] = [:]
        if ecosystem.isDistribution {
            let release = ecosystem.release.drop { $0 == "v" }
            qualifiers["distro"] =
                release.isEmpty ? ecosystem.family.rawValue : "\(ecosystem.family.rawValue)-\(release)"
        }
        let slash = name.lastIndex(of: "/")
        let purl = PackageURL(
            type: types[ecosystem.family] ?? "generic",
            namespace: ecosystem.isDistribution ? ecosystem.family.rawValue : slash.map { String(name[..<$0]) },
            name: slash.map { String(name[name.index(after: $0)...]) } ?? name, version: version,
            qualifiers: qualifiers)
        packages.append(
            ScannedPackage(ref: "\(packages.count)", name: purl?.name ?? name, version: version, purl: purl))
    }
    return packages
}

guard CommandLine.arguments.count == 3, let plain = Double(CommandLine.arguments[2]) else {
    print("usage: advisories-benchmark FOLDER JSON-BYTES")
    exit(2)
}
do {
    let start = cpuSeconds()
    var builder = DatabaseBuilder()
    let reading = try FeedFolder().read([CommandLine.arguments[1]]) { yield, _ in try builder.add(yield) }
    let read = cpuSeconds()
    for source in reading.sources { try builder.add(source) }
    let (file, digest, report) = try builder.finish(lifetime: 30 * 86400)
    let built = cpuSeconds() - start
    print(
        "\(report.advisories) advisories, \(report.entries) entries, \(report.packages) packages, "
            + "\(report.ranges) ranges, \(report.flaws) flaws, \(report.annotations) annotations, "
            + "\(report.undecidableCount) undecidable; \(digest)")
    print("reading and adding \(read - start) s, writing \(built - read + start) s")
    row("build", built, "CPU s", bar: 15)
    row("memory", peak(), "MB", bar: 300)
    row("file to uncompressed JSON", Double(file.count) / plain, "(\(file.count / 1_000_000) MB)", bar: 1.0 / 3)

    let path = "/tmp/obryza-advisories-benchmark-\(getpid())"
    defer { unlink(path) }
    guard let target = fopen(path, "w"), fwrite(file, 1, file.count, target) == file.count, fclose(target) == 0 else {
        print("advisories-benchmark: cannot write \(path)")
        exit(1)
    }
    var openings: [Double] = []
    for _ in 0..<50 {
        let start = wallSeconds()
        let database = try AdvisoryDatabase(path: path)
        openings.append(wallSeconds() - start)
        guard database.size.advisories == report.advisories else { exit(1) }
    }
    row("open (median of 50)", openings.sorted()[25] * 1e6, "µs", bar: 10_000)

    let database = try AdvisoryDatabase(path: path)
    let matcher = Matcher(database, distribution: nil)
    for outdated in [5, 100] {
        let all = packages(1_000_000, of: database.packageNames, outdated: outdated)
        var records = try matcher.records(all)
        var findings = 0
        var (best, bestWorded) = (Double.infinity, Double.infinity)
        for _ in 0..<3 {
            var start = cpuSeconds()
            records = try matcher.records(all)
            best = min(best, cpuSeconds() - start)
            start = cpuSeconds()
            findings = try matcher.result(records, all).findings.count
            bestWorded = min(bestWorded, cpuSeconds() - start)
        }
        print(
            "\(outdated) of 100 packages outdated: \(findings) findings, "
                + "\(records.unknown.count) packages of which nothing can be said, "
                + "\(Int(Double(findings) / best)) findings a second, "
                + "\(Int(Double(findings) / bestWorded)) a second put into words")
        row("components on one core", Double(all.count) / best, "a second", bar: 1_000_000, isFloor: true)
    }
} catch {
    print("advisories-benchmark: \(error)")
    exit(1)
}
