import Content
import Glibc
import Testing

@testable import Advisories

@Suite struct AdvisoryDatabaseTests {
    @Test func `gives back every field of every record`() throws {
        var generator = AdvisoryGenerator(seed: 1)
        let advisories = generator.advisories(600)
        let database = try AdvisoryDatabase(AdvisoryDatabase.bytes(advisories))
        #expect(database.size.advisories == advisories.count)
        for (index, advisory) in advisories.enumerated() {
            #expect(try database.advisory(index) == advisory)
            #expect(database.name(ofAdvisory: index) == (advisory.id, advisory.source))
        }
    }

    @Test func `gives back every kind of annotation`() throws {
        let time = Timestamp(seconds: 5)
        let facts: [Annotation.Fact] = [
            .knownExploited(KnownExploited(added: time, due: nil, isUsedByRansomware: true, name: "n")),
            .prediction(ExploitPrediction(probability: 970_000, percentile: 1_000_000, date: time, model: "v4")),
            .decision(StakeholderDecision(exploitation: .poc, automatable: nil, technicalImpact: .total, date: time)),
            .decision(StakeholderDecision(exploitation: nil, automatable: .yes, technicalImpact: nil, date: nil)),
            .severity(SeverityStatement(.cvss3, "CVSS:3.1/AV:N", by: "x")), .weakness("CWE-1"), .rejected, .disputed,
            .summary("text"),
        ]
        let annotations = facts.map { Annotation(source: "kev", vulnerability: "CVE-2024-1", fact: $0) }
        let database = try AdvisoryDatabase(AdvisoryDatabase.bytes([], annotations))
        let flaw = try #require(database.flaw(named: "CVE-2024-1"))
        #expect(try database.flaw(flaw).annotations == annotations)
    }

    @Test func `the same records give the same bytes`() throws {
        var (first, second) = (AdvisoryGenerator(seed: 2), AdvisoryGenerator(seed: 2))
        let a = try AdvisoryDatabase.bytes(first.advisories(300))
        #expect(a == (try AdvisoryDatabase.bytes(second.advisories(300))))
        var other = AdvisoryGenerator(seed: 3)
        #expect(a != (try AdvisoryDatabase.bytes(other.advisories(300))))
    }

    /// Everything that can be asked, as text.
    private static func answers(_ database: AdvisoryDatabase) throws -> String {
        var text = "\(database.created) \(database.validUntil) \(database.sources) \(database.knownEcosystems)\n"
        for index in 0..<database.size.advisories { text += "\(try database.advisory(index))\n" }
        for index in 0..<database.size.flaws { text += "\(try database.flaw(index))\n" }
        for index in 0..<database.size.entries {
            text +=
                "\(String(describing: database.entry(index)))\(String(describing: database.narrowing(entry: index)))"
            for version in ["1.0", "2.5-1"] {
                text += version.withCString { pointer in
                    "\(database.membership(entry: index, UnsafeRawBufferPointer(start: pointer, count: strlen(pointer))))"
                }
            }
        }
        for ecosystem in database.knownEcosystems {
            for name in ["openssl", "libxml2", "nothing"] { text += "\(database.entries(ecosystem, name))" }
        }
        text += "\(database.names(startingWith: "X", limit: 100)) \(try database.lifecycles())"
        try database.check()
        return text
    }

    @Test func `a flipped bit anywhere is noticed`() throws {
        var generator = AdvisoryGenerator(seed: 4)
        var bytes = try AdvisoryDatabase.bytes(generator.advisories(2))
        _ = try Self.answers(AdvisoryDatabase(bytes))
        for index in bytes.indices {
            let bit = UInt8(1) << UInt8(index % 8)
            bytes[index] ^= bit
            #expect(throws: DatabaseError.self, "byte \(index)") {
                let database = try AdvisoryDatabase(bytes)
                try database.checkAll()
            }
            // And by asking alone, unless what is damaged is padding that no question reaches.
            let damaged = try? Self.answers(AdvisoryDatabase(bytes))
            #expect(damaged == nil, "byte \(index)")
            bytes[index] ^= bit
        }
    }

    @Test func `a file that is cut short is refused at every length`() throws {
        var generator = AdvisoryGenerator(seed: 5)
        let bytes = try AdvisoryDatabase.bytes(generator.advisories(1))
        for count in 0..<bytes.count {
            #expect(throws: DatabaseError.self, "\(count) bytes") { try AdvisoryDatabase(Array(bytes.prefix(count))) }
        }
        #expect(throws: DatabaseError.self) { try AdvisoryDatabase(bytes + [0]) }
    }

    @Test func `a file of another format is refused by its number`() throws {
        var bytes = try AdvisoryDatabase.bytes([])
        bytes[8] = 99
        #expect(throws: DatabaseError.format(found: 99)) { try AdvisoryDatabase(bytes) }
        bytes[0] = 0
        #expect(throws: DatabaseError.notADatabase(path: "the file")) { try AdvisoryDatabase(bytes) }
    }

    @Test func `a file gives the answers of the bytes it was written from`() throws {
        var generator = AdvisoryGenerator(seed: 6)
        let bytes = try AdvisoryDatabase.bytes(generator.advisories(50))
        let path = "/tmp/obryza-database-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        defer { unlink(path) }
        let file = try #require(fopen(path, "w"))
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        fclose(file)
        #expect(try Self.answers(AdvisoryDatabase(path: path)) == Self.answers(AdvisoryDatabase(bytes)))
        #expect(throws: DatabaseError.self) { try AdvisoryDatabase(path: "/tmp") }
    }

    @Test func `finds every package by its exact bytes, and no other`() throws {
        var advisory = Advisory(source: "test", id: "X-1", document: Digest.of([]))
        let names = (0..<3000).map { "package-\($0)" } + ["é", "e\u{301}", "a\u{0}b", " "]
        advisory.affected = names.map {
            var affected = Affected(Ecosystem(.generic), $0)
            affected.ranges = [.everything]
            return affected
        }
        let database = try AdvisoryDatabase.of(advisory)
        #expect(database.size.packages == names.count)
        var seen: Set<Int> = []
        for (index, name) in names.enumerated() {
            let entries = database.entries(Ecosystem(.generic), name)
            #expect(entries.count == 1)
            for entry in entries {
                #expect(database.entry(entry)?.ordinal == index)
                seen.insert(entry)
            }
        }
        #expect(seen.count == names.count)
        for name in ["package-3000", "", "package", "PACKAGE-1"] {
            #expect(database.entries(Ecosystem(.generic), name).isEmpty)
        }
        #expect(database.entries(Ecosystem(.npm), "package-1").isEmpty)
    }

    @Test func `membership is what the ranges say, and what they cannot say is unknown`() throws {
        var generator = AdvisoryGenerator(seed: 7)
        var advisory = Advisory(source: "test", id: "X-1", document: Digest.of([]))
        advisory.affected = (0..<1000).map { _ in generator.affected() }
        let database = try AdvisoryDatabase.of(advisory)
        var counts: [String: Int] = [:]
        for entry in 0..<database.size.entries {
            let row = try #require(database.entry(entry))
            let affected = advisory.affected[row.ordinal]
            let scheme = affected.ecosystem.scheme
            for _ in 0..<20 {
                var version = generator.version()
                var memberships: [VersionRanges.Membership] = []
                for range in affected.ranges {
                    do throws(RangeError) {
                        memberships.append(try range.normalised(scheme).membership(of: version))
                    } catch {
                        memberships.append(.unknown)
                    }
                }
                let isListed = affected.versions.contains { $0 == version || scheme.order($0, version) == .equal }
                let isUnsaid = affected.ranges.isEmpty && affected.versions.isEmpty
                let expected =
                    isListed || memberships.contains(.inside)
                    ? "inside" : isUnsaid || memberships.contains(.unknown) ? "unknown" : "outside"
                let found =
                    switch version.withUTF8({ database.membership(entry: entry, UnsafeRawBufferPointer($0)) }) {
                    case .inside: "inside"
                    case .outside: "outside"
                    case .unknown: "unknown"
                    }
                counts[found, default: 0] += 1
                #expect(
                    found == expected, "\(affected.ecosystem) \(version) in \(affected.ranges) \(affected.versions)")
            }
        }
        for kind in ["inside", "outside", "unknown"] { #expect(counts[kind, default: 0] > 200, "\(counts)") }
    }

    @Test func `a range that cannot be ordered takes nothing from one that can`() throws {
        var affected = Affected(Ecosystem(.golang), "example.org/a")
        affected.ranges = [.before("1.2.3"), .before("(devel)")]
        var advisory = Advisory(source: "go", id: "GO-1", document: Digest.of([]))
        advisory.affected = [affected]
        let database = try AdvisoryDatabase.of(advisory)
        func membership(_ version: String) -> AdvisoryDatabase.Membership {
            var version = version
            return version.withUTF8 { database.membership(entry: 0, UnsafeRawBufferPointer($0)) }
        }
        #expect(membership("1.2.2") == .inside(.below("1.2.3")))
        for version in ["1.2.3", "(devel)"] {
            guard case .unknown = membership(version) else {
                Issue.record("\(version): \(membership(version))")
                continue
            }
        }
    }

    @Test func `an absurd lifetime ends at the end of time`() throws {
        let database = try AdvisoryDatabase(AdvisoryDatabase.bytes([], lifetime: .max))
        #expect(database.validUntil.seconds == .max)
    }
}
