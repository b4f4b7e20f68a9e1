import Content
import Testing

@testable import Advisories

/// Long lists, on which anything quadratic takes minutes.
@Suite(.timeLimit(.minutes(1))) struct HostileFeedTests {
    private static func list(_ count: Int, _ element: (Int) -> String) -> String {
        (0..<count).map(element).joined(separator: ",")
    }

    @Test func readsLongListsOfOSVInLinearTime() throws {
        let count = 150_000
        let advisory = try FeedReader.advisory(
            CleanStartFeed(),
            #"{"schema_version":"1","id":"CLEANSTART-1","aliases":["#
                + Self.list(count) { #""CVE-1-\#($0)""# }
                + #"],"affected":[{"package":{"ecosystem":"CleanStart","name":"p"},"versions":["#
                + Self.list(count) { #""\#($0)""# } + #"],"ranges":[{"type":"ECOSYSTEM","events":["#
                + Self.list(count) { #"{"introduced":"\#($0)","fixed":"\#($0)"}"# } + "]}]}]}")
        #expect(advisory.upstream.count == count)
        #expect(advisory.affected.first?.fix.versions.count == count)
        #expect(advisory.affected.first?.versions == [])
    }

    @Test func readsLongListsOfTheOthersInLinearTime() throws {
        let count = 100_000
        let alpine = try FeedReader.read(
            AlpineFeed(),
            #"{"distroversion":"v3.20","reponame":"main","packages":["#
                + Self.list(count) { #"{"pkg":{"name":"p\#($0)","secfixes":{"1":["CVE-2024-1 XSA-\#($0)"]}}}"# }
                + #",{"pkg":{"name":"q","secfixes":{"#
                + Self.list(count) { #""\#($0)":["CVE-2024-2"]"# } + "}}}]}")
        #expect(alpine.advisories.map(\.affected.count) == [count, 1])
        #expect(alpine.advisories.first?.related.count == count)
        let ruby = try FeedReader.advisory(
            RubySecFeed(),
            #"{"gem":"g","cve":"2024-1","related":{"url":["# + Self.list(count) { #""u\#($0)""# }
                + #"]},"patched_versions":["# + Self.list(count) { #"">= \#($0)""# } + "]}")
        #expect(ruby.references.count == count)
        #expect(ruby.affected.first?.fix.versions.count == count)
        let php = try FeedReader.advisory(
            FriendsOfPHPFeed(),
            #"{"link":"l","reference":"composer://a/b","branches":{"#
                + Self.list(count) { #""\#($0)":{"versions":["<\#($0)"]}"# } + "}}")
        #expect(php.affected.first?.fix.versions.count == count)
    }

    @Test func refusesListsBeyondEveryReasonAndSaysSo() throws {
        let count = 200_001
        let yield = try FeedReader.read(
            GoFeed(),
            #"{"schema_version":"1","id":"GO-1","affected":["# + Self.list(count) { _ in "{}" } + #"],"aliases":["#
                + Self.list(count) { _ in "1" } + "]}")
        #expect(yield.advisories.map(\.affected.count) == [0])
        #expect(yield.skipped.map(\.reason) == ["aliases: not a list of texts", "affected: not a list"])
    }

    @Test func readsNoPieceOfADocumentForTheWhole() throws {
        let text = Array(
            #"""
            {"schema_version":"1.7.5","id":"UBUNTU-CVE-1","modified":"2024-01-01T00:00:00Z","affected":[{"package":
            {"ecosystem":"Ubuntu:Pro:22.04:LTS","name":"p"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]}
            """#.utf8)
        for feed in Feeds.all where feed is any OSVFeed {
            var read: [Int] = []
            for length in 0...text.count {
                text.prefix(length).withUnsafeBytes { bytes in
                    _ = feed.recognises(path: "a.json", start: bytes)
                    var yield = FeedYield()
                    do {
                        try feed.read(
                            FeedDocument(path: "a.json", line: 0, bytes: bytes, digest: .of(bytes)), into: &yield)
                        read.append(length)
                    } catch {
                        #expect(yield.advisories == [])
                    }
                }
            }
            #expect(read == [text.count], "\(feed.name)")
        }
    }
}
