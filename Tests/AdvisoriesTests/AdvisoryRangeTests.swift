import Glibc
import JSONText
import Testing

@testable import Advisories

/// The ranges and versions of public advisories, from the folder `advisories` beside the vectors.
@Suite struct AdvisoryRangeTests {
    private static func records(_ name: String) throws -> [JSONDocument]? {
        let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let shared = getenv("OBRYZA_SHARED").map { String(cString: $0) } ?? "\(repository)/../shared"
        let path = "\(shared)/advisories/\(name).ndjson.zst"
        guard access(path, R_OK) == 0 else {
            print("skipped: no advisories \(path); OBRYZA_SHARED names the folder that holds advisories")
            return nil
        }
        guard Shell.has("zstd") else { return nil }
        let bytes = Shell.run("zstd -dc '\(path)'").output
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONDocument(Array($0)) }
    }

    /// What of the texts a notation does not read, each once.
    private static func refused(_ syntax: RangeSyntax, _ texts: [String]) -> [String] {
        var refused: Set<String> = []
        for text in texts {
            do throws(RangeError) {
                if try syntax.ranges(text).isEmpty { refused.insert("\(text): nothing") }
            } catch {
                refused.insert("\(text): \(error)")
            }
        }
        return refused.sorted()
    }

    @Test func `reads every requirement of RubySec`() throws {
        guard let records = try Self.records("rubysec") else { return }
        let texts = records.flatMap { record in
            ["patched_versions", "unaffected_versions"].flatMap { name in
                record.root[name]?.elements.compactMap(\.string) ?? []
            }
        }
        #expect(texts.count > 1_500)
        #expect(Self.refused(.rubygems, texts) == [])
    }

    @Test func `reads every requirement of RustSec`() throws {
        guard let records = try Self.records("rustsec") else { return }
        let texts = records.flatMap { record in
            ["patched", "unaffected"].flatMap { name in
                record.root["versions"]?[name]?.elements.compactMap(\.string) ?? []
            }
        }
        #expect(texts.count > 900)
        #expect(Self.refused(.cargo, texts) == [])
    }

    @Test func `reads every branch of FriendsOfPHP`() throws {
        guard let records = try Self.records("php") else { return }
        let texts = records.flatMap { record in
            record.root["branches"]?.members.map { branch in
                branch.value["versions"]?.elements.compactMap(\.string).joined(separator: ",") ?? ""
            } ?? []
        }
        #expect(texts.count > 5_000)
        #expect(Self.refused(.composer, texts) == [])
    }

    /// Files of OSV documents, and what their events hold that is no version.
    @Test(arguments: [
        ("go", []), ("almalinux", []), ("cleanstart", []), ("pypi", []),
        ("bitnami", ["the version 'nightly.2026-03-10.0' of a range: a number expected at byte 0"]),
    ])
    func `evaluates the events of every OSV range`(_ name: String, _ expected: [String]) throws {
        guard let records = try Self.records(name) else { return }
        var ranges = 0
        var refused: Set<String> = []
        for record in records {
            for affected in record.root["affected"]?.elements.map(\.self) ?? [] {
                guard let ecosystem = affected["package"]?["ecosystem"]?.string else { continue }
                let scheme = try #require(VersionScheme(osvEcosystem: ecosystem), "\(ecosystem)")
                for range in affected["ranges"]?.elements.map(\.self) ?? [] where range["type"]?.string != "GIT" {
                    var events: [OSVEvent] = []
                    for event in range["events"]?.elements.flatMap(\.members) ?? [] {
                        guard let version = event.value.string else { continue }
                        switch event.key {
                        case "introduced": events.append(.introduced(version))
                        case "fixed": events.append(.fixed(version))
                        case "last_affected": events.append(.lastAffected(version))
                        case "limit": events.append(.limit(version))
                        default: refused.insert("event \(event.key)")
                        }
                    }
                    ranges += 1
                    do throws(RangeError) {
                        if try VersionRanges(scheme, osv: events).isEmpty { refused.insert("\(events): nothing") }
                    } catch {
                        refused.insert("\(error)")
                    }
                }
            }
        }
        #expect(ranges > 1_000)
        #expect(refused.sorted() == expected)
    }
}
