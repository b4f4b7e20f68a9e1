import Content
import Inventory
import Testing

@testable import Advisories

/// Matching of Debian's packages beside `debsecan`, of which Debian's security team is the author: both are given the
/// fixes of the lists of advisories, each in its own form, and the same system.
///
/// What debsecan reads is made here out of our reading of the lists, so this compares finding by source and version,
/// not the reading.
@Suite struct DebsecanTests {
    private static let release = Ecosystem(.debian, "11")

    private struct Row: Hashable {
        var flaw: String
        var package: String
    }

    /// The stated fix of each flaw in each source package; the last where several notices mended it.
    private static func fixes(_ advisories: [Advisory]) -> [Row: String?] {
        var rows: [Row: String?] = [:]
        for advisory in advisories {
            for affected in advisory.affected where affected.ecosystem == release && affected.basis == .stated {
                guard affected.verdict == .affected else { continue }
                // A notice that names no flaw is one itself.
                for flaw in advisory.upstream.isEmpty ? [advisory.id] : advisory.upstream {
                    let row = Row(flaw: flaw, package: affected.name)
                    let fix = affected.fix.versions.first
                    guard let known = rows[row] else {
                        rows[row] = fix
                        continue
                    }
                    if let known, let fix, VersionScheme.dpkg.order(known, fix) != .less { continue }
                    if known != nil { rows[row] = fix }
                }
            }
        }
        return rows
    }

    /// `VERSION 1`, the flaws, the packages, the binary packages of sources; each part ends with an empty line.
    private static func data(_ rows: [Row: String?]) -> String {
        let sorted = rows.sorted { ($0.key.flaw, $0.key.package) < ($1.key.flaw, $1.key.package) }
        let flaws = Set(rows.keys.map(\.flaw)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: flaws.enumerated().map { ($1, $0) })
        var text = "VERSION 1\n" + flaws.map { "\($0),,-\n" }.joined() + "\n"
        for (row, fix) in sorted { text += "\(row.package),\(numbers[row.flaw] ?? 0),S ?F,\(fix ?? ""),\n" }
        return text + "\n\n"
    }

    /// RFC 1950 and 1951 §3.2.4: stored, not compressed.
    private static func zlib(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var out: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, to: max(1, bytes.count), by: 0xffff) {
            let part = bytes[start..<min(bytes.count, start + 0xffff)]
            out.append(start + 0xffff >= bytes.count ? 1 : 0)
            for number in [UInt16(part.count), ~UInt16(part.count)] {
                out += [UInt8(number & 0xff), UInt8(number >> 8)]
            }
            out += part
        }
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        return out + [b >> 8, b & 0xff, a >> 8, a & 0xff].map { UInt8($0) }
    }

    /// Every source package in versions around some of its fixes: under its own name and under another, rebuilt, and with a
    /// version of its own.
    private static func system(_ rows: [Row: String?]) throws -> [ScannedPackage] {
        var versions: [String: Set<String>] = [:]
        for (row, fix) in rows { versions[row.package, default: []].formUnion([fix ?? "1.0-1"]) }
        var packages: [ScannedPackage] = []
        for (source, fixes) in versions.sorted(by: { $0.key < $1.key }) {
            for (number, version) in fixes.sorted().suffix(4).flatMap({ [$0, $0 + "~", $0 + "+b1", "0~", $0 + ".1"] })
                .enumerated()
            {
                let name = number % 2 == 0 ? source : "lib\(source)-\(number)"
                let purl = try #require(
                    PackageURL(
                        type: "deb", namespace: "debian", name: name, version: version,
                        qualifiers: ["distro": "debian-11"]))
                var package = ScannedPackage(ref: "\(packages.count)", name: name, version: version, purl: purl)
                package.source = source
                if number % 3 == 2 {
                    package.version = "99"
                    package.sourceVersion = version
                }
                packages.append(package)
            }
        }
        return packages
    }

    private static func status(_ package: ScannedPackage) -> String {
        var source = package.source ?? package.name
        if let version = package.sourceVersion { source += " (\(version))" }
        return "Package: \(package.name)\nStatus: install ok installed\nArchitecture: amd64\nSource: \(source)\n"
            + "Version: \(package.version)\n\n"
    }

    @Test(.enabled(if: AdvisorySnapshots.has("no-licence-stated/debian-DSA.list.zst"), AdvisorySnapshots.missing))
    func `finds what debsecan finds, and nothing else`() throws {
        guard Shell.has("debsecan") else { return }
        let list = try AdvisorySnapshots.contents("no-licence-stated/debian-DSA.list.zst")
        let advisories = try FeedProbe(DebianAdvisoryFeed(team: .security)).read(list).advisories
        let rows = Self.fixes(advisories)
        #expect(rows.count > 500)
        let packages = try Self.system(rows)

        let folder = try TemporaryFolder()
        try folder.run("mkdir data")
        try folder.write(Self.zlib(Self.data(rows)), to: "data/bullseye")
        let database = try AdvisoryDatabase(AdvisoryDatabase.bytes(advisories))
        let result = try Matcher(database, distribution: nil).match(packages)
        #expect(result.unknown.isEmpty)
        var ours: Set<String> = []
        for finding in result.findings where finding.verdict == .affected {
            let names = try database.flaw(finding.flaw).names
            ours.formUnion(names.map { "\($0) \(finding.package)" })
        }
        var theirs: Set<String> = []
        // Systems in which each name is once.
        var waves: [[Int]] = []
        var places: [String: Int] = [:]
        for index in packages.indices {
            let wave = places[packages[index].name, default: 0]
            places[packages[index].name] = wave + 1
            if wave == waves.count { waves.append([]) }
            waves[wave].append(index)
        }
        for (number, wave) in waves.enumerated() {
            try folder.write(Array(wave.map { Self.status(packages[$0]) }.joined().utf8), to: "status-\(number)")
            let byName = Dictionary(uniqueKeysWithValues: wave.map { (packages[$0].name, $0) })
            let output = try folder.run(
                "debsecan --config /dev/null --source 'file://\(folder.path)/data/' --suite bullseye "
                    + "--status status-\(number) --format simple")
            for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
                let words = line.split(separator: " ")
                let package = try #require(words.count > 1 ? byName[String(words[1])] : nil, "\(line)")
                theirs.insert("\(words[0]) \(package)")
            }
        }
        #expect(theirs.count > 1000)
        let missed = theirs.subtracting(ours)
        let more = ours.subtracting(theirs)
        func text(_ set: Set<String>) -> String {
            set.sorted().prefix(5).map { line in
                let package = line.split(separator: " ").last.flatMap { Int($0) }.map { packages[$0] }
                return "\(line) \(package.map(Self.status) ?? "")"
            }.joined(separator: "\n")
        }
        #expect(missed.isEmpty, "debsecan finds \(missed.count) more:\n\(text(missed))")
        #expect(more.isEmpty, "debsecan does not find \(more.count):\n\(text(more))")
        print("\(packages.count) packages, \(ours.count) findings, the same as debsecan's")
    }
}
