import Content
import Inventory
import Testing

@testable import Advisories

/// The quick way through a package's versions finds what comparing every range finds.
@Suite struct VersionPositionsTests {
    private static let ecosystems: [Ecosystem] = [
        Ecosystem(.debian, "12"), Ecosystem(.redhat, "9"), Ecosystem(.alpine, "v3.20"), Ecosystem(.archlinux),
        Ecosystem(.npm), Ecosystem(.pypi), Ecosystem(.maven), Ecosystem(.golang), Ecosystem(.cargo),
        Ecosystem(.rubygems), Ecosystem(.composer), Ecosystem(.nuget), Ecosystem(.pub), Ecosystem(.cran),
        Ecosystem(.hackage), Ecosystem(.conan), Ecosystem(.bitnami), Ecosystem(.generic),
    ]
    private static let words = [
        "0", "1", "1.0", "1.0.0", "1.0-1", "1.0.0-1", "1:1.0", "1.0~rc1", "1.0.0-rc.1", "1.0.0-rc1", "1.0a1",
        "1.0.post1", "1.0.dev1", "1.2.3", "v1.2.3", "1.2.3+build", "1.2.3.4", "2.0", "2.0.0", "2.0-r1", "2.0_alpha1",
        "2.0^git1", "10", "10.0.0", "1.10", "1.9", "1.01", "00", "x", "1.x", "dev-main", "1.0.jre8", "1.0-SNAPSHOT",
        "", " ", "1 0", "é", "1.0.0-", "1.0.0+", "999999999999999999999999999999", "1.0.RELEASE", "1!1.0",
    ]

    private static func text(_ random: inout FixedRandom) -> String {
        let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            String(Int.random(in: 0..<12, using: &random))
        }
        return Int.random(in: 0..<3, using: &random) == 0
            ? words.randomElement(using: &random) ?? "1"
            : parts.joined(separator: ".")
                + (["", "", "", "-1", "-r2", "~a", "a1"].randomElement(using: &random) ?? "")
    }

    private static func affected(_ ecosystem: Ecosystem, _ name: String, _ random: inout FixedRandom) -> Affected {
        var affected = Affected(
            ecosystem, name, naming: Affected.Naming.allCases.randomElement(using: &random) ?? .only)
        affected.verdict = Affected.Verdict.allCases.randomElement(using: &random) ?? .affected
        affected.basis = Affected.Basis.allCases.randomElement(using: &random) ?? .stated
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            affected.ranges.append(
                .events([
                    .introduced(Bool.random(using: &random) ? "0" : text(&random)),
                    Bool.random(using: &random) ? .fixed(text(&random)) : .lastAffected(text(&random)),
                ]))
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            affected.versions = (0..<Int.random(in: 1...6, using: &random)).map { _ in text(&random) }
        }
        if Int.random(in: 0..<4, using: &random) == 0 { affected.ranges.append(.everything) }
        if Int.random(in: 0..<4, using: &random) == 0 { affected.architectures = ["amd64"] }
        if Int.random(in: 0..<6, using: &random) == 0 { affected.module = "a:1" }
        if ecosystem.family == .generic {
            affected.naming = .only
            affected.cpes = ["v", "w"].filter { _ in Bool.random(using: &random) }.map {
                cpe($0, name, ["*", "*", "windows", "wordpress"].randomElement(using: &random) ?? "*")
            }
            if Int.random(in: 0..<6, using: &random) == 0 {
                affected.conditions = [ProductCondition(anyOf: [.init(cpe: cpe("v", "system", "*"))])]
            }
        }
        return affected
    }

    private static func cpe(_ vendor: String, _ product: String, _ target: String) -> String {
        "cpe:2.3:a:\(vendor):\(product):*:*:*:*:*:\(target):*:*"
    }

    private static func database(_ ecosystem: Ecosystem, seed: UInt64) throws -> AdvisoryDatabase {
        var random = FixedRandom(seed)
        return try AdvisoryDatabase(
            AdvisoryDatabase.bytes(
                (0..<60).map { number in
                    var advisory = Advisory(
                        source: ["a", "b"].randomElement(using: &random) ?? "a", id: "X-\(number)",
                        document: Digest.of(Array("\(number)".utf8)))
                    advisory.aliases = ["CVE-2024-\(number / 3)"]
                    advisory.affected = (0..<3).map { _ in
                        affected(ecosystem, ["one", "two", "three"].randomElement(using: &random) ?? "one", &random)
                    }
                    return advisory
                }))
    }

    @Test(arguments: ecosystems)
    func `a version stands to every entry as the entry's own ranges say`(_ ecosystem: Ecosystem) throws {
        var random = FixedRandom(7)
        var (asked, answered) = (0, 0)
        for seed in 0..<4 {
            let database = try Self.database(ecosystem, seed: UInt64(seed))
            let number = try #require(database.number(of: ecosystem))
            for name in ["one", "two", "three"] {
                var name = name
                let found = try #require(name.withUTF8 { database.package(number, UnsafeRawBufferPointer($0)) })
                guard let positions = database.positions(ofPackage: found.number) else { continue }
                for text in Self.words + (0..<200).map({ _ in Self.text(&random) }) {
                    Array(text.utf8).withUnsafeBytes { bytes in
                        let version = bytes
                        asked += 1
                        guard let position = positions.position(of: version) else { return }
                        answered += 1
                        var entries = positions.entries
                        for entry in found.entries {
                            guard let head = entries.next() else {
                                Issue.record("fewer entries than there are")
                                return
                            }
                            var place = entries.place(head, position)
                            if case .inside(let range) = place {
                                place = .inside(range: range + Int(database.row(ofEntry: entry).firstRange))
                            }
                            #expect(place == database.place(entry: entry, version), "\(ecosystem) \(text) \(entry)")
                        }
                        #expect(entries.next() == nil)
                    }
                }
            }
        }
        // Maven's and pacman's versions have no order of the kind; where a scheme refuses many texts, some are left.
        #expect(ecosystem.scheme.isTotal ? answered > 300 : asked == 0)
    }

    @Test(arguments: ecosystems)
    func `findings and what is ruled out are the same by either way`(_ ecosystem: Ecosystem) throws {
        var random = FixedRandom(11)
        let type =
            [
                Ecosystem.Family.debian: "deb", .redhat: "rpm", .alpine: "apk", .archlinux: "alpm", .rubygems: "gem",
            ][ecosystem.family] ?? ecosystem.family.rawValue
        var packages: [ScannedPackage] = []
        for number in 0..<300 {
            let name = ["one", "two", "three", "four"].randomElement(using: &random) ?? "one"
            let url = PackageURL(type: type, name: name)
            var package = ScannedPackage(ref: "\(number)", name: name, version: Self.text(&random), purl: url)
            if Bool.random(using: &random) { package.source = ["one", "three"].randomElement(using: &random) }
            if Bool.random(using: &random) { package.sourceVersion = Self.text(&random) }
            if Bool.random(using: &random) { package.architecture = "arm64" }
            if ecosystem.family == .generic {
                package.cpes = ["v", "w"].filter { _ in Bool.random(using: &random) }.map { Self.cpe($0, name, "*") }
            }
            if type == "rpm", Bool.random(using: &random) { package.source = "two-\(Self.text(&random))-1.src.rpm" }
            packages.append(package)
        }
        let system = (id: ecosystem.family == .archlinux ? "arch" : ecosystem.family.rawValue, version: "12.20")
        let release: (id: String, version: String?) =
            switch ecosystem.family {
            case .alpine: (system.id, "3.20.1")
            case .redhat: ("rhel", "9.4")
            default: (system.id, system.version)
            }
        let database = try Self.database(ecosystem, seed: 3)
        var (findings, ruledOut) = (0, 0)
        for keepsRuledOut in [false, true] {
            let quick = Matcher(database, distribution: release, keepsRuledOut: keepsRuledOut)
            var slow = quick
            slow.usesPositions = false
            let (a, b) = (try quick.match(packages), try slow.match(packages))
            #expect(a.findings.map(\.package) == b.findings.map(\.package))
            #expect(a.findings.map(\.flaw) == b.findings.map(\.flaw))
            #expect(a.findings.map(\.verdict) == b.findings.map(\.verdict))
            #expect(a.findings.map(\.proofs) == b.findings.map(\.proofs))
            #expect(a.ruledOut.map(\.reason) == b.ruledOut.map(\.reason))
            #expect(a.ruledOut.map(\.proofs) == b.ruledOut.map(\.proofs))
            #expect(a.unknown.map(\.reason) == b.unknown.map(\.reason))
            #expect(a.judged == b.judged)
            findings += a.findings.count
            ruledOut += a.ruledOut.count
        }
        if Ecosystem(purlType: type) != nil || type.count <= 4 || ecosystem.family == .generic {
            #expect(findings > 50, "\(ecosystem)")
            #expect(ruledOut > 20, "\(ecosystem)")
        }
    }

    @Test func `what is decided in numbers is what its proofs say in words`() throws {
        let database = try Self.database(Ecosystem(.debian, "12"), seed: 5)
        var random = FixedRandom(3)
        let packages = (0..<200).map { number in
            ScannedPackage(
                ref: "\(number)", name: ["one", "two"][number % 2], version: Self.text(&random),
                purl: PackageURL(type: "deb", namespace: "debian", name: "x"))
        }
        let matcher = Matcher(database, distribution: ("debian", "12"), keepsRuledOut: true)
        let records = try matcher.records(packages)
        let result = try matcher.result(records, packages)
        #expect(records.decisions.count == result.findings.count + result.ruledOut.count)
        for finding in result.findings {
            let outcomes = finding.proofs.map(\.outcome)
            let isInside = outcomes.contains { if case .inside = $0 { true } else { false } }
            let isUnknown = outcomes.contains { if case .unknown = $0 { true } else { false } }
            #expect(finding.verdict == .affected ? isInside : isUnknown)
        }
        for decision in records.decisions {
            for place in decision.first..<decision.first + decision.count {
                let comparison = records.comparisons[Int(records.proofs[Int(place)])]
                #expect(Int(comparison.entry) < database.size.entries)
            }
        }
    }

    @Test func `bytes that are no positions answer nothing`() {
        for count in [0, 3, 11, 12, 40] {
            for fill in [UInt8(0), 1, 0x7f, 0xff] {
                let bytes = [UInt8](repeating: fill, count: count)
                bytes.withUnsafeBytes { bytes in
                    guard let positions = VersionPositions(bytes) else { return }
                    _ = "1.0".utf8.withContiguousStorageIfAvailable {
                        positions.position(of: UnsafeRawBufferPointer($0))
                    }
                    var entries = positions.entries
                    while let head = entries.next() { _ = entries.place(head, 1) }
                }
            }
        }
    }

    @Test func `records are in the order of their feeds' names, however they came`() throws {
        func yield(_ id: String, _ source: String) -> FeedYield {
            var advisory = Advisory(source: source, id: id, document: Digest.of(Array(id.utf8)))
            advisory.affected = [Affected(Ecosystem(.npm), "a")]
            var yield = FeedYield()
            yield.add(advisory)
            return yield
        }
        var mixed = DatabaseBuilder()
        for (id, feed) in [("1", "b"), ("2", "a"), ("3", "b"), ("4", "a")] {
            try mixed.add(yield(id, feed), of: feed)
        }
        let database = try AdvisoryDatabase(mixed.finish(lifetime: 1).file)
        #expect((0..<4).map { database.name(ofAdvisory: $0).id } == ["2", "4", "1", "3"])
        #expect(try (0..<4).map { try database.advisory($0).id } == ["2", "4", "1", "3"])
        #expect(database.entries(Ecosystem(.npm), "a").map { database.entry($0)?.advisory } == [0, 1, 2, 3])
    }
}
