import Content
import Glibc
import Signing
import Testing

@testable import Authority

@Suite struct UpdateRepositoryTests {
    private final class Store: TUFClient.Store {
        var files: [String: [UInt8]] = [:]
        func read(_ name: String) -> [UInt8]? { files[name] }
        func write(_ bytes: [UInt8], _ name: String) { files[name] = bytes }
    }

    private func client(_ repository: UpdateRepository, _ store: Store, at now: Instant) throws -> TUFClient {
        let root = try #require(try repository.file("root.json"))
        return try TUFClient(root: root, store: store, now: now) { path, _ in try repository.file(path) }
    }

    private func later(_ now: Instant, days: Int64) -> Instant { Instant(seconds: now.seconds + days * 86_400) }

    @Test func ourClientGetsTheTrustedRoot() async throws {
        let temporary = try TemporaryAuthority()
        let repository = UpdateRepository(
            FolderDocuments(temporary.folder.updates), key: try temporary.folder.key(.updates))
        var client = try client(repository, Store(), at: temporary.now)
        try await client.refresh()
        for (name, file) in [
            ("trusted_root.json", temporary.folder.trustedRoot),
            ("signing_config.v0.2.json", temporary.folder.signingConfig),
        ] {
            let target = try await client.target(name)
            let bytes = try await client.download(target, limit: 1 << 20)
            #expect(bytes == (try OpenFile.contents(of: file, limit: 1 << 20)))
        }
    }

    @Test func itIsRenewedInTimeAndWhenSomethingHasChanged() async throws {
        let temporary = try TemporaryAuthority()
        let repository = UpdateRepository(
            FolderDocuments(temporary.folder.updates), key: try temporary.folder.key(.updates))
        let targets = try UpdateRepository.targets(of: temporary.folder)
        let store = Store()
        var first = try client(repository, store, at: temporary.now)
        try await first.refresh()
        #expect(try repository.publish(targets, at: later(temporary.now, days: 6)) == false)
        #expect(try repository.publish(targets, at: later(temporary.now, days: 8)))
        // What was published at first has ended by now; what was renewed has not.
        var second = try client(repository, store, at: later(temporary.now, days: 20))
        try await second.refresh()
        let changed = [
            ("signing_config.v0.2.json", targets[0].bytes), ("trusted_root.json", targets[1].bytes + [0x0a]),
        ]
        #expect(try repository.publish(changed, at: later(temporary.now, days: 8)))
        var third = try client(repository, store, at: later(temporary.now, days: 20))
        try await third.refresh()
        let target = try await third.target("trusted_root.json")
        #expect(target.length == targets[1].bytes.count + 1)
    }

    @Test(arguments: [
        "../authority.json", "targets/../../keys/root.json", "/etc/passwd", "", ".json", "targets/", "a/b.json",
        "9.root.json", "ROOT.json", "targets/targets/x.json",
    ]) func pathsThatAreNotItsOwnHaveNoFile(path: String) throws {
        let temporary = try TemporaryAuthority()
        let repository = UpdateRepository(
            FolderDocuments(temporary.folder.updates), key: try temporary.folder.key(.updates))
        #expect(try repository.file(path) == nil)
    }
}
